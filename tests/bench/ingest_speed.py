"""How fast `archive ingest` is, and how much memory it takes, as the input grows.

Run: python tests/bench/ingest_speed.py 10000 100000

Each size is ingested by a process of its own into a new archive from invented JSON Lines, then once more (the same
bytes). With `--source PATH` a real source is ingested instead. Prints a row a size: items/s, seconds of the second
run, peak memory, and the size of the archive.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def measure(source: Path, db: Path) -> tuple[float, int, dict[str, float]]:
    """Ingest in a process of its own; returns seconds, peak resident KiB, and the summary."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", "ingest", str(source), "--db", str(db), "--json"], stdout=subprocess.PIPE
    )
    output = process.stdout.read() if process.stdout else b""
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - started, usage.ru_maxrss, json.loads(output)


def main() -> None:
    """Measure every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 50_000])
    parser.add_argument("--source", type=Path, help="a real source to ingest instead")
    arguments = parser.parse_args()
    print(f"{'items':>10} {'seconds':>8} {'items/s':>8} {'again s':>8} {'peak MB':>8} {'file MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in [0] if arguments.source else arguments.sizes:
            source = arguments.source or Path(folder) / f"{size}.jsonl"
            if not arguments.source:
                write_snippets(source, size)
            db = Path(folder) / f"{size}.db"
            seconds, peak, summary = measure(source, db)
            again, _, _ = measure(source, db)
            items = summary["sightings"]
            megabytes = db.stat().st_size / 1e6
            rate, peak_mb = items / seconds, peak / 1024
            print(f"{items:>10,} {seconds:>8.1f} {rate:>8,.0f} {again:>8.2f} {peak_mb:>8.0f} {megabytes:>8.0f}")


if __name__ == "__main__":
    main()
