"""Single keys as answers: read at once from a terminal, and line by line from a pipe.

The terminal is set once for a whole sitting and not key by key, so that nothing is lost that was typed ahead.
"""

from __future__ import annotations

import os
import select
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

END = ""
"""What is read when there is no more input."""


@contextmanager
def single_keys() -> Iterator[Callable[[], str]]:
    """While the block runs, calling the value gives the next key, in lower case, or `END`."""
    if not sys.stdin.isatty():
        yield _from_line
        return
    try:
        import termios
        import tty
    except ImportError:  # Windows has neither, and needs no setting
        yield _from_window
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal, termios.TCSADRAIN)
    try:
        yield lambda: _from_terminal(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _from_line() -> str:
    line = sys.stdin.readline()
    return line.strip()[:1].casefold() or " " if line else END


def _from_window() -> str:
    return typer.getchar()[:1].casefold()


def _from_terminal(terminal: int) -> str:
    while True:
        key = os.read(terminal, 1)
        if key == b"\x1b":
            _skip_sequence(terminal)
        elif key in {b"", b"\x04"}:
            return END
        elif key not in {b"\r", b"\n"}:
            return key.decode("ascii", "replace").casefold()


def _skip_sequence(terminal: int) -> None:
    """Pass over what follows an escape: an arrow, say, is several bytes, and means nothing here."""
    if select.select([terminal], [], [], 0.02)[0] and os.read(terminal, 1) in {b"[", b"O"}:
        while not b"@" <= os.read(terminal, 1) <= b"~":
            pass
