"""Plain text: an item a line or a paragraph, told by how it is laid out; or a page (`pasted`), or a chat (`chat`).

A line break is either the end of an item or was put there to keep lines short. In wrapped text nearly
every break stands where the next word would not have fitted any more; in a list of items it stands
anywhere. That, not the presence of blank lines, decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from archive.read import chat, pasted
from archive.read.meta_line import read_meta
from archive.read.pasted_dates import TOP
from archive.read.record_fields import is_markup
from archive.read.source import MAX_RECORD, Source
from archive.text.sentences import ends_with_abbreviation
from archive.types import Document, RawItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Layout = Literal["lines", "paragraphs", "records"]

_BULLET = re.compile(r"\s*[-*+•‣◦·▪]\s+(?=\S)")
_NUMBER = re.compile(r"\s*\(?(\d{1,4})[.)]\s+(?=\S)")
_DATED = re.compile(
    r"\s*[\[(]?((?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)[\])]?"
    r"(?:\s*[|:;,\t]\s*|\s+[-–—]\s+|\s{2,}|(?<=[\])])\s+|\s+(?=\S))(?=\S)"
)
_CLOSED = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\s*$")
_WIDTH = range(30, 133)
"""Widths to which people and programs wrap text."""
_RULE = re.compile(r"\s*[-=_*~#–—]{3,}\s*$")
_HYPHEN = re.compile(r"\w-$")
_RECORD_LINES = range(2, 7)
_DECKS = 2
"""Sentences that may stand between the headline of an article and its day."""


@dataclass(slots=True)
class Block:
    """Lines that stand together between blank lines."""

    start: int
    """Number of the first line."""
    lines: list[str]


def read(source: Source) -> Document:
    """Open a plain text; its layout is told by its head."""
    head = source.head.split("\n")
    lines = [line.rstrip("\r") for line in (head if source.whole else head[:-1] or head)]
    if chat.is_chat(lines):
        return Document("text", chat.messages(source.lines()))
    layout = layout_of(lines)
    bullet = _bullet(lines)
    page = None if layout == "paragraphs" or _is_dated(lines) else pasted.learn(lines, bullet)
    if page is not None:
        return Document("text", pasted.items(source.lines(), page), outlet=page.outlet)
    if layout != "lines":
        items = _from_blocks(blocks(source.lines()), layout, bullet)
    else:
        items = _with_decks(_from_lines(source.lines(), bullet, is_dated=_is_dated(lines)))
    day, author = _over_all(lines)
    if day or author:
        items = (item._replace(published=item.published or day, author=item.author or author) for item in items)
    return Document("text", items)


def _over_all(lines: list[str]) -> tuple[str | None, str | None]:
    """The day that stands in a line of its own over all of a text, as over a newsletter, if it has no other.

    Over an article, which is sentences from there on, the day may share its line, and the author is told, too.
    """
    filled = [text for line in lines if (text := line.strip())]
    told = {at: meta for at, text in enumerate(filled) if (meta := read_meta(text))}
    dated = [(at, meta) for at, meta in told.items() if meta.date]
    signed = [(at, meta) for at, meta in told.items() if meta.author]
    last = max((at for at, _ in (*dated, *signed)), default=len(filled))
    below = [text for at, text in enumerate(filled) if at > last and at not in told]
    is_one = not dated or not any(map(_is_closed, filled[dated[0][0] : dated[-1][0]]))  # day, told in several lines
    is_opening = is_one and last < 2 * TOP and sum(map(_is_closed, filled[:last])) <= _DECKS
    is_article = is_opening and 2 * sum(len(text) for text in below if _is_closed(text)) > sum(map(len, below))
    is_over = is_article or (len(dated) == 1 and dated[0][0] < TOP and dated[0][1].is_day)
    day = next((meta.date for _, meta in dated if any(map(str.isdigit, meta.date or ""))), None)
    return day if is_over else None, signed[0][1].author if signed and is_article else None


def _bullet(lines: list[str]) -> re.Pattern[str]:
    """What marks the points of a list: signs, and numbers too where they count up.

    A line may also open with a number and a full stop because it opens with a date ("24. Oktober").
    """
    numbers = [int(found[1]) for line in lines if (found := _NUMBER.match(line))]
    counting = sum(right == left + 1 for left, right in pairwise(numbers))
    if len(numbers) >= 2 and counting >= 0.8 * (len(numbers) - 1):
        return re.compile(f"(?:{_BULLET.pattern}|{_NUMBER.pattern})")
    return _BULLET


def layout_of(lines: list[str]) -> Layout:
    """How a text is laid out, by its first lines: an item a line, or items between blank lines.

    Of these, 'paragraphs' have wrapped lines, and 'records' a headline for their first line.
    """
    found = list(blocks(enumerate(lines, 1)))
    if _is_wrapped(found):
        return "paragraphs"
    records = sum(_is_record(block) for block in found)
    return "records" if records >= 2 and records >= 0.7 * len(found) else "lines"


def _is_wrapped(blocks: list[Block]) -> bool:
    breaks = [pair for block in blocks for pair in pairwise(block.lines) if not _is_point(pair[1])]
    lengths = sorted(len(line.rstrip()) for block in blocks for line in block.lines)
    if len(breaks) < 2 or not lengths:
        return False
    # The longest few may hold a word that could not be broken, such as an address.
    width = lengths[int(0.98 * (len(lengths) - 1))]
    if width not in _WIDTH:
        return False
    full = sum(len(left.rstrip()) + 1 + len(right.split(maxsplit=1)[0]) > width - 3 for left, right in breaks)
    running = sum(not _is_closed(left) for left, _ in breaks)
    lower = sum(right.lstrip()[:1].islower() for _, right in breaks)
    share = full / len(breaks)
    return (share >= 0.8 and running >= 0.6 * len(breaks) and lower >= 0.25 * len(breaks)) or (
        # Wrapped by eye, or by a program that counts otherwise: sentences that go on in lower case tell.
        running >= 0.7 * len(breaks) and lower >= 0.5 * len(breaks) and share >= 0.3
    )


def _is_record(block: Block) -> bool:
    """A headline, without a full stop, above something longer that is a sentence."""
    if len(block.lines) not in _RECORD_LINES:
        return False
    first, rest = block.lines[0].strip(), block.lines[1:]
    if _is_point(rest[0]) or _is_closed(first) or not 2 <= len(first.split()) <= 25:
        return False
    longest = max(rest, key=len)
    return len(longest) > len(first) and (_is_closed(longest) or len(longest.split()) >= 12)


def _is_point(line: str) -> bool:
    return bool(_BULLET.match(line) or _NUMBER.match(line))


def _is_dated(lines: list[str]) -> bool:
    """Whether nearly every line opens with an ISO date: then that is when the item was published."""
    filled = [line for line in lines if line.strip()]
    dated = sum(_DATED.match(line) is not None for line in filled)
    return dated >= 2 and dated >= 0.9 * len(filled)


def blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Lines by the blank lines between them; a block that grows without end is cut."""
    block: Block | None = None
    size = 0
    for number, line in lines:
        if not line or line.isspace():
            if block:
                yield block
            block = None
            continue
        if block and size + len(line) > MAX_RECORD:
            yield block
            block = None
        if block is None:
            block, size = Block(number, []), 0
        block.lines.append(line)
        size += len(line) + 1
    if block:
        yield block


