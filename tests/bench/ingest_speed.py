"""How fast `archive ingest` is and how much memory it takes, beside what SQLite alone takes for the same.

    python tests/bench/ingest_speed.py 10000 100000 --jobs 1 2 --runs 3
    python tests/bench/ingest_speed.py --source pile.jsonl

Each size is ingested into a new archive from invented JSON Lines (or from a source of your own), by so many processes,
then once more (the same bytes), and then as other bytes with the same texts. `sqlite-utils insert` and `enable-fts` of
the same records run in turn with it; all as whole processes, the least of the runs counts. Prints a row each: seconds,
items/s, times what sqlite-utils takes, peak memory of all processes together, and the size of the file. At last, three
lines into a new archive.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from archive.crew import cores

PEOPLE = ["Ana Lind", "Otto Brandvik", "Carla Menendez", "Piet Roose", "Vladimir Putin", "Ursula von der Leyen"]
PLACES = ["Rotterdam", "Kyiv", "Denmark", "Buenos Aires", "Lake Victoria", "the United States"]
BODIES = ["the United Nations", "the Harbour Workers' Union", "NATO", "the Ministry of Trade", "Reuters"]
DEEDS = ["opened talks on grain", "denied a report about", "visited the damaged port in", "signed a treaty with"]
WORDS = "price storm ferry budget strike harvest court inquiry border school vote reform engine bridge winter".split()


def write_snippets(path: Path, count: int, seed: int = 1) -> None:
    """Write invented snippets of about thirty words, one in ten a repeat."""
    choose = random.Random(seed)
    texts: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        for nth in range(count):
            if texts and choose.random() < 0.1:
                text = choose.choice(texts)
            else:
                filler = " ".join(choose.choices(WORDS, k=14)).capitalize()
                person, place, body = choose.choice(PEOPLE), choose.choice(PLACES), choose.choice(BODIES)
                text = (
                    f"{filler}, number {nth}. {person} {choose.choice(DEEDS)} {place} on Oct. "
                    f"{choose.randint(1, 28)}, {body} said. {person.split()[-1]} declined to comment."
                )
                texts = [*texts[-999:], text]
            record = {"text": text, "date": f"{choose.randint(2005, 2024)}-{choose.randint(1, 12):02}-15"}
            file.write(json.dumps(record) + "\n")


class Run(NamedTuple):
    """What a command took."""

    seconds: float
    megabytes: float
    """Most memory of the process and all below it, what they share counted once."""
    said: str


def run(*command: str | Path) -> Run:
    """Run a command, with an eye on its memory."""
    started = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    most = 0.0
    with ThreadPoolExecutor(1) as reader:
        said = reader.submit(process.stdout.read) if process.stdout else None
        while process.poll() is None:
            most = max(most, memory_below(process.pid))
            time.sleep(0.1)
        seconds = time.perf_counter() - started
        assert process.returncode == 0, command
        return Run(seconds, most, said.result() if said else "")


def memory_below(pid: int) -> float:
    """Megabytes of a process and its descendants now: proportional set sizes, as Linux has them."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    total = 0
    for each in family:
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += int(next(line.split()[1] for line in lines if line.startswith("Pss:")))
    return total / 1000


def least(runs: int, *command: str | Path, fresh: Path) -> Run:
    """The quickest of some runs, each into a new file."""
    found = []
    for _ in range(runs):
        fresh.unlink(missing_ok=True)
        found.append(run(*command))
    return min(found, key=lambda each: each.seconds)


def bare(source: Path, db: Path) -> Run:
    """The records of a source put into a table and indexed, by sqlite-utils and nothing else."""
    tool = [sys.executable, "-m", "sqlite_utils"]
    insert = run(*tool, "insert", db, "snippets", source, "--nl")
    index = run(*tool, "enable-fts", db, "snippets", "text", "--tokenize", "porter")
    return Run(insert.seconds + index.seconds, max(insert.megabytes, index.megabytes), "")


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
    size = db.stat().st_size / 1e6
    print(f"{what:32}{found.seconds:>8.2f}{rate:>9}{found.seconds / simple:>9.1f}{found.megabytes:>9.0f}{size:>9.0f}")


def main() -> None:
    """Measure every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 50_000])
    parser.add_argument("--source", type=Path, help="JSON Lines of your own to ingest instead")
    parser.add_argument("--jobs", nargs="*", type=int, default=[1, cores()])
    parser.add_argument("--runs", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in [0] if given.source else given.sizes:
            source = given.source or folder / f"{size}.jsonl"
            if not given.source:
                write_snippets(source, size)
            print(f"{source.stat().st_size / 1e6:,.0f} MB: {source.name}")
            print(f"{'':32}{'seconds':>8}{'items/s':>9}{'times':>9}{'peak MB':>9}{'file MB':>9}")
            judge(source, folder, given.jobs, given.runs)
        lines, db = folder / "lines.txt", folder / "lines.db"
        lines.write_text(f"{LINE}\n{LINE[::-1]}\n{LINE.upper()}\n", encoding="utf-8")
        found = least(max(3, given.runs), sys.executable, "-m", "archive", "ingest", lines, "--db", db, fresh=db)
        print(f"three lines into a new archive: {found.seconds:.2f} s")


LINE = "Ana Lind opened talks on grain in Rotterdam on Oct. 24, the Ministry of Trade said."

if __name__ == "__main__":
    main()
