"""What a source is, by its content; its name only tips the balance.

Saved pages are called .txt, feeds are called .html and JSON Lines .json; a text may begin with `<`, `[`
or `{`; and prose has commas. So each format has to show more than its first character.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

from archive.errors import ReadError
from archive.read.jsondoc import find_records, parse_start, salvaged
from archive.read.table import Layout, find_layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.read.charset import Charset

Format = Literal["text", "html", "mhtml", "feed", "jsonfeed", "csv", "json", "jsonl"]

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "a PDF document: save its text"),
    (0, b"{\\rtf", "a rich-text document: save it as plain text or HTML"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"\x89PNG\r\n", "a PNG picture"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"GIF8", "a GIF picture"),
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (8, b"WEBP", "a WebP picture"),
    (0, b"\0\0\1\0", "an icon"),
    (0, b"8BPS", "a Photoshop picture"),
    (4, b"ftyp", "a video or an HEIF picture"),
    (0, b"RIFF", "a sound or video file"),
    (0, b"OggS", "a sound file"),
    (0, b"fLaC", "a sound file"),
    (0, b"ID3", "a sound file"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"\x7fELF", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"\0asm", "a program"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document: save it as text or CSV"),
    (0, b"PK\x03\x04", "a zip file inside another file: unpack it first"),
    (0, b"\x1f\x8b", "gzip inside gzip: unpack it first"),
    (0, b"BZh", "a bzip2 file: unpack it first"),
    (0, b"\xfd7zXZ\0", "an xz file: unpack it first"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard file: unpack it first"),
    (0, b"\x04\x22\x4d\x18", "an LZ4 file: unpack it first"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z file: unpack it first"),
    (0, b"Rar!\x1a\x07", "a RAR file: unpack it first"),
    (257, b"ustar", "a tar file: unpack it first"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"PAR1", "a Parquet file: export it as CSV or JSON Lines"),
    (0, b"ARROW1", "an Arrow file: export it as CSV or JSON Lines"),
    (0, b"bplist00", "a property list"),
    (0, b"MZ", "a program for Windows"),
    (0, b"BM", "a BMP picture"),
)
_AMBIGUOUS = frozenset(
    {b"GIF8", b"RIFF", b"OggS", b"ID3", b"BZh", b"PAR1", b"ftyp", b"WEBP", b"8BPS", b"wOFF", b"wOF2", b"MZ", b"BM"}
)
"""Signatures that are words, too: they count only where control characters follow."""
_CONTROLS = bytes(set(range(32)) - {0, 8, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31}) + b"\x7f"
_SAMPLE = 16 * 1024

_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s+[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_FEED_INSIDE = re.compile(r"<(?:rss|rdf:RDF|feed)\s[^>]*(?:version|xmlns)", re.IGNORECASE)
_HTML_INSIDE = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|link|div|p|ul|ol|li|dl|dt|dd|table|tbody|tr|td|th|article|section|main|header"
    r"|footer|nav|aside|h[1-6]|blockquote|figure|br|center|form|a(?=\s+href))(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_MHTML = re.compile(r"(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_TABLE_NAME = re.compile(r"\.(csv|tsv|tab|psv)(\.gz)?$", re.IGNORECASE)


def check_text(head: bytes, charset: Charset) -> None:
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


def detect(
    head: str, name: str, content_type: str | None, columns: Mapping[str, str], *, whole: bool
) -> tuple[Format, Layout | None]:
    """Tell the format of a text.

    Args:
        head: The first part of the text.
        name: File name, which decides where content leaves it open.
        content_type: What a server called it.
        columns: What the person said of the columns: naming some makes a table likely.
        whole: Whether `head` is all of it.

    Returns:
        The format, and for a table how it is written.

    Raises:
        ReadError: There is no text, or it is of a kind that holds no snippets.
    """
    body = head.lstrip("\ufeff \t\r\n")
    if not body:
        raise ReadError("the file holds nothing but white space")
    if body[0] == "<" and (markup := _markup(body)):
        return markup, None
    if _MHTML.match(body):
        return "mhtml", None
    if data := _json(body, columns, whole=whole):
        return data, None
    hint = bool(_TABLE_NAME.search(name)) or "csv" in (content_type or "") or "tab-separated" in (content_type or "")
    if layout := find_layout(head, whole=whole, known=columns, hint=hint):
        return "csv", layout
    if _FEED_INSIDE.search(body[:4096]) and not _HTML_INSIDE.search(body[:4096]):
        return "feed", None
    return ("html" if _is_html_inside(body) else "text"), None


def _markup(body: str) -> Format | None:
    """The format of a text that begins with an angle bracket; None if that is all it has of markup."""
    after = _PROLOGUE.match(body)
    start = after.end() if after else 0
    root = _ROOT.match(body, start)
    kind = root[1].lower() if root else ""
    if kind in ("rss", "rdf", "feed", "channel"):
        return "feed"
    if _HTML_INSIDE.search(body[: start + 4096]) and kind != "svg":
        return "html"
    if kind in ("item", "entry"):
        return "feed"
    tags = len(_BLOCK_TAG.findall(body[:_SAMPLE]))
    if root and _BLOCK_TAG.match(body, start) and tags >= 2:
        return "html"
    if body.startswith("<?xml") and root:
        if _FEED_INSIDE.search(body[:4096]) or re.search(r"<(?:item|entry)[\s>]", body):
            return "feed"
        raise ReadError(f"an XML document of a kind that holds no news (<{root[1]}>)")
    if kind == "svg":
        raise ReadError("not a text but an SVG picture")
    return "html" if tags >= 5 and tags * 40 > body[:_SAMPLE].count(" ") else None


def _is_html_inside(body: str) -> bool:
    """Whether a text that begins with words is a page all the same: a fragment, or one with a lost start."""
    sample = body[:_SAMPLE]
    if _HTML_INSIDE.search(sample):
        return True
    lines = [line for line in sample.split("\n") if line.strip()]
    opening = sum(line.lstrip().startswith("<") for line in lines)
    return len(_BLOCK_TAG.findall(sample)) >= 6 and opening >= 0.3 * len(lines)


def _json(body: str, columns: Mapping[str, str], *, whole: bool) -> Format | None:
    lines = [line for line in body.split("\n") if line.strip()]
    if not whole and len(lines) > 1:
        lines.pop()
    records, strings = _json_lines(lines[:100])
    tried = len(lines[:100])
    if tried >= 2 and (records + strings >= 0.6 * tried if records else strings >= 0.9 * tried):
        return "jsonl"
    if body[0] not in "{[":
        return None
    value = parse_start(body)
    if not value:
        return "json" if salvaged(body, columns) else None
    if isinstance(value, dict) and "jsonfeed.org" in str(value.get("version", "")):
        return "jsonfeed"
    if isinstance(value, dict):
        return "json"
    return "json" if find_records(value, columns) or salvaged(body, columns) or _is_all_json(body) else None


def _json_lines(lines: list[str]) -> tuple[int, int]:
    """How many lines are a JSON object, and how many a JSON string."""
    records = strings = 0
    for line in lines:
        if line.lstrip()[:1] not in ("{", '"'):
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        records += isinstance(value, dict)
        strings += isinstance(value, str)
    return records, strings


def _is_all_json(body: str) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
