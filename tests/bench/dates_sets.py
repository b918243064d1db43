"""Sets of texts with labelled dates, in the forms in which they are published.

| form | what a date's value is |
| --- | --- |
| `.jsonl` | a prefix date: `{"text", "date", "dates": [{"start", "stop", "value"}]}` |
| `.txt` | the same in one line: `2024-10-24|The mayor resigned [Monday=2024-10-21].` |
| `.tml` | TimeML: dates and times of TIMEX3 elements; those without a day (`PAST_REF`) are not asked for |
| `.json` | specifications of Recognizers-Text: inputs with nothing but dates and ranges; any of the values is right |
"""

from __future__ import annotations

import datetime
import json
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from archive.extract.dates.prefixdate import bounds, month_length

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled expression: where it stands, and the values that are right; none where nobody can say."""

    start: int
    stop: int
    values: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text of a day, with its expressions."""

    text: str
    date: str
    labels: tuple[Label, ...]


_COUNT: Final = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|forty|few|couple)"
_UNITS: Final = r"(?:business |working )?(?:day|week|fortnight|month|quarter|year|decade)s?"
_SHIFT: Final = r"(?:next|past|last|previous|coming|following|upcoming)"
NOT_OF_NEWS: Final = {
    "a number alone": r"(?:the )?(?:\d\d?(?:[.-]\d\d?)?(?:st|nd|rd|th)?|second|twenty second|thirty)|\d{8}",
    "a period alone": r"(?:(?:the|that|same|my) )?(?:day|week|weekend|fortnight|month|quarter|year)(?: to date)?"
    r"|(?:the |this |past |last |next )?day",
    "words of diaries": r".*\b(?:tmrw|otd|w/c|cy\d\d|my|weeks? \d+|business|working|workweek)\b.*",
    "how long": rf".*(?:\b{_SHIFT} (?:few |couple )?{_COUNT} ?{_UNITS}(?!s? of)|{_COUNT} {_SHIFT} {_UNITS}s"
    rf"|\b(?:within|rest|remaining|couple|few|less than|more than|in the future)\b|{_COUNT} {_UNITS} start"
    rf"|\bfor {_COUNT} {_UNITS}|in {_COUNT} {_UNITS} since).*",
    "a part cut out of a period": r".*\b(?:(?:early|mid|late|earlier|later) (?:last|this|next|in)|(?:beginning|start"
    rf"|middle|end) of|(?:first|second|third|last|\d(?:st|nd|rd|th))(?: {_COUNT})? (?:weeks?|days)"
    r" (?:of|this|next|last))\b.*",
    "months and years counted to the day": r".*(?:month|year|decade)s? (?:ago|from|hence|later|after (?!the next|next))"
    rf".*|in {_COUNT} (?:month|year)s?",
}
"""What specifications of an assistant for diaries ask for and news does not say, or what is another value by the table
in `archive/extract/dates/expressions.py`, which does not cut the first half out of a month or a week. By the words
of the expression alone, whatever is found there; so are file names, and days that no calendar has."""
_NOT_OF_NEWS: Final = re.compile("|".join(f"(?:{form})" for form in NOT_OF_NEWS.values()), re.IGNORECASE)
_IN_A_TOKEN: Final = re.compile(r"[\w=_-]\0|\0(?:\w|-\w|\.[a-z])")


def of_news(record: Labelled) -> Labelled:
    """A specification of which only such expressions are asked for as news has."""
    return replace(
        record, labels=tuple(x if _is_of_news(record.text, x) else replace(x, values=()) for x in record.labels)
    )


def _is_of_news(text: str, label: Label) -> bool:
    beside = f"{text[: label.start][-1:]}\0{text[label.stop :][:2]}"
    is_day = all(first.year > 1 for first, _ in label.values)
    return is_day and not (_NOT_OF_NEWS.fullmatch(text[label.start : label.stop]) or _IN_A_TOKEN.search(beside))


def read_sets(paths: list[Path], part: str | None = None) -> Iterator[Labelled]:
    """The labelled texts of files and folders, or one half of them, 'even' or 'odd', chosen by document."""
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            read = _READERS.get(file.suffix)
            if read is None or file.name.startswith("."):
                continue
            for at, record in enumerate(read(file)):
                number = zlib.crc32(file.name.encode()) if file.suffix == ".tml" else at
                if part is None or ("even", "odd")[number % 2] == part:
                    yield record


def _json_lines(file: Path) -> Iterator[Labelled]:
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        labels = [Label(d["start"], d["stop"], (bounds(d["value"]),)) for d in record["dates"]]
        yield Labelled(record["text"], record["date"], tuple(labels))


_MARKED: Final = re.compile(r"\[(?P<surface>[^\[\]=]+)=(?P<value>[\d/-]+)\]")


