"""Sentences of `carriers.txt` filled with names out of public lists, to train the recogniser of names by.

The lists are raw files that `names_sets.py` fetches and checks: universities (Hipo), football clubs (openfootball) and
companies (datasets/nyse-other-listings and nasdaq-listings), beside the gazetteer's own tables.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.gazetteer import TABLES, load

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence

_CARRIERS: Final = Path(__file__).with_name("carriers.txt")
_SLOT: Final = re.compile(r"\{([=^]?[\w ]+)\}")

_NO_FIRM: Final = re.compile(
    r"\b(?:ETF|ETN|Fund|Funds|Trust|Acquisition|Notes?|Portfolio|Index|Warrants?|Units?|Rights?|Bond|Shares)\b"
)
_SHARE: Final = re.compile(
    r",? (?:- )?(?:Common|Class|American Depos|Ordinary|Depos|Series|Preferred|Subordinate|Capital|New |\$|\d).*"
)
_LEGAL: Final = re.compile(
    r",? (?:Inc\.?|Incorporated|Corporation|Corp\.?|Company|Co\.?|plc|PLC|Ltd\.?|Limited|Holdings?|Group|N\.V\.|S\.A\."
    r"|L\.P\.|LLC|AG|SE|\(.*\)|The|Technologies|International|Bancorp|Pharmaceuticals|Therapeutics|Financial)$"
)
_CLUB: Final = re.compile(r"^(?!ii\)|\s*\||[=#]|\s)([^,#(\d$]+?)\s*(?:,|#|\(|$)")
_CLUB_OTHER: Final = re.compile(r"(?<=\|)\s*([^|#(\[$\d]+?)\s*(?=\||$|#)")


class Filled(NamedTuple):
    """A carrier with its slots filled: tokens with a tag each, as in an IOB2 file."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    """Start, stop and kind."""


def filled(raw: Path, times: int, chance: random.Random) -> Iterator[Filled]:
    """Every sentence, filled so many times, the names drawn anew each time."""
    writer = _Writer(_lists(raw), chance)
    for sentence in writer.sentences:
        for _ in range(times):
            yield writer.fill(sentence)


class _Writer:
    """Fills sentences by the sections of `carriers.txt` and by lists of names."""

    def __init__(self, lists: Mapping[str, Sequence[str]], chance: random.Random) -> None:
        self._ways: dict[str, Sequence[str]] = dict(lists)
        self._kinds: dict[str, str] = {}
        self._pick = chance.choice
        own: list[str] = []
        for line in _CARRIERS.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                name, _, kind = line[1:-1].partition(": ")
                self._kinds[name] = kind
                self._ways[name] = own = []
            elif line and not line.startswith("#"):
                own.append(line)
        self.sentences = self._ways.pop("sentence")

    def fill(self, sentence: str) -> Filled:
        """A sentence with names in its slots."""
        parts, spans, length = list[str](), list[tuple[int, int, str]](), 0
        for at, part in enumerate(_SLOT.split(sentence)):
            written = self._written(part) if at % 2 else part
            kind = ("organisation" if part[0] == "=" else self._kinds.get(part.lstrip("^"))) if at % 2 else None
            if kind:
                spans.append((length, length + len(written), kind))
            parts.append(written)
            length += len(written)
        return Filled("".join(parts), tuple(spans))

    def _written(self, slot: str) -> str:
        if slot[0] == "=":
            return slot[1:]
        if slot[0] == "^":
            return self._written(slot[1:]).upper()
        return _SLOT.sub(lambda inner: self._written(inner[1]), self._pick(self._ways[slot]))


def listed(raw: Path, chance: random.Random, most: int) -> dict[tuple[str, bool], list[str]]:
    """Names of organisations out of the lists, by kind and by whether they are one word: at most so many a list."""
    found: dict[tuple[str, bool], list[str]] = {}
    lists = _lists(raw)
    for which in ("university", "firm", "club", "nicknames", "media"):
        pool = lists[which]
        for name in sorted(chance.sample(pool, min(most, len(pool)))):
            found.setdefault(("organisation", " " not in name), []).append(name)
    return found


def _lists(raw: Path) -> dict[str, list[str]]:
    """Names by what they are of, each list in a fixed order."""
    gazetteer = load()
    entities = list(_rows(TABLES / "curated.csv"))
    cities = [row[0] for row in _rows(TABLES / "cities.csv") if "," not in row[0] and row[3] == "strong"]
    teams = [row[0].rsplit(" ", 1)[-1] for row in entities if re.search(r"(?:ball|hockey) club", row[2])]
    homes = {
        row[0].rsplit(" ", 1)[0]
        for row in entities
        if re.search(r"(?:American football|basketball|baseball|hockey) club", row[2])
    }
    nicknames = [line for _, line in _colleges()]
    firms = _firms(raw)
    return {
        "university": _universities(raw),
        "brandname": [name for name in firms if name.isalpha()],
        "hometown": sorted(
            home for home in homes if any(known.kind == "place" for known, _ in gazetteer.by_alias(home))
        ),
        "firm": firms + [row[0] for row in entities if re.search(r"bank|maker|company|retailer|airline", row[2])],
        "club": _clubs(raw),
        "nicknames": sorted({team for team in teams if team.endswith("s")} | set(nicknames)),
        "college": sorted({short for short, _ in _colleges()}),
        "media": [row[0] for row in entities if re.search(r"newspaper|broadcaster|news agency|magazine", row[2])],
        "town": sorted(set(cities)),
        "country": sorted(set(gazetteer.demonyms.values())),
        "nation": sorted(gazetteer.demonyms),
        "forename": sorted(gazetteer.forenames),
        "surname": sorted(gazetteer.surnames),
    }


def _universities(raw: Path) -> list[str]:
    listed = json.loads((raw / "universities.json").read_text(encoding="utf-8"))
    found = {re.sub(r"\s*[(,].*| - .*", "", entry["name"]).strip() for entry in listed}
    return sorted(name for name in found if name[:1].isupper() and name.count(" ") < 6)


def _firms(raw: Path) -> list[str]:
    """Companies as they are listed, and the same under shorter names."""
    found: set[str] = set()
    for file in ("nyse.csv", "nasdaq.csv"):
        for _, written in _rows(raw / file):
            name = _SHARE.sub("", written).strip(" ,")
            if not name or _NO_FIRM.search(name) or name.isupper() or name.count(" ") > 5:
                continue
            found.add(name)
            while (short := _LEGAL.sub("", name).strip(" ,&-")) != name and short:
                name = short
                found.add(name)
    return sorted(name for name in found if name[0].isalpha() and name[0].isupper() and len(name) > 2)


def _clubs(raw: Path) -> list[str]:
    """Clubs, under all their names but those in other alphabets."""
    found: set[str] = set()
    for file in sorted(raw.glob("clubs-*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            own = _CLUB.match(line)
            found.update([own[1]] if own else [name.strip() for name in _CLUB_OTHER.findall(line)])
    return sorted(name for name in found if 3 < len(name) < 30 and name[0].isupper() and name.count(" ") < 4)


def _colleges() -> Iterator[tuple[str, str]]:
    """Short names of American universities, and what their teams are called."""
    for line in Path(__file__).with_name("colleges.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            short, _, nickname = line.partition(": ")
            yield short, nickname


def _rows(table: Path) -> Iterator[list[str]]:
    with table.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        yield from rows
