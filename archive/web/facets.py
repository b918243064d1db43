"""Facets of stock table pages: whom and what the rows name, counted through `mentions`, and what a column holds.

    facets: [{entity: person}, {entity: organisation}, {entity: place}, {counted: outlet}]     in metadata.yml
    ?_facet_entity=person&_facet_counted=outlet                                                in the address of a page

A click on an entity filters the page by it (filters.py). Datasette itself has no facet through another table, and its
facet of a column reads every row that a page selects, which at a million rows takes longer than it is given. These two
answer at any size:

- all rows of a table: entities from the counts that the archive keeps, columns from their indexes; exact;
- up to SAMPLES[0] rows selected: from these rows; exact;
- more: from the first so many rows, and the facet's name says so: "people in the first 20,000 snippets". Where even
  these can't be found in the time that a facet is given, from the first SAMPLES[1].

They are for archives: on tables of other databases nothing is suggested or counted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from datasette.database import QueryInterrupted
from datasette.facets import Facet, load_facet_configs
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args

from archive.web.access import is_archive
from archive.web.filters import ENTITY_LIST, entity_ids
from archive.web.stock import Selected, may_view, selected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from datasette.utils.asgi import Request

Found = tuple[list[dict[str, Any]], list[str]]
"""What Datasette expects of a facet: the facets counted, and the names of those that took too long."""

SAMPLES = (20_000, 2_000)
"""So many rows are counted at most; the smaller number where finding the larger takes too long."""

PLURALS = {"person": "people", "organisation": "organisations", "place": "places"}
"""Kinds of entities, and what their facets are called."""

COUNTED = {"snippets": "snippet_count", "mentions": "mention_count"}
"""Tables that have facets of entities, with the column of entities that holds the counts for all their rows."""


class Value(NamedTuple):
    """A line of a facet."""

    value: Any
    label: str
    rows: int
    """How many rows have it."""


class Tally(NamedTuple):
    """The lines of one facet, and how many rows they were counted in, if these are only the first of more."""

    values: list[Value]
    sample: int | None = None


def facet_classes() -> list[type]:
    """The classes for Datasette's hook `register_facet_classes`."""
    return [EntityFacet, CountedFacet]


class _ArchiveFacet:
    """What the facets of an archive share. Made and called by Datasette: `suggest`, then `facet_results`."""

    type: ClassVar[str]

    def __init__(
        self, ds: Any, request: Request, database: str, *, table: str | None = None, sql: str | None = None, **more: Any
    ) -> None:
        self.ds = ds
        self.request = request
        self.database = database
        self.table = table or ""
        settings = more.get("table_config") or more.get("metadata")  # 1.0, 0.65
        asked = load_facet_configs(request, settings).get(self.type, [])
        self.sources: dict[str, str] = {}
        """Of each facet asked for: 'metadata' or 'request'."""
        for each in asked:
            name = each["config"].get("simple") or each["config"].get("column")
            self.sources.setdefault(str(name), each["source"])
        self._stock = Facet(ds, request, database, table=table, sql=sql)

    @property
    def size(self) -> int:
        """How many lines a facet may have."""
        return int(self._stock.get_facet_size())

    async def execute(self, sql: str, params: Mapping[str, Any]) -> list[Any]:
        """Rows of a statement.

        Raises:
            QueryInterrupted: It took longer than a facet may.
        """
        limit = self.ds.setting("facet_time_limit_ms")
        result = await self.ds.execute(self.database, sql, params, truncate=False, custom_time_limit=limit)
        return list(result.rows)

    def shown(self, name: str, asked: str, tally: Tally, chosen: set[str], argument: str) -> dict[str, Any]:
        """A facet as Datasette's pages and its JSON want it.

        Args:
            name: What it is called.
            asked: By which value it was asked for.
            tally: Its lines, one more than are shown if there are more.
            chosen: Values that the page is filtered by.
            argument: By which argument of the page.
        """
        size = self.size
        noun = self.table if self.table in COUNTED else "rows"
        ranked = tally.values[:size] + [one for one in tally.values[size:] if str(one.value) in chosen]
        return {
            "name": name if tally.sample is None else f"{name} in the first {tally.sample:,} {noun}",
            "type": self.type,
            "hideable": self.sources[asked] != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {f"_facet_{self.type}": asked})),
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


