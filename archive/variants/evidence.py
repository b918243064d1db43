"""What is known of two texts besides their words, and what it says about whether they are one."""

from __future__ import annotations

from dataclasses import dataclass

FEW_DAYS = 3
"""So many days apart, a text that was edited may still be the same piece of news."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for two texts being one, or against it, besides what they say."""

    days: int | None = None
    """Least days between their appearances; None where that is not known."""
    same_address: bool = False
    """Whether they appeared under the same address, one that few texts share."""
    same_place: bool = False
    """Whether they stood at about the same place of a page that was captured again."""

    @property
    def is_close(self) -> bool:
        """Whether they appeared within a few days."""
        return self.days is not None and self.days <= FEW_DAYS

    @property
    def is_far(self) -> bool:
        """Whether short texts are of different events, however alike: formulas come back on other days."""
        return self.days is not None and self.days > FEW_DAYS and not self.same_address

    @property
    def is_strong(self) -> bool:
        """Whether the one took the place of the other."""
        return (self.same_address and (self.days is None or self.is_close)) or (self.same_place and self.is_close)


NOTHING_KNOWN = Evidence()
