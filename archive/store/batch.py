"""What the pipeline hands to the store: extracted chunks of sources, written together in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from archive.annotate import NOTHING, Content

if TYPE_CHECKING:
    from archive.annotate import FoundBy
    from archive.extract.dates.dating import Dated
    from archive.types import CleanItem


@dataclass(frozen=True, slots=True)
class NewSource:
    """A captured document as the `sources` table keeps it."""

    uri: str
    name: str
    format: str
    sha256: str
    bytes: int
    captured: str | None
    captured_by: str | None


@dataclass(frozen=True, slots=True)
class ExtractedItem:
    """One sighting, with all that was extracted from it."""

    position: int
    raw: str
    dated: Dated
    clean: CleanItem | None = None
    """None for page furniture, which is sighted but makes no snippet."""
    hour: str | None = None
    """Time of the day at which it was published, where it came with one."""
    key: str | None = None
    """Digest of the folded text, by which two snippets are the same."""
    content: Content = NOTHING
    """Empty for a text that the archive already had when the chunk was extracted."""
    found_by: FoundBy | None = None
    """None for the same."""
    failed: tuple[str, ...] = ()
    """What could not be found in it, as sentences: the program failed on this item."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive items of one source."""

    source: NewSource
    items: tuple[ExtractedItem, ...]
    is_last: bool
    """Whether the source ends with this chunk."""


@dataclass(slots=True)
class Counts:
    """What a batch, or a whole run, added."""

    sources: int = 0
    snippets: int = 0
    sightings: int = 0
    variants: int = 0
    entities: int = 0
    mentions: int = 0
    dates: int = 0
    quotations: int = 0
    failed: list[str] = field(default_factory=list)
    """What could not be found in texts that were stored already and read anew, as sentences."""

    def numbers(self) -> dict[str, int]:
        """What can be counted, by its name."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "failed"}

    def add(self, other: Counts) -> None:
        """Add another count to this one."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
