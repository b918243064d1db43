"""Bytes to clean UTF-8, whatever encoding they came in.

The encoding is chosen once from the head of a source: byte order mark, strict UTF-8, what the document
declares, Windows-1252 where that gives plausible text, then charset-normalizer. What claims to be UTF-8
and then isn't is settled line by line, because files get glued together from pieces of different origin.
Readers behind this layer see valid UTF-8 without NUL bytes and nothing else.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.text.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.read.remarks import Notes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Encodings that documents declare, and the larger ones that they mean (as in WHATWG's Encoding Standard)."""
_UNSUITABLE = word_set("utf-7 punycode idna unicode_escape raw_unicode_escape undefined")
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
_IN_CONTENT_TYPE = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HIGH = re.compile(rb"[\x80-\xff]+")
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UTF8 = re.compile(rb"(?:" + _SEQUENCE.pattern + rb")+")
_CYRILLIC = frozenset("оеаинтсрвлкі")
_COMMON_LETTERS = {
    "cp1251": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "cp866": _CYRILLIC,
    "iso8859-5": _CYRILLIC,
    "cp1253": frozenset("αοιετσνηυρκπς"),
    "cp1250": frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäôľőűöü"),
}
"""Letters that make up two thirds, or for Latin all, of those beyond ASCII in any text of an encoding."""
_COMMON_SHARE = 0.5
_SYMBOLS_IN_WORDS = re.compile(r"(?<=[^\W\d_])[¹³¿¯£¥¼¾](?=[^\W\d_])")
"""Polish letters of Windows-1250, read as Windows-1252."""
_SAMPLE = 32 * 1024
"""Bytes that charset-normalizer gets to see: enough for it, and it is slow."""


@dataclass(frozen=True, slots=True)
class Charset:
    """How the bytes of a source are to be read."""

    name: str
    """Name of a Python codec."""
    mark: int = 0
    """Length of the byte order mark."""
    fallback: str = "cp1252"
    """For lines that are not UTF-8 where the source as a whole is."""


def declared_charset(head: bytes, content_type: str | None = None) -> str | None:
    """The codec that a document names in its first 4 KiB, or its server does; None if unknown to Python."""
    names = [found[1] or found[2] for found in _DECLARED.finditer(head[:4096])]
    candidates = [name.decode("ascii", "replace") for name in names]
    if found := _IN_CONTENT_TYPE.search(content_type or ""):
        candidates.append(found[1])
    return next((codec for name in candidates if (codec := _codec(name))), None)


def _codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # A document that declares UTF-16 in single bytes is not UTF-16: the declaration itself was readable.
    if codec.name in _UNSUITABLE or codec.name.startswith(("utf-16", "utf-32")) or not _is_text(codec):
        return None
    return _WIDER.get(codec.name, codec.name)


def _is_text(codec: codecs.CodecInfo) -> bool:
    return bool(getattr(codec, "_is_text_encoding", True))


def choose(head: bytes, declared: str | None, *, whole: bool) -> Charset:
    """The encoding of a source, by its first bytes, or all of them, and by what it or its server declares."""
    fallback = declared if declared and declared != "utf-8" else "cp1252"
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Charset(name, len(mark), fallback)
    name = _wide(head) or _declared_escapes(head, declared) or _narrow(head, declared, whole)
    return Charset(name, 0, fallback)


def _declared_escapes(head: bytes, declared: str | None) -> str | None:
    """An encoding that looks like ASCII but for its escape sequences (ISO-2022-JP)."""
    return declared if declared and declared.startswith("iso2022") and b"\x1b" in head else None


def _narrow(head: bytes, declared: str | None, whole: bool) -> str:
    """The encoding of a text whose letters are bytes."""
    if _decodes(head, "utf-8", whole) or _mostly_utf8(head):
        return "utf-8"
    if declared and declared != "utf-8" and _decodes(head, declared, whole):
        return declared
    if _looks_western(head):
        return "cp1252"
    return "utf-8" if _is_sprinkled(head) else _guess(head) or "cp1252"


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: NUL bytes at the places where plain letters have them."""
    sample = head[: 4096 - 4096 % 4]
    sample = sample[: len(sample) - len(sample) % 4]
    if len(sample) < 8 or sample.count(0) * 5 < len(sample):
        return None
    zeros = [sample[start::4].count(0) / (len(sample) / 4) for start in range(4)]
    patterns = {
        "utf-32-le": (False, True, True, True),
        "utf-32-be": (True, True, True, False),
        "utf-16-le": (False, True, False, True),
        "utf-16-be": (True, False, True, False),
    }
    for name, pattern in patterns.items():
        fits = all(share > 0.3 if zero else share < 0.1 for share, zero in zip(zeros, pattern, strict=True))
        if fits and _decodes(sample, name, whole=False):
            return name
    return None


def _decodes(data: bytes, name: str, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(name)("strict").decode(data, whole)
    except (UnicodeError, ValueError):
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether a fair share of the runs of high bytes are UTF-8: in other encodings that hardly ever happens."""
    runs = _HIGH.findall(data)
    good = sum(_UTF8.fullmatch(run) is not None for run in runs)
    return good > 0 and good >= 0.2 * len(runs)


