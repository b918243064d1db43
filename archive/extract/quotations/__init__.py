"""Quotations: passages that are somebody's words, and whose."""
