"""Strangers' text in every field of every page, requests that mean no good, and many readers at once."""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import httpx
from browsing import chromium, datasette, new_page, served
from datasette.app import Datasette

from archive.web import guard, permit
from trust.trying import Row, command, faults, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUNS = "window.ran=1"
PAYLOADS = [
    f"<img src=x onerror={RUNS}>",
    f"<script>{RUNS}</script>",
    f'"><svg onload={RUNS}>',
    f"'-({RUNS})-'",
    f"javascript:{RUNS}",
    f"</title></textarea></style></script><script>{RUNS}</script>",
    f"{{{{{RUNS}}}}}${{{RUNS}}}<% {RUNS} %>",
    f"<a href=\"javascript:{RUNS}\">quay</a><iframe srcdoc='<script>parent.{RUNS}</script>'>",
    f"]]><x xmlns='http://www.w3.org/1999/xhtml'><script>{RUNS}</script>",
]
LINKS = "(all) => all.map((one) => new URL(one.getAttribute('href'), document.baseURI).href)"
MARKS = [payload for payload in PAYLOADS if "<" in payload and ">" in payload]
"""Those that no page may hold as they are."""
INJECTIONS = [
    *PAYLOADS,
    "'",
    "' or 1=1 --",
    '" union select sql from sqlite_master --',
    "1; drop table snippets",
    "') or load_extension('x') --",
    "../../../../etc/passwd",
    "%00",
    "\x00",
    "\ud7ff\u202e\u0000",
    "9" * 400,
    "-1",
    "NaN",
    "(" * 300,
    '"' * 301,
    "a" * 20_000,
    "text:" * 50 + "near(",
    "{{7*7}}",
    "\r\nSet-Cookie: a=b",
]
START = [
    "/",
    "/{name}",
    "/{name}/snippets",
    "/-/archive/{name}",
    "/-/archive/{name}/search?q=quay",
    "/-/archive/{name}/network",
]


def hostile_archive(folder: Path) -> Path:
    """An archive with payloads in whatever a source may say."""
    source = folder / "quay.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for nth, payload in enumerate(PAYLOADS):
            row = {
                "text": f"{payload} Ana Lind said: “The quay {payload} holds,” in Rotterdam on Oct. 24. {nth}",
                "title": f"{payload} Quay {nth}",
                "author": f"Otto {payload} Brandvik",
                "outlet": f"Ledger {payload}",
                "url": f"https://quay.example/{nth}?q={payload}",
                "date": f"2024-10-{nth + 1:02}",
            }
            file.write(json.dumps(row) + "\n" + json.dumps({"text": payload, "url": f"javascript:{RUNS}"}) + "\n")
    db = folder / "quays.db"
    for nth, name in enumerate(PAYLOADS[:2]):
        (folder / f"{nth}.txt").write_text(
            f"Harbour Minister Ana Lind met President Tobias Renn in Rotterdam: {nth}.\n"
        )
        assert command("ingest", folder / f"{nth}.txt", "--name", name, "--db", db).code == 0
    assert command("ingest", source, "--db", db).code in (0, 1)
    for entity, name in zip(("Ana Lind", "Tobias Renn", "Rotterdam"), PAYLOADS, strict=False):
        assert command("entity", "rename", entity, name, "--note", name, "--db", db).code == 0
    for nth, name in enumerate(PAYLOADS[:2]):
        command("search", "quay", "--save", f"quay {nth} {name}", "--db", db)
    return db


def browsed(folder: Path, most: int) -> list[Row]:
    """Follow links from page to page in a browser, most kinds of pages first; nothing may run there."""
    from playwright.sync_api import Error as BrowserError

    db = hostile_archive(folder)
    wrong: list[str] = []
    asked: list[str] = []
    kinds: Counter[str] = Counter()
    with chromium() as browser, datasette(db) as address:
        page = new_page(browser, address)
        page.on("dialog", lambda dialog: wrong.append(f"{page.url}: a dialog, {dialog.message}"))
        page.on("request", lambda one: asked.append(one.url))
        waiting = [start.format(name=db.stem) for start in START]
        seen = set(waiting)
        while waiting and kinds.total() < most:
            waiting.sort(key=lambda path: kinds[_kind(path)])
            path = waiting.pop(0)
            kinds[_kind(path)] += 1
            try:
                page.goto(path)
            except BrowserError as error:
                if "Download is starting" not in str(error):
                    raise
                continue
            page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            if page.evaluate("() => window.ran"):
                wrong.append(f"{path}: a payload ran")
            links = page.eval_on_selector_all("a[href]", LINKS)
            wrong += [f"{path}: leads to {link[:60]}" for link in links if link.startswith(("javascript:", "data:"))]
            here = [link.removeprefix(address).partition("#")[0] for link in links if link.startswith(address + "/")]
            new = [
                link
                for link in dict.fromkeys(here)
                if link not in seen and not re.search(r"\.(csv|json|gexf|graphml|svg)\b", link)
            ]
            seen.update(new)
            waiting += new
        wrong += [f"asked for {one[:100]}" for one in asked if not one.startswith((address, "data:"))]
    return [
        Row("payloads in a browser", kinds.total(), wrong, f"pages of {len(kinds)} kinds, {len(PAYLOADS)} payloads")
    ]