def marked(line: str) -> Labelled:
    """A line of a text with its dates in brackets, each with its value."""
    date, _, text = line.partition("|")
    plain, labels, done = "", [], 0
    for match in _MARKED.finditer(text):
        plain += text[done : match.start()]
        labels.append(Label(len(plain), len(plain) + len(match["surface"]), (bounds(match["value"]),)))
        plain += match["surface"]
        done = match.end()
    return Labelled(plain + text[done:], date, tuple(labels))


def _lines(file: Path) -> Iterator[Labelled]:
    yield from map(marked, filter(None, file.read_text(encoding="utf-8").splitlines()))


def _time_ml(file: Path) -> Iterator[Labelled]:
    """The paragraphs of a document."""
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    created = root.find("DCT/TIMEX3")
    body = root.find("TEXT")
    if created is None or body is None:
        return
    text, labels = "", []
    for chunk, value in _chunks(body):
        if value is not None:
            days = _time_ml_days(value)
            labels.append(Label(len(text), len(text) + len(chunk), (days,) if days else ()))
        text += chunk
    start = 0
    for part in re.split(r"(?<=\n)\s*\n", text):
        at = text.index(part, start)
        start = at + len(part)
        inside = [Label(x.start - at, x.stop - at, x.values) for x in labels if at <= x.start and x.stop <= start]
        yield Labelled(part.replace("\n", " "), created.attrib["value"][:10], tuple(inside))


def _chunks(node: ElementTree.Element) -> Iterator[tuple[str, str | None]]:
    """The pieces of text below a node, each with the value of the expression that it is."""
    if node.tag == "TIMEX3":
        value = node.attrib["value"] if node.attrib["type"] in {"DATE", "TIME"} else "duration"
        yield "".join(node.itertext()), value
        return
    yield node.text or "", None
    for child in node:
        yield from _chunks(child)
        yield child.tail or "", None


_PARTS: Final = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3)}


def _time_ml_days(value: str) -> Days | None:
    if (match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value)) is not None:
        monday = datetime.date.fromisocalendar(int(match[1]), int(match[2]), 1)
        first = monday + datetime.timedelta(days=5 if match[3] else 0)
        return first, monday + datetime.timedelta(days=6)
    if (match := re.fullmatch(r"(\d{4})-(?:([QH])([1-4])|(SP|SU|FA|WI))", value)) is not None:
        length = {"Q": 3, "H": 6}.get(match[2], 3)
        month = _PARTS[match[4]][0] if match[4] else length * (int(match[3]) - 1) + 1
        years, last = divmod(month + length - 2, 12)
        year = int(match[1]) + years
        return datetime.date(int(match[1]), month, 1), datetime.date(year, last + 1, month_length(year, last + 1))
    if re.fullmatch(r"\d{3}", value):
        return datetime.date(int(value) * 10, 1, 1), datetime.date(int(value) * 10 + 9, 12, 31)
    if (match := re.match(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?\Z", value)) is not None:
        return bounds(match[1])
    return None


def _specification(file: Path) -> Iterator[Labelled]:
    for record in json.loads(file.read_text(encoding="utf-8-sig")):
        reference = record.get("Context", {}).get("ReferenceDateTime")
        labels = [_specified(result) for result in record["Results"]]
        if reference and labels and all(label is not None and label.values for label in labels):
            yield Labelled(record["Input"], reference[:10], tuple(label for label in labels if label))


def _specified(result: dict[str, Any]) -> Label | None:
    kind = result.get("TypeName", result.get("Type", "")).rpartition(".")[2]
    if kind not in {"date", "daterange"}:
        return None
    start = result.get("Start", -1)
    stop = result.get("End", start + result.get("Length", 0) - 1) + 1
    resolution = result.get("Resolution") or result.get("Value") or {}
    values = resolution.get("values") or [resolution.get(f"{way}Resolution", {}) for way in ("Past", "Future")]
    days = [_specified_days(value) for value in values]
    return Label(start, stop, tuple(d for days_of in days for d in days_of))


def _specified_days(value: dict[str, str]) -> list[Days]:
    """A day, or a range whose end is the first day that it leaves out; in a range from one to another, either."""
    if "Mod" in value:
        return []
    try:
        if (day := value.get("value") or value.get("date")) is not None:
            return [bounds(day)]
        first, end = (datetime.date.fromisoformat(value.get(name) or value[f"{name}Date"]) for name in ("start", "end"))
    except (KeyError, ValueError):
        return []
    ends = [end - datetime.timedelta(days=1), end]
    ends += [bounds(end.isoformat()[:7])[1]] if end.day == 1 else []
    ends += [bounds(end.isoformat()[:4])[1]] if (end.month, end.day) == (1, 1) else []
    return [(first, last) for last in ends if first <= last]


_READERS: Final = {".jsonl": _json_lines, ".txt": _lines, ".tml": _time_ml, ".json": _specification}
