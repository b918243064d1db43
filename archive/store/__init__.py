"""The schema and every write: the only package whose SQL changes data."""
