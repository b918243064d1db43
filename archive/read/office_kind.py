"""Which document of an office program some bytes are, if any: asked of every source, so it imports no reader."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Final

from archive.errors import ReadError
from archive.read.capture import BLOCK, STREAM_ERRORS
from archive.read.office_xml import beginning, main_part

if TYPE_CHECKING:
    import zipfile

    from archive.read.capture import Capture

_MIMETYPES: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MAIN_PARTS: Final = {"document": "docx", "workbook": "xlsx"}
"""How the name of the main part of a Microsoft Office document begins, and what the document is."""
_OTHER_MAIN_PARTS: Final = {
    "workbook.bin": "a binary workbook of Microsoft Excel: save it as .xlsx or CSV",
    "presentation": "a presentation of Microsoft PowerPoint: save it as PDF or text",
    "visio": "a drawing of Microsoft Visio: save it as PDF",
}
"""The same of those that are not read, and what to do with them."""
_OTHERS: Final = {
    "META-INF/MANIFEST.MF": "a Java archive",
    "AndroidManifest.xml": "an Android package",
    "[Content_Types].xml": "a Microsoft Office document: save it as text, HTML or CSV",
}
"""Members by which other things that are zip files inside are known."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS: Final = {
    "EncryptedPackage": "a Microsoft Office document that is protected by a password: save it without one",
    "WordDocument": "an old Microsoft Word document (.doc): save it as .docx or text",
    "PowerPoint Document": "an old presentation of Microsoft PowerPoint (.ppt): save it as PDF or text",
    "Workbook": "an old workbook of Microsoft Excel (.xls): save it as .xlsx or CSV",
    "Book": "an old workbook of Microsoft Excel (.xls): save it as .xlsx or CSV",
    "__properties_version1.0": "a mail that Outlook saved (.msg): save it as .eml",
}
"""Names in the directory of an old Microsoft Office document, and what they tell of it."""


def kind_of(capture: Capture, head: bytes) -> str | None:
    """Whether a capture is an office document, and which: `pdf`, `rtf`, `zip` for the rest; None for other things.

    Raises:
        ReadError: It is an old or protected document, which nothing here reads.
    """
    if head.startswith(_OLE):
        names = _directory(capture, head)
        found = next((what for name, what in _STREAMS.items() if name.lower().encode("utf-16-le") in names), None)
        raise ReadError(f"not a text but {found or 'an old Microsoft Office document: save it as text or CSV'}")
    if re.match(rb"[^\x20-\x7e]{0,1024}%PDF-\d", head):
        return "pdf"
    if head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{\\rtf"):
        return "rtf"
    return "zip" if head.startswith(b"PK\x03\x04") else None


def _directory(capture: Capture, head: bytes) -> bytes:
    """The directory of an old document, in small letters: its place stands in its head."""
    sector = 1 << min(head[30] if len(head) > 30 else 0, 16)
    start = sector * (int.from_bytes(head[48:52], "little") + 1)
    found = b""
    with contextlib.suppress(*STREAM_ERRORS), capture.open() as stream:
        while start > 0 and (block := stream.read(min(start, BLOCK))):
            start -= len(block)
        found = stream.read(4096)
    return found.lower() or head.lower()


def kind_in(packed: zipfile.ZipFile) -> str | None:
    """What a zip file is, if it is an office document: `docx`, `odt`, `xlsx` or `ods`.

    Raises:
        ReadError: It is another thing that holds no files to read.
    """
    names = set(packed.namelist())
    if "mimetype" in names:
        if b"encryption-data" in beginning(packed, "META-INF/manifest.xml", 1 << 16):
            raise ReadError("an OpenDocument file that is protected by a password: save it without one")
        said = beginning(packed, "mimetype", 100).strip().removesuffix(b"-template")
        if said in _MIMETYPES:
            return _MIMETYPES[said]
        if names & {"content.xml", "META-INF/container.xml", "META-INF/manifest.xml"}:
            raise ReadError("an OpenDocument or EPUB file: save it as text, HTML or CSV")
    main = main_part(packed).rpartition("/")[2].lower()
    if other := next((what for start, what in _OTHER_MAIN_PARTS.items() if main.startswith(start)), None):
        raise ReadError(other)
    if kind := next((kind for start, kind in _MAIN_PARTS.items() if main.startswith(start)), None):
        return kind
    for name, what in _OTHERS.items():
        if name in names:
            raise ReadError(what)
    return None
