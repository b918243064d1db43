"""Listing pages: the repeated structure of cards, found by itself.

A card is built around a headline: a link of some words, or a heading. Headlines of one kind sit alike in
the page, so links are grouped by how they sit, and groups that look like news are kept. A headline's
card is then the largest element around it that holds no other headline; where cards have no element of
their own, what follows a headline up to the next belongs to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.read.card import Card, Headline, link_key, once, read_card
from archive.read.labels import KICKERS, byline, is_date, is_utility, is_zone, labelled
from archive.read.meta_line import is_small_print
from archive.read.tree import HEADINGS, Node, Tree, count_words
from archive.text.wordlists import alternatives, word_set, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.read.page_metadata import About

_FIRM = word_set("body html main ul ol table tbody dl")
"""Elements that hold cards and are none."""
_PERSON_LINK = re.compile(
    r"/(?:authors?|people|person|profiles?|staff|by|contributors?|journalists?|columnists?|users?|topics?|tags?|categor(?:y|ies)|sections?)/",
    re.IGNORECASE,
)
_VOUCHERS = re.compile(rf"[/.](?:{alternatives(words('page_labels', 'addresses of vouchers'))})[/.?]")
_NUMBERED_FILE = re.compile(r"\d\.s?html?$", re.IGNORECASE)
_WIDE = 200
"""Nodes: an element with more in it is no single card."""
_FAR = 20
"""Nodes: a link with more before it in its paragraph is part of a sentence; an element with more in it is no label.

Chosen by hand, as the shares below are; no bench.
"""
_SECTION = 6
"""Most words of a link to a section, told by the same link in a menu."""
_NAME = 3
"""Most words of a site's name."""
_LIST = 8
"""Links of some words that make a page without headings a list of them."""
_DIGITS = re.compile(r"\d+")


def find_cards(tree: Tree, about: About) -> list[Card]:
    """The cards of a page, in reading order; the same link twice is one card. Vouchers are none."""
    cards = _cards(tree, _headlines(tree, about))
    return [card for card in cards if not _VOUCHERS.search((card.link or "").lower())]


def find_entries(tree: Tree) -> list[Card]:
    """Entries that lead nowhere, told by a heading or a time of their own: live blogs, plain lists."""
    zones = _zones(tree)
    headings = [
        Headline(node, text, f"{node.start}", None, heading=True)
        for node in tree.elements(*HEADINGS)
        if node.tag != "h1" and not _in_zone(node, zones) and count_words(text := tree.text(node)) >= 2
    ]
    for anchors in (_alike(headings), _alike(_times(tree, zones))):
        cards = _cards(tree, anchors)
        if len(cards) >= 3:
            return cards
    return []


def _times(tree: Tree, zones: list[Node]) -> list[Headline]:
    return [
        Headline(node, "", f"{node.start}", None, heading=False)
        for node in tree.nodes
        if (node.tag == "time" or _is_dated(tree, node)) and not _in_zone(node, zones)
    ]


def _is_dated(tree: Tree, node: Node) -> bool:
    """Whether an element is a label with a date in it."""
    small = node.tag and node.stop - node.start <= _FAR
    return bool(small and labelled(node, "time", "date", "timestamp") and is_date(tree.text(node)))


def _alike(headlines: list[Headline]) -> list[Headline]:
    groups: dict[tuple[str, ...], list[Headline]] = defaultdict(list)
    for headline in headlines:
        groups[_signature(headline.node)].append(headline)
    return max(groups.values(), key=len, default=[])


def _zones(tree: Tree) -> list[Node]:
    """Elements that hold furniture; none that holds most of the page, whatever it is called."""
    zones: list[Node] = []
    for node in tree.nodes:
        is_new = node.tag and not (zones and zones[-1].holds(node))
        if is_new and is_zone(node) and (node.tag == "nav" or not tree.is_most(node)):
            zones.append(node)
    return zones


