"""Archives of the web: each page with its own address and day; what is no page, or damaged, is left out."""

from __future__ import annotations

import gzip
import plistlib
import sys
import zipfile
from pathlib import Path

import pytest

from archive.read import ReadOptions, captures, read
from archive.types import Document, Problem, RawItem

PAGE = (
    "<html><head><title>Harbour</title></head><body><main>"
    + "".join(
        f'<article><h2><a href="/s/{at}">{title}</a></h2><p>{text}</p></article>'
        for at, (title, text) in enumerate(
            [
                ("Ferry crews vote to extend walkout", "The union said the offer was an insult."),
                ("Minister resigns over contract", "The resignation follows a leak of emails."),
                ("Grain prices rise for third week", "Traders expect that they will rise further."),
            ]
        )
    )
    + "</main></body></html>"
)


def response(address: str, body: bytes, kind: str = "text/html; charset=UTF-8", status: str = "200 OK") -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-10-24T09:30:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    ).encode() + http + b"\r\n\r\n"  # fmt: skip


RECORDS = [
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n",
    response("https://ledger.example/harbour", PAGE.encode()),
    response("https://ledger.example/a.png", b"\x89PNG\r\n", "image/png"),
    response("https://ledger.example/gone", b"<p>Not found, sorry.</p>", status="404 Not Found"),
    response("https://post.example/x/", PAGE.replace("Ferry", "Tram").encode()),
]


def take(tmp_path: Path, data: bytes, name: str) -> tuple[list[tuple[str, Document, list[RawItem]]], list[str]]:
    path = tmp_path / name
    path.write_bytes(data)
    problems: list[Problem] = []
    found = []
    for capture in captures([str(path)], problems.append):
        document = read(capture, ReadOptions(), problems.append)
        found.append((capture.uri, document, list(document.items)))
    return found, [problem.reason for problem in problems]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "whole.gz", "crawl.wacz"])
def test_each_page_is_a_capture_with_its_address_and_day(tmp_path: Path, name: str) -> None:
    pytest.importorskip("warcio")
    data = b"".join(RECORDS)
    if name == "crawl.warc.gz":
        data = b"".join(map(gzip.compress, RECORDS))
    elif name == "whole.gz":
        data = gzip.compress(data)
    elif name == "crawl.wacz":
        with zipfile.ZipFile(tmp_path / "made", "w") as packed:
            packed.writestr("datapackage.json", '{"title": "Some words that are no news"}')
            packed.writestr(
                "pages/pages.jsonl", '{"title": "Some words that are no news", "url": "https://a.example"}\n'
            )
            packed.writestr("archive/data.warc.gz", b"".join(map(gzip.compress, RECORDS)))
        data = (tmp_path / "made").read_bytes()
    found, problems = take(tmp_path, data, name)
    assert problems == []
    assert [uri.partition("!http")[2] for uri, _, _ in found] == ["s://ledger.example/harbour", "s://post.example/x/"]
    assert {document.stamp for _, document, _ in found} == {"2024-10-24T09:30:00Z"}
    assert [item.url for item in found[0][2]] == [f"https://ledger.example/s/{at}" for at in range(3)]


def test_without_the_extra_a_sentence_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    found, (problem,) = take(tmp_path, b"".join(RECORDS), "crawl.warc")
    assert found == []
    assert "pip install 'snippet-archive[web]'" in problem


def test_damage_is_told_and_what_stands_before_it_is_read(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    whole = b"".join(map(gzip.compress, RECORDS))
    found, problems = take(tmp_path, whole[:-40], "cut.warc.gz")
    assert len(found) >= 1
    assert problems
    found, problems = take(tmp_path, RECORDS[1] + b"\0\1nonsense\r\n" * 50, "odd.warc")
    assert len(found) == 1
    found, problems = take(tmp_path, RECORDS[0], "none.warc")
    assert (found, problems) == ([], ["an archive of the web in which no page was found"])


def test_a_page_that_unpacks_to_more_than_a_page_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("warcio")
    monkeypatch.setattr("archive.read.web_archives.MAX_PAGE", 10_000)
    packed = gzip.compress(PAGE.encode() + b" " * 5_000_000)
    kind = "text/html\r\nContent-Encoding: gzip"
    found, (problem,) = take(tmp_path, response("https://ledger.example/b", packed, kind), "bomb.warc")
    assert "longer than 10,000 bytes" in problem
    assert len(found[0][2]) == 3


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_web_archives_of_safari(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    main = {
        "WebResourceData": PAGE.encode(),
        "WebResourceURL": "https://ledger.example/harbour",
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
    }
    data = plistlib.dumps({"WebMainResource": main, "WebSubresources": [{"WebResourceData": bytes(500)}]}, fmt=form)
    found, problems = take(tmp_path, data, "page.webarchive")
    assert (problems, len(found)) == ([], 1)
    assert [item.url for item in found[0][2]] == [f"https://ledger.example/s/{at}" for at in range(3)]
    found, problems = take(tmp_path, data[:-30], "page.webarchive")
    assert (found, problems) == ([], ["a web archive of Safari's that is damaged"])
