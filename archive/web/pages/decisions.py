"""Decisions in words: those on one text, and the page of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.harmless import harmless
from archive.resolve.rulings import is_active
from archive.resolve.text_rulings import hash_of, is_of_text, text_reference
from archive.store.corrections import meant
from archive.store.decisions import all_decisions
from archive.store.lookup import same_name
from archive.store.profile import spoken_of
from archive.store.text_corrections import text_of, told_here

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from archive.resolve.rulings import Decision
    from archive.web.addresses import Links

PAGE = 50
EXCERPT = 90


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision in words."""

    id: int
    told: str
    made_at: str
    note: str | None
    is_active: bool
    """Whether it holds and can be undone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A decision on the page of all of them."""

    ruling: Ruling
    action: str
    state: str
    about: tuple[tuple[str, str | None], ...]
    """Whom or what it speaks of, each with where that is now."""


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """Decisions, the latest first."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    action: str
    filters: tuple[tuple[str, int, str], ...]
    """Actions with how many there are, and where those alone are."""
    newer_url: str | None
    older_url: str | None
    notice: Ruling | None


def decisions_page(conn: sqlite3.Connection, links: Links, action: str, page: int, made: int | None) -> DecisionsPage:
    """Read a page of the decisions, or of those of an action, and tell the one that was just made, if one was."""
    every = all_decisions(conn)
    counted: dict[str, int] = {}
    for each in every:
        counted[each.action] = counted.get(each.action, 0) + 1
    chosen = [each for each in reversed(every) if action in ("", each.action)]
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(page, pages)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    return DecisionsPage(
        lines=tuple(_line(conn, links, every, each) for each in shown),
        total=len(chosen),
        page=page,
        pages=pages,
        action=action if action in counted else "",
        filters=tuple((name, number, links.decisions(action=name)) for name, number in sorted(counted.items())),
        newer_url=links.decisions(action=action, page=page - 1) if page > 1 else None,
        older_url=links.decisions(action=action, page=page + 1) if page < pages else None,
        notice=ruling_of(conn, made) if made is not None else None,
    )


def ruling_of(conn: sqlite3.Connection, number: int) -> Ruling | None:
    """One decision in words."""
    every = all_decisions(conn)
    found = next((each for each in every if each.id == number), None)
    return ruling(conn, every, found) if found else None


def rulings_on_text(conn: sqlite3.Connection, text_hash: str) -> tuple[Ruling, ...]:
    """The decisions on a text that hold, the latest first."""
    every = all_decisions(conn)
    own = [each for each in reversed(every) if each.subject == text_reference(text_hash)]
    return tuple(one for one in (ruling(conn, every, each) for each in own) if one.is_active)


def ruling(conn: sqlite3.Connection, every: Sequence[Decision], decision: Decision) -> Ruling:
    """A decision in words, which may undo another one of all there are."""
    words = told_here(conn, decision)
    if decision.action == "undo":
        root, holds = meant(every, decision)
        words = f"decision {root.id} ({told_here(conn, root)}) is {'in force again' if holds else 'undone'}"
    holds_now = is_active(decision, {each.id: each for each in every})
    return Ruling(decision.id, harmless(words), decision.made_at, decision.note, holds_now)


def _line(conn: sqlite3.Connection, links: Links, every: Sequence[Decision], decision: Decision) -> Line:
    told = ruling(conn, every, decision)
    state = "" if told.is_active else f"undone by {decision.undone_by}"
    return Line(told, decision.action, state, tuple(_about(conn, links, meant(every, decision)[0])))


def _about(conn: sqlite3.Connection, links: Links, decision: Decision) -> list[tuple[str, str | None]]:
    if is_of_text(decision.subject):
        here = text_of(conn, hash_of(decision.subject))
        return [(_excerpt(here[1]), links.snippet(here[0]))] if here else []
    found = []
    for kind, name in spoken_of(decision):
        now = same_name(conn, name, kind)
        found.append((harmless(name), links.entity(now[0].id) if now else None))
    return list(dict.fromkeys(found))


def _excerpt(text: str) -> str:
    return harmless(text if len(text) <= EXCERPT else f"{text[:EXCERPT].rpartition(' ')[0]} …")
