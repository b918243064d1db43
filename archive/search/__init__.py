"""Searching an archive: a query language, compiled to SQL, for the command line and the web alike.

The way of a query: `parse` (text to tree), `look_up` (names to entities), `compile_query` (tree to SQL); `prepare` is
all three, once for all that is then asked of it: `results` (a page of hits), facets, exports. The first and third are
pure. `search` goes the whole way from a text to a page of hits, and `quotes` the same to quotations.
"""

from archive.search.compile import compile_query
from archive.search.fields import within
from archive.search.hits import Hit
from archive.search.names import look_up
from archive.search.offers import Offer
from archive.search.parse import parse
from archive.search.plan import Plan, Sort, sort_of
from archive.search.prepared import Prepared, Total, answered, prepare, total_of
from archive.search.query import Query, unparse
from archive.search.quotations import Quote, Quotes, quotes
from archive.search.run import Results, results, search

__all__ = [
    "Hit",
    "Offer",
    "Plan",
    "Prepared",
    "Query",
    "Quote",
    "Quotes",
    "Results",
    "Sort",
    "Total",
    "answered",
    "compile_query",
    "look_up",
    "parse",
    "prepare",
    "quotes",
    "results",
    "search",
    "sort_of",
    "total_of",
    "unparse",
    "within",
]
