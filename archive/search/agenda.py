"""What texts date ahead: days that lie before a reader, and before the text that speaks of them, with these texts.

A day, or a few days together, stand in the order in which they come. A month, a quarter or a year is no appointment:
what is known so roughly stands apart. What spans more than a year is no date ahead but an era.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from archive.extract.dates.prefixdate import bounds
from archive.search.hits import hit_of
from archive.search.plan import COLUMNS
from archive.search.prepared import prepare
from archive.search.run import LONGEST, guarded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from archive.search.hits import Hit

FEW_DAYS = 7
"""Days that an appointment may last."""
LONGEST_SPAN = 366
"""Days that anything may last that is ahead."""
MOST = 60
"""Days that are given at once, and as many months and years."""
WALKED = 20_000
"""Dates that are walked through to find them; what comes after is left for the next page."""
LOOKED_AT = 3_000
"""Dates that are looked at for them."""


COLUMNS_OUT = (
    "value", "first_day", "last_day", "as_written", "snippet_id", "dated", "outlet", "title", "text", "url",
)  # fmt: skip
"""What a CSV holds of each text under each day."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text that speaks of a day ahead."""

    hit: Hit
    start: int
    stop: int
    """`hit.text[start:stop]` is how it says so."""

    @property
    def as_written(self) -> str:
        """How it says so."""
        return self.hit.text[self.start : self.stop]


@dataclass(frozen=True, slots=True)
class Entry:
    """A day ahead, or several, with the texts that speak of it."""

    value: str
    """Prefix date or range."""
    texts: tuple[Announcement, ...]
    """The latest first, each once."""

    @property
    def first(self) -> datetime.date:
        """Its first day."""
        return bounds(self.value)[0]

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return bounds(self.value)[1]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is dated ahead of a day."""

    since: datetime.date
    days: tuple[Entry, ...]
    """In their order."""
    rough: tuple[Entry, ...]
    """Weeks, months, quarters and years."""
    more: datetime.date | None
    """The day from which on there are more days; None where these are all."""
    notes: tuple[str, ...]
    """What a person should know of the query, in sentences."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, the exact ones first."""
        return (*self.days, *self.rough)


def agenda(
    conn: sqlite3.Connection,
    query: str = "",
    *,
    since: datetime.date,
    until: datetime.date | None = None,
    most: int = MOST,
    longest: float = LONGEST,
) -> Agenda:
    """What is dated ahead of a day by the snippets that a query finds: so many days, and as many months and years.

    What began before the first day is not ahead; `until` is the day after the last one, None for no end.

    Raises:
        SearchError: The query can't be understood, or it took too long.
    """
    with guarded(conn, longest):
        asked = prepare(conn, query)
        end, is_cut = until or datetime.date.max, False
        if asked.is_all or asked.many:
            among, dates = "" if asked.is_all else f"and d.snippet_id in (select id from ({asked.plan.ids()}))", _EVERY
            end, is_cut = _reached(conn, since, end)
        else:
            among, dates = "", f"({asked.plan.ids()}) asked cross join dates d on d.snippet_id = asked.id"
        params = {**asked.params, "since": since.isoformat(), "until": end.isoformat(), "most": LOOKED_AT}
        cursor = conn.cursor()
        cursor.row_factory = None
        statement = _AHEAD.format(dates=dates, among=among, columns=COLUMNS)
        days, rough = (list(cursor.execute(statement, {**params, **span})) for span in _SPANS)
    given, more = _cut(list(_entries(days)), most, len(days) == LOOKED_AT)
    more = more or (end if is_cut else None)
    return Agenda(since, tuple(given), tuple(_entries(rough))[:most], more, asked.notes)


def _reached(conn: sqlite3.Connection, since: datetime.date, until: datetime.date) -> tuple[datetime.date, bool]:
    """The day before which dates are looked through, and whether that is one sooner than was asked for."""
    sql = "select first_day from dates indexed by dates_days where first_day >= ? order by first_day limit 1 offset ?"
    row = conn.execute(sql, [since.isoformat(), WALKED]).fetchone()
    reached = max(datetime.date.fromisoformat(row[0]), since + datetime.timedelta(days=1)) if row else until
    return min(reached, until), reached < until


_SPANS = (
    {"least": 0, "longest": FEW_DAYS - 1},
    {"least": FEW_DAYS, "longest": LONGEST_SPAN},
)
"""Of days, and of what is known less exactly."""
_EVERY = "dates d indexed by dates_days"
_AHEAD = """
select d.first_day, d.last_day, d.value, d.start, d.stop, {columns}
from {dates}
cross join snippets s on s.id = d.snippet_id
where d.first_day >= :since and d.first_day < :until
  and julianday(d.last_day) - julianday(d.first_day) between :least and :longest
  and s.variant_of is null and (s.dated is null or d.first_day > s.dated || '~') {among}
order by d.first_day, d.last_day, s.dated desc, s.id
limit :most
"""
"""Dates that lie ahead of their own text, too: a report of a day says its date as well. A sign that comes after all
others lets '2024-10' hold all of its days."""


def _cut(entries: list[Entry], most: int, is_cut: bool) -> tuple[list[Entry], datetime.date | None]:
    """So many entries, and those that begin on the day of the last one; and the day from which on there are more."""
    end = most
    while 0 < end < len(entries) and entries[end].first == entries[end - 1].first:
        end += 1
    if end < len(entries):
        return entries[:end], entries[end].first
    if not is_cut:
        return entries, None
    last = entries[-1].first  # it may have more texts, and longer entries
    whole = [one for one in entries if one.first < last]
    return (whole, last) if whole else (entries, last + datetime.timedelta(days=1))


def _entries(rows: Iterable[tuple[object, ...]]) -> Iterable[Entry]:
    for (_, _, value), group in groupby(rows, key=lambda row: row[:3]):
        texts: dict[int, Announcement] = {}
        for _, _, _, start, stop, *columns in group:
            hit = hit_of(columns)
            texts.setdefault(hit.id, Announcement(hit, int(str(start)), int(str(stop))))
        yield Entry(str(value), tuple(texts.values()))


def rows(found: Agenda) -> Iterator[tuple[object, ...]]:
    """The rows of COLUMNS_OUT."""
    for entry in found.entries:
        for one in entry.texts:
            hit = one.hit
            days = entry.value, entry.first.isoformat(), entry.last.isoformat()
            yield (*days, one.as_written, hit.id, hit.dated, hit.outlet, hit.title, hit.text, hit.url)


def as_objects(found: Agenda) -> list[dict[str, object]]:
    """The same as values for JSON: a day with its texts."""
    told: dict[str, dict[str, object]] = {}
    for value, first, last, *text in rows(found):
        day = told.setdefault(str(value), {"value": value, "first_day": first, "last_day": last, "texts": []})
        texts: Any = day["texts"]
        texts.append(dict(zip(COLUMNS_OUT[3:], text, strict=True)))
    return list(told.values())
