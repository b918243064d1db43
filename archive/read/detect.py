"""What a source is, by its content; its name only tips the balance.

Saved pages are called .txt, feeds are called .html and JSON Lines .json; a text may begin with `<`, `[`
or `{`; and prose has commas. So each format has to show more than its first character.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Literal

from archive.errors import ReadError
from archive.read.bookmarks import IS_LIST
from archive.read.jsondoc import find_records, json_in, parse_start, salvaged
from archive.read.mail_head import is_mail
from archive.read.markdown import is_markdown
from archive.read.press import kind_of as press_of
from archive.read.references import is_references
from archive.read.refused import check_shape
from archive.read.table import Layout, find_layout
from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Mapping

Format = Literal[
    "text",
    "html",
    "mhtml",
    "feed",
    "csv",
    "json",
    "jsonl",
    "bookmarks",
    "mail",
    "markdown",
    "references",
    "press",
]

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
_FEED_ADDRESS = re.compile(r"""\bxmlUrl\s*=\s*["']([^"'<>\s]+)""", re.IGNORECASE)
_MHTML = re.compile(r"(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_OBJECT = re.compile(r'[\[\s]*\{\s*"[^"\\\n]{0,100}"\s*:\s*[\[{"\d-]')
"""How an object of JSON begins, and no prose."""
_TABLE_NAME = re.compile(r"\.(csv|tsv|tab|psv)(\.gz)?$", re.IGNORECASE)


def detect(
    head: str, name: str, content_type: str | None, columns: Mapping[str, str], *, whole: bool
) -> tuple[Format, Layout | None]:
    """The format of a text, and for a table how it is written; its file's name decides what content leaves open.

    Raises:
        ReadError: There is no text, or it is of a kind that holds no snippets.
    """
    body = head.lstrip("\ufeff \t\r\n")
    if not body:
        raise ReadError("the file holds nothing but white space")
    check_shape(body)
    if (
        certain := _signed(body)
        or ("markdown" if is_markdown(head, name) else None)
        or _json(body, columns, whole=whole)
    ):
        return certain, None
    hint = bool(_TABLE_NAME.search(name)) or "csv" in (content_type or "") or "tab-separated" in (content_type or "")
    if layout := find_layout(head, whole=whole, known=columns, hint=hint):
        return "csv", layout
    if _FEED_INSIDE.search(body[:4096]) and not _HTML_INSIDE.search(body[:4096]):
        return "feed", None
    return ("html" if _is_html_inside(body) else "text"), None


_HEAD_TAGS = word_set("style script link meta title base noscript")
"""Elements of a page's head, with which pages without a beginning begin."""


def _signed(body: str) -> Format | None:
    """The format of a text whose beginning says it."""
    if IS_LIST.match(body):
        return "bookmarks"
    if body[0] == "<" and (markup := _markup(body)):
        return markup
    if is_mail(body):
        return "mail"
    if is_references(body):
        return "references"
    if press_of(body):
        return "press"
    return "mhtml" if _MHTML.match(body) else None


def _markup(body: str) -> Format | None:
    """The format of a text that begins with an angle bracket; None if that is all it has of markup."""
    start, root = _root(body)
    kind = root[1].lower() if root else ""
    if kind == "opml":
        raise ReadError(
            f"a list of feeds (OPML), of which none is read: ingest --follow reads them, or ingest those that you want"
            f"{_feeds(body)}"
        )
    if kind in ("rss", "rdf", "feed", "channel"):
        return "feed"
    if kind in _HEAD_TAGS or (_HTML_INSIDE.search(body[: start + 4096]) and kind != "svg"):
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


def _feeds(body: str) -> str:
    """The addresses that a list of feeds holds, to be named: the first few, and how many more."""
    found = feed_addresses(body)
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return f": {' '.join(found[:5])}{more}" if found else ""


def feed_addresses(body: str) -> list[str]:
    """The addresses in a list of feeds, each once."""
    return list(dict.fromkeys(map(unescape, _FEED_ADDRESS.findall(body))))


def is_list_of_feeds(body: str) -> bool:
    """Whether a text is a list of feeds (OPML)."""
    _, root = _root(body.lstrip("\ufeff").lstrip())
    return root is not None and root[1].lower() == "opml"


def _root(body: str) -> tuple[int, re.Match[str] | None]:
    """Where the first element of a text of markup would begin, and its name there."""
    after = _PROLOGUE.match(body)
    start = after.end() if after else 0
    return start, _ROOT.match(body, start)


def _is_html_inside(body: str) -> bool:
    """Whether a text that begins with words is a page all the same: a fragment, or one with a lost start."""
    sample = body[:_SAMPLE]
    if _HTML_INSIDE.search(sample):
        return True
    lines = [line for line in sample.split("\n") if line.strip()]
    opening = sum(line.lstrip().startswith("<") for line in lines)
    return len(_BLOCK_TAG.findall(sample)) >= 6 and opening >= 0.3 * len(lines)


def _json(body: str, columns: Mapping[str, str], *, whole: bool) -> Format | None:
    body = json_in(body)
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
        return "json" if _OBJECT.match(body) or salvaged(body, columns) else None
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
