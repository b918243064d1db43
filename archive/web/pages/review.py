"""The review: what the archive is unsure of about names, some questions at a time, each with its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.resolve.rulings import KINDS
from archive.store.corrections import a
from archive.store.review_questions import doubts, examples, in_common, no, other_way, yes
from archive.web.spans import excerpt
from archive.web.wording import counted, written

if TYPE_CHECKING:
    import sqlite3

    from archive.store.review_questions import Doubt, Party, Ruling
    from archive.types import EntityKind
    from archive.web.addresses import Links

PAGE = 10
LONGEST = 220


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, and the decision that it stands for."""

    label: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that shows how a name is used."""

    pieces: tuple[tuple[str, bool], ...]
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question."""

    asks: str
    why: str
    shared: str | None
    mentions: str
    parties: tuple[tuple[str, str, str | None, tuple[Seen, ...]], ...]
    """Name, kind, page and texts of those whom it is about."""
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Open questions, those on which most mentions hang first."""

    questions: tuple[Question, ...]
    total: int
    first: int
    kind: str
    kinds: tuple[tuple[str, str], ...]
    later_url: str | None


def review_page(conn: sqlite3.Connection, links: Links, kind: str, first: int) -> ReviewPage:
    """Read open questions.

    Args:
        conn: The archive.
        links: Where its pages are.
        kind: Only about names of this kind; about all if it is none.
        first: Begin with this one, from 1.
    """
    only: EntityKind | None = next((each for each in KINDS if each == kind), None)
    every = doubts(conn, kind=only)
    first = first if first <= len(every) else 1
    shown = every[first - 1 : first - 1 + PAGE]
    return ReviewPage(
        questions=tuple(_question(conn, links, each) for each in shown),
        total=len(every),
        first=first,
        kind=only or "",
        kinds=tuple((each, links.review(kind=each)) for each in KINDS),
        later_url=links.review(kind=only, start=first + PAGE) if first + PAGE <= len(every) else None,
    )


def _question(conn: sqlite3.Connection, links: Links, doubt: Doubt) -> Question:
    parties = tuple(one for one in (doubt.goes, doubt.stays) if one)
    return Question(
        asks=asks(doubt),
        why=doubt.why,
        shared=in_common(conn, doubt),
        mentions=counted(doubt.mentions, "mention"),
        parties=tuple(
            (one.name, one.kind, links.entity(one.id) if one.id > 0 else None, _texts(conn, links, one))
            for one in parties
        ),
        answers=tuple(_answers(doubt)),
    )


def asks(doubt: Doubt) -> str:
    """A question in words."""
    goes, stays = doubt.goes, doubt.stays
    if stays is None:
        return f"Is “{goes.name}” the name of {a(goes.kind)}?"
    if doubt.sort in {"bare", "majority"}:
        return f"Does “{goes.name}” stand for {_told(stays)}?"
    return f"Is {_told(goes)} the same as {_told(stays)}?"


def _told(party: Party) -> str:
    return f"“{party.name}” ({party.kind}{f', {party.description}' if party.description else ''})"


def _answers(doubt: Doubt) -> list[Answer]:
    if doubt.stays is None:
        return [Answer("Yes", yes(doubt)), Answer("No, hide it", no(doubt))]
    reverse = other_way(doubt)
    merged = [Answer(f"Yes, call it {doubt.stays.name}" if reverse else "Yes", yes(doubt))]
    merged += [Answer(f"Yes, call it {doubt.goes.name}", reverse)] if reverse else []
    return [*merged, Answer("No, keep them apart", no(doubt))]


def _texts(conn: sqlite3.Connection, links: Links, party: Party) -> tuple[Seen, ...]:
    return tuple(
        Seen(
            tuple(excerpt(one.text, ((one.start, one.stop),), LONGEST)),
            ", ".join(filter(None, (written(one.dated) if one.dated else "", one.outlet))),
            links.snippet(one.snippet_id),
        )
        for one in examples(conn, party)
    )
