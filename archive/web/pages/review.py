"""The review: what the archive is unsure of about names, some questions at a time, each with its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.resolve.rulings import KINDS
from archive.store.review_questions import FIRST, asks, doubts, examples, in_common, no, other_way, wider, yes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from archive.store.review_questions import Doubt, Example, Party, Ruling
    from archive.types import EntityKind

PAGE = 10


@dataclass(frozen=True, slots=True)
class Question:
    """One question."""

    doubt: Doubt
    asks: str
    shared: str | None
    parties: tuple[tuple[Party, Sequence[Example]], ...]
    """Those whom it is about, each with texts that show how the name is used."""
    answers: tuple[tuple[str, Ruling], ...]
    """Each with the decision that it stands for."""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Open questions, those on which most mentions hang first."""

    questions: tuple[Question, ...]
    total: int
    among: int | None
    """Among how many names, if there are more."""
    first: int
    kind: str
    later: int | None
    """With which question the next ones begin, if there are more."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The open questions among so many names, those mentioned most."""

    kind: EntityKind | None
    doubts: tuple[Doubt, ...]
    among: int | None
    """None where that is all of them."""


def review_queue(conn: sqlite3.Connection, kind: str) -> Queue:
    """Find open questions about names, of a kind if it is one, among the foremost: among more takes too long."""
    only: EntityKind | None = next((each for each in KINDS if each == kind), None)
    return Queue(only, tuple(doubts(conn, kind=only, among=FIRST)), FIRST if wider(conn, FIRST) else None)


def review_page(conn: sqlite3.Connection, queue: Queue, first: int) -> ReviewPage:
    """Read what belongs to some questions, from one on, which is told from 1."""
    kind, every = queue.kind, queue.doubts
    first = first if first <= len(every) else 1
    return ReviewPage(
        questions=tuple(_question(conn, each) for each in every[first - 1 : first - 1 + PAGE]),
        total=len(every),
        among=queue.among,
        first=first,
        kind=kind or "",
        later=first + PAGE if first + PAGE <= len(every) else None,
    )


def _question(conn: sqlite3.Connection, doubt: Doubt) -> Question:
    parties = tuple(one for one in (doubt.goes, doubt.stays) if one)
    return Question(
        doubt=doubt,
        asks=asks(doubt),
        shared=in_common(conn, doubt),
        parties=tuple((one, examples(conn, one)) for one in parties),
        answers=tuple(_answers(doubt)),
    )


def _answers(doubt: Doubt) -> list[tuple[str, Ruling]]:
    if doubt.stays is None:
        return [("Yes", yes(doubt)), ("No, hide it", no(doubt))]
    reverse = other_way(doubt)
    merged = [(f"Yes, call it {doubt.stays.name}" if reverse else "Yes", yes(doubt))]
    merged += [(f"Yes, call it {doubt.goes.name}", reverse)] if reverse else []
    return [*merged, ("No, keep them apart", no(doubt))]
