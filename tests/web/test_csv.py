"""CSV that is complete: what it holds, that it holds all of it, and that a failure shows."""

from __future__ import annotations

import asyncio
import csv
import io
import shutil
import socket
import sqlite3
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import uvicorn
from asking import IS_OLD, fetch
from browsing import PATIENCE
from datasette.app import Datasette
from datasette.database import Database
from hypothesis import given
from hypothesis import strategies as st

from archive.csvsafe import neutralised
from archive.search import search
from archive.search.hits import CSV_COLUMNS
from archive.web.export import answer as answering
from archive.web.export import stream
from archive.web.export.stream import ExportBrokenError, encoded

FORMULAS = [
    "=1+1", "=HYPERLINK(\"http://example.org\")", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1", "\u00a0=1",
    "\ufeff=1", "\u200b+1", "\x00=1", "＝1", "＋1", "－1", "＠x", "'=1", "''-x", "-", "=",
]  # fmt: skip
HARMLESS = ["", " ", "'", "''", "'a", "a=1", "1-2", "Mara Velden", "— dash", "“quote”", "x\t=1", ",=1", "é", "0"]

MANY = "with recursive n(i) as (select 1 union all select i + 1 from n where i < cast(:rows as integer)) "
QUERIES = {
    "numbers": {
        "sql": MANY + "select i, printf('row %d of many, %s', i, replace(hex(zeroblob(64)), '00', 'x')) t from n"
    },
    "breaks": {"sql": MANY + "select i, case when i = 30000 then abs(-9223372036854775807 - 1) else i end from n"},
    "broken": {"sql": "select abs(-9223372036854775807 - 1)"},
    "endless": {"sql": "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"},
    "silent": {"sql": "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"},
    "told": {"sql": "select :a as a, :b as '=b', null, 1.5, -2, x'00ff', '-2'", "params": ["a", "b"]},
    "clock": {"sql": "select :_now_epoch as now, :_nobody_knows as x"},
    "now": {"sql": "select :_now_epoch as now"},
    "writes": {"sql": "delete from searches", "write": True},
    "secret": {"sql": "select 1", "allow": {"id": "editor"}},
}


def open_datasette(*paths: Path, immutables: tuple[Path, ...] = (), **more: Any) -> Datasette:
    """Datasette with the queries above, and settings that 0.65 reads as metadata and 1.0 as configuration."""
    where = "metadata" if IS_OLD else "config"
    block = {"queries": QUERIES, **more.pop("block", {})}
    given = {"databases": {path.stem: block for path in (*paths, *immutables)}, **more}
    return Datasette([str(path) for path in paths], immutables=[str(path) for path in immutables], **{where: given})


def export(datasette: Datasette, args: Any, database: str = "archive") -> Any:
    return fetch(datasette, f"/-/archive/{database}/export.csv?{urlencode(args, doseq=True)}")


def cells(answer: Any) -> list[list[str]]:
    """The lines of an answer, that of the column names first."""
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def rows(answer: Any) -> list[dict[str, str]]:
    head, *lines = cells(answer)
    return [dict(zip(head, line, strict=True)) for line in lines]


def ids(datasette: Datasette, args: Any) -> list[int]:
    return [int(row["id"]) for row in rows(export(datasette, {"table": "snippets", "_raw": 1, **args}))]


def written(text: str, **how: bool) -> list[list[str]]:
    whole = b"".join(encoded(("text",), iter([(text,)]), **how)).decode()
    return list(csv.reader(io.StringIO(whole, newline="")))


@pytest.fixture(scope="module")
def datasette(small_archive: Path) -> Datasette:
    return open_datasette(small_archive)


@pytest.fixture
def copied(small_archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_archive, tmp_path / "archive.db"))


# Cells


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_neutralised(text: str) -> None:
    assert neutralised([text]) == [f"'{text}"]


@pytest.mark.parametrize("cell", [*HARMLESS, 5, -5, -1.5, 0, None])
def test_harmless_cells_and_numbers_stay(cell: Any) -> None:
    assert neutralised([cell])[0] is cell


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("'=+-@\t\r\n \u00a0\ufeff＝a"), st.characters(codec="utf-8")), max_size=8
    )
)
def test_nothing_is_lost_and_nothing_runs(text: str) -> None:
    (safe,) = neutralised([text])
    assert safe in (text, f"'{text}")
    # what has been neutralised gets one more, so that taking one away gives back every original
    assert safe == text or neutralised([safe]) == [f"'{safe}"]
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    ((_,), (cell,)) = written(text)
    assert cell == safe
    ((_,), (raw,)) = written(text, is_raw=True)
    assert raw == text


