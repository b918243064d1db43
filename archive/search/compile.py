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
import itertools
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from archive.search import speech
from archive.search.days import asked, ceiling, edge, holders
from archive.search.kept import STATES, kept
from archive.search.match import all_but, fts, is_literal, is_said, is_words
from archive.search.names import Meaning
from archive.search.plan import WORDS, Condition, Plan, all_of, any_of
from archive.search.query import (
    APPEARED,
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
from archive.search.spoken import Voices, about_words, in_text, said_words, voices_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")


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


class _Compiler:
    """One compilation: names parameters as it goes."""

    def __init__(self, meanings: Mapping[Filter, Meaning], today: datetime.date, of_quotations: bool) -> None:
        self.meanings = meanings
        self.today = today
        self.of_quotations = of_quotations
        self.params: dict[str, str | int] = {}

    def compile(self, query: Query) -> Compiled:
        required = query.root.nodes if isinstance(query.root, And) else (query.root,) if query.root else ()
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

    def known(self, node: Filter) -> Condition:
        """A condition on what is known about the snippet."""
        match node.field:
            case "person" | "place" | "org" | "entity":
                return self.entity(node)
            case "kind" | "is":
                is_kind = node.field == "kind"
                return _column("kind", f"= {self.param('kind', node.value)}") if is_kind else _STATES[node.value]
            case "mentions-date":
                return self.mentioned_day(node)
            case "id":
                number = self.param("id", int(node.value))
                return Condition(f"{{id}} = {number}", f"select id from snippets where id = {number}")
            case "lang":
                test = f"= {self.param('lang', node.value)}"
                return _column(
                    "language", f"{test} or {self.between('language', 'lang', f'{node.value}-', f'{node.value}.')}"
                )
            case "tag" | "note":
                return self.kept(node)
        raise TypeError(f"of quotations: {node!r}")

    def kept(self, node: Filter) -> Condition:
        """That a reader keeps it under a tag, or remarks something on it."""
        meaning = self.meaning(node)
        wanted: Sequence[str] | Sequence[int] = meaning.names if node.field == "tag" else meaning.notes
        if not wanted:
            return _NOTHING
        table, column = ("tags", "tag") if node.field == "tag" else ("notes", "id")
        return kept(table, f"k.{column} {self.one_of(node.field, wanted)}")

    def meaning(self, node: Filter) -> Meaning:
        return self.meanings.get(node, Meaning())

    def entity(self, node: Filter) -> Condition:
        ids = self.meaning(node).ids
        if not ids:
            return _NOTHING
        wanted = f"m.entity_id {self.one_of(node.field, ids)}"
        return Condition(
            f"exists (select 1 from mentions m where {wanted} and m.snippet_id = {{id}})",
            f"select m.snippet_id as id from mentions m where {wanted}",
            kept=f"select sum(mention_count) from entities where id {self.one_of(node.field, ids)}",
        )

    def one_of(self, name: str, values: Sequence[int] | Sequence[str]) -> str:
        """What a column must fulfil to be one of some values."""
        if len(values) == 1:
            return f"= {self.param(name, values[0])}"
        return f"in (select value from json_each({self.param(name, json.dumps(values, ensure_ascii=False))}))"

    def by(self, node: Filter) -> Condition:
        """That somebody speaks."""
        speaks = self.speaks(node)
        ids = f"select q.snippet_id as id from quotations q where {speaks}"
        if self.of_quotations:
            return Condition(speaks, ids, is_of_quotation=True)
        test = f"exists (select 1 from quotations q where q.snippet_id = {{id}} and {speaks})"
        return Condition(test, ids)

    def speaks(self, node: Filter) -> str:
        """The test that a quotation is by those whom a `by:` means."""
        meaning = self.meaning(node)
        tests = [speech.by_entities(self.one_of("by", meaning.ids))] if meaning.ids else []
        if meaning.speakers:
            tests.append(speech.by_words(self.param("by", json.dumps(meaning.speakers, ensure_ascii=False))))
        return speech.any_of(tests) or "false"

    def by_any(self, voices: Voices) -> str | None:
        """The test that a quotation is by any of several."""
        return speech.any_of([self.speaks(one) for one in voices])

    def said(self, node: Term | Near, voices: Voices) -> Condition:
        """That words stand within a quotation."""
        also = self.by_any(voices)
        terms = (node,) if isinstance(node, Term) else tuple(replace(one, column="said") for one in node.terms)
        found = self.holding(terms, also, node)
        return self.spoken(found, gauge=self.holding_gauge(node, also))

    def about(self, node: Filter, voices: Voices) -> Condition:
        """That a quotation mentions an entity, or else holds the words."""
        also, ids, words = self.by_any(voices), self.meaning(node).ids, about_words(node)
        lists, tests = [], []
        gauge = None
        if ids:
            named = self.one_of("about", ids)
            lists.append(speech.naming_list(named, also))
            tests.append(speech.naming(named))
            gauge = f"select 1 from mentions m where m.entity_id {named}"
        if words:
            held = self.holding(words, also)
            lists.append(held)
            tests.append(speech.among(held))
            gauge = gauge or self.holding_gauge(words[0], also)
        return self.spoken(speech.either(lists), test=speech.any_of(tests), gauge=gauge) if lists else _NOTHING

    def holding(self, terms: Sequence[Term], also: str | None, near: Term | Near | None = None) -> str:
        """The select of the quotations that hold every term, in texts where they stand as near as asked."""
        whole = near if isinstance(near, Near) else And(tuple(terms)) if len(terms) > 1 else None
        match = self.spoken_match(whole) if whole and not any(map(is_literal, terms)) else None
        found = [
            speech.holding_literal(self.param("literal", one.text), also)
            if is_literal(one)
            else speech.holding(self.spoken_match(one), also, within=match)
            for one in terms
        ]
        return speech.all_of(found)

    def holding_gauge(self, node: Term | Near, also: str | None) -> str | None:
        terms = node.terms if isinstance(node, Near) else (node,)
        return None if any(map(is_literal, terms)) else speech.holding_gauge(self.spoken_match(node), also)

    def spoken_match(self, node: Term | Near | And) -> str:
        """The parameter with the FTS5 expression of words that are to be said."""
        nodes = [in_text(one) for one in node.nodes if is_said(one)] if isinstance(node, And) else [in_text(node)]
        return self.param("said", all_but(nodes, ()))

    def spoken(self, quotations: str, *, test: str | None = None, gauge: str | None = None) -> Condition:
        """The condition that a quotation is among those of a select, or a snippet has one of them."""
        ids = speech.snippets_of(quotations)
        if self.of_quotations:
            return Condition(test or speech.among(quotations), ids, gauge, is_of_quotation=True)
        return Condition(f"+{{id}} in ({ids})", ids, gauge, is_slow=True)

    def sighted(self, node: Node) -> Condition:
        """That one and the same sighting fulfils all of it: carried by that outlet, on that day."""
        test = self.sighting(node)
        if test == "false":
            return _NOTHING
        found = [test]
        if isinstance(node, Filter) and node.field in APPEARED:
            found = self.cases(node)
        lists = [
            f"select g.snippet_id as id from sightings g where g.snippet_id is not null and {one}" for one in found
        ]
        fields = {one.field for one in leaves(node) if isinstance(one, Filter)}
        outlets = self.meaning(node).names if isinstance(node, Filter) and node.field == "outlet" else ()
        tallied = f"select sum(snippets) from tallies where field = 'outlet' and value {self.one_of('outlet', outlets)}"
        return Condition(
            f"exists (select 1 from sightings g indexed by sightings_snippet where g.snippet_id = {{id}} and {test})",
            "\n    union all ".join(lists),
            gauge=f"select 1 from sightings g where {found[0]}",
            is_dated=fields == {"after"},
            kept=tallied if outlets else None,
            is_spread=fields.isdisjoint(APPEARED),
        )

    def sighting(self, node: Node) -> str:
        """A test of a sighting `g`; 'false' if none can fulfil it."""
        match node:
            case And(nodes):
                return all_of([self.sighting(one) for one in nodes])
            case Or(nodes):
                return any_of([self.sighting(one) for one in nodes])
            case Filter("outlet" | "author" as field):
                names = self.meaning(node).names
                return f"g.{field} {self.one_of(field, names)}" if names else "false"
            case Filter("source"):
                numbers = self.meaning(node).sources
                return f"g.source_id {self.one_of('source', numbers)}" if numbers else "false"
            case Filter("url", value):
                return self.address(value)
            case Filter() if node.field in APPEARED:
                return any_of(self.cases(node))
        raise TypeError(f"of no sighting: {node!r}")

    def address(self, value: str) -> str:
        """Whether an address is of a host, or has that part in it."""
        if _HOST.fullmatch(value):
            beginnings = [f"{scheme}://{www}{value.lower()}" for scheme in ("http", "https") for www in ("", "www.")]
            return any_of([self.between("g.url", "url", one, one + chr(0x10FFFF)) for one in beginnings])
        return f"instr(lower(g.url), {self.param('url', value.lower())}) > 0"

    def cases(self, node: Filter) -> list[str]:
        """What `dated` must be to lie within the days asked for; of `on~:`, to lie there perhaps (see days.py).

        In the order of texts, all dates that begin from a day on come from its edge on, but for ranges from a month or
        year that holds it; so single dates and ranges are cases apart, each with an index.
        """
        name = node.field
        days = asked(name, node.value, self.today)
        key = name.strip("~")
        since = f"g.dated >= {self.param(f'{key}_from', edge(days.first))}" if days.first else "true"
        until = f"< {self.param(f'{key}_until', edge(days.until))}" if days.until else ""
        before, last = (self.one_in(f"{key}_in", holders(day)) if day else "" for day in (days.first, days.until))
        end = "substr(g.dated, instr(g.dated, '/') + 1)"
        begins = [since, *(f"not {self.begins(key, one)}" for one in (holders(days.first) if days.first else ()))]
        ends = [f"{end} {until}"] * bool(until) + [f"{end} not {last}"] * bool(last)
        fits = " and ".join([*begins, *ends])
        if name == "on~":
            wider = [f"g.dated {one}" for one in (before, last) if one]
            reaches = f"{end} >= {self.param(f'{key}_from', edge(days.first))}" if days.first else "true"
            reaches = f"({reaches} or {end} {before})" if before else reaches
            starts = [f"g.dated {until}", *(self.begins(key, one) for one in holders(days.until))] if days.until else []
            return [
                *dict.fromkeys(wider),
                f"instr(g.dated, '/') and {reaches} and {any_of(starts or ['true'])} and not ({fits})",
            ]
        if not days.until:
            return [" and ".join(["g.dated is not null", *begins] if since == "true" else begins)]
        single = [since, f"g.dated {until}", *([f"g.dated not {last}"] if last else []), "not instr(g.dated, '/')"]
        ranges = ["instr(g.dated, '/')", f"g.dated < {self.param(f'{key}_ceiling', ceiling(days.until))}", fits]
        return [" and ".join(single), " and ".join(ranges)]

    def one_in(self, name: str, values: Sequence[str]) -> str:
        """What a column must fulfil to be one of some months and years; nothing for none."""
        return f"in ({', '.join(self.param(name, one) for one in values)})" if values else ""

    def begins(self, name: str, prefix: str) -> str:
        """Whether `dated` is a range from that year or month on, such as '2024-10/2024-12': '/' is followed by '0'."""
        return f"({self.between('g.dated', name, prefix + '/', prefix + '0')})"

    def mentioned_day(self, node: Filter) -> Condition:
        """That the text speaks of a day, or of days, within those asked for."""
        days = asked(node.field, node.value, self.today)
        tests = [f"d.first_day >= {self.param('day_from', days.first.isoformat())}"] if days.first else []
        if days.until:
            until = self.param("day_until", days.until.isoformat())
            tests += [f"d.first_day < {until}", f"d.last_day < {until}"]
        test = " and ".join(tests) or "true"
        return Condition(
            f"exists (select 1 from dates d where d.snippet_id = {{id}} and {test})",
            f"select d.snippet_id as id from dates d where {test}",
        )

    def between(self, column: str, name: str, first: str, until: str) -> str:
        return f"{column} >= {self.param(name, first)} and {column} < {self.param(name, until)}"

    def param(self, name: str, value: str | int) -> str:
        """Name a value: `:person`, then `:person_2`; the same value twice has one name."""
        for number in itertools.count(1):
            key = name if number == 1 and name != "words" else f"{name}_{number}"
            if self.params.setdefault(key, value) == value:
                return f":{key}"
        raise AssertionError  # count() has no end


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


def _column(name: str, test: str) -> Condition:
    return Condition(f"(s.{name} {test})", f"select id from snippets where {name} {test}")


ANY_QUOTATION = Condition("true", speech.ALL, gauge=speech.ALL_GAUGE)
"""That there is a quotation: in an archive with few, it leads."""
_NOTHING = Condition("false", "select id from snippets where false")
_STATES: dict[str, Condition] = {
    **STATES,
    "truncated": _column("is_truncated", "= 1"),
    "undated": _column("dated", "is null"),
    "variant": Condition("s.variant_of <> s.id", "select id from snippets where variant_of <> id"),
    "fullest": Condition("s.variant_of is null"),
    "any": Condition("true"),
}
