"""All people, organisations, places, outlets or sources: by what is typed, by letter, in the order one likes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.store.lookup import Typed, containing, has_words
from archive.web.counts import all_outlets, in_folded
from archive.web.pages.paging import FURTHEST, SIZES, Turner, turner
from archive.web.wording import KINDS, counted, spanned, written

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

    from archive.types import EntityKind
    from archive.web.addresses import Links

NAMES: Final = (*KINDS.values(), "outlets", "sources")
"""The lists there are, as they are called in addresses."""
SORTS: Final = ("count", "name", "newest")
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
OTHER: Final = "#"
"""For names that begin with none of these."""
_KIND_OF: Final[Mapping[str, EntityKind]] = {plural: kind for kind, plural in KINDS.items()}  # type: ignore[misc]
_ORDERS: Final = {
    "count": "snippet_count desc, name, id",
    "name": "name collate nocase, id",
    "newest": "last_dated desc, id",
}


class Wanted(NamedTuple):
    """What is asked for."""

    name: str
    """One of NAMES."""
    typed: str = ""
    """What is in a name."""
    letter: str = ""
    """The first letter of a name."""
    sort: str = "count"
    page: int = 1
    size: int = SIZES[0]

    def given(self, **changed: object) -> dict[str, object]:
        """The arguments of its address, with some of them changed; what goes without saying is left out."""
        usual = {"sort": "newest" if self.name == "sources" else "count", "size": SIZES[0], "page": 1}
        every = {"q": self.typed, "letter": self.letter, "sort": self.sort, "size": self.size, **changed}
        return {name: value for name, value in every.items() if value and usual.get(name) != value}


def wanted(name: str, args: Mapping[str, str], page: int, size: int) -> Wanted:
    """What the arguments of a page ask for."""
    usual = "newest" if name == "sources" else "count"
    sort, letter = args.get("sort") or usual, (args.get("letter") or "").lower()
    return Wanted(
        name,
        " ".join((args.get("q") or "")[:200].split()),
        letter if letter in (*LETTERS, OTHER) else "",
        sort if sort in SORTS else usual,
        page,
        size,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list."""

    name: str
    url: str
    about: str
    count: int
    days: str
    """From when to when."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything on the page."""

    kind: str | None
    """Of entities."""
    wanted: Wanted
    summary: str
    entries: tuple[Entry, ...]
    turner: Turner
    csv_url: str


