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

_MODALS, _AHEAD, _MOVED, _LASTING, _NO_VERBS, _PAST, _NO_PAST, _EVENTS, _SCHEDULED = (
    words("direction", name)
    for name in (
        *("modals", "ahead", "moved", "lasting", "no verbs", "past", "no past forms", "events"),
        "scheduled",
    )
)
_INTENDING: Final = tuple(words("direction", "intending"))
_SCHEDULED_S: Final = frozenset(
    f"{verb}{'es' if verb.endswith(('sh', 'ch', 'go')) else 's'}".replace("flys", "flies") for verb in _SCHEDULED
)
_SCHEDULED_ING: Final = frozenset(f"{verb.removesuffix('e')}ing" for verb in _SCHEDULED) | word_set(
    "sitting running getting stopping stepping"
)
_SENTENCE_EDGE = re.compile(
    r"(?=[.!?;:–—\n\"“”«»`'’‘-])(?:[.!?;:](?=[\s\"”’]|\Z)|(?<!\d)[–—]|[\n\"“”«»]|``|''|(?<=\s)['‘](?=\w)"
    r"|(?<=[,.!?])['’](?=\s)|(?<=\s)-(?=\s))"
)
_CLAUSE_EDGE: Final = word_set(
    "that which who whom whose where when while because if after before as but although though since whether until "
    "than following ahead , ( )"
)
_WORD = re.compile(r"['’]ll\b|[A-Za-z]+(?:['’-](?!ll\b)[A-Za-z]+)*|[,()]|\d+")
_SKIPPED: Final = word_set(
    "be been not also still soon remain stay have only being now then likely instead formally officially finally all "
    "get both again"
)
_LINKS: Final = word_set(
    "a an the this that his her its their our on in at of for by from with no any some every each my your to"
)
_SCHEDULED_WITH: Final = {
    **dict.fromkeys(("take", "takes", "taking"), word_set("place effect office")),
    **dict.fromkeys(("leave", "leaves", "leaving"), word_set("for office on")),
    **dict.fromkeys(("go", "goes"), word_set("to on into back ahead")),
    **dict.fromkeys(("walk", "walks", "walking"), word_set("out")),
}
"""Verbs that tell what is planned only with these behind: "takes place", but "takes control"."""
_NO_VERB_ENDINGS: Final = tuple(words("direction", "no verb endings"))
_SURE: Final = word_set("will 'll ’ll won't won’t shall")
_REACH: Final = 160
"""Characters to either side in which a verb is looked for."""
_NEAR: Final = 36
"""Characters before the date in which its preposition stands."""
_STRONG, _CLEAR, _WEAK, _NOW = 2.0, 1.0, 0.5, -0.01
_PREPOSITION = re.compile(
    r"(?P<ahead>\b(?:ahead of|in advance of|no later than|as (?:early|soon|late) as|set for"
    r"|due(?: (?:on|in|by|for))?"
    r"|(?:starting|beginning|next)(?: (?:on|in|for))?))"
    r"|\b(?:(?P<until>(?:until|till)(?: at least)?)|(?P<by>by)|(?P<through>through)|(?P<to>to)|(?P<for>for)"
    r"|(?P<before>before)|(?P<past>since|following|ended|dated)|(?P<after>after))",
    re.IGNORECASE,
)
_FILLED = re.compile(
    r"\s*(?:(?:\d\d?(?::\d\d)?(?:\s?[ap]\.?m\.?)?|noon|midnight|the|late|early|mid|end of|start of|this|his|her|its"
    r"|their|on)[\s-]+)*\Z",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\s(?P<set>as\s(?:the|a|its|their)\s)?(?:[a-z]+\s)?(?:deadline|cut-?off)")
_OF_NOUNS: Final = {
    "after": -_WEAK,
    "since": -_WEAK,
    "following": -_WEAK,
    "before": _WEAK,
    "ahead": _WEAK,
    "until": _WEAK,
}
"""What opens a clause, and says by itself where what is named in it lies: "after clashes on Sunday"."""
_ARTICLES: Final = word_set("the a an his her its their our this")
_DATED: Final = _EVENTS | word_set("date meeting hearing trial match game funeral talks debate rally ceremony")
_OPENING: Final = _ARTICLES | word_set("of for by with from in at on no any some most many several few all other new")
"""Words before a participle that is an adjective: "most closed schools"."""
_NOUN_BEHIND = re.compile(
    r"\s(?!(?:in|on|at|of|and|or|as|to|when|that|which|who|after|before|for|by|with|from|is|was|will)\b)[a-z]{3}"
)
_FRONTED: Final = 4
"""Words up to which a date opens its sentence, and its verb can only follow."""


def direction(text: str, start: int, stop: int) -> float:
    """Tell whether the clause of text[start:stop] looks ahead.

    Returns:
        -2 to 2: positive for the future, negative for the past, near 0 where the words don't say.
    """
    left = text[_edge_before(text, start) : start]
    before, after = _tokens(left), list[str]()
    last = before[-1] if before else ""
    is_owner = text[stop : stop + 2] in {"'s", "’s"}
    is_named = is_owner or last in _ARTICLES or last.endswith(("'s", "’s"))
    verb = _verb_before(before)
    if verb == 0 or is_named or last in {"by", "after", "through", "set", "sets", "picks"}:
        behind = stop + 2 * is_owner
        after = _tokens(text[behind : _edge_after(text, behind)])
        verb = verb or _verb_elsewhere(before, after)
    if (deadline := _DEADLINE.match(text, stop)) is not None:
        return _STRONG if deadline["set"] else 0.0
    if last in {"set", "sets", "picks"} and after[:1] in (["for"], ["as"]):
        return _STRONG
    is_owner = is_owner or (is_named and _NOUN_BEHIND.match(text, stop) is not None)
    said = _by_preposition(left, is_owner, verb, before, after)
    if said is not None:
        return said
    if is_owner and _DATED.isdisjoint(after[:4]) and _verb_after(after) <= 0:
        return -_WEAK  # what is called by its day has been: Wednesday's ruling, the May 3 attack
    if _NOW <= verb <= 0 and not _EVENTS.isdisjoint((*before[-8:], *after[:2])):
        return _WEAK
    return verb


def _tokens(text: str) -> list[str]:
    """Words and commas. In capitals stay names, which are no verbs: `Will Poe`."""
    found: list[str] = _WORD.findall(text)
    return [found[0].lower(), *found[1:]] if found else found


def _verb_elsewhere(before: list[str], after: list[str]) -> float:
    """The tense of the verb behind a date that has none before it, else, weakly, of the nearest in its sentence."""
    is_fronted = len(before) <= _FRONTED
    own = after if is_fronted or "," not in after else after[: after.index(",")]
    if after[:1] == [","] and "," in before[-3:]:  # the guards, on Sunday, fled
        own = after[1:]
    if (verb := _verb_after(own)) != 0:
        return verb
    opening = next((word for word in reversed(before[:-1]) if word in _CLAUSE_EDGE), "")
    far = _verb_before(before, in_clause=False) or (_verb_after(after, in_clause=False) if is_fronted else 0.0)
    noun = _OF_NOUNS.get(opening, 0.0)
    return noun if noun < 0 or (noun > 0 and far >= 0) else far * _WEAK / 2


def _by_preposition(left: str, is_owner: bool, verb: float, before: list[str], after: list[str]) -> float | None:
    """What the preposition before the date says, given what the verb does; None where it leaves it to the verb."""
    nearby = _PREPOSITION.finditer(left, max(0, len(left) - _NEAR))
    kind = next((m.lastgroup for m in nearby if _FILLED.fullmatch(left, m.end())), None)
    nearest = next((word for word in reversed(before[:-1]) if _is_past(word)), "")
    is_over = nearest in _LASTING or (verb <= -_CLEAR and not nearest)
    is_moved = nearest in _MOVED
    said = {
        "ahead": _STRONG,
        "past": -_STRONG,
        "until": -_CLEAR if is_over else _STRONG,
        "by": verb or _CLEAR,
        "before": _CLEAR if verb > -_CLEAR else None,
        "to": _CLEAR if is_moved else None,
        "through": _CLEAR if is_moved else verb or _CLEAR,
        "for": _CLEAR if verb > 0 or nearest in _MOVED | _AHEAD or not _DATED.isdisjoint(before[-5:]) else None,
    }
    if is_event := not _DATED.isdisjoint(after[:2]):
        said |= {"for": said["for"] or _WEAK, "before": _CLEAR if _verb_before(before) > -_CLEAR else None}
    if is_owner:
        said |= {"after": -_STRONG} | ({} if is_event else {"for": None, "before": None})
    return said.get(kind or "")


def _is_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and len(word) > 3 and word not in _NO_PAST and word.islower())


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


