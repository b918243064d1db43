"""Lists of feeds, as feed readers write them (OPML): the addresses in them."""

from __future__ import annotations

from pathlib import Path

from archive.read.detect import feed_addresses, is_list_of_feeds

MAX_LIST = 8 * 1024 * 1024
"""Bytes of a list that are read."""


def feeds_in(file: str) -> list[str] | None:
    """The addresses of the feeds in a list of feeds, each once; None if a file is no such list."""
    try:
        with Path(file).open("rb") as stream:
            text = stream.read(MAX_LIST).decode("utf-8", "replace")
    except OSError:
        return None
    return feed_addresses(text) if is_list_of_feeds(text) else None
