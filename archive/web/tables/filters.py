"""Filtering stock pages by entity: `?_entity=12&_entity=40&_not_entity=7`.

On `snippets` (and whatever else belongs to a snippet) every entity given must be named in the snippet, and none of
those given with `_not_entity`; a mention is of one entity, so on `mentions` it is any of them. Each filter stands on
the page with a link that takes it away.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from datasette.filters import FilterArguments
from datasette.utils import path_with_removed_args
from datasette.utils.asgi import BadRequest

from archive.web.access import is_archive
from archive.web.versions import ensure

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Sequence

    from datasette.utils.asgi import Request

FILTERED = {
    "snippets": "id", "mentions": "entity_id", "mentioned": "entity_id", "sightings": "snippet_id",
    "dates": "snippet_id", "quotations": "snippet_id",
}  # fmt: skip
"""Tables and views that can be filtered by entity, with the column by which."""

MOST = 20
"""So many entities can be given at once."""

ENTITY_LIST = re.compile(r"entity_id in \((?::entity_\d+(?:, )?)+\)")
"""The condition by which `_entity` filters mentions."""

_ID = re.compile(r"\d{1,18}", re.ASCII)
_PHRASES = {"_entity": "names", "_not_entity": "does not name"}


def entity_filters(
    request: Request, database: str, table: str | None, datasette: Any
) -> Callable[[], Coroutine[Any, Any, Any]] | None:
    """What `_entity` and `_not_entity` ask for, for Datasette's hook `filters_from_request`.

    The hook should run last (`trylast=True`): a page has one list of conditions with links to remove them, and this
    one holds those of `_where` too.

    Raises:
        BadRequest: When awaited, if an entity is no number or there are too many.
        Forbidden: When awaited, if mentions or entities may not be seen.
    """
    given = [(name, value) for name in _PHRASES for value in request.args.getlist(name)]
    if table not in FILTERED or not given:
        return None

    async def inner() -> Any:
        if not await is_archive(datasette.get_database(database)):
            return None
        for needed in ("mentions", "entities"):
            await ensure(datasette, request.actor, "view-table", database, needed)
        arguments = [(name, id_) for name in _PHRASES for id_ in entity_ids(request.args.getlist(name))]
        if len(arguments) > MOST:
            raise BadRequest(f"_entity and _not_entity can be given {MOST} times at most.")
        known = await _entities(datasette, database, [id_ for _, id_ in arguments])
        told = {
            (name, str(id_)): f"{_PHRASES[name]} {known[id_][0] if id_ in known else f'entity {id_}'}"
            for name, id_ in arguments
        }
        # the rarest first: it alone is made a list of
        arguments.sort(key=lambda argument: known.get(argument[1], ("", 0))[1])
        conditions, params = entity_conditions(table, arguments)
        told_where = {("_where", text): text for text in request.args.getlist("_where")}
        shown = [
            {"text": text, "remove_url": datasette.urls.path(path_with_removed_args(request, dict([argument])))}
            for argument, text in (told | told_where).items()
        ]
        return FilterArguments(conditions, params, _sentence(table, told.values()), {"extra_wheres_for_ui": shown})

    return inner


def entity_ids(values: Iterable[str]) -> list[int]:
    """The numbers of entities, each once.

    Raises:
        BadRequest: One is no number.
    """
    given = list(values)
    for value in given:
        if not _ID.fullmatch(value):
            raise BadRequest(f"_entity takes the number of an entity, such as _entity=12, not {value[:40]!r}.")
    return list(dict.fromkeys(map(int, given)))


def entity_conditions(table: str, arguments: Sequence[tuple[str, int]]) -> tuple[list[str], dict[str, int]]:
    """SQL conditions, and their parameters, of arguments `_entity` and `_not_entity` with an entity each.

    The first `_entity` becomes a list of ids, all others a look into an index for each row: so the rarest comes first.
    """
    column = FILTERED[table]
    params = {f"entity_{place}": id_ for place, (_, id_) in enumerate(arguments)}
    wanted, unwanted = (
        [f":entity_{place}" for place, (given, _) in enumerate(arguments) if given == name] for name in _PHRASES
    )
    if column == "entity_id":
        lists = (("in", wanted), ("not in", unwanted))
        return [f"entity_id {how} ({', '.join(values)})" for how, values in lists if values], params
    listed = [f"{column} in (select snippet_id from mentions where entity_id = {one})" for one in wanted[:1]]
    probe = f"exists (select 1 from mentions m where m.entity_id = {{}} and m.snippet_id = {table}.{column})"
    return [
        *listed,
        *(probe.format(one) for one in wanted[1:]),
        *(f"not {probe.format(one)}" for one in unwanted),
    ], params


def _sentence(table: str, told: Iterable[str]) -> list[str]:
    """What is asked for, in the words that follow "where" above a page; of several `_entity` one mention is any."""
    if FILTERED[table] != "entity_id":
        return list(told)
    wanted = [text for text in told if text.startswith(_PHRASES["_entity"])]
    unwanted = [text for text in told if text not in wanted]
    return [" or ".join(wanted)] * bool(wanted) + unwanted


async def _entities(datasette: Any, database: str, ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Names and numbers of snippets of entities."""
    sql = "select id, name, snippet_count from entities where id in (select value from json_each(:ids))"
    result = await datasette.get_database(database).execute(sql, {"ids": json.dumps(ids)})
    return {row["id"]: (row["name"], row["snippet_count"]) for row in result.rows}