def test_numbers_stay_numbers_and_bytes_are_hexadecimal(datasette: Datasette) -> None:
    head, line = cells(export(datasette, {"query": "told", "a": "=1", "b": 'x,"y"\r\nz'}))
    assert head[:2] == ["a", "'=b"]
    assert line == ["'=1", 'x,"y"\r\nz', "", "1.5", "-2", "00ff", "'-2"]
    assert cells(export(datasette, {"query": "told", "a": "=1", "_raw": 1}))[1][0] == "=1"


# What is exported


@pytest.mark.parametrize("table", ["snippets", "mentions", "entities", "dates", "sightings", "mentioned", "timeline"])
def test_every_row_of_tables_and_views(datasette: Datasette, small_archive: Path, table: str) -> None:
    head, *lines = cells(export(datasette, {"table": table, "_raw": 1}))
    with closing(sqlite3.connect(small_archive)) as conn:
        cursor = conn.execute(f"select * from {table}")
        expected = [["" if cell is None else str(cell) for cell in row] for row in cursor]
        assert head == [column[0] for column in cursor.description]
    assert sorted(lines) == sorted(expected)
    assert len(lines) > 1


FILTERS: list[dict[str, Any]] = [
    {},
    {"year": 2023},
    {"outlet": "The Bay Courier", "kind__not": "headline"},
    {"text__contains": "Norvania", "id__gt": 3},
    {"id__gte": 4, "id__lt": 9, "id__lte": 7},
    {"variant_of__isnull": 1, "title__isblank": 1},
    {"id__in": "1,3,5"},
    {"month__startswith": "2023-1", "_sort": "text"},
    {"_search": "grain"},
    {"_search": "talk", "_entity": 2, "_not_entity": 5},
    {"_search_text": "talks", "_sort_desc": "dated"},
    {"_entity": [1, 4]},
    {"_where": "length(text) > 60", "year": 2024},
    {"_through": '{"table":"mentions","column":"entity_id","value":"4"}', "_sort_desc": "id"},
    {"year": 1999},
]


@pytest.mark.parametrize("args", FILTERS)
def test_the_rows_of_a_table_page_in_its_order(datasette: Datasette, args: dict[str, Any]) -> None:
    query = urlencode({**args, "_shape": "array", "_size": "max"}, doseq=True)
    page = fetch(datasette, f"/archive/snippets.json?{query}").json()
    found = ids(datasette, {**args, "_size": 2, "_next": "7", "_facet": "kind", "_labels": "on"})
    key = next((args[name] for name in ("_sort", "_sort_desc") if name in args), None)
    if key == "dated":  # ties are broken by the key here, and on the page by chance
        assert sorted(found) == sorted(row["id"] for row in page)
    else:
        assert found == [row["id"] for row in page]


def test_order_of_the_metadata_ties_by_key(small_archive: Path) -> None:
    tables = {"snippets": {"sort_desc": "dated", "sortable_columns": ["dated", "id"]}}
    datasette = open_datasette(small_archive, block={"tables": tables})
    found = rows(export(datasette, {"table": "snippets"}))
    assert [row["dated"] for row in found] == sorted((row["dated"] for row in found), reverse=True)
    assert [row["id"] for row in found if row["dated"] == "2024-10-24"] == ["1", "2", "3"]
    assert ids(datasette, {"_sort": "id"}) == list(range(1, 22))
    assert export(datasette, {"table": "snippets", "_sort": "text"}).status_code == 400


def test_columns_can_be_chosen(datasette: Datasette) -> None:
    assert cells(export(datasette, [("table", "snippets"), ("_col", "text"), ("_col", "kind")]))[0] == [
        "id",
        "text",
        "kind",
    ]
    assert "text" not in cells(export(datasette, {"table": "snippets", "_nocol": "text"}))[0]
    assert cells(export(datasette, {"table": "bulk_load", "_nocol": "is_on"}))[0] == ["is_on"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "grain",
        "talk*",
        '"grain talks"',
        "person:velden",
        'outlet:"Norvania Today" -deck',
        "is:any",
        "nowhere",
        "on:2024-10",
        "entity:#4 OR bread",
        "grain (unclosed",
    ],
)
@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_all_that_a_search_finds_in_its_order(datasette: Datasette, small_archive: Path, query: str, sort: Any) -> None:
    found = rows(export(datasette, {"q": query, "sort": sort, "_raw": 1}))
    with closing(sqlite3.connect(small_archive)) as conn:
        hits = search(conn, query, sort=sort, limit=1000).hits
    assert [int(row["id"]) for row in found] == [hit.id for hit in hits]
    assert [row["entities"] for row in found] == ["; ".join(named.name for named in hit.entities) for hit in hits]
    assert [int(row["sightings"]) for row in found] == [hit.sightings for hit in hits]
    assert [(row["text"], row["dated"]) for row in found] == [(hit.text, hit.dated or "") for hit in hits]
    assert all(tuple(row) == CSV_COLUMNS for row in found)


