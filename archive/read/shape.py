"""The shape that repeats down a pasted page: which line of it is a headline, a deck, a date, a kicker.

Each line has a few roles that it may play, each at a cost (`pasted` tells them by the line alone). Of all ways to
play them, the cheapest is taken: that is a shortest path, one step a line. What a step from role to role costs is
first what it costs on any page, then what it costs on this one: roles that follow one another again and again get
cheap, others dear, until the page has taught its own order. A story has one headline, one date and one byline at
most; what comes twice belongs to the next.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PAGE: Final = "page"
"""Of the page and of no story."""
DAY: Final = "day"
"""A day that dates all that follows."""
KICKER: Final = "kicker"
DATE_ABOVE: Final = "date above"
NAME_ABOVE: Final = "name above"
HEADLINE: Final = "headline"
DECK: Final = "deck"
DATE: Final = "date"
NAME: Final = "name"
SMALL: Final = "small"
"""Small print under a headline: counts, buttons, outlets, addresses."""

_ABOVE: Final = frozenset({KICKER, DATE_ABOVE, NAME_ABOVE})
_APART: Final = frozenset({PAGE, DAY})
_START: Final = "start"

_Step = tuple[str, str, bool]


class Option(NamedTuple):
    """A role that a line may play."""

    role: str
    cost: float
    has_date: bool = False
    has_name: bool = False


_NEVER: Final = 100.0
_AFTER: Final = {
    DAY: 1.5,
    KICKER: 1.4,
    DATE_ABOVE: 1.6,
    NAME_ABOVE: 1.6,
    HEADLINE: 1.3,
    DECK: 0.9,
    DATE: 0.7,
    NAME: 0.7,
    SMALL: 0.9,
    PAGE: _NEVER,
}
"""What a role costs under a headline."""
_AGAIN: Final = {(SMALL, DECK): 1.6, (DECK, DECK): 2.0, (NAME, NAME): 2.0, (DATE, DATE): 1.2}
_ROLES: Final = tuple(_AFTER)


def opens_story(before: str, role: str) -> bool:
    """Whether a step leads to a new story."""
    return (role in _ABOVE or role == HEADLINE) and before not in _ABOVE


def _usual(before: str, role: str, is_blank: bool) -> float:
    """What a step costs on any page."""
    if before in _ABOVE or before in _APART or before == _START:
        if role in (DECK, DATE, NAME, SMALL):
            return _NEVER
        if role == PAGE:
            return 0.5 if before in (PAGE, _START) else _NEVER
        return {DAY: 1.0, HEADLINE: 0.3}.get(role, 0.8) + 0.8 * (is_blank and before in _ABOVE and role != DAY)
    cost = _AGAIN.get((before, role), _AFTER[role])
    if role in _APART:
        return cost
    return (
        cost
        + (0.4 if opens_story(before, role) and not is_blank else 0.0)
        + (0.8 if is_blank and not opens_story(before, role) else 0.0)
    )


_USUAL: Final = {
    (before, role, is_blank): _usual(before, role, is_blank)
    for before in (*_ROLES, _START)
    for role in _ROLES
    for is_blank in (False, True)
}
_NEW: Final = frozenset(
    (before, role) for before in (*_ROLES, _START) for role in _ROLES if role in _APART or opens_story(before, role)
)
"""Steps at which the story before ends."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What steps cost on a page."""

    steps: Mapping[_Step, float] = field(default_factory=lambda: _USUAL)
    """From role to role, with a blank line between or not."""
    undated: float = 1.0
    """A story without a date, where no day stands above it."""
    timeless: float = 0.0
    """A story without a date or a time of its own, where a day stands above it."""


class _State(NamedTuple):
    role: str
    has_date: bool
    has_name: bool
    under_day: bool


class _Way(NamedTuple):
    """The cheapest way to a state: its cost, and the way before."""

    cost: float
    role: str
    before: _Way | None


class Line(NamedTuple):
    """A line as the shape sees it."""

    options: Sequence[Option]
    is_blank: bool
    """Whether a blank line stands before it."""


_DEAREST: Final = 14.0
"""Ways that cost so much more than the cheapest are given up."""


class Reading(NamedTuple):
    """The role of each line, and what they cost together."""

    roles: list[str]
    cost: float


def best_roles(
    lines: Sequence[Line], costs: Costs, *, is_start: bool = True, is_end: bool = True, under_day: bool = False
) -> Reading:
    """The cheapest reading of some lines, at the start of a page, at its end, or within, perhaps under a day."""
    first = _START if is_start else SMALL
    ways = {_State(first, not is_start, False, under_day): _Way(0.0, first, None)}
    for line in lines:
        ways = _next(ways, line, costs)
    ends = [
        (way.cost + (_closing(state, costs) + _open_end(state) if is_end else 0.0), at, way)
        for at, (state, way) in enumerate(ways.items())
    ]
    cost, _, way = min(ends)
    roles: list[str] = []
    last: _Way | None = way
    while last is not None and last.before is not None:
        roles.append(last.role)
        last = last.before
    return Reading(roles[::-1], cost)


def _next(ways: dict[_State, _Way], line: Line, costs: Costs) -> dict[_State, _Way]:
    found: dict[_State, _Way] = {}
    limit = min(way.cost for way in ways.values()) + _DEAREST
    steps, is_blank = costs.steps, line.is_blank
    for state, way in ways.items():
        if way.cost > limit:
            continue
        before, had_date, had_name, was_under = state
        closing = _closing(state, costs)
        for option in line.options:
            role, own, has_date, has_name = option
            cost = way.cost + own + steps[before, role, is_blank]
            if (before, role) in _NEW:
                cost += closing
            else:
                cost += _twice(state, option) if (has_date and had_date) or (has_name and had_name) else 0.0
                has_date, has_name = has_date or had_date, has_name or had_name
            after = _State(role, has_date, has_name, was_under or role == DAY)
            known = found.get(after)
            if known is None or cost < known.cost:
                found[after] = _Way(cost, role, way)
    return found


