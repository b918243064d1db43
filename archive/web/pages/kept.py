"""What the page of a snippet shows of what is kept, how it is cited, and what may be corrected of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.export.citations import cited
from archive.export.cite import FORMS
from archive.search import unparse
from archive.search.query import Filter
from archive.store.kept import STARRED, Kept, all_tags, kept_of
from archive.store.text_corrections import Quoted, quotations_of
from archive.web.pages.decisions import Ruling, ruling_of, rulings_on_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from archive.web.addresses import Links

NOTHING = Kept()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a snippet."""

    kept: Kept
    tags: tuple[tuple[str, str], ...]
    """Each with the search for what else has it."""
    starred_url: str
    cites: tuple[tuple[str, str, str], ...]
    """The forms in which it may be cited: what each is called, the text, and where it is a file."""


@dataclass(frozen=True, slots=True)
class TextForms:
    """What the forms need that keep or correct a snippet."""

    number: int
    quotations: tuple[Quoted, ...]
    known_tags: tuple[str, ...]
    rulings: tuple[Ruling, ...]
    """Decisions on it that hold, the latest first."""
    notice: Ruling | None
    """The decision that was just made."""


def tag_url(links: Links, name: str) -> str:
    """The search for what has a tag."""
    return links.search(unparse(Filter("is", STARRED) if name == STARRED else Filter("tag", name)), "newest")


def beside(conn: sqlite3.Connection, links: Links, number: int, permalink: Callable[[int], str]) -> Beside:
    """Read what stands beside a snippet that is there."""
    (item,) = cited(conn, [number], permalink)
    kept = kept_of(conn, [number]).get(number, NOTHING)
    return Beside(
        kept=kept,
        tags=tuple((name, tag_url(links, name)) for name in kept.tags),
        starred_url=tag_url(links, STARRED),
        cites=tuple((form.name, form.one(item), links.cite(name, ids=[number])) for name, form in FORMS.items()),
    )


def text_forms(conn: sqlite3.Connection, number: int, made: int | None) -> TextForms | None:
    """Read what may be corrected of a snippet, and the decision just made, if one was; None where it is none."""
    row = conn.execute("select text_hash from snippets where id = ?", (number,)).fetchone()
    if row is None:
        return None
    return TextForms(
        number=number,
        quotations=tuple(quotations_of(conn, number)),
        known_tags=tuple(name for name in all_tags(conn) if name != STARRED),
        rulings=rulings_on_text(conn, row[0]),
        notice=ruling_of(conn, made) if made is not None else None,
    )
