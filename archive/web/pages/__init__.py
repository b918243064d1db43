"""View models of the reading room: what there is to see on each page, read from an archive and ready for a template."""
