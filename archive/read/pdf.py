"""The text of a PDF (by `pypdf`): lines joined to paragraphs, without the heads and numbers of its pages.

A PDF knows no paragraphs: where one ends is told by gaps, by the size of letters and by lines that end early. What
comes back at the edge of page after page belongs to the paper, not to the text.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from archive.errors import ReadError
from archive.text.folding import fold
from archive.text.wordlists import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from archive.read.remarks import Notes

MAX_PAGES = 5000
MAX_CONTENT = 8 * 1024 * 1024
"""Bytes of the drawing of one page; a page of text has some thousands."""
MAX_TEXT = 32 * 1024 * 1024
"""Characters that are read: the text is held whole, for its furniture shows only in all pages together."""
_EDGE = 2
"""Lines at the top and at the foot of a page that may be furniture."""
_DOUBLE = 2.6
"""Heights of letters from line to line; more is no spacing of lines."""
_NUMBER = re.compile(
    r"\W*(?:[^\W\d_]{1,6}\.?\s)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:[/|-]|\w{1,3})\s*\d{1,4})?\W*", re.IGNORECASE
)
_PRINTED_FOOT = re.compile(r"\w+://\S+ \d{1,4}/\d{1,4}")
_PRINTED_HEAD = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)? .+", re.IGNORECASE)
"""What a browser prints below a page (its address and number) and above it (when it was printed, its title)."""
_CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_BULLET = re.compile(r"[-*•‣◦·▪–]\s+\S|\(?\d{1,3}[.)]\s+\S")
_BROKEN = re.compile(r"(?P<word>[^\W\d_]+)[-\u00ad\u2010\ufffe]$")
_KEPT = re.compile(
    f"(?:{alternatives(words('hyphens', 'heads'))})-|.*-(?:{alternatives(words('hyphens', 'tails'))})$", re.IGNORECASE
)
_FAULTS = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError),
    *(RecursionError, NotImplementedError, MemoryError, OSError, EOFError, struct.error, zlib.error),
)
"""What a damaged PDF makes its reader raise, beside its own errors."""


@dataclass(slots=True)
class _Line:
    text: str
    page: int
    left: float
    height: float
    """Where it begins on the page, from the left and from below."""
    size: float
    """Of its letters."""


def paragraphs(path: Path, notes: Notes, opens: Callable[[str], bool]) -> list[tuple[int, str]]:
    """The paragraphs of a PDF, each with the page on which it begins; `opens` tells lines that begin one anyway.

    Raises:
        ReadError: It is damaged, protected by a password, or holds no text.
        ImportError: What reads it is not installed.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it warns of is said in sentences of our own
    faults = (PyPdfError, *_FAULTS)
    with path.open("rb") as stream:
        try:
            reader = pypdf.PdfReader(stream)
            is_open = not reader.is_encrypted or bool(reader.decrypt(""))
            count = len(reader.pages) if is_open else 0
        except ImportError as error:
            raise ReadError(f"an encrypted PDF document ({error}): save it without encryption") from error
        except faults as error:
            raise ReadError(f"a PDF document that is damaged: {_said(error)}") from error
        if not is_open:
            raise ReadError("a PDF document that is protected by a password: save it without one")
        pages: list[list[_Line]] = []
        size = 0
        for number in range(min(count, MAX_PAGES)):
            try:
                pages.append(_lines(reader.pages[number], number + 1))
            except faults as error:
                notes.each("page", f"page {number + 1} can't be read: {_said(error)}")
                continue
            size += sum(len(line.text) for line in pages[-1])
            if size > MAX_TEXT:
                notes.say(f"the document is longer than {MAX_TEXT:,} characters: its end")
                break
        notes.more("page", "further pages that can't be read")
    if count > MAX_PAGES:
        notes.say(f"the document has more than {MAX_PAGES:,} pages: its end")
    if not any(line.text for page in pages for line in page):
        raise ReadError(
            f"a PDF document ({count:,} page{'s' * (count != 1)}) without any text, as scanners make them: have its"
            " text recognised (OCR, as by ocrmypdf) and give the result"
        )
    lines = list(_without_furniture(pages)) or [line for page in pages for line in page]
    return list(_joined(lines, opens))


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _lines(page: Any, number: int) -> list[_Line]:
    """The lines of a page, in the order in which they were set."""
    contents = page.get_contents()
    if contents is not None and len(contents.get_data()) > MAX_CONTENT:
        raise ValueError("its drawing is too large")
    lines: list[_Line] = [_Line("", number, 0.0, 0.0, 0.0)]

    def visit(text: str, around: Sequence[float], place: Sequence[float], _: Any, size: float) -> None:
        left, height = place[4] * around[0] + around[4], place[5] * around[3] + around[5]
        letters = abs(size * (place[3] or place[1]) * around[3])
        first, *more = text.split("\n")
        for at, piece in enumerate((first, *more)):
            if at:
                lines.append(_Line("", number, left, height, letters))
            if piece.strip() and not lines[-1].text.strip():
                lines[-1].left, lines[-1].height, lines[-1].size = left, height, letters
            lines[-1].text += piece

    page.extract_text(visitor_text=visit)
    for line in lines:
        line.text = " ".join(line.text.replace("\0", "").split())
    return [line for line in lines if line.text]


