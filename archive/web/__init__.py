"""Datasette on top: the reading room, facets and links on the stock pages, exports, and how to serve it all."""