def _in_zone(node: Node, zones: list[Node]) -> bool:
    at = bisect_left(zones, node.start + 1, key=lambda zone: zone.start)
    return at > 0 and zones[at - 1].holds(node)


def _headlines(tree: Tree, about: About) -> list[Headline]:
    """The links that are headlines, by how they sit in the page."""
    zones = _zones(tree)
    in_zones = {node.start: _in_zone(node, zones) for node in tree.elements("a")}
    menu = [node for node in tree.elements("a") if in_zones[node.start]]
    sections = {(node.attributes.get("href", ""), tree.text(node)) for node in menu}
    found = [
        headline
        for node in tree.elements("a")
        if not in_zones[node.start]
        and (headline := _headline(tree, node, about)) is not None
        and (count_words(headline.text) > _SECTION or (node.attributes["href"], headline.text) not in sections)
    ]
    groups: dict[tuple[str, ...], list[Headline]] = defaultdict(list)
    for headline in found:
        groups[_signature(headline.node)].append(headline)
    chosen = [headline for group in groups.values() if _is_news(group) for headline in group]
    if not any(tree.elements(*HEADINGS)) and len(links := [each for each in found if _is_long(each)]) >= _LIST:
        chosen = list({headline.node.start: headline for headline in (*chosen, *links)}.values())
    return sorted(chosen, key=lambda headline: headline.node.start)


def _headline(tree: Tree, node: Node, about: About) -> Headline | None:
    link = about.resolve(node.attributes.get("href", ""))
    if link is None or labelled(node, "author", "byline", "category", "tag", "button", "btn", "share"):
        return None
    inside = [inner for inner in tree.inside(node) if inner.tag in HEADINGS]
    heading = min(inside, key=lambda inner: (labelled(inner, *KICKERS), inner.tag), default=None)
    above = next((around for around in node.ancestors() if around.tag in HEADINGS), None)
    if heading is None and above is None and (heading := _covered(tree, node)):
        node = heading
    text = _title(tree, heading) if heading else _first_line(tree, node)
    if not text or is_small_print(text) or is_utility(text) or byline(text) or _is_home(link, text, about):
        return None
    if above is None and heading is None and _is_inline(tree, node):
        return None
    path = urlsplit(link).path
    few = 3 if above or heading else 4
    if _PERSON_LINK.search(path) and count_words(text) <= few and not _NUMBERED_FILE.search(path):
        return None
    return Headline(node, text, link_key(link), link, heading=bool(above or heading))


def _covered(tree: Tree, link: Node) -> Node | None:
    """The only heading of the card over which a link lies that says nothing, or the same: style sheets stretch it."""
    text = tree.text(link)
    for around in islice(link.ancestors(), 4):
        if around.stop - around.start > _WIDE:
            break
        if headings := [node for node in tree.inside(around) if node.tag in HEADINGS]:
            heading = headings[0]
            is_linked = any(node.tag == "a" for node in (*tree.inside(heading), *heading.ancestors()))
            is_own = len(headings) == 1 and heading.tag != "h1" and not is_linked
            return heading if is_own and text in ("", tree.text(heading)) else None
    return None


def _is_long(headline: Headline) -> bool:
    """Whether a link is a headline by itself, on a page that is a list of links and has no headings."""
    return count_words(headline.text) >= 4 and urlsplit(headline.link or "").path not in ("", "/")


def _is_home(link: str, text: str, about: About) -> bool:
    """Whether a link leads to the first page of the site, or names another's: no headline."""
    parts = urlsplit(link)
    own = not parts.netloc or parts.netloc == urlsplit(about.url or "").netloc
    return (own or count_words(text) <= _NAME) and parts.path in ("", "/") and not parts.query


def _title(tree: Tree, node: Node) -> str:
    """The text of a heading or link without a kicker in it ("Europe", in an element of its own)."""
    inside = tree.inside(node)
    places: set[int] = set()
    for inner in inside[1:]:
        if inner.attributes and inner.start not in places and labelled(inner, *KICKERS):
            places.update(range(inner.start, inner.stop))
    if not places:
        return tree.text(node)
    pieces = tree.pieces_between(node.start, node.stop, lambda inner: inner.start in places)
    return " ".join(piece.text for piece in pieces if piece.start not in places).lstrip(" :–—|")


