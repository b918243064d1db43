"""A query's tree made into SQL conditions, every value a parameter.

The words that all hits must have become one FTS5 expression, each term quoted, so that nothing typed is ever syntax
there. Every other part of the tree becomes a condition on a row; plan.py makes statements of both. What `said:`,
`by:` and `about:` ask of quotations is written in speech.py.

A snippet fulfils `said:grain` if one of its quotations does. Beside `by:` that must be a quotation by that speaker:
`by:velden said:grain` is what Velden said, and not that Velden spoke and somebody said it. The same tree can be
compiled of quotations instead of snippets (`archive quotes`): then all of it must hold of one quotation.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.search.conditions import ANY_QUOTATION, Conditions
from archive.search.match import all_but, fts, is_literal, is_said, is_words
from archive.search.plan import WORDS, Condition, Plan
from archive.search.query import (
    SIGHTED,
    UNFOLDED,
    And,
    Column,
    Filter,
    Near,
    Node,
    Not,
    Or,
    Query,
    Some,
    Term,
    join,
    leaves,
)
from archive.search.spoken import Voices, said_words, voices_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from archive.search.names import Meaning


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query as SQL: the plan of its statements, their parameters, and what is to be highlighted in its hits."""

    plan: Plan
    params: dict[str, str | int]
    marks: str | None
    """FTS5 expression of all words that may have matched."""
    said: str | None = None
    """FTS5 expression of all words that may have matched within quotations."""
    literals: tuple[tuple[str, Column | None], ...] = ()
    """Texts that are sought as they stand, with the column they were asked for in."""
    mentions: tuple[int, ...] = ()
    """Entities that were asked for."""
    sighted: str | None = None
    """What one sighting `g` of each hit fulfils, where something is asked of a sighting."""


def compile_query(
    query: Query,
    meanings: Mapping[Filter, Meaning] | None = None,
    *,
    today: datetime.date | None = None,
    of_quotations: bool = False,
) -> Compiled:
    """Compile a query to SQL.

    Args:
        query: From `parse`.
        meanings: What its entity and outlet filters mean in an archive (`look_up`); a missing one matches nothing.
        today: The day for `on:yesterday` and the like; by default the current one.
        of_quotations: Whether conditions are to be of one quotation `q` of the snippet `s`, for a plan of quotations.

    Returns:
        The statements and their parameters. Sizes are not known yet, so they are correct but may be slow: see `sized`.
    """
    day = today or datetime.datetime.now().astimezone().date()
    return _Compiler(meanings or {}, day, of_quotations).compile(query)


def added_after(compiled: Compiled, since: int) -> Compiled:
    """The same query, of those snippets alone that came in after the one of that number."""
    newer = Condition("{id} > :since", "select id from snippets where id > :since")
    plan = replace(compiled.plan, conditions=(*compiled.plan.conditions, newer))
    return replace(compiled, plan=plan, params={**compiled.params, "since": since})