def test_without_a_question_all_snippets_are_found(datasette: Datasette) -> None:
    assert len(rows(export(datasette, {}))) == 20
    assert len(rows(export(datasette, {"sort": "newest"}))) == 20


def test_ready_made_queries_take_their_parameters_only(datasette: Datasette) -> None:
    (row,) = rows(export(datasette, {"query": "now", "_now_epoch": 5}))
    assert int(row["now"]) > 1_700_000_000
    assert export(datasette, {"query": "clock", "_nobody_knows": 5}).status_code == 400
    assert cells(export(datasette, {"query": "told"}))[1][:2] == ["", ""]
    assert len(cells(export(datasette, {"query": "numbers", "rows": 5000}))) == 5001


# The file


def test_headers_and_names_of_files(datasette: Datasette) -> None:
    answer = export(datasette, {"q": '"Grain talks" – Zürich/=x'})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    said = answer.headers["content-disposition"]
    assert said.startswith('attachment; filename="archive-search-Grain-talks-Zurich-x.csv"; filename*=UTF-8')
    assert "Z%C3%BCrich" in said
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-length" not in answer.headers
    head = fetch(datasette, "/-/archive/archive/export.csv?table=snippets", "HEAD")
    assert (head.status_code, head.text) == (200, "")
    assert head.headers["content-disposition"] == 'attachment; filename="archive-snippets.csv"'


@given(st.text(max_size=200))
def test_any_name_fits_into_a_header(text: str) -> None:
    name = answering.file_name(text.encode("utf-8", "replace").decode())
    assert name.isascii()
    assert name.isprintable()
    assert name.count('"') == 2
    assert "/" not in name
    assert len(name) < 1200


def test_mark_of_utf8_on_request(datasette: Datasette) -> None:
    plain = export(datasette, {"table": "entities"}).content
    assert export(datasette, {"table": "entities", "_bom": 1}).content == b"\xef\xbb\xbf" + plain
    assert plain.startswith(b"id,name,kind")
    assert plain.count(b"\r\n") == 9


def test_invalid_text_is_exported_with_marks(copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as conn:
        conn.execute("update entities set description = cast(x'3d61ff62' as text), country = x'00ff' where id = 1")
        conn.commit()
    (row, *_) = rows(export(open_datasette(copied), {"table": "entities"}))
    assert (row["description"], row["country"]) == ("'=a\ufffdb", "00ff")


def test_archives_of_any_name_and_immutable_ones(copied: Path, tmp_path: Path) -> None:
    path = copied.rename(tmp_path / "my clippings.db")
    answer = export(open_datasette(path), {"table": "entities"}, "my~20clippings")
    assert len(cells(answer)) == 9
    assert 'filename="my-clippings-entities.csv"' in answer.headers["content-disposition"]
    assert len(cells(export(open_datasette(immutables=(path,)), {"q": ""}, "my~20clippings"))) == 21


def test_table_pages_link_to_their_export(datasette: Datasette) -> None:
    html = fetch(datasette, "/archive/snippets?year=2023&_entity=2&_facet=kind&_size=5").text
    assert 'href="/-/archive/archive/export.csv?table=snippets&amp;year=2023&amp;_entity=2"' in html
    assert "export.csv?table=timeline" in fetch(datasette, "/archive/timeline").text


# What is refused


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        ({"table": "nowhere"}, 404, "nowhere"),
        ({"table": "SNIPPETS"}, 404, "SNIPPETS"),
        ({"table": "sqlite_master"}, 404, "sqlite_master"),
        ({"table": 'snippets"; drop table x; --'}, 404, ""),
        ({"query": "nowhere"}, 404, "nowhere"),
        ({"query": "writes"}, 400, "writes"),
        ({"query": "broken"}, 400, "integer overflow"),
        ({"table": "snippets", "q": "x"}, 400, "one of"),
        ({"q": "(("}, 400, "nothing to search for"),
        ({"q": "x", "sort": "best"}, 400, "relevance, newest or oldest"),
        ({"table": "snippets", "nope": "1"}, 400, "no column nope"),
        ({"table": "snippets", "id__near": "1"}, 400, "near"),
        ({"table": "snippets", "_col": "nope"}, 400, "no column nope"),
        ({"table": "snippets", "_sort": "nope"}, 400, "nope"),
        ({"table": "snippets", "_sort": "id", "_sort_desc": "id"}, 400, "one of"),
        ({"table": "snippets", "_where": "nope ("}, 400, "failed"),
        ({"table": "snippets", "_search": '"', "_searchmode": "raw"}, 400, "failed"),
        ({"table": "snippets", "_entity": "x"}, 400, "number"),
    ],
)
def test_what_cannot_be_exported_is_said(datasette: Datasette, args: dict[str, str], status: int, said: str) -> None:
    answer = export(datasette, args)
    assert answer.status_code == status
    assert said in answer.text
    assert not answer.headers["content-type"].startswith("text/csv")


