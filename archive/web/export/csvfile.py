"""CSV that is complete: all rows of a table, a ready-made query or a search, however many, or a failure that shows.

    /-/archive/DB/export.csv?q=grain+after:2024-09&sort=newest             what a search finds
    /-/archive/DB/export.csv?table=snippets&year=2024&_entity=12           what the page of a table or view selects
    /-/archive/DB/export.csv?query=named_most&kind=person                  what a ready-made query answers

Of a table, the arguments that choose and order rows and columns are those of its page: `column=value`,
`column__contains=value` and the like, `_search`, `_entity`, `_where`, `_col`, `_sort`; those that only change the page,
such as `_size`, `_next` or `_facet`, are passed over. And for each of the three:

- `_bom=1` writes a byte order mark, by which older spreadsheets know UTF-8;
- `_raw=1` leaves texts as they are; otherwise cells that a spreadsheet would run get an apostrophe (csvsafe.py).

One cursor on a read-only connection of its own reads one state of the archive. Datasette's time limit does not end it;
a client that leaves does, and five minutes without a row made or taken. What goes wrong before the first rows are sent
is answered with a status; later, the last line of the file says so, and the connection breaks off before the end that
HTTP announces: browsers and other clients report a failed download (stream.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette.filters import Filters
from datasette.plugins import pm
from datasette.utils import await_me_maybe, derive_named_parameters, escape_sqlite, tilde_decode
from datasette.utils.asgi import BadRequest, NotFound, Response

from archive.errors import ArchiveError
from archive.search import answered
from archive.search.hits import CSV_COLUMNS, csv_row
from archive.search.plan import SORTS, sort_of
from archive.search.run import every_hit
from archive.web import versions
from archive.web.access import is_archive
from archive.web.addresses import Links
from archive.web.export import stream
from archive.web.export.answer import answer, headers_of, refused

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence

    from datasette.utils.asgi import Request

    from archive.web.export.stream import Receive, Send

SEARCHED = ("snippets", "mentions", "entities", "sightings")
"""Tables that the export of a search reads."""

_OURS = frozenset(("table", "query", "q", "sort"))
_PAGING = frozenset(("_next", "_size", "_shape", "_stream", "_dl", "_labels", "_nofacet", "_nosuggest", "_nocount"))


@dataclass(frozen=True, slots=True)
class Export:
    """What is asked for."""

    label: str
    """What it is, for the name of the file."""
    read: Callable[[sqlite3.Connection], tuple[Sequence[str], Iterable[Sequence[Any]]]]
    """Columns, and rows one by one, however many there are, from a connection of the export's own."""


def table_links(
    datasette: Any, database: str, table: str, request: Request | None
) -> Callable[[], Coroutine[Any, Any, list[dict[str, str]]]]:
    """The link to the export of what a table page selects, for Datasette's hooks `table_actions` and `view_actions`."""

    async def inner() -> list[dict[str, str]]:
        db = datasette.get_database(database)
        if db.is_memory or not await is_archive(db):
            return []
        given = parse_qsl(request.query_string, keep_blank_values=True) if request else []
        kept = [(name, value) for name, value in given if name not in _PAGING and not name.startswith("_facet")]
        home = Links(str(datasette.urls.path("/")), db.route).home
        return [
            {
                "href": f"{home}/export.csv?{urlencode([('table', table), *kept])}",
                "label": "Export all rows as CSV",
                "description": "Every row that this page selects, without a limit, safe to open in a spreadsheet.",
            }
        ]

    return inner


async def export_csv(datasette: Any, request: Request, send: Send, receive: Receive) -> Response | None:
    """The view: streams the export itself, or returns the answer that says why not."""
    if request.method not in {"GET", "HEAD"}:
        return Response.text("Only GET exports.", status=405, headers={"allow": "GET, HEAD"})
    route = tilde_decode(request.url_vars["database"])
    try:
        db = datasette.get_database(route=route)
    except KeyError:
        raise NotFound(f"There is no database named {route} here.") from None
    if db.is_memory:
        return refused("This database lives in memory only; there is no file that an export could read.")
    if not await is_archive(db):
        raise NotFound(f"{route} is no archive.")
    try:
        wanted = await _wanted(datasette, request, db)
    except (BadRequest, ArchiveError) as error:
        return refused(str(error))
    headers = headers_of(datasette, "text/csv", f"{db.name}-{wanted.label}")
    if request.method == "HEAD":
        return Response("", headers=headers, content_type=headers["content-type"])
    is_raw, has_mark = _is_on(request, "_raw"), _is_on(request, "_bom")

    def encode(conn: sqlite3.Connection) -> Iterator[bytes]:
        return stream.encoded(*wanted.read(conn), is_raw=is_raw, has_mark=has_mark)

    return await answer(datasette, db, encode, headers, send, receive, refused)


