"""What comes in: files, folders, packed files, standard input, addresses; encodings; damage."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import hashlib
import io
import os
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ReadError
from archive.read import Capture, ReadOptions, captures, read
from archive.read.capture import DamagedError, Gunzip, Spool
from archive.read.charset import Charset, choose, to_utf8
from archive.read.remarks import TOLD, Notes
from archive.types import Document, Problem, RawItem

TEXT = "The bridge closes today.\nFish were found in the lake.\n"


def take(*paths: object) -> tuple[list[Capture], list[Problem]]:
    problems: list[Problem] = []
    return list(captures([str(path) for path in paths], problems.append)), problems


def items_of(capture: Capture) -> tuple[list[RawItem], list[Problem]]:
    problems: list[Problem] = []
    return list(read(capture, ReadOptions(), problems.append).items), problems


def texts(path: Path) -> tuple[list[str], list[Problem]]:
    (capture,), problems = take(path)
    items, more = items_of(capture)
    assert [item.position for item in items] == list(range(1, len(items) + 1))
    return [item.text for item in items], problems + more


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(TEXT)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    (capture,), problems = take(path)
    assert capture.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (capture.uri, capture.name, capture.bytes) == (str(path), "notes.txt", len(TEXT))
    assert capture.modified == datetime.date.fromtimestamp(1_700_000_000)
    assert capture.content_type is None
    for _ in range(2):
        with capture.open() as stream:
            assert stream.read() == TEXT.encode()
    assert capture.consumed == len(TEXT)
    assert problems == []


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(TEXT)
    found, problems = take(tmp_path / "missing.txt", path, "nul\0byte")
    assert [capture.uri for capture in found] == [str(path)]
    assert problems[0] == Problem(str(tmp_path / "missing.txt"), "no such file or folder")
    assert "not a usable path" in problems[1].reason


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/2.txt",
        "a/1.txt",
        ".hidden/x.txt",
        ".x",
        "archive.db",
        "archive.db-wal",
        "z.sqlite",
        "desktop.ini",
        "~$b.docx",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "page.html").write_text("<p>Some words are here.</p>")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "style.css").write_text("p {}")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "dangling").symlink_to(tmp_path / "nowhere")
    found, problems = take(tmp_path)
    assert [capture.uri.removeprefix(f"{tmp_path}/") for capture in found] == [
        "a/1.txt",
        "a/2.txt",
        "b.txt",
        "page.html",
    ]
    assert [problem.reason for problem in problems] == ["no such file or folder"]


def test_an_empty_folder_is_said_to_be(tmp_path: Path) -> None:
    assert take(tmp_path) == ([], [Problem(str(tmp_path), "the folder holds nothing to read")])


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes of this kind are POSIX")
def test_a_pipe_in_a_folder_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found, problems = take(tmp_path)
    assert found == []
    assert "neither a file nor a folder" in problems[0].reason


@pytest.mark.skipif(sys.platform != "linux", reason="file systems elsewhere insist on Unicode names")
def test_a_name_that_is_no_text_can_be_stored(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write(TEXT.encode())
    (capture,), _ = take(tmp_path)
    assert capture.name == "caf\\xe9.txt"
    assert capture.uri.encode().endswith(b"caf\\xe9.txt")
    assert len(items_of(capture)[0]) == 2


def test_nothing_is_opened_before_its_turn(tmp_path: Path) -> None:
    first, second = tmp_path / "1.txt", tmp_path / "2.txt"
    first.write_text(TEXT)
    stream = captures([str(first), str(second)], pytest.fail)  # type: ignore[arg-type] # never called
    next(stream)
    second.write_text(TEXT)
    assert next(stream).name == "2.txt"


def test_gzip_is_told_by_its_bytes(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT.encode())
    path = tmp_path / "notes.txt"
    path.write_bytes(packed)
    (capture,), _ = take(path)
    assert (capture.sha256, capture.bytes) == (hashlib.sha256(packed).hexdigest(), len(packed))
    assert len(items_of(capture)[0]) == 2
    path.write_bytes(packed + gzip.compress(b"A third line is here.\n") + b"\0" * 100)
    assert texts(path) == ([*TEXT.splitlines(), "A third line is here."], [])


def test_gzip_cut_short_gives_what_is_there(tmp_path: Path) -> None:
    lines = [f"Line number {number} says {number * number}." for number in range(3000)]
    path = tmp_path / "notes.txt.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:-2000])
    found, problems = texts(path)
    assert 1500 < len(found) < 3000
    assert found[:-1] == lines[: len(found) - 1]
    assert "cut short" in problems[0].reason


def test_gzip_damaged_in_the_middle_gives_what_stands_before(tmp_path: Path) -> None:
    lines = [f"Line number {number} says {number * number}." for number in range(3000)]
    packed = bytearray(gzip.compress("\n".join(lines).encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 20] = b"\xff" * 20
    path = tmp_path / "notes.txt.gz"
    path.write_bytes(packed)
    found, problems = texts(path)
    assert len(found) > 1000
    assert found[:1000] == lines[:1000]
    assert len(problems) >= 1


@SOME
@given(st.binary(max_size=3000), st.integers(0, 60), st.integers(1, 400))
def test_gunzip_gives_a_prefix_whatever_is_cut(data: bytes, cut: int, size: int) -> None:
    packed = gzip.compress(data)
    stream = io.BufferedReader(Gunzip(io.BytesIO(packed[: max(2, len(packed) - cut)])))
    out = b""
    with contextlib.suppress(DamagedError):
        while piece := stream.read1(size):
            out += piece
        assert cut == 0 or out == data
    assert data.startswith(out)
    assert cut or out == data


def test_a_zip_file_gives_its_members(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("deep.txt", "From the inner file.\n")
    path = tmp_path / "clippings.bin"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("a/one.txt", (2024, 10, 24, 8, 0, 0)), TEXT)
        packed.writestr("two.txt.gz", gzip.compress(b"From gzip it comes.\n"))
        packed.writestr("more.zip", inner.getvalue())
        packed.writestr("__MACOSX/._one.txt", "junk")
        packed.writestr(".hidden", "junk")
    found, problems = take(path)
    assert [problem.is_remark for problem in problems] == [True]
    assert [capture.uri.removeprefix(str(path)) for capture in found] == [
        "!a/one.txt",
        "!two.txt.gz",
        "!more.zip!deep.txt",
    ]
    assert found[0].modified == datetime.date(2024, 10, 24)
    assert found[0].sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    # Also after their turn is over.
    assert [[item.text for item in items_of(capture)[0]] for capture in found] == [
        TEXT.splitlines(),
        ["From gzip it comes."],
        ["From the inner file."],
    ]


def test_zip_files_that_cannot_be_opened_are_reported(tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    office = tmp_path / "report.docx"
    for path, member in ((cut, "a.txt"), (office, "[Content_Types].xml")):
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(member, TEXT * 50)
    cut.write_bytes(cut.read_bytes()[:-30])
    empty = tmp_path / "empty.zip"
    zipfile.ZipFile(empty, "w").close()
    found, problems = take(cut, office, empty)
    assert found == []
    assert "zip file is damaged" in problems[0].reason
    assert "Microsoft Office" in problems[1].reason
    assert "nothing to read" in problems[2].reason


def test_zip_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.read.gather.BOMB_BYTES", 1_000_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.txt", "a" * 3_000_000)
        packed.writestr("fine.txt", TEXT)
    found, problems = take(path)
    assert [capture.name for capture in found] == ["fine.txt"]
    assert "bomb" in problems[0].reason


def test_gzip_bombs_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.read.capture.BOMB_BYTES", 1_000_000)
    monkeypatch.setattr("archive.read.capture.BOMB_RATIO", 50)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"A line that comes again and again.\n" * 100_000))
    found, problems = texts(path)
    assert 0 < len(found) < 60_000
    assert "bomb" in problems[-1].reason


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(TEXT.encode()))))
    (capture,), _ = take("-")
    assert (capture.uri, capture.name, len(items_of(capture)[0])) == ("-", "standard input", 2)
    with capture, capture.open() as stream:
        assert stream.read() == TEXT.encode()
    with pytest.raises(OSError, match="No such file"):
        capture.open()


def test_a_temporary_copy_goes_with_its_capture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    found, _ = take("-")
    assert len(list(tmp_path.iterdir())) == 1
    del found
    assert list(tmp_path.iterdir()) == []


# Bytes that are no text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "nothing but white space"),
        (b"\0" * 500, "nothing but NUL bytes"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "JPEG"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"SQLite format 3\0" + bytes(200), "SQLite"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(64), "sound: write down what is said"),
        (b"PAR1\x15\x04" + bytes(64), "Parquet file: export its table as CSV"),
        (b"-- PostgreSQL database dump\n\nSET client_encoding = 'UTF8';\nCREATE TABLE a (b text);", "SQL dump.*as CSV"),
        (b"INSERT INTO `news` (`id`, `title`) VALUES (1,'Ferry');\n" * 3, "SQL dump"),
        (b"9\t20241024\t202410\t2024\t2024.8055\tGBR\tUNITED KINGDOM\n", "GDELT.*ArtList"),
        (b"BEGIN:VCARD\nFN:Marta Eklund\nEND:VCARD\n", "address book"),
        (b"[InternetShortcut]\r\nURL=https://ledger.example/ferry\r\n", "a link to a page"),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "a">\n<plist version="1.0"><dict><key>URL</key>',
            "a link to a page",
        ),
        (b"1\n00:00:01,000 --> 00:00:04,000\nThe ferry crews vote.\n", "subtitles"),
        (b"AbCd" * 19 + b"\n" + (b"AbCd" * 19 + b"\n") * 4, "base64"),
        (bytes(8) + b"DUCK" + bytes(64), "DuckDB database"),
        (b'{"log": {"version": "1.2", "entries": []}}', "browser's requests"),
        (b'{"cells": [{"cell_type": "markdown", "source": ["a"]}]}', "notebook"),
        (b"\x7fELF\x02\x01\x01" + bytes(64), "program"),
        (b"MZ\x90\0\x03\0\0\0\x04" + bytes(64), "program for Windows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "old Microsoft Office"),
        (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(64), "7z"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>Words</text></svg>", "SVG"),
        (
            b"<?xml version='1.0'?><opml version='2.0'><body><outline xmlUrl='https://a.example/f'/></body></opml>",
            r"list of feeds \(OPML\).*: https://a.example/f$",
        ),
        (bytes((number * 7919 >> 3) & 255 for number in range(5000)), "binary file"),
    ],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(data)
    (capture,), _ = take(path)
    with pytest.raises(ReadError, match=reason):
        read(capture, ReadOptions(), lambda problem: None)


def test_a_text_that_begins_like_a_picture_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("BMW closes a plant.\nMZ is an old magazine.\nGIF89 was a format.\n")
    assert len(texts(path)[0]) == 3


# Encodings --------------------------------------------------------------------------------------------------

GERMAN = "Die Brücke ist zu.\nDer Bürgermeister schläft.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "utf-32-le"),
        (GERMAN, "latin-1"),
        ("“Das Brücklein” – ein Märchen.\nDer Bürgermeister schläft.\n", "cp1252"),
        ("Президент прибыл в Минск.\nМэр Киева сообщил о взрывах.\n" * 4, "cp1251"),
        ("Президент прибыл в Минск.\nМэр Киева сообщил о взрывах.\n" * 4, "koi8-r"),
        ("首相は水曜日に会見を行った。\n市長は橋の閉鎖を発表した。\n" * 4, "shift_jis"),
        ("Η γέφυρα κλείνει για έναν μήνα.\nΟ δήμαρχος μίλησε την Πέμπτη.\n" * 4, "cp1253"),
        ("Most zostanie zamknięty.\nBurmistrz śpi, a źródła milczą o długach.\n" * 4, "cp1250"),
    ],
)
def test_encodings_are_told(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(text.encode(encoding))
    assert texts(path) == (text.splitlines(), [])


def test_lines_of_another_encoding_are_mended(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    first, second = GERMAN.splitlines()
    path.write_bytes(f"{first}\n".encode() + f"{second}\n".encode("latin-1") + b"Plain words.\n")
    found, problems = texts(path)
    assert found == [first, second, "Plain words."]
    assert [(problem.line, "read as cp1252" in problem.reason) for problem in problems] == [(2, True)]


def test_bytes_that_mean_nothing_are_replaced_and_told_once(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes("Die Brücke ist zu.\n".encode() + b"Broken \xc3\xbc and \xff here.\n" * 5)
    found, problems = texts(path)
    assert found[1:] == ["Broken ü and \ufffd here."] * 5
    assert [problem.line for problem in problems] == [2]


def test_a_few_bytes_among_many_letters_are_damage_not_a_language(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"The harbour crews went home on Monday evening. " * 5 + b"\xe4\xf0\xf3\xe3\xee\xe9 is the end.\n")
    ((found,), problems) = texts(path)
    assert found.endswith("evening. \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd is the end.")
    assert [problem.line for problem in problems] == [1]


def test_no_more_is_taken_than_may_be_kept() -> None:
    given = iter([b"123456"] * 10)
    with contextlib.closing(Spool()) as spool, pytest.raises(ReadError, match="larger than the limit of 10 bytes"):
        spool.fill(given, 10, "it")
    assert len(list(given)) == 8


def test_nul_bytes_are_removed_and_told_once(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"First line here.\nSec\0ond line here.\nThi\0rd line here.\n")
    found, problems = texts(path)
    assert found == ["First line here.", "Second line here.", "Third line here."]
    assert [(problem.line, problem.reason) for problem in problems] == [(2, "NUL bytes were removed")]


def test_line_ends_of_all_systems(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    for end in ("\n", "\r\n", "\r"):
        path.write_bytes(TEXT.replace("\n", end).encode())
        assert texts(path) == (TEXT.splitlines(), [])


@SOME
@given(st.binary(max_size=400), st.integers(1, 50))
def test_any_bytes_become_utf8_whatever_the_blocks(data: bytes, size: int) -> None:
    charset = choose(data, None, whole=True)
    quiet = Notes("x", lambda problem: None)
    blocks = [data[start : start + size] for start in range(0, len(data), size)]
    out = b"".join(to_utf8(blocks, charset, quiet))
    assert b"\0" not in out
    out.decode("utf-8")


@SOME
@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=80), st.integers(1, 9))
def test_utf8_goes_through_unchanged(text: str, size: int) -> None:
    data = text.encode()
    blocks = [data[start : start + size] for start in range(0, len(data), size)]
    assert b"".join(to_utf8(blocks, Charset("utf-8"), Notes("x", pytest.fail))).decode() == text  # type: ignore[arg-type]


# Size -------------------------------------------------------------------------------------------------------


def test_an_endless_line_is_left_out_and_never_held(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    with path.open("wb") as file:
        file.write(b"First line here.\n")
        for _ in range(50):
            file.write(b"word " * 200_000)
        file.write(b"\nLast line here.\n")
    tracemalloc.start()
    found, problems = texts(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ["First line here.", "Last line here."]
    assert [problem.line for problem in problems] == [2]
    assert peak < 12_000_000


def test_problems_of_one_kind_are_counted_in_the_end(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text('{"text": "Words are here."}\n' * 300 + "{broken\n" * 100)
    _, problems = texts(path)
    assert len(problems) == TOLD + 1
    assert "further lines that are not JSON" in problems[-1].reason
    assert problems[0].line == 301


def test_every_member_of_a_zip_file_is_read_or_told(tmp_path: Path) -> None:
    names = [
        "./a.txt",
        "../b.txt",
        "c.txt",
        "d/./e.txt",
        ".hidden",
        "__MACOSX/f.txt",
        "g.db",
        "..",
        "h\0i.txt",
        "\0",
        "j/",
    ]
    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for nth, name in enumerate(names):
            packed.writestr(zipfile.ZipInfo(name), f"The quay was closed for the {nth}th time.\n")
    problems: list[Problem] = []
    found = [capture.uri for capture in captures([str(path)], problems.append)]
    (remark,) = problems
    assert remark.is_remark
    assert remark.reason == "left out 3 members that are hidden or databases, such as .hidden"
    assert len(found) + 3 == len(names)


def test_what_a_reader_raises_is_the_problem_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digits = tmp_path / "digits.json"
    digits.write_text('[{"text": "The quay was closed on Monday.", "views": ' + "9" * 5000 + "}]", encoding="utf-8")
    fine = tmp_path / "fine.txt"
    fine.write_text("The quay was closed on Monday.\n", encoding="utf-8")
    problems: list[Problem] = []
    texts = []
    for capture in captures([str(digits), str(fine)], problems.append):
        try:
            texts += [item.text for item in read(capture, ReadOptions(), problems.append).items]
        except ReadError as error:
            problems.append(Problem(capture.uri, str(error)))
    assert texts[-1:] == ["The quay was closed on Monday."]
    assert {problem.uri for problem in problems} <= {str(digits)}

    def broken() -> Iterator[RawItem]:
        yield RawItem("One.", "One.")
        raise RecursionError

    monkeypatch.setattr("archive.read.text.read", lambda _: Document("text", broken()))
    (capture,) = captures([str(fine)], problems.append)
    problems.clear()
    assert [item.text for item in read(capture, ReadOptions(), problems.append).items] == ["One."]
    assert [(each.position, "RecursionError" in each.reason) for each in problems] == [(2, True)]
