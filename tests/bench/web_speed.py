"""How long pages and exports take in the browser at N snippets: `python tests/bench/web_speed.py 1000000`.

Fills an archive of the made corpus (made.py) in a temporary file and asks a Datasette, in this process and without a
network, for pages of every kind: the stock pages of tables without facets, with the stock facets of columns ("before")
and with those of the plugin and facets of entities ("after"), and the pages of the reading room. Each is asked once to
warm up and then several times; printed are the median and what did not come in time. Then exports, with rows a second
and the memory they took, and corrections, each made and undone, as `archive serve --edit` makes them. `--stock` leaves
Datasette's settings as they are by default; otherwise they are those of `archive serve`. `--keep FILE` keeps the
archive, or uses it if it is there: any of your own, too (a copy: corrections leave their traces).
"""

from __future__ import annotations

import argparse
import asyncio
import re
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from datasette.app import Datasette
from made import fill
from subjects import Subjects, subjects

from archive.web import permit
from archive.web.serve import SETTINGS
from archive.web.tables import facets

COLUMNS = ("kind", "outlet", "year", "month", "dated_by", "is_truncated")
KINDS = ("person", "organisation", "place")
BEFORE = [("_facet", column) for column in COLUMNS]
AFTER = [*BEFORE, *(("_facet_entity", kind) for kind in KINDS)]
TIMED_OUT = re.compile(r"These facets timed out: ([^<]*)")
NUMBERS = {"on": 1, "off": 0}
Arguments = list[tuple[str, str]]


def settings_of(is_stock: bool) -> dict[str, int]:
    """Datasette's settings."""
    return {} if is_stock else {name: int(NUMBERS.get(value, value)) for name, value in SETTINGS.items()}


def selections(of: Subjects) -> Iterator[tuple[str, str, Arguments]]:
    """What readers look at: a name for it, the table, the arguments of its page."""
    frequent, second, middling = str(of.frequent), str(of.second), str(of.middling)
    yield "snippets: all", "snippets", []
    yield "snippets: newest first", "snippets", [("_sort_desc", "dated")]
    yield "snippets: no variants", "snippets", [("variant_of__isnull", "1")]
    yield "snippets: a year", "snippets", [("year", of.year)]
    yield "snippets: a month", "snippets", [("month", of.month)]
    yield "snippets: since a year", "snippets", [("dated__gte", of.year)]
    yield "snippets: an outlet", "snippets", [("outlet", of.outlet)]
    yield "snippets: common word", "snippets", [("_search", of.common)]
    yield "snippets: frequent entity", "snippets", [("_entity", frequent)]
    yield "snippets: middling entity", "snippets", [("_entity", middling)]
    yield "snippets: two frequent entities", "snippets", [("_entity", frequent), ("_entity", second)]
    yield "snippets: not an entity", "snippets", [("_not_entity", frequent)]
    yield "snippets: entity + common word", "snippets", [("_entity", frequent), ("_search", of.common)]
    yield "snippets: text contains (scan)", "snippets", [("text__contains", of.common)]
    yield "mentions: all", "mentions", []
    yield "mentions: surest", "mentions", [("score__gte", "1")]
    yield "entities: all", "entities", [("_sort_desc", "mention_count")]


def rooms(of: Subjects) -> Iterator[tuple[str, str]]:
    """Pages of the reading room."""
    mistyped = of.name[:-1] + of.name[-2]
    yield "home", ""
    yield "search: common word", "/search?" + urlencode({"q": of.common})
    yield "search: rare word", "/search?" + urlencode({"q": of.rare})
    yield "search: entity", "/search?" + urlencode({"q": f'entity:"{of.name}"'})
    yield "search: entity + common word", "/search?" + urlencode({"q": f'entity:"{of.name}" {of.common}'})
    yield "search: everything", "/search?q="
    yield "search: a day", "/search?" + urlencode({"q": f"on:{of.year}-10-15"})
    yield "search: common word in a month", "/search?" + urlencode({"q": f"{of.common} on:{of.year}-10"})
    yield "search: a day in the texts", "/search?" + urlencode({"q": f"mentions-date:{of.year}-10-15"})
    yield "search: mistyped name", "/search?" + urlencode({"q": f'person:"{mistyped}"'})
    yield "search: mistyped word", "/search?" + urlencode({"q": f"{mistyped.split()[-1]}q"})
    yield "search: somebody said", "/search?" + urlencode({"q": f'by:"{of.name}"'})
    yield "search: a role said", "/search?" + urlencode({"q": 'by:"ministry spokesman"'})
    yield "entity: frequent", f"/entity/{of.frequent}"
    yield "entity: middling", f"/entity/{of.middling}"
    yield "snippet", "/snippet/1"
    yield "snippet of results", "/snippet/1?" + urlencode({"q": of.common, "at": 2})
    yield "people", "/people"
    yield "people: newest", "/people?sort=newest"
    yield "people: filtered", "/people?" + urlencode({"q": of.name[:3]})
    yield "outlets", "/outlets?sort=newest"
    yield "suggest: a letter", "/suggest.json?" + urlencode({"q": of.name[0]})
    yield "suggest: three letters", "/suggest.json?" + urlencode({"q": of.name[:3]})
    yield "two searches", "/compare?" + urlencode({"a": of.common, "b": of.rare})
    yield "agenda", "/agenda?from=2000"
    yield "names: known and not", "/names?" + urlencode({"names": "Zweig\nNobody Known"})
    yield "names: one mistyped", "/names?" + urlencode({"names": f"{of.name}\n{mistyped}\nZorblat Quux"})
    yield "review", "/review"
    yield "review: people", "/review?kind=person"
    yield "decisions", "/decisions"
    yield "feed: common word", "/search.atom?" + urlencode({"q": of.common})
    yield "network: all", "/network"
    yield "network: common word", "/network?" + urlencode({"q": of.common})
    yield "network: entity", f"/network?entity={of.frequent}"


