"""Decisions about what a text says of itself: its day, its outlet, its author, who speaks in it, whether it is shown.

They speak of a text by its hash, and of what was found: `1 October -> 12 October` holds wherever this text is found to
say the one. So they hold for sightings that come later, and it makes no difference in which order things came. The
latest of several is heard; to undo one is to leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from archive.extract.dates.prefixdate import is_valid
from archive.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable

Fact = Literal["date", "outlet", "author"]
FACTS: tuple[Fact, ...] = get_args(Fact)
SUBJECT = "snippet"

_ARROW = "->"


class Change(NamedTuple):
    """What was found, and what is said instead; nothing in either is none."""

    was: str
    now: str


def text_reference(text_hash: str) -> str:
    """How decisions name a text."""
    return f"{SUBJECT}:{text_hash}"


def is_of_text(subject: str) -> bool:
    """Whether a decision is about a text, and not about an entity."""
    return subject.startswith(f"{SUBJECT}:")


def hash_of(subject: str) -> str:
    """The hash of the text that a decision is about."""
    return subject.partition(":")[2]


def change(was: str | None, now: str | None) -> str:
    """The object of a decision on what a text says."""
    return f"{was or ''} {_ARROW} {now or ''}".strip()


def parse_change(text: str) -> Change:
    """What such an object says.

    Raises:
        ValueError: It has no arrow.
    """
    was, arrow, now = text.rpartition(_ARROW)
    if not arrow:
        raise ValueError(f"{text!r} says no change; write WAS {_ARROW} NOW")
    return Change(was.strip(), now.strip())


def check_text(action: str, object_: str | None, check_reference: Callable[[str], object]) -> None:
    """Makes sure that a decision about a text can be understood.

    Raises:
        ValueError: Says what is wrong with it.
    """
    if action == "hide":
        return
    if action not in (*FACTS, "speaker"):
        raise ValueError(f"{action!r} can't be decided of a snippet")
    said = parse_change(object_ or "")
    if action == "date" and said.now and ("/" in said.now or not is_valid(said.now)):
        raise ValueError(f"{said.now!r} is no date; write 2024, 2024-10 or 2024-10-25")
    if action == "speaker":
        if not quote_key(said.was):
            raise ValueError("speaker needs the quotation")
        if said.now:
            check_reference(said.now)


def quote_key(quote: str) -> str:
    """What makes two quotations of a text the same: their letters and digits."""
    return "".join(letter for letter in fold(quote) if letter.isalnum())


@dataclass(slots=True)
class TextRulings:
    """What is decided of texts, by their hashes."""

    hidden: set[str] = field(default_factory=set)
    facts: dict[str, dict[tuple[Fact, str], str]] = field(default_factory=dict)
    """By what was found, what is said instead."""
    speakers: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the key of a quotation, who speaks: a reference, or nobody."""

    def take(self, decision: Any) -> None:
        """Heed one more decision."""
        key = hash_of(decision.subject)
        if decision.action == "hide":
            self.hidden.add(key)
            return
        said = parse_change(decision.object or "")
        if decision.action == "speaker":
            self.speakers.setdefault(key, {})[quote_key(said.was)] = said.now
        else:
            self.facts.setdefault(key, {})[cast("Fact", decision.action), said.was] = said.now

    @property
    def hashes(self) -> set[str]:
        """All texts of which anything is decided."""
        return {*self.hidden, *self.facts, *self.speakers}

    def of(self, text_hash: str) -> tuple[object, ...]:
        """All that is decided of a text: two rulings that agree in it make the same of it."""
        return text_hash in self.hidden, self.facts.get(text_hash), self.speakers.get(text_hash)
