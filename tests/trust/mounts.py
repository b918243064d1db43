"""Small disks, and folders in which nothing may be written: mounted in a process of its own, so that none stays."""

from __future__ import annotations

import ctypes
import json
import os
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NEW_MOUNTS, PRIVATE, BIND, REMOUNT, READ_ONLY = 0x20000, 0x44000, 0x1000, 0x20, 0x1
"""Of unshare(2) and mount(2)."""
CANT = 71


def apart(work: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    """What a process with mounts of its own finds; None where nobody may have them (who isn't root, mostly)."""
    into, out = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            libc = ctypes.CDLL(None)
            if not hasattr(libc, "unshare") or libc.unshare(NEW_MOUNTS) or _mount(b"none", b"/", None, PRIVATE):
                code = CANT
            else:
                with open(out, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor
                    json.dump(work(), stream)
                code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(out)
    with open(into, encoding="utf-8") as stream:  # noqa: PTH123
        said = stream.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == CANT:
        return None
    assert code == 0, f"the process ended with {code}"
    found: dict[str, Any] = json.loads(said)
    return found


@contextmanager
def disk(on: Path, size: int) -> Iterator[Callable[[], None]]:
    """A disk of so many bytes, mounted on a folder; yields what gives it more room than is needed."""
    where = os.fsencode(on)
    assert not _mount(b"tmpfs", where, b"tmpfs", 0, b"size=%d" % size)
    try:
        yield lambda: _must(_mount(None, where, None, REMOUNT, b"size=%d" % (1 << 28)))
    finally:
        _must(ctypes.CDLL(None).umount2(where, 2))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nobody may write."""
    where = os.fsencode(folder)
    _must(_mount(where, where, None, BIND) or _mount(None, where, None, BIND | REMOUNT | READ_ONLY))
    try:
        yield
    finally:
        _must(ctypes.CDLL(None).umount2(where, 2))


def _mount(what: bytes | None, on: bytes, kind: bytes | None, how: int, options: bytes | None = None) -> int:
    failed: int = ctypes.CDLL(None, use_errno=True).mount(what, on, kind, how, options)
    return failed


def _must(failed: int) -> None:
    assert not failed, os.strerror(ctypes.get_errno())
