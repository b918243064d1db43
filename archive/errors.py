"""The errors that callers meet: one tree, each with a message for a person (what, where, what to do)."""

from __future__ import annotations


class ArchiveError(Exception):
    """Anything that a user can cause; the command line prints the message and nothing else."""


class ReadError(ArchiveError):
    """A source, or a part of one, could not be read."""


class StoreError(ArchiveError):
    """The database file is foreign, newer than this version, busy, or not writable."""


class SearchError(ArchiveError):
    """A query that can't be answered; the message says how to write it."""


class TooSlowError(SearchError):
    """An answer that took longer than it may."""
