"""What is no text, or a text that holds no news: known by its signature or shape, and refused by name.

Each row says what a thing is and, where there is a way, what to do instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.errors import ReadError

if TYPE_CHECKING:
    from archive.read.charset import Charset

_PICTURE = "picture: read its text with a program for that, and give the text"
_SOUND = "sound: write down what is said in it, and give the text"
_UNPACK = "file: unpack it first"
_TABLE = "file: export its table as CSV or JSON Lines"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%!PS", "a PostScript document: save its text"),
    (0, b"\x89PNG\r\n", f"a PNG {_PICTURE}"),
    (0, b"\xff\xd8\xff", f"a JPEG {_PICTURE}"),
    (0, b"GIF8", f"a GIF {_PICTURE}"),
    (0, b"II*\0", f"a TIFF {_PICTURE}"),
    (0, b"MM\0*", f"a TIFF {_PICTURE}"),
    (8, b"WEBP", f"a WebP {_PICTURE}"),
    (0, b"\0\0\1\0", "an icon"),
    (0, b"8BPS", f"a Photoshop {_PICTURE}"),
    (4, b"ftyp", f"a video, an HEIF picture or {_SOUND}"),
    (8, b"WAVE", f"a file of {_SOUND}"),
    (0, b"RIFF", f"a video or a file of {_SOUND}"),
    (0, b"OggS", f"a file of {_SOUND}"),
    (0, b"fLaC", f"a file of {_SOUND}"),
    (0, b"ID3", f"a file of {_SOUND}"),
    (0, b"\xff\xfb", f"a file of {_SOUND}"),
    (0, b"\xff\xf1", f"a file of {_SOUND}"),
    (0, b"#!AMR", f"a file of {_SOUND}"),
    (0, b"\x1aE\xdf\xa3", f"a video or a file of {_SOUND}"),
    (0, b"\x7fELF", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"\0asm", "a program"),
    (0, b"SQLite format 3\0", "an SQLite database: export the table that you want as CSV, as with `sqlite3 -csv`"),
    (0, b"\x1f\x8b", "gzip inside gzip: unpack it first"),
    (0, b"BZh", f"a bzip2 {_UNPACK}"),
    (0, b"\xfd7zXZ\0", f"an xz {_UNPACK}"),
    (0, b"\x28\xb5\x2f\xfd", f"a Zstandard {_UNPACK}"),
    (0, b"\x04\x22\x4d\x18", f"an LZ4 {_UNPACK}"),
    (0, b"7z\xbc\xaf\x27\x1c", f"a 7z {_UNPACK}"),
    (0, b"Rar!\x1a\x07", f"a RAR {_UNPACK}"),
    (257, b"ustar", f"a tar {_UNPACK}"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"PAR1", f"a Parquet {_TABLE}"),
    (0, b"ARROW1", f"an Arrow {_TABLE}"),
    (0, b"Obj\x01", f"an Avro {_TABLE}"),
    (8, b"DUCK", "a DuckDB database: export the table that you want as CSV"),
    (0, b"\x93NUMPY", f"a NumPy {_TABLE}"),
    (0, b"\x89HDF", f"an HDF5 {_TABLE}"),
    (0, b"bplist00", "a property list"),
    (0, b"!BDN", "an Outlook mailbox: export its mails as .eml or .mbox"),
    (0, b"MZ", "a program for Windows"),
    (0, b"BM", f"a BMP {_PICTURE}"),
)
_AMBIGUOUS = frozenset(
    {b"GIF8", b"RIFF", b"OggS", b"ID3", b"BZh", b"PAR1", b"ftyp", b"WEBP", b"8BPS", b"wOFF", b"wOF2", b"MZ", b"BM"}
    | {b"WAVE", b"!BDN", b"\xff\xfb", b"\xff\xf1"}
)
"""Signatures that are words, or letters of some encoding, too: they count only where control characters follow."""
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
    for offset, magic, what in _SIGNATURES:
        if head.startswith(magic, offset) and (binary or magic not in _AMBIGUOUS):
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
    """See to it that a text is of no kind that holds no news.

    Args:
        body: Its first part, without leading white space.

    Raises:
        ReadError: It is; says which, and what to do instead.
    """
    start = body[:_SAMPLE]
    for pattern, what in _SHAPES:
        if pattern.match(start):
            raise ReadError(f"no text to read but {what}")