class EntityFacet(_ArchiveFacet):
    """People, organisations or places that rows of `snippets` name, or that `mentions` are of."""

    type = "entity"

    async def suggest(self) -> list[dict[str, str]]:
        """Facets of the kinds that the archive has."""
        if not await self._is_possible():
            return []
        rows = await self.execute(
            "select value from json_each(:kinds) where exists"
            " (select 1 from entities where kind = value and mention_count > 0)",
            {"kinds": json.dumps([kind for kind in PLURALS if kind not in self.sources])},
        )
        return [
            {
                "name": PLURALS[kind],
                "type": self.type,
                "toggle_url": self.ds.absolute_url(
                    self.request, self.ds.urls.path(path_with_added_args(self.request, {"_facet_entity": kind}))
                ),
            }
            for (kind,) in rows
        ]

    async def facet_results(self) -> Found:
        """The facets asked for."""
        kinds = [kind for kind in self.sources if kind in PLURALS]
        if not kinds or not await self._is_possible():
            return [], []
        chosen = entity_ids(self.request.args.getlist("_entity"))
        rows = await selected(self.ds, self.request, self.database, self.table)
        if self.table == "mentions":
            # a mention is of one entity: counting only those chosen would leave nothing to choose
            rows = replace(rows, conditions=tuple(one for one in rows.conditions if not ENTITY_LIST.fullmatch(one)))
        tallies = await self._tallies(rows, kinds, chosen)
        if tallies is None:
            return [], [PLURALS[kind] for kind in kinds]
        picked = set(map(str, chosen))
        return [self.shown(PLURALS[kind], kind, tallies[kind], picked, "_entity") for kind in kinds], []

    async def _is_possible(self) -> bool:
        if self.table not in COUNTED or not await is_archive(self.ds.get_database(self.database)):
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
    """The values of a column, like Datasette's own facet of columns, at any size."""

    type = "counted"

    async def suggest(self) -> list[dict[str, str]]:
        """None: Datasette's own facets of columns are suggested already."""
        return []

    async def facet_results(self) -> Found:
        """The facets asked for."""
        if not self.sources or not await is_archive(self.ds.get_database(self.database)):
            return [], []
        db = self.ds.get_database(self.database)
        known = await db.table_columns(self.table)
        columns = [column for column in self.sources if column in known]
        if not columns:
            return [], []
        rows = await selected(self.ds, self.request, self.database, self.table)
        is_view = bool(await db.get_view_definition(self.table))
        keys = await db.primary_keys(self.table) or ([] if is_view else ["rowid"])
        tallies = await self._tallies(rows, keys, columns)
        if tallies is None:
            return [], columns
        return [self._shown(column, tallies[column]) for column in columns], []

    def _shown(self, column: str, tally: Tally) -> dict[str, Any]:
        exact = f"{column}__exact"
        argument = exact if column.startswith("_") or self.request.args.getlist(exact) else column
        chosen = set(self.request.args.getlist(argument))
        return {**self.shown(column, column, tally, chosen, argument), "type": "column"}

    async def _tallies(self, rows: Selected, keys: list[str], columns: list[str]) -> dict[str, Tally] | None:
        params = {**rows.params, "facet_most": self.size + 1}
        if not rows.conditions:
            try:
                return {
                    column: Tally([_plain(*row) for row in await self.execute(column_sql(rows, column), params)])
                    for column in columns
                }
            except QueryInterrupted:
                pass  # an index is missing, or the machine is slow: the first rows will do
        for sample in SAMPLES:
            try:
                found = await self.execute(columns_sql(rows, keys, columns), {**params, "facet_sample": sample})
            except QueryInterrupted:
                continue
            seen, *lines = found
            size = sample if seen[2] > sample else None
            return {
                column: Tally([_plain(value, count) for place, value, count in lines if place == number], size)
                for number, column in enumerate(columns)
            }
        return None


