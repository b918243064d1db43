"""Repeated text of many kinds, as long as is wanted, and the stages of the flow that it is given to.

For tests/test_growth.py and tests/bench/growth.py: what strangers write must take no longer than its length is worth.
"""

from __future__ import annotations

import csv
import html
import io
import json
from contextlib import suppress
from functools import partial
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from archive.annotate import LEAST, NOTHING, contents
from archive.errors import ReadError
from archive.extract.dates.dating import captured, date_items, item_text, read_ahead
from archive.extract.names import recogniser
from archive.extract.quotations.passages import quotations
from archive.normalise import normalise, text_key
from archive.read import Capture, ReadOptions, read
from archive.resolve import resolve_snippet
from archive.steps import Asked, prepare, understand
from archive.store.batch import Chunk, ExtractedItem, NewSource
from archive.store.database import opened
from archive.store.write import start_ingest, write_batch
from archive.text.language import language
from archive.text.typed_forms import also
from archive.types import RawItem
from archive.variants import relation, text_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

REPEATED: Mapping[str, str] = {
    "one letter": "a",
    "words": "grain price ",
    "sentences": "The port is closed. ",
    "lines": "The port is closed.\n",
    "quoted lines": '"The port" is closed.\n',
    "blank lines": "\n\n",
    "spaces": " ",
    "tabs": "\t",
    "spaced words": "port      closed      ",
    "full names": "John Smith, ",
    "names and": "John Smith and Ana Lind and ",
    "one long name": "John Smith ",
    "initials": "J. R. R. ",
    "joined initials": "J.R.R.",
    "van der": "van der ",
    "Jr.": "Smith Jr. ",
    "by-lines": "By Ana Lind and Otto Brandvik, ",
    "titles": "President Prime Minister ",
    "officials": "Russian President Vladimir Putin's ",
    "owners": "Smith's ",
    "bodies": "Ministry of Foreign Affairs of the ",
    "firms": "Lind & Sons Holding Ltd. ",
    "known firms": "Amazon and Ford shares, ",
    "firms as persons": "Henry Ford said Ford ",
    "teams": "Russia beat France 2-1, ",
    "courts": "Samoa's Supreme Court ",
    "peoples": "Russian and Ukrainian ",
    "roles": "the president of Russia ",
    "acronyms": "(ABC) ",
    "defined acronyms": "World Trade Organization (WTO) ",
    "all capitals": "PORT CLOSED IN RIGA ",
    "capitals": "ABC",
    "dotted capitals": "U.S.",
    "places": "Moscow, Russia, ",
    "datelines": "MOSCOW (AP) — ",
    "bare datelines": "MOSCOW, Oct 24 - ",
    "slashed datelines": "RIGA, Oct 24 /TASS/. ",
    "dates in a row": "Oct. 24, 2024, ",
    "days and months": "24 October ",
    "numeric dates": "03/10/2024 ",
    "ISO stamps": "2024-10-24T10:00:00Z ",
    "days in a row": "Monday Tuesday ",
    "months": "May March ",
    "lists of days": "1, 2, 3 and ",
    "years": "2024 ",
    "that year": "in May of that year ",
    "following days": "the following day ",
    "quarters": "the third quarter ",
    "feasts": "on Christmas Day ",
    "decades": "the 1980s ",
    "year ranges": "2024-25-",
    "ages ago": "two days ago ",
    "said Monday": "said Monday ",
    "digits": "1",
    "digits with slashes": "1/2/",
    "digits with dots": "1.2.",
    "digits with commas": "1,234,",
    "digits with dashes": "10-24-",
    "clocks": "10:24 ",
    "opening marks": "“",
    "opening marks, words": "“We said ",
    "closing marks": "said”",
    "straight marks": '"',
    "straight marks, words": '"We" ',
    "single marks": "'We' ",
    "apostrophes": "'",
    "angled marks": "«Да» ",
    "quotations": '"The port is closed," she said. ',
    "said": "she said that ",
    "said he said": "Lind said Smith said ",
    "according to": "according to Ana Lind, ",
    "colons": "Lind: ",
    "who": "Lind, who ",
    "opening brackets": "(",
    "closing brackets": ")",
    "square brackets": "[",
    "brackets": "(a) [b] ",
    "dashes": "-",
    "long dashes": "— ",
    "dashed words": "a-",
    "dots": ".",
    "spaced dots": ". ",
    "ellipses": "… ",
    "commas": ", ",
    "semicolons": "; ",
    "bars": "|",
    "outlets after bars": "| BBC News ",
    "outlets after dashes": " - Reuters",
    "outlets in brackets": "(Reuters) ",
    "sources": "Source: Reuters ",
    "read more": "Read more ",
    "editor's notes": "Editor's note: ",
    "URLs": "https://example.org/a/b?c=d ",
    "one long URL": "https://example.org/",
    "paths": "a/b/",
    "at signs": "a@b.",
    "hashes": "#port ",
    "ampersands": "&",
    "entities": "&amp;",
    "nested entities": "&amp;amp;",
    "character references": "&#x41;",
    "open tags": "<",
    "nested tags": "<div>",
    "nested words": "<b>a",
    "closed tags": "<p>The port is closed.</p>",
    "line breaks": "<br>",
    "comments": "<!--",
    "attributes": '<a href="',
    "links": '<a href="/a">The port is closed in Riga</a> ',
    "list items": "<li>port",
    "cells": "<table><tr><td>",
    "emojis": "😀",
    "joined emojis": "👩‍👩‍👧‍👦",
    "flags": "🇺🇦",
    "combining marks": "e\u0301\u0323",
    "only marks": "\u0301",
    "zero width": "\u200b",
    "soft hyphens": "a\u00ad",
    "mended encoding": "â€œ",
    "directions": "\u202e",
    "Arabic": "قال الرئيس ",
    "Chinese": "总统说",
    "Cyrillic": "Президент Путин сказал ",
    "backslashes": "\\",
    "braces": "{",
    "JSON brackets": "[[",
    "underscores": "_",
    "asterisks": "*",
    "keyed values": '{"a": 1, "text": "',
    "strings": '{"a" "b" ',
    "half quoted cells": 'a",,"b\n',
    "mail headers": "Subject: Re: \n",
    "quoted mail": ">>>> a\n",
    "headings": "# Port\n",
    "rules": "---\n",
    "fences": "```\n",
    "Markdown links": "[a](b) ",
    "open Markdown links": "[a](",
    "references": "TY  - NEWS\nTI  - ",
    "labels": "Headline: Port\nSource: AP\n",
    "pasted stories": "Port closed\n2 hours ago\nBy Ana Lind\n\n",
    "stars and words": "*a* ",
    "greater-than": "> ",
    "equals": "=E2",
    "control": "\x01",
}
"""Kind to the text that is repeated."""


