"""Text copied from a browser: the lines of one story become one item.

Between headlines and decks stands what a page prints beside them: kickers, bylines, dates, reading times, credits,
counts, buttons. Where dates, bylines or addresses come back down the text, or headlines and sentences take turns,
the text is such a page; its order is learnt from its head (`shape`) and then applied as the lines go by.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from archive.read import shape
from archive.read.labels import byline
from archive.read.links import absolute
from archive.read.meta_line import NOTHING, MetaLine, read_meta
from archive.read.name_lines import is_job, is_kicker, name_likeness
from archive.read.outlet_names import is_outlet
from archive.read.pasted_dates import SURE, TOP, among_dates, is_closed, is_loose, joined
from archive.read.pasted_lines import ADDRESS, Line, lines_of
from archive.read.pasted_outlets import Slot, outlet_of, outlet_slots
from archive.read.record_fields import is_markup
from archive.read.shape import (
    DATE,
    DATE_ABOVE,
    DAY,
    DECK,
    HEADLINE,
    KICKER,
    NAME,
    NAME_ABOVE,
    PAGE,
    SMALL,
    Costs,
    Option,
)
from archive.text.ago import read_ago
from archive.types import RawItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HEAD_LINES: Final = 800
"""Lines from which the shape is learnt."""
_WINDOW: Final = 400
"""Lines whose roles are told at once; the last stories of a window are told again with the next."""
_WINDOW_SIZE: Final = 4_000_000
"""Characters after which a window is closed early."""
_COUNTED: Final = re.compile(r"\d{1,4}\W{0,2}\s?[^\W\d_].{2,40}")
_IN_BRACKETS: Final = re.compile(r"(?<!\s)\s+[(\[](?P<what>[^()\[\]]{3,70})[)\]]\s*$")
_SIGNED: Final = re.compile(r"(?<=[.!?…»”“\"])\s+(?P<by>[A-ZÀ-Þ][^.!?]{6,80})")
_LONG_HEADLINE: Final = 30
"""Words beyond which a line is hardly a headline."""
_MOST_PARAGRAPHS: Final = 4
"""Paragraphs under a headline up to which they are one text."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is learnt of a pasted page from its head."""

    costs: Costs
    bullet: re.Pattern[str]
    often: frozenset[str]
    """Short lines that come back: kickers, sections, names."""
    has_headlines: bool
    """Whether some of its texts are headlines, not all of them sentences."""
    outlet: str | None = None
    """The only outlet that its head names, in a line over the first story: the page's own."""
    is_loose: bool = False
    """Whether dates stand among words that are no small print by themselves: "2 Oct 2024 City news, Sport"."""
    outlets: frozenset[Slot] = frozenset()
    """Where in its stories outlets stand, by those that are known."""
    has_days: bool = False
    """Whether a day in a line of its own dates all that follows, not one story."""


def learn(lines: Sequence[str], bullet: re.Pattern[str]) -> Page | None:
    """The shape of a pasted page, by its first lines; None where none repeats."""
    head = [raw for _, raw in joined(enumerate(lines[:HEAD_LINES], 1))]
    counts = Counter(text for line in among_dates(head) if (text := line.strip()) and len(text) <= 60)
    often = frozenset(text for text, count in counts.items() if count >= 2)
    texts = [text for line in head if (text := line.strip())]
    prose = [text for text in texts if len(text.split()) > 3 and read_meta(text) is None and not is_job(text)]
    prose += [left for left, right in pairwise(texts) if left not in often and _heads(left, right)]
    is_open = sum(not is_closed(line) for line in prose)
    signs = sum(bool(meta and (meta.date or meta.author)) for meta in map(read_meta, map(str.strip, head)))
    has_headlines = is_open >= 0.15 * len(prose) or 0 < signs <= 2 * is_open
    plain = Page(Costs(), bullet, often, has_headlines, _masthead(head), is_loose=is_loose(head))
    seen = list(lines_of(enumerate(head, 1), bullet, is_loose=plain.is_loose))
    if not any(_tells(line) or name_likeness(line.name) == 2 for line in seen) and not _takes_turns(seen):
        return None
    page, reading = _taught(seen, plain)
    if _may_have_days(seen):
        under_days, by_days = _taught(seen, replace(plain, has_days=True))
        if by_days.cost + _evenness(by_days.roles) < reading.cost:
            page, reading = under_days, by_days
    return replace(page, outlets=outlet_slots(seen, reading.roles)) if _repeats(seen, reading.roles) else None