def _first_line(tree: Tree, node: Node) -> str:
    """The text of a link; of a link around a whole card, the first line that is more than a label."""
    pieces = tree.pieces(node)
    if len(pieces) <= 1:
        return _title(tree, node)
    lines = [piece for piece in pieces if not is_small_print(piece.text)]
    titled = next((piece for piece in lines if labelled(piece.node, "title", "headline", "hed")), None)
    long = titled or next((piece for piece in lines if piece.words >= 3), None)
    return long.text if long else ""


def _is_inline(tree: Tree, node: Node) -> bool:
    """Whether a link is part of a sentence."""
    block = next((around for around in node.ancestors() if around.is_block), None)
    if block is None:
        return False
    pieces = tree.pieces(block)
    piece = pieces[bisect_left(pieces, node.stop, key=lambda piece: piece.start) - 1]
    own = sum(len(inner.text.strip()) for inner in tree.inside(node) if not inner.tag)
    if own >= 0.6 * len(piece.text) or piece.linked >= 0.8 * len(piece.text):
        return False
    if node.start - piece.start > _FAR:
        return True
    before = " ".join(inner.text for inner in tree.nodes[piece.start : node.start] if not inner.tag).strip()
    after = "".join(inner.text for inner in tree.nodes[node.stop : node.stop + _FAR] if not inner.tag).strip()
    leads = not before or is_small_print(before) or count_words(before) <= 2
    return not leads or after[:1].islower() or (block.tag == "p" and after[:1] in ",;'’")


def _signature(node: Node) -> tuple[str, ...]:
    """How an element sits in the page: its name and first class, and the names of the elements around it."""
    steps = [_step(node, named=True)]
    steps.extend(_step(around, named=place < 2) for place, around in zip(range(5), node.ancestors(), strict=False))
    return tuple(steps)


def _step(node: Node, *, named: bool) -> str:
    first = node.attributes.get("class", "").split()[:1] if named else []
    return node.tag + "".join(f".{_DIGITS.sub('', name)}" for name in first)


def _is_news(group: list[Headline]) -> bool:
    """Whether links that sit alike are headlines: of several words, and each another one."""
    words = [count_words(headline.text) for headline in group]
    # Chips and menus come back again and again; headlines do so twice at most.
    distinct = len({headline.key for headline in group}) / len(group)
    texts = len({headline.text for headline in group}) / len(group)
    if (distinct < 0.5 and len(group) > 4) or texts < 0.5:
        return False
    if any(headline.heading for headline in group):
        return median(words) >= 2.5 or _is_each_an_article(group)
    return median(words) >= (4 if len(group) >= 3 else 5)


def _is_each_an_article(group: list[Headline]) -> bool:
    """Whether headlines, however short, head an `article` each."""
    around = [next((node for node in each.node.ancestors() if node.tag == "article"), None) for each in group]
    return len(group) >= 3 and None not in around and len({id(node) for node in around}) == len(group)


def _cards(tree: Tree, headlines: list[Headline]) -> list[Card]:
    merged = _merged(headlines)
    regions = list(_regions(tree, merged))
    cards = [read_card(tree, headline, parts) for headline, parts in regions]
    return once([card for card in cards if card.title or card.teaser])


def _merged(headlines: list[Headline]) -> list[Headline]:
    """One headline of those that follow each other with the same key: image link, headline, "read more"."""
    kept: list[Headline] = []
    for headline in headlines:
        if kept and kept[-1].key == headline.key:
            if headline.heading and not kept[-1].heading:
                kept[-1] = headline
            continue
        kept.append(headline)
    return kept


