"""Facets of stock table pages: whom and what the rows name, counted through `mentions`, and what a column holds.

    facets: [{entity: person}, {entity: organisation}, {entity: place}, outlet]     in metadata.yml
    ?_facet_entity=person&_facet=outlet                                             in the address of a page

A click on an entity filters the page by it (filters.py). Datasette itself has no facet through another table, and its
facet of a column reads every row that a page selects, which at a million rows takes longer than it is given, as does
trying all columns for facets to suggest. In archives these answer in their place, at any size:

- all rows of a table: entities from the counts that the archive keeps, columns from their indexes; exact;
- up to SAMPLES[0] rows selected: from these rows; exact;
- more: from the first so many rows, and the facet's name says so: "people in the first 20,000 snippets". Where even
  these can't be found in the time that a facet is given, from the first SAMPLES[1].

Suggested are the columns that are known to have few values. Tables of other databases have the stock facets.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from datasette.database import QueryInterrupted
from datasette.facets import ArrayFacet, ColumnFacet, DateFacet, load_facet_configs
from datasette.utils import path_with_added_args, path_with_removed_args

from archive.web.access import is_archive
from archive.web.remembered import memory
from archive.web.tables.facet_counts import (
    COUNTED,
    Tally,
    Value,
    column_sql,
    columns_sql,
    sampled_sql,
    stored_sql,
)
from archive.web.tables.filters import ENTITY_LIST, entity_ids
from archive.web.versions import Selected, labels, may_view, selected
from archive.web.wording import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from datasette.utils.asgi import Request

Found = tuple[list[dict[str, Any]], list[str]]
"""What Datasette expects of a facet: the facets counted, and the names of those that took too long."""

SAMPLES = (20_000, 2_000)
"""So many rows are counted at most; the smaller number where finding the larger takes too long."""

SUGGESTED = {
    "snippets": ("kind", "outlet", "year", "month", "dated_by", "language", "is_truncated"),
    "entities": ("kind", "country"),
    "aliases": ("origin",),
    "mentions": ("rule",),
    "dates": ("rule",),
    "quotations": ("kind", "is_complete"),
    "sources": ("format", "captured_by"),
    "decisions": ("action",),
}
"""Columns of few values, by table."""


def facet_classes() -> list[type]:
    """The classes for Datasette's hook `register_facet_classes`."""
    return [EntityFacet, CountedFacet]


def beside(stock: Iterable[type]) -> list[type]:
    """What becomes of other classes where ours are there too: the stock facet of columns gives way to CountedFacet."""
    return [_quiet(each) if each in (ArrayFacet, DateFacet) else each for each in stock if each is not ColumnFacet]


@cache
def _quiet(stock: Any) -> type:
    """A stock facet that is not suggested for archives: they hold no arrays, and have years and months for dates."""

    async def suggest(self: Any) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        if not await is_archive(self.ds.get_database(self.database)):
            found = await stock.suggest(self)
        return found

    return type(stock.__name__, (stock,), {"suggest": suggest})


