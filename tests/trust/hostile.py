"""Files that nobody means well with: each is read or named, in bounds, and the rest goes on."""

from __future__ import annotations

import gzip
import importlib
import io
import resource
import sys
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from archive.read import Capture, ReadOptions
from archive.read.budget import Allowance
from archive.steps import Asked, open_whole, understand
from trust.trying import Row, command, faults

MEMORY = 3 << 30
"""Bytes of address space that hostile files may take beside what this process has."""
SEEDS: dict[str, bytes] = {
    "a.txt": b"Ana Lind opened quay 4 in Rotterdam on Oct. 24, 2024.\n\xe2\x80\x9cIt holds,\xe2\x80\x9d Lind said.\n",
    "a.html": b"<html lang=en><title>Quays</title><body><article><h2><a href=/q>Quay 4 opens</a></h2>"
    b"<time datetime=2024-10-24>Oct 24</time><p>Ana Lind opened the quay in Rotterdam.</p></article></body></html>",
    "a.json": b'[{"title": "Quay 4", "text": "Ana Lind opened the quay.", "date": "2024-10-24", "n": 1e3}]',
    "a.jsonl": b'{"title": "Quay 4", "text": "Ana Lind opened the quay.", "date": "2024-10-24"}\n',
    "a.csv": b'date,title,text\n2024-10-24,Quay 4,"Ana Lind opened the quay, ""at last"""\n',
    "a.xml": b'<?xml version="1.0"?><rss version="2.0"><channel><title>Quays</title><item><title>Quay 4</title>'
    b"<description>Ana Lind opened it.</description><pubDate>Thu, 24 Oct 2024 08:00:00 GMT</pubDate></item>"
    b"</channel></rss>",
    "a.eml": b"From: Ana Lind <ana@quay.example>\nSubject: Quay 4\nDate: Thu, 24 Oct 2024 08:00:00 +0000\n"
    b"Content-Type: text/plain; charset=utf-8\n\nThe quay in Rotterdam is open.\n",
    "a.md": b"# Quays\n\n- 2024-10-24: [Quay 4](https://quay.example/4) opened by Ana Lind\n",
    "a.bib": b"@article{q, title={Quay 4}, author={Lind, Ana}, year={2024}, abstract={It is open.}}\n",
    "a.rtf": rb"{\rtf1\ansi Ana Lind opened quay 4 in Rotterdam.\par}",
}