def _heads(text: str, below: str) -> bool:
    """Whether a few words over a date are a headline, and no name or section."""
    is_short = len(text.split()) in (2, 3) and read_meta(text) is None and not is_closed(text)
    is_dated = is_short and (meta := read_meta(below)) is not None and meta.date is not None
    return is_dated and not (name_likeness(text) or is_kicker(text))


def _masthead(head: Sequence[str]) -> str | None:
    lines = [text for line in head if (text := line.strip())]
    outlets = list(dict.fromkeys(text for text in lines if is_outlet(text)))
    return outlets[0] if len(outlets) == 1 and outlets[0] in lines[:TOP] else None


def _taught(lines: Sequence[Line], page: Page) -> tuple[Page, shape.Reading]:
    costs, reading = shape.learn([_seen(line, page) for line in lines])
    return replace(page, costs=costs), reading


def _evenness(roles: Sequence[str]) -> float:
    """What speaks against days as headings: that as many stories stand under each, none of them with a time."""
    days: list[int] = []
    for role in roles:
        if role == DAY:
            days.append(0)
        elif role == HEADLINE and days:
            days[-1] += 1
    is_timed = DATE in roles or DATE_ABOVE in roles
    return 4.0 if len(set(days)) == 1 < len(days) and not is_timed else -1.5


def _may_have_days(lines: Sequence[Line]) -> bool:
    """Whether each day that stands in a line of its own stands there once, as a day does that heads all of it.

    A day right below another date says the same again, of one story.
    """
    metas = [line.meta or NOTHING for line in lines]
    days = [meta.date for meta in metas if meta.is_day]
    is_said_again = any(left.date and right.is_day for left, right in pairwise(metas))
    return 0 < len(days) == len(set(days)) and not is_said_again


def _repeats(lines: Sequence[Line], roles: Sequence[str]) -> bool:
    """Whether most stories come with small print, or headlines and decks take turns."""
    stories = [part for part in shape.stories_of(roles) if HEADLINE in roles[slice(*part)]]
    told = sum(any(_tells(lines[at]) or roles[at] in (NAME, NAME_ABOVE) for at in range(*part)) for part in stories)
    dated = sum(not {DATE, DATE_ABOVE}.isdisjoint(roles[slice(*part)]) for part in stories)
    if (told >= 2 and told >= 0.5 * len(stories)) or dated >= SURE:
        return True
    return roles.count(DAY) >= 2 or _takes_turns(lines)


def _tells(line: Line) -> bool:
    """Whether a line says when or by whom a story is, how long it is, or where it stands."""
    meta = line.meta or NOTHING
    return (
        bool(meta.date or meta.author or meta.clock or line.lead)
        or (line.meta is not None and _COUNTED.fullmatch(line.text) is not None)
        or ADDRESS.fullmatch(line.text) is not None
        or _in_brackets(line.text) is not None
    )


def _takes_turns(lines: Sequence[Line]) -> bool:
    """Whether a headline and a longer sentence take turns all the way, from the first such pair near the top."""
    texts = [line.text for line in lines if line.meta is None and not line.is_again]
    first = next((at for at, pair in enumerate(pairwise(texts[:TOP])) if _is_turn(*pair)), 0)
    pairs = list(zip(texts[first::2], texts[first + 1 :: 2], strict=False))
    return len(pairs) >= 3 and (len(texts) - first) % 2 == 0 and all(_is_turn(*pair) for pair in pairs)


def _is_turn(title: str, text: str) -> bool:
    return not is_closed(title) and is_closed(text) and len(title) < len(text) and len(title.split()) > 3


def items(numbered: Iterable[tuple[int, str]], page: Page) -> Iterator[RawItem]:
    """The items of a pasted page, as its lines go by."""
    window: list[Line] = []
    size = 0
    day: str | None = None
    is_start = True
    for line in lines_of(numbered, page.bullet, is_loose=page.is_loose):
        window.append(line)
        size += len(line.raw)
        if len(window) >= _WINDOW or size > _WINDOW_SIZE:
            done, day, count = _told(window, page, day, is_start=is_start, is_end=False)
            yield from done
            is_start = False
            window = window[count:]
            size = sum(len(line.raw) for line in window)
    done, _, _ = _told(window, page, day, is_start=is_start, is_end=True)
    yield from done


def _told(
    window: Sequence[Line], page: Page, day: str | None, *, is_start: bool, is_end: bool
) -> tuple[list[RawItem], str | None, int]:
    """The items of some lines, the day that stands above what follows, and how many lines are done."""
    shapes = [_seen(line, page) for line in window]
    roles = shape.best_roles(shapes, page.costs, is_start=is_start, is_end=is_end, under_day=day is not None).roles
    parts = shape.stories_of(roles)
    if not is_end and len(parts) > 3:
        parts = parts[:-2]
    found: list[RawItem] = []
    for start, stop in parts:
        if roles[start] == DAY:
            day = (window[start].meta or NOTHING).date
        found += _items(window[start:stop], roles[start:stop], day, page)
    return found, day, parts[-1][1] if parts else len(window)