def _without_furniture(pages: list[list[_Line]]) -> Iterator[_Line]:
    """The lines of all pages but numbers of pages, what a browser adds, and what comes back at an edge of many."""
    edges = Counter(key for page in pages for key in {_key(line, at) for line, at in _at_edges(page)})
    often = max(3, 0.3 * len(pages))
    for page in pages:
        edge = list(_at_edges(page))
        is_printed = any(_PRINTED_FOOT.fullmatch(line.text) for line, _ in edge)
        furniture = {
            id(line)
            for line, at in edge
            if edges[_key(line, at)] >= often
            or _is_number(line, pages)
            or (is_printed and (_PRINTED_FOOT.fullmatch(line.text) or _PRINTED_HEAD.fullmatch(line.text)))
        }
        yield from (line for line in page if id(line) not in furniture)


def _is_number(line: _Line, pages: list[list[_Line]]) -> bool:
    return line.text == str(line.page) or (len(pages) > 1 and _NUMBER.fullmatch(line.text) is not None)


def _at_edges(page: list[_Line]) -> Iterator[tuple[_Line, int]]:
    for at in (*range(min(_EDGE, len(page))), *range(-min(_EDGE, len(page)), 0)):
        yield page[at], at


def _key(line: _Line, at: int) -> tuple[bool, str]:
    return at < 0, re.sub(r"\d+", "#", fold(line.text))


def _joined(lines: list[_Line], opens: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """The lines as paragraphs."""
    gaps = [left.height - right.height for left, right in pairwise(lines) if left.page == right.page]
    usual = median([gap for gap in gaps if gap > 0] or [0.0])
    width = sorted(len(line.text) for line in lines)[int(0.9 * (len(lines) - 1))] if lines else 0
    known = {word.casefold() for line in lines for word in re.findall(r"[\w-]*\w", line.text)}
    part: list[str] = []
    for at, line in enumerate(lines):
        if part and (opens(line.text) or _is_new(lines[at - 1], line, usual, width)):
            yield lines[at - len(part)].page, _whole(part, known)
            part = []
        part.append(line.text)
    if part:
        yield lines[-len(part)].page, _whole(part, known)


def _is_new(above: _Line, line: _Line, usual: float, width: int) -> bool:
    """Whether a paragraph begins with a line."""
    if _BULLET.match(line.text):
        return True
    if above.size and abs(above.size - line.size) > 0.1 * above.size:
        return True
    is_closed = _CLOSED.search(above.text) is not None
    gap = above.height - line.height
    if above.page != line.page or gap < -usual:
        return is_closed or (not line.text[:1].islower() and len(above.text) < 0.7 * width)
    if usual and gap > min(1.4 * usual, _DOUBLE * line.size):
        return True
    if is_closed and 0.8 * line.size < line.left - above.left < 4 * line.size:
        return True  # its first line is set in
    is_early = len(above.text) < (0.75 if is_closed else 0.5) * width
    return is_early and not line.text[0].islower()


def _whole(lines: list[str], known: set[str]) -> str:
    """Lines as one; a word that was broken at a line's end is whole again."""
    text = ""
    for line in lines:
        broken = _BROKEN.search(text)
        if broken and line[:1].islower():
            rest = re.match(r"[\w-]*", line)
            word = f"{broken['word']}-{rest[0] if rest else ''}"
            is_kept = text.endswith("-") and (word.casefold() in known or _KEPT.fullmatch(word) is not None)
            text = (text if is_kept else text[:-1]) + line
        else:
            text = f"{text} {line}" if text else line
    return text
