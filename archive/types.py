"""The values that travel from step to step. They know nothing of files, SQL or the web.

Offsets are in characters of the text they belong to, half-open: `text[start:stop] == surface`.
A *prefix date* is `2024`, `2024-10` or `2024-10-24`; a range is two of them, `2024-09-10/2024-09-17`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

SnippetKind = Literal["headline", "deck", "teaser", "item"]
EntityKind = Literal["person", "organisation", "place"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was left out of an ingest, said so that a person can act on it."""

    uri: str
    reason: str
    line: int | None = None
    """Line in the source (from 1), where the format has lines."""
    position: int | None = None
    """Item in the source (from 1), where the item was reached."""
    is_remark: bool = False
    """Whether it is as it should be, and only said so that nothing is left out without a word."""

    def __str__(self) -> str:
        """The problem as `uri:line: reason`, the form that editors and people both follow."""
        if self.line is not None:
            return f"{self.uri}:{self.line}: {self.reason}"
        if self.position is not None:
            return f"{self.uri}: item {self.position}: {self.reason}"
        return f"{self.uri}: {self.reason}"


Report = Callable[[Problem], None]


class RawItem(NamedTuple):
    """One item of a source as its reader found it, before any cleaning."""

    text: str
    """The body as found (a headline alone is a body); holds HTML when `markup` is true."""
    raw: str
    """What the sighting keeps: the item's whole text as it stood in the source (for JSON Lines the line)."""
    title: str | None = None
    kind: SnippetKind | None = None
    """Given only where the structure of the source tells."""
    url: str | None = None
    author: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: str | None = None
    """The item's own date as the source writes it; `extract.stamps.parse_stamp` reads it."""
    markup: bool = False
    """Whether `text` and `title` are HTML fragments, to be stripped of tags."""
    line: int | None = None
    """Line of the source at which the item starts, from 1, where the format has lines."""
    position: int = 0
    """Ordinal in the source, from 1, without gaps: every raw item is one sighting. Readers leave the counting to
    `read.document`."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source opened by its reader: what the document says of itself, and its items as a stream."""

    format: str
    """'text', 'html', 'feed', 'csv', 'json', 'jsonl', 'bookmarks', 'mail', 'markdown', 'references', 'press', 'docx',
    'odt', 'xlsx', 'ods', 'rtf' or 'pdf'."""
    items: Iterator[RawItem]
    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None
    stamp: str | None = None
    """The document's own date as it writes it (meta tag, feed date), not yet parsed."""


class CleanItem(NamedTuple):
    """A raw item after normalising: what a snippet is made of."""

    text: str
    title: str | None = None
    kind: SnippetKind | None = None
    url: str | None = None
    author: str | None = None
    outlet: str | None = None
    language: str | None = None
    dateline: str | None = None
    """Place (and date) that opened an agency text, as written: 'MOSCOW, Oct 24'."""
    note: str | None = None
    is_truncated: bool = False


class DateSpan(NamedTuple):
    """A date expression in a text, resolved."""

    start: int
    stop: int
    surface: str
    value: str
    """Prefix date or range."""
    first_day: str
    """First calendar day that the value covers, `YYYY-MM-DD`."""
    last_day: str
    """Last calendar day that the value covers, `YYYY-MM-DD`."""
    rule: str
    """How the value came about, such as 'explicit', 'month-day', 'relative'."""
    alternative: str | None = None
    """The runner-up value, where the year was a choice."""


class NameSpan(NamedTuple):
    """A span of a text that names something, before it is known which entity that is."""

    start: int
    stop: int
    surface: str
    kind: EntityKind
    rule: str
    """How the span was found, such as 'gazetteer', 'title', 'forename', 'context'."""
    score: float
    """Confidence of the finder, 0 to 1."""
    role: str | None = None
    """The title worn here ('Russian President'), outside the span."""
    entity: str | None = None
    """Canonical name, where the finder already knows it (a strong alias of the gazetteer)."""


class Mention(NamedTuple):
    """A name of a text with the entity proposed for it, or a role that stands for a person."""

    start: int
    stop: int
    surface: str
    kind: EntityKind
    name: str
    """Canonical name; the bare form itself where it is still open."""
    role: str | None
    """The title worn before the name; of a role that stands for a person the phrase: "Ukraine's president"."""
    rule: str
    """By which the entity was found, such as 'alias', 'snippet-surname', 'name'."""
    score: float
    """0 to 1."""
    bare: str | None
    """The folded surname or acronym, where the source or the archive may still settle it; `name` is then a guess."""