# What a line may be ----------------------------------------------------------------------------------------


def _seen(line: Line, page: Page) -> shape.Line:
    return shape.Line(_options(line, page), line.is_blank)


_OUTLET: Final = (Option(KICKER, 0.4), Option(SMALL, 0.5), Option(PAGE, 1.4), Option(HEADLINE, 6.0))
_OUTLET_BELOW: Final = (Option(SMALL, 0.3), Option(KICKER, 1.2), Option(PAGE, 2.0), Option(HEADLINE, 6.0))
"""Right below words of the news."""
_SECTION: Final = (Option(KICKER, 0.1), Option(SMALL, 0.9), Option(PAGE, 0.4))
_LABEL: Final = (Option(KICKER, 0.6), Option(SMALL, 0.2), Option(PAGE, 0.5))
_SIGN: Final = (Option(KICKER, 0.2), Option(SMALL, 0.2), Option(PAGE, 0.5))
_ADDRESS: Final = (Option(SMALL, 0.0), Option(KICKER, 1.5), Option(PAGE, 2.0))
_JOB: Final = (Option(SMALL, 0.2), Option(KICKER, 1.0), Option(PAGE, 3.0))


def _options(line: Line, page: Page) -> Sequence[Option]:
    text, meta = line.text, line.meta
    if meta is not None and (meta.date or meta.author or meta.clock):
        return _of_meta(meta, page, is_badge="\n" in line.raw)
    sorts = (
        (is_outlet(line.name), _OUTLET_BELOW if line.is_below_news else _OUTLET),
        (is_kicker(text), _SECTION),
        (len(text) <= 3 and not text.isdecimal(), _SIGN),
        (meta is not None, _LABEL),
        (ADDRESS.fullmatch(text) is not None, _ADDRESS),
        (is_job(text), _JOB),
    )
    return next((options for is_such, options in sorts if is_such), None) or _of_text(line, page)


def _of_meta(meta: MetaLine, page: Page, *, is_badge: bool) -> list[Option]:
    if meta.is_day and page.has_days:
        return [Option(DAY, 0.0), Option(DATE, 2.5, has_date=True)]
    if meta.date or meta.clock:
        signed = bool(meta.author)
        below = 2.0 if is_badge else 0.0  # a date in several lines is a badge beside what follows
        printed = [Option(SMALL, 0.3)] if meta.is_print else []
        return [Option(DATE, below, True, signed), Option(DATE_ABOVE, 0.05, True, signed), *printed]
    return [Option(NAME, 0.0, False, True), Option(NAME_ABOVE, 0.3, False, True)]


def _of_text(line: Line, page: Page) -> list[Option]:
    """The roles of a line that may be a headline, a deck, a kicker or a name."""
    text = line.text
    if len(text) > 1000:
        return [Option(DECK, 0.0), Option(HEADLINE, 6.0)]
    count = len(text.split())
    is_sentence = is_closed(text)
    options: list[Option] = []
    likeness = name_likeness(line.name)
    if line.is_twice or (line.is_again and count > 2):
        options.append(Option(SMALL, 0.2))
    if likeness:
        cost = {1: 2.4, 2: 0.5}[likeness] - (0.8 if text in page.often and likeness == 1 else 0.0)
        if not is_kicker(text.partition(" ")[0]):  # "Opinion Ann Lee" stands above
            options.append(Option(NAME, cost, False, True))
        options.append(Option(NAME_ABOVE, cost + 0.2, False, True))
    if count <= 4 and (not is_sentence or text in page.often):
        is_known = text in page.often
        cost = 3.0 if likeness == 2 else 0.3 if is_known else (0.7, 0.9, 2.0, 3.0)[count - 1]
        options += [Option(KICKER, cost), Option(SMALL, cost + 0.5), Option(PAGE, cost + 0.3)]
    if count <= 12 and text.endswith(":"):
        options.append(Option(KICKER, 1.0))
    options.append(Option(PAGE, 2.2))
    if line.is_below_date and count > 2 and not is_sentence:
        options.append(Option(SMALL, 1.0))  # what a picture shows
    is_dated = line.lead is not None
    as_headline, as_deck = _as_headline(line, page, count), _as_deck(line, page, count)
    return [*options, Option(HEADLINE, as_headline, is_dated), Option(DECK, as_deck, is_dated)]


