"""Dates: what a text points to, when a source was captured, when its items were written."""
