"""Searching an archive: a query language, compiled to SQL, for the command line and the web alike.

The way of a query: `parse` (text to tree), `look_up` (names to entities), `compile_query` (tree to SQL), and `search`,
which is all of it, to a page of hits. The first and third are pure. `quotes` asks the same of quotations.
"""

from archive.search.compile import Compiled, compile_query
from archive.search.names import Meaning, Named, look_up
from archive.search.parse import parse
from archive.search.plan import Plan, Sort
from archive.search.query import Query, explain, unparse
from archive.search.quotations import Quote, Quotes, quotes
from archive.search.run import MARK_START, MARK_STOP, Hit, Results, search, tune

__all__ = [
    "MARK_START",
    "MARK_STOP",
    "Compiled",
    "Hit",
    "Meaning",
    "Named",
    "Plan",
    "Query",
    "Quote",
    "Quotes",
    "Results",
    "Sort",
    "compile_query",
    "explain",
    "look_up",
    "parse",
    "quotes",
    "search",
    "tune",
    "unparse",
]
