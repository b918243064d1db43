"""Documents of office programs, written by hand: as small as they can be, and as the programs would lay them out."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
OPEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)
OPEN += ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return file.getvalue()


def relations(*found: tuple[str, str, str]) -> str:
    """Relations by id, type and target; an address is outside of the document."""
    return "<Relationships>{}</Relationships>".format(
        "".join(
            f'<Relationship Id="{name}" Type="http://schemas.example/{kind}" Target="{escape(target)}"'
            + (' TargetMode="External"/>' if "://" in target else "/>")
            for name, kind, target in found
        )
    )


def docx_p(text: str, style: str = "", link: str = "") -> str:
    """A paragraph of Word's."""
    run = f"<w:r><w:t>{escape(text)}</w:t></w:r>"
    run = f'<w:hyperlink r:id="{link}">{run}</w:hyperlink>' if link else run
    about = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{about}{run}</w:p>"


def docx_table(rows: Iterable[Sequence[str]]) -> str:
    """A table of Word's."""
    cells = ("".join(f"<w:tc>{docx_p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(*parts: str, links: Sequence[str] = (), before: str = "") -> bytes:
    """A document of Word's; its links are called `l0`, `l1` …"""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relations(
                *((f"l{number}", "hyperlink", link) for number, link in enumerate(links))
            ),
            "word/document.xml": f"{before}<w:document {WORD}><w:body>{''.join(parts)}</w:body></w:document>",
        }
    )


def odt(*parts: str) -> bytes:
    """A document of Writer's."""
    return _opened("text", f"<office:text>{''.join(parts)}</office:text>")


def ods(sheets: Mapping[str, str]) -> bytes:
    """A workbook of Calc's: its sheets by their names, each the XML of its rows."""
    tables = (f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    return _opened("spreadsheet", f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet>")


def ods_row(*cells: str) -> str:
    """A row of Calc's; a cell that is an ISO day is one."""
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(text: str) -> str:
    if text[:4].isdecimal() and text[4:5] == "-":
        return f'<table:table-cell office:date-value="{text}"><text:p>24/10/24</text:p></table:table-cell>'
    return f"<table:table-cell><text:p>{escape(text)}</text:p></table:table-cell>"


def _opened(kind: str, body: str) -> bytes:
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {OPEN}><office:body>{body}</office:body>"
            "</office:document-content>",
        }
    )


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]], shared: Sequence[str] = ()) -> bytes:
    """A workbook of Excel's: its sheets by their names.

    A cell that begins with `=` names a shared string by its number, one with `#` is a number shown as a
    day, one with `@` stands at the place that it names.
    """
    names = list(sheets)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": "<workbook>{}</workbook>".format(
            "".join(f'<sheet name="{name}" id="s{number}"/>' for number, name in enumerate(names))
        ),
        "xl/_rels/workbook.xml.rels": relations(
            ("a", "sharedStrings", "sharedStrings.xml"),
            ("b", "styles", "styles.xml"),
            *((f"s{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in range(len(names))),
        ),
        "xl/sharedStrings.xml": "<sst>{}</sst>".format("".join(f"<si><t>{escape(text)}</t></si>" for text in shared)),
        "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    }
    for number, name in enumerate(names):
        rows = "".join(_xlsx_row(at, row) for at, row in enumerate(sheets[name], 1))
        members[f"xl/worksheets/sheet{number}.xml"] = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return packed(members)


def _xlsx_row(number: int, cells: Sequence[object]) -> str:
    found = (_xlsx_cell(f"{chr(65 + at)}{number}", cell) for at, cell in enumerate(cells) if cell != "")
    return f'<row r="{number}">{"".join(found)}</row>'


def _xlsx_cell(place: str, cell: object) -> str:
    if not isinstance(cell, str):
        return f'<c r="{place}"><v>{cell}</v></c>'
    if cell[0] == "@":
        place, cell = cell[1:].split(" ", 1)
    if cell[0] == "=":
        return f'<c r="{place}" t="s"><v>{cell[1:]}</v></c>'
    if cell[0] == "#":
        return f'<c r="{place}" s="1"><v>{cell[1:]}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


Placed = tuple[float, float, float, str]
"""A line of a PDF: its place from the left and from below, the size of its letters, its text."""


def pdf(*pages: Iterable[Placed]) -> bytes:
    """A PDF of such lines, in the order in which they are given."""
    count = len(pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{4 + 2 * at} 0 R' for at in range(count))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, lines in enumerate(pages):
        drawing = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {left} {height} Tm ({_pdf_string(text)}) Tj ET"
            for left, height, size, text in lines
        )
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * at} 0 R >>",
            f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        ]
    out, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("cp1252")


def _pdf_string(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def rtf(*paragraphs: str) -> bytes:
    """A rich text."""
    body = "".join(f"\\pard {_rtf_string(text)}\\par\n" for text in paragraphs)
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}\n{body}}}".encode("ascii")


def _rtf_string(text: str) -> str:
    plain = text.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}")
    return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in plain)


def ole(*names: str) -> bytes:
    """The beginning of an old document of Microsoft's, whose directory has these names."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\0" + bytes(16) + (600).to_bytes(4, "little")
    return head.ljust(601 * 512, b"\0") + directory