class _Compiler(Conditions):
    """One compilation: what the whole tree asks for."""

    def compile(self, query: Query) -> Compiled:
        required = query.conditions
        wanted = [node for node in required if is_words(node)]
        some = [Or(node.terms) for node in required if isinstance(node, Some) and is_words(Or(node.terms))]
        unwanted = (
            [node for node in required if isinstance(node, Not) and is_words(node.node)] if wanted or some else []
        )
        match = all_but([*wanted, *some], unwanted) if wanted or some else None
        if match is not None:
            self.params["words"] = match
        rest = _gathered(node for node in required if node not in wanted and node not in unwanted)
        shown = [
            one
            for leaf in leaves(query.root, negated=False)
            for one in (leaf.terms if isinstance(leaf, Some) else (leaf,))
        ]
        filters = [node for node in leaves(query.root) if isinstance(node, Filter)]
        voices = voices_of(required)
        conditions = [condition for node in rest for condition in self.top(node, voices)]
        conditions += [ANY_QUOTATION] * self.of_quotations
        return Compiled(
            Plan(
                conditions=((WORDS,) if match else ()) + tuple(dict.fromkeys(conditions)),
                is_folded=not any(
                    node.value in UNFOLDED if node.field == "is" else node.field == "id" for node in filters
                ),
            ),
            params=self.params,
            marks=" OR ".join(dict.fromkeys(map(fts, filter(is_words, shown)))) or None,
            said=" OR ".join(dict.fromkeys(one for node in shown for one in said_words(node))) or None,
            literals=tuple((node.text, node.column) for node in shown if isinstance(node, Term) and is_literal(node)),
            mentions=tuple(one for node in shown if isinstance(node, Filter) for one in self.meaning(node).ids),
            sighted=next((self.sighting(node) for node in rest if is_sighted(node)), None),
        )

    def top(self, node: Node, voices: Voices) -> Iterable[Condition]:
        """The condition of a node that every hit must fulfil; none if it holds anyway."""
        if node == Filter("is", "any"):
            return ()
        if isinstance(node, Filter | Some) or is_said(node) or is_sighted(node):
            return (self.condition(node, voices),)
        ids = self.union(node, voices) if isinstance(node, Or) else None
        is_slow = any(is_said(one) or (isinstance(one, Filter) and one.field == "about") for one in leaves(node))
        return (Condition(self.test(node, voices), ids, is_slow=is_slow, is_of_quotation=self.of_quotations),)

    def union(self, node: Or, voices: Voices) -> str | None:
        """The ids of alternatives, if every one of them is a list."""
        lists = [
            self.found(fts(one))
            if is_words(one)
            else self.condition(one, voices).ids
            if isinstance(one, Filter) or is_said(one) or is_sighted(one)
            else None
            for one in node.nodes
        ]
        # each in brackets of its own: one that is a union itself must not join this one
        return "\n    union all ".join(f"select id from ({one})" for one in lists) if all(lists) else None

    def found(self, match: str) -> str:
        return f"select rowid as id from snippets_fts where snippets_fts match {self.param('words', match)}"

    def test(self, node: Node, voices: Voices = ()) -> str:
        """A node as a test of one row; words of `said:` must be by one of the `voices`, if there are any."""
        if is_words(node):
            return f"+{{id}} in ({self.found(fts(node))})"
        if isinstance(node, Filter | Some) or is_said(node) or is_sighted(node):
            return self.condition(node, voices).test
        match node:
            case And(nodes):
                voices = voices_of(nodes) or voices
                return "(" + " and ".join(self.test(one, voices) for one in _gathered(nodes)) + ")"
            case Or(nodes):
                return "(" + " or ".join(self.test(one, voices) for one in nodes) + ")"
            case Not(inner):
                return f"({self.test(inner)}) is not true"
            case Term() | Near():
                return self.literal(node)
        raise TypeError(f"no test: {node!r}")

    def some(self, node: Some) -> Condition:
        """That at least so many of some terms are there."""
        found = (
            f"select s.id as id from snippets s where {self.literal(one)}" if is_literal(one) else self.found(fts(one))
            for one in node.terms
        )
        listed = "\n    union all ".join(found)
        ids = f"select id from ({listed}) group by id having count(*) >= {self.param('least', node.least)}"
        return Condition(f"+{{id}} in ({ids})", ids)

    def literal(self, node: Term | Near) -> str:
        """A term that only a look at the text can find; a NEAR with such a one has only to hold all its terms."""
        if isinstance(node, Near):
            return self.test(And(tuple(replace(one, column=node.column) for one in node.terms)))
        name = self.param("literal", node.text)
        columns = (node.column,) if node.column else ("text", "title")
        return "(" + " or ".join(f"instr(s.{one}, {name}) > 0" for one in columns) + ")"

    def condition(self, node: Node, voices: Voices = ()) -> Condition:
        if is_sighted(node):
            return self.sighted(node)
        if isinstance(node, Some):
            return self.some(node)
        if isinstance(node, Term | Near):
            return self.said(node, voices)
        if not isinstance(node, Filter):
            raise TypeError(f"no one condition: {node!r}")
        if node.field in ("by", "about"):
            return self.by(node) if node.field == "by" else self.about(node, voices)
        return self.known(node)


def is_sighted(node: Node) -> bool:
    """Whether a node is of a sighting alone, and positive: one sighting can fulfil it together with others."""
    if isinstance(node, And | Or):
        return all(map(is_sighted, node.nodes))
    return isinstance(node, Filter) and node.field in SIGHTED


def _gathered(nodes: Iterable[Node]) -> list[Node]:
    """Nodes that must all hold, with those that are of a sighting joined: one sighting has to fulfil them."""
    every = list(nodes)
    sighted = join(And, [one for one in every if is_sighted(one)])
    others = [one for one in every if not is_sighted(one)]
    return others if sighted is None else [sighted, *others]
