"""The review: what the archive is unsure of about names, some questions at a time, each with its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.resolve.rulings import KINDS
from archive.store.review_questions import FIRST, asks, doubts, examples, in_common, no, other_way, wider, yes
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
    total: str
    """How many there are, in words."""
    among: str | None
    """Among how many names, if there are more."""
    first: int
    kind: str
    kinds: tuple[tuple[str, str], ...]
    later_url: str | None


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


def review_page(conn: sqlite3.Connection, links: Links, queue: Queue, first: int) -> ReviewPage:
    """Read what belongs to some questions, from one on, which is told from 1."""
    kind, every = queue.kind, queue.doubts
    first = first if first <= len(every) else 1
    return ReviewPage(
        questions=tuple(_question(conn, links, each) for each in every[first - 1 : first - 1 + PAGE]),
        total=counted(len(every), "open question"),
        among=f"{queue.among:,}" if queue.among else None,
        first=first,
        kind=kind or "",
        kinds=tuple((each, links.review(kind=each)) for each in KINDS),
        later_url=links.review(kind=kind, start=first + PAGE) if first + PAGE <= len(every) else None,
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
