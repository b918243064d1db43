"""What all pages of the reading room have in common: a visit, how it is answered, and what leads home."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from datasette.utils.asgi import NotFound, Response

from archive.errors import ArchiveError, TooSlowError
from archive.text.calendar import DAY_NAMES
from archive.text.sentences import is_open
from archive.web import access, assets, permit, wording
from archive.web.addresses import STATIC, Links, number_in, web_address
from archive.web.pages.paging import size_of
from archive.web.spans import excerpt, shortened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable, Coroutine

View: TypeAlias = "Callable[[Any, Any], Coroutine[Any, Any, Response]]"

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No script or style but our own files, no other host, no frame: a text that slipped through stays a text."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


SAID = {
    **vars(wording),
    "DAY_NAMES": DAY_NAMES,
    "excerpt": excerpt,
    "is_open": is_open,
    "shortened": shortened,
    "web_address": web_address,
}
"""What templates say results with, as `say`."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page of one archive, by somebody who may read it."""

    datasette: Any
    request: Any
    db: Any
    links: Links

    @classmethod
    async def of(cls, datasette: Any, request: Any) -> Visit:
        """The visit that a request makes to the archive in its path."""
        db = await access.asked_for(datasette, request)
        return cls(datasette, request, db, links_to(datasette, db))

    @property
    def args(self) -> Any:
        """The arguments of its address."""
        return self.request.args

    async def read(self, work: Callable[[sqlite3.Connection], access.T]) -> access.T:
        """Read from the archive, and if that takes too long once more: what came from the disk is in memory then.

        Raises:
            TooSlowError: It took too long twice.
            StoreError: The archive is of another version of the schema.
        """
        try:
            return await access.read(self.datasette, self.db, work)
        except TooSlowError:
            return await access.read(self.datasette, self.db, work)

    @property
    def longest(self) -> float:
        """Seconds that a search may take."""
        return float(self.datasette.setting("sql_time_limit_ms")) / 1000

    async def show(self, template: str, status: int = 200, **context: object) -> Response:
        """Answer with a page."""
        described = await access.described(self.datasette, self.db)
        shown = {
            "links": self.links,
            "archive_title": described.get("title") or self.db.name,
            "database_name": self.db.name,
            "about": described,
            "text": "",
            "secret": permit.secret_for(self.request),
            "file_url": partial(static_url, self.datasette),
            **context,
        }
        html = await self.datasette.render_template(f"archive/{template}", shown, request=self.request)
        # a page with forms is good for one run of the server: kept, it would come back with a secret that has gone
        kept = {"cache-control": "no-store"} if shown["secret"] else {}
        return Response.html(html, status=status, headers=HEADERS | kept)

    def number(self) -> int:
        """The number that the path ends with."""
        return int(self.request.url_vars["number"])

    def page(self, name: str = "page") -> int:
        """A number among the arguments; 1 where it is none."""
        return number_in((self.args.get(name) or "")[:12]) or 1

    @property
    def size(self) -> int:
        """Results on a page, as an argument asks for them."""
        return size_of(number_in(self.args.get("size")))


def static_url(datasette: Any, name: str) -> str:
    """Where one of our own files is."""
    return f"{datasette.urls.path(f'{STATIC}/{name}')}?v={assets.version(name)}"


def links_to(datasette: Any, db: Any) -> Links:
    """Addresses of an archive's pages."""
    return Links(str(datasette.urls.path("/")), db.route)


async def listed(datasette: Any, found: list[Any]) -> list[tuple[str | None, str, str]]:
    """Title, name and address of some archives."""
    return [
        ((await access.described(datasette, db)).get("title"), db.name, links_to(datasette, db).home) for db in found
    ]


def at_archive(view: Callable[[Visit], Awaitable[Response]]) -> View:
    """A page of an archive as Datasette calls it; where the archive of its address is none, those that there are."""

    async def page(datasette: Any, request: Any) -> Response:
        try:
            visit = await Visit.of(datasette, request)
            return await view(visit)
        except NotFound as error:
            found = await access.archives(datasette, request.actor)
            if not found:
                raise
            visit = Visit(datasette, request, found[0], links_to(datasette, found[0]))
            return await visit.show("index.html", 404, listed=await listed(datasette, found), problem=str(error))
        except ArchiveError as error:
            return await visit.show("problem.html", 503, problem=str(error))

    return page
