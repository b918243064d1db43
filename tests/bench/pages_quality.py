"""How well saved pages are read: headlines found, precision, days, authors, articles read as articles.

    python tests/bench/pages_quality.py FOLDER [--errors]

FOLDER holds pages, `NAME.html`, each with what it should give, `NAME.expected.json`:

    {"kind": "article", "title": "…", "authors": ["…"], "published": "2024-10-24"}
    {"kind": "listing", "items": [{"title": "…", "published": "2024-10-24", "author": "…"}]}

Days and authors are counted where they are given, authors only if they are persons. The day of an article may be off
by one, for the sake of time zones. A listing with `"open": true` names only some of its items; its precision is not
counted. `"also"` lists headlines that may be found but need not ("most read"). A day may be given in words ("6 hours
ago"); it is then only asked whether a day was found. No pages come with the repository: they belong to others.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from archive.extract.dates.paths import day_in_address
from archive.extract.dates.stamps import parse_stamp
from archive.normalise import normalise
from archive.normalise.people import tidy_author
from archive.read import ReadOptions, captures, read
from archive.text.folding import fold
from archive.types import CleanItem, RawItem

Items = list[tuple[RawItem, CleanItem]]


def items_of(page: Path) -> Items:
    """What a page gives, and what remains of it after cleaning."""
    for capture in captures([str(page)], lambda problem: None):
        with capture:
            document = read(capture, ReadOptions(columns={}), lambda problem: None)
            pairs = [(raw, normalise(raw)) for raw in document.items]
            return [(raw, clean) for raw, clean in pairs if clean]
    return []


def day_of(raw: RawItem) -> str | None:
    """The day that an item gives, in its field or in its address."""
    return (parse_stamp(raw.published) if raw.published else None) or day_in_address(raw.url)


def key(text: str | None) -> str:
    """A text as letters and digits only."""
    return re.sub(r"\W+", "", fold(text or ""))


def is_same(found: str, wanted: str) -> bool:
    """Whether two headlines are the same, or one the other with a tail (an outlet, a kicker)."""
    if not found or not wanted:
        return False
    short, long = sorted((found, wanted), key=len)
    return short == long or (len(short) >= 15 and short in long and len(short) >= 0.5 * len(long))


def is_alike(found: str, wanted: str) -> bool:
    """Whether two headlines are the same or share most words, as those for readers and for search engines do."""
    words = [set(re.findall(r"\w+", fold(text))) for text in (found, wanted)]
    return is_same(key(found), key(wanted)) or 2 * len(words[0] & words[1]) >= min(map(len, words)) > 0


def is_near(found: str | None, wanted: str) -> bool:
    """Whether two days are at most one apart."""
    try:
        return abs((date.fromisoformat((found or "")[:10]) - date.fromisoformat(wanted[:10])).days) <= 1
    except ValueError:
        return found == wanted


def is_author(found: str | None, wanted: str) -> bool:
    """Whether the first author is the one who is named first."""
    first = re.split(r",|;|&|(?i: and | und | et | y )", wanted.removeprefix("By ").strip())[0]
    return bool(found) and key(found).startswith(key(first)[:40])


def count_article(items: Items, wanted: dict[str, Any], counts: Counter[str]) -> list[str]:
    """Count what was right of an article; what was not comes back."""
    errors = []
    first = items[0][1] if items else None
    counts["articles"] += 1
    if len({raw.url for raw, _ in items}) == 1:
        counts["as articles"] += 1
    else:
        errors.append(f"no article: {[clean.title or clean.text[:50] for _, clean in items[:3]]}")
    if first and is_alike(first.text, wanted["title"]):
        counts["article headlines"] += 1
    else:
        errors.append(f"headline {first.text[:80] if first else None!r} for {wanted['title']!r}")
    if wanted.get("published"):
        counts["article days"] += 1
        day = day_of(items[0][0]) if items else None
        if is_near(day, wanted["published"]):
            counts["article days right"] += 1
        else:
            errors.append(f"day {day!r} for {wanted['published']}")
    if author := next((name for name in wanted.get("authors", [])[:1] if tidy_author(name)[0]), None):
        counts["article authors"] += 1
        if is_author(first.author if first else None, author):
            counts["article authors right"] += 1
        else:
            errors.append(f"author {first.author if first else None!r} for {wanted['authors']}")
    return errors


def count_listing(items: Items, wanted: dict[str, Any], counts: Counter[str]) -> list[str]:
    """Count what was right of a listing; what was not comes back."""
    errors = []
    left = {key(clean.title or clean.text): (raw, clean) for raw, clean in items}
    found = dict(left)
    for item in wanted["items"]:
        counts["headlines"] += 1
        at = key(item["title"])
        match = at if at in found else next((name for name in left if is_same(name, at)), None)
        if match is None:
            errors.append(f"missed {item['title']!r}")
        raw, clean = found[match] if match else (None, None)
        counts["headlines found"] += match is not None
        left.pop(match or "", None)
        if item.get("published"):
            counts["item days"] += 1
            day = day_of(raw) if raw else None
            is_dated = bool(day or (raw and raw.published))
            is_right = is_near(day, item["published"]) if item["published"][:4].isdigit() else is_dated
            counts["items dated"] += is_dated
            counts["item days right"] += is_right
            if match and not is_right:
                errors.append(f"day {raw.published if raw else None!r} for {item['published']}")
        if item.get("author"):
            counts["item authors"] += 1
            right = is_author(clean.author if clean else None, item["author"])
            counts["item authors right"] += right
            if match and not right:
                errors.append(f"author {clean.author if clean else None!r} for {item['author']!r}")
    also = {key(title) for title in wanted.get("also", ())}
    left = {name: pair for name, pair in left.items() if not any(is_same(name, title) for title in also)}
    if not wanted.get("open"):
        counts["items"] += len(items)
        counts["items right"] += len(items) - len(left)
        errors.extend(f"extra {clean.title or clean.text[:80]!r}" for _, clean in left.values())
    return errors


def main() -> None:
    """Measure the pages of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    started = time.perf_counter()
    for file in sorted(args.folder.rglob("*.expected.json")):
        wanted = json.loads(file.read_text(encoding="utf-8"))
        items = items_of(file.with_name(file.name.replace(".expected.json", ".html")))
        count = count_article if wanted["kind"] == "article" else count_listing
        counts["pages"] += 1
        errors = count(items, wanted, counts)
        if args.errors and errors:
            print(file.name.removesuffix(".expected.json"), *errors, sep="\n    ")
    for name, part, whole in (
        ("articles read as articles", "as articles", "articles"),
        ("their headlines right", "article headlines", "articles"),
        ("their days right", "article days right", "article days"),
        ("their first authors right", "article authors right", "article authors"),
        ("headlines of listings found", "headlines found", "headlines"),
        ("precision", "items right", "items"),
        ("items dated, of those with a day", "items dated", "item days"),
        ("items whose day is right", "item days right", "item days"),
        ("items whose author is right", "item authors right", "item authors"),
    ):
        if counts[whole]:
            print(f"{name:34} {counts[part] / counts[whole]:6.3f}  {counts[part]} of {counts[whole]}")
    print(f"{counts['pages']} pages in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
