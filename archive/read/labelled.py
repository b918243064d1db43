"""Digests whose lines have labels ("Headline: …", "Source: …", "Date: …"): an item where they start anew."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from archive.read.exports import column_key
from archive.read.record_fields import Plan, field_of, item_from, planned
from archive.read.source import FIELDS, MAX_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.types import RawItem

_LABELLED = re.compile(r"\W{0,3}(?P<label>[^\W\d_][\w /()’-]{1,24}?)\s?:(?!//)\s*(?P<rest>.*)", re.DOTALL)
_LOOK = 2000
"""Lines by which a digest is known."""
_PLAN: Plan = planned({field: ((field,),) for field in FIELDS})


def _field(line: str) -> tuple[str, str, str] | None:
    """The field that a line's label names, the label, and what stands behind it."""
    found = _LABELLED.match(line)
    field = field_of(found["label"]) if found else None
    return (field, column_key(found["label"]), found["rest"].strip()) if found and field else None


def is_labelled(line: str) -> bool:
    """Whether a line has the label of a field."""
    return _field(line) is not None


def is_digest(text: str) -> bool:
    """Whether the labels of three fields and more come back in a text, among them a headline."""
    found = [each for line in text.split("\n", _LOOK)[:_LOOK] if (each := _field(line))]
    if not found:
        return False
    times = Counter(label for _, label, _ in found)[found[0][1]]
    fields = {field for field, _, _ in found}
    return times >= 2 and len(fields) >= 3 and "title" in fields and len(found) >= 2.5 * times


def items(lines: Iterable[tuple[str, int | None]]) -> Iterator[RawItem]:
    """The items of a digest: each goes on to where its first label comes back."""
    first = ""
    record: dict[str, str] = {}
    raw: list[str] = []
    start: int | None = None
    current, is_blank, size = "", False, 0
    for line, number in lines:
        found = _field(line)
        if found and found[1] == (first or found[1]):
            first = found[1]
            if record and (item := item_from(record, _PLAN, "\n".join(raw).strip(), start)):
                yield item
            record, raw, start, size = {}, [], number, 0
        size += len(line) + 1
        if not (record or found) or size > MAX_RECORD:
            continue
        raw.append(line)
        if found:
            current = found[0]
            record.setdefault(current, found[2])
        elif line.strip():
            is_over = is_blank or (current not in ("text", "title") and bool(record.get(current)))
            current = "text" if is_over else current
            record[current] = "\n".join(filter(None, (record.get(current, ""), line.strip())))
        is_blank = not line.strip()
    if record and (item := item_from(record, _PLAN, "\n".join(raw).strip(), start)):
        yield item
