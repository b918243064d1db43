"""The page of a network: the picture, what it shows and leaves out in words, the same as tables and files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.search import parse
from archive.search.query import Filter
from archive.web import refine
from archive.web.network.comentions import SIZES, ZOOMS, Counted, Wish, read_network
from archive.web.network.drawing import LITTLE, NARROW, WIDE, Frame, drawing, svg
from archive.web.network.graph import Node, Points, layout
from archive.web.wording import ABOUT, KINDS, counted, estimated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

    from archive.web.addresses import Links

THINGS = {"": ("person, organisation or place", "people, organisations and places")} | {
    kind: (kind, several) for kind, several in KINDS.items()
}
STEP = 0.4
"""Of the window: how far a step to the side goes."""
COMPANIONS = 12
"""Entities in the little picture beside an entity's page."""
GLANCE = 4_000
"""Snippets that are looked at for it."""


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """Everything on the page."""

    found: Counted
    title: str
    summary: str
    left_out: str
    note: str | None
    wide: Markup
    narrow: Markup
    node_about: str
    """The sign of estimates of names, and that of ties."""
    tie_about: str
    names: Mapping[int, str]
    degree: Mapping[int, int]
    """How many ties each has."""
    sizes: tuple[int, ...]
    larger: str | None
    """Where the zoom buttons lead, as far as there is a next step."""
    smaller: str | None
    aside: tuple[tuple[str, str, str | None], ...]
    """Steps to the sides: sign, name, address."""
    query: str
    """For the snippets that it shows."""


def network_page(links: Links, found: Counted) -> NetworkPage:
    """Draw a network and tell what there is to see; needs processor time and no archive."""
    wished, network = found.wish, found.network
    places = layout(network)
    frames = [replace(frame, zoom=wished.zoom, x=wished.x, y=wished.y) for frame in (WIDE, NARROW)]
    wide, narrow = (_svg(links, found, frame, places) for frame in frames)
    degree = Counter(node for tie in network.ties for node in (tie.one, tie.other))
    at = ZOOMS.index(min(ZOOMS, key=lambda one: abs(one - wished.zoom)))
    around = Filter("entity", f"#{wished.entity}")
    query = wished.query if wished.entity is None else refine.narrowed(parse(wished.query), around)
    return NetworkPage(
        found=found,
        title=_title(found),
        summary=_summary(found),
        left_out=_left_out(found),
        note=estimated(found.looked_at, found.total),
        wide=wide,
        narrow=narrow,
        node_about=_about(found, is_tie=False),
        tie_about=_about(found),
        names={node.id: node.name for node in network.nodes},
        degree=degree,
        sizes=SIZES,
        larger=links.network(wished.address(zoom=ZOOMS[at + 1])) if at + 1 < len(ZOOMS) else None,
        smaller=links.network(wished.address(zoom=ZOOMS[at - 1])) if at else None,
        aside=tuple(_steps(links, wished)),
        query=query.strip(),
    )


def _svg(links: Links, found: Counted, frame: Frame, places: Points) -> Markup:
    return svg(
        drawing(found.network, frame, places),
        lambda node: links.entity(node.id),
        lambda one, other: links.search(_tie_query(found, one, other)),
        title=_summary(found),
        node_about=_about(found, is_tie=False),
        tie_about=_about(found),
    )


def _tie_query(found: Counted, one: Node, other: Node) -> str:
    return found.tie_queries[min(one.id, other.id), max(one.id, other.id)]


def _about(found: Counted, *, is_tie: bool = True) -> str:
    """The sign of an estimate."""
    return ABOUT if found.is_rough and (is_tie or not found.is_stored) else ""


def network_file(found: Counted, base: str, links: Links) -> bytes:
    """A network as a file of its own, in SVG, whose links begin with scheme and host: they lead back from anywhere."""
    written = svg(
        drawing(found.network, WIDE),
        lambda node: base + links.entity(node.id),
        lambda one, other: base + links.search(_tie_query(found, one, other)),
        title=f"{_title(found)}. {_summary(found)}",
        node_about=_about(found, is_tie=False),
        tie_about=_about(found),
        is_file=True,
    )
    return written.encode()


def little_network(conn: sqlite3.Connection, links: Links, number: int) -> Markup | None:
    """A small picture of an entity among those it is named with most; None where it is named with fewer than two."""
    found = read_network(conn, Wish(entity=number, size=COMPANIONS + 1), GLANCE)
    if found is None or len(found.network.nodes) < 3:
        return None
    about = _about(found)
    drawn = drawing(found.network, LITTLE)
    return svg(drawn, lambda node: links.entity(node.id), node_about=about, tie_about=about)


def _title(found: Counted) -> str:
    if found.centre_name and found.wish.query.strip():
        return f"{found.centre_name} in “{found.wish.query.strip()}”"
    if found.centre_name:
        return f"Around {found.centre_name}"
    return f"“{found.wish.query.strip()}”" if found.wish.query.strip() else "The whole archive"


def _summary(found: Counted) -> str:
    network = found.network
    one, several = THINGS[found.wish.kind]
    who = f"{counted(len(network.nodes) - bool(found.centre_name), one, several)} named most"
    where = f" with {found.centre_name}" if found.centre_name else ""
    copies = ", copies included" if found.is_stored else ""
    return (
        f"The {who}{where} in {counted(found.total, 'snippet')}{copies}, and the {counted(len(network.ties), 'tie')} "
        "drawn between them."
    )


def _left_out(found: Counted) -> str:
    hidden = found.network.pairs - len(found.network.ties)
    said = (
        "The area of a shape says how many snippets name somebody, the width of a line how many name both. Of each, "
        "the few strongest ties are drawn: those that are frequent, and more so than chance would have it."
    )
    return f"{said} {counted(hidden, 'weaker pair')} {'is' if hidden == 1 else 'are'} left out." if hidden > 0 else said


def _steps(links: Links, wished: Wish) -> Iterable[tuple[str, str, str | None]]:
    if wished.zoom <= 1:
        return
    half = 0.5 / wished.zoom
    x, y = (min(max(half, at), 1 - half) for at in (wished.x, wished.y))
    way = STEP / wished.zoom
    for sign, name, to_x, to_y in (("←", "left", -1, 0), ("↑", "up", 0, -1), ("↓", "down", 0, 1), ("→", "right", 1, 0)):
        new_x, new_y = (min(max(half, at), 1 - half) for at in (x + to_x * way, y + to_y * way))
        is_new = abs(new_x - x) + abs(new_y - y) > 1e-6
        to = links.network(wished.address(x=round(new_x, 3), y=round(new_y, 3))) if is_new else None
        yield sign, name, to
