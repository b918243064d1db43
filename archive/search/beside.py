"""What stands beside hits: whom and what they name, how often they were sighted, how many copies are folded there."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from archive.search.names import Named

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


Mention = tuple[int, int, int, str, str]
"""A span of a text, start and stop, and the entity it names: number, name, kind."""


class Beside(NamedTuple):
    """What stands beside one snippet."""

    mentions: list[Mention]
    """In the order of the text."""
    sightings: int
    variants: int

    @property
    def entities(self) -> tuple[Named, ...]:
        """Whom and what it names, in the order of the text, each once."""
        return tuple(Named(*entity) for entity in dict.fromkeys(one[2:] for one in self.mentions))


def beside_hits(cursor: sqlite3.Cursor, ids: Sequence[int]) -> dict[int, Beside]:
    """What stands beside some snippets, by their numbers; two statements for all of them.

    Args:
        cursor: Of an archive, giving rows as tuples.
        ids: Numbers of snippets that are there.
    """
    listed = {"ids": json.dumps(ids)}
    mentions: defaultdict[int, list[Mention]] = defaultdict(list)
    for snippet_id, start, stop, number, name, kind in cursor.execute(_MENTIONS, listed):
        mentions[snippet_id].append((start, stop, number, name, kind))
    return {
        snippet_id: Beside(mentions[snippet_id], sightings, variants)
        for snippet_id, sightings, variants in cursor.execute(_COUNTS, listed)
    }


_MENTIONS = """
select m.snippet_id, m.start, m.stop, e.id, e.name, e.kind
from mentions m
join entities e on e.id = m.entity_id
where m.snippet_id in (select value from json_each(:ids))
order by m.snippet_id, m.start
"""
_COUNTS = """
select value, (select count(*) from sightings where snippet_id = value),
       (select count(*) from snippets where variant_of = value)
from json_each(:ids)
"""