def _zip(*members: tuple[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return into.getvalue()


def made(size: int) -> dict[str, bytes]:
    """Hostile files by name, with so many of whatever each has too much of."""
    text = SEEDS["a.txt"]
    bomb = gzip.compress(b"\0" * size * 20)
    return {
        "lines.txt.gz": gzip.compress(b"News of gulls\n" * (size // 10)),
        "spaces.txt.gz": gzip.compress(b" " * size * 20),
        "twice.txt.gz": gzip.compress(bomb),
        "cut.txt.gz": gzip.compress(text * 50)[:-20],
        "zeros.zip": _zip(("a.txt", b"\0" * size * 20)),
        "nested.zip": _zip(("b.zip", _zip(("c.zip", _zip(("d.zip", _zip(("e.txt", text)))))))),
        "slip.zip": _zip(("../../slipped.txt", text), ("/abs.txt", text), ("./a.txt", text), ("..\\b.txt", text)),
        "names.zip": _zip(("a\x1b[2J.txt", text), ("\u202egpj.txt", text), ("x" * 300 + ".txt", text)),
        "no.zip": b"PK\x03\x04" + b"\xff" * 300,
        "arrays.json": b"[" * size + b"]" * size,
        "objects.json": b'{"a":' * size + b"1" + b"}" * size,
        "digits.json": b'[{"text": "Quay", "n": ' + b"9" * 5000 + b"}]",
        "digits.jsonl": b'{"text": "Quay", "date": ' + b"9" * 5000 + b"}\n" + SEEDS["a.jsonl"],
        "infinite.jsonl": b'{"text": "Quay", "date": 1e999}\n{"text": NaN}\n' + SEEDS["a.jsonl"],
        "surrogates.jsonl": b'{"text": "Quay \\ud800 4", "title": "\\udfff"}\n',
        "divs.html": b"<div>" * size + text,
        "attributes.html": b"<p " + b"a=b " * size + b">" + text,
        "entities.xml": b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&b;&x;</title></item></channel></rss>',
        "columns.csv": b"text" + b",c" * size + b"\nQuay" + b",1" * size + b"\n",
        "quote.csv": b'text,date\n"Quay 4 is open,\n' + b"so it is\n" * size,
        "line.txt": b"quay " * size * 4,
        "nuls.txt": b"Qu\0ay 4 is o\0pen.\n" * 50,
        "latin.txt": "Łódź opens quay №4 – “at last”".encode("cp1251", "replace") * 40,
        "broken.txt": b"\xff\xfe\xfd quay \x80\x81 is open\n" * 40,
        "utf16.txt": "Quay 4 is open.\n".encode("utf-16") * 20,
        "utf7.html": b"<meta charset=utf-7><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- the quay is open",
        "mail.eml": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 500,
        "formula.csv": b'text,author\n"=cmd|\' /C calc\'!A1 opened the quay","@SUM(1)"\n',
        "controls.txt": "Quay \u202e4\u202c is \x1b]0;owned\x07open \ufff9\ufffa\ufffb.\n".encode() * 3,
        "dates.jsonl": b'{"text": "Quay on 99.99.9999, 0000-00-00 and Feb. 30, 2024", "date": "9999-99-99T99"}',
        "empty.txt": b"",
        "folder.txt": b"\n" * size,
    }  # fmt: skip


def files(folder: Path, size: int) -> list[Row]:
    """Ingest each alone, and all together with an honest one."""
    pile = folder / "pile"
    pile.mkdir()
    wrong = []
    own = Path("/proc/self/statm")
    most = MEMORY + (int(own.read_text().split()[0]) * resource.getpagesize() if own.exists() else 0)
    limits = partial(resource.setrlimit, resource.RLIMIT_AS, (most, most))
    found = made(size)
    for name, data in found.items():
        (pile / name).write_bytes(data)
    (pile / "honest.txt").write_bytes(SEEDS["a.txt"])
    db = folder / "pile.db"
    ended = command("ingest", pile, "--jobs", "1", "--names", "rules", "--db", db, before=limits)
    if ended.code != 1 or not ended.is_told or "problems, see above" not in ended.said:
        wrong.append(f"all together: {ended.code} {ended.said[-500:]}")
    if "\x1b" in ended.said or "\u202e" in ended.said:
        wrong.append("a name steers the terminal")
    again = command("ingest", pile, "--jobs", "1", "--names", "rules", "--db", db, before=limits)
    if "0 new sources" not in again.said:
        wrong.append(f"again: {again.said[-300:]}")
    for words in (["search", "quay"], ["search", "holds"], ["show", "1"], ["source", "list"], ["entity", "list"]):
        shown = command(*words, "--db", db)
        if shown.code or "\x1b" in shown.said or "\u202e" in shown.said:
            wrong.append(f"{words}: {shown.said[-300:]}")
    wrong += faults(db)
    if (
        sorted(each.name for each in folder.iterdir()) != ["pile", "pile.db"]
        or (folder.parent / "slipped.txt").exists()
    ):
        wrong.append("something was written elsewhere")
    return [Row("hostile files", len(found), wrong, f"{sum(map(len, found.values())) / 1e6:.1f} MB on disk")]


def taken(name: str, data: bytes) -> None:
    """Read, clean, date and understand bytes, as ingest does; only what is no fault of the bytes raises."""
    capture = Capture(name, name, "0" * 64, len(data), None, None, lambda: io.BytesIO(data))
    opened = open_whole(capture, ReadOptions(), None, Allowance(None, 0))
    failed = [what for chunk in opened.chunks for item in chunk for what in item.failed]
    cleaned = [item.clean for chunk in opened.chunks for item in chunk if item.clean][:20]
    said = understand([Asked(each.text, each.title, None) for each in cleaned], "rules")
    failed += [what for each in said for what in each.failed]
    odd = [str(each) for each in opened.problems if "Error)" in str(each)]
    assert not failed, failed
    assert not odd, odd


PIECES = [b"", b"\0", b'"', b"<", b"]]>", b"99999999999", b"\xed\xa0\x80", *SEEDS.values()]


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with some of its bytes, words or pieces others, many times or missing."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    data = SEEDS[name]
    for _ in range(draw(st.integers(0, 20))):
        at = draw(st.integers(0, len(data)))
        piece = data[at : at + draw(st.sampled_from([0, 1, 4, 40]))]
        new = draw(st.sampled_from(PIECES) | st.binary(max_size=4) | st.sampled_from([2, 50]).map(piece.__mul__))
        data = data[:at] + new + data[at + len(piece) :]
    return name, data


def fuzzed(folder: Path, times: int, chosen: int) -> list[Row]:
    """Take so many spoilt files; of what fails the shortest is kept."""
    tries = 0

    @seed(chosen)
    @settings(max_examples=times, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(spoilt())
    def one(file: tuple[str, bytes]) -> None:
        nonlocal tries
        tries += 1
        last[:] = file
        taken(*file)

    last: list[Any] = []
    wrong: list[str] = []
    try:
        one()
    except Exception as error:
        kept = folder.parent / f"trust-{chosen}-{last[0]}"
        kept.write_bytes(last[1])
        wrong.append(f"{kept}: {type(error).__name__}: {str(error)[:200]}")
    return [Row("spoilt files", tries, wrong)]


def guided(folder: Path, seconds: int, chosen: int) -> list[Row]:
    """The same by atheris, which looks for bytes that reach other lines of the readers."""
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        return [Row("fuzzing by coverage", 0, [], "left out: atheris is not installed (`pip install atheris`)")]

    def fuzz() -> None:
        for name in [name for name in sys.modules if name.startswith("archive.read")]:
            if hasattr(sys.modules[name], "__file__"):
                for value in vars(sys.modules[name]).values():
                    if callable(value) and getattr(value, "__module__", "") == name and hasattr(value, "__code__"):
                        atheris.instrument_func(value)

        def one(data: bytes) -> None:
            if data:
                taken(list(SEEDS)[data[0] % len(SEEDS)], data[1:])

        corpus = folder / "corpus"
        corpus.mkdir()
        for nth, data in enumerate(SEEDS.values()):
            (corpus / str(nth)).write_bytes(bytes([nth]) + data)
        atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", f"-seed={chosen}", "-max_len=4096", str(corpus)], one)
        atheris.Fuzz()

    ended = command(before=fuzz)
    runs = [int(line.split()[1]) for line in ended.said.splitlines() if line.startswith("Done ")]
    wrong = [] if runs else [ended.said[-1500:]]
    return [Row("fuzzing by coverage", runs[0] if runs else 0, wrong, f"{seconds} s of atheris")]
