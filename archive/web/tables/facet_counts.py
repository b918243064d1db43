"""What facets count with: SQL over the rows that a table page selects, and the lines that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from datasette.utils import escape_sqlite

from archive.web.wording import KINDS

if TYPE_CHECKING:
    from archive.web.versions import Selected

COUNTED = {"snippets": "snippet_count", "mentions": "mention_count"}
"""Tables that have facets of entities, with the column of entities that holds the counts for all their rows."""

USUAL = {("snippets", "dated_by"): "'published'", ("snippets", "is_truncated"): "0"}
"""Columns in which most rows have one value: their indexes hold the others, and it is what those leave of all rows."""


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


def stored_sql(table: str, kinds: list[str]) -> str:
    """The entities of all rows of a table by the counts that the archive keeps, in a fraction of a millisecond.

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
        if kind in KINDS
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
    counted = f"select {name}, count(*) as n {rows.source} where {name} is not null"
    if usual := USUAL.get((rows.table, column)):
        of_others = f"(select count(*) {rows.source} where {name} is not {usual})"
        counted = (
            f"select * from ({counted} and {name} is not {usual} group by {name}"
            f" union all select {usual}, (select count(*) {rows.source}) - {of_others}) where n > 0"
        )
    else:
        counted += f" group by {name}"
    return f"{counted} order by n desc, {name} limit :facet_most"


def columns_sql(rows: Selected, keys: list[str], columns: list[str]) -> str:
    """The values of columns in the first rows selected, by the table's key; a view has none, and no order.

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
        counted = ", ".join(escape_sqlite(column) for column in columns)  # others may take long to work out
        found, kept = f"select {counted} {rows.source}", "(select * from found limit :facet_sample) t"
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
