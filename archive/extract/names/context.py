"""Which kind a name is of, by what the text says of it: persons, firms, teams and places that share their names.

"Amazon shares" speaks of a firm, "in the Amazon" of a forest; "Barcelona beat Valencia 3-0" names no places, and "Anna
Hall" is no building. Evidence stands right beside a name, and is a row: words that come before or behind, and what they
speak for. The gazetteer asks before it believes one of several bearers; when all names are found, those of one word,
and those that look like a street or a hall, are asked once more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from archive.extract.names.classes import letters
from archive.extract.names.kind_words import TRADES
from archive.text.patterns import lazy_regex
from archive.text.wordlists import alternatives, either, phrases, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from archive.extract.names.view import View
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


_LIVES: Final = f"(?:{alternatives(phrases('name_words', 'deeds of persons'))})"
_DEEDS: Final = either("organisations", "deeds").replace(r"\w", r"\S")

EVIDENCE: Final = (
    Evidence("firm", "behind", "[Orlat] shares rose.", rf"(?:['’]s)? {_list('organisations', 'shares')}\b"),
    Evidence("firm", "behind", "[Orlat] fired 300 staff.", rf" (?i:{_DEEDS})(?!\w)"),
    Evidence(
        "firm",
        "behind",
        "[Orlat] raised its prices.",
        r" (?:will |would |has |had )?[a-z]+ (?:away |back |down |off |out |up )?its (?!own\b)",
    ),
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
        r"|reach(?:es|ed|ing)?"
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
    Evidence("person", "behind", "[Orlat] lives there.", rf" {_LIVES}\b"),
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
    if not spans:
        return []
    bearers = {span.surface.rsplit(" ", 1)[1] for span in spans if span.kind == "person" and " " in span.surface}
    found = [
        (span if span.kind == "person" else _of_many_words(view, span))
        if " " in span.surface
        else (span if span.kind == "organisation" else _of_one_word(view, span, gazetteer, bearers))
        for span in spans
    ]
    teams = list(_teams(view.text, spans))
    has_state = any(_bearers(gazetteer, spans[at].surface).is_only_state for at in teams)
    for at in teams:
        if not _is_national(spans[at], gazetteer, has_state=has_state):
            found[at] = _as(spans[at], "organisation", None)
    return found


def _is_national(team: NameSpan, gazetteer: Gazetteer, *, has_state: bool) -> bool:
    """Whether a team plays for a country: a place that is one, unless a state of the same name met another."""
    own = _bearers(gazetteer, team.surface)
    return team.kind == "place" and own.is_country and not (own.is_state and has_state)


def _of_many_words(view: View, span: NameSpan) -> NameSpan:
    """A person where the name looks like a street's or a hall's, but begins with a forename and stands for nothing."""
    if span.entity is not None:
        is_team = span.kind == "place" and speaks_for("team", view.text, span.start, span.stop)
        return _as(span, "organisation", None) if is_team else span
    first, last = view.tokens_of(span)
    if view.tokens.words[last] == "Department" and _LAND.issuperset(view.letters[first:last]):
        return span._replace(kind="place", rule="context")  # "Guainía Department", called by no business
    if last != first + 1 or view.letters[first] not in _FORENAMES or view.letters[last] not in _LANDSCAPE:
        return span
    if speaks_for("place", view.text, span.start, span.stop) or view.letters[first - 1 : first] == _THE:
        return span
    if speaks_for("person", view.text, span.start, span.stop):
        return span._replace(kind="person", rule="context")
    return span


_LAND: Final = frozenset(letters("proper place place-forename place-head"))
_FORENAMES: Final = letters("forename either common-forename place-forename")
_LANDSCAPE: Final = letters("place-tail place-head head")
_THE: Final = letters("the")


class _Bearers(NamedTuple):
    """Whom the gazetteer knows by a name."""

    firm: GazetteerEntity | None
    is_country: bool
    is_state: bool
    is_landscape: bool
    """Whether it is a water, a forest or a range, whose name has an article."""
    is_end: bool
    """Whether it is but the end of a country's name: "Emirates"."""

    @property
    def is_only_state(self) -> bool:
        return self.is_state and not self.is_country


@lru_cache(1 << 12)
def _bearers(gazetteer: Gazetteer, name: str) -> _Bearers:
    known = [entity for entity, _ in gazetteer.by_alias(name)]
    about = [entity.description or "" for entity in known]
    countries = [entity.name for entity, what in zip(known, about, strict=True) if what.startswith("country")]
    return _Bearers(
        next((entity for entity in known if entity.kind == "organisation"), None),
        bool(countries) and known[0].name in countries,
        any(what.startswith("state of the United States") for what in about),
        about[:1] != [] and about[0].startswith(_LANDSCAPES),
        name.endswith("s") and any(country.endswith(f" {name}") for country in countries),
    )


