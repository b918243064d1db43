"""A run of ingesting: what its user says of it, what it tells on its way, and what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from archive.store.batch import Counts

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What the user says about all the sources of a run."""

    captured: str | None = None
    name: str | None = None
    outlet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    names: str | None = None
    """Which recogniser finds names, as `extract.names.recogniser` takes it; the one that ships if None."""
    strip_query: bool = False
    """Keep addresses without what follows their path."""
    private: bool = False
    """Keep names of files without their folders."""
    allow_private: bool = False
    """Whether a public address may lead to a private one."""
    max_bytes: int | None = None
    """How many bytes to read in all, unpacked: 0 for all, None for what the files' sizes on disk allow."""
    max_seconds: float | None = None
    """How long one source may take."""
    dates: Literal["day-first", "month-first"] | None = None
    """Whether 03/10/2024 is a day of October or of March, in tables that don't tell."""


@dataclass(slots=True)
class Summary:
    """What a run did."""

    counts: Counts = field(default_factory=Counts)
    unchanged: int = 0
    """Sources whose bytes the archive already had."""
    problems: int = 0
    seconds: float = 0.0

    def as_dict(self) -> dict[str, int | float]:
        """The summary for `--json`."""
        rate = self.counts.sightings / self.seconds if self.seconds else 0.0
        return {
            **self.counts.numbers(),
            "unchanged_sources": self.unchanged,
            "problems": self.problems,
            "seconds": round(self.seconds, 3),
            "items_per_second": round(rate, 1),
        }


class Progress:
    """Is told how far a run has come; this one keeps it to itself."""

    def source(self, name: str) -> None:
        """A source begins."""

    def read(self, size: int) -> None:
        """So many more bytes of the files have been read."""

    def ready(self, count: int) -> None:
        """So many more items are read and understood, and will be stored with their batch."""

    def items(self, count: int) -> None:
        """So many more items have been stored."""
