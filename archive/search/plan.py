"""The statements of a compiled query: such as a person can read, run and change, in the form that is fastest.

Every condition can be asked in two ways, and which is faster depends on sizes alone (tests/bench/search_speed.py
measures it at a million snippets):

- as a test of one row, `exists (select 1 from mentions …)`: good when few rows get that far;
- as a list of ids, `in (select snippet_id from mentions …)`: good when the list is shorter than the rows to be tested.

An id compared with a list is written `+f.rowid`, which keeps SQLite from asking the full-text index anew for every id
in the list (minutes instead of milliseconds). Newest first over many hits walks the index on `dated` and stops when the
page is full; there a date is compared as `+s.dated`, which keeps SQLite from gathering and sorting all hits first.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
AGE = "coalesce(s.dated || '~', '~')"
"""What sorts snippets from old to new: those known to the day before the month or year that holds it, undated last."""

TITLE_WEIGHT = 3.0
"""A word in the title counts this many times one in the text. Chosen by hand; no bench of ranking."""
SORTED = 20_000
"""Up to so many rows are fetched and sorted; beyond, an index gives the order."""
MANY = 5_000
"""Where more rows than that would be visited to find the hits, lists of ids are intersected instead."""
LONG_LIST = 200_000
"""Lists are measured up to this size."""
LIST_GAIN = 2
"""Testing a row costs about so many times what an id of a list does, if the test looks into another table."""
LIST_MARGIN = 2
"""A list takes about so many times less than comparing a column of as many rows, which are fetched anyway."""
UNLIMITED = 2**31
"""The size of a list that is too long to matter."""

COLUMNS = """s.id, s.text, s.title, s.kind, s.dated, s.dated_by, s.outlet, s.author, s.url,
       s.is_truncated, s.variant_of"""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a snippet must fulfil, written in the ways in which it can be asked."""

    test: str
    """Of one row: `s` is the snippet, `{id}` its id."""
    ids: str | None = None
    """The select of the ids that fulfil it, as `id`, if an index gives them; it may give one more than once."""
    gauge: str | None = None
    """A select of about as many rows that is faster to count than `ids`."""
    kept: str | None = None
    """A select of about how many they are, where the archive keeps count."""
    is_dated: bool = False
    """Whether it is of `dated` alone, so that a walk along `dated` needs no list."""
    is_spread: bool = False
    """Whether what fulfils it may be of any time: where that is much, a walk along `dated` soon finds some."""
    is_slow: bool = False
    """Whether making the list of `ids` takes longer than fetching those snippets."""
    is_of_quotation: bool = False
    """Whether `test` is of a quotation `q` of the snippet; `ids` are the snippets with such a one."""


LISTED = f"select {COLUMNS}\nfrom json_each(:ids) j\ncross join snippets s on s.id = j.value\norder by j.key"
"""The statement for the hits whose ids `:ids` lists (JSON), in that order."""
_SCORE = f"bm25(snippets_fts, {TITLE_WEIGHT}, 1.0)"

