"""Files as the readers take them: a file opened, its items, and what was told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.read import ReadOptions, captures, read

if TYPE_CHECKING:
    from pathlib import Path

    from archive.types import Document, Problem, RawItem


def open_file(path: Path, **options: Any) -> tuple[Document, list[RawItem], list[Problem]]:
    """Read a file; the same bytes must give the same items again."""
    problems: list[Problem] = []
    (capture,) = captures([str(path)], problems.append)
    document = read(capture, ReadOptions(**options), problems.append)
    items = list(document.items)
    assert [item.position for item in items] == list(range(1, len(items) + 1))
    again = read(capture, ReadOptions(**options), lambda problem: None)
    assert list(again.items) == items, "the same bytes give the same items"
    return document, items, problems


def open_text(
    tmp_path: Path, text: str | bytes, name: str = "file.txt", **options: Any
) -> tuple[Document, list[RawItem], list[Problem]]:
    """Write a file and read it."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_file(path, **options)
