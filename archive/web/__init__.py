"""Datasette on top: the settings and metadata that make an archive pleasant to browse."""
