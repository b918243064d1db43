"""Lines of small print: who wrote a story, when, for whom; or nothing but labels. One meaning for cards and texts.

A line is taken apart from left to right into dates, bylines, reading times, counts and buttons; between signs that
part them ("Marta Eklund | Europe | Oct 24, 2024") chips of a few words may stand. A line that leaves anything over
is no small print.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from archive.gazetteer.forms import forenames
from archive.read.labels import (
    BEFORE,
    BUTTON,
    BY,
    CLOCK,
    COUNT,
    DATE,
    DAY,
    READING,
    date_in,
    fragments,
    is_date,
    is_furniture,
    is_utility,
    may_open_date,
)
from archive.read.name_lines import AND, JOB, STOP_WORDS, name_likeness, split_names
from archive.read.outlet_names import EDGES, SMALL, is_outlet
from archive.text.calendar import ANY_DAY
from archive.text.folding import fold
from archive.text.patterns import lazy_regex
from archive.text.sentences import STOPS
from archive.text.wordlists import alternatives, either, meanings, phrases, words

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 200
_GAP: Final = lazy_regex(r"\s*(?:[|·•»›→,;]|//|[–—/-](?=\s|$))?\s*")
_HARD: Final = frozenset("|·•»›→–—-/") | {"//"}
_CHIP: Final = lazy_regex(r"[^|·•»›→,;]+?(?=\s*(?:[|·•»›→,;]|$)|\s+(?://|[–—/-])(?:\s|$))")
_CLOCK: Final = lazy_regex(rf"{BEFORE}{CLOCK}", re.IGNORECASE | re.VERBOSE)
_OPENING: Final = lazy_regex(rf"{BEFORE}", re.IGNORECASE | re.VERBOSE)
_WEEKDAY: Final = lazy_regex(rf"{ANY_DAY}\.?(?!\w)", re.IGNORECASE)
_DAY: Final = lazy_regex(
    rf"(?:(?:{ANY_DAY}|{alternatives(meanings('ago', 'days'))})\.?,?\s*)?(?:{DAY})?(?:\s*[–—-]\s*{ANY_DAY})?",
    re.IGNORECASE | re.VERBOSE,
)
_GLUED: Final = lazy_regex(
    r"(?<=[^\W\d_]{2})(?=\d{1,2}[./-]\d|\d{4}-\d)|(?<=[a-z\d])(?=[A-Z][a-z]|by [A-Z])|(?<=\w)/(?=\s)"
)
_STUCK: Final = re.compile(r"(?<=\d)[A-Z][a-z]|(?<=[a-z])by [A-Z]")
"""What no chip has that was copied whole: "120The Ledgerby Ann Lee"."""
_PAGE_OF: Final = lazy_regex(r".*\d,?\s(?:Section\s\w+,\s)?Page\s\w{1,4}")
_BY: Final = lazy_regex(rf"{BY}(?:\s+|(?<=:)\s*)(?=\S)", re.IGNORECASE)
_BEHIND_NAME: Final = lazy_regex(
    rf"\s*,?\s*(?:{alternatives(phrases('page_labels', 'behind bylines'))})\s+"
    r"(?P<what>[^|·•»›,;\d]{2,40}?)(?=\s*(?:[|·•»›,;]|$)|\s+[–—/-]\s|\s+\d)",
    re.IGNORECASE,
)
_BRACKETED: Final = lazy_regex(r"\s*\((?P<what>[^()]{3,60})\)")
_TOKEN: Final = lazy_regex(r"\s*,?\s*([^\s,|·•»›;]+)")
_ALONE: Final = STOP_WORDS | words("authors", "by")
"""Words that pages set in a line of their own between a name and what it belongs to."""
_AGENCY: Final = either("page_labels", "picture agencies")
_CREDIT: Final = lazy_regex(
    rf"[\[(]?{either('page_labels', 'credits')}\s*"
    r"(?:(?:credit|by|courtesy(?:\sof)?|von|de|par)\b\s*:?|[:/©|])\s?(?P<who>.{2,100})",
    re.IGNORECASE,
)
_AGENCY_CREDIT: Final = lazy_regex(
    rf"[\[(]?(?:(?:\S+\s){{0,5}}\S+\s?(?:/|\svia\b)\s?)?{_AGENCY}(?:/.{{2,30}})?[)\]]?", re.IGNORECASE
)
_CAPTION: Final = lazy_regex(
    rf".{{3,180}}[.!?]\s(?={either('page_labels', 'credits')}\s?(?:by\b|credit\b|[:/©|]))", re.IGNORECASE
)
_SHOWN: Final = re.compile(r"[^()]{3,180}[.!?]?\s\([A-ZÀ-Þ][^()/]{2,40}\s/\s[A-Za-zÀ-ÿ][^()/]{2,40}\)")
"""What a picture shows, and who made it: "Trucks wait at the gate. (Ann Lee / The Ledger)"."""
_TRAIL: Final = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:\s›\s\S[^›]*)+")
"""Where a page lies, as search engines write it: "https://www.example.org › world › europe"."""
_BANNER: Final = re.compile(r"([=*~#_-])\1+\s[^=]{3,100}\s\1{2,}")
"""A section's name between signs: "=== News - 2 new results ==="."""
_MAILED: Final = re.compile(r"(?P<who>\D{4,60}?)[\s|,·•(]+[\w.+-]+@[\w-]+(?:\.[\w-]+)+\)?")
_IN_PRINT: Final = lazy_regex(rf"{either('page_labels', 'in print')}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MetaLine:
    """What a line of small print says."""

    date: str | None = None
    """Its first day, as written: 'Oct 24, 2024', '2h ago'."""
    clock: str | None = None
    """A time of the day."""
    author: str | None = None
    outlet: str | None = None
    chip: str | None = None
    """The first few words of it that are none of these: a section, or an outlet that nobody knows."""
    is_day: bool = False
    """Whether it is a day and nothing else, as it stands over all that happened on it."""
    is_print: bool = False
    """Whether it says when and where a story was printed: "October 22, 2024, Page A8"."""


NOTHING: Final = MetaLine()


@lru_cache(maxsize=4096)
def read_meta(text: str) -> MetaLine | None:
    """What a line, or a piece of a card, says beside the news; None if it is no small print."""
    line = text.strip(EDGES)
    if len(line) > _LONGEST:
        return None
    if not line or _is_label(line):
        return NOTHING
    if _WEEKDAY.fullmatch(line):
        return MetaLine(date=line, is_day=True)
    if (mailed := _MAILED.fullmatch(line)) and name_likeness(mailed["who"]):
        return MetaLine(author=mailed["who"])
    return _Scan(line).read() or _read_glued(line)


def is_small_print(text: str) -> bool:
    """Whether a line says something beside the news and nothing else: dates, bylines, labels, chips."""
    return read_meta(text) is not None


def _read_glued(line: str) -> MetaLine | None:
    """What a line says whose pieces were copied without what parts them: "Politics10/24/2024October 24, 2024"."""
    parted = _GLUED.sub(" | ", line)
    found = _Scan(parted).read() if parted != line else None
    return found if found is not None and found.date else None


def _is_label(line: str) -> bool:
    if line.endswith(("?", "!")):
        return False
    return bool(
        BUTTON.fullmatch(line.removesuffix("...").rstrip("… "))
        or (READING.fullmatch(line) and ":" not in line[:3])
        or (COUNT.fullmatch(line) and not DATE.fullmatch(line))
        or _is_credit(line)
        or _TRAIL.fullmatch(line)
        or _BANNER.fullmatch(line)
        or (_IN_PRINT.match(line) and any(map(str.isdigit, line)))
        or line.casefold() in _ALONE
        or all(map(_is_nothing, fragments(line)))
        or (is_furniture(line) and len(line) <= 120)
    )


def _is_nothing(part: str) -> bool:
    """Whether a piece of a line leads to a service of the site, is a button, or a count with its unit."""
    is_button = any(map(str.isalpha, part)) and BUTTON.fullmatch(part) is not None
    return is_utility(part) or is_button or (part[:1].isdigit() and part[-1:].isalpha() and bool(COUNT.fullmatch(part)))


def _is_credit(line: str) -> bool:
    if _AGENCY_CREDIT.fullmatch(line) or _SHOWN.fullmatch(line):
        return True
    line = _CAPTION.sub("", line, count=1)
    found = _CREDIT.fullmatch(line)
    if found is None:
        return False
    owner = re.sub(r"[/|,()\[\]©]", " ", found["who"]).split()
    is_name = all(not word[:1].islower() or word in SMALL | AND or word in ("via", "for", "of") for word in owner)
    return is_name or _AGENCY_CREDIT.fullmatch(found["who"]) is not None


class _Scan:
    """One reading of a line."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0
        self.dates: list[str] = []
        self.clock: str | None = None
        self.author: str | None = None
        self.outlet: str | None = None
        self.chip: str | None = None
        self.is_sure = False
        self.chips: list[str] = []

    def read(self) -> MetaLine | None:
        while self.at < len(self.line):
            gap = _GAP.match(self.line, self.at)
            mark, self.at = (gap[0].strip(), gap.end()) if gap else ("", self.at)
            if self.at >= len(self.line):
                break
            if not (self._date() or self._label() or self._by() or self._chip(mark)):
                return None
        if not self.is_sure:
            return None
        self._file_chips()
        is_day = bool(self.dates) and _DAY.fullmatch(self.line) is not None
        date = next((date for date in self.dates if any(map(str.isdigit, date))), None) if is_day else None
        date = date or (self.dates[0] if self.dates else None)
        if date and self.clock and not any(sign in date for sign in ":h"):
            date = f"{date}, {self.clock}"
        is_print = _PAGE_OF.fullmatch(self.line) is not None
        return MetaLine(date, self.clock, self.author, self.outlet, self.chip, is_day, is_print)

    def _date(self) -> bool:
        at = self.at + self.line.startswith("(", self.at)
        found = date_in(self.line).match(self.line, at) if may_open_date(self.line, at) else None
        if found is None:
            return False
        stop = found.end() + self.line.startswith(")", found.end())
        if not self._ends(stop):
            return False
        written = _OPENING.sub("", found[0].strip(" ()"), count=1)
        section = _BEHIND_NAME.match(self.line, stop)  # "Oct 24, 2024 in Europe"
        is_filed = section is not None and section["what"][:1].isupper() and section.end() == len(self.line)
        self.at = section.end() if section is not None and is_filed else stop
        self.is_sure = True
        if _CLOCK.fullmatch(written):
            self.clock = self.clock or written
        else:
            self.dates.append(written)
        return True

    def _label(self) -> bool:
        for pattern, is_sure in ((READING, True), (COUNT, False)):
            found = pattern.match(self.line, self.at)
            if found and found[0].strip() and self._ends(found.end()):
                self.at = found.end()
                self.is_sure = self.is_sure or is_sure
                return True
        return False

    def _by(self) -> bool:
        found = _BY.match(self.line, self.at)
        if found is None:
            return False
        author, stop = _names(self.line, found.end())
        if author is None:
            return False
        rest = _BEHIND_NAME.match(self.line, stop) or _BRACKETED.match(self.line, stop)
        if rest is not None:
            stop = rest.end()
            if is_outlet(rest["what"]):
                self.outlet = rest["what"]
        else:
            desk = _CHIP.match(self.line, stop)  # "by The Harbour Ledger news desk"
            stop = desk.end() if desk and JOB.fullmatch(desk[0].strip()) else stop
        self.author, self.at, self.is_sure = self.author or author, stop, True
        return True

    def _chip(self, mark: str) -> bool:
        found = _CHIP.match(self.line, self.at)
        if found is None:
            return False
        chip = found[0].strip()
        tokens = chip.split()
        if (len(tokens) > 4 and not name_likeness(chip)) or chip.endswith(tuple(STOPS)) or (self.at and not mark):
            return False
        if _STUCK.search(chip):
            return False
        follows = self.line[found.end() :].lstrip()[:1]
        is_soft = (mark and mark not in _HARD) or (follows and follows not in _HARD)
        is_over_date = follows == "," and is_date(self.line[found.end() + 1 :])  # "media release, October 24, 2024"
        if (
            is_soft
            and not (is_over_date and len(tokens) <= 3)
            and JOB.fullmatch(chip) is None
            and not all(token[:1].isupper() or token.lower() in SMALL | AND for token in tokens)
        ):
            return False
        self.chips.append(chip)
        self.at = found.end()
        return True

    def _ends(self, at: int) -> bool:
        return at >= len(self.line) or self.line[at - 1].isspace() or not self.line[at].isalnum()

    def _file_chips(self) -> None:
        for chip in self.chips:
            if self.outlet is None and is_outlet(chip):
                self.outlet = chip
            elif self.author is None and name_likeness(chip) == 2:
                self.author = chip
            else:
                self.chip = self.chip or chip


def _names(line: str, start: int) -> tuple[str | None, int]:
    """The names that stand at a place, and where they end."""
    stop = start
    count = 0
    for token, end in _tokens(line, start):
        bare = token.casefold()
        if count and bare in STOP_WORDS:
            break
        if not (token[:1].isupper() or (count and bare in AND | SMALL)):
            break
        if date_in(line).match(line, line.find(token, stop)):
            break
        stop, count = end, count + (bare not in AND)
    name = line[start:stop].strip(" ,")
    if count == 0:
        # Blogs sign with a word: "by admin".
        found = re.compile(r"[\w.-]{2,30}(?=\s*$|\s*[|·•,]|\s+\d)").match(line, start)
        has_day = any(map(str.isdigit, line))
        return (found[0], found.end()) if found and has_day else (None, start)
    has_more = stop < len(line) and any(map(str.isdigit, line[stop:]))
    if _are_authors(name) or has_more:
        return name, stop
    name = name.rpartition(",")[0]  # "Karl Meier, Berlin"
    return (name, start + len(name)) if name and _are_authors(name) else (None, start)


def _are_authors(names: str) -> bool:
    return all(len(part.split()) >= 2 or is_outlet(part) or fold(part) in forenames() for part in split_names(names))


def _tokens(line: str, start: int) -> Iterator[tuple[str, int]]:
    at = start
    while (found := _TOKEN.match(line, at)) is not None:
        yield found[1], found.end()
        at = found.end()
