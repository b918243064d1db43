"""Which index is used by what, and what it takes: `python tests/bench/index_use.py COPY [--more FILE]`.

Takes the copy of an archive (it is changed), notes every statement that SQLite is given by pages of every kind,
exports, corrections, the queries of metadata.yml and the commands, and asks SQLite how it goes about each. With
`--more` a file is ingested, and deleted again. Prints each index with its megabytes and with how many different
statements use it, and one of them. An index that none uses is worth less than it costs, unless it keeps something
unique.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sqlite3
from collections import defaultdict
from contextlib import closing, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from subjects import subjects
from typer.testing import CliRunner
from web_speed import run as ask_pages

from archive.cli import app

METADATA = Path(__file__).parents[2] / "metadata.yml"
_VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_INDEX = re.compile(r"USING (?:COVERING )?INDEX (\w+)")
_COMMANDS = (
    ["info"], ["show", "1"], ["search", "harbour"], ["search", "is:truncated"], ["quotes", "said"], ["searches"],
    ["entity", "list"], ["entity", "show", "1"], ["entity", "review", "--list"], ["source", "list"], ["verify"],
)  # fmt: skip


class Watched:
    """Connects as SQLite does, and notes what each connection is asked, each shape of statement once."""

    def __init__(self) -> None:
        self.statements: dict[str, str] = {}
        self._connect = sqlite3.connect

    def connect(self, *args: Any, **kwargs: Any) -> sqlite3.Connection:
        """In the place of `sqlite3.connect`."""
        conn: sqlite3.Connection = self._connect(*args, **kwargs)
        conn.set_trace_callback(lambda sql: self.statements.setdefault(_VALUE.sub("?", sql), sql))
        return conn


def ask(db: Path, more: Path | None) -> None:
    """Everything that users do."""
    with closing(sqlite3.connect(db)) as conn:
        of = subjects(conn)
        for query in yaml.safe_load(METADATA.read_text("utf-8"))["databases"]["archive"]["queries"].values():
            asked = dict.fromkeys(re.findall(r":(\w+)", query["sql"]), "")
            with suppress(sqlite3.Error):
                conn.execute(query["sql"], asked).fetchall()
    given = argparse.Namespace(stock=False, runs=1)
    with redirect_stdout(StringIO()):
        asyncio.run(ask_pages(db, of, given))
    ingest = [["ingest", str(more), "--jobs", "1"]] if more else []
    delete = [["source", "delete", "2", "--yes"]] if more else []
    for command in (*ingest, *_COMMANDS, *delete):
        CliRunner().invoke(app, [*command, "--db", str(db)])


def main() -> None:
    """Watch, explain, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--more", type=Path, help="a file to ingest into it")
    given = parser.parse_args()
    watched = Watched()
    with patch("sqlite3.connect", watched.connect):
        ask(given.archive, given.more)
    users: defaultdict[str, list[str]] = defaultdict(list)
    with closing(sqlite3.connect(given.archive)) as conn:
        for sql in watched.statements.values():
            with suppress(sqlite3.Error):  # what opens or closes, and tables that were there for a moment
                plan = conn.execute(f"explain query plan {sql}").fetchall()
                for index in {found for *_, step in plan for found in _INDEX.findall(step)}:
                    users[index].append(" ".join(sql.split()))
        sizes = dict(conn.execute("select name, sum(pgsize) / 1e6 from dbstat group by name"))
        indexes = [name for (name,) in conn.execute("select name from sqlite_master where type = 'index' order by 1")]
    print(f"{len(watched.statements):,} different statements")
    for index in sorted(indexes, key=lambda one: -sizes.get(one, 0)):
        told = min(users[index], key=len, default="-")
        print(f"{index:32}{sizes.get(index, 0):>8.2f} MB{len(users[index]):>5}  {told[:140]}")


if __name__ == "__main__":
    main()