def test_only_archives_in_files_are_exported(datasette: Datasette, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("create table snippets (id)")
    assert export(open_datasette(path), {"table": "snippets"}, "other").status_code == 404
    assert export(datasette, {}, "nowhere").status_code == 404
    assert fetch(datasette, "/-/archive/archive/export.csv", "PUT").status_code == 405
    in_memory = open_datasette()
    in_memory.add_database(Database(in_memory, memory_name="kept"), name="kept")
    answer = export(in_memory, {"table": "x"}, "kept")
    assert (answer.status_code, "memory only" in answer.text) == (400, True)


def test_rights_are_kept(small_archive: Path) -> None:
    nobody = {"id": "editor"}
    for hidden in ("snippets", "mentions"):
        datasette = open_datasette(small_archive, block={"tables": {hidden: {"allow": nobody}}})
        assert export(datasette, {"table": hidden}).status_code == 403
        assert export(datasette, {"q": "grain"}).status_code == 403
        assert export(datasette, {"table": "entities"}).status_code == 200
    assert export(datasette, {"table": "snippets", "_entity": 1}).status_code == 403
    assert export(datasette, {"query": "secret"}).status_code == 403
    closed = open_datasette(small_archive, block={"allow": nobody})
    assert export(closed, {"table": "snippets"}).status_code == 403
    assert export(closed, {"q": ""}).status_code == 403
    assert export(closed, {"query": "now"}).status_code == 403
    no_sql = open_datasette(small_archive, block={"allow_sql": False})
    assert export(no_sql, {"table": "snippets", "_where": "1=1"}).status_code == 403
    assert export(no_sql, {"table": "snippets"}).status_code == 200
    assert export(no_sql, {"query": "now"}).status_code == 200


def test_exports_cannot_write(copied: Path) -> None:
    before = copied.read_bytes()
    datasette = open_datasette(copied)
    assert export(datasette, {"table": "snippets", "_where": "writefile('x', 'y')"}).status_code == 400
    rows(export(datasette, {"table": "snippets"}))
    assert copied.read_bytes() == before
    with closing(stream.open_reader(copied.as_uri(), is_mutable=True)) as conn, pytest.raises(sqlite3.Error):
        conn.execute("delete from snippets")


# At length


class Client:
    """A client of the application itself: counts what it is sent, and may leave after so many bytes."""

    def __init__(self, datasette: Datasette, args: dict[str, Any], *, leave_after: float = float("inf")) -> None:
        self.datasette = datasette
        self.args = args
        self.leave_after = leave_after
        self.status = 0
        self.bytes = 0
        self.lines = 0
        self.pieces = 0
        self.largest = 0
        self.last = b""
        self.is_complete = False

    def run(self) -> Client:
        asyncio.run(self._run())
        return self

    async def _run(self) -> None:
        await self.datasette.invoke_startup()
        self.left = asyncio.Event()
        query = urlencode(self.args).encode()
        path = "/-/archive/archive/export.csv"
        scope = {
            "type": "http", "http_version": "1.1", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": query, "headers": [], "scheme": "http",
        }  # fmt: skip
        await self.datasette.app()(scope, self._receive, self._send)

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        body = message.get("body", b"")
        self.bytes += len(body)
        self.lines += body.count(b"\n")
        self.pieces += 1
        self.largest = max(self.largest, len(body))
        self.last = body or self.last
        self.is_complete = not message.get("more_body", False)
        if self.bytes > self.leave_after:
            self.left.set()
            await asyncio.sleep(0)


def working() -> list[str]:
    """Threads of exports that do not end."""
    found = exporting()
    for thread in found:
        thread.join(PATIENCE)
    return [thread.name for thread in found if thread.is_alive()]


def exporting() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("archive-export")]


