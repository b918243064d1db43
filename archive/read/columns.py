"""Which column of a table holds what: by the person's word, by its name, or by what stands in it."""

from __future__ import annotations

import re
from statistics import mean
from typing import TYPE_CHECKING

from archive.errors import ReadError
from archive.read.exports import column_key
from archive.read.record_fields import Plan, plan_for, planned
from archive.read.source import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DATE = re.compile(
    r"""\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T\ ].{0,25})? | \d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([T\ ,].{0,25})?
    | \d{8} | \d{10}(\d{3})?(\.\d+)?
    | (\w{3,9},?\ )?\d{1,2}(st|nd|rd|th)?\ \w{3,9}\.?,?\ \d{4}.{0,25}
    | \w{3,9}\.?\ \d{1,2}(st|nd|rd|th)?,?\ \d{4}.{0,25}""",
    re.IGNORECASE | re.VERBOSE,
)
"""A cell that is a date, as exports write it."""
URL = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")


def share(column: Sequence[str], pattern: re.Pattern[str]) -> float:
    """The share of the filled cells of a column that are wholly what a pattern says."""
    filled = [value.strip() for value in column if value.strip()]
    return sum(pattern.fullmatch(value) is not None for value in filled) / len(filled) if filled else 0.0


def columns_by_content(rows: Sequence[Sequence[str]], names: Sequence[str], taken: Mapping[str, str]) -> dict[str, str]:
    """Find text, title, date and address in columns whose names say nothing, but those that are taken already."""
    fitting = [row for row in rows if len(row) == len(names)]
    columns = dict(zip(names, zip(*fitting, strict=True), strict=False))
    free = {name: column for name, column in columns.items() if name not in taken.values()}
    found: dict[str, str] = {}
    for field, pattern in (("date", DATE), ("url", URL)):
        if field not in taken:
            best = max(free, key=lambda name: share(free[name], pattern), default=None)
            if best is not None and share(free[best], pattern) >= 0.6:
                found[field] = best
                del free[best]
    words = {
        name: mean(len(value.split()) for value in column)
        for name, column in free.items()
        if share(column, NUMBER) < 0.5 and share(column, DATE) < 0.5 and share(column, URL) < 0.5
    }
    ranked = sorted(words, key=lambda name: (words[name], sum(map(len, free[name]))), reverse=True)
    if "text" not in taken and ranked:
        found["text"] = ranked.pop(0)
        if "title" in taken and words[found["text"]] < 3:
            del found["text"]
    if "title" not in taken and ranked and words[ranked[0]] >= 3 and len(set(free[ranked[0]])) > 0.5 * len(fitting):
        found["title"] = ranked[0]
    return found


def check_columns(asked: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """The person's columns as the table spells them.

    Raises:
        ReadError: There is no such column; the message lists those that exist.
    """
    spelled = {column_key(name): name for name in reversed(names)} | {name: name for name in names}
    chosen = {}
    for field, column in asked.items():
        name = spelled.get(column) or spelled.get(column_key(column))
        if name is None:
            raise ReadError(f"there is no column {column!r}: the columns are {', '.join(names)}")
        chosen[field] = name
    return chosen


def plan_table(rows: Sequence[Sequence[str]], names: Sequence[str], has_header: bool, asked: Mapping[str, str]) -> Plan:
    """Find the fields of a table by the person's word, by the columns' names if they say anything, and by content.

    Raises:
        ReadError: No column holds a text.
    """
    plan = plan_for(dict.fromkeys(names, ""), asked) if has_header else plan_for({}, asked)
    taken = {field: getattr(plan, field)[0][0] for field in FIELDS if getattr(plan, field)}
    if not plan.export and ("text" not in taken or not has_header):
        found = columns_by_content(rows, names, taken)
        places = {
            field: getattr(plan, field) or ((found[field],),)
            for field in FIELDS
            if field in found or getattr(plan, field)
        }
        plan = planned(places)
    if not plan.is_useful:
        raise ReadError(f"no column holds a text: say which with --column text=NAME ({', '.join(names)})")
    return plan
