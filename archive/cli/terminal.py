"""Printing strangers' text: nothing in a snippet may steer the terminal or be taken for markup."""

from archive.harmless import harmless

__all__ = ["harmless"]
