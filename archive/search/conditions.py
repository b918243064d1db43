"""What a condition of a query asks of a snippet, in SQL: of its names, its appearances, its quotations, its kind.

What `said:`, `by:` and `about:` ask of quotations is written in speech.py, days in dated.py.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.search import dated, speech
from archive.search.days import asked
from archive.search.kept import STATES, kept
from archive.search.match import all_but, is_literal, is_said
from archive.search.names import Meaning
from archive.search.plan import Condition, all_of, any_of
from archive.search.query import APPEARED, And, Filter, Near, Node, Or, Term, leaves
from archive.search.spoken import Voices, about_words, in_text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")


class Conditions:
    """The conditions of one compilation: names parameters as it goes."""

    def __init__(self, meanings: Mapping[Filter, Meaning], today: datetime.date, of_quotations: bool) -> None:
        self.meanings = meanings
        self.today = today
        self.of_quotations = of_quotations
        self.params: dict[str, str | int] = {}

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
            return NOTHING
        table, column = ("tags", "tag") if node.field == "tag" else ("notes", "id")
        return kept(table, f"k.{column} {self.one_of(node.field, wanted)}")

    def meaning(self, node: Filter) -> Meaning:
        """What a filter means in the archive."""
        return self.meanings.get(node, Meaning())

    def entity(self, node: Filter) -> Condition:
        """That it names one of the entities that a filter means."""
        ids = self.meaning(node).ids
        if not ids:
            return NOTHING
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
        meaning, lists = self.meaning(node), []
        if meaning.ids:
            lists.append(f"select id from ({speech.snippets_by(self.one_of('by', meaning.ids))})")
        if meaning.speakers:
            lists.append(speech.by_words_list(self._called(meaning)))
        if not lists:
            return NOTHING
        speaks, ids = self.speaks(node), " union ".join(lists)
        if self.of_quotations:
            return Condition(speaks, ids, is_of_quotation=True)
        test = f"exists (select 1 from quotations q where q.snippet_id = {{id}} and {speaks})"
        return Condition(test, ids)

    def speaks(self, node: Filter) -> str:
        """The test that a quotation is by those whom a `by:` means."""
        meaning = self.meaning(node)
        tests = [self._named(meaning)] if meaning.ids else []
        tests += [speech.by_words(self._called(meaning))] if meaning.speakers else []
        return speech.any_of(tests) or "false"

    def _named(self, meaning: Meaning) -> str:
        return speech.by_entities(self.one_of("by", meaning.ids))

    def _called(self, meaning: Meaning) -> str:
        return self.param("by", json.dumps(meaning.speakers, ensure_ascii=False))

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
        return self.spoken(speech.either(lists), test=speech.any_of(tests), gauge=gauge) if lists else NOTHING

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
        """A select of about as many rows as quotations hold that, if it is faster to count."""
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
            return NOTHING
        found = [test]
        if isinstance(node, Filter) and node.field in APPEARED:
            found = self.cases(node)
        lists = [
            f"select g.snippet_id as id from sighting_rows g{dated.index_for(one)}"
            f" where g.snippet_id is not null and {one}"
            for one in found
        ]
        fields = {one.field for one in leaves(node) if isinstance(one, Filter)}
        outlets = self.meaning(node).names if isinstance(node, Filter) and node.field == "outlet" else ()
        tallied = f"select sum(snippets) from tallies where field = 'outlet' and value {self.one_of('outlet', outlets)}"
        return Condition(
            "exists (select 1 from sighting_rows g indexed by sightings_snippet"
            f" where g.snippet_id = {{id}} and {test})",
            "\n    union all ".join(lists),
            gauge=f"select 1 from sighting_rows g{dated.index_for(found[0])} where {found[0]}",
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
        """The ways in which `dated` may be what a filter asks for."""
        return dated.cases(node.field, asked(node.field, node.value, self.today), self.param)

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
        """That a column lies between two values, the second not counted."""
        return f"{column} >= {self.param(name, first)} and {column} < {self.param(name, until)}"

    def param(self, name: str, value: str | int) -> str:
        """Name a value: `:person`, then `:person_2`; the same value twice has one name."""
        for number in itertools.count(1):
            key = name if number == 1 and name != "words" else f"{name}_{number}"
            if self.params.setdefault(key, value) == value:
                return f":{key}"
        raise AssertionError  # count() has no end


def _column(name: str, test: str) -> Condition:
    return Condition(f"(s.{name} {test})", f"select id from snippets where {name} {test}")


ANY_QUOTATION = Condition("true", speech.ALL, gauge=speech.ALL_GAUGE)
"""That there is a quotation: in an archive with few, it leads."""
NOTHING = Condition("false", "select id from snippets where false")
_STATES: dict[str, Condition] = {
    **STATES,
    "truncated": _column("is_truncated", "is not 0"),
    "undated": _column("dated", "is null"),
    "variant": Condition("s.variant_of <> s.id", "select id from snippets where variant_of <> id"),
    "fullest": Condition("s.variant_of is null"),
    "any": Condition("true"),
}
