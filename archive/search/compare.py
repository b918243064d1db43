"""Two queries beside each other: what both have, and what only one has. Pure: from counts to rows.

A value counts for a query as often as its snippets have it. What both have stands in the order of its shares of the
two, so that a small query weighs as much as a big one; what only one has, by its number.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from archive.search.names import Named
    from archive.search.quotations import Quote

T = TypeVar("T", bound=Hashable)

MOST = 60
"""Values in each list."""

COLUMNS = ("part", "in", "kind", "name", "id", "a", "b")
"""What a CSV holds: of which part a row is (total, both, when, name, outlet), and in which of the two it is."""


@dataclass(frozen=True, slots=True)
class Paired(Generic[T]):
    """A value with its counts on both sides."""

    value: T
    a: int
    b: int

    @property
    def where(self) -> str:
        """In which of the two it is: both, a or b."""
        return "both" if self.a and self.b else "a" if self.a else "b"


@dataclass(frozen=True, slots=True)
class Split(Generic[T]):
    """Values of two sides, by which of them have them."""

    both: tuple[Paired[T], ...]
    only_a: tuple[Paired[T], ...]
    only_b: tuple[Paired[T], ...]

    def __iter__(self) -> Iterator[Paired[T]]:
        """All of them."""
        return iter((*self.both, *self.only_a, *self.only_b))


def split(a: Mapping[T, int], b: Mapping[T, int], totals: tuple[int, int], most: int = MOST) -> Split[T]:
    """Sort values, with how often each is on two sides of so many snippets, by which of these have them."""
    pairs = [Paired(value, a.get(value, 0), b.get(value, 0)) for value in dict.fromkeys((*a, *b))]
    in_a, in_b = (max(1, total) for total in totals)

    def first(where: str) -> tuple[Paired[T], ...]:
        found = [one for one in pairs if one.where == where and (one.a or one.b)]
        return tuple(sorted(found, key=lambda one: (-(one.a / in_a + one.b / in_b), str(one.value)))[:most])

    return Split(first("both"), first("a"), first("b"))


@dataclass(frozen=True, slots=True)
class Side:
    """One of two queries, and what its snippets have."""

    text: str
    """As typed."""
    total: int
    is_rough: bool
    """Whether the counts are estimated from a sample."""
    notes: tuple[str, ...]
    outlets: Mapping[str, int]
    names: Mapping[Named, int]
    quotes: tuple[Quote, ...]
    """The newest that are in quotation marks."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two queries beside each other."""

    a: Side
    b: Side
    both: int
    """Snippets that both find."""
    names: Split[Named]
    outlets: Split[str]
    when: Sequence[tuple[str, int, int]]
    """Snippets of either by day, week, month or year."""

    @property
    def is_rough(self) -> bool:
        """Whether any of the counts are estimates."""
        return self.a.is_rough or self.b.is_rough


def compared(a: Side, b: Side, both: int, when: Sequence[tuple[str, int, int]], most: int = MOST) -> Comparison:
    """Put two sides beside each other."""
    totals = (a.total, b.total)
    names, outlets = split(a.names, b.names, totals, most), split(a.outlets, b.outlets, totals, most)
    return Comparison(a, b, both, names, outlets, when)


def rows(found: Comparison) -> Iterator[tuple[object, ...]]:
    """The rows of COLUMNS."""
    yield "total", "", "", "", "", found.a.total, found.b.total
    yield "both", "both", "", "", "", found.both, found.both
    for when, a, b in found.when:
        yield "when", Paired(when, a, b).where, "", when, "", a, b
    for name in found.names:
        yield "name", name.where, name.value.kind, name.value.name, name.value.id, name.a, name.b
    for outlet in found.outlets:
        yield "outlet", outlet.where, "", outlet.value, "", outlet.a, outlet.b


def as_object(found: Comparison) -> dict[str, Any]:
    """The same as a value for JSON, with the quotations."""
    sides = {
        key: {
            "query": side.text,
            "snippets": side.total,
            "quotations": [
                {"snippet_id": one.snippet_id, "dated": one.dated, "speaker": one.speaker, "quote": one.quote}
                for one in side.quotes
            ],
        }
        for key, side in (("a", found.a), ("b", found.b))
    }
    return {
        **sides,
        "both": found.both,
        "is_estimated": found.is_rough,
        "when": [{"when": when, "a": a, "b": b} for when, a, b in found.when],
        "names": [{**asdict(one.value), "in": one.where, "a": one.a, "b": one.b} for one in found.names],
        "outlets": [{"name": one.value, "in": one.where, "a": one.a, "b": one.b} for one in found.outlets],
    }
