"""Where things lie that tests read: the repository, its benchmarks, and the folder of real inputs beside a clone."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "tests" / "bench"
DATA = ROOT / "tests" / "data"
SHARED = ROOT.parent / "shared"
