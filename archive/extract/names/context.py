"""Which kind a name is of, by what the text says of it: persons, firms, teams and places that share their names.

"Amazon shares" speaks of a firm, "in the Amazon" of a forest; "Barcelona beat Valencia 3-0" names no places, and "Anna
Hall" is no building. Evidence stands right beside a name, and is a row: words that come before or behind, and what they
speak for. The gazetteer asks before it believes one of several bearers; when all names are found, those of one word,
and those that look like a street or a hall, are asked once more.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from archive.extract.names.classes import letters
from archive.extract.names.kind_words import SURNAME_PLACES, TRADES
from archive.text.wordlists import alternatives, either, phrases, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive.extract.names.rules import View
    from archive.gazetteer import Gazetteer, GazetteerEntity
    from archive.types import EntityKind, NameSpan

_WINDOW: Final = 28

Hint = Literal["firm", "maybe firm", "university", "team", "place", "person"]


class Evidence(NamedTuple):
    """A row: what stands beside a name, and what that speaks for."""

    hint: Hint
    where: Literal["before", "behind"]
    example: str
    """With the name in brackets."""
    pattern: str


def _list(name: str, section: str) -> str:
    return f"(?i:{alternatives(phrases(name, section))})"


_DEEDS: Final = either("organisations", "deeds").replace(r"\w", r"\S")

EVIDENCE: Final = (
    Evidence("firm", "behind", "[Orlat] shares rose.", rf"(?:['’]s)? {_list('organisations', 'shares')}\b"),
    Evidence("firm", "behind", "[Orlat] fired 300 staff.", rf" (?i:{_DEEDS})(?!\w)"),
    Evidence("firm", "behind", "[Orlat] raised its prices.", r" (?:will |would |has |had )?[a-z]+ its (?!own\b)"),
    Evidence("firm", "before", "Shares of [Orlat] fell.", rf"\b{_list('organisations', 'shares of')} $"),
    Evidence("firm", "before", "The airline [Orlat] failed.", rf"\b(?:{alternatives(TRADES)}|group)(?: The)? $"),
    Evidence("maybe firm", "behind", "[Orlat]'s CEO left.", rf"(?:['’]s)? {_list('organisations', 'belongings')}\b"),
    Evidence("maybe firm", "before", "They sued [Orlat].", rf"\b{_list('organisations', 'suits against')} $"),
    Evidence("university", "before", "She studied at [Orlat].", rf"\b{_list('organisations', 'studied at')} $"),
    Evidence("team", "behind", "The [Orlat] quarterback threw.", rf" {_list('events', 'players')}\b(?! of)"),
    Evidence(
        "place",
        "before",
        "A fire in [Orlat] spread.",
        r"(?:^|[\s(])(?:"
        r"[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Aa]cross|[Oo]n|from|to|towards?|into|throughout|between|including"
        rf"|(?:{alternatives(words('places', 'parts'))}) of(?: the)?"
        r"|(?:north|south|east|west)\w*|central|capital|downtown|[^\W\d_a-z][^\W_]+,) $",
    ),
    Evidence(
        "place",
        "behind",
        "The [Orlat] police came.",
        rf"(?:,? (?:{alternatives(words('places', 'residents'))})|-(?:based|born|area)"
        rf"|['’]s (?:{alternatives(words('places', 'belongings'))}))\b",
    ),
    Evidence("person", "behind", "[Orlat] lives there.", r" (?:lives|lived|married|grew up|was born)\b"),
    Evidence("person", "behind", "Then [Orlat] said no.", rf",? (?:{alternatives(words('name_words', 'verbs'))})\b"),
)


def _joined(hint: Hint, where: str) -> re.Pattern[str]:
    rows = [row.pattern for row in EVIDENCE if (row.hint, row.where) == (hint, where)]
    return re.compile("|".join(rows) or "(?!)")


_PATTERNS: Final = {row.hint: (_joined(row.hint, "before"), _joined(row.hint, "behind")) for row in EVIDENCE}


def speaks_for(hint: Hint, text: str, start: int, stop: int) -> bool:
    """Whether what stands beside a name speaks for that."""
    before, behind = _PATTERNS[hint]
    return (
        behind.match(text, stop, stop + _WINDOW) is not None
        or before.search(text[max(0, start - _WINDOW) : start]) is not None
    )


def in_context(view: View, spans: Sequence[NameSpan], gazetteer: Gazetteer) -> list[NameSpan]:
    """Names of the kinds that the text speaks of.

    Args:
        view: A text.
        spans: Its names, in order.
        gazetteer: What is known of them.
    """
    teams = set(_teams(view.text, spans))
    bearers = {span.surface.rsplit(" ", 1)[1] for span in spans if span.kind == "person" and " " in span.surface}
    return [
        _of_many_words(view, span)
        if " " in span.surface and at not in teams
        else _of_one_word(view, span, gazetteer, is_team=at in teams, is_bearer=span.surface in bearers)
        for at, span in enumerate(spans)
    ]


def _of_many_words(view: View, span: NameSpan) -> NameSpan:
    """A person where the name looks like a street's or a hall's, but begins with a forename and stands for nothing."""
    if span.kind == "person" or span.entity is not None:
        return span
    first, last = view.tokens_of(span)
    if view.tokens.words[last] == "Department" and _LAND.issuperset(view.letters[first:last]):
        return span._replace(kind="place", rule="context")  # "Guainía Department", called by no business
    if last != first + 1 or view.letters[first] not in _FORENAMES or view.letters[last] not in _LANDSCAPE:
        return span
    if speaks_for("place", view.text, span.start, span.stop) or view.letters[first - 1 : first] == _THE:
        return span
    is_likely = view.tokens.words[last] in SURNAME_PLACES and view.letters[first] in _PLAIN_FORENAMES
    if (is_likely and (span.kind == "organisation" or span.score < _SURE)) or speaks_for(
        "person", view.text, span.start, span.stop
    ):
        return span._replace(kind="person", rule="context")
    return span


_SURE: Final = 0.95
_LAND: Final = frozenset(letters("proper place place-forename place-head"))
_FORENAMES: Final = letters("forename either common-forename place-forename")
_PLAIN_FORENAMES: Final = letters("forename either")
_LANDSCAPE: Final = letters("place-tail place-head head")
_THE: Final = letters("the")


def _of_one_word(
    view: View, span: NameSpan, gazetteer: Gazetteer, *, is_team: bool, is_bearer: bool
) -> NameSpan:
    """What is meant of those who share a name of one word: a person, a firm, a team or a place."""
    text, start, stop = view.text, span.start, span.stop
    if span.kind == "organisation" or (span.kind == "person" and (is_bearer or span.role)):
        return span
    known = gazetteer.by_alias(span.surface)
    firm = next((entity for entity, _ in known if entity.kind == "organisation"), None)
    if span.kind == "person":
        if span.rule == "crf" and any(entity.name == span.surface and _is_country(entity) for entity, _ in known):
            return span._replace(kind="place", entity=span.surface, rule="gazetteer-weak")
        is_firm = speaks_for("firm", text, start, stop) or (firm and speaks_for("maybe firm", text, start, stop))
        return _as(span, "organisation", firm) if is_firm else span
    place = known[0][0] if known and known[0][0].kind == "place" else None
    if place is not None and _is_country(place) and not _is_airline(text, span, place):
        return span
    is_landscape = place is not None and (place.description or "").startswith(_LANDSCAPES)
    if firm or is_landscape or (place is not None and _is_country(place)):
        is_firm = any(speaks_for(hint, text, start, stop) for hint in _OF_FIRMS)
        is_bare = is_landscape and firm is not None and not text.endswith(("the ", "The "), 0, start)
        if is_firm or (is_bare and not speaks_for("place", text, start, stop)):
            return _as(span, "organisation", firm)
    if is_team or speaks_for("team", text, start, stop):
        return _as(span, "organisation", None, "club")
    if speaks_for("university", text, start, stop):
        return _as(span, "organisation", None)
    first, _ = view.tokens_of(span)
    if view.letters[first] in _FORENAMES and _LIVES.match(text, stop):
        return _as(span, "person", None)
    return span


_OF_FIRMS: Final[tuple[Hint, ...]] = ("firm", "maybe firm", "person")
_LIVES: Final = re.compile(r" (?:lives|lived|married|grew up|was born)\b")
_LANDSCAPES: Final = tuple(words("places", "landscapes"))


def _as(span: NameSpan, kind: EntityKind, entity: GazetteerEntity | None, rule: str = "context") -> NameSpan:
    return span._replace(kind=kind, rule=rule, entity=entity.name if entity else None)


def _is_country(place: GazetteerEntity) -> bool:
    return (place.description or "").startswith("country")


def _is_airline(text: str, span: NameSpan, country: GazetteerEntity) -> bool:
    """Whether the end of a country's name is somebody else's without its article: "Emirates"."""
    is_end = span.surface.endswith("s") and country.name.endswith(f" {span.surface}")
    return is_end and not text.endswith(("the ", "The "), 0, span.start)


_SCORE: Final = r"\d{1,3}\s?[-–]\s?\d{1,3}"
_RESULT: Final = alternatives(phrases("events", "results"))
_MET: Final = re.compile(rf" (?:{_RESULT}|{_SCORE}|\d{{1,2}},?) (?:the )?")
_IS_SCORE: Final = re.compile(rf" {_SCORE} ")
_WIDEST: Final = 20  # characters that `_MET` may take
_ENDED: Final = re.compile(rf"[^.;]{{0,60}}\b{_SCORE}\b|[ ,]{{1,2}}\d{{1,2}}(?![\d:.,]*\w)")
_AT_ONCE: Final = re.compile(rf"[ ,]{{1,2}}{_SCORE}\b")
_BEATEN: Final = re.compile(rf"\b(?:{_RESULT}|over) $")


def _teams(text: str, spans: Sequence[NameSpan]) -> Iterator[int]:
    """Which names stand for teams that met: a word of winning between two of them, or before one, and a score."""
    if _DIGIT.search(text) is None:
        return
    for at, (first, second) in enumerate(pairwise(spans)):
        if second.start - first.stop <= _WIDEST and "person" not in (first.kind, second.kind):
            between = _MET.fullmatch(text, first.stop, second.start)
            if between and (_IS_SCORE.fullmatch(between[0]) or _ENDED.match(text, second.stop)):
                yield from (at, at + 1)
    for at, span in enumerate(spans):
        if _AT_ONCE.match(text, span.stop) and _BEATEN.search(text, max(0, span.start - _WINDOW), span.start):
            yield at


_DIGIT: Final = re.compile(r"\d")
