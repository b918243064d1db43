"""The Datasette plugin, loaded by entry point: plain `datasette archive.db` has the reading room, under any name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from datasette import hookimpl
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from archive.web import access, graphql, guard, permit, visit
from archive.web.export import csvfile
from archive.web.routes import ROUTES
from archive.web.tables import cells, facets, filters, marks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator

    from jinja2 import Environment

F = TypeVar("F")


def hook(**options: Any) -> Callable[[F], F]:
    """Datasette's `hookimpl`, which marks a function and gives it back, with its type."""

    def mark(function: F) -> F:
        hookimpl(**options)(function)
        return function

    return mark


@hook()
def startup() -> None:
    """Let Datasette answer as it does where rich is not installed, and datasette-graphql where tables are hidden.

    Where rich is, and this package brings it, Datasette prints every error with all local variables, those of a missing
    page too, and breaks down itself (status 500) where an address leads nowhere, for want of an exception to print.
    """
    errors: Any = import_module("datasette.handle_exception")
    if hasattr(errors, "rich"):
        errors.rich = None
    graphql.mend()


@hook()
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """What stands before every page."""
    return lambda app: guard.wrap(datasette, app)


@hook()
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """What a table can't be asked for is no failure of the server."""

    async def inner() -> Any:
        return await guard.asked_badly(datasette, request, exception)

    return inner


@hook()
def prepare_connection(conn: Any) -> None:
    """Bounds for one's own SQL."""
    guard.limit(conn)


@hook()
def register_routes() -> list[tuple[str, Any]]:
    """The pages, and their files."""
    return ROUTES


@hook(optionalhook=True)  # 1.0 has none: it goes by the headers that browsers send
def skip_csrf(datasette: Any, scope: dict[str, Any]) -> bool | None:
    """Forms that change an archive bear a secret of their own, and are checked where they arrive."""
    return permit.guards(scope.get("path", ""), str(datasette.setting("base_url"))) or None


@hook()
def register_facet_classes() -> list[type]:
    """Facets of entities, and of columns at any size, for stock table pages."""
    return facets.facet_classes()


@hook(specname="register_facet_classes", hookwrapper=True)
def replace_facet_classes() -> Generator[None, Any, None]:
    """Stock facets give way to those where the table is of an archive."""
    outcome = yield
    outcome.force_result([facets.beside(classes) for classes in outcome.get_result()])


@hook(trylast=True)  # after Datasette's own, whose list of conditions on the page it takes over
def filters_from_request(request: Any, database: str, table: str | None, datasette: Any) -> Any:
    """`_entity` and `_not_entity` on stock table pages."""
    return filters.entity_filters(request, database, table, datasette)


@hook()
def table_actions(datasette: Any, database: str, table: str, request: Any) -> Any:
    """From the stock page of a table to its CSV."""
    return csvfile.table_links(datasette, database, table, request)


@hook(optionalhook=True)  # 0.65 knows table_actions only, for views too
def view_actions(datasette: Any, database: str, view: str, request: Any) -> Any:
    """From the stock page of a view to its CSV."""
    return csvfile.table_links(datasette, database, view, request)


@hook()
def prepare_jinja2_environment(env: Environment) -> None:
    """Templates as `archive/…`, after those of the user, who may replace any of them."""
    env.loader = ChoiceLoader(
        [*([env.loader] if env.loader else []), PrefixLoader({"archive": PackageLoader("archive.web")})]
    )
    env.globals["say"] = visit.SAID


@hook()
def menu_links(datasette: Any, actor: Any) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """The archives, in the menu of every page."""

    async def inner() -> list[dict[str, str]]:
        found = await access.archives(datasette, actor)
        return [
            {
                "href": visit.links_to(datasette, db).home,
                "label": "Reading room" if len(found) == 1 else f"Reading room: {db.name}",
            }
            for db in found
        ]

    return inner


@hook()
def database_actions(datasette: Any, actor: Any, database: str) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """From the stock page of an archive to its own."""

    async def inner() -> list[dict[str, str]]:
        db = datasette.databases[database]
        if not await access.is_archive(db) or not (await access.rights(datasette, actor, db)).read:
            return []
        return [{"href": visit.links_to(datasette, db).home, "label": "Open the reading room"}]

    return inner


@hook()
def actor_from_request(request: Any) -> None:
    """Nobody is known by this; but of every page this is the first hook, and marks in cells need its request."""
    marks.begin(request)


@hook()
def extra_css_urls(datasette: Any, database: str | None) -> Callable[[], Awaitable[list[str]]]:
    """The style of stock pages of archives."""

    async def inner() -> list[str]:
        db = datasette.databases.get(database)
        return [visit.static_url(datasette, "stock.css")] if db and await access.is_archive(db) else []

    return inner


@hook()
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Links from stock tables to the pages."""
    return cells.render(row, value, column, table, database, datasette)
