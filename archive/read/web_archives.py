"""Archives of the web: WARC, ARC and WACZ (by `warcio`), and Safari's web archives; each page in one is a capture.

A page has its own address, from which its links start, and its own day of capture. Pictures, scripts and the like are
parts of pages, and answers other than "found" are none.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast

from archive.errors import ReadError
from archive.read.capture import BLOCK, GZIP_MAGIC, STREAM_ERRORS, Capture, Gunzip
from archive.types import Problem, Report

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

MAX_PAGE = 32 * 1024 * 1024
"""Bytes of a page that are read."""
MAX_PROPERTY_LIST = 128 * 1024 * 1024
"""Largest web archive of Safari's: it holds a page with its pictures, and has to be held whole."""
_HEAD = 4096
_PAGES = re.compile(
    r"(?:text/html|application/xhtml|application/(?:rss|atom|rdf|feed)|(?:text|application)/xml)", re.IGNORECASE
)
_WITHOUT = "a web archive (WARC): install what reads it with pip install 'snippet-archive[web]'"

Kind = Literal["warc", "safari"]


def kind_of(head: bytes) -> Kind | None:
    """Whether bytes begin an archive of the web, and which."""
    if head.startswith(GZIP_MAGIC):
        try:
            head = zlib.decompressobj(31).decompress(head, _HEAD)
        except zlib.error:
            return None
    if re.match(rb"WARC/\d\.\d\r?\n|filedesc://", head):
        return "warc"
    if head.startswith((b"bplist00", b"<?xml", b"<!DOCTYPE plist")) and b"WebMainResource" in head[:_HEAD]:
        return "safari"
    return None


def is_wacz(names: Iterable[str]) -> bool:
    """Whether the members of a zip file are those of a WACZ."""
    found = set(names)
    return "datapackage.json" in found and any(map(is_wacz_part, found))


def is_wacz_part(name: str) -> bool:
    """Whether a member of a WACZ holds pages; the others are indexes."""
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


def pages(kind: Kind, stream: BinaryIO, uri: str, modified: datetime.date | None, report: Report) -> Iterator[Capture]:
    """The pages in an archive of the web, by its kind.

    Raises:
        ReadError: It can't be read, or what reads it is not installed.
    """
    found = _warc(stream, uri, report) if kind == "warc" else _safari(stream, uri)
    count = 0
    for address, content_type, taken, data in found:
        count += 1
        digest = hashlib.sha256(data).hexdigest()
        name = address.partition("?")[0].rstrip("/").rsplit("/", 1)[-1] or address
        raw = _opener(data)
        yield Capture(
            f"{uri}!{address}", name, digest, len(data), modified, content_type, raw, page=address, taken=taken
        )
    if not count:
        raise ReadError("an archive of the web in which no page was found")


def _opener(data: bytes) -> Any:
    return lambda: io.BytesIO(data)


Page = tuple[str, str, str | None, bytes]
"""Address, type of content, moment of capture, content."""


def _warc(stream: BinaryIO, uri: str, report: Report) -> Iterator[Page]:
    try:
        from warcio.archiveiterator import ArchiveIterator  # an extra
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise ReadError(_WITHOUT) from None
    packed = io.BufferedReader(cast("io.RawIOBase", stream), BLOCK)
    content = io.BufferedReader(Gunzip(packed), BLOCK) if packed.peek(2)[:2] == GZIP_MAGIC else packed
    try:
        for record in ArchiveIterator(_Forward(content), arc2warc=True):
            if page := _page(record, uri, report):
                yield page
    except (ArchiveLoadFailed, *STREAM_ERRORS, LookupError, TypeError, AttributeError) as error:
        report(Problem(uri, f"the web archive is damaged from here on: {' '.join(str(error).split())[:200]}"))


class _Forward:
    """A stream read forwards alone, that gives what stands before damage."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read1(size if size > 0 else BLOCK)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


def _page(record: Any, uri: str, report: Report) -> Page | None:
    """The page of a record; None where it holds none."""
    if record.rec_type not in ("response", "resource"):
        return None
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    http = record.http_headers
    kind = (http or record.rec_headers).get_header("Content-Type") or ""
    if not address.startswith(("http://", "https://")) or not _PAGES.match(kind.strip()):
        return None
    if http and http.get_statuscode() != "200":
        return None
    data = b""
    content = record.content_stream()
    while len(data) <= MAX_PAGE and (block := content.read(BLOCK)):
        data += block
    if len(data) > MAX_PAGE:
        report(Problem(f"{uri}!{address}", f"the page is longer than {MAX_PAGE:,} bytes: its end"))
    return address, kind, record.rec_headers.get_header("WARC-Date"), data[:MAX_PAGE]


def _safari(stream: BinaryIO, uri: str) -> Iterator[Page]:
    data = io.BufferedReader(cast("io.RawIOBase", stream), BLOCK).read(MAX_PROPERTY_LIST + 1)
    if len(data) > MAX_PROPERTY_LIST:
        raise ReadError(f"a web archive larger than {MAX_PROPERTY_LIST:,} bytes")
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        found = plistlib.loads(data)
    except (
        plistlib.InvalidFileException,
        ExpatError,
        RecursionError,
        ValueError,
        LookupError,
        TypeError,
        OverflowError,
    ):
        raise ReadError("a web archive of Safari's that is damaged") from None
    main = found.get("WebMainResource") if isinstance(found, dict) else None
    page = main.get("WebResourceData") if isinstance(main, dict) else None
    if not isinstance(main, dict) or not isinstance(page, bytes):
        return
    kind, encoding = main.get("WebResourceMIMEType"), main.get("WebResourceTextEncodingName")
    yield (
        str(main.get("WebResourceURL") or uri),
        f"{kind or 'text/html'}; charset={encoding or 'utf-8'}",
        None,
        page[:MAX_PAGE],
    )