def _regions(tree: Tree, headlines: list[Headline]) -> Iterator[tuple[Headline, list[tuple[int, int]]]]:
    """Each headline with the stretches of the page that make up its card."""
    starts = [headline.node.start for headline in headlines]
    outer = [_container(tree, headline, headlines, starts) for headline in headlines]
    by_parent: dict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(outer):
        if node.parent is not None:
            by_parent[node.parent.start].append(number)
    extras: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for numbers in by_parent.values():
        _share_out(outer, numbers, starts, extras)
    for number, headline in enumerate(headlines):
        before = [part for part in extras[number] if part[0] < outer[number].start]
        after = [part for part in extras[number] if part[0] > outer[number].start]
        yield headline, [*before, (outer[number].start, outer[number].stop), *after]


def _container(tree: Tree, headline: Headline, headlines: list[Headline], starts: list[int]) -> Node:
    """The largest element that holds this headline and no other."""
    node = headline.node
    for around in headline.node.ancestors():
        if around.tag in _FIRM or (around.tag == "section" and node.tag in ("article", "li")):
            break
        inside = range(bisect_left(starts, around.start), bisect_left(starts, around.stop))
        if any(headlines[number].key != headline.key for number in inside):
            break
        if _has_other_heading(tree, around, headline, node):
            break
        node = around
    return node


def _has_other_heading(tree: Tree, around: Node, headline: Headline, inner: Node) -> bool:
    """Whether going out to an element would take in a heading of something else, such as of a section."""
    return any(
        node.tag in HEADINGS and not inner.holds(node) and not node.holds(headline.node)
        for node in [*tree.nodes[around.start : inner.start], *tree.nodes[inner.stop : around.stop]]
    )


def _share_out(
    outer: list[Node], numbers: list[int], starts: list[int], extras: dict[int, list[tuple[int, int]]]
) -> None:
    """Give what lies between cards of one parent to the card before it.

    Labels that stand in front of the first card, with nothing like them behind the last, belong to the
    card that follows them, everywhere.
    """
    parent = outer[numbers[0]].parent
    if parent is None:
        return
    gaps: list[list[Node]] = [[]]
    owners: list[int | None] = [None]
    mine = {outer[number].start: number for number in numbers}
    for child in parent.children:
        if child.start in mine:
            gaps.append([])
            owners.append(mine[child.start])
        elif bisect_left(starts, child.start) < bisect_left(starts, child.stop):
            gaps.append([])
            owners.append(None)  # a neighbour with headlines of its own
        elif child.tag or child.text.strip():
            gaps[-1].append(child)
    lead = _lead(gaps)
    for place, owner in enumerate(owners):
        gap = gaps[place]
        follower = owners[place + 1] if place + 1 < len(owners) else None
        cut = len(gap) - lead if lead and follower is not None and len(gap) >= lead else len(gap)
        if owner is not None:
            extras[owner].extend((node.start, node.stop) for node in _own(gap[:cut]))
        if follower is not None and cut < len(gap):
            extras[follower].extend((node.start, node.stop) for node in gap[cut:])


def _own(gap: list[Node]) -> Iterable[Node]:
    """What follows a headline, up to where something else begins."""
    for node in gap:
        if node.tag in HEADINGS or node.tag in ("section", "hr") or is_zone(node):
            return
        yield node


def _lead(gaps: list[list[Node]]) -> int:
    """How many elements in front of each card belong to it."""
    if len(gaps) < 3 or not gaps[0]:
        return 0
    for size in (3, 2, 1):
        lead = [_step(node, named=True) for node in gaps[0][-size:]]
        if len(lead) < size or any(node.tag in HEADINGS or not node.tag for node in gaps[0][-size:]):
            continue
        inner = gaps[1:-1]
        fitting = sum([_step(node, named=True) for node in gap[-size:]] == lead for gap in inner)
        last = [_step(node, named=True) for node in gaps[-1]]
        if fitting >= 0.8 * len(inner) and lead[-1] not in last[-1:]:
            return size
    return 0
