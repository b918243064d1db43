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
from archive.web.pages.paging import Turner, pages_of, turner

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
class DecisionsPage:
    """Decisions, the latest first."""

    lines: tuple[tuple[Ruling, Decision, list[tuple[str, str | None]]], ...]
    """Each with whom or what it speaks of, and where that is now."""
    total: int
    action: str
    actions: list[tuple[str, int]]
    """Those that there are, with how many of each."""
    turner: Turner
    notice: Ruling | None


def decisions_page(conn: sqlite3.Connection, links: Links, action: str, page: int, made: int | None) -> DecisionsPage:
    """Read a page of the decisions, or of those of an action, and tell the one that was just made, if one was."""
    every = all_decisions(conn)
    counted: dict[str, int] = {}
    for each in every:
        counted[each.action] = counted.get(each.action, 0) + 1
    chosen = [each for each in reversed(every) if action in ("", each.action)]
    page = min(page, pages_of(len(chosen), PAGE))
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    return DecisionsPage(
        lines=tuple((ruling(conn, every, each), each, _about(conn, links, meant(every, each)[0])) for each in shown),
        total=len(chosen),
        action=action if action in counted else "",
        actions=sorted(counted.items()),
        turner=turner(page, PAGE, len(chosen), lambda to, _: links.decisions(action=action, page=to), (PAGE,)),
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
