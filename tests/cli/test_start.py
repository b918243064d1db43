"""A command imports what it needs and no more: what is felt of a short one is its imports."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_RUN = """
import sys
from archive.cli import main
try:
    main()
except SystemExit:
    pass
print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def _imported(*arguments: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", _RUN, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_opens_no_archive() -> None:
    imported = _imported("--help")
    assert "typer" in imported
    assert not imported & {"sqlite_utils", "numpy", "pandas", "archive.store", "archive.read", "archive.search"}


def test_three_lines_are_ingested_without_the_readers_of_other_formats(tmp_path: Path) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("Mara Velden met Olaf Lind.\nThe port said “no”.\nSalt was dear.\n", encoding="utf-8")
    db = str(tmp_path / "a.db")
    imported = _imported("ingest", str(lines), "--db", db)
    assert "archive.read.text" in imported
    assert not imported & {"feedparser", "httpx", "yaml", "ftfy", "charset_normalizer", "rich.progress"}
    assert not imported & {
        "pydantic",
        "archive.read.page",
        "archive.read.office",
        "archive.read.feed",
        "archive.read.mail",
    }

    imported = _imported("search", "salt", "--db", db)
    assert "archive.search" in imported
    assert not imported & {
        "pandas",
        "numpy",
        "pydantic",
        "rapidfuzz",
        "sqlite_utils",
        "archive.read",
        "archive.store.write",
        "archive.extract.names",
    }
