"""Datasette's own pages of an archive: facets, filters by entity, and cells that lead into the reading room."""