async def _wanted(datasette: Any, request: Request, db: Any) -> Export:
    """What a request asks for, once it is known to be allowed.

    Raises:
        Forbidden: It is not.
        NotFound: There is no such table or query.
        BadRequest: An argument can't be understood.
    """
    table, query = request.args.get("table"), request.args.get("query")
    if sum(name in request.args for name in ("table", "query", "q")) > 1:
        raise BadRequest("Give one of table=, query= and q=.")
    if table is not None:
        return await _table(datasette, request, db, table)
    if query is not None:
        return await _query(datasette, request, db, query)
    text, sort = request.args.get("q") or "", request.args.get("sort") or "relevance"
    if sort not in SORTS:
        raise BadRequest("sort= is relevance, newest or oldest.")
    for needed in SEARCHED:
        await versions.ensure(datasette, request.actor, "view-table", db.name, needed)

    def read(conn: sqlite3.Connection) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        return CSV_COLUMNS, map(csv_row, every_hit(conn, answered(conn, text)[0], sort_of(sort)))

    return Export(f"search {text}", read)


def _statement(label: str, sql: str, params: Mapping[str, Any]) -> Export:
    """All that one statement gives."""

    def read(conn: sqlite3.Connection) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
        cursor = conn.execute(sql, params)
        return [column[0] for column in cursor.description or ()], cursor

    return Export(label, read)


async def _table(datasette: Any, request: Request, db: Any, name: str) -> Export:
    found = await db.execute("select type from sqlite_master where type in ('table', 'view') and name = ?", [name])
    if not found.rows:
        raise NotFound(f"There is no table or view named {name}.")
    await versions.ensure(datasette, request.actor, "view-table", db.name, name)
    columns, keys = await db.table_columns(name), await db.primary_keys(name)
    is_view = found.rows[0][0] == "view"
    if not keys and not is_view:
        keys, columns = ["rowid"], ["rowid", *columns]
    _check_filters(request, columns)
    chosen = await versions.selected(datasette, request, db.name, name, reserved=_OURS)
    order = _order(request, await versions.table_settings(datasette, db.name, name), columns)
    order += [escape_sqlite(key) for key in keys if escape_sqlite(key) not in order]
    sql = f"select {', '.join(map(escape_sqlite, _columns(request, columns, keys)))} {chosen.source}"
    return _statement(name, sql + (f" order by {', '.join(order)}" if order else ""), chosen.params)


def _check_filters(request: Request, columns: Sequence[str]) -> None:
    """Refuse what a table page would pass over: rows too many are no less wrong in an export than rows too few."""
    lookups = [key for key, *_ in Filters([]).lookups()]
    for column, lookup, _ in Filters(versions.column_filters(request, _OURS)).selections():
        if column not in columns and column != "rowid":
            raise BadRequest(f"There is no column {column}; there are: {', '.join(columns)}.")
        if lookup not in lookups:
            raise BadRequest(f"{column} can't be filtered by {lookup}, but by: {', '.join(lookups)}.")


def _columns(request: Request, columns: list[str], keys: list[str]) -> list[str]:
    """The columns to export: those of `_col` after the keys, without those of `_nocol`."""
    wanted, unwanted = request.args.getlist("_col"), request.args.getlist("_nocol")
    for column in (*wanted, *unwanted):
        if column not in columns:
            raise BadRequest(f"There is no column {column}; there are: {', '.join(columns)}.")
    chosen = list(dict.fromkeys([*keys, *wanted])) if wanted else columns
    return [column for column in chosen if column not in unwanted] or columns


def _order(request: Request, settings: dict[str, Any], columns: list[str]) -> list[str]:
    """The order asked for, else that of the table's page."""
    rising, falling = request.args.get("_sort"), request.args.get("_sort_desc")
    if not rising and not falling:
        rising, falling = settings.get("sort"), settings.get("sort_desc")
    if rising and falling:
        raise BadRequest("Give one of _sort= and _sort_desc=.")
    column = rising or falling
    if not column:
        return []
    if column not in settings.get("sortable_columns", columns):
        raise BadRequest(f"Rows can't be sorted by {column}.")
    return [escape_sqlite(column) + (" desc" if falling else "")]


async def _query(datasette: Any, request: Request, db: Any, name: str) -> Export:
    query = await versions.canned_query(datasette, db.name, name, request.actor)
    if query is None:
        raise NotFound(f"There is no query named {name}.")
    await versions.ensure(datasette, request.actor, "view-query", db.name, name)
    if not query.is_trusted:
        await versions.ensure(datasette, request.actor, "execute-sql", db.name)
    if query.is_write:
        raise BadRequest(f"{name} writes; there is nothing to export.")
    names = dict.fromkeys([*query.parameters, *await derive_named_parameters(db, query.sql)])
    params = {
        each: await _magic(datasette, request, each) if each.startswith("_") else request.args.get(each) or ""
        for each in names
    }
    return _statement(name, query.sql, params)


async def _magic(datasette: Any, request: Request, name: str) -> Any:
    """The value of a parameter such as `_actor_id`, which no visitor may choose.

    Raises:
        BadRequest: Nothing provides it.
    """
    prefix, _, suffix = name[1:].partition("_")
    for each, provide in (pair for pairs in pm.hook.register_magic_parameters(datasette=datasette) for pair in pairs):
        if each == prefix:
            try:
                return await await_me_maybe(provide(suffix, request))
            except KeyError:
                break
    raise BadRequest(f"The query takes {name}, which is not known here.")


def _is_on(request: Request, name: str) -> bool:
    return (request.args.get(name) or "").lower() in {"1", "on", "true", "yes"}
