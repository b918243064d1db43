"""JSON Lines: a record a line, or a string a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from archive.read.record_fields import Plan, is_markup, item_from, plan_for, storable
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.read.source import Source


def read(source: Source) -> Document:
    """Open a source of JSON Lines; each line that is a record or a string is an item."""
    return Document("jsonl", _items(source))


def _items(source: Source) -> Iterator[RawItem]:
    columns = source.options.columns
    notes = source.notes
    plans: dict[tuple[str, ...], Plan] = {}
    loads = json.JSONDecoder().decode
    position = 0
    for number, line in source.lines():
        if not line or line.isspace():
            continue
        try:
            record = loads(line)
        except (ValueError, RecursionError) as error:
            notes.each("json", f"not JSON: {_why(error)}", line=number)
            continue
        if "\\ud" in line or "\\uD" in line or "\\u0000" in line:
            record = storable(record)
        if type(record) is dict:
            keys = tuple(record)
            plan = plans.get(keys)
            if plan is None:
                plan = plans[keys] = plan_for(record, columns)
                if len(plans) > _PLANS:
                    plans.clear()
            item = item_from(record, plan, position + 1, line, number)
        else:
            item = _from_text(record, position + 1, line, number)
        if item is None:
            notes.each("empty", "a record without text", line=number)
            continue
        position += 1
        yield item
    notes.more("json", "further lines that are not JSON")
    notes.more("empty", "further records without text")
    notes.more("long", "further lines that are too long")


_PLANS = 10_000
"""Sets of keys remembered; records whose keys are data have a new set in every line."""


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else "nested too deeply"


def _from_text(record: Any, position: int, line: str, number: int) -> RawItem | None:
    if isinstance(record, str) and record and not record.isspace():
        return RawItem(position, record, line, markup=is_markup(record), line=number)
    return None
