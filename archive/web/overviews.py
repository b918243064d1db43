"""Pages that put much together in one view: the agenda, two searches, a list of names; each as CSV and JSON, too."""

from __future__ import annotations

import asyncio
import datetime
import io
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette.utils.asgi import Response

from archive.csvsafe import write_table
from archive.errors import ArchiveError, SearchError, TooSlowError
from archive.search import agenda as ahead
from archive.search import compare as two
from archive.search import name_table
from archive.search.days import asked, is_day_value
from archive.web.pages.compare import compare_page
from archive.web.remembered import memory
from archive.web.sides import compare_sides, read_side
from archive.web.visit import HEADERS, Visit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from archive.web.sides import Read

MOST_DAYS = 2_000
"""Days of an agenda as a file."""
LONGEST_LIST = 400_000
"""Bytes of a list of names."""
TOO_LONG = "That list takes too long for a page. The command line takes it: archive search --names FILE"


async def agenda(visit: Visit) -> Response:
    """`/-/archive/DB/agenda?from=…&q=…`, with `.json` and `.csv` as files."""
    text, form = visit.args.get("q") or "", visit.request.url_vars["form"]
    try:
        since = since_of(visit.args.get("from"))
        most = MOST_DAYS if form else ahead.MOST
        found = await visit.read(partial(ahead.agenda, query=text, since=since, most=most, longest=visit.longest))
    except ArchiveError as error:
        return await _refused(visit, "agenda.html", form, str(error), text=text)
    if not form:
        newest = None if found.entries else await visit.read(partial(_newest, before=since))
        return await visit.show("agenda.html", text=text, page=found, newest=newest)
    if form == ".csv":
        return csv_file("agenda", ahead.COLUMNS_OUT, ahead.rows(found))
    return Response.json(ahead.as_objects(found), headers=HEADERS)


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


def _newest(conn: sqlite3.Connection, before: datetime.date) -> str | None:
    """The day of the newest text before another one: ahead of it, an archive that is old may have something."""
    row = conn.execute(
        "select dated from snippets where dated < ? and length(dated) = 10 order by dated desc limit 1",
        (before.isoformat(),),
    ).fetchone()
    return row[0] if row else None


async def compare(visit: Visit) -> Response:
    """`/-/archive/DB/compare?a=…&b=…`, with `.json` and `.csv` as files."""
    a, b, form = visit.args.get("a") or "", visit.args.get("b") or "", visit.request.url_vars["form"]
    if "a" not in visit.args and "b" not in visit.args:
        return await visit.show("compare.html", a="", b="", page=None)
    try:
        today = datetime.datetime.now().astimezone().date()
        of_a, of_b, found = await memory(visit.db).get(("compare", a, b, today), partial(_compared, visit, a, b))
        if not form:
            page = await visit.read(lambda conn: compare_page(conn, visit.links, of_a, of_b, found))
            return await visit.show("compare.html", a=a, b=b, page=page)
    except ArchiveError as error:
        return await _refused(visit, "compare.html", form, str(error), a=a, b=b)
    if form == ".csv":
        return csv_file("comparison", two.COLUMNS, two.rows(found))
    return Response.json(two.as_object(found), headers=HEADERS)


async def _compared(visit: Visit, a: str, b: str) -> tuple[Read, Read, two.Comparison]:
    of_a, of_b = await asyncio.gather(*(visit.read(partial(read_side, text=text)) for text in (a, b)))
    return of_a, of_b, await visit.read(partial(compare_sides, a=of_a, b=of_b, longest=visit.longest))


async def names(visit: Visit) -> Response:
    """`/-/archive/DB/names`: a form for a list, and what is known of it; `.json` and `.csv` of it as files."""
    form = visit.request.url_vars["form"]
    text = visit.args.get("names") or ""
    try:
        if visit.request.method == "POST":
            text = await _posted(visit.request)
        listed = name_table.names_in(text)
        rows = await visit.read(lambda conn: name_table.name_table(conn, listed, longest=visit.longest))
    except TooSlowError:
        return await _refused(visit, "names.html", form, TOO_LONG, names=text)
    except ArchiveError as error:
        return await _refused(visit, "names.html", form, str(error), names=text)
    if not form:
        left_out = max(0, len(listed) - name_table.MOST_NAMES)
        return await visit.show("names.html", names=text, rows=rows, left_out=left_out)
    cells = list(map(name_table.cells, rows))
    if form == ".csv":
        return csv_file("names", name_table.COLUMNS, cells)
    return Response.json([dict(zip(name_table.COLUMNS, row, strict=True)) for row in cells], headers=HEADERS)


async def _posted(request: Any) -> str:
    """The list in a form that was sent.

    Raises:
        SearchError: It is too long to be looked up at once.
    """
    body: bytes = await request.post_body()
    if len(body) > LONGEST_LIST:
        raise SearchError(TOO_LONG)
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)).get("names", "")


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A table as CSV to be saved; no cell is run by a spreadsheet."""
    out = io.StringIO(newline="")
    write_table(out, columns, rows)
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


async def _refused(visit: Visit, template: str, form: str | None, why: str, **shown: str) -> Response:
    if form:
        return Response.json({"error": why}, status=400, headers=HEADERS)
    return await visit.show(template, 400, problem=why, page=None, **shown)
