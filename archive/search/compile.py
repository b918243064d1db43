"""A query's tree made into SQL conditions, every value a parameter.

The words that all hits must have become one FTS5 expression, each term quoted, so that nothing typed is ever syntax
there. Every other part of the tree becomes a condition on a row; plan.py makes statements of both.
"""

from __future__ import annotations

import datetime
import itertools
import json
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from archive.search.days import asked, ceiling, edge, holders
from archive.search.names import Meaning
from archive.search.plan import LONG_LIST, UNLIMITED, WORDS, Condition, Plan
from archive.search.query import And, Column, Filter, Near, Node, Not, Or, Query, Term, leaves
from archive.search.tokens import beginning, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

NEAR_FORMS = 16
"""Beginnings inside NEAR are written out, each with each other's forms, up to so many combinations."""

# Scripts written without spaces (and Korean, whose words take endings): the tokeniser takes a whole run for one word.
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF),
    (0x3005, 0x3007), (0x3021, 0x312F), (0x3130, 0x318F), (0x31A0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x20000, 0x3FFFF),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query as SQL: the plan of its statements, their parameters, and what is to be highlighted in its hits."""

    plan: Plan
    params: dict[str, str | int]
    marks: str | None
    """FTS5 expression of all words that may have matched."""
    literals: tuple[tuple[str, Column | None], ...] = ()
    """Texts that are sought as they stand, with the column they were asked for in."""
    mentions: tuple[int, ...] = ()
    """Entities that were asked for."""


def compile_query(
    query: Query,
    meanings: Mapping[Filter, Meaning] | None = None,
    *,
    today: datetime.date | None = None,
) -> Compiled:
    """Compile a query to SQL.

    Args:
        query: From `parse`.
        meanings: What its entity and outlet filters mean in an archive (`look_up`); a missing one matches nothing.
        today: The day for `on:yesterday` and the like; by default the current one.

    Returns:
        The statements and their parameters. Sizes are not known yet, so they are correct but may be slow: see `sized`.
    """
    return _Compiler(meanings or {}, today or datetime.datetime.now().astimezone().date()).compile(query)


class _Compiler:
    """One compilation: names parameters as it goes."""

    def __init__(self, meanings: Mapping[Filter, Meaning], today: datetime.date) -> None:
        self.meanings = meanings
        self.today = today
        self.params: dict[str, str | int] = {}

    def compile(self, query: Query) -> Compiled:
        required = query.root.nodes if isinstance(query.root, And) else (query.root,) if query.root else ()
        wanted = [node for node in required if is_words(node)]
        unwanted = [node for node in required if isinstance(node, Not) and is_words(node.node)] if wanted else []
        match = _all_but(wanted, unwanted) if wanted else None
        if match is not None:
            self.params["words"] = match
        rest = [node for node in required if node not in wanted and node not in unwanted]
        shown = list(leaves(query.root, negated=False))
        filters = [node for node in leaves(query.root) if isinstance(node, Filter)]
        conditions = [condition for node in rest for condition in self.top(node)]
        return Compiled(
            Plan(
                conditions=((WORDS,) if match else ()) + tuple(dict.fromkeys(conditions)),
                is_folded=not any(node.field == "is" and node.value != "truncated" for node in filters),
            ),
            params=self.params,
            marks=" OR ".join(dict.fromkeys(map(fts, filter(is_words, shown)))) or None,
            literals=tuple((node.text, node.column) for node in shown if isinstance(node, Term) and is_literal(node)),
            mentions=tuple(one for node in shown if isinstance(node, Filter) for one in self.meaning(node).ids),
        )

    def top(self, node: Node) -> Iterable[Condition]:
        """The condition of a node that every hit must fulfil; none if it holds anyway."""
        if node == Filter("is", "any"):
            return ()
        if isinstance(node, Filter):
            return (self.condition(node),)
        return (Condition(self.test(node), self.union(node) if isinstance(node, Or) else None),)

    def union(self, node: Or) -> str | None:
        """The ids of alternatives, if every one of them is a list."""
        lists = [
            self.found(fts(one)) if is_words(one) else self.condition(one).ids if isinstance(one, Filter) else None
            for one in node.nodes
        ]
        # each in brackets of its own: one that is a union itself must not join this one
        return "\n    union ".join(f"select id from ({one})" for one in lists) if all(lists) else None

    def found(self, match: str) -> str:
        return f"select rowid as id from snippets_fts where snippets_fts match {self.param('words', match)}"

    def test(self, node: Node) -> str:
        """A node as a test of one row."""
        if is_words(node):
            return f"+{{id}} in ({self.found(fts(node))})"
        match node:
            case And(nodes):
                return "(" + " and ".join(map(self.test, nodes)) + ")"
            case Or(nodes):
                return "(" + " or ".join(map(self.test, nodes)) + ")"
            case Not(inner):
                return f"({self.test(inner)}) is not true"
            case Filter():
                return self.condition(node).test
            case Term() | Near():
                return self.literal(node)

    def literal(self, node: Term | Near) -> str:
        """A term that only a look at the text can find; a NEAR with such a one has only to hold all its terms."""
        if isinstance(node, Near):
            return self.test(And(tuple(replace(one, column=node.column) for one in node.terms)))
        name = self.param("literal", node.text)
        columns = (node.column,) if node.column else ("text", "title")
        return "(" + " or ".join(f"instr(s.{one}, {name}) > 0" for one in columns) + ")"

    def condition(self, node: Filter) -> Condition:
        match node.field:
            case "person" | "place" | "org" | "entity":
                return self.entity(node)
            case "outlet":
                return self.outlet(node)
            case "kind":
                return _column("kind", f"= {self.param('kind', node.value)}")
            case "is":
                return _STATES[node.value]
            case "on" | "after" | "before":
                return self.dated(node.field, node.value)

    def meaning(self, node: Filter) -> Meaning:
        return self.meanings.get(node, Meaning())

    def entity(self, node: Filter) -> Condition:
        ids = self.meaning(node).ids
        if not ids:
            return _NOTHING
        if len(ids) == 1:
            wanted = f"m.entity_id = {self.param(node.field, ids[0])}"
        else:
            wanted = f"m.entity_id in (select value from json_each({self.param(node.field, json.dumps(ids))}))"
        return Condition(
            f"exists (select 1 from mentions m where {wanted} and m.snippet_id = {{id}})",
            f"select distinct m.snippet_id as id from mentions m where {wanted}",
        )

    def outlet(self, node: Filter) -> Condition:
        outlets = self.meaning(node).outlets
        if not outlets:
            return _NOTHING
        if len(outlets) == 1:
            return _column("outlet", f"= {self.param('outlet', outlets[0])}")
        names = self.param("outlet", json.dumps(outlets, ensure_ascii=False))
        return _column("outlet", f"in (select value from json_each({names}))")

    def dated(self, name: Literal["on", "after", "before"], value: str) -> Condition:
        """Whether `dated` shares a day with the days asked for, whatever its precision (see days.py)."""
        days = asked(name, value, self.today)
        within = [f"d.dated >= {self.param(f'{name}_from', edge(days.first))}"] if days.first else []
        within += [f"d.dated < {self.param(f'{name}_until', edge(days.until))}"] if days.until else []
        cases = [" and ".join(within)]
        if days.until:
            cases += [self.begins(name, one) for one in holders(days.until)]
        if days.first:
            since = self.param(f"{name}_from", edge(days.first))
            wider = ", ".join(self.param(f"{name}_in", one) for one in holders(days.first))
            end = "substr(d.dated, instr(d.dated, '/') + 1)"
            reaches = f"({end} >= {since} or {end} in ({wider}))" if wider else f"{end} >= {since}"
            cases += [f"d.dated in ({wider})"] if wider else []
            cases += [f"instr(d.dated, '/') and d.dated < {since} and {reaches}"]
        return Condition(
            "(" + "\n    or ".join(f"({case.replace('d.dated', '+s.dated')})" for case in cases) + ")",
            "\n    union all ".join(f"select d.id from snippets d where {case}" for case in cases),
            gauge=f"select d.id from snippets d where {cases[0]}",
            bound=f"s.dated < {self.param(f'{name}_below', ceiling(days.until))}" if days.until else None,
            is_dated=True,
        )

    def begins(self, name: str, prefix: str) -> str:
        """Whether `dated` is a range from that year or month on, such as '2024-10/2024-12': '/' is followed by '0'."""
        return f"d.dated > {self.param(f'{name}_range', prefix + '/')} and d.dated < {self.param(name, prefix + '0')}"

    def param(self, name: str, value: str | int) -> str:
        """Name a value: `:person`, then `:person_2`; the same value twice has one name."""
        for number in itertools.count(1):
            key = name if number == 1 and name != "words" else f"{name}_{number}"
            if self.params.setdefault(key, value) == value:
                return f":{key}"
        raise AssertionError  # count() has no end


def is_words(node: Node) -> bool:
    """Whether a node can be part of one FTS5 expression: words, and at least one that must be there."""
    match node:
        case Term():
            return not is_literal(node)
        case Near(terms):
            return not any(map(is_literal, terms))
        case And(nodes):
            plain = [one.node if isinstance(one, Not) else one for one in nodes]
            return all(map(is_words, plain)) and not all(isinstance(one, Not) for one in nodes)
        case Or(nodes):
            return all(map(is_words, nodes))
        case _:
            return False


def is_literal(term: Term) -> bool:
    """Whether the tokeniser is of no use for a term: a script without spaces, or symbols alone."""
    has_word = any(unicodedata.category(char)[0] in "LN" for char in term.text)
    return not has_word or any(low <= ord(char) <= high for char in term.text for low, high in _UNSPACED)


def fts(node: Node) -> str:
    """The FTS5 expression of a node of which `is_words` is true; every term in it is quoted."""
    match node:
        case Term(text, is_prefix, column):
            forms = _forms(text, is_prefix)
            return _in_column(forms[0] if len(forms) == 1 else f"({' OR '.join(forms)})", column)
        case Near(terms, distance, column):
            choices = itertools.islice(itertools.product(*(_forms(t.text, t.is_prefix) for t in terms)), NEAR_FORMS)
            nears = [f"NEAR({' '.join(choice)}, {distance})" for choice in choices]
            return _in_column(nears[0] if len(nears) == 1 else f"({' OR '.join(nears)})", column)
        case And(nodes):
            wanted = [one for one in nodes if not isinstance(one, Not)]
            return f"({_all_but(wanted, [one for one in nodes if isinstance(one, Not)])})"
        case Or(nodes):
            return f"({' OR '.join(map(fts, nodes))})"
    raise TypeError(f"not words: {node!r}")


def _all_but(wanted: Sequence[Node], unwanted: Sequence[Node]) -> str:
    all_of = " AND ".join(map(fts, wanted))
    none_of = [fts(one.node) for one in unwanted if isinstance(one, Not)]
    return f"({all_of}) NOT ({' OR '.join(none_of)})" if none_of else all_of


def _forms(text: str, is_prefix: bool) -> tuple[str, ...]:
    """The ways to ask FTS5 for a term: one, or for a beginning as many as `beginning` gives."""
    if not is_prefix or not (words := words_of(text)):
        return (_quoted(text),)
    *head, last = words
    begin = beginning(last)
    return (_quoted(*head, begin.star) + "*", *(_quoted(*head, word) for word in begin.exact))


def _quoted(*words: str) -> str:
    return '"' + " ".join(words).replace('"', '""') + '"'


def _in_column(expression: str, column: Column | None) -> str:
    return f"{column} : {expression}" if column else expression


def _column(name: str, test: str) -> Condition:
    return Condition(f"s.{name} {test}", f"select id from snippets where {name} {test}")


_NOTHING = Condition("false", "select id from snippets where false")
_STATES: dict[str, Condition] = {
    "truncated": _column("is_truncated", "= 1"),
    "variant": Condition("s.variant_of is not null", "select id from snippets where variant_of is not null"),
    "fullest": Condition("s.variant_of is null"),
    "any": Condition("true"),
}


def sized(plan: Plan, count: Callable[[str, int], int]) -> Plan:
    """The plan with the sizes that decide between the forms of its conditions.

    Args:
        plan: Of `compile_query`.
        count: How many rows a select gives, counted up to a limit.
    """
    sizes: dict[Condition, int] = {}
    limit = LONG_LIST
    if plan.by_words:
        sizes[WORDS] = count(WORDS.ids or "", UNLIMITED)
        limit = min(limit, sizes[WORDS] + 1)
    for one in plan.conditions:
        if one.ids is not None and one not in sizes:
            size = count(one.gauge or one.ids, limit)
            sizes[one] = size if size < limit else UNLIMITED
    return replace(plan, sizes=sizes)
