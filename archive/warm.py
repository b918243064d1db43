"""Importing this loads what every worker needs, before there are any: they share its memory."""

from __future__ import annotations

import gc

from archive.read.document import import_readers
from archive.steps import Asked, understand
from archive.text.language import LEAST, language
from archive.text.patterns import compile_all

import_readers()
understand([Asked("A text to warm up with.", None, "2024-10-24", is_read=False)], None)
language(["Ein Text zum Anwärmen des Modells der Sprachen. " * LEAST])
compile_all()
gc.freeze()  # none of it will ever be let go, so no worker has to look at it
