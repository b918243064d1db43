"""The page of what texts date ahead: days in their order with the texts that speak of them, months and years apart."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import SearchError
from archive.search.agenda import agenda
from archive.search.days import asked, is_day_value
from archive.text.calendar import DAY_NAMES
from archive.web.spans import excerpt
from archive.web.wording import counted, written

if TYPE_CHECKING:
    import sqlite3

    from archive.search.agenda import Announcement, Entry
    from archive.web.addresses import Links
    from archive.web.pages.search import Pieces

TEXTS = 4
"""Texts of a day that are open to view; more are folded."""
MOST_TEXTS = 40
LONGEST = 320
"""Characters of a text; of a longer one the part around the date."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that speaks of a day ahead."""

    url: str
    number: int
    pieces: Pieces
    """With the words for the date marked."""
    dated: str
    outlet: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day ahead, or some time."""

    label: str
    weekday: str
    """Of a single day."""
    first: tuple[Text, ...]
    more: tuple[Text, ...]
    count: str


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """Everything on the page."""

    text: str
    """The query, as typed."""
    since: str
    """As a field for dates has it."""
    since_label: str
    days: tuple[Day, ...]
    rough: tuple[Day, ...]
    notes: tuple[str, ...]
    more_url: str | None
    later_url: str | None
    """From the day of the newest text on, where there is nothing ahead of the day that was asked for."""
    later_label: str
    json_url: str
    csv_url: str


def since_of(text: str | None) -> datetime.date:
    """The first day that an address asks for; today if it asks for none.

    Raises:
        SearchError: It is no date.
    """
    today = datetime.datetime.now().astimezone().date()
    if not text or not text.strip():
        return today
    if not is_day_value(text.strip()):
        raise SearchError(f"“{text[:40]}” is no date. Write 2024, 2024-10 or 2024-10-25.")
    return asked("on", text.strip(), today).first or datetime.date.min


def agenda_page(
    conn: sqlite3.Connection, links: Links, query: str, since: datetime.date, *, longest: float
) -> AgendaPage:
    """Read what is dated ahead of a day by the snippets that a query finds.

    Raises:
        SearchError: The query can't be understood, or it took too long.
    """
    found = agenda(conn, query, since=since, longest=longest)
    newest = None if found.entries else _newest(conn, since)
    given = {"q": query, "from": since.isoformat()}
    return AgendaPage(
        text=query,
        since=since.isoformat(),
        since_label=written(since.isoformat()),
        days=tuple(_day(links, one) for one in found.days),
        rough=tuple(_day(links, one) for one in found.rough),
        notes=found.notes,
        more_url=links.agenda({"q": query, "from": found.more.isoformat()}) if found.more else None,
        later_url=links.agenda({"q": query, "from": newest}) if newest else None,
        later_label=written(newest) if newest else "",
        json_url=links.agenda(given, ".json"),
        csv_url=links.agenda(given, ".csv"),
    )


def _newest(conn: sqlite3.Connection, before: datetime.date) -> str | None:
    """The day of the newest text before another one: ahead of it, an archive that is old may have something."""
    row = conn.execute(
        "select dated from snippets where dated < ? and length(dated) = 10 order by dated desc limit 1",
        (before.isoformat(),),
    ).fetchone()
    return row[0] if row else None


def _day(links: Links, entry: Entry) -> Day:
    texts = [_text(links, one) for one in entry.texts[:MOST_TEXTS]]
    is_day = entry.first == entry.last
    return Day(
        label=written(entry.value),
        weekday=DAY_NAMES[entry.first.weekday()] if is_day else "",
        first=tuple(texts[:TEXTS]),
        more=tuple(texts[TEXTS:]),
        count=counted(len(entry.texts), "text"),
    )


def _text(links: Links, one: Announcement) -> Text:
    hit = one.hit
    pieces = excerpt(hit.text, ((one.start, one.stop),), LONGEST)
    return Text(links.snippet(hit.id), hit.id, pieces, written(hit.dated), hit.outlet)
