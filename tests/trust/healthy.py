"""Archives to which everything was done that a person may do, in any order: in none of them is anything wrong."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
from collections import Counter
from contextlib import closing, contextmanager
from email.utils import formatdate
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from unittest.mock import patch

from trust.trying import PEOPLE, Row, command, counted, faults, in_small, news

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TOUCHED = {
    "tags": "tags", "notes": "notes", "kept aside": "kept_aside", "decided days and outlets": "found_facts",
    "decided speakers": "found_speakers", "hidden names": "hidden_mentions", "followed addresses": "fetches",
    "saved searches": "searches", "decisions undone": "decisions where undone_by is not null",
    "hidden snippets": "snippets where variant_of = id", "cut copies": "snippets where variant_of <> id",
}  # fmt: skip
"""What must have been in some of the archives, else they prove little, and where it stands."""


def healthy(folder: Path, times: int, commands: int, seed: int) -> list[Row]:
    """Make so many archives, each by about so many commands, and prove each."""
    chance = random.Random(seed)
    wrong: list[str] = []
    steps = done = 0
    touched: Counter[str] = Counter()
    with _feed(chance) as address, in_small():
        for nth in counted("healthy", times):
            db = folder / f"{nth}.db"
            for _ in range(chance.randrange(commands // 2, commands * 3 // 2)):
                words = _something(folder, db, chance, address)
                before = partial(_end_after, 2) if "--follow" in words else lambda: None
                ended = command(*words, "--db", db, before=before)
                steps, done = steps + 1, done + (ended.code == 0)
                wrong += [] if ended.is_told else [f"seed {seed}, archive {nth}: {words}: {ended.said[-300:]}"]
            wrong += [f"seed {seed}, archive {nth}: {fault}" for fault in faults(db)]
            with closing(sqlite3.connect(db)) as conn:
                touched.update(
                    what for what, where in TOUCHED.items() if conn.execute(f"select 1 from {where} limit 1").fetchone()
                )
            db.unlink()
    if times >= 20:
        wrong += [f"no archive had {what}" for what in TOUCHED if not touched[what]]
    return [Row("healthy archives", times, wrong, f"{steps} commands, of which {done} had something to do")]


def _something(folder: Path, db: Path, chance: random.Random, address: str) -> list[str]:
    """A command that a person might give."""
    source = news(folder / f"{chance.randrange(9)}.jsonl", chance.randrange(1, 60), seed=chance.randrange(200))
    ingesting = ["ingest", str(source), "--jobs", "1", "--outlet", chance.choice(["Ledger", "Post"])]
    if not db.exists():
        return ingesting
    one, other = chance.sample(PEOPLE, 2)
    number, which = str(chance.randrange(1, 60)), str(chance.randrange(1, 4))
    kept, decided = str(folder / "kept.csv"), str(folder / "decisions.csv")
    kinds: list[list[list[str]]] = [
        [ingesting, ["ingest", "--follow", address, "--jobs", "1"], ["reextract", "--jobs", "1"]],
        [
            ["source", "delete", which, "--yes"],
            ["source", "recapture", which, f"20{chance.randrange(10, 25)}-05-05"],
            ["source", "outlet", which, "Island Post"],
            ["source", "rename", which, f"Quays {number}"],
        ],
        [
            ["entity", "merge", one, other],
            ["entity", "rename", one, f"{one} Jr."],
            ["entity", "hide", other],
            ["entity", "retype", one, "organisation"],
            ["entity", "split", one, one.split()[1], "--name", f"Max {one.split()[1]}"],
        ],
        [
            ["correct", number, "--date", chance.choice(["none", "2019-03", "2024-11-05"])],
            ["correct", number, "--outlet", chance.choice(["none", "Harbour Sheet"])],
            ["correct", number, "--author", chance.choice(["none", "Ida Moss"])],
            ["correct", number, "--speaker", chance.choice(["nobody", one]), "--quotation", "1"],
            ["hide", number],
        ],
        [
            ["tag", number, which, chance.choice(["starred", "quays"])],
            ["untag", number, "quays"],
            ["note", number, f"{one} again."],
            ["note", "--delete", which],
            ["kept", "export", kept],
            ["kept", "import", kept],
        ],
        [
            ["search", chance.choice(["quay", "lind", "person:brandvik"]), "--save", f"search {which}"],
            ["searches", "--new", "--seen"],
            ["searches", "--delete", f"search {which}"],
        ],
        [["entity", "undo"], ["entity", "undo", which]],
        [["entity", "export", decided], ["entity", "import", decided], ["verify", "--repair"]],
    ]  # fmt: skip
    return chance.choice(chance.choice(kinds))


def _end_after(turns: int) -> None:
    """Have a process follow addresses for so many turns."""
    from archive.cli import follow

    @contextmanager
    def changes(_: object) -> Iterator[Callable[[float | None], None]]:
        left = iter(range(turns - 1))

        def wait(_: float | None) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt

        yield wait

    patch.object(follow, "_changes", changes).start()  # of a process of its own


@contextmanager
def _feed(chance: random.Random) -> Iterator[str]:
    """The address of a feed that has other items now and then."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            first = chance.randrange(3)
            if self.headers.get("If-None-Match") == f'"{first}"':
                self.send_response(304)
                self.end_headers()
                return
            items = "".join(
                f"<item><title>Quay {nth}</title><description>{PEOPLE[nth % 4]} saw quay {nth} in Rotterdam."
                f"</description><pubDate>{formatdate(1_730_000_000 + nth * 86_400)}</pubDate></item>"
                for nth in range(first * 5, first * 5 + 9)
            )
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("ETag", f'"{first}"')
            self.end_headers()
            self.wfile.write(
                f'<?xml version="1.0"?><rss version="2.0"><channel><title>Q</title>{items}</channel></rss>'.encode()
            )

        def log_message(self, *args: object) -> None:
            """Keep the table clean."""

    with (
        patch.dict(os.environ, {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}),
        ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/feed.xml"
        server.shutdown()