class _ArchiveFacet:
    """What the facets of an archive share. Made and called by Datasette: `suggest`, then `facet_results`."""

    type: ClassVar[str]
    argument: ClassVar[str]
    """The argument of a page that asks for one."""

    def __init__(
        self, ds: Any, request: Request, database: str, *, table: str | None = None, sql: str | None = None, **more: Any
    ) -> None:
        self.ds = ds
        self.request = request
        self.database = database
        self.table = table or ""
        self.stock = ColumnFacet(ds, request, database, table=table, sql=sql, **more)
        settings = more.get("table_config") or more.get("metadata")  # 1.0, 0.65
        asked = load_facet_configs(request, settings).get(self.type, [])
        self.sources: dict[str, str] = {}
        """Of each facet asked for: 'metadata' or 'request'."""
        for each in asked:
            name = each["config"].get("simple") or each["config"].get("column")
            self.sources.setdefault(str(name), each["source"])

    @property
    def size(self) -> int:
        """How many lines a facet may have."""
        return int(self.stock.get_facet_size())

    async def execute(self, sql: str, params: Mapping[str, Any]) -> list[Any]:
        """Rows of a statement.

        Raises:
            QueryInterrupted: It took longer than a facet may.
        """
        limit = self.ds.setting("facet_time_limit_ms")

        async def counted() -> list[Any]:
            result = await self.ds.execute(self.database, sql, params, truncate=False, custom_time_limit=limit)
            return list(result.rows)

        return list(await memory(self.ds.get_database(self.database)).get((sql, repr(params), limit), counted))

    def shown(self, name: str, asked: str, tally: Tally, chosen: set[str], argument: str) -> dict[str, Any]:
        """A facet as Datasette's pages and its JSON want it, of one line more than is shown if there are more."""
        size = self.size
        noun = self.table if self.table in COUNTED else "rows"
        ranked = tally.values[:size] + [one for one in tally.values[size:] if str(one.value) in chosen]
        return {
            "name": name if tally.sample is None else f"{name} in the first {tally.sample:,} {noun}",
            "type": self.type,
            "hideable": self.sources[asked] != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {self.argument: asked})),
            "sample": tally.sample,
            "truncated": len(tally.values) > size,
            "results": [
                {
                    "value": one.value,
                    "label": one.label,
                    "count": one.rows,
                    "toggle_url": self.toggled(argument, str(one.value), is_chosen=str(one.value) in chosen),
                    "selected": str(one.value) in chosen,
                }
                for one in ranked
            ],
        }

    def toggled(self, argument: str, value: str, *, is_chosen: bool) -> str:
        """The page with a filter taken away or added, from its first row on."""
        if is_chosen:
            path = path_with_removed_args(self.request, {argument: value})
        else:
            path = path_with_added_args(self.request, {argument: value})
        path = path_with_removed_args(self.request, {"_next"}, path=path)
        return str(self.ds.absolute_url(self.request, self.ds.urls.path(path)))

    def suggestion(self, name: str, asked: str) -> dict[str, str]:
        """A facet that is not on the page, as Datasette wants it."""
        path = path_with_added_args(self.request, {self.argument: asked})
        return {"name": name, "toggle_url": str(self.ds.absolute_url(self.request, self.ds.urls.path(path)))}

    async def is_of_archive(self) -> bool:
        """Whether the page is of an archive's table."""
        return bool(self.table) and await is_archive(self.ds.get_database(self.database))


class EntityFacet(_ArchiveFacet):
    """People, organisations or places that rows of `snippets` name, or that `mentions` are of."""

    type = "entity"
    argument = "_facet_entity"

    async def suggest(self) -> list[dict[str, str]]:
        """Facets of the kinds that the archive has."""
        if not await self._is_possible():
            return []
        rows = await self.execute(
            "select value from json_each(:kinds) where exists"
            " (select 1 from entities where kind = value and mention_count > 0)",
            {"kinds": json.dumps([kind for kind in KINDS if kind not in self.sources])},
        )
        return [{**self.suggestion(KINDS[kind], kind), "type": self.type} for (kind,) in rows]

    async def facet_results(self) -> Found:
        """The facets asked for."""
        kinds = [kind for kind in self.sources if kind in KINDS]
        if not kinds or not await self._is_possible():
            return [], []
        chosen = entity_ids(self.request.args.getlist("_entity"))
        rows = await selected(self.ds, self.request, self.database, self.table)
        if self.table == "mentions":
            # a mention is of one entity: counting only those chosen would leave nothing to choose
            rows = replace(rows, conditions=tuple(one for one in rows.conditions if not ENTITY_LIST.fullmatch(one)))
        tallies = await self._tallies(rows, kinds, chosen)
        if tallies is None:
            return [], [KINDS[kind] for kind in kinds]
        picked = set(map(str, chosen))
        return [self.shown(KINDS[kind], kind, tallies[kind], picked, "_entity") for kind in kinds], []

    async def _is_possible(self) -> bool:
        if self.table not in COUNTED or not await self.is_of_archive():
            return False
        return await may_view(self.ds, self.request.actor, self.database, "mentions", "entities")

    async def _tallies(self, rows: Selected, kinds: list[str], chosen: list[int]) -> dict[str, Tally] | None:
        params = {
            **rows.params,
            "facet_most": self.size + 1,
            "facet_kinds": json.dumps(kinds),
            "facet_chosen": json.dumps(chosen),
        }
        if not rows.conditions:
            return _by_kind(await self.execute(stored_sql(self.table, kinds), params), kinds, None)
        for sample in SAMPLES:
            try:
                found = await self.execute(sampled_sql(rows), {**params, "facet_sample": sample})
            except QueryInterrupted:
                continue
            return _by_kind(found, kinds, sample)
        return None


