"""JSON Lines: a record a line, or a string a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from archive.read.record_fields import Records, storable
from archive.types import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.read.source import Source
    from archive.types import RawItem


def read(source: Source) -> Document:
    """Open a source of JSON Lines; each line that is a record or a string is an item."""
    return Document("jsonl", _items(source))


def _items(source: Source) -> Iterator[RawItem]:
    notes = source.notes
    records = Records(source.options.columns, notes)
    loads = json.JSONDecoder().decode
    for number, line in source.lines():
        if not line or line.isspace():
            continue
        try:
            value = loads(line)
        except (ValueError, RecursionError) as error:
            reason = error if isinstance(error, ValueError) else "nested too deeply"
            notes.each("json", f"not JSON: {reason}", line=number)
            continue
        yield from records.items(storable(value, line), line, number)
    records.end()
    notes.more("json", "further lines that are not JSON")
    notes.more("long", "further lines that are too long")
