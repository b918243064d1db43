"""Days in SQL: what `dated` of a sighting `g` must be to lie within the days asked for, or to lie there perhaps.

In the order of texts, all dates that begin from a day on come from its edge on, but for ranges from a month or year
that holds it (see days.py). So single dates and ranges are cases apart, each with an index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.search.days import ceiling, edge, holders

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.search.days import Days
    from archive.search.query import Field

    Param = Callable[[str, str | int], str]

_IS_RANGE = "instr(g.dated, '/')"
_END = "substr(g.dated, instr(g.dated, '/') + 1)"


def cases(field: Field, days: Days, param: Param) -> list[str]:
    """Tests of which one must hold: that a date fits into some days; of `on~:`, that it meets them and does not fit."""
    name = field.strip("~")
    first, until = days.first, days.until
    first_holders, until_holders = holders(first) if first else (), holders(until) if until else ()
    since = f">= {param(f'{name}_from', edge(first))}" if first else ""
    before = f"< {param(f'{name}_until', edge(until))}" if until else ""
    holds_first, holds_until = (
        f"in ({', '.join(param(f'{name}_in', one) for one in held)})" if held else ""
        for held in (first_holders, until_holders)
    )
    begins = [f"g.dated {since}"] * bool(since) + [f"not {_ranges_from(one, name, param)}" for one in first_holders]
    ends = [f"{_END} {before}"] * bool(before) + [f"{_END} not {holds_until}"] * bool(holds_until)
    fits = " and ".join([*begins, *ends]) or "true"
    if field == "on~":
        wider = dict.fromkeys(f"g.dated {one}" for one in (holds_first, holds_until) if one)
        reaches = [f"{_END} {one}" for one in (since, holds_first) if one]
        starts = [f"g.dated {before}"] * bool(before) + [_ranges_from(one, name, param) for one in until_holders]
        return [*wider, " and ".join([_IS_RANGE, *_either(reaches), *_either(starts), f"not ({fits})"])]
    if not until:
        return [" and ".join(begins or ["g.dated is not null"])]
    single = [*([f"g.dated {since}"] if since else []), f"g.dated {before}", f"not {_IS_RANGE}"]
    single += [f"g.dated not {holds_until}"] * bool(holds_until)
    below = f"g.dated < {param(f'{name}_ceiling', ceiling(until))}"
    return [" and ".join(single), " and ".join([_IS_RANGE, below, fits])]


def index_for(case: str) -> str:
    """What follows the table in a list of one case: ranges are few, and have an index that would not be chosen."""
    return " indexed by sightings_ranges" if case.startswith(_IS_RANGE) else ""


def _ranges_from(holder: str, name: str, param: Param) -> str:
    """Whether `dated` is a range from that year or month on, such as '2024-10/2024-12': '/' is followed by '0'."""
    return f"(g.dated >= {param(name, holder + '/')} and g.dated < {param(name, holder + '0')})"


def _either(tests: list[str]) -> list[str]:
    return [f"({' or '.join(tests)})"] if tests else []