def _of_one_word(view: View, span: NameSpan, gazetteer: Gazetteer, bearers: Collection[str]) -> NameSpan:
    """What is meant of those who share a name of one word: a person, a firm, a team or a place."""
    own = _bearers(gazetteer, span.surface)
    if span.kind == "place":
        has_article = view.text.endswith(("the ", "The "), 0, span.start)
        return span if own.is_country and (has_article or not own.is_end) else _of_place(view, span, own, has_article)
    if span.role or span.surface in bearers:
        return span
    if span.rule == "crf" and own.is_country and span.surface in gazetteer.demonyms.values():
        return span._replace(kind="place", entity=span.surface, rule="gazetteer-weak")
    hints: tuple[Hint, ...] = ("firm", "maybe firm") if own.firm else ("firm",)
    is_firm = _is_spoken_of(view, span) and any(speaks_for(hint, view.text, span.start, span.stop) for hint in hints)
    return _as(span, "organisation", own.firm) if is_firm else span


def _of_place(view: View, span: NameSpan, own: _Bearers, has_article: bool) -> NameSpan:
    """A place, or whoever is called like it and does what no place does."""
    text, start, stop = view.text, span.start, span.stop
    if own.firm and own.is_landscape and not has_article and not speaks_for("place", text, start, stop):
        return _as(span, "organisation", own.firm)
    if not _is_spoken_of(view, span):
        return span
    may_be_firm = own.firm or own.is_landscape or own.is_end
    if may_be_firm and any(speaks_for(hint, text, start, stop) for hint in _OF_FIRMS):
        return _as(span, "organisation", own.firm)
    if speaks_for("team", text, start, stop) or speaks_for("university", text, start, stop):
        return _as(span, "organisation", None)
    first, _ = view.tokens_of(span)
    is_person = view.letters[first] in _FORENAMES and DOES_AS_PERSON.match(text, stop)
    return _as(span, "person", None) if is_person else span


def _is_spoken_of(view: View, span: NameSpan) -> bool:
    """Whether the words beside a name may be evidence, without looking at what: most are not."""
    first, last = view.tokens_of(span)
    words = view.tokens.words
    if first and words[first - 1] in _BEFORE:
        return True
    behind = words[last + 1 : last + 5]
    return bool(behind) and (behind[0] in _BEHIND or "its" in behind)


def _ends(name: str, *sections: str) -> set[str]:
    return {phrase.rsplit(" ", 1)[-1] for section in sections for phrase in phrases(name, section)}


def _starts(name: str, *sections: str) -> set[str]:
    return {phrase.split(" ", 1)[0] for section in sections for phrase in phrases(name, section)}


_BEFORE: Final = frozenset(
    _ends("organisations", "shares of", "suits against", "studied at") | TRADES | {"group", "The"}
)
_BEHIND: Final = frozenset(
    _starts("organisations", "shares", "belongings", "deeds")
    | _starts("events", "players")
    | words("name_words", "verbs")
    | _starts("name_words", "deeds of persons")
    | {"'s", "’s"}
)
_OF_FIRMS: Final[tuple[Hint, ...]] = ("firm", "maybe firm", "person")
DOES_AS_PERSON: Final = lazy_regex(rf" {_LIVES}\b")
_LANDSCAPES: Final = tuple(words("places", "landscapes"))


def _as(span: NameSpan, kind: EntityKind, entity: GazetteerEntity | None) -> NameSpan:
    return span._replace(kind=kind, rule="context", entity=entity.name if entity else None)


_SCORE: Final = r"\d{1,3}\s?[-–]\s?\d{1,3}"
_RESULT: Final = alternatives(phrases("events", "results"))
_MET: Final = lazy_regex(rf" (?:{_RESULT}|{_SCORE}|\d{{1,2}},?) (?:the )?")
_IS_SCORE: Final = lazy_regex(rf" {_SCORE} ")
_WIDEST: Final = 20  # characters that `_MET` may take
_ENDED: Final = lazy_regex(rf"[^.;]{{0,60}}\b{_SCORE}\b|[ ,]{{1,2}}\d{{1,2}}(?![\d:.,]*\w)")
_AT_ONCE: Final = lazy_regex(rf"[ ,]{{1,2}}{_SCORE}\b")
_BEATEN: Final = lazy_regex(rf"\b(?i:{_RESULT}|over) (?:the )?$")


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


_DIGIT: Final = lazy_regex(r"\d")
