"""Rows of a statement: those whose key is one of many, and all of them as names with values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Row = dict[str, Any]

AMONG = "in (select value from json_each(?))"
"""SQL for "is one of these", however many; takes what `listed` makes of them."""

FOUND_AS = (
    "mentions m where m.entity_id {} and m.identity_id = m.entity_id",
    "mentions m where m.identity_id {} and m.identity_id <> m.entity_id",
    "hidden_mentions m where m.identity_id {}",
)
"""The mentions that were found to be an identity, in three parts, each by its index: most are of the entity that has
its number, so that the index of mentions by identity holds the others alone."""

FIRST = """case g.dated_by when 'decision' then 0 when 'published' then 0 when 'text' then 1 when 'neighbours' then 2
             when 'captured' then 3 else 4 end,
           g.dated || '~', g.hour is null, julianday(g.dated || 'T' || g.hour), g.source_id, g.position"""
"""The order of a snippet's sightings `g`; '~' comes after '-', so 2024-10-24 goes before 2024-10 and 2024."""


def listed(values: Iterable[str | int]) -> str:
    """Values as the parameter of `AMONG`."""
    return json.dumps(list(values))


def as_dicts(conn: sqlite3.Connection, sql: str, *parameters: object, **named: object) -> list[Row]:
    """The rows that a statement gives, each by the names of its columns; it takes parameters in order or by name."""
    cursor = conn.execute(sql, named or parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