def corrections(of: Subjects) -> Iterator[tuple[str, int, dict[str, str]]]:
    """What is corrected: a name for it, the number of the entity, the form."""
    into = {"action": "merge", "into": f"#{of.frequent}"}
    rare, middling, next_one = of.rivals
    yield "rename a frequent entity", of.frequent, {"action": "rename", "new": "Somebody Else"}
    yield "merge a rare one into it", rare, into
    yield "merge a middling one into it", middling, into
    yield "merge the two most frequent", next_one, into
    yield "hide a frequent one", of.frequent, {"action": "hide"}


async def measure(datasette: Datasette, path: str, runs: int) -> tuple[float, str]:
    """Median milliseconds of a page, and what was wrong with it."""
    times, wrong = [], ""
    for _ in range(runs + 1):
        start = time.perf_counter()
        answer = await datasette.client.get(path)
        times.append((time.perf_counter() - start) * 1000)
        late = TIMED_OUT.search(answer.text)
        wrong = f"status {answer.status_code}" if answer.status_code != 200 else f"late: {late[1]}" if late else ""
    return statistics.median(times[1:]), wrong


async def never(_: Any) -> bool:
    """Whether a database is an archive, for a Datasette that is to treat it like any other."""
    return False


async def measure_tables(datasette: Datasette, base: str, of: Subjects, runs: int) -> None:
    """Print the times of stock pages."""
    print(f"\n{'stock pages':36}{'bare':>10}{'stock facets':>16}{'our facets':>14}")
    for label, table, arguments in selections(of):
        before, after = (BEFORE, AFTER) if table == "snippets" else ([], AFTER[len(BEFORE) :])
        shown, notes = [], []
        for facet, around in (
            ([], nullcontext),
            (before, partial(patch.object, facets, "is_archive", never)),
            (after, nullcontext),
        ):
            query = urlencode([*arguments, *facet, ("_size", "50")])
            with around():
                took, wrong = await measure(datasette, f"{base}/{table}?{query}", runs)
            shown.append(took)
            notes.append(wrong)
        note = "".join(f"  {who} {wrong}" for who, wrong in zip(("bare", "stock", "ours"), notes, strict=True) if wrong)
        print(f"{label:36}{shown[0]:>7.0f} ms{shown[1]:>13.0f} ms{shown[2]:>11.0f} ms{note}")


async def measure_rooms(datasette: Datasette, base: str, pages: Iterator[tuple[str, str]], runs: int) -> None:
    """Print the times of our own pages."""
    print(f"\n{'reading room':36}{'median':>10}")
    for label, path in pages:
        took, wrong = await measure(datasette, f"/-/archive{base}{path}", runs)
        print(f"{label:36}{took:>7.0f} ms  {wrong}")


async def room_times(path: Path, of: Subjects, runs: int) -> dict[str, tuple[float, float]]:
    """For every page of the reading room the median milliseconds of waiting, and of CPU in all threads."""
    datasette = Datasette([str(path)], settings=settings_of(is_stock=False))
    await datasette.invoke_startup()
    base = str(datasette.urls.database(path.stem))
    found = {}
    for label, page in rooms(of):
        times = []
        for _ in range(runs + 1):
            start, before = time.perf_counter(), time.process_time()
            answer = await datasette.client.get(f"/-/archive{base}{page}")
            times.append(((time.perf_counter() - start) * 1000, (time.process_time() - before) * 1000))
        wrong = f" (status {answer.status_code})" * (answer.status_code != 200)
        walls, cpus = zip(*times[1:], strict=True)
        found[label + wrong] = (statistics.median(walls), statistics.median(cpus))
    return found


