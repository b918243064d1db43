"""All benchmarks of speed, in one run: `python tests/bench/run.py --sizes 10k 100k 1M`.

For each size a made corpus (made.py) of so many different texts is ingested, and of the archive are measured: what a
hundred new texts take, what the same bytes take again, the mix of 200 searches (mix.py) beside plain FTS5 and Tantivy,
and every kind of page (web_speed.py). Prints a table; `--json FILE` writes all of it. CPU seconds are those of all
processes together, so that other work on the machine counts little; memory is the most that they held at once.

While a corpus is ingested, a line is printed for each hundred thousand items (a tenth of them, where they are fewer):
what the last of them cost, so that a run that is stopped has told something. `--only-ingest` does nothing else.

`--fill` writes the rows straight through the schema instead of ingesting, for what reads an archive. `--keep FOLDER`
keeps sources and archives, and takes archives that are there; their ingest is then not measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing, nullcontext, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import made
import mix
import web_speed
from measuring import Run, at_share, bare, run
from subjects import subjects

from archive.crew import cores

UNITS = {"k": 1_000, "m": 1_000_000}
STAGED = 5_000
"""Texts whose ingest is told by stages."""
NEW = 100
"""Texts that come into an archive that is there."""
STEP = 100_000
"""Items after which an ingest tells what they cost."""
BESIDE = 100_000
"""Up to so many texts, what sqlite-utils takes for them is measured beside it."""
ARCHIVE = (sys.executable, "-m", "archive")


def number(written: str) -> int:
    """A size as people write it: 10k, 1M."""
    unit = UNITS.get(written[-1:].lower(), 0)
    return int(float(written[:-1]) * unit) if unit else int(written)


def ingested(source: Path, db: Path, jobs: int, size: int) -> dict[str, Any]:
    """What ingest takes, and where."""
    with source.open("rb") as lines:
        steps = Steps(db, sum(1 for _ in lines))
    found = run(*ARCHIVE, "ingest", source, "--db", db, "--json", "--jobs", str(jobs), tell=steps.look)
    items, given, written = json.loads(found.said)["sightings"], source.stat().st_size, db.stat().st_size
    told: dict[str, Any] = {
        "items": items,
        "seconds": round(found.seconds, 1),
        "CPU seconds": round(found.cpu, 1),
        "CPU ms an item": round(found.cpu / items * 1000, 3),
        "CPU ms an item, main process": round(found.own / items * 1000, 3),
        "peak MB": round(found.megabytes),
        "file MB": round(written / 1e6, 1),
        "file / input": round(written / given, 2),
        "until": steps.told,
    }
    if size <= BESIDE:
        beside = db.with_suffix(".bare.db")
        told["times sqlite-utils' CPU"] = round(found.cpu / bare(source, beside).cpu, 1)
        beside.unlink()
    return told


class Steps:
    """What each part of an ingest cost, told as it goes."""

    def __init__(self, db: Path, items: int) -> None:
        self._db = db
        self._items = items
        self._step = min(STEP, max(items // 10, 1))
        self._done, self._before = 0, Run(0, 0, 0)
        self.told: dict[str, dict[str, float]] = {}

    def look(self, now: Run) -> None:
        """Print a line once another part is stored; all of it is told at the end, when the archive is in no hurry."""
        if self._done + self._step > self._items or not self._db.exists():
            return
        with (
            suppress(sqlite3.OperationalError),
            closing(sqlite3.connect(f"{self._db.resolve().as_uri()}?mode=ro", uri=True)) as db,
        ):
            (stored,) = db.execute("select coalesce(max(sightings), 0) from ingests").fetchone()
            if stored - self._done >= self._step:
                self._tell(stored, now)

    def _tell(self, stored: int, now: Run) -> None:
        each, before = stored - self._done, self._before
        told: dict[str, float] = {
            "main process, CPU ms an item": round((now.own - before.own) / each * 1000, 3),
            "all processes, CPU ms an item": round((now.cpu - before.cpu) / each * 1000, 3),
            "peak MB": round(now.megabytes),
        }
        self.told[f"{stored:,}"] = told
        spent = ", ".join(f"{what} {value:,}" for what, value in told.items())
        print(f"{stored:>12,} of {self._items:,} items in {now.seconds:,.0f} s: {spent}", flush=True)
        self._done, self._before = stored, now


def stages(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """The share of each room in the CPU time of an ingest, and items a second of the writer alone."""
    source, watch = folder / "stages.jsonl", Path(__file__).with_name("stages.py")
    made.write(source, STAGED)
    spent = json.loads(run(sys.executable, watch, source).said)
    writer = json.loads(run(sys.executable, watch, source, "--writer").said)
    return (
        {room: round(seconds / sum(spent.values()), 3) for room, seconds in spent.items()},
        {f"{kind} texts": told["items a second"] for kind, told in writer.items()},
    )


def again(source: Path, db: Path, folder: Path) -> dict[str, Any]:
    """What new texts and known bytes take in an archive that is there."""
    new = folder / "new.jsonl"
    made.write(new, NEW, seed=db.stat().st_size)
    fresh = run(*ARCHIVE, "ingest", new, "--db", db, "--json")
    told: dict[str, Any] = {"new texts": json.loads(fresh.said)["snippets"]}
    told |= {"new: seconds": round(fresh.seconds, 2), "new: CPU seconds": round(fresh.cpu, 2)}
    if source.exists():
        same = run(*ARCHIVE, "ingest", source, "--db", db, "--json")
        told |= {"known bytes: seconds": round(same.seconds, 2), "known bytes: CPU seconds": round(same.cpu, 2)}
    return told


def pages(db: Path) -> dict[str, Any]:
    """Milliseconds of CPU and of waiting for pages of the reading room."""
    with closing(sqlite3.connect(db)) as conn:
        of = subjects(conn)
    took = asyncio.run(web_speed.room_times(db, of, runs=3))
    told: dict[str, Any] = {label: {"ms": round(wall), "CPU ms": round(cpu)} for label, (wall, cpu) in took.items()}
    for unit, values in zip(("ms", "CPU ms"), zip(*took.values(), strict=True), strict=True):
        told[f"all: {unit}"] = {"median": round(at_share(list(values), 0.5)), "worst": round(max(values))}
    return told


def bench(size: int, folder: Path, jobs: int, *, is_filled: bool, only_ingest: bool) -> dict[str, Any]:
    """Everything at one size."""
    source, db = folder / f"{size}.jsonl", folder / f"{size}.db"
    found: dict[str, Any] = {"texts": size}
    if not db.exists() and is_filled:
        with closing(sqlite3.connect(db)) as conn:
            made.fill(conn, size)
    elif not db.exists():
        made.write(source, size)
        found["ingest"] = ingested(source, db, jobs, size)
    if only_ingest:
        return found
    if not is_filled:
        found["into it"] = again(source, db, folder)
    with suppress(SystemExit):  # too small for a word of every frequency
        found["search"] = mix.measure(db, with_tantivy=find_spec("tantivy") is not None)
        found["pages"] = pages(db)
    return found


def table(found: list[dict[str, Any]]) -> list[str]:
    """Rows of what was measured, a column for each size."""
    flat = [dict(_flat(one)) for one in found]
    keys = dict.fromkeys(key for one in flat for key in one)
    return [f"{key:52}" + "".join(f"{one.get(key, ''):>14}" for one in flat) for key in keys]


def _flat(found: dict[str, Any], head: str = "") -> Any:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{key}: ")
        else:
            yield f"{head}{key}", f"{value:,}"


def main() -> None:
    """Measure every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=number, default=[10_000], help="texts: 10k 100k 1M 10M")
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--fill", action="store_true", help="do not ingest")
    parser.add_argument("--only-ingest", action="store_true", help="measure nothing but what ingest takes")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    about = f"{platform.machine()}, {cores()} cores, {versions}"
    found: dict[str, Any] = {"on": about, "jobs": given.jobs, "sizes": []}
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.mkdir(exist_ok=True)
        if not given.fill and not given.only_ingest:
            found["stages"], found["writer"] = stages(folder)
        for size in given.sizes:
            found["sizes"].append(bench(size, folder, given.jobs, is_filled=given.fill, only_ingest=given.only_ingest))
            if given.json:
                given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
            if not given.keep:
                shutil.rmtree(folder)
                folder.mkdir()
    print(f"{about}, jobs {given.jobs}")
    for room, share in found.get("stages", {}).items():
        print(f"{'CPU of ingest in ' + room:52}{share:>14.1%}")
    for kind, rate in found.get("writer", {}).items():
        print(f"{'CPU of the writer alone, items a second: ' + kind:52}{rate:>14,}")
    print(*table(found["sizes"]), sep="\n")


if __name__ == "__main__":
    main()
