"""How fast `archive ingest` is and how much memory it takes, beside what SQLite alone takes for the same.

    python tests/bench/ingest_speed.py 10000 100000 --jobs 1 2 --runs 3
    python tests/bench/ingest_speed.py --source pile.jsonl

Each size is ingested into a new archive from invented JSON Lines (or from a source of your own), by so many processes,
then once more (the same bytes), and then as other bytes with the same texts. `sqlite-utils insert` and `enable-fts` of
the same records run in turn with it; all as whole processes, the least of the runs counts. Prints a row each: seconds,
items/s, CPU seconds, times what sqlite-utils takes, peak memory of all processes together, and the size of the file.
At last, what short commands take, which is their start: three lines into a new archive, and a search beside that of
sqlite-utils. `--starts` measures nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from made import write
from measuring import Run, bare, least, run

from archive.crew import cores


def judge(source: Path, folder: Path, jobs: list[int], runs: int) -> None:
    """Print a row for each way to take a source in."""
    db = folder / "bench.db"
    base = []
    for _ in range(runs):
        db.unlink(missing_ok=True)
        base.append(bare(source, db))
    simple = min(base, key=lambda each: each.seconds)
    row("sqlite-utils", simple, None, simple.seconds, db)
    for count in jobs:
        command = (sys.executable, "-m", "archive", "ingest", source, "--db", db, "--json", "--jobs", str(count))
        found = least(runs, *command, fresh=db)
        items = json.loads(found.said)["sightings"]
        row(f"archive, jobs {count}", found, items, simple.seconds, db)
    row("the same bytes again", run(*command), items, simple.seconds, db)
    copy = folder / "copy.jsonl"
    copy.write_bytes(source.read_bytes() + b"\n")
    row("the same texts in another file", run(*command[:4], copy, *command[5:]), items, simple.seconds, db)


def row(what: str, found: Run, items: int | None, simple: float, db: Path) -> None:
    """Print what a command took."""
    rate = f"{items / found.seconds:,.0f}" if items else ""
    took = f"{found.seconds:>8.2f}{rate:>9}{found.cpu:>8.2f}{found.seconds / simple:>9.1f}"
    print(f"{what:32}{took}{found.megabytes:>9.0f}{db.stat().st_size / 1e6:>9.0f}")


def starts(folder: Path, runs: int) -> None:
    """Print the CPU seconds and the memory of short commands, run in turn."""
    lines, db, records, beside = (folder / name for name in ("lines.txt", "lines.db", "lines.jsonl", "beside.db"))
    lines.write_text(f"{LINE}\n{LINE[::-1]}\n{LINE.upper()}\n", encoding="utf-8")
    records.write_text(json.dumps({"text": LINE}), encoding="utf-8")
    bare(records, beside)
    archive, tool = (sys.executable, "-m", "archive"), (sys.executable, "-m", "sqlite_utils")
    commands = {
        "archive --help": (*archive, "--help"),
        "three lines into a new archive": (*archive, "ingest", lines, "--db", db),
        "archive search": (*archive, "search", "grain", "--db", db),
        "sqlite-utils search": (*tool, "search", beside, "snippets", "grain"),
    }
    took: dict[str, list[Run]] = {what: [] for what in commands}
    for _ in range(runs):
        db.unlink(missing_ok=True)
        for what, command in commands.items():
            took[what].append(run(*command))
    for what, found in took.items():
        print(f"{what:32}{min(each.cpu for each in found):>8.3f} s CPU{max(each.megabytes for each in found):>8.0f} MB")


def main() -> None:
    """Measure every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 50_000])
    parser.add_argument("--source", type=Path, help="JSON Lines of your own to ingest instead")
    parser.add_argument("--jobs", nargs="*", type=int, default=[1, cores()])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--starts", action="store_true", help="only what short commands take")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in [] if given.starts else [0] if given.source else given.sizes:
            source = given.source or folder / f"{size}.jsonl"
            if not given.source:
                write(source, size)
            print(f"{source.stat().st_size / 1e6:,.0f} MB: {source.name}")
            print(f"{'':32}{'seconds':>8}{'items/s':>9}{'CPU':>8}{'times':>9}{'peak MB':>9}{'file MB':>9}")
            judge(source, folder, given.jobs, given.runs)
        starts(folder, max(3, given.runs))


LINE = "Ana Lind opened talks on grain in Rotterdam on Oct. 24, the Ministry of Trade said."

if __name__ == "__main__":
    main()