def _repeated(part: str, size: int) -> str:
    return (part * (size // len(part) + 1))[:size]


def _numbered(line: str, size: int) -> str:
    """Lines that all differ by a number."""
    lines = (line.format(number) for number in count(1))
    return "".join(islice(lines, size // len(line) + 1))[:size]


def _names(size: int) -> str:
    """Names that all differ."""
    syllables = ("bar", "den", "fol", "gur", "kim", "lan", "mor", "nev", "pat", "rus", "sol", "tov")
    words: Iterator[str] = (a + b + c for a in syllables for b in syllables for c in syllables)
    two = (f"{word.capitalize()} {word[::-1].capitalize()} said. " for _ in count() for word in words)
    every = list(islice(two, len(syllables) ** 3))
    return _repeated("".join(every), size)


KINDS: Mapping[str, Callable[[int], str]] = {
    **{kind: partial(_repeated, part) for kind, part in REPEATED.items()},
    "different names": _names,
    "different sentences": partial(_numbered, "The port of Riga opened gate {} on Monday, Ana Lind said. "),
    "different lines": partial(_numbered, "The port of Riga opened gate {}.\n"),
    "different acronyms": partial(_numbered, "Port Authority of Riga (PA{}R) "),
    "a mark at each end": lambda size: '"' + _repeated("We said no. ", size) + '"',
    "a bracket at each end": lambda size: "(" + _repeated("We said no. ", size) + ")",
    "a dash at each end": lambda size: "A - " + _repeated("port ", size) + " - B",
}
"""Kind to what makes a text of it with so many characters."""

WHEN = captured(option="2024-10-25", stamp=None, name="a.txt", sample=[], days=None, modified=None)


def _as_text(text: str) -> Callable[[], object]:
    return lambda: normalise(RawItem(text, text))


def _as_markup(text: str) -> Callable[[], object]:
    return lambda: normalise(RawItem(text, text, markup=True))


def _as_fields(text: str) -> Callable[[], object]:
    item = RawItem(
        "The port is closed.", text, title=text, author=text, outlet=text, url=text, language=text, published=text
    )
    return lambda: normalise(item)


def _dates(text: str) -> Callable[[], object]:
    def work() -> None:
        date_items([read_ahead(item_text(text, None, "2024-10-24", None, None))], WHEN, None)
        date_items([item_text(text, text, text, text, text)], WHEN, None)

    return work


def _names_of(spec: str, text: str) -> Callable[[], object]:
    return lambda: recogniser(spec).find([text], least=LEAST)


def _resolve(text: str) -> Callable[[], object]:
    spans = recogniser("rules").find([text])[0]
    return lambda: resolve_snippet(text, spans, dated="2024-10-24")


def _quotations(text: str) -> Callable[[], object]:
    mentions = contents(recogniser("rules"), [(text, "2024")])[0].mentions
    return lambda: (quotations(text, mentions), quotations(text, ()))


def _variants(text: str) -> Callable[[], object]:
    return lambda: (text_keys(text), relation(text[: len(text) // 2], text), relation(text[5:], text), text_key(text))


def _as_capture(name: str, content: str) -> Capture:
    data = content.encode("utf-8", "replace")
    return Capture(name, name, "0", len(data), None, None, lambda: cast("BinaryIO", io.BytesIO(data)))


def _read(name: str, content: Callable[[str], str], text: str) -> Callable[[], object]:
    capture = _as_capture(name, content(text))

    def work() -> None:
        with suppress(ReadError):
            list(read(capture, ReadOptions(), lambda _: None).items)

    return work


def _table(text: str) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([["title", "text", "date"], ["A title", text, "2024-10-24"], ["B", "C d.", text]])
    return written.getvalue()


def _feed(text: str) -> str:
    said = html.escape(text)
    entry = f"<item><title>{said}</title><description>{said}</description><pubDate>{said}</pubDate></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{entry}</channel></rss>'


def _mail(text: str) -> str:
    return f"From: ana@example.org\nTo: b@example.org\nSubject: News\nDate: Thu, 24 Oct 2024 10:00:00 +0000\n\n{text}\n"


def _references(text: str) -> str:
    return f"TY  - NEWS\nTI  - A title\nAB  - {text}\nER  - \n"


READ: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "txt": ("a.txt", str),
    "html": ("a.html", lambda text: f"<html><body><article><h1>A title</h1><p>{text}</p></article></body></html>"),
    "csv": ("a.csv", _table),
    "raw csv": ("a.csv", lambda text: f'title,text\n"A",{text}\n"{text}",B\n'),
    "json": ("a.json", lambda text: json.dumps([{"title": text, "text": text, "date": text, "author": text}])),
    "raw json": ("a.json", str),
    "jsonl": ("a.jsonl", lambda text: json.dumps({"title": text, "text": text, "date": text}) + "\n"),
    "feed": ("a.xml", _feed),
    "mail": ("a.eml", _mail),
    "markdown": ("a.md", lambda text: f"---\ntitle: A title\n---\n\n# A\n\n{text}\n"),
    "references": ("a.ris", _references),
}


def _stored(text: str) -> Callable[[], object]:
    """A snippet as it is written, with all that was found in it before."""
    item = RawItem(text, text, title="A title", published="2024-10-24", position=1)
    prepared = prepare([item], None, "en")
    dated, _ = date_items([each.said for each in prepared], WHEN, None)
    found = [each.clean for each in prepared if each.clean]
    said = understand([Asked(clean.text, clean.title, "2024-10-24") for clean in found], "rules")
    content, by = (said[0].content, said[0].found_by) if said else (NOTHING, None)
    items = tuple(
        ExtractedItem(each.position, each.raw, when, each.clean, each.hour, each.key, content, by)
        for each, when in zip(prepared, dated, strict=True)
    )
    source = NewSource("a.txt", "a.txt", "text", "0", len(text), "2024-10-25", "option")

    def work() -> None:
        with TemporaryDirectory() as folder, opened(Path(folder) / "a.db", create=True) as db:
            write_batch(db, [Chunk(source, items, True)], start_ingest(db, "0", "{}"), lambda: recogniser("rules"))

    return work


STAGES: Mapping[str, Callable[[str], Callable[[], object]]] = {
    **{f"read {name}": partial(_read, *how) for name, how in READ.items()},
    "text": _as_text,
    "markup": _as_markup,
    "fields": _as_fields,
    "language": lambda text: lambda: language([text] * 2),
    "dates": _dates,
    "rules": partial(_names_of, "rules"),
    "model": partial(_names_of, "crf"),
    "names": partial(_names_of, "hybrid"),
    "resolve": _resolve,
    "quotations": _quotations,
    "variants": _variants,
    "typed forms": lambda text: lambda: also(text, text),
    "stored": _stored,
}
"""Stage to what prepares its work on a text; only the work itself is measured."""