async def measure_corrections(datasette: Datasette, base: str, of: Subjects, runs: int) -> None:
    """Print the times of a page with forms, and of what the forms do; all of it is taken back."""
    room = f"/-/archive{base}"
    with permit.granted() as secret:
        print(f"\n{'corrections':36}{'median':>10}{'undo':>12}")
        took, wrong = await measure(datasette, f"{room}/entity/{of.frequent}", runs)
        print(f"{'page with forms, frequent entity':36}{took:>7.0f} ms  {wrong}")
        for label, number, form in corrections(of):
            times = []
            for _ in range(runs):
                address = f"{room}/entity/{number}/edit"
                made, decision = await submit(datasette, address, {**form, "secret": secret})
                undo = {"action": "undo", "decision": decision, "secret": secret}
                undone, _ = await submit(datasette, address, undo)
                times.append((made, undone))
            made, undone = map(statistics.median, zip(*times, strict=True))
            print(f"{label:36}{made:>7.0f} ms{undone:>9.0f} ms")


async def submit(datasette: Datasette, address: str, form: dict[str, str]) -> tuple[float, str]:
    """Milliseconds that a form takes, and the number of the decision that came of it."""
    start = time.perf_counter()
    answer = await datasette.client.post(address, data=form)
    if answer.status_code != 303:
        raise SystemExit(f"{form}: status {answer.status_code}")
    return (time.perf_counter() - start) * 1000, answer.headers["location"].rpartition("decision=")[2]


async def measure_exports(datasette: Datasette, base: str, of: Subjects) -> None:
    """Print how fast exports are, read by a client that keeps nothing."""
    print(f"\n{'exports':36}{'rows':>10}{'first':>10}{'all':>10}{'rows/s':>10}{'MB':>8}{'peak MB':>9}")
    for label, arguments in (
        ("table: snippets", {"table": "snippets"}),
        ("table: snippets, newest first", {"table": "snippets", "_sort_desc": "dated"}),
        ("table: mentions", {"table": "mentions"}),
        ("table: snippets of an entity", {"table": "snippets", "_entity": str(of.frequent)}),
        ("search: common word, ranked", {"q": of.common}),
        ("search: common word, newest", {"q": of.common, "sort": "newest"}),
        ("search: everything", {"q": ""}),
    ):
        began = time.perf_counter()
        reader = Reader()
        await reader.read(datasette, f"/-/archive{base}/export.csv", urlencode(arguments))
        took = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        print(
            f"{label:36}{reader.lines - 1:>10,}{(reader.first - began) * 1000:>7.0f} ms{took:>8.1f} s"
            f"{reader.lines / took:>10,.0f}{reader.bytes / 1e6:>8.1f}{peak:>9.0f}"
        )


class Reader:
    """A client that counts what it is sent, and keeps none of it."""

    def __init__(self) -> None:
        self.lines = 0
        self.bytes = 0
        self.first = 0.0

    async def read(self, datasette: Datasette, path: str, query: str) -> None:
        """Ask for a path until the answer ends."""
        scope = {
            "type": "http", "http_version": "1.1", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "headers": [], "scheme": "http",
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        async def send(message: dict[str, Any]) -> None:
            body = message.get("body", b"")
            self.first = self.first or (time.perf_counter() if body else 0.0)
            self.lines += body.count(b"\r\n")
            self.bytes += len(body)

        await datasette.app()(scope, receive, send)


async def run(path: Path, of: Subjects, given: argparse.Namespace) -> None:
    """All measurements."""
    datasette = Datasette([str(path)], settings=settings_of(given.stock))
    await datasette.invoke_startup()
    base = str(datasette.urls.database(path.stem))
    await measure_tables(datasette, base, of, given.runs)
    await measure_rooms(datasette, base, rooms(of), given.runs)
    await measure_exports(datasette, base, of)
    await measure_corrections(datasette, base, of, given.runs)


def main() -> None:
    """Build or open the archive, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, nargs="?", default=100_000, help="snippets (default: 100,000)")
    parser.add_argument("--keep", type=Path, help="the file of the archive: made if missing, and kept")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--stock", action="store_true", help="Datasette's default settings, not those of archive serve")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "bench.db"
        is_new = not path.exists()
        with closing(sqlite3.connect(path)) as conn:
            if is_new:
                fill(conn, given.size)
            (size,) = conn.execute("select count(*) from snippets").fetchone()
            of = subjects(conn)
        print(f"{size:,} snippets, {path.stat().st_size / 1e6:,.0f} MB, {'default' if given.stock else 'our'} settings")
        asyncio.run(run(path, of, given))


if __name__ == "__main__":
    main()