class CountedFacet(_ArchiveFacet):
    """The values of a column, in place of Datasette's own facet of columns, which it is outside of archives."""

    type = "column"
    argument = "_facet"

    async def suggest(self) -> list[dict[str, str]]:
        """Columns of few values, without looking."""
        if not await self.is_of_archive():
            found: list[dict[str, str]] = await self.stock.suggest()
            return found
        return [
            self.suggestion(column, column) for column in SUGGESTED.get(self.table, ()) if column not in self.sources
        ]

    async def facet_results(self) -> Found:
        """The facets asked for."""
        if not self.sources:
            return [], []
        if not await self.is_of_archive():
            found: Found = await self.stock.facet_results()
            return found
        known = await self.ds.get_database(self.database).table_columns(self.table)
        columns = [column for column in self.sources if column in known]
        rows = await selected(self.ds, self.request, self.database, self.table)
        tallies = {} if rows.conditions else await self._whole(rows, columns)
        tallies |= await self._first(rows, [column for column in columns if column not in tallies])
        shown = [await self._shown(column, tallies[column]) for column in columns if column in tallies]
        return shown, [column for column in columns if column not in tallies]

    async def _shown(self, column: str, tally: Tally) -> dict[str, Any]:
        exact = f"{column}__exact"
        argument = exact if column.startswith("_") or self.request.args.getlist(exact) else column
        chosen = set(self.request.args.getlist(argument))
        shown = self.shown(column, column, tally, chosen, argument)
        values = [line["value"] for line in shown["results"]]
        named = await labels(self.ds, self.request.actor, self.database, self.table, column, values)
        for line in shown["results"]:
            line["label"] = named.get(line["value"], line["label"])
        return shown

    async def _whole(self, rows: Selected, columns: list[str]) -> dict[str, Tally]:
        """Tallies of all rows, of those columns that have an index, or else few rows."""
        found = {}
        for column in columns:
            with suppress(QueryInterrupted):  # the first rows will do
                lines = await self.execute(column_sql(rows, column), {**rows.params, "facet_most": self.size + 1})
                found[column] = Tally([_plain(*line) for line in lines])
        return found

    async def _first(self, rows: Selected, columns: list[str]) -> dict[str, Tally]:
        """Tallies of the first rows; none where even these can't be found in time."""
        db = self.ds.get_database(self.database)
        is_view = bool(await db.get_view_definition(self.table))
        keys = await db.primary_keys(self.table) or ([] if is_view else ["rowid"])
        for sample in SAMPLES if columns else ():
            params = {**rows.params, "facet_most": self.size + 1, "facet_sample": sample}
            try:
                seen, *lines = await self.execute(columns_sql(rows, keys, columns), params)
            except QueryInterrupted:
                continue
            size = sample if seen[2] > sample else None
            return {
                column: Tally([_plain(value, count) for place, value, count in lines if place == number], size)
                for number, column in enumerate(columns)
            }
        return {}


def _by_kind(rows: list[Any], kinds: list[str], sample: int | None) -> dict[str, Tally]:
    """Tallies of rows of `stored_sql`, or with a sample's size of `sampled_sql`."""
    size = None
    if sample is not None:
        seen, *rows = rows
        size = sample if seen["n"] > sample else None
    return {
        kind: Tally([Value(row["id"], row["name"], row["n"]) for row in rows if row["kind"] == kind], size)
        for kind in kinds
    }


def _plain(value: Any, count: int) -> Value:
    return Value(value, value, count)