def _from_lines(lines: Iterable[tuple[int, str]], bullet: re.Pattern[str], *, is_dated: bool) -> Iterator[RawItem]:
    for number, line in lines:
        if not line or line.isspace() or _RULE.match(line):
            continue
        found = _DATED.match(line) if is_dated else bullet.match(line)
        yield RawItem(
            line[found.end() :] if found else line,
            line,
            published=found[1] if found and is_dated else None,
            markup=is_markup(line),
            line=number,
        )


def _with_decks(items: Iterable[RawItem]) -> Iterator[RawItem]:
    """Tell decks: pages print the sentence below a headline twice, for wide and for narrow screens."""
    before: RawItem | None = None
    is_again = False
    for item in items:
        if before is not None:
            is_next = item.text == before.text and _is_closed(item.text)
            yield before._replace(kind="deck") if is_next or is_again else before
            is_again = is_next
        before = item
    if before is not None:
        yield before._replace(kind="deck") if is_again else before


def _from_blocks(blocks: Iterable[Block], layout: Layout, bullet: re.Pattern[str]) -> Iterator[RawItem]:
    for block in blocks:
        for start, lines in _parts(block, bullet):
            if all(map(_RULE.match, lines)):
                continue
            raw = "\n".join(lines)
            is_record = layout == "records" and _is_record(Block(start, lines))
            text = join(lines[1:] if is_record else lines)
            found = bullet.match(text)
            yield RawItem(
                text[found.end() :] if found else text,
                raw,
                title=lines[0].strip() if is_record else None,
                kind="teaser" if is_record else None,
                markup=is_markup(raw),
                line=start,
            )


def _parts(block: Block, bullet: re.Pattern[str]) -> Iterator[tuple[int, list[str]]]:
    """A block, or the points of a list in it."""
    part: list[str] = []
    start = block.start
    for number, line in enumerate(block.lines, block.start):
        if part and bullet.match(line):
            yield start, part
            part, start = [], number
        part.append(line)
    yield start, part


def join(lines: Iterable[str]) -> str:
    """Wrapped lines as one; a hyphen at a line's end joins without a space."""
    pieces: list[str] = []
    for line in lines:
        piece = line.strip()
        if pieces and not (_HYPHEN.search(pieces[-1]) and piece[:1].islower()):
            pieces.append(" ")
        pieces.append(piece)
    return "".join(pieces)


def _is_closed(line: str) -> bool:
    """Whether a line ends as a sentence or a part of one does."""
    return _CLOSED.search(line) is not None and not ends_with_abbreviation(line.rstrip())
