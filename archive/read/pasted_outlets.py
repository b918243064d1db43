"""Where a pasted page names the outlet of each story, learnt from those that are known."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from archive.read import shape
from archive.read.outlet_names import is_outlet
from archive.read.shape import HEADLINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive.read.pasted_lines import Line

_LONG_NAME: Final = 5
"""Words of an outlet's name."""
Slot = tuple[str, int]
"""A place in a story: what a line is, and how far from the headline."""


def outlet_slots(lines: Sequence[Line], roles: Sequence[str]) -> frozenset[Slot]:
    """The places that hold a known outlet in half of their stories, and not always the same."""
    found: dict[Slot, list[str]] = defaultdict(list)
    for start, stop in shape.stories_of(roles):
        for slot, text in _in_slots(lines[start:stop], roles[start:stop]):
            found[slot].append(text)
    known = {slot: [text for text in texts if is_outlet(text)] for slot, texts in found.items()}
    return frozenset(slot for slot, own in known.items() if len(set(own)) > 1 and 2 * len(own) >= len(found[slot]))


def _in_slots(lines: Sequence[Line], roles: Sequence[str]) -> Iterator[tuple[Slot, str]]:
    """The few words that may be a name, each with its place in a story."""
    head = roles.index(HEADLINE) if HEADLINE in roles else 0
    for at, (line, role) in enumerate(zip(lines, roles, strict=True)):
        text = line.name if line.meta is None else line.meta.outlet or line.meta.chip or ""
        if role != HEADLINE and text[:1].isupper() and len(text.split()) <= _LONG_NAME:
            yield (role, at - head), text


def outlet_of(lines: Sequence[Line], roles: Sequence[str], slots: frozenset[Slot]) -> str | None:
    """The outlet of a story: one that is known, or what stands in a place of outlets."""
    known = next((line.name for line in lines if is_outlet(line.name)), None)
    return known or next((text for slot, text in _in_slots(lines, roles) if slot in slots), None)
