"""All rows of a table, a question or a search as one file, streamed from one cursor."""