def _closing(state: _State, costs: Costs) -> float:
    """What it costs that a story ends as it is."""
    if state.role in _APART or state.role == _START or state.has_date:
        return 0.0
    return costs.timeless if state.under_day else costs.undated


def _open_end(state: _State) -> float:
    """A page doesn't end above a headline."""
    return 6.0 if state.role in _ABOVE else 4.0 if state.role == DAY else 0.0


def _twice(state: _State, option: Option) -> float:
    """What it costs that a story is dated or signed again, other than in the next line."""
    cost = 0.0
    if option.has_date and state.has_date:
        cost += 0.0 if state.role in (DATE, DATE_ABOVE) else 5.0
    if option.has_name and state.has_name:
        cost += 0.0 if state.role in (NAME, NAME_ABOVE) else 4.0
    return cost


_BEGINNINGS: Final = ((), (DATE_ABOVE,), (DATE,), (DATE, NAME), (HEADLINE,), (HEADLINE, DATE), (SMALL,))
"""What may seem unlikely before the page has taught its order."""
_ROUNDS: Final = 4
_UNDATED: Final = 1.5
"""What it costs at least that a story has no date: else the decks of half of them could be stories without."""
_WEIGHT: Final = 2.5
"""How many steps seen on the page outweigh what is usual on any."""


def learn(lines: Sequence[Line]) -> tuple[Costs, Reading]:
    """What steps cost on a page, and the reading of its lines by that.

    Whether dates stand above headlines or below, and whether a line below a headline is another, can look alike at
    first: each is tried, and the order that the page keeps best is taken.
    """
    readings = (_learn(lines, unlikely) for unlikely in _BEGINNINGS)
    return min(readings, key=lambda found: found[1].cost)


def _learn(lines: Sequence[Line], unlikely: tuple[str, ...]) -> tuple[Costs, Reading]:
    """The costs and the reading to which a page leads where some roles seem unlikely at first.

    HEADLINE among them means a headline right below another.
    """
    steps = _USUAL
    if HEADLINE in unlikely:
        steps = _USUAL | {(HEADLINE, HEADLINE, is_blank): 4.0 for is_blank in (False, True)}
    costs = Costs(steps, timeless=0.8 if any(map(_is_dated, lines)) else 0.0)
    reading = best_roles([_dearer(line, unlikely) for line in lines], costs)
    for _ in range(_ROUNDS):
        costs = _taught(lines, reading.roles)
        again = best_roles(lines, costs)
        if again.roles == reading.roles:
            return costs, again
        reading = again
    return costs, reading


def _dearer(line: Line, unlikely: tuple[str, ...]) -> Line:
    """A line for which some roles are dear."""
    dear = {role for role in unlikely if role != HEADLINE}
    options = [option._replace(cost=option.cost + 3.0 * (option.role in dear)) for option in line.options]
    return Line(options, line.is_blank)


def _is_dated(line: Line) -> bool:
    return any(option.role == DATE and option.cost < 1 for option in line.options)


def _taught(lines: Sequence[Line], roles: Sequence[str]) -> Costs:
    seen: Counter[_Step] = Counter()
    before = _START
    for line, role in zip(lines, roles, strict=True):
        seen[before, role, line.is_blank] += 1
        before = role
    totals = Counter(before for before, _, _ in seen.elements())
    steps = dict(_USUAL)
    for step, cost in _USUAL.items():
        total = totals[step[0]]
        if step[0] != _START and total and cost < _NEVER:
            # A usual cost says how likely a step is on any page; what was seen is added to that.
            likely = _WEIGHT * 2.0 ** (-1.5 * cost)
            steps[step] = min(cost + 3.0, -log((seen[step] + likely) / (total + _WEIGHT)))
    return Costs(steps, *_dateless(lines, roles))


def _dateless(lines: Sequence[Line], roles: Sequence[str]) -> tuple[float, float]:
    """What it costs to have no date, without and with a day above, by how many stories of the page have none."""
    counts = {False: [0, 0], True: [0, 0]}
    is_under = False
    parts = stories_of(roles)
    for (start, stop), (_, end) in zip(parts, [*parts[1:], (0, 0)], strict=True):
        part = roles[start:stop]
        is_under = is_under or DAY in part
        is_dated = DATE in part or DATE_ABOVE in part
        # What stands first without a date may be the name of the page, and a headline right above another the
        # headline of that, which is a deck: neither says anything of stories.
        is_lone = part == [HEADLINE] and roles[stop:end][:1] == [HEADLINE]
        if HEADLINE in part and (is_dated or (HEADLINE in roles[:start] and not is_lone)):
            counts[is_under][0] += 1
            counts[is_under][1] += not is_dated
    undated, timeless = (-log((none + 0.5) / (stories + 1.5)) for stories, none in counts.values())
    return max(_UNDATED, undated), timeless if any(map(_is_dated, lines)) else 0.0


def stories_of(roles: Iterable[str]) -> list[tuple[int, int]]:
    """The stretches of lines that are a story, or lie between stories."""
    parts: list[tuple[int, int]] = []
    start, before = 0, _START
    at = -1
    for at, role in enumerate(roles):
        if at and (role in _APART or before in _APART or opens_story(before, role)) and not (role == before == PAGE):
            parts.append((start, at))
            start = at
        before = role
    return [*parts, (start, at + 1)] if at >= 0 else parts
