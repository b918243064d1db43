"""Text to spans with character offsets, in pure functions that take batches and pickle well: no database here."""
