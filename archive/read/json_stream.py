"""JSON of any size, an element at a time: only the records that are wanted are ever decoded.

A streaming parser of tokens would do, but gives up at the first fault and holds a string of any length.
This walk keeps a window of the text; it decodes elements at wanted places with the `json` module, passes
over everything else, leaves out an element that is broken or too long, and goes on with the next.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.read.source import MAX_RECORD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

Step = str | None
Path = tuple[Step, ...]
"""Where a value stands: keys, and None for an element of an array. In a wanted path None fits any step."""

_GAP = re.compile(r"[\s,]*")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]\}\{\[\"]+")
_COLON = re.compile(r"\s*:")
_SOMETHING = re.compile(r"\S")
_MAX_DEPTH = 500
_CLIPPED = 12
"""A fault this close to the end of the window may be no fault but the window's end."""


@dataclass(frozen=True, slots=True)
class Element:
    """A value found at a wanted place."""

    value: Any
    raw: str
    line: int


class TooDeepError(Exception):
    """Brackets within brackets beyond anything that holds news."""


class Walk:
    """A pass over a JSON text."""

    def __init__(self, texts: Iterator[str], tell: Callable[[str, int], None]) -> None:
        """Start a pass over a text in pieces; `tell` is called with a reason and a line for each thing left out."""
        self._texts = texts
        self._tell = tell
        self._window = ""
        self._at = 0
        self._line = 1
        self._decode = json.JSONDecoder(strict=False).raw_decode
        self._stack: list[list[Step]] = []
        """One entry for each open bracket: its current key, or None in an array; empty before the first key."""
        self._first_key: str | None = None

    def elements(self, wanted: Collection[Path]) -> Iterator[Element]:
        """Values at the wanted places, in order.

        Raises:
            TooDeepError: The nesting makes no sense.
        """
        depths = {len(path) for path in wanted}
        while self._next_token():
            if len(self._stack) in depths and self._is_value() and self._is_wanted(wanted):
                element = self._element()
                if element is not None:
                    yield element
            elif not self._pass():
                break
        if self._stack:
            self._tell("the JSON ends before its end: the file was cut short", self._line)

    def _is_value(self) -> bool:
        char = self._window[self._at]
        return char not in "]}" and not self._needs_key(char)

    def _pass(self) -> bool:
        """Go over one token; false if the text ends inside it."""
        char = self._window[self._at]
        if char in "]}":
            if self._stack:
                self._stack.pop()
            self._move(self._at + 1)
            self._done()
        elif self._needs_key(char):
            return self._read_key()
        elif char in "[{":
            self._stack.append([None] if char == "[" else [])
            if len(self._stack) > _MAX_DEPTH:
                raise TooDeepError
            self._move(self._at + 1)
        else:
            self._skip_scalar()
        return True

    def _needs_key(self, char: str) -> bool:
        return bool(self._stack) and self._stack[-1] == [] and char == '"'

    def _is_wanted(self, wanted: Collection[Path]) -> bool:
        here = [entry[0] if entry else None for entry in self._stack]
        return any(
            len(path) == len(here) and all(want is None or want == step for want, step in zip(path, here, strict=True))
            for path in wanted
        )

    def _done(self) -> None:
        """A value is over: in an object a key comes next."""
        if self._stack and self._stack[-1] != [None]:
            self._stack[-1] = []

    def _more(self) -> bool:
        """Lengthen the window; false at the end of the text."""
        piece = next(self._texts, None)
        if piece is None:
            return False
        self._window = self._window[self._at :] + piece
        self._at = 0
        return True

    def _move(self, to: int) -> None:
        self._line += self._window.count("\n", self._at, to)
        self._at = to

    def _next_token(self) -> bool:
        while True:
            found = _GAP.match(self._window, self._at)
            self._move(found.end() if found else self._at)
            if self._at < len(self._window):
                return True
            if not self._more():
                return False

    def _string(self) -> str | None:
        """The string that starts here, with its marks; None if it is never closed. Moves behind it."""
        while True:
            found = _STRING.match(self._window, self._at)
            if found:
                self._move(found.end())
                return found[0]
            if len(self._window) - self._at > MAX_RECORD:
                # Nothing that long is of interest: forget it, but for a backslash that guards what follows.
                kept = len(self._window) - len(self._window.rstrip("\\"))
                self._line += self._window.count("\n", self._at)
                self._window, self._at = '"' + "\\" * (kept % 2), 0
            if not self._more():
                self._move(len(self._window))
                return None

    def _read_key(self) -> bool:
        written = self._string()
        if written is None:
            return False
        while not (colon := _COLON.match(self._window, self._at)):
            if _SOMETHING.search(self._window, self._at):
                return True  # no colon: not a key after all, but a stray string
            if not self._more():
                return False
        self._move(colon.end())
        try:
            key: Step = str(json.loads(written, strict=False))
        except ValueError:
            key = written
        self._stack[-1] = [key]
        return True

    def _skip_scalar(self) -> None:
        if self._window[self._at] == '"':
            self._string()
        else:
            found = _SCALAR.match(self._window, self._at)
            self._move(found.end() if found else self._at + 1)
        self._done()

    def _element(self) -> Element | None:
        start = self._line
        while True:
            try:
                value, end = self._decode(self._window, self._at)
            except json.JSONDecodeError as error:
                clipped = error.pos >= len(self._window) - _CLIPPED or error.msg.startswith("Unterminated string")
                is_long = clipped and len(self._window) - self._at > MAX_RECORD
                if clipped and not is_long:
                    if self._more():
                        continue
                    self._move(len(self._window))  # the end of a text that was cut short
                    return None
                reason = f"longer than {MAX_RECORD:,} bytes" if is_long else f"that is not JSON ({error.msg})"
            except RecursionError:
                reason = "nested too deeply"
            else:
                if end == len(self._window) and isinstance(value, int | float) and self._more():
                    continue  # a number may go on in the next piece
                return self._taken(value, end, start)
            self._left_out(reason, start)
            return None

    def _taken(self, value: Any, end: int, line: int) -> Element:
        raw = self._window[self._at : end]
        self._move(end)
        self._done()
        if isinstance(value, dict) and self._first_key is None:
            self._first_key = next(iter(value), None)
        return Element(value, raw, line)

    def _left_out(self, reason: str, line: int) -> None:
        """Say so, and move to where the next record seems to start: where one opens like those before it."""
        self._tell(f"a record {reason}", line)
        if self._window[self._at] == "{":
            key = f'"{re.escape(self._first_key)}"' if self._first_key else '"'
            pattern = re.compile(rf"[,\[}}]\s*(\{{\s*{key})")
        else:
            pattern = re.compile(r'[,\[\]]\s*(["\[])')
        self._move(self._at + 1)
        while True:
            found = pattern.search(self._window, self._at)
            if found:
                self._move(found.start(1))
                return
            self._move(max(self._at, len(self._window) - 200))
            if not self._more():
                self._move(len(self._window))
                return