def list_page(conn: sqlite3.Connection, links: Links, asked: Wanted) -> ListPage:
    """Read a page of a list."""
    read = {"outlets": _outlets, "sources": _sources}.get(asked.name, _entities)
    asked = asked._replace(page=min(max(1, asked.page), FURTHEST // asked.size))
    entries, total = read(conn, links, asked)
    to = partial(links.list, asked.name)
    kind = _KIND_OF.get(asked.name)
    return ListPage(
        kind=kind,
        wanted=asked,
        summary=counted(total, kind or asked.name.removesuffix("s"), asked.name),
        entries=tuple(entries),
        turner=turner(
            asked.page, asked.size, total, lambda page, size: to(asked.given(page=page, size=size or SIZES[0]))
        ),
        csv_url=_csv(links, asked),
    )


def _entities(conn: sqlite3.Connection, links: Links, asked: Wanted) -> tuple[list[Entry], int]:
    kind, start = _KIND_OF[asked.name], (asked.page - 1) * asked.size
    if asked.typed:
        found = [one for one in containing(conn, Typed(asked.typed, kind, is_prefix=True)) if one.mentions]
        numbers = [one.id for one in found]
        chosen, given = "id in (select value from json_each(:ids))", {"ids": json.dumps(numbers)}
    else:
        chosen, given = "kind = :kind and mention_count > 0", {"kind": kind}
    chosen += _of_letter("name", asked.letter)
    (total,) = conn.execute(f"select count(*) from entities where {chosen}", given).fetchone()
    rows = conn.execute(
        f"""select id, name, description, snippet_count, first_dated, last_dated from entities where {chosen}
            order by {_ORDERS[asked.sort]} limit {asked.size} offset {start}""",
        given,
    ).fetchall()
    folded = in_folded(conn, [row[0] for row in rows]) or {}
    return [
        Entry(name, links.entity(id_), about or "", count - folded.get(id_, 0), spanned(first, last))
        for id_, name, about, count, first, last in rows
    ], total


def _of_letter(column: str, letter: str) -> str:
    """The condition that a name begins with a letter, by the index on names; nothing for any letter."""
    if not letter:
        return ""
    if letter == OTHER:
        return f" and ({column} collate nocase < 'a' or {column} collate nocase >= '{{')"
    return f" and {column} collate nocase >= '{letter}' and {column} collate nocase < '{chr(ord(letter) + 1)}'"


def _outlets(conn: sqlite3.Connection, links: Links, asked: Wanted) -> tuple[list[Entry], int]:
    is_meant = has_words(Typed(asked.typed, is_prefix=True)) if asked.typed else None
    known = [(name, count) for name, count in all_outlets(conn).items() if is_meant is None or is_meant(name)]
    known = [(name, count) for name, count in known if asked.letter in ("", _initial(name))]
    last = {name: _day_of(conn, "max", name) for name, _ in known} if asked.sort == "newest" else {}
    orders: dict[str, Callable[[tuple[str, int]], object]] = {
        "count": lambda one: (-one[1], one[0].lower()),
        "name": lambda one: one[0].lower(),
        "newest": lambda one: last[one[0]] or "",
    }
    known.sort(key=orders[asked.sort], reverse=asked.sort == "newest")  # type: ignore[arg-type]
    start = (asked.page - 1) * asked.size
    return [
        Entry(
            name,
            links.outlet(name) or links.table("tallies"),
            "",
            count,
            spanned(_day_of(conn, "min", name), _day_of(conn, "max", name)),
        )
        for name, count in known[start : start + asked.size]
    ], len(known)


def _initial(name: str) -> str:
    first = name[:1].lower()
    return first if first in LETTERS else OTHER


def _day_of(conn: sqlite3.Connection, which: str, outlet: str) -> str | None:
    """The first or last day of an outlet, 'min' or 'max': from an index."""
    (day,) = conn.execute(f"select {which}(dated) from sightings where outlet = ?", (outlet,)).fetchone()
    return str(day) if day else None


def _sources(conn: sqlite3.Connection, links: Links, asked: Wanted) -> tuple[list[Entry], int]:
    typed = re.sub(r"([\\%_])", r"\\\1", asked.typed)
    chosen = f"(name like :like escape '\\' or uri like :like escape '\\'){_of_letter('name', asked.letter)}"
    given = {"like": f"%{typed}%"}
    (total,) = conn.execute(f"select count(*) from sources where {chosen}", given).fetchone()
    items = "(select coalesce(max(position), 0) from sightings where source_id = c.id)"
    order = {"count": f"{items} desc, id desc", "name": "name collate nocase, id"}.get(asked.sort, "id desc")
    rows = conn.execute(
        f"""select id, name, format, {items}, captured from sources c where {chosen}
            order by {order} limit {asked.size} offset {(asked.page - 1) * asked.size}""",
        given,
    )
    return [
        Entry(name, links.source(id_), form, count, f"captured {written(captured)}" if captured else "")
        for id_, name, form, count, captured in rows
    ], total


def _csv(links: Links, asked: Wanted) -> str:
    """All of the list as CSV, as far as its table can be filtered so."""
    table, column = {"outlets": ("tallies", "value"), "sources": ("sources", "name")}.get(
        asked.name, ("entities", "name")
    )
    chosen: dict[str, object] = {"table": table}
    if table == "entities":
        chosen |= {"kind": _KIND_OF[asked.name], "mention_count__gt": 0}
    if table == "tallies":
        chosen |= {"field": "outlet"}
    chosen |= {f"{column}__contains": asked.typed} if asked.typed else {}
    chosen |= {f"{column}__startswith": asked.letter} if asked.letter not in ("", OTHER) else {}
    return links.table_csv(chosen)
