"""What readers keep, in queries: `tag:`, `note:`, `is:starred`, `is:noted`; and what people hide, `is:hidden`."""

from __future__ import annotations

from archive.search.plan import Condition


def kept(table: str, test: str = "true") -> Condition:
    """That a snippet has a row `k` in a table of what is kept which fulfils a test."""
    return Condition(
        f"exists (select 1 from {table} k where k.snippet_id = {{id}} and {test})",
        f"select k.snippet_id as id from {table} k where {test}",
    )


STATES = {
    "starred": kept("tags", "k.tag = 'starred'"),
    "noted": kept("notes"),
    "hidden": Condition("s.variant_of = s.id", "select id from snippets where variant_of = id"),
}
"""Values of `is:`."""
