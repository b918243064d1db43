"""Every address of the reading room, and who answers there; the first that fits does."""

from __future__ import annotations

from typing import Any, Final

from archive.export.cite import FORMS
from archive.web import editing, feeds, finding, handlers, keeping, overviews
from archive.web.export import citefile, csvfile, jsonfile
from archive.web.pages.lists import NAMES
from archive.web.visit import at_archive

_NUMBER = "(?P<number>[0-9]{1,18})"
_PAGES: Final = (
    ("/?", handlers.home),
    ("/search", handlers.search),
    (r"/search\.atom", feeds.search_feed),
    ("/searches", editing.change_searches),
    (r"/network(?P<form>\.svg|\.graphml)?", handlers.network),
    (f"/snippet/{_NUMBER}", handlers.snippet),
    (f"/snippet/{_NUMBER}/edit", keeping.change_snippet),
    (f"/entity/{_NUMBER}", handlers.entity),
    (rf"/entity/{_NUMBER}\.atom", feeds.entity_feed),
    (f"/entity/{_NUMBER}/edit", editing.change_entity),
    (f"/source/{_NUMBER}", handlers.source),
    (f"/(?P<list>{'|'.join(NAMES)})", finding.listing),
    ("/keys", finding.keys),
    (r"/suggest\.json", finding.suggest),
    (r"/agenda(?P<form>\.json|\.csv)?", overviews.agenda),
    (r"/compare(?P<form>\.json|\.csv)?", overviews.compare),
    (r"/names(?P<form>\.json|\.csv)?", overviews.names),
    ("/decisions", keeping.decisions),
    ("/review", keeping.review),
    ("/.*", handlers.nowhere),
)
"""Below the address of an archive."""
_FILES: Final = (
    (r"/search\.json", jsonfile.search_json),
    (r"/export\.csv", csvfile.export_csv),
    (f"/cite/(?P<form>{'|'.join(FORMS)})", citefile.cite_file),
)
"""The same of what is streamed."""

ROUTES: Final[list[tuple[str, Any]]] = [
    ("^/-/archive/?$", handlers.index),
    (r"^/-/archive-static/(?P<name>[a-z]+\.[a-z]+)$", handlers.static),
    *((f"^/-/archive/(?P<database>[^/]+){path}$", view) for path, view in _FILES),
    *((f"^/-/archive/(?P<database>[^/]+){path}$", at_archive(view)) for path, view in _PAGES),
]
