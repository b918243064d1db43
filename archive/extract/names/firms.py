"""Firms that share their names: "Amazon shares rose" names no forest, "Ford recalled 12,000 trucks" no president.

Names that mean a firm and something else as well are listed (`data/words/firms.txt`); what stands beside one says
which is meant: what firms have and do, or an article that only the other one has. Any other name is a firm's where its
shares are spoken of. What nothing speaks for stays what it was taken for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from archive.extract.names.context import DOES_AS_PERSON, speaks_for
from archive.extract.names.kind_words import HONORIFICS, TITLES, TRADES
from archive.gazetteer import load
from archive.text.calendar import DAY_NAMES, MONTH_NAMES
from archive.text.ground import ground
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, either, meanings, words
from archive.types import NameSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from archive.types import EntityKind

_OF_THE_CALENDAR: Final = frozenset({*MONTH_NAMES, *DAY_NAMES})
SCORE: Final = 0.9
"""How sure a firm is that its surroundings tell: by hand, as sure as a pattern of its nature."""

FIRMS: Final = meanings("firms", "names")
"""Names that a firm shares with something else, each with its canonical name."""
_LISTED: Final = frozenset(FIRMS)
_WITH_ARTICLE: Final = words("firms", "with article")
_MEDIA: Final = words("firms", "media")
_SURNAMES: Final = words("firms", "surnames")
_SHARED: Final = words("firms", "shared") | _SURNAMES
_CAPITALISED = lazy_regex(r"(?<![\w@#$€£&.'’-])[A-Z][\w]*(?![\w&-])")
_WINDOW = 40
_BELIEVED: Final = 0.2  # the model need not be sure of a name that is a firm's
_DEALS = either("firms", "deals").replace(r"\w+", r"[\w,.]+")  # "fired 3,000 staff"
_BELONGINGS = f"(?:{alternatives(words('firms', 'belongings'))})"
_NATURE = lazy_regex(rf" (?:{alternatives(words('firms', 'nature'))})\b")
_TRADES = alternatives(TRADES)
_DOES = r"(?:,? (?:which |that )?(?:(?:has|had|have|is|will|would|may|must|to|plans|wants|also) ){0,2}"
_AFTER = lazy_regex(
    rf"(?:['’]s (?:\w+ )?| ){_BELONGINGS}\b|{_DOES}{_DEALS}\b"
    rf"|, (?:which owns|formerly|the (?:\w+ )?(?:{_TRADES}))\b)"
)
_ALSO_AFTER = lazy_regex(rf"{_DOES}{either('firms', 'deals of persons')}\b)")
_COMPOUND = lazy_regex(rf" {_BELONGINGS}\b")
_BEFORE = lazy_regex(rf"\b(?:{either('firms', 'objects')}|{_TRADES})(?: [Tt]he)? $", re.IGNORECASE)
_VERB = lazy_regex(
    r"(?:, which)?,? (?:will|would|has|had|is|was|may|must|could|said|says"
    r"|found|won|lost|sold|bought|paid|made|shut|built|sent|took|gave|rose|fell|grew|let|put|set|cut|hit|led|held|kept"
    r"|left|saw|met|told|ran|went|began|came|spent|chose|drew|broke|struck|[a-z]+s (?:an?|the|its|to|\d[\d,.]*)"
    r"|(?!kill|injur|wound|land|damag|destroy)[a-z]+ed)\b"
)
_ARTICLE = lazy_regex(r"(?:\b[Tt]he|\b[Rr]iver|\b[A-Z]\w+(?:an|ian)|(?:north|south|east|west)\w*|\bcentral) $")
_PLACE_BEFORE = lazy_regex(
    r"\b(?:[Ii]n|[Nn]ear|across|[Mm]ayor of|[Cc]ity of|streets of|ferry to|[Ww]estern|[Cc]oast of) $"
)
_LAST_WORD = lazy_regex(r"(\w+)\.? $")
_OPENS = lazy_regex(r"(?:^|[.!?:;] ?[\"“'‘]?|[\"“‘\n(] ?)$")


def may_be_firms(tokens: Iterable[str]) -> bool:
    """Whether `as_firms` may find anything, told fast."""
    return not _LISTED.isdisjoint(tokens)


def as_firms(text: str, spans: list[NameSpan], chance: Callable[[int], float] = lambda _: 0.0) -> list[NameSpan]:
    """The spans with those as organisations, and those besides, that are firms by what stands beside them.

    Args:
        text: A text.
        spans: Its names, in order.
        chance: How likely the model holds the word at a place to be an organisation.
    """
    found = [match for match in _CAPITALISED.finditer(text) if match[0] in FIRMS]
    starts = [span.start for span in spans]
    persons = [span.surface for span in spans if span.kind == "person"]
    borne = {name[at + 1 :] for name in persons for at, char in enumerate(name) if char == " "}
    changed = []
    for match in found:
        near = spans[max(0, bisect_left(starts, match.start()) - 2) : bisect_left(starts, match.end()) + 1]
        if new := _read(text, near, borne, match.start(), match.end(), chance):
            changed.append(new)
    taken = ground(len(text), ((new.start, new.stop) for new in changed))
    kept = [span for span in spans if 1 not in taken[span.start : span.stop]]
    return sorted([*kept, *changed]) if changed else kept


def _read(
    text: str, spans: Sequence[NameSpan], borne: Container[str], start: int, stop: int, chance: Callable[[int], float]
) -> NameSpan | None:
    """A listed name as the firm, or as the place that it is instead; None where nothing changes.

    Args:
        text: A text.
        spans: Its names at this place and to both sides of it.
        borne: What persons named in it are called without a forename.
        start: Where the name begins.
        stop: Where it ends.
        chance: How likely the model holds the word at a place to be an organisation.
    """
    name = text[start:stop]
    held = next((span for span in spans if span.start < stop and start < span.stop), None)
    if held is not None and (held.stop != stop or held.surface.removeprefix("The ") != name):
        return None
    before = text[max(0, start - _WINDOW) : start]
    is_covered = _ARTICLE.search(before) is not None
    if _goes_on(text, start, stop, is_covered=is_covered):
        return None
    is_compound = _COMPOUND.match(text, stop) is not None
    if name in _MEDIA:
        is_told = not _OPENS.search(before[:-4]) or _AFTER.match(text, stop)
        kind: EntityKind | None = "organisation" if before.endswith("The ") and is_told else None
    elif name in _WITH_ARTICLE:
        is_land = not is_compound and (is_covered or _NATURE.match(text, stop))
        kind = "place" if is_land else "organisation"
    else:
        kind = _kind(text, before, start, stop)
        if kind is None and name not in _SHARED and (is_compound or not is_covered):
            is_name = held is not None or not _OPENS.search(before) or _VERB.match(text, stop)
            kind = "organisation" if is_name else None
    is_nowhere = held is not None and held.kind == "place" and not _is_known_place(name)
    is_placed = held is not None and held.kind == "place"
    if kind is None and not is_placed and name not in _MEDIA and chance(start) > _BELIEVED:
        kind = "organisation"
    if kind is None and held is not None and (is_nowhere or _is_beside_a_firm(text, spans, start, stop)):
        kind = "organisation"
    if kind == "organisation" and (_is_somebody(borne, held, name, before) or DOES_AS_PERSON.match(text, stop)):
        return None
    if (
        kind is None
        or (held is not None and held.kind == kind)
        or (held is None and kind == "place" and name not in _WITH_ARTICLE)
    ):
        return None
    known, rule = (FIRMS[name], "firm") if kind == "organisation" else (None, "gazetteer-weak")
    return NameSpan(start, stop, name, kind, rule, SCORE, None, known)


def _kind(text: str, before: str, start: int, stop: int) -> EntityKind | None:
    """What a name is by what stands right beside it: a firm, a place, or nobody can say."""
    name = text[start:stop]
    if _BEFORE.search(before):
        return "organisation"
    if _PLACE_BEFORE.search(before) and _is_known_place(name):
        return "place"
    does = _AFTER.match(text, stop) or (name not in _SURNAMES and _ALSO_AFTER.match(text, stop))
    return "organisation" if does or speaks_for("firm", text, start, stop) else None


def _is_known_place(name: str) -> bool:
    return any(entity.kind == "place" for entity, _ in load().by_alias(name))


def _is_beside_a_firm(text: str, spans: Sequence[NameSpan], start: int, stop: int) -> bool:
    """Whether another organisation stands beside a name as its like: "Ford and General Motors"."""
    return any(
        span.kind == "organisation" and " and " in (text[stop : span.start], text[span.stop : start]) for span in spans
    )


def _is_somebody(borne: Container[str], held: NameSpan | None, name: str, before: str) -> bool:
    """Whether a name is a person's: it wears a title, or somebody here bears it."""
    title = _LAST_WORD.search(before)
    is_titled = title is not None and (title[1] in TITLES or title[1] in HONORIFICS)
    return is_titled or name in borne or (held is not None and held.role is not None)


def _goes_on(text: str, start: int, stop: int, *, is_covered: bool) -> bool:
    """Whether a name is part of a longer one: "Tom Ford", "Ford Field", "Apollo 8"."""
    if re.match(r" (?:(?!I\b)[A-Z]\w|\d)", text[stop : stop + 3]):
        return True
    before = re.search(r"([A-Z][\w’'-]*) $", text[max(0, start - _WINDOW) : start])
    if before is None or is_covered or before[1] in _OF_THE_CALENDAR:
        return False
    at = max(0, start - _WINDOW) + before.start()
    return not (_OPENS.search(text[:at][-3:]) or before[1].endswith(("'s", "’s")))
