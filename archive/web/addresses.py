"""Addresses of the pages of one archive, each written in one place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from datasette.utils import tilde_encode

from archive.search import unparse
from archive.web import refine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATH = "/-/archive"
"""Where the pages live, below Datasette's own base address."""
STATIC = "/-/archive-static"
"""Where the style sheet and the script live: beside the pages, so that no archive's name can get in their way."""


@dataclass(frozen=True, slots=True)
class Among:
    """Results that a snippet is one of."""

    query: str
    sort: str | None
    """None for the order that goes without saying: by relevance."""
    size: int | None = None
    """Results on their pages, where that is not the usual number."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses for one archive; every value is escaped for an address, none for HTML."""

    base: str
    """Datasette's base address, such as '/'."""
    route: str
    """The database as Datasette names it in addresses, not yet encoded."""

    @property
    def home(self) -> str:
        """The page that an archive opens with."""
        return f"{self.base.rstrip('/')}{PATH}/{_encoded(self.route)}"

    @property
    def database(self) -> str:
        """Datasette's own page of the database."""
        return f"{self.base.rstrip('/')}/{_encoded(self.route)}"

    def search(self, query: str = "", sort: str | None = None, page: int = 1, size: int | None = None) -> str:
        """The results of a query."""
        given = {"q": query, "sort": sort, "page": page if page > 1 else None, "size": size}
        return f"{self.home}/search" + _query(given)

    def outlet(self, name: str | None) -> str | None:
        """The search for what an outlet published; None where the query language can't write its name."""
        node = refine.outlet(name) if name else None
        return self.search(unparse(node), "newest") if node else None

    def json(self, query: str, sort: str | None = None) -> str:
        """All results of a query as JSON."""
        return f"{self.home}/search.json" + _query({"q": query, "sort": sort})

    def csv(self, query: str, sort: str | None = None) -> str:
        """All results of a query as CSV."""
        return f"{self.home}/export.csv" + _query({"q": query, "sort": sort})

    def table_csv(self, given: Mapping[str, object]) -> str:
        """All rows of a table that are asked for, as CSV."""
        return f"{self.home}/export.csv" + _query(given)

    def search_feed(self, query: str) -> str:
        """What came in last of what a query finds, as an Atom feed."""
        return f"{self.home}/search.atom" + _query({"q": query})

    def entity_feed(self, number: int) -> str:
        """The snippets that name an entity and came in last, as an Atom feed."""
        return f"{self.home}/entity/{number}.atom"

    def agenda(self, given: Mapping[str, object] | None = None, form: str = "") -> str:
        """What texts date ahead: `from`, `q`; as a file where a form is named."""
        return f"{self.home}/agenda{form}" + _query(given or {})

    def compare(self, a: str | None = None, b: str | None = None, form: str = "") -> str:
        """Two searches beside each other; as a file where a form is named."""
        given = f"?a={quote_plus(a or '')}&b={quote_plus(b or '')}" if a is not None or b is not None else ""
        return f"{self.home}/compare{form}{given}"

    def names(self, form: str = "") -> str:
        """A list of names, to be looked up; as a file where a form is named."""
        return f"{self.home}/names{form}"

    def keep(self, number: int) -> str:
        """Where the forms that keep or correct a snippet are sent."""
        return f"{self.home}/snippet/{number}/edit"

    def cite(self, form: str, query: str | None = None, sort: str | None = None, ids: Sequence[int] = ()) -> str:
        """Citations as a file, of a search or of some snippets."""
        chosen = f"?{'&'.join(f'id={number}' for number in ids)}" if ids else _query({"q": query, "sort": sort})
        return f"{self.home}/cite/{form}{chosen}"

    def decisions(self, action: str = "", page: int = 1, made: int | None = None) -> str:
        """What people decided, and where the form that undoes it is sent."""
        return f"{self.home}/decisions" + _query(
            {"action": action, "page": page if page > 1 else None, "decision": made}
        )

    def review(self, kind: str | None = None, start: int = 1) -> str:
        """What the archive is unsure of, and where answers are sent."""
        return f"{self.home}/review" + _query({"kind": kind, "from": start if start > 1 else None})

    def snippet(
        self, number: int, among: Among | None = None, place: int | None = None, decision: int | None = None
    ) -> str:
        """The page of a snippet; as one of some results, at a place among them from 1 on, it leads on to the others.

        It tells of the decision that was just made if one was.
        """
        given = {"q": among.query, "sort": among.sort, "size": among.size, "at": place} if among else {}
        return f"{self.home}/snippet/{number}" + _query({**given, "decision": decision})

    def entity(self, number: int, page: int = 1, size: int | None = None, decision: int | None = None) -> str:
        """The page of an entity, telling of the decision that was just made if one was."""
        given = {"page": page if page > 1 else None, "size": size, "decision": decision}
        return f"{self.home}/entity/{number}" + _query(given)

    def list(self, name: str, given: Mapping[str, object] | None = None) -> str:
        """All people, organisations, places, outlets or sources, or those that are asked for."""
        return f"{self.home}/{name}" + _query(given or {})

    @property
    def keys(self) -> str:
        """What the keys do."""
        return f"{self.home}/keys"

    @property
    def suggest(self) -> str:
        """What may be meant by what is being typed."""
        return f"{self.home}/suggest.json"

    def edit(self, number: int) -> str:
        """Where the forms that correct an entity are sent."""
        return f"{self.home}/entity/{number}/edit"

    @property
    def searches(self) -> str:
        """Where the forms for saved searches are sent."""
        return f"{self.home}/searches"

    def source(self, number: int, start: int = 1) -> str:
        """The page of a source, from an item on."""
        return f"{self.home}/source/{number}" + _query({"from": start if start > 1 else None})

    def network(self, given: Mapping[str, object] | None = None, form: str = "") -> str:
        """The network of the archive, or as given: `q`, `entity`, `kind`, `size`; as a file where a form is named."""
        return f"{self.home}/network{form}" + _query(given or {})

    def table(self, name: str, filters: Mapping[str, object] | None = None) -> str:
        """Datasette's own page of a table."""
        return f"{self.database}/{tilde_encode(name)}" + _query(filters or {})

    def sql(self, statement: str, params: Mapping[str, object]) -> str:
        """Datasette's own page of a statement, where it can be read, changed and run."""
        return self.database + _query({"sql": statement, **params})


_encoded = lru_cache(tilde_encode)  # letter by letter, for hundreds of addresses on a page


def web_address(url: str | None) -> str | None:
    """An address of the web as a page may link it; None for what is none: others could be a script."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def number_in(text: str | None) -> int | None:
    """The number that an argument or a field of a form holds, if SQLite can hold it too."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _query(values: Mapping[str, object]) -> str:
    given = [f"{name}={quote_plus(str(value))}" for name, value in values.items() if value is not None and value != ""]
    return f"?{'&'.join(given)}" if given else ""
