"""Which way unfinished dates look: complete ones are made unfinished, and told again.

    python tests/bench/dates_tense.py TEXTS.jsonl [MORE…] [--part even] [--errors] [--fit]

A line of TEXTS has `date`, the day of publication, and `text`. Where a text tells the year, or the day beside its
weekday, what the words left over mean is known: `Monday, Oct. 21` is told again as `Monday` and as `Oct. 21`, `in May
2024` as `May`. Prints the share that keeps its value, by kind, ahead and back. `--fit` prints for each row of
`archive/data/words/direction.txt` how often it speaks of what comes and of what was, its value, and the one that fits
these texts, drawn to the one it has.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from dates_quality import share

from archive.extract.dates.anchor import Anchor
from archive.extract.dates.direction import ahead_factor, heard, rows
from archive.extract.dates.expressions import find_dates
from archive.extract.dates.prefixdate import bounds

if TYPE_CHECKING:
    from collections.abc import Iterator


class Unfinished(NamedTuple):
    """A date of which a part is left out, in its text."""

    kind: str
    text: str
    start: int
    stop: int
    published: str
    value: str

    @property
    def days(self) -> int:
        """Days from the publication to the date, negative for the past."""
        return (bounds(self.value)[0] - datetime.date.fromisoformat(self.published)).days

    @property
    def nearness(self) -> float:
        """How many times farther off the same words lie back than ahead, as a logarithm."""
        near, far = abs(self.days), max(1, _RETURNS[self.kind] - abs(self.days))
        return float(np.log(far / near if self.days > 0 else near / far))


_FULL = re.compile(
    r"(?:(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),? (?:the )?)?"
    r"(?P<rest>\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+\.?|[A-Z][a-z]{2,}\.?(?: \d{1,2}(?:st|nd|rd|th)?)?)"
    r"(?P<year>,? \d{4})?"
)
_NO_SENTENCE = re.compile(
    r"https?:|www\.|\b(?:web|ibid|pp?)\.|\b(?:updated?|published|posted|load-date)\b|photo", re.IGNORECASE
)
_RETURNS: Final = {"weekday": 7, "month-day": 365, "month": 365}
"""Days after which the words mean another date."""
_AROUND: Final = 300
"""Characters of a text that are kept to either side."""
_KEPT: Final = 25.0
"""How strongly a row keeps its value: as much as so many texts that say it half and half."""


def unfinished(text: str, published: str) -> Iterator[Unfinished]:
    """The complete dates of a text that lie near its publication, each left unfinished."""
    for span in find_dates(text, Anchor(published)):
        found = _FULL.fullmatch(span.surface)
        before, behind = text[max(0, span.start - _AROUND) : span.start], text[span.stop : span.stop + _AROUND]
        if found is None or "/" in span.value or _NO_SENTENCE.search(before[-90:] + behind[:60]):
            continue
        if found["year"]:
            behind = behind.removeprefix(",")
        calendar = "month" if len(span.value) == len("2024-10") else "month-day"
        for kind, words in (("weekday", found["weekday"]), (calendar, found["rest"])):
            if words and words != span.surface and not published.startswith(span.value):
                stop = len(before) + len(words)
                item = Unfinished(kind, f"{before}{words}{behind}", len(before), stop, published, span.value)
                if abs(item.days) < _RETURNS[kind] - 10 * (kind != "weekday"):
                    yield item


def read(paths: list[Path], part: str | None) -> list[Unfinished]:
    """The unfinished dates of files, each text once; a part is one half of the texts."""
    texts: dict[str, str] = {}
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            texts.update((record["text"], record["date"]) for record in map(json.loads, lines))
    halves = {text: ("even", "odd")[zlib.crc32(text[:80].encode()) % 2] for text in texts}
    return [item for text in texts if part in {None, halves[text]} for item in unfinished(text, texts[text])]


def measure(items: list[Unfinished], show_errors: bool) -> None:
    """Print the share that keeps its value, by kind and direction."""
    counts: Counter[tuple[str, str, bool]] = Counter()
    for item in items:
        spans = [s for s in find_dates(item.text, Anchor(item.published)) if s.start == item.start]
        is_right = bool(spans) and spans[0].value == item.value
        counts[item.kind, "ahead" if item.days > 0 else "back", is_right] += 1
        if show_errors and not is_right:
            before, words = item.text[: item.start], item.text[item.start : item.stop]
            shown = f"{before[-200:]}[{words}={item.value}]{item.text[item.stop :]}".replace("\n", " ")
            print(item.published, spans[0].value if spans else None, shown)
    for kind, way in sorted({key[:2] for key in counts}):
        right, wrong = counts[kind, way, True], counts[kind, way, False]
        print(f"{kind:10} {way:6} {right + wrong:6} {share(right, right + wrong):.3f}")


def fit(items: list[Unfinished]) -> None:
    """Print for each row how often it speaks, its value and the fitted one."""
    every = [*rows("verbs"), *rows("dates")]
    said = np.zeros((len(items), len(every)))
    for at, item in enumerate(items):
        for row, part in heard(item.text, item.start, item.stop):
            said[at, every.index(row)] += part
    is_ahead = np.array([item.days > 0 for item in items])
    near = np.array([item.nearness for item in items]) - np.log(ahead_factor(0))
    scale = np.log(ahead_factor(0) / ahead_factor(1))
    old = np.array([row.value for row in every])
    new = old.copy()
    for _ in range(20):
        chance = 1 / (1 + np.exp(-(scale * said @ new + near)))
        slope = scale * said.T @ (is_ahead - chance) - _KEPT * (new - old)
        new += np.linalg.solve(scale**2 * (said.T * (chance * (1 - chance))) @ said + _KEPT * np.eye(len(new)), slope)
    for at, row in enumerate(every):
        speaks = said[:, at] > 0
        print(f"{sum(speaks & is_ahead):6} {sum(speaks & ~is_ahead):6} {old[at]:6.2f} {new[at]:6.2f}  {row.expression}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--part", choices=("even", "odd"), help="one half of the texts, the other is kept for the end")
    parser.add_argument("--errors", action="store_true", help="print every difference")
    parser.add_argument("--fit", action="store_true", help="print the value that fits, for each row")
    options = parser.parse_args()
    items = read(options.texts, options.part)
    measure(items, options.errors)
    if options.fit:
        fit(items)


if __name__ == "__main__":
    main()