def _kind(path: str) -> str:
    """Pages that differ in numbers alone are of a kind."""
    parts = urlsplit(path)
    return re.sub(r"\d+", "0", parts.path) + "?" + "&".join(sorted({name for name, _ in parse_qsl(parts.query)}))


PARAMETERS = {
    "/-/archive/{name}/search": ("q", "sort", "page", "order", "entity", "_bom"),
    "/-/archive/{name}/export.csv": ("q", "table", "query", "_raw"),
    "/-/archive/{name}/network": ("q", "entity", "kind", "names", "most"),
    "/-/archive/{name}/network.gexf": ("q", "entity"),
    "/-/archive/{name}/timeline": ("q",),
    "/-/archive/{name}/entity/1": ("q", "edit", "page"),
    "/-/archive/{name}/snippet/1": ("q",),
    "/-/archive/{name}/snippet/{value}": (),
    "/-/archive/{name}/entity/{value}": (),
    "/-/archive/{value}": (),
    "/{name}/snippets": (
        "_facet",
        "_facet_entity",
        "_entity",
        "_not_entity",
        "_sort",
        "_search",
        "text__contains",
        "_where",
    ),
    "/{name}/snippets.json": ("_facet_entity", "_entity", "_sort", "_size", "_next"),
    "/{name}/mentioned": ("_facet", "name", "_next"),
    "/{name}/search": ("words",),
    "/{name}/who_said_what": ("speaker",),
}


def asked(folder: Path, *, is_long: bool) -> list[Row]:
    """Ask with what means no good: nothing fails, nothing is shown as it came, nothing is written."""
    db = hostile_archive(folder)
    before = state(db)
    app = _application(db)
    wrong: list[str] = []
    addresses = []
    share = 1 if is_long else 12  # of the injections, another for each page
    for nth, (path, names) in enumerate(PARAMETERS.items()):
        for value in INJECTIONS[nth % share :: share]:
            address = path.format(name=db.stem, value=quote(value, safe="", errors="replace"))
            addresses += [f"{address}?{urlencode({name: value}, errors='replace')}" for name in names] or [address]
    refused = asyncio.run(_ask(app, addresses, wrong))
    told = f"{sum(map(len, PARAMETERS.values()))} parameters, {refused} refused"
    rows = [Row("injections", len(addresses), wrong, told)]
    forged = _forged(app, db)
    rows += [forged, _foreign(app, db)]
    rows[-1].wrong.extend([] if state(db) == before else ["an archive was changed"])
    return [*rows[:-1], Row(*rows[-1][:2], [*rows[-1].wrong, *faults(db)], rows[-1].told)]


def _application(db: Path) -> Any:
    return Datasette([str(db)])


async def _ask(app: Any, addresses: Sequence[str], wrong: list[str]) -> int:
    refused = 0
    await app.invoke_startup()
    for address in addresses:
        answer = await app.client.get(address, follow_redirects=True)
        refused += 400 <= answer.status_code < 500
        if answer.status_code >= 500:
            wrong.append(f"{address[:200]}: {answer.status_code}")
        if "html" in answer.headers.get("content-type", ""):
            wrong += [f"{address[:200]}: shows {mark}" for mark in MARKS if mark in answer.text]
        if "set-cookie" in answer.headers and "a=b" in answer.headers["set-cookie"]:
            wrong.append(f"{address[:200]}: sets a cookie")
    return refused