def _verb_before(tokens: list[str], in_clause: bool = True) -> float:
    """The tense of the verb nearest before the date, by default within its clause."""
    for at in range(len(tokens) - 1, -1, -1):
        if in_clause and tokens[at] in _CLAUSE_EDGE and at < len(tokens) - 1:
            return 0.0
        if (found := _tense(tokens, at)) != 0:
            return found
    return 0.0


def _verb_after(tokens: list[str], in_clause: bool = True) -> float:
    """The tense of the first verb behind the date, by default within its clause."""
    for at, word in enumerate(tokens):
        if in_clause and word in _CLAUSE_EDGE and word != ",":
            return 0.0
        if word != "to" and (found := _tense(tokens, at)) != 0:
            return found
    return 0.0


def _tense(tokens: list[str], at: int) -> float:
    """What the word at a place says: 0 where it is no verb that tells."""
    word, previous = tokens[at], tokens[at - 1] if at else ""
    if word in _MODALS:
        return _modal(tokens, at)
    if word in _AHEAD or (word == "set" and tokens[at + 1 : at + 2] in (["for"], ["to"])):
        return _expected(tokens, at, previous)
    if _is_past(word):
        follows = "".join(tokens[at + 1 : at + 2])
        is_adjective = word.endswith("ed") and (previous in _OPENING or word.startswith("un"))
        is_adjective = is_adjective or (follows == "by" and _is_plural(previous))
        return 0.0 if is_adjective else _past_form(tokens, at)
    if word in {"is", "are"}:
        return _NOW
    needed = _SCHEDULED_WITH.get(word)
    if needed is not None and needed.isdisjoint(tokens[at + 1 : at + 2]):
        return 0.0
    is_verb = (
        (word in _SCHEDULED_S and previous not in _LINKS)
        or (word in _SCHEDULED_ING and previous in {"is", "are"})
        or (word in _SCHEDULED and _has_many(tokens[:at], is_sure=needed is not None))
    )
    return _CLEAR if is_verb else 0.0