def _as_headline(line: Line, page: Page, count: int) -> float:
    text = line.text
    cost = 0.0 if count > 4 else (3.0, 2.0, 0.8, 0.3)[count - 1]
    if name_likeness(line.name) == 2:
        cost += 2.5
    if text in page.often and count <= 4:
        cost += 3.0
    if line.is_point:
        return cost - 0.5
    if is_closed(text):
        cost += (0.5 if _is_call(text) else 2.5) if page.has_headlines else 0.0
    return cost + 4.0 * (count > _LONG_HEADLINE)


def _as_deck(line: Line, page: Page, count: int) -> float:
    if is_closed(line.text):
        cost = 2.0 if count <= 3 else 0.8 if _is_call(line.text) else 0.0
    else:
        cost = (1.6 if count > 4 else 2.5) - 0.6 * line.is_longer
    return cost + 2.5 * bool(line.is_point) + 4.0 * (not page.has_headlines)


def _is_call(text: str) -> bool:
    """Whether a text ends as a question or a call, which headlines do too."""
    return text.rstrip("\"'”’»)").endswith(("?", "!"))


# What the lines of a story say ------------------------------------------------------------------------------


def _items(lines: Sequence[Line], roles: Sequence[str], day: str | None, page: Page) -> list[RawItem]:
    raw = "\n".join(line.raw for line in lines)
    if HEADLINE not in roles:
        return [RawItem("", raw, line=lines[0].number)]
    told = [meta for line in lines if (meta := line.meta or line.lead)]
    title = lines[roles.index(HEADLINE)].text
    if (bracket := _in_brackets(title)) is not None:
        title, told = bracket[0], [bracket[1], *told]
    decks = {line.text: line for line, role in zip(lines, roles, strict=True) if role == DECK and line.text != title}
    authors = _authors(lines, roles)
    if len(decks) == 1 and not authors and (signed := _signed(next(iter(decks)))):
        decks, authors = {signed[0]: next(iter(decks.values()))}, [signed[1]]
    story = RawItem(
        title,
        raw,
        kind=None if is_closed(title) else "headline",
        url=next((absolute("", found["url"]) for line in lines if (found := ADDRESS.fullmatch(line.text))), None),
        author=", ".join(authors) or None,
        outlet=next((meta.outlet for meta in told if meta.outlet), None) or outlet_of(lines, roles, page.outlets),
        published=_published(told, day),
        markup=is_markup(raw),
        line=lines[0].number,
    )
    if not decks:
        return [story]
    if len(decks) <= _MOST_PARAGRAPHS:
        return [story._replace(text=" ".join(decks), title=title, kind="teaser")]
    # An article: each of its paragraphs is an item, and what stands around them that of its headline.
    rest = "\n".join(line.raw for line in lines if line not in decks.values())
    paragraphs = [
        story._replace(text=text, raw=line.raw, title=title, kind=None, line=line.number)
        for text, line in decks.items()
    ]
    return [story._replace(raw=rest), *paragraphs]


def _authors(lines: Sequence[Line], roles: Sequence[str]) -> list[str]:
    signed = [line.meta.author for line in lines if line.meta and line.meta.author]
    alone = [line.name for line, role in zip(lines, roles, strict=True) if role in (NAME, NAME_ABOVE) and not line.meta]
    return list(dict.fromkeys(alone or signed))


def _signed(deck: str) -> tuple[str, str] | None:
    """A deck without the byline that closes it, and who it names: "… bis Montag. Von Ann Lee"."""
    tails = [found for found in _SIGNED.finditer(deck) if found.end() == len(deck)]
    name = byline(tails[0]["by"]) if tails else None
    return (deck[: tails[0].start()], name) if name and name_likeness(name) else None


def _published(told: Sequence[MetaLine], day: str | None) -> str | None:
    """When a story was published: what its own lines say, or the day that stands above it."""
    own = next((meta.date for meta in told if meta.date), None)
    if own is not None and not (day and read_ago(own)):
        return own
    clock = next((meta.clock for meta in told if meta.clock), None)
    return f"{day}, {clock}" if day and clock else day or own


def _in_brackets(title: str) -> tuple[str, MetaLine] | None:
    """A headline without the outlet and the day that stand in brackets behind it: "(BBC, 23 Oct)"."""
    found = _IN_BRACKETS.search(title)
    meta = read_meta(found["what"]) if found else None
    if found is None or meta is None or not meta.date:
        return None
    chip = re.split(r"\s*[,;|·•]\s*", found["what"])[0]
    outlet = meta.outlet or (chip if read_meta(chip) is None else None)
    return title[: found.start()], replace(meta, outlet=outlet)
