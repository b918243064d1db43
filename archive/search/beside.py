"""What stands beside hits: whom and what they name, where and when they appeared, how many copies are folded there."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from archive.search.names import Named
from archive.store.rows import FIRST

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from archive.search.compile import Compiled


Mention = tuple[int, int, int, str, str]
"""A span of a text, start and stop, and the entity it names: number, name, kind."""


class Appearance(NamedTuple):
    """An outlet that carried a text, and the day on which it did, as far as they are known."""

    outlet: str | None
    dated: str | None
    """Prefix date or range."""


class Beside(NamedTuple):
    """What stands beside one snippet."""

    mentions: list[Mention]
    """In the order of the text."""
    sightings: int
    appearances: tuple[Appearance, ...]
    """Outlets and days of its sightings, each once, from old to new."""
    variants: int

    @property
    def entities(self) -> tuple[Named, ...]:
        """Whom and what it names, in the order of the text, each once."""
        return tuple(Named(*entity) for entity in dict.fromkeys(one[2:] for one in self.mentions))


def beside_hits(cursor: sqlite3.Cursor, ids: Sequence[int]) -> dict[int, Beside]:
    """What stands beside snippets that are there; three statements for all. The cursor gives rows as tuples."""
    listed = {"ids": json.dumps(ids)}
    mentions: defaultdict[int, list[Mention]] = defaultdict(list)
    for snippet_id, start, stop, number, name, kind in cursor.execute(_MENTIONS, listed):
        mentions[snippet_id].append((start, stop, number, name, kind))
    seen: defaultdict[int, list[tuple[Appearance, int]]] = defaultdict(list)
    for snippet_id, outlet, dated, times in cursor.execute(_SEEN, listed):
        seen[snippet_id].append((Appearance(outlet, dated), times))
    return {
        snippet_id: Beside(
            mentions[snippet_id],
            sum(times for _, times in seen[snippet_id]),
            tuple(sorted((one for one, _ in seen[snippet_id]), key=_by_age)),
            variants,
        )
        for snippet_id, variants in cursor.execute(_VARIANTS, listed)
    }


def answers(cursor: sqlite3.Cursor, compiled: Compiled, shown: Mapping[int, Appearance]) -> dict[int, Appearance]:
    """Of hits that answer by another sighting than the first, which they show: where and when that was."""
    if compiled.sighted is None or not shown:
        return {}
    found: defaultdict[int, list[Appearance]] = defaultdict(list)
    sql = _ANSWERING.format(test=compiled.sighted)
    for snippet_id, *one in cursor.execute(sql, {**compiled.params, "ids": json.dumps(list(shown))}):
        found[snippet_id].append(Appearance(*one))
    return {number: those[0] for number, those in found.items() if shown[number] not in those}


def span_of(appearances: Iterable[Appearance]) -> tuple[str, str] | tuple[None, None]:
    """First and last day of some appearances: of those that are known to the day, or else as exact as they are."""
    dated = [one.dated for one in appearances if one.dated]
    days = [value for value in dated if len(value) == 10] or [day for value in dated for day in value.split("/")]
    return (min(days, key=_by_exactness), max(days)) if days else (None, None)


def _by_age(one: Appearance) -> tuple[str, str]:
    return _by_exactness(one.dated or "~"), one.outlet or ""


def _by_exactness(day: str) -> str:
    """What sorts days from old to new, those known exactly before the month or year that holds them."""
    return day + "~"


_MENTIONS = """
select m.snippet_id, m.start, m.stop, e.id, e.name, e.kind
from mentions m
join entities e on e.id = m.entity_id
where m.snippet_id in (select value from json_each(:ids))
order by m.snippet_id, m.start
"""
# all that is asked of sightings stands in their index by snippet
_SEEN = """
select g.snippet_id, g.outlet, g.dated, count(*)
from json_each(:ids) j cross join sightings g on g.snippet_id = j.value
group by g.snippet_id, g.dated, g.outlet
"""
_VARIANTS = (
    "select value, (select count(*) from snippets where variant_of = value and id <> value) from json_each(:ids)"
)
_ANSWERING = f"""
select g.snippet_id, g.outlet, g.dated
from json_each(:ids) j cross join sighting_rows g indexed by sightings_snippet on g.snippet_id = j.value
where {{test}}
order by g.snippet_id, {FIRST}
"""