def _looks_western(data: bytes) -> bool:
    """Whether single high bytes stand among plain letters, as in Western languages.

    In Cyrillic, Greek or East Asian encodings they come in long runs; read as Windows-1252 those would
    decode without an error, into nonsense.
    """
    runs = _HIGH.findall(data)
    if not runs or not _decodes(data, "cp1252", whole=True):
        return False
    if len(_SYMBOLS_IN_WORDS.findall(data.decode("cp1252"))) > 0.1 * len(runs):
        return False
    short = sum(len(run) <= 2 for run in runs)
    letters = sum(byte < 0x80 and chr(byte).isalpha() for byte in data)
    return short >= 0.9 * len(runs) and sum(map(len, runs)) < 0.35 * letters


def _is_sprinkled(data: bytes) -> bool:
    """Whether so few bytes are not ASCII that they are more likely damage than a language."""
    high = sum(len(run) for run in _HIGH.findall(data))
    return high < 0.05 * sum(byte < 0x80 and chr(byte).isalpha() for byte in data)


def _guess(head: bytes) -> str | None:
    first = _HIGH.search(head)
    start = head.rfind(b"\n", 0, first.start()) + 1 if first else 0
    sample = head[start : start + _SAMPLE]
    return _by_letters(sample) or _by_normalizer(sample)


def _by_letters(sample: bytes) -> str | None:
    """The encoding in which a text has most of the letters that its alphabet has most of.

    Short Cyrillic texts come out of charset-normalizer as Greek.
    """
    scores = {name: _commonness(sample, name, letters) for name, letters in _COMMON_LETTERS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _COMMON_SHARE else None


def _commonness(sample: bytes, name: str, letters: frozenset[str]) -> float:
    decoded = sample.decode(name, "replace")
    text = [char for char in decoded if not char.isascii() and (char.isalpha() or char == "\ufffd")]
    return sum(char in letters for char in text) / len(text) if text else 0.0


def _by_normalizer(sample: bytes) -> str | None:
    import charset_normalizer  # few sources come as far as this

    best = charset_normalizer.from_bytes(sample).best()
    return _codec(best.encoding) if best else None


def to_utf8(blocks: Iterable[bytes], charset: Charset, notes: Notes) -> Iterator[bytes]:
    """Blocks of any encoding as blocks of valid UTF-8, without a byte order mark and NUL bytes."""
    line = 1
    clean = _repaired if charset.name == "utf-8" else _transcoded
    only_cr: bool | None = None
    for block in clean(_without_mark(blocks, charset.mark), charset, notes):
        data = block
        if 0 in data:
            notes.once("nul", "NUL bytes were removed", line + data[: data.index(0)].count(b"\n"))
            data = data.translate(None, b"\0")
        if only_cr is None and data:
            # Line ends of the old Macintosh: told by the first block, or every line would be one.
            only_cr = b"\r" in data and b"\n" not in data
        if only_cr:
            data = data.replace(b"\r", b"\n")
        yield data
        line += data.count(b"\n")


def _without_mark(blocks: Iterable[bytes], mark: int) -> Iterator[bytes]:
    for block in blocks:
        yield block[mark:] if len(block) >= mark else b""
        mark -= min(mark, len(block))


def _transcoded(blocks: Iterable[bytes], charset: Charset, notes: Notes) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(charset.name)("replace")
    line = 1
    for block, final in _with_last(blocks):
        text = decoder.decode(block, final)
        if "\ufffd" in text:
            at = line + text[: text.index("\ufffd")].count("\n")
            notes.once("charset", f"characters that are not {charset.name} were replaced by \ufffd", at)
        line += text.count("\n")
        # Half of a pair, left alone in damaged UTF-16, has no UTF-8.
        yield text.encode("utf-8", "replace")


def _with_last(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    for block in blocks:
        yield block, False
    yield b"", True


def _repaired(blocks: Iterable[bytes], charset: Charset, notes: Notes) -> Iterator[bytes]:
    """UTF-8 as it should be, passed on; lines that are something else, decoded as that.

    A block is cut at its last line end, so that a bad line is seen whole; a line longer than a block is
    cut where a character ends.
    """
    line = 1
    tail = b""
    for block, final in _with_last(blocks):
        data = tail + block
        cut = len(data) if final else data.rfind(b"\n") + 1 or boundary(data)
        data, tail = data[:cut], data[cut:]
        if not data.isascii():
            try:
                data.decode()
            except UnicodeDecodeError:
                data = _mended(data, charset, notes, line)
        yield data
        line += data.count(b"\n")


def boundary(data: bytes) -> int:
    """Where the last whole character of UTF-8 ends."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            return len(data)
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) if back >= length else len(data) - back
    return len(data)


def _mended(data: bytes, charset: Charset, notes: Notes, line: int) -> bytes:
    return b"".join(
        _mended_line(piece, charset, notes, line + number)
        for number, piece in enumerate(data.splitlines(keepends=True) if b"\n" in data else [data])
    )


def _mended_line(data: bytes, charset: Charset, notes: Notes, line: int) -> bytes:
    try:
        data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return data
    if not _SEQUENCE.search(data) and (charset.fallback != "cp1252" or _looks_western(data)):
        try:
            mended = data.decode(charset.fallback).encode("utf-8")
        except (UnicodeError, ValueError):
            pass
        else:
            notes.once("mixed", f"lines that are not UTF-8 like the rest were read as {charset.fallback}", line)
            return mended
    notes.once("charset", "bytes that are not UTF-8 were replaced by \ufffd", line)
    return data.decode("utf-8", "replace").encode("utf-8")
