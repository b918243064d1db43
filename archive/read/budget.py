"""How much a run reads of strangers' files: bytes of all, and seconds of each.

A packed file may hold a thousand times what it takes on disk, and each line of it takes work. Unless it is told
otherwise, a run therefore reads `RATIO` times what its sources take on disk, and `FREE` bytes beside, where an item
counts for `ITEM` bytes more than it has. What was stored already is not counted again, so the next run gets further.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archive.types import RawItem

RATIO = 25
"""Text that people write packs to a tenth, tables of the same words again and again to a twentieth."""
FREE = 32 * 1024 * 1024
"""Bytes that any run may read: small files never come to a limit."""
ITEM = 100
"""What an item costs beside its bytes: a bomb of short lines is worse than one of long ones."""
CARRIES_ON = "what was stored stays, and the same command carries on"


@dataclass(slots=True)
class Budget:
    """Bytes of content that a run may read, unpacked."""

    limit: int | None = None
    """None for what the sources' sizes on disk allow, 0 for no limit."""
    on_disk: int = 0
    """Bytes that the sources met so far take."""
    spent: int = 0

    @property
    def left(self) -> float:
        """Bytes that may still be read."""
        if self.limit == 0:
            return float("inf")
        return (self.limit or FREE + RATIO * self.on_disk) - self.spent

    def affords(self, size: int, items: int = 0) -> bool:
        """Whether so many bytes more may be read; they count as read if so, and as items if nobody set a limit."""
        cost = size if self.limit else size + ITEM * items
        if cost > self.left:
            return False
        self.spent += cost
        return True

    def owe(self, size: int, items: int) -> None:
        """Count what was found to be in a source only when it was read."""
        self.spent += size if self.limit else size + ITEM * items

    def told(self) -> str:
        """Why no more is read, and what to do."""
        if self.limit:
            return f"this run may read {self.limit:,} bytes, unpacked; {CARRIES_ON} (--max-bytes says how many, 0: all)"
        return (
            f"unpacked, it holds more than {RATIO} times what it takes on disk: it looks like a bomb; {CARRIES_ON} with"
            " --max-bytes 0, if you trust it"
        )


class Allowance:
    """What one source may still take of its run."""

    def __init__(self, seconds: float | None, after: int, budget: Budget | None = None) -> None:
        """Begin with a source that may take so many seconds, or any; items up to `after` are stored, and free."""
        self._seconds = seconds
        self._after = after
        self._budget = budget
        self.reached: str | None = None
        """Why it was cut off, once it was."""

    def of(self, items: Iterable[RawItem], given: Callable[[], int]) -> Iterator[RawItem]:
        """Items until a limit is reached; `given` tells how many bytes of content were read so far."""
        begun = None if self._after else time.monotonic()
        before = 0
        for item in items:
            if item.position > self._after:
                begun = begun or time.monotonic()
                if self._budget and not self._budget.affords(given() - before, 1):
                    self.reached = self._budget.told()
                elif self._seconds and time.monotonic() - begun > self._seconds:
                    self.reached = f"it took longer than {self._seconds:g} s (--max-seconds); {CARRIES_ON}"
            if self.reached:
                return
            before = given()
            yield item
