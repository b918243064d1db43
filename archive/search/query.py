"""The values of the query language: what a query means, once it is read, and how to write it down again.

A query is a tree of frozen, hashable nodes, so that terms can be keys of a dictionary. The tree knows nothing of
SQL or of any archive. `parse` (parse.py) makes it, `compile_query` (compile.py) turns it into SQL, `unparse` turns it
into its canonical text: `parse(unparse(query.root)).root == query.root`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.types import EntityKind

Column = Literal["title", "text", "said"]
Field = Literal[
    "person", "place", "org", "entity", "by", "about",
    "outlet", "author", "url", "source", "on", "on~", "after", "before", "until",
    "mentions-date", "tag", "note", "kind", "is", "lang", "id",
]  # fmt: skip

ENTITY_KINDS: dict[Field, EntityKind | None] = {
    "person": "person",
    "place": "place",
    "org": "organisation",
    "entity": None,
    "by": None,
    "about": None,
}
"""Fields that name an entity, with the kind they ask for (None: any kind)."""

COLUMNS: tuple[Column, ...] = ("title", "text", "said")
APPEARED: tuple[Field, ...] = ("on", "on~", "after", "before", "until")
"""Fields that ask on which day a snippet appeared."""
DAYS: tuple[Field, ...] = (*APPEARED, "mentions-date")
"""Fields whose values are days."""
SIGHTED: tuple[Field, ...] = ("outlet", "author", "url", "source", *APPEARED)
"""Fields that ask of one appearance of a snippet; several of them together ask the same one."""
KEPT: tuple[Field, ...] = ("tag", "note")
"""Fields that ask for what readers keep."""
LOOKED_UP: tuple[Field, ...] = (*ENTITY_KINDS, "outlet", "author", "source", *KEPT)
"""Fields whose values mean something in an archive only."""
FIELDS: tuple[Field, ...] = (*ENTITY_KINDS, *SIGHTED, "mentions-date", *KEPT, "kind", "is", "lang", "id")
KINDS = ("headline", "deck", "teaser", "item")
UNFOLDED = ("hidden", "variant", "fullest", "any")
"""Values of `is:` that lift the folding of variants."""
STATES = ("truncated", "undated", "starred", "noted", *UNFOLDED)
"""Values of `is:`."""

QUOTES = '"“”„‟«»‹›＂〝〞〟「」『』'
"""Any of these opens a phrase and any of them closes it."""
FIELD_NAME = r"[A-Za-z]+(?:-[A-Za-z]+)*~?"
"""What may be the name of a field, before its colon."""

_BARE = re.compile(rf"#?\w[^\s()*{QUOTES}]*")
_FIELD_LIKE = re.compile(rf"{FIELD_NAME}:")
LIST = re.compile(r"(?<=[^\W\d_])[,;](?=[^\W\d_])")
"""What parts two words that are written as a list: musk,woodward."""
_NUMBERED = re.compile(r"#\d+", re.ASCII)
_DAY = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}(?:\.\.\d{4}-\d{1,2}-\d{1,2})?", re.ASCII)
_KEYWORDS = frozenset(("OR", "AND", "NOT", "NEAR", "SOME", "or", "and", "not"))


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase to be found in title, text or quotations; free of quotes and stars, white space collapsed."""

    text: str
    is_prefix: bool = False
    """Whether the last word may go on."""
    column: Column | None = None
    """Where to look; None is title and text, 'said' the quotations of the text."""


@dataclass(frozen=True, slots=True)
class Near:
    """Terms (two or more) that stand within `distance` words of each other."""

    terms: tuple[Term, ...]
    distance: int = 10
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Some:
    """Terms (two or more, of any column but `said`) of which at least so many must be there."""

    terms: tuple[Term, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on what is known about a snippet, rather than on its words."""

    field: Field
    value: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the node does not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """What all of the nodes (two or more, none an And) match."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any of the nodes (two or more, none an Or) matches."""

    nodes: tuple[Node, ...]


Leaf = Term | Near | Some | Filter
Node = Leaf | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood."""

    text: str
    """As typed, cleaned of what can't be shown."""
    root: Node | None
    """None matches every snippet."""
    notes: tuple[str, ...] = ()
    """What was mended, left out or ambiguous, in sentences."""

    @property
    def conditions(self) -> tuple[Node, ...]:
        """What must all hold."""
        return self.root.nodes if isinstance(self.root, And) else (self.root,) if self.root else ()

    def __str__(self) -> str:
        """The canonical text."""
        return unparse(self.root)


def unparse(node: Node | None) -> str:
    """Write a tree as a query that reads back to the same tree; the empty text for None."""
    match node:
        case Term(text, is_prefix, column):
            is_read = column is None and not is_prefix and (_NUMBERED.fullmatch(text) or is_day_in_digits(text))
            written = f'"{text}"' if is_read else _field(column) + _value(text, is_prefix)
        case Near(terms, distance, column):
            written = f"{_field(column)}NEAR({' '.join(map(unparse, terms))}, {distance})"
        case Some(terms, least):
            written = f"SOME({' '.join(map(unparse, terms))}, {least})"
        case Filter(field, value, is_prefix):
            written = f"{field}:" + _value(value, is_prefix)
        case Not(inner):
            written = "-" + _grouped(inner)
        case And(nodes):
            written = " ".join(_grouped(inner) if isinstance(inner, Or) else unparse(inner) for inner in nodes)
        case Or(nodes):
            written = " OR ".join(map(_grouped, nodes))
        case None:
            written = ""
    return written


def is_day_in_digits(text: str) -> bool:
    """Whether a word may be a day written in digits, or some of them: 24.10.2024, 2024-10-14..2024-10-17."""
    return _DAY.fullmatch(text) is not None


def join(kind: type[And] | type[Or], nodes: list[Node]) -> Node | None:
    """Join nodes by And or Or: nested ones of the same kind are flattened, one alone stands for itself."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, And | Or) and isinstance(node, kind) else (node,))
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def leaves(node: Node | None, *, negated: bool = True) -> Iterator[Leaf]:
    """The terms of a tree in order; without those under a Not if `negated` is false."""
    match node:
        case None:
            return
        case Not(inner):
            if negated:
                yield from leaves(inner)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from leaves(inner, negated=negated)
        case _:
            yield node


def _field(column: Column | None) -> str:
    return f"{column}:" if column else ""


def _value(text: str, is_prefix: bool) -> str:
    is_other = _FIELD_LIKE.match(text) or LIST.search(text) or text in _KEYWORDS or text.endswith((",", ";"))
    is_bare = _BARE.fullmatch(text) and not is_other
    return (text if is_bare else f'"{text}"') + "*" * is_prefix


def _grouped(node: Node) -> str:
    return f"({unparse(node)})" if isinstance(node, And | Or) else unparse(node)