def _forged(app: Any, db: Path) -> Row:
    """Posts without the secret, from elsewhere, or to what takes none."""
    forms: list[dict[str, str]] = [{}, {"secret": ""}, {"secret": "guessed"}]
    heads: list[dict[str, str]] = [
        {},
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"sec-fetch-site": "cross-site"},
    ]
    places = [f"/-/archive/{db.stem}/{place}/edit" for place in ("entity/1", "searches")]
    places += [f"/{db.stem}/snippets", f"/{db.stem}"]
    wrong = []

    async def post() -> int:
        await app.invoke_startup()
        tries = 0
        for place in places:
            for form in forms:
                for head in heads:
                    tries += 1
                    answer = await app.client.post(
                        place, data={"action": "hide", "name": "quay 0", **form}, headers=head
                    )
                    if not 400 <= answer.status_code < 500:
                        wrong.append(f"{place} {form} {head}: {answer.status_code}")
        return tries

    tries = asyncio.run(post())
    with permit.granted():
        tries += asyncio.run(post())
    return Row("forged posts", tries, wrong)


def _foreign(app: Any, db: Path) -> Row:
    """Requests to another name, as a page elsewhere may have them made."""
    wrong = []
    names = ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8001", "a b", "localhost@evil.example"]
    paths = ["/", f"/{db.stem}.json", f"/{db.stem}/snippets.json", f"/-/archive/{db.stem}/export.csv?q="]

    async def get() -> None:
        await app.invoke_startup()
        for name in names:
            for path in paths:
                answer = await app.client.get(path, headers={"host": name})
                if answer.status_code != 421:
                    wrong.append(f"{path} as {name}: {answer.status_code}")

    with guard.answering_to([]):
        asyncio.run(get())
    return Row("foreign names", len(names) * len(paths), wrong)


def loaded(folder: Path, clients: Sequence[int], seconds: float, db: Path | None = None) -> list[Row]:
    """Let so many readers ask for pages of every kind at once."""
    db = db or hostile_archive(folder)
    return [_load(db, count, seconds) for count in clients]


LOAD = [
    "/-/archive/{name}",
    "/-/archive/{name}/search?q=quay",
    "/-/archive/{name}/search?q=rotterdam+after%3A2010",
    "/-/archive/{name}/entity/1",
    "/-/archive/{name}/snippet/1",
    "/-/archive/{name}/network",
    "/{name}/snippets",
    "/{name}/snippets?_facet_entity=person&_facet_entity=organisation&_facet_entity=place&_facet=outlet",
    "/{name}/mentioned",
    "/{name}/entities?_sort_desc=mention_count",
    "/{name}/snippets.json?_size=20",
]


@contextmanager
def _serving(db: Path) -> Iterator[str]:
    with served("archive", "serve", db) as address:
        yield address


def _load(db: Path, clients: int, seconds: float) -> Row:
    took: list[tuple[float, str]] = []
    wrong: list[str] = []
    with _serving(db) as address:
        ends = time.monotonic() + seconds

        def reads(nth: int) -> None:
            with httpx.Client(base_url=address, timeout=60) as client:
                while time.monotonic() < ends:
                    path = LOAD[nth % len(LOAD)].format(name=db.stem)
                    begun = time.monotonic()
                    answer = client.get(path)
                    took.append((time.monotonic() - begun, path))
                    if answer.status_code != 200:
                        wrong.append(f"{path}: {answer.status_code}")
                    nth += 1

        readers = [threading.Thread(target=reads, args=(nth,)) for nth in range(clients)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        memory = _memory_of(address)
    times = sorted(one for one, _ in took)
    if len(times) < 2:
        return Row(f"{clients} readers at once", len(times), [*wrong, "hardly an answer"])
    parts = statistics.quantiles(times, n=100)
    slowest = max(
        LOAD, key=lambda path: statistics.median([one for one, p in took if p == path.format(name=db.stem)] or [0])
    )
    told = f"p50 {parts[49]:.2f} s, p95 {parts[94]:.2f} s, p99 {parts[98]:.2f} s, {memory} MB; slowest {slowest}"
    return Row(f"{clients} readers at once", len(times), wrong, told)


def _memory_of(address: str) -> int:
    """Megabytes that the server of an address takes, 0 where it can't be known."""
    port = f":{int(address.rsplit(':', 1)[1]):04X}"
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if "serve" in (process / "cmdline").read_text() and _listens(process, port):
                return int((process / "statm").read_text().split()[1]) * 4096 // 1_000_000
        except OSError:
            continue
    return 0


def _listens(process: Path, port: str) -> bool:
    sockets = {
        line.split()[9] for line in (process / "net/tcp").read_text().splitlines()[1:] if line.split()[1].endswith(port)
    }
    return any(
        f"socket:[{number}]" == str(link.readlink()) for link in (process / "fd").iterdir() for number in sockets
    )
