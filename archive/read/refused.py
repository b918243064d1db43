"""What is no text, or a text that holds no news: known by its signature or shape, and refused by name.

Each sentence says what a thing is and, where there is a way, what to do instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.errors import ReadError
from archive.text.wordlists import sections

if TYPE_CHECKING:
    from archive.read.charset import Charset


def _signature(line: str, ending: str) -> tuple[int, bytes, str, bool]:
    """Where and which bytes are the mark of something, what it is, and whether they may be letters, too."""
    mark, _, what = line.partition(" = ")
    magic, _, offset = mark.lstrip("~").partition("@")
    whole = what if ending == "." else f"{what} {ending}"
    return int(offset or 0), bytes.fromhex(magic), whole, mark.startswith("~")


_SIGNATURES = tuple(_signature(line, ending) for ending, own in sections("signatures").items() for line in own)
_CONTROLS = bytes(set(range(32)) - {0, 8, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31}) + b"\x7f"
_SAMPLE = 16 * 1024

_SQL = r"""(?: \s++ | --[^\n]*+\n | /\*.*?\*/;?+ | (?:pragma|set|use|begin|start)\ [^\n;]{0,200}; | begin; )*+
    (?: create\ (?:table|schema|database|extension)\ [^\n;]{1,200}(?:[(;]|\n\ *\()
    | drop\ (?:table|database)\ [^\n]{1,200};
    | insert\ (?:or\ \w+\ )?into\ [^\n]{1,400}\b(?:values|select)\b | copy\ \S+\ [^\n]{0,400}\bfrom\ stdin; )"""
_GDELT = (
    r"globaleventid\t|\d+\t(?P<day>(?:19|20)\d{6})\t\d{6}\t\d{4}\t\d{4}\.\d+\t[^\n]*"
    r"|\d{14}-\d+\t\d{14}\t|gkgrecordid\t|\d{6,12}\t\d{14}\t\d{14}\t\d\t"
)
_LINK = "a link to a page: give the address itself, or save the page"
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.VERBOSE | re.DOTALL), what)
    for pattern, what in (
        (_SQL, "an SQL dump: load it into its database and export the table that you want as CSV"),
        (
            _GDELT,
            "events of GDELT, in which no headline stands: fetch the list of articles instead (mode ArtList), as CSV",
        ),
        (r"\{\s*\"log\":\s*\{\s*\"version\"", "a log of a browser's requests (HAR): save the pages themselves"),
        (r"\{\s*\"cells\":\s*\[\s*\{\s*\"cell_type\"", "a notebook (Jupyter): save its text"),
        (r"begin:vcard\s", "an address book (vCard)"),
        (r"begin:vcalendar\s", "a calendar (iCalendar)"),
        (r"\[internetshortcut\]\s|(?:<[?!][^>]*>\s*)*<plist\b[^>]*>\s*<dict>\s*<key>url</key>", _LINK),
        (r"\#!\ ?/\S+[^\n]*\n", "a program"),
        (r"-----begin\ [A-Z ]+-----\s", "a key, certificate or sealed message (PEM)"),
        (r"webvtt\b[^\n]*\n\s*\n", "subtitles (WebVTT): give the text without its times"),
        (
            r"\d+\ *\r?\n\d\d:\d\d:\d\d,\d{3}\ -->\ \d\d:\d\d:\d\d,\d{3}",
            "subtitles (SubRip): give the text without its times",
        ),
        (r"diff\ --git\ |---\ \S+[^\n]*\n\+\+\+\ \S+[^\n]*\n@@\ ", "a patch"),
        (r"\\documentclass\b", "a LaTeX document: save its text"),
        (r"(?:[A-Za-z0-9+/]{60,}\r?\n){4}", "bytes written as letters (base64): decode it first"),
    )
)


def check_bytes(head: bytes, charset: Charset) -> None:
    """See to it that bytes are a text.

    Raises:
        ReadError: They are empty, or something else; says what, where that is known.
    """
    if not head:
        raise ReadError("the file is empty")
    if not head.strip(b"\0"):
        raise ReadError("nothing but NUL bytes")
    binary = _is_binary(head, charset)
    for offset, magic, what, may_be_letters in _SIGNATURES:
        if head.startswith(magic, offset) and (binary or not may_be_letters):
            raise ReadError(f"not a text but {what}")
    if binary:
        raise ReadError("not a text but a binary file of an unknown kind")


def _is_binary(head: bytes, charset: Charset) -> bool:
    """Whether control characters abound. A text that lost a fight with a disk still has few of them."""
    if charset.name.startswith(("utf-16", "utf-32")):
        return False
    sample = head[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > 0.03 * len(sample) or sample.count(0) > 0.3 * len(sample)


def check_shape(body: str) -> None:
    """See to it that a text, by its beginning, is of no kind that holds no news.

    Raises:
        ReadError: It is; says which, and what to do instead.
    """
    start = body[:_SAMPLE]
    for pattern, what in _SHAPES:
        if pattern.match(start):
            raise ReadError(f"no text to read but {what}")
