"""Stock Datasette behind one face, be it 0.65 or a 1.0 alpha: who may see what, and which rows a table page selects.

The two versions differ in the names of permission checks and canned queries; nothing else in the rooms of `web` that
use this has to know which of them is running.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datasette.filters import Filters
from datasette.plugins import pm
from datasette.utils import await_me_maybe, escape_sqlite
from datasette.utils.asgi import Forbidden, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Selected:
    """Which rows of a table or view the arguments of its page select."""

    table: str
    conditions: tuple[str, ...] = ()
    """SQL, to be joined by `and`; values are parameters except in `_where`, which takes the right to execute SQL."""
    params: Params = field(default_factory=dict)

    @property
    def source(self) -> str:
        """SQL from `from` on."""
        where = f" where {' and '.join(self.conditions)}" if self.conditions else ""
        return f"from {escape_sqlite(self.table)}{where}"


@dataclass(frozen=True, slots=True)
class Canned:
    """A ready-made query."""

    name: str
    sql: str
    parameters: tuple[str, ...]
    """Declared ones; empty: as they stand in the SQL."""
    is_write: bool
    is_trusted: bool
    """Whether who may see it may run it, without the right to execute SQL."""


async def ensure(datasette: Any, actor: Any, action: str, database: str, child: str | None = None) -> None:
    """Check a permission, such as 'view-table', as the stock pages do; the child is a table, a view or a query.

    Raises:
        Forbidden: It is not allowed.
    """
    if hasattr(datasette, "permission_allowed"):  # 0.65
        resource: Any = (database, child) if child else database
        wider = ["view-instance"] if action == "view-database" else [("view-database", database), "view-instance"]
        await datasette.ensure_permissions(actor, [(action, resource), *wider])
        return
    from datasette import resources  # noqa: PLC0415 - from 1.0 on

    kinds = {"view-table": resources.TableResource, "view-query": resources.QueryResource}
    asked = kinds[action](database, child) if action in kinds else resources.DatabaseResource(database)
    await datasette.ensure_permission(action=action, resource=asked, actor=actor)


async def may_view(datasette: Any, actor: Any, database: str, *tables: str) -> bool:
    """Whether all of these tables may be seen."""
    try:
        for table in tables:
            await ensure(datasette, actor, "view-table", database, table)
    except Forbidden:
        return False
    return True


async def canned_query(datasette: Any, database: str, name: str, actor: Any) -> Canned | None:
    """A ready-made query by its name; None if there is none. Whether it may be seen is another question."""
    if hasattr(datasette, "get_canned_query"):  # 0.65
        found = await datasette.get_canned_query(database, name, actor)
        if found is None:
            return None
        return Canned(name, found["sql"], tuple(found.get("params") or ()), bool(found.get("write")), is_trusted=True)
    stored = await datasette.get_query(database, name)
    if stored is None:
        return None
    return Canned(name, stored.sql, tuple(stored.parameters or ()), bool(stored.is_write), bool(stored.is_trusted))


async def table_settings(datasette: Any, database: str, table: str) -> dict[str, Any]:
    """What metadata or configuration say of a table: sort order and the like."""
    if hasattr(datasette, "table_config"):
        return dict(await datasette.table_config(database, table) or {})
    return dict(datasette.table_metadata(database, table) or {})


def column_filters(request: Request, reserved: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Arguments that filter by a column (`year=2024`, `text__contains=grain`), but those that mean something else."""
    names = (key for key in request.args if key not in reserved and (not key.startswith("_") or "__" in key))
    return sorted((name, value) for name in names for value in request.args.getlist(name))


async def selected(
    datasette: Any, request: Request, database: str, table: str, *, reserved: frozenset[str] = frozenset()
) -> Selected:
    """The rows that the arguments of a table page select, without its paging: by columns, search, plugins.

    Raises:
        Forbidden: An argument asks for what the actor may not do (`_where`, `_through`).
        BadRequest: An argument can't be understood.
    """
    conditions, params = Filters(column_filters(request, reserved)).build_where_clauses(table)
    hooks = pm.hook.filters_from_request(request=request, table=table, database=database, datasette=datasette)
    for hook in hooks:
        found = await await_me_maybe(hook)
        if found:
            conditions.extend(found.where_clauses)
            params.update(found.params)
    return Selected(table, tuple(conditions), params)


async def labels(
    datasette: Any, actor: Any, database: str, table: str, column: str, values: Sequence[Any]
) -> dict[Any, str]:
    """What the rows are called that the values of a foreign key point to; nothing where the column is none."""
    who = () if hasattr(datasette, "permission_allowed") else (actor,)  # 0.65 asks for no actor
    found = await datasette.expand_foreign_keys(*who, database, table, column, values)
    return {value: label for (_, value), label in found.items()}