def test_hundred_thousand_rows_in_bounded_memory(datasette: Datasette) -> None:
    small = {"query": "numbers", "rows": 100}
    Client(datasette, small).run()
    tracemalloc.start()
    try:
        client = Client(datasette, {"query": "numbers", "rows": 100_000}).run()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (client.status, client.lines, client.is_complete) == (200, 100_001, True)
    assert client.bytes > 9_000_000
    assert client.largest < 2 * stream.CHUNK
    assert peak < 3_000_000
    assert working() == []


def test_rows_of_the_table_are_beyond_all_limits_of_pages(copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as conn:
        conn.execute("insert into bulk_load (is_on) values (1)")
        conn.execute(
            """with recursive n(i) as (select 100 union all select i + 1 from n where i < 5099)
            insert into snippets (id, text, kind, text_hash) select i, 'grain ' || i, 'item', i from n"""
        )
        conn.execute("insert into snippets_fts (rowid, text) select id, text from snippets where id >= 100")
        conn.execute("delete from bulk_load")
        conn.commit()
    datasette = open_datasette(copied)
    assert len(ids(datasette, {})) == 5021
    assert len(ids(datasette, {"_search": "grain"})) == 5004
    for sort in ("relevance", "newest"):
        assert len(rows(export(datasette, {"q": "grain", "sort": sort}))) == 5004


def test_failure_half_way_shows(datasette: Datasette) -> None:
    client = Client(datasette, {"query": "breaks", "rows": 100_000})
    with pytest.raises(ExportBrokenError, match="integer overflow"):
        client.run()
    assert client.status == 200
    assert 10_000 < client.lines < 30_003
    assert not client.is_complete
    assert client.last.splitlines()[-1].startswith(b'"EXPORT FAILED, THE ROWS ABOVE ARE NOT ALL: integer overflow')
    assert working() == []


@contextmanager
def served(datasette: Datasette) -> Iterator[str]:
    """The address of a real server."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        asyncio.run(datasette.invoke_startup())
        server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="critical", lifespan="off"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/-/archive/archive/export.csv"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)


def test_client_of_a_real_server_sees_a_failure_and_a_success(small_archive: Path) -> None:
    with served(open_datasette(small_archive)) as url:
        whole = httpx.get(url, params={"query": "numbers", "rows": 50_000}, timeout=PATIENCE)
        assert (whole.status_code, whole.text.count("\n")) == (200, 50_001)
        received: list[bytes] = []
        broken = httpx.stream("GET", url, params={"query": "breaks", "rows": 100_000}, timeout=PATIENCE)
        with broken as answer, pytest.raises(httpx.RemoteProtocolError):
            received.extend(answer.iter_bytes())
        assert answer.status_code == 200
        assert b"EXPORT FAILED" in received[-1]
        with httpx.stream("GET", url, params={"query": "endless"}, timeout=PATIENCE) as answer:
            next(answer.iter_bytes())
        assert working() == []
        assert httpx.get(url, params={"table": "entities"}, timeout=PATIENCE).status_code == 200


def test_who_leaves_ends_the_export(datasette: Datasette) -> None:
    client = Client(datasette, {"query": "endless"}, leave_after=300_000).run()
    assert client.status == 200
    assert not client.is_complete
    assert client.bytes < 3_000_000
    assert working() == []


def test_leaving_before_the_first_row_ends_it_too(datasette: Datasette) -> None:
    client = Client(datasette, {"query": "silent"})

    async def leave() -> None:
        run = asyncio.create_task(client._run())
        while not exporting():
            await asyncio.sleep(0.01)
        client.left.set()
        await run

    asyncio.run(leave())
    assert client.status == 0
    assert working() == []


def test_what_stands_still_is_given_up(datasette: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "STALLED_SECONDS", 0.2)
    answer = export(datasette, {"query": "silent"})
    assert (answer.status_code, "no row was found for 0.2 seconds" in answer.text) == (400, True)


def test_who_takes_nothing_is_given_up(datasette: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stuck(Client):
        async def _send(self, message: dict[str, Any]) -> None:
            await super()._send(message)
            if message["type"] == "http.response.start":  # the first rows are there, however long they took
                monkeypatch.setattr(stream, "STALLED_SECONDS", 0.2)
            else:
                await asyncio.Event().wait()

    with pytest.raises(ExportBrokenError, match="took nothing"):
        Stuck(datasette, {"query": "endless"}).run()
    assert working() == []


def test_too_many_at_once_are_asked_to_wait(datasette: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "slots", threading.BoundedSemaphore(1))
    assert export(datasette, {"query": "broken"}).status_code == 400
    assert export(datasette, {"query": "now"}).status_code == 200
    with answering.slots:
        refused = export(datasette, {"query": "now"})
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "60")
    assert export(datasette, {"query": "now"}).status_code == 200
