"""What a reader has to say about one source, on its way to the person who asked for it."""

from __future__ import annotations

from collections import Counter

from archive.types import Problem, Report

TOLD = 20
"""Problems of one kind told singly; a file with a million bad lines needs no million messages."""


class Notes:
    """The problems of one source."""

    def __init__(self, uri: str, report: Report) -> None:
        self._uri = uri
        self._report = report
        self._count: Counter[str] = Counter()

    def say(self, reason: str, *, line: int | None = None, position: int | None = None) -> None:
        """Report what was wrong and what became of it, in a line or an item of the source, from 1."""
        self._report(Problem(self._uri, reason, line, position))

    def once(self, kind: str, reason: str, line: int | None = None) -> None:
        """Report a problem, unless one of its kind has been reported for this source."""
        self._count[kind] += 1
        if self._count[kind] == 1:
            self.say(reason, line=line)

    def each(self, kind: str, reason: str, *, line: int | None = None, position: int | None = None) -> None:
        """Report a problem of a kind that may come up very often; after `TOLD` of them they are only counted."""
        self._count[kind] += 1
        if self._count[kind] <= TOLD:
            self.say(reason, line=line, position=position)

    def more(self, kind: str, reason: str) -> None:
        """Tell at the end how many problems of a kind (see `each`) were only counted, and after that the reason."""
        if self._count[kind] > TOLD:
            self.say(f"{self._count[kind] - TOLD:,} {reason}")
            self._count[kind] = TOLD
