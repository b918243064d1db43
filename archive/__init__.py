"""Archive: a pile of news snippets becomes one SQLite file, clean, dated, deduplicated and searchable."""

__version__ = "0.1.0"
