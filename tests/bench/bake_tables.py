"""Makes what comes of reading the gazetteer's tables, so that programs start quicker.

    python tests/bench/bake_tables.py

To be run after every change of the tables, or of how they are read; a test tells. Without it all is the same, but
starts take a tenth of a second longer.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from archive.gazetteer import TABLES
from archive.gazetteer.tables import BAKED, Tables


def baked(folder: Path = TABLES) -> bytes:
    """What is to lie beside the tables of a folder, made from the tables alone."""
    with tempfile.TemporaryDirectory() as name:
        for table in folder.glob("*.csv"):
            shutil.copy(table, name)
        return Tables(Path(name)).baked()


if __name__ == "__main__":
    (TABLES / BAKED).write_bytes(baked())