def stored_sql(table: str, kinds: list[str]) -> str:
    """The entities of all rows of a table by the counts that the archive keeps, in a fraction of a millisecond.

    Args:
        table: 'snippets' or 'mentions'.
        kinds: Kinds of entities, of PLURALS.

    Returns:
        SQL of rows of kind, id, name and count; takes `facet_most` (of each kind) and `facet_chosen` (JSON, shown too).
    """
    count = COUNTED[table]
    # The index is by mentions. An entity has at least as many mentions as snippets, so nobody with fewer mentions than
    # the last of the first by mentions has snippets can be among the first by snippets.
    selects = [
        f"""select * from (
              select kind, id, name, {count} as n from entities
              where kind = '{kind}' and mention_count > 0 and mention_count >= (
                select min(n) from (
                  select {count} as n from entities where kind = '{kind}' order by mention_count desc limit :facet_most
                )
              )
              order by n desc, id limit :facet_most
            )"""
        for kind in kinds
        if kind in PLURALS
    ]
    selects.append(
        f"""select kind, id, name, {count} from entities
            where id in (select value from json_each(:facet_chosen))
              and kind in (select value from json_each(:facet_kinds))"""
    )
    return f"select kind, id, name, n from ({' union '.join(selects)}) order by n desc, id"


def sampled_sql(rows: Selected) -> str:
    """The entities of the first rows selected.

    Returns:
        SQL of a row with the number of rows found, up to one more than the sample, and rows of kind, id, name and
        count; takes `facet_sample`, `facet_most` (of each kind), `facet_kinds` and `facet_chosen` (JSON, shown too).
    """
    # In the order of the key: an index that happens to hold all that is asked for would give rows of few kinds.
    if rows.table == "mentions":
        column, keys = "entity_id", "snippet_id, start"
        tally = "select row as id, count(*) as n from kept group by row"
    else:
        column = keys = "id"
        tally = (
            "select m.entity_id as id, count(distinct m.snippet_id) as n"
            " from kept cross join mentions m on m.snippet_id = kept.row group by m.entity_id"
        )
    return f"""
        with found as materialized (select {column} as row {rows.source} order by {keys} limit :facet_sample + 1),
        kept as (select row from found limit :facet_sample),
        tally as materialized ({tally}),
        ranked as (
          select e.kind, e.id, e.name, tally.n,
                 row_number() over (partition by e.kind order by tally.n desc, e.id) as place
          from tally cross join entities e on e.id = tally.id
          where e.kind in (select value from json_each(:facet_kinds))
        )
        select '' as kind, 0 as id, '' as name, (select count(*) from found) as n
        union all
        select kind, id, name, n from (
          select kind, id, name, n from ranked
          where place <= :facet_most or id in (select value from json_each(:facet_chosen))
          union all
          select kind, id, name, 0 from entities
          where id in (select value from json_each(:facet_chosen)) and id not in (select id from tally)
            and kind in (select value from json_each(:facet_kinds))
          order by n desc, id
        )"""


def column_sql(rows: Selected, column: str) -> str:
    """The values of a column with their counts, most frequent first; takes `facet_most`."""
    name = escape_sqlite(column)
    return (
        f"select {name}, count(*) as n {rows.source} where {name} is not null"
        f" group by {name} order by n desc, {name} limit :facet_most"
    )


def columns_sql(rows: Selected, keys: list[str], columns: list[str]) -> str:
    """The values of columns in the first rows selected.

    Args:
        rows: The rows.
        keys: The columns of the table's key; none for a view, whose rows have no order.
        columns: The columns to count.

    Returns:
        SQL of a row with the number of rows found, up to one more than the sample, as its third column, and rows of
        the column's place among `columns`, value and count; takes `facet_sample` and `facet_most`.
    """
    # Found by their keys first: those alone are cheap to put in order, where the filter's index gives another one.
    names = [escape_sqlite(key) for key in keys]
    values = ", ".join(f"t.{escape_sqlite(column)} as c{number}" for number, column in enumerate(columns))
    if keys:
        fields = ", ".join(f"{name} as k{number}" for number, name in enumerate(names))
        same = " and ".join(f"t.{name} = f.k{number}" for number, name in enumerate(names))
        found = f"select {fields} {rows.source} order by {', '.join(names)}"
        kept = f"(select * from found limit :facet_sample) f cross join {escape_sqlite(rows.table)} t on {same}"
    else:
        found, kept = f"select * {rows.source}", "(select * from found limit :facet_sample) t"
    lines = "".join(
        f""" union all select * from (
              select {number}, c{number}, count(*) as n from kept where c{number} is not null
              group by c{number} order by n desc, c{number} limit :facet_most
            )"""
        for number in range(len(columns))
    )
    return f"""
        with found as materialized ({found} limit :facet_sample + 1),
        kept as materialized (select {values} from {kept})
        select -1, null, (select count(*) from found){lines}"""


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
