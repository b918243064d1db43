"""Importing this loads what every worker needs, before there are any: they share its memory."""

from __future__ import annotations

import gc

from archive.gazetteer import load
from archive.gazetteer.finder import PATIENCE
from archive.read.document import import_readers
from archive.steps import Asked, understand
from archive.text.patterns import compile_all

import_readers()
understand([Asked("A text to warm up with.", None, "2024-10-24", is_read=False)], None)
for word in ("small ", "LARGE "):  # so often that what finds names in many texts is built
    load().find(word * PATIENCE)
compile_all()
gc.freeze()  # none of it will ever be let go, so no worker has to look at it
