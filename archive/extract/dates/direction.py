"""Tense: whether the clause that holds a date looks ahead or back.

News tells mostly what has happened; an expression without a year points ahead only if its clause says so. A date
belongs to the verb nearest before it in its clause, else to the first one behind it: `the mayor said Monday`, `that
is to open Sunday`, `on Monday the court ruled`. What is quoted elsewhere in the sentence has no say. Where the verb
leaves it open, the preposition before the date decides, and then the noun that is dated.
"""

from __future__ import annotations

import re
from typing import Final

from archive.text.sentences import ends_sentence
from archive.text.wordlists import word_set, words

_MODALS, _AHEAD, _MOVED, _LASTING, _DONE, _NO_VERBS, _PAST, _NO_PAST, _EVENTS = (
    words("direction", name)
    for name in ("modals", "ahead", "moved", "lasting", "not to do", "no verbs", "past", "no past forms", "events")
)
_INTENDING: Final = tuple(words("direction", "intending"))
_SCHEDULED: Final = words("direction", "scheduled")
_SCHEDULED_S: Final = frozenset(f"{verb}{'es' if verb.endswith(('sh', 'ch', 'go')) else 's'}" for verb in _SCHEDULED)
_SCHEDULED_ING: Final = frozenset(f"{verb.removesuffix('e')}ing" for verb in _SCHEDULED) | word_set(
    "sitting running getting stopping stepping"
)
_SENTENCE_EDGE = re.compile(
    r"(?=[.!?;:–—\n\"“”«»`'’‘-])(?:[.!?;:](?=[\s\"”’]|\Z)|(?<!\d)[–—]|[\n\"“”«»]|``|''|(?<=\s)['‘](?=\w)|(?<=[,.!?])['’](?=\s)|(?<=\s)-(?=\s))"
)
_CLAUSE_EDGE: Final = word_set(
    "that which who whom whose where when while because if after before as but although though since whether until than"
)
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[,()]|\d+")
_BE: Final = word_set("be is are 's ’s being was were been")
_SKIPPED: Final = word_set("be been not also have only being now then likely instead formally officially finally all get both again")
_LINKS: Final = word_set("a an the this that his her its their our on in at of for by from with no any some every each my your")
_REACH: Final = 160
"""Characters to either side in which a verb is looked for."""
_NEAR: Final = 36
"""Characters before the date in which its preposition stands."""
_STRONG, _CLEAR, _WEAK = 2.0, 1.0, 0.5
_PREPOSITION = re.compile(
    r"(?P<ahead>\b(?:ahead of|in advance of|no later than|as (?:early|soon|late) as|due(?: (?:on|in|by|for))?"
    r"|(?:starting|beginning|effective|expires?|scheduled|slated|expected|planned|next)(?: (?:on|in|for))?|set (?:for|on)))"
    r"|(?P<until>\b(?:until|till)(?: at least)?)|\b(?P<by>by|through)|\b(?P<to>to)|\b(?P<for>for)|(?P<before>\bbefore)"
    r"|(?P<past>\b(?:since|following|ended|dated))|(?P<after>\bafter)",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\s(?P<set>as\s(?:the|a|its|their)\s)?(?:[a-z]+\s)?(?:deadline|cut-?off)")
_OF_NOUNS: Final = {"after": -_WEAK, "before": _WEAK}
"""What opens a clause, and says by itself where what is named in it lies: "after clashes on Sunday"."""
_FRONTED: Final = 4
"""Words up to which a date opens its sentence, and its verb can only follow."""
_FILLED = re.compile(r"\s*(?:(?:\d\d?(?::\d\d)?(?:\s?[ap]\.?m\.?)?|noon|midnight|the|late|early|mid|end of|start of|this|his|her|its|their|on)[\s-]+)*\Z", re.IGNORECASE)


def direction(text: str, start: int, stop: int) -> float:
    """Tell whether the clause of text[start:stop] looks ahead.

    Returns:
        -2 to 2: positive for the future, negative for the past, near 0 where the words don't say.
    """
    left = text[_edge_before(text, start) : start]
    is_owner = text[stop : stop + 2] in {"'s", "’s"}
    before = _WORD.findall(left)
    verb = verb_before = _verb_before(before)
    preposition = next((m for m in _PREPOSITION.finditer(left, max(0, len(left) - _NEAR)) if _FILLED.fullmatch(left, m.end())), None)
    kind = preposition.lastgroup if preposition else None
    after: list[str] = []
    if verb == 0 or is_owner or kind in {"by", "after"}:
        after = _WORD.findall(text, stop + 2 * is_owner, _edge_after(text, stop))
    if verb == 0:
        verb = _verb_elsewhere(before, after)
    if (deadline := _DEADLINE.match(text, stop)) is not None:
        return _STRONG if deadline["set"] else 0.0
    said = _by_preposition(kind, is_owner, verb, before, after) if kind else None
    if said is not None:
        return said
    if is_owner and not (_EVENTS.intersection(after[:2]) or (verb_before == 0 and _verb_after(after) > 0)):
        return -_CLEAR if verb >= 0 else verb  # what is called by its day has been: Wednesday's ruling
    if verb == 0 and not _EVENTS.isdisjoint(map(str.lower, (*before[-8:], *after[:2]))):
        return _WEAK
    return verb


def _verb_elsewhere(before: list[str], after: list[str]) -> float:
    """The tense of the verb behind a date that has none before it, else, weakly, of the nearest in its sentence."""
    is_fronted = len(before) <= _FRONTED
    if (is_fronted or after[:1] != [","]) and (verb := _verb_after(after)) != 0:
        return verb
    opening = next((word for word in map(str.lower, reversed(before[:-1])) if word in _CLAUSE_EDGE or word in ",()"), "")
    if opening in _OF_NOUNS:
        return _OF_NOUNS[opening]
    far = _verb_before(before, over_commas=True) or (_verb_after(after, over_commas=True) if is_fronted else 0.0)
    return far * _WEAK / 2


def _by_preposition(kind: str, is_owner: bool, verb: float, before: list[str], after: list[str]) -> float | None:
    """What the preposition before the date says, given what the verb does; None where it leaves it to the verb."""
    nearest = next((word.lower() for word in reversed(before[:-1]) if word.lower() in _PAST or word.lower().endswith("ed")), "")
    match kind:
        case "ahead":
            return _STRONG if verb > -_STRONG else 0.0
        case "past":
            return -_STRONG
        case "after" if is_owner:
            return -_STRONG
        case "until":
            return -_CLEAR if verb < 0 and (nearest in _LASTING or not nearest) else _STRONG
        case "by" if _is_reduced(before[:-1]):
            return _verb_after(after)
        case "by":
            return verb or _CLEAR
        case "after" if _is_reduced(before[:-1]):
            return _verb_after(after)
        case "for" if not is_owner:
            return _CLEAR if verb > -_CLEAR or nearest in _MOVED or nearest in _AHEAD else verb
        case "before" if is_owner and not _EVENTS.isdisjoint(after[:2]):
            return _CLEAR
        case "to" if nearest in _MOVED:
            return _CLEAR
        case _:
            return None


def _is_reduced(tokens: list[str]) -> bool:
    """Whether a participle without its auxiliary comes last, which says nothing of when: "ballots sent by May 5"."""
    word, previous = (tokens[-1].lower(), tokens[-2].lower()) if len(tokens) > 1 else ("", "")
    return (word.endswith("ed") or word in _PAST) and previous.endswith("s") and previous not in {"was", "has"}


def _edge_before(text: str, start: int) -> int:
    """Where the sentence opens, or what is quoted before the date ends."""
    low = max(0, start - _REACH)
    return max((m.end() for m in _SENTENCE_EDGE.finditer(text, low, start) if _parts(text, m)), default=low)


def _edge_after(text: str, stop: int) -> int:
    high = min(len(text), stop + _REACH)
    return next((m.start() for m in _SENTENCE_EDGE.finditer(text, stop, high) if _parts(text, m)), high)


def _parts(text: str, edge: re.Match[str]) -> bool:
    """Whether a mark parts sentences: the full stop of an abbreviation does not."""
    return edge[0] not in {".", "!", "?"} or ends_sentence(text, edge.end())


def _verb_before(tokens: list[str], over_commas: bool = False) -> float:
    """The tense of the verb nearest before the date, within its clause."""
    for at in range(len(tokens) - 1, -1, -1):
        word = tokens[at].lower()
        if not over_commas and (word in ",()" or word in _CLAUSE_EDGE) and at < len(tokens) - 1:
            return 0.0
        if (found := _tense(tokens, at, word)) != 0:
            return found
    return 0.0


def _verb_after(tokens: list[str], over_commas: bool = False) -> float:
    """The tense of the first verb behind the date, within its clause."""
    for at, token in enumerate(tokens):
        word = token.lower()
        if word in _CLAUSE_EDGE and not over_commas:
            return 0.0
        if word != "to" and (found := _tense(tokens, at, word, is_after=True)) != 0:
            return found
    return 0.0


def _tense(tokens: list[str], at: int, word: str, is_after: bool = False) -> float:
    """What the word at a place says: 0 where it is no verb that tells."""
    if word in _MODALS:
        return _modal(tokens, at, word)
    if word in _AHEAD and not (word in {"plan", "plans", "hopes", "forecast"} and at and tokens[at - 1].lower() in _LINKS):
        is_cause = word == "due" and tokens[at + 1 : at + 2] == ["to"] and not _infinitive(tokens, at + 1, "".join(tokens[at + 2 : at + 3]).lower())
        return _CLEAR if not is_cause and (at + 1 < len(tokens) or not is_after) else 0.0
    if word in _PAST or (word.endswith("ed") and len(word) > 3 and word not in _NO_PAST):
        return _past_form(tokens, at, word)
    previous = tokens[at - 1].lower() if at else ""
    if word in _SCHEDULED_S:
        return _CLEAR if previous not in _LINKS and not previous.isdigit() and previous not in _MODALS else 0.0
    if word in _SCHEDULED_ING and previous in {"is", "are"}:
        return _CLEAR
    if word in _SCHEDULED and (previous in {"who", "they", "we", "which", "people", "men", "women"} or _is_plural(previous, tokens, at)):
        return _CLEAR
    return 0.0


def _is_plural(previous: str, tokens: list[str], at: int) -> bool:
    return previous.endswith("s") and not previous.endswith(("ss", "us", "is", "'s", "’s")) and previous not in _LINKS and previous not in _SCHEDULED_S


def _modal(tokens: list[str], at: int, word: str) -> float:
    """`will`, `may`, `is to`, `plans to`; `could not`, `failed to` and `went to court` tell of what was."""
    following = tokens[at + 1].lower() if at + 1 < len(tokens) else ""
    rest = [token.lower() for token in tokens[at + 1 : at + 4]]
    if word == "to":
        return _infinitive(tokens, at, following)
    if word == "may" and tokens[at] == "May":
        return 0.0
    if word in {"could", "can", "cannot"} and ("not" in rest or {"neither", "nobody", "none", "nor"} & {t.lower() for t in tokens[:at]}):
        return -_WEAK
    if "have" in rest[:2] and word not in {"will"}:
        return -_CLEAR
    if word == "going":
        return _CLEAR if following == "to" else 0.0
    return _STRONG if word in {"will", "'ll", "’ll", "won't", "won’t", "shall"} else _CLEAR


def _infinitive(tokens: list[str], at: int, following: str) -> float:
    is_noun = following in _NO_VERBS or following in _LINKS or (following.endswith("s") and not following.endswith(("ss", "us")))
    if not following or is_noun or not tokens[at + 1].islower() or following.endswith(("ing", "ed", "ly")):
        return 0.0
    back = next((t.lower() for t in reversed(tokens[max(0, at - 2) : at]) if not t.lower().endswith("ly")), "")
    if back in _DONE:
        return -_CLEAR
    near = [token.lower() for token in tokens[max(0, at - 7) : at]]
    if back in {"was", "were"} or any(word.startswith(_INTENDING) for word in near):
        return _CLEAR
    is_done = any(word in _PAST or (word.endswith("ed") and word not in _NO_PAST) for word in near)
    return -_WEAK if is_done else _CLEAR


def _past_form(tokens: list[str], at: int, word: str) -> float:
    """A past form, or a participle that looks ahead behind `will be`, `is to be` or `is`, just before the date."""
    back = at - 1
    while back >= 0 and (tokens[back].lower() in _SKIPPED or tokens[back].lower().endswith("ly")):
        back -= 1
    skipped = {token.lower() for token in tokens[back + 1 : at]}
    governor = tokens[back].lower() if back >= 0 else ""
    if governor in _MODALS and tokens[back] != "May" and not (governor == "to" and back and tokens[back - 1].lower() in _DONE):
        return _modal(tokens, back, governor) if "have" not in skipped or governor == "will" else -_CLEAR
    if "be" in skipped and governor in _AHEAD:
        return _CLEAR
    if governor in {"is", "are"} and at >= len(tokens) - 2 and word not in {"accused", "killed", "believed", "feared"}:
        return _CLEAR
    return -_STRONG if word in {"said", "told"} else -_CLEAR