WORDS = Condition(
    "+{id} in (select rowid from snippets_fts where snippets_fts match :words)",
    "select rowid as id from snippets_fts where snippets_fts match :words",
)
"""That a snippet matches the words which all hits have in common."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements of a query; all take the query's parameters."""

    conditions: tuple[Condition, ...]
    """All of them must hold; WORDS among them if hits can be ranked."""
    is_folded: bool = True
    """Whether variants stay folded under their fullest text."""
    sizes: Mapping[Condition, int] = field(default_factory=dict)
    """About how many snippets fulfil a condition, for those that have a list of ids. Without: correct, maybe slow."""

    @property
    def by_words(self) -> bool:
        """Whether hits can be ranked: some words are in all of them."""
        return WORDS in self.conditions

    def page(self, sort: Sort, *, is_capped: bool = False) -> str:
        """The statement for one page of hits; by relevance only `by_words`, if capped of ids from `:floor` on.

        Returns:
            SQL that gives COLUMNS and takes `limit`, `offset`, and `floor` if capped.
        """
        if sort == "relevance":
            body = self._by_words(*(("f.rowid >= :floor",) if is_capped else ()), *self._shown)
            order = f"{_SCORE}, s.id desc"
        else:
            body, order = self._by_date(sort), order_of(sort)
        return f"select {COLUMNS}\n{body}\norder by {order}\nlimit :limit offset :offset"

    def ranked(self, *, is_without: bool) -> str:
        """The statement for a page by relevance, of those matches alone that `:ids` lists, or of all but those.

        Returns:
            SQL as of `page`; it takes `ids` (JSON) and `floor`.
        """
        return f"""select {COLUMNS}
from (
  select f.rowid as id, {_SCORE} as score from snippets_fts f
  where snippets_fts match :words and f.rowid >= :floor
    and +f.rowid {"not in" if is_without else "in"} (select value from json_each(:ids))
  order by score, id desc
  limit :limit offset :offset
) r
cross join snippets s on s.id = r.id
order by r.score, s.id desc"""

    def floor(self) -> str:
        """The statement for the id of the hit that has `:newer` newer ones; needs words."""
        return f"select f.rowid\n{self._by_words(*self._shown)}\norder by f.rowid desc limit 1 offset :newer"

    def ids(self, *columns: str) -> str:
        """The statement for the ids of all hits and columns of theirs, in no order: for facets and timelines."""
        body = self._by_words(*self._shown) if self.by_words else self._by_list(*self._shown)
        return f"select {', '.join(('s.id', *columns))}\n{body}"

    def count(self) -> str:
        """The statement for one row of two numbers: how many snippets match, and how many of them are variants."""
        if self.sizes or self.by_words:
            body = self._by_words() if self.by_words else self._by_list()
            return f"select count(*), count(s.variant_of)\n{body}"
        variants = "from snippets s indexed by snippets_variant_of" + _where("s.variant_of is not null", *self._tests())
        return f"select (select count(*) from snippets s{_where(*self._tests())}),\n       (select count(*) {variants})"

    @property
    def is_of_many(self) -> bool:
        """Whether so many rows would be visited to find the hits that lists are better (many.py)."""
        driver = WORDS if self.by_words else self._shortest()
        return driver is not None and self._size(driver) > MANY

    @property
    def _shown(self) -> tuple[str, ...]:
        return ("s.variant_of is null",) if self.is_folded else ()

    def _by_words(self, *more: str) -> str:
        """Hits in the order of the full-text index."""
        others = (one for one in self.conditions if one is not WORDS)
        tests = [self._asked(one, "f.rowid", self._size(WORDS)) for one in others]
        head = "from snippets_fts f\ncross join snippets s on s.id = f.rowid"
        return head + _where("snippets_fts match :words", *tests, *more)

    def _by_list(self, *more: str) -> str:
        """Hits from the shortest list, each looked at once."""
        driver = self._shortest()
        if driver is None:
            return "from snippets s" + _where(*self._tests(), *more)
        tests = (self._asked(one, "s.id", self._size(driver)) for one in self._others(driver))
        return "from snippets s" + _where(f"s.id in ({driver.ids})", *tests, *more)

    def _by_date(self, sort: Sort) -> str:
        """Hits to be given by their days: fetched and sorted when they are few, else along the index in that order."""
        driver = self._shortest()
        if driver is not None and self._size(driver) <= SORTED:
            return self._by_list(*self._shown)
        return f"from snippets s indexed by {ALONG[sort]}" + _where(*self._tests(driver), *self._shown)

    def _tests(self, listed: Condition | None = None) -> list[str]:
        """All conditions as tests of a row of snippets; one of them as a list, unless that is of `dated` or endless."""
        return [
            f"+s.id in ({one.ids})" if one is listed and self._is_worth_listing(one) else one.test.format(id="s.id")
            for one in self.conditions
        ]

    def _is_worth_listing(self, one: Condition) -> bool:
        return not one.is_dated and not (one.is_spread and self._size(one) >= LONG_LIST)

    def _asked(self, one: Condition, name: str, rows: int) -> str:
        """A condition in the faster of its forms, when `rows` rows are to be tested."""
        margin = 1 / LIST_GAIN if "exists" in one.test else LIST_MARGIN
        if one in self.sizes and self.sizes[one] * margin < rows:
            return f"+{name} in ({one.ids})"
        return one.test.format(id=name)

    def _others(self, driver: Condition) -> Iterable[Condition]:
        return (one for one in self.conditions if one is not driver)

    def _shortest(self) -> Condition | None:
        return min(self.sizes, key=self.sizes.__getitem__, default=None)

    def _size(self, one: Condition) -> int:
        return self.sizes.get(one, UNLIMITED)


ALONG = {"newest": "snippets_dated", "oldest": "snippets_oldest"}
"""The indexes that give hits by their days."""


def order_of(sort: Sort) -> str:
    """How snippets are sorted by their days."""
    return f"{AGE}, s.id" if sort == "oldest" else "s.dated desc, s.id"


def sort_of(name: str | None) -> Sort:
    """The order of that name, or the usual one."""
    return next((one for one in SORTS if one == name), SORTS[0])


def settled(sort: Sort, plan: Plan) -> Sort:
    """The order in fact: without words to rank by, the newest first."""
    return "newest" if sort == "relevance" and not plan.by_words else sort


def _where(*tests: str) -> str:
    return "\nwhere " + "\n  and ".join(tests) if tests else ""


def all_of(tests: Sequence[str]) -> str:
    """The test that all of several hold."""
    return "false" if "false" in tests else " and ".join(tests)


def any_of(tests: Sequence[str]) -> str:
    """The test that one of several holds."""
    possible = [one for one in tests if one != "false"]
    if len(possible) < 2:
        return possible[0] if possible else "false"
    return "(" + "\n    or ".join(f"({one})" for one in possible) + ")"


def sized(
    plan: Plan, count: Callable[[str, int], int], kept: Callable[[str], int | None], words: int | None = None
) -> Plan:
    """The plan with the sizes that decide between the forms of its conditions.

    `count` gives how many rows a select has, counted up to a limit, `kept` the number that a select gives, if any;
    `words` is how many snippets match WORDS, if that is known.
    """
    sizes: dict[Condition, int] = {}
    limit = LONG_LIST
    if plan.by_words:
        sizes[WORDS] = count(WORDS.ids or "", UNLIMITED) if words is None else words
        limit = min(limit, LIST_GAIN * sizes[WORDS] + 1)
    for one in plan.conditions:
        if one.ids is not None and one not in sizes:
            size = kept(one.kept) if one.kept else None
            if size is None:
                size = count(one.gauge or one.ids, limit)
                size = size if size < limit else UNLIMITED
            sizes[one] = size
    return replace(plan, sizes=sizes)
