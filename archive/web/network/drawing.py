"""A network drawn as SVG: discs for people, squares for organisations, lozenges for places, names without collisions.

Without a script, a style attribute or a foreign file: colours come from classes, which the style sheet of the pages
knows, and which a file for download brings along. Zooming is done by drawing anew on a larger canvas, of which the
window shows a part: names keep their size, so that more of them find room.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from archive.web.network.graph import Network, Node, apart, layout, printable
from archive.web.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Template

LONGEST = 34
"""Letters of a name in the picture; the whole is in its tip."""
INKED = 0.025
"""Of the canvas, what shapes cover at most: the rest is for names and ties."""
STYLE = """
svg { background: #fbfaf7; font-family: system-ui, sans-serif; }
.tie line { stroke: #8a857a; stroke-opacity: .55; }
.node .shape { stroke: #fbfaf7; stroke-width: 1.5; }
.person .shape { fill: #1b4a91; } .organisation .shape { fill: #75308f; } .place .shape { fill: #1f5f38; }
.label { fill: #1d1b18; paint-order: stroke; stroke: #fbfaf7; stroke-width: 3px; stroke-linejoin: round; }
.late { visibility: hidden; } .node:hover .late, .node:focus .late { visibility: visible; }
"""
"""What a file for download brings along: the light colours of the pages."""


_REACH = {"organisation": math.sqrt(math.pi) / 2, "place": math.sqrt(math.pi / 2)}
"""How far a shape reaches to the sides, in radii of the disc of the same area."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper: its size in units, and how large names and shapes are on it."""

    width: float
    height: float
    letter: float
    """Size of the letters of the least name; of the greatest it is half as much again."""
    radius: float
    """Of the greatest shape."""
    zoom: float = 1.0
    x: float = 0.5
    """Middle of the window, as a share of the canvas."""
    y: float = 0.5

    @property
    def window(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of what is seen, within the canvas."""
        left = min(max(0.0, self.x * self.zoom - 0.5), self.zoom - 1) * self.width
        top = min(max(0.0, self.y * self.zoom - 0.5), self.zoom - 1) * self.height
        return left, top, self.width, self.height


WIDE = Frame(1000, 680, 12, 30)
NARROW = Frame(380, 560, 11.5, 19)
LITTLE = Frame(480, 330, 13.5, 18)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the canvas."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether another lies within this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name is written."""

    text: str
    size: float
    x: float
    y: float
    """Its base line."""
    anchor: str
    box: Box
    is_late: bool
    """Whether there is no room for it, so that it shows on hover and focus only."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A node on the canvas."""

    node: Node
    x: float
    y: float
    radius: float
    label: Label

    @property
    def box(self) -> Box:
        """The square around its shape."""
        return _around(self.x, self.y, self.radius * _REACH.get(self.node.kind, 1.0))


@dataclass(frozen=True, slots=True)
class Drawing:
    """A network on its canvas."""

    network: Network
    frame: Frame
    marks: tuple[Mark, ...]

    @property
    def places(self) -> dict[int, Mark]:
        """Its marks by the numbers of their entities."""
        return {mark.node.id: mark for mark in self.marks}


def drawing(network: Network, frame: Frame, places: dict[int, tuple[float, float]] | None = None) -> Drawing:
    """Put a network on paper, everybody where they are to stand or, without that, where `layout` has them."""
    places = layout(network) if places is None else places
    greatest = max((node.count for node in network.nodes), default=1) or 1
    canvas = (frame.width * frame.zoom, frame.height * frame.zoom)
    share = sum(node.count / greatest for node in network.nodes) or 1
    roomy = math.sqrt(INKED * canvas[0] * canvas[1] / (math.pi * share))
    largest = min(frame.radius * math.sqrt(frame.zoom), roomy)
    radii = [max(0.25 * frame.letter, largest * math.sqrt(node.count / greatest)) for node in network.nodes]
    # names stand beside shapes: the margins at the sides are for those of the outermost
    side, end = 4.5 * frame.letter, 1.5 * frame.letter
    spread = [
        (side + places[node.id][0] * (canvas[0] - 2 * side), end + places[node.id][1] * (canvas[1] - 2 * end))
        for node in network.nodes
    ]
    reaches = [_REACH.get(node.kind, 1.0) * radius for node, radius in zip(network.nodes, radii, strict=True)]
    points = apart(spread, reaches, canvas, 0.45 * frame.letter)
    sizes = [frame.letter * (1 + 0.5 * math.sqrt(node.count / greatest)) for node in network.nodes]
    placed = labels([node.name for node in network.nodes], sizes, points, reaches, canvas)
    return Drawing(
        network,
        frame,
        tuple(
            Mark(node, x, y, radius, label)
            for node, (x, y), radius, label in zip(network.nodes, points, radii, placed, strict=True)
        ),
    )


def labels(
    names: Sequence[str],
    sizes: Sequence[float],
    points: Sequence[tuple[float, float]],
    radii: Sequence[float],
    canvas: tuple[float, float],
) -> list[Label]:
    """Find room for names beside their shapes, the most important first, without one touching another name or shape."""
    paper = Box(0, 0, *canvas)
    shapes = [_around(x, y, radius) for (x, y), radius in zip(points, radii, strict=True)]
    taken: list[Box] = []
    found = []
    for at, (name, size, (x, y), radius) in enumerate(zip(names, sizes, points, radii, strict=True)):
        in_the_way = [*taken, *shapes[:at], *shapes[at + 1 :]]
        options = [_label(_short(name), size, x, y, radius, where) for where in _WHERE]
        free = next(
            (one for one in options if paper.holds(one.box) and not any(one.box.meets(box) for box in in_the_way)), None
        )
        if free:
            taken.append(free.box)
        found.append(free or _inside(options, paper))
    return found


_WHERE = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (0.7, -0.7), (-0.7, 0.7), (-0.7, -0.7))
"""Where a name may stand around its shape, in the order of preference: right, left, below, above, and the corners."""


def _label(text: str, size: float, x: float, y: float, radius: float, where: tuple[float, float]) -> Label:
    to_x, to_y = where
    width, gap = text_width(text) * size, 0.25 * size
    at_x = x + to_x * (radius + gap)
    middle = y + to_y * (radius + gap + 0.5 * size)
    left = at_x - (width / 2 if to_x == 0 else width if to_x < 0 else 0)
    anchor = "middle" if to_x == 0 else "end" if to_x < 0 else "start"
    box = Box(left, middle - 0.6 * size, left + width, middle + 0.6 * size)
    return Label(text, size, at_x, middle + 0.35 * size, anchor, box, is_late=False)


def _inside(options: Sequence[Label], paper: Box) -> Label:
    """Where a name shows that has to wait for a hover: on the paper, whatever it covers."""
    best = next((one for one in options if paper.holds(one.box)), options[0])
    return replace(best, is_late=True)


def text_width(text: str) -> float:
    """About how wide a text is, in sizes of its letters; rather too much than too little."""
    return 0.2 + sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in "MWmw@%—…":
        return 0.92
    if letter in "iljtfrI.,:;'’|!- ()":
        return 0.38
    return 0.72 if letter.isupper() or not letter.isascii() else 0.6


def _short(name: str) -> str:
    shown = " ".join(printable(name).split())
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1].rstrip()}…"


def _around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)


def svg(
    drawn: Drawing,
    node_url: Callable[[Node], str],
    tie_url: Callable[[Node, Node], str] | None = None,
    *,
    title: str = "",
    node_about: str = "",
    tie_about: str = "",
    is_file: bool = False,
) -> Markup:
    """Write a drawing as SVG.

    Args:
        drawn: The drawing.
        node_url: Where a node leads.
        tie_url: Where a tie leads; without, the picture is an ornament of a list beside it: ties lead nowhere, and
            nodes are left to the mouse.
        title: What the picture shows, for those who can't see it.
        node_about: What stands before the count of a node: a sign where it is an estimate.
        tie_about: The same of ties.
        is_file: Whether it is to stand on its own, with its colours, in a file.
    """
    said = {"title": title, "node_about": node_about, "tie_about": tie_about, "is_file": is_file, "style": STYLE}
    written = _template().render(drawn=drawn, node_url=node_url, tie_url=tie_url, **said)
    return Markup(written)  # noqa: S704  # what it is given was escaped


@cache
def _template() -> Template:
    env = Environment(loader=PackageLoader("archive.web"), autoescape=True)
    env.filters |= {"counted": counted, "isolated": _isolated, "printable": printable}
    return env.get_template("picture.svg")


def _isolated(name: str) -> str:
    """A name whose writing direction stays its own affair."""
    return f"\u2068{printable(name)}\u2069"