def _expected(tokens: list[str], at: int, previous: str) -> float:
    """`is due`, `planned`: but not `the plan` or `due to rain`."""
    is_noun = tokens[at] in {"plan", "plans", "hopes", "forecast"} and previous in _LINKS
    is_cause = tokens[at : at + 2] == ["due", "to"]
    return 0.0 if is_noun or is_cause else _CLEAR


def _has_many(tokens: list[str], *, is_sure: bool) -> bool:
    """Whether a verb's plain form has a subject before it: `schools`, `flights to Tarm`, `he and Poe`."""
    previous = tokens[-1] if tokens else ""
    is_far = (previous.istitle() or (is_sure and previous not in _LINKS)) and not any(map(_is_past, tokens))
    return _is_plural(previous) or (is_far and ("and" in tokens or any(map(_is_plural, tokens))))


def _is_plural(word: str) -> bool:
    is_ending = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    return word in {"who", "they", "we", "people", "men", "women"} or (
        is_ending and word not in _LINKS and word not in _SCHEDULED_S
    )


def _modal(tokens: list[str], at: int) -> float:
    """`will`, `may`, `is to`, `plans to`; `could not`, `failed to` and `went to court` tell of what was."""
    word, rest = tokens[at], tokens[at + 1 : at + 4]
    if word == "to":
        return _infinitive(tokens, at)
    if word in {"could", "can", "cannot"} and (
        "not" in rest or {"neither", "nobody", "none"}.intersection(tokens[:at])
    ):
        return -_WEAK
    if "have" in rest[:2] and word != "will":
        return -_CLEAR
    return _STRONG if word in _SURE else _CLEAR


def _infinitive(tokens: list[str], at: int) -> float:
    """`to` before a verb: what is still to be done, unless a verb before tells that it was, or what for."""
    verb = tokens[at + 1] if at + 1 < len(tokens) else ""
    is_noun = verb in _NO_VERBS or verb in _LINKS or (verb.endswith("s") and not verb.endswith(("ss", "us")))
    is_noun = is_noun or verb.endswith(_NO_VERB_ENDINGS)
    if is_noun or not verb.islower():
        return 0.0
    near = [word for word in tokens[max(0, at - 7) : at] if not word.endswith("ly")]
    near = near[max((n for n, word in enumerate(near, 1) if word in _CLAUSE_EDGE), default=0) :]
    if near[-1:] in (["is"], ["are"], ["was"], ["were"]) or any(word.startswith(_INTENDING) for word in near):
        return _NOW if "had" in near else _CLEAR
    return -_WEAK if any(map(_is_past, near)) else _WEAK


def _past_form(tokens: list[str], at: int) -> float:
    """A past form, or a participle that looks ahead behind `will be`, `is to be` or `is`, just before the date."""
    back = at - 1
    while back >= 0 and (tokens[back] in _SKIPPED or tokens[back].endswith("ly")):
        back -= 1
    skipped, governor = tokens[back + 1 : at], tokens[back] if back >= 0 else ""
    if governor in _MODALS:
        return _modal(tokens, back) if "have" not in skipped or governor == "will" else -_CLEAR
    is_planned = governor in {"is", "are"} and at >= len(tokens) - 2 and tokens[at] not in {"killed", "accused"}
    return _CLEAR if is_planned or ("be" in skipped and governor in _AHEAD) else -_CLEAR
