"""Importing this loads what every worker needs, before there are any: they share its memory."""

from __future__ import annotations

import gc

import rapidfuzz.distance  # noqa: F401 - what few texts need, and had better not be loaded by each
import selectolax.lexbor  # noqa: F401

from archive.gazetteer import load
from archive.gazetteer.finder import PATIENCE
from archive.read.document import import_readers
from archive.steps import Asked, understand
from archive.text.patterns import compile_all

TEXT = "“We met on Monday,” Trade Minister Ana Lind of Norway said after talks at the Ministry of Fisheries in Reading."
"""It has of everything some, so that every table is read."""

import_readers()
understand([Asked(TEXT, None, "2024-10-24", is_read=False)], None)
for word in ("small ", "LARGE "):  # so often that what finds names in many texts is built
    load().find(word * PATIENCE)
compile_all()
gc.freeze()  # none of it will ever be let go, so no worker has to look at it
