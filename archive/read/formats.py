"""What can be read, in words: the table that `archive ingest --list-formats` prints and the README shows."""

from __future__ import annotations

from archive.text.wordlists import lines


def table() -> str:
    """The formats as a table in Markdown."""
    rows = (line.replace(" = ", " | ", 1) for line in lines("formats"))
    return "\n".join(["| what | how it is taken |", "| --- | --- |", *(f"| {row} |" for row in rows)])
