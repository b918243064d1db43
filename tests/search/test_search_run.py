"""Searching a real archive: what is found, in which order, how it is marked, and that it agrees with a plain model."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from examples import SOME
from hypothesis import example, given
from hypothesis import strategies as st
from marking import marked
from places import ROOT
from sighting import sight
from test_search import anything

from archive.errors import SearchError
from archive.extract.dates.prefixdate import bounds
from archive.resolve.name_keys import entity_key, surname_keys
from archive.search import Plan, Results, Sort, compile_query, look_up, many, parse, plan, run, search
from archive.search.days import asked
from archive.search.plan import UNLIMITED, Condition
from archive.search.query import LOOKED_UP, And, Filter, Node, Not, Or, Query, Some, Term, leaves
from archive.search.stems import STEMMED, UNSTEMMED, beginning, marks, words_of
from archive.store import name_words
from archive.types import EntityKind

SCHEMA = ROOT / "archive" / "store" / "schema.sql"
TODAY = datetime.date(2024, 10, 25)

ENTITIES: dict[int, tuple[str, EntityKind, tuple[str, ...]]] = {  # id: (name, kind, aliases)
    1: ("Mara Velden", "person", ("Velden",)),
    2: ("Tobias Renn", "person", ("Renn",)),
    3: ("Ottilie Renn", "person", ()),
    4: ("Norvania", "place", ("Republic of Norvania",)),
    5: ("Lower Norvania", "place", ()),
    6: ("Norvanian Grain Union", "organisation", ("NGU",)),
    7: ("Oskar O'Lind", "person", ()),
    8: ("José Čapel", "person", ()),
    9: ("Nobody Named", "person", ()),
    10: ("Ilka Sternau", "person", ()),
    11: ("Ängby", "place", ()),
}


class Said(NamedTuple):
    """A quotation of a snippet: its words, and who speaks."""

    quote: str
    speaker: int | None = None
    written: str | None = None
    """The speaker as written."""
    kind: str = "direct"
    is_complete: bool = True
    named: str | None = None
    """The mention that names the speaker."""


@dataclass(frozen=True)
class Snippet:
    """What the fixture archive holds, and the model reasons about."""

    text: str
    title: str | None = None
    kind: str = "teaser"
    outlet: str | None = None
    dated: str | None = None
    variant_of: int | None = None
    is_truncated: bool = False
    names: dict[str, int] = field(default_factory=dict)
    quotes: tuple[Said, ...] = ()


SPECIAL = [
    Snippet("Velden met Renn in Norvania to sign the grain deal.", "Grain deal signed", "headline", "The Bay Courier",
            "2024-10-24", names={"Velden": 1, "Renn": 2, "Norvania": 4}),
    Snippet("Velden met Renn in Norvania to sign", dated="2024-10-24", variant_of=1, is_truncated=True,
            names={"Velden": 1, "Renn": 2, "Norvania": 4}),
    Snippet("Ottilie Renn paints harbours; the countryside of Lower Norvania waits.", outlet="Bay Radio",
            dated="2024-10", names={"Ottilie Renn": 3, "Lower Norvania": 5}),
    Snippet("The NGU's presidents elected Oskar O'Lind, says AT&T of the U.S. office.", dated="2023",
            names={"NGU": 6, "Oskar O'Lind": 7}),
    Snippet("Jean-Pierre and José Čapel: 東京都知事 спорили в Київ about 🌾 and naïve plans.", outlet="Fenwick Wire",
            dated="2024-09-10/2024-09-17", names={"José Čapel": 8}),
    Snippet("=cmd|calc <b>[red]bold[/red]</b> \x1b[31mred\x1b[0m", dated="2022/2023"),
    Snippet("Undated grain of old."),
    Snippet("Instead of insurance, the insurers ran in inns.", dated="2020-02-29"),
    Snippet("“No lanterns were lit,” said Ilka Sternau, the pier clerk of fog wards: “Fog 🚢 港町 on Ängby …",
            dated="2021", names={"Ilka Sternau": 10, "Ängby": 11},
            quotes=(Said("No lanterns were lit,", 10, "Ilka Sternau", named="Ilka Sternau"),
                    Said("Fog 🚢 港町 on Ängby …", None, "the pier clerk", is_complete=False))),
]  # fmt: skip
WORDS = ("grain", "harbour", "bread", "coal")
ORDERS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
OUTLETS = ("The Bay Courier", "Fenwick Wire", None)
DATES = (
    "2024-10-24",
    "2024-10",
    "2024",
    "2024-10-20/2024-11-02",
    "2023-12-31",
    "2022/2024",
    "2024-10/2024-11",
    "2024/2025",
    None,
)


def quotes_of(number: int) -> tuple[Said, ...]:
    """Quotations of a plain snippet: its first words, and all from "item" on."""
    first = " ".join(word for at, word in enumerate(WORDS) if number >> at & 1)
    speakers = (Said("", 1, "Velden"), Said("", 2, "Renn"), Said("", None, "the grain porter"), Said(""))
    kinds = ("direct", "fragment", "indirect")
    opening = speakers[number // 3 % 4]._replace(quote=first, kind=kinds[number % 3])
    last = f"item {number}" + " Velden" * (number % 2)
    closing = speakers[number // 2 % 4]._replace(quote=last, kind=kinds[number // 4 % 3])
    return (opening,) * (number % 3 != 0 and first != "") + (closing,) * (number % 4 != 0)


PLAIN = [
    Snippet(
        " ".join(
            [*(word for at, word in enumerate(WORDS) if number >> at & 1), f"item {number}", *["Velden"] * (number % 2)]
        ),
        "harbour news" if number % 5 == 0 else None,
        ("headline", "deck", "teaser", "item")[number % 4], OUTLETS[number % 3], DATES[number % 9],
        len(SPECIAL) + 1 if number % 6 == 5 else None, number % 7 == 0, {"Velden": 1} if number % 2 else {},
        quotes_of(number),
    )
    for number in range(48)
]  # fmt: skip
SNIPPETS = dict(enumerate([*SPECIAL, *PLAIN], 1))
SPOKEN_OF = {
    1: [("2024-11-05", "2024-11-05"), ("2025-01-01", "2025-12-31")],
    5: [("2024-11-01", "2024-11-30")],
    8: [("2024-11-05", "2024-11-08"), ("2024-11-05", "2024-11-05")],
}
"""First and last days of the dates in texts."""


def fill(conn: sqlite3.Connection) -> None:
    conn.executescript(SCHEMA.read_text(encoding="utf-8"))
    conn.execute("insert into sources (id, uri, name, format, sha256, bytes) values (1, '-', 'x', 'text', 'x', 0)")
    for number, (name, kind, aliases) in ENTITIES.items():
        conn.execute("insert into entities (id, name, kind) values (?, ?, ?)", (number, name, kind))
        conn.executemany(
            """insert into aliases (entity_id, alias, origin)
           values (?, ?, 'text')""",
            [(number, alias) for alias in aliases],
        )
        name_words.add(conn, ((number, each) for each in (name, *aliases)))
        conn.execute(
            "insert into identities (id, key, kind, name, is_bare, entity_id, placed_id) values (?, ?, ?, ?, 0, ?, ?)",
            (number, entity_key(name, kind), kind, name, number, number),
        )
        keys = surname_keys(name) if kind == "person" else ()
        conn.executemany(
            """insert into short_names (key, kind, identity_id)
           values (?, ?, ?)""",
            [(key, kind, number) for key in keys],
        )
    for number, one in SNIPPETS.items():
        conn.execute(
            "insert into snippets (id, text, title, kind, outlet, dated, dated_by, variant_of, is_truncated, text_hash)"
            " values (?, ?, ?, ?, ?, ?, 'text', ?, ?, ?)",
            (number, one.text, one.title, one.kind, one.outlet, one.dated, one.variant_of, one.is_truncated, number),
        )
        conn.execute(
            """insert into sighting_rows (source_id, position, snippet_id, raw)
           values (1, ?, ?, '')""",
            (number, number),
        )
        for start, (first, last) in enumerate(SPOKEN_OF.get(number, ())):
            conn.execute(
                """insert into dates (snippet_id, start, stop, surface, value, first_day, last_day, rule)
                   values (?, ?, ?, 'x', 'x', ?, ?, 'test')""",
                (number, start, start + 1, first, last),
            )
        for surface, entity in one.names.items():
            start = one.text.index(surface)
            conn.execute(
                """insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score)
                   values (?, ?, ?, ?, ?, 'test', 1)""",
                (number, start, start + len(surface), surface, entity),
            )
        for said in one.quotes:
            start = one.text.index(said.quote)
            speaks = one.text.index(said.named) if said.named else None
            conn.execute(
                """insert into quotations (snippet_id, start, stop, quote, speaker_id, cue, is_complete, kind,
                 speaker, speaker_start, score)
                   values (?, ?, ?, ?, ?, 'said', ?, ?, ?, ?, 0.9)""",
                (
                    number, start, start + len(said.quote), said.quote, said.speaker, said.is_complete, said.kind,
                    said.written, speaks,
                ),
            )  # fmt: skip
    conn.execute("insert into sighting_rows (source_id, position, snippet_id, raw) values (1, 1000, 1, 'again')")
    sight(conn)
    conn.execute(
        "update entities set snippet_count = (select count(*) from mentions where entity_id = entities.id),"
        " mention_count = (select count(*) from mentions where entity_id = entities.id)"
    )
    conn.commit()


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("search") / "archive.db"
    with closing(sqlite3.connect(path)) as writer:
        fill(writer)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as reader:
        yield reader


def found(conn: sqlite3.Connection, query: str) -> set[int]:
    return {hit.id for hit in search(conn, query, limit=1000, today=TODAY).hits}


def answer(conn: sqlite3.Connection, query: str, sort: Sort) -> Results | str:
    """Results, or the message that refuses the query."""
    try:
        return search(conn, query, sort=sort, today=TODAY)
    except SearchError as error:
        return str(error)


def special(conn: sqlite3.Connection, query: str) -> set[int]:
    return {number for number in found(conn, query) if number <= len(SPECIAL)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sign", {1}),
        ("signing", {1}),
        ('"grain deal"', {1}),
        ('"deal grain"', set()),
        ("SIGN is:any", {1, 2}),
        ("sign is:variant", {2}),
        ("sign is:fullest", {1}),
        ("title:deal", {1}),
        ("text:signed title:signed", {1}),
        ("text:harbours -title:grain", {3}),
        ("NEAR(velden norvania, 3)", {1}),
        ("NEAR(velden grain, 3)", set()),
        ("NEAR(gra* norva*, 5)", {1}),
        ("O'Lind", {4}),
        ("O’Lind", {4}),
        ("AT&T", {4}),
        ("U.S.", {4}),
        ("Jean-Pierre", {5}),
        ("naive", {5}),
        ("Київ", {5}),
        ("київ", {5}),
        ("спори*", {5}),
        ("東京", {5}),
        ('"知事" Jean', {5}),
        ("🌾", {5}),
        ("grain -🌾 after:2024-10 title:deal", {1}),
        ("presiden*", {4}),
        ("president*", {4}),
        ("electi*", {4}),
        ("country*", {3}),
        ("ins*", {8}),
        ("insuranc*", {8}),
        ('"ran in in*"', {8}),
        ("person:velden -bread item", set()),
        ("person:renn", {1, 3}),
        ('person:"Tobias Renn"', {1}),
        ("person:tobias", {1}),
        ("person:ott*", {3}),
        ("place:norvania", {1}),
        ("place:norv*", {1, 3}),
        ("place:lower", {3}),
        ("org:ngu", {4}),
        ("org:grain", {4}),
        ("entity:renn", {1, 3}),
        ("entity:#6", {4}),
        ("person:capel", {5}),
        ("person:jose", {5}),
        ("person:o'lind", {4}),
        ("person:norvania", set()),
        ("outlet:radio", {3}),
        ('outlet:"bay radio"', {3}),
        ("outlet:fen* naive", {5}),
        ("on:2020-02-29", {8}),
        ("on:2020", {8}),
        ("on~:2020-02-29", set()),
        ("on~:2024-09-12", {5}),
        ("on~:2024-09-01..2024-09-12", {5}),
        ("on~:2022-03", {6}),
        ("on:2022..2023", {4, 6}),
        ("on:2022", set()),
        ("on:2024-09", {5}),
        ("after:2024-09-10 -after:2024-10", {5}),
        ("after:2024-09-11 -after:2024-10", set()),
        ("until:2020-02-29", {8}),
        ("is:undated", {7}),
        ("mentions-date:2024-11-05", {1, 8}),
        ("mentions-date:2024-11", {1, 5, 8}),
        ("mentions-date:2024-11-05..2024-11-08 -insurance", {1}),
        ("mentions-date:>=2025", {1}),
        ("mentions-date:<2024-11-06", {1, 8}),
        ("mentions-date:2024", {1, 5, 8}),
        ("mentions-date:tomorrow", set()),
        ("id:2", {2}),
        ("#1 #2", {1, 2}),
        ("SOME(grain deal zebra, 2)", {1}),
        ("SOME(grain deal zebra, 3)", set()),
        ("SOME(grain deal zebra, 2) -title:deal", set()),
        ("-SOME(insurance insurers ran, 2) ins*", set()),
        ("on:2020-03", set()),
        ("before:2020-03", {8}),
        ("before:2020-02-29", set()),
        ("on:2024-09-17", set()),
        ("on~:2024-09-17", {5}),
        ("on:2024-09-18 naive", set()),
        ("kind:headline deal", {1}),
        ("person:velden OR person:renn OR insurance is:truncated", {1, 3}),
        ("(insurance OR naive) -(naive OR zebra)", {8}),
        ("said:lantern", {9}),
        ("said:LANTER*", {9}),
        ('said:"lanterns were"', {9}),
        ('said:"lit said"', set()),
        ("said:fog", {9}),
        ("said:fogd", set()),
        ("said:clerk", set()),
        ("said:angby", {9}),
        ("said:🚢", {9}),
        ("said:町", {9}),
        ("said:clerk OR said:lanterns", {9}),
        ("said:NEAR(lanterns lit, 3)", {9}),
        ("said:NEAR(lanterns lit, 0)", set()),
        ("said:NEAR(lit clerk)", set()),
        ("clerk -said:clerk", {9}),
        ("wards -said:lanterns", set()),
        ("by:sternau", {9}),
        ('by:"Ilka Sternau" said:lanterns', {9}),
        ('by:"Ilka Sternau" said:fog', set()),
        ('by:"pier clerk"', {9}),
        ("by:clerk said:fog", {9}),
        ("(by:clerk OR by:nobody) said:fog", {9}),
        ("by:(clerk OR sternau) said:fog -said:zebra", {9}),
        ("(by:clerk OR insurance) said:lanterns", {9}),
        ("by:sternau by:clerk said:fog said:lanterns", {9}),
        ("by:sternau (said:fog OR naive)", set()),
        ("by:sternau (by:clerk said:fog)", {9}),
        ("by:person:sternau", {9}),
        ("by:place:norvania", set()),
        ("about:angby", {9}),
        ("about:#11", {9}),
        ("about:#10", set()),
        ('about:"the fog on lanterns"', set()),
        ('about:"the fog on angby"', {9}),
        ("by:clerk about:angby", {9}),
        ("by:sternau about:angby", set()),
        ("about:lanter*", {9}),
        ("wards -about:angby", set()),
        ("person:zzz OR insurance", {8}),
        ("-person:zzz insurance", {8}),
    ],
)
def test_what_is_found(conn: sqlite3.Connection, query: str, expected: set[int]) -> None:
    assert special(conn, query) == expected


def test_an_exclusion_alone_keeps_what_has_no_value(conn: sqlite3.Connection) -> None:
    shown = {number for number, one in SNIPPETS.items() if one.variant_of is None}
    assert found(conn, "") == shown
    assert found(conn, "-grain") == {
        n for n in shown if "grain" not in f"{SNIPPETS[n].text} {SNIPPETS[n].title}".lower()
    }
    assert found(conn, "-outlet:fenwick") == {n for n in shown if SNIPPETS[n].outlet != "Fenwick Wire"}
    assert found(conn, "-on:2024") >= {n for n in shown if SNIPPETS[n].dated is None}


# A plain model of the language, to which any plan of the statements has to agree.

leaf = st.one_of(
    st.sampled_from([Term(word) for word in WORDS]),
    st.sampled_from([Term("harbour", column="title"), Term("harbour", column="text"), Term("ite", is_prefix=True)]),
    st.sampled_from([Filter("person", "velden"), Filter("entity", "renn"), Filter("outlet", "Fenwick Wire")]),
    st.sampled_from([Filter("outlet", "nowhere"), Filter("kind", "deck"), Filter("is", "truncated")]),
    st.sampled_from([Filter("is", "any"), Filter("is", "variant"), Filter("is", "undated"), Term("🌾")]),
    st.sampled_from([Some((Term("grain"), Term("bread"), Term("coal")), 2), Some((Term("grain"), Term("🌾")), 1)]),
    st.sampled_from([*(Term(word, column="said") for word in (*WORDS, "item")), Term("🌾", column="said")]),
    st.sampled_from([Filter("by", "velden"), Filter("by", "Tobias Renn"), Filter("by", "grain porter")]),
    st.sampled_from([Filter("about", "velden"), Filter("about", "bread"), Filter("by", "nobody at all")]),
    st.builds(
        Filter,
        st.sampled_from(["on", "on~", "after", "before", "until"]),
        st.sampled_from(
            [
                "2024-10-24",
                "2024-10",
                "2024",
                "2023",
                "2024-10-21/2024-10-30",
                "2024-11",
                "2024-12-31",
                "2025",
                "2024-10-24..",
                "..2024-10-24",
                "2022/2023",
            ]
        ),
    ),
)


def grow(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    many = st.lists(nodes, min_size=2, max_size=4)
    return st.one_of(
        nodes.filter(lambda node: not isinstance(node, Not)).map(Not),
        many.filter(lambda some: not any(isinstance(one, And) for one in some)).map(lambda some: And(tuple(some))),
        many.filter(lambda some: not any(isinstance(one, Or) for one in some)).map(lambda some: Or(tuple(some))),
    )


trees = st.recursive(leaf, grow, max_leaves=7)


SPEAKERS = {"velden": 1, "Tobias Renn": 2, "grain porter": "the grain porter", "nobody at all": "-"}


def voices_of(nodes: Iterable[Node]) -> list[Filter]:
    """The by: filters beside each other, alone or as alternatives."""
    groups = [node.nodes if isinstance(node, Or) else (node,) for node in nodes]
    named = [[one for one in group if isinstance(one, Filter) and one.field == "by"] for group in groups]
    return [one for group, found in zip(groups, named, strict=True) if len(group) == len(found) for one in found]


def is_by(said: Said, voice: Filter) -> bool:
    return SPEAKERS[voice.value] in (said.speaker, said.written)


def is_spoken(node: Node, said: Said) -> bool:
    """Whether a single quotation fulfils a leaf."""
    match node:
        case Term("🌾"):
            return "🌾" in said.quote
        case Term(text):
            return text in [word.removesuffix("s") for word in words_of(said.quote)]
        case Filter("by"):
            return is_by(said, node)
        case Filter("about", value):
            return value in words_of(said.quote)  # all mentions of Velden are written so
    raise AssertionError(node)


def is_written(term: Term, one: Snippet) -> bool:
    """Whether title or text hold a term."""
    text, is_prefix, column = term.text, term.is_prefix, term.column or "any"
    whole = {"title": one.title or "", "text": one.text, "any": f"{one.title or ''} {one.text}"}[column]
    if text == "🌾":
        return text in whole
    tokens = [token.removesuffix("s") for token in words_of(whole)]
    return any(token.startswith(text) if is_prefix else token == text for token in tokens)


def is_heard(node: Node, one: Snippet, voices: list[Filter]) -> bool:
    """Whether any quotation fulfils a leaf: by one of the voices, if there are any, unless the leaf is a voice."""
    is_voice = isinstance(node, Filter) and node.field == "by"
    heard = [said for said in one.quotes if is_voice or not voices or any(is_by(said, voice) for voice in voices)]
    return any(is_spoken(node, said) for said in heard)


def holds(node: Node, one: Snippet, voices: list[Filter] | None = None) -> bool:
    match node:
        case Not(inner):
            return not holds(inner, one)
        case And(nodes):
            return all(holds(inner, one, voices_of(nodes) or voices) for inner in nodes)
        case Or(nodes):
            return any(holds(inner, one, voices) for inner in nodes)
        case Term(column="said") | Filter("by") | Filter("about"):
            return is_heard(node, one, voices or [])
        case Term() | Some():
            terms, least = (node.terms, node.least) if isinstance(node, Some) else ((node,), 1)
            return sum(is_written(term, one) for term in terms) >= least
        case Filter():
            return fulfils(node, one)
    raise AssertionError("not in these trees")


def fulfils(node: Filter, one: Snippet) -> bool:
    match node.field:
        case "person" | "entity":
            return bool({"velden": {1}, "renn": {2, 3}}[node.value] & set(one.names.values()))
        case "outlet":
            return one.outlet == node.value
        case "kind":
            return one.kind == node.value
        case "is":
            states = {"truncated": one.is_truncated, "undated": one.dated is None}
            return {**states, "variant": one.variant_of is not None, "any": True}[node.value]
        case "on" | "on~" | "after" | "before" | "until":
            if one.dated is None:
                return False
            wanted, (first, last) = asked(node.field, node.value, TODAY), bounds(one.dated)
            fits = (wanted.first is None or first >= wanted.first) and (wanted.until is None or last < wanted.until)
            meets = (wanted.first is None or last >= wanted.first) and (wanted.until is None or first < wanted.until)
            return meets and not fits if node.field == "on~" else fits
    raise AssertionError(node)


def expected_ids(node: Node) -> set[int]:
    is_unfolded = any(isinstance(one, Filter) and one.value in ("any", "variant") for one in leaves(node))
    voices = voices_of(node.nodes if isinstance(node, And) else (node,))
    return {n for n, one in SNIPPETS.items() if holds(node, one, voices) and (is_unfolded or one.variant_of is None)}


@given(trees)
@SOME
def test_results_agree_with_a_plain_model(conn: sqlite3.Connection, node: Node) -> None:
    query = Query("", node)
    expected = expected_ids(node)
    by_date = search(conn, query, sort="newest", limit=1000, today=TODAY)
    by_rank = search(conn, query, limit=1000, today=TODAY)
    assert {hit.id for hit in by_date.hits} == {hit.id for hit in by_rank.hits} == expected
    assert by_date.total == by_rank.total == len(expected)
    in_page_order = sorted(by_date.hits, key=lambda hit: hit.id)
    assert list(by_date.hits) == sorted(in_page_order, key=lambda hit: hit.dated or "", reverse=True)
    oldest = search(conn, query, sort="oldest", limit=1000, today=TODAY).hits
    assert list(oldest) == sorted(in_page_order, key=lambda hit: f"{hit.dated or ''}~")


@given(trees, st.sampled_from([0, 2_000]))
@SOME
def test_many_hits_are_the_same_hits_in_the_same_order(conn: sqlite3.Connection, node: Node, fetched: int) -> None:
    query = Query("", node)
    few = [search(conn, query, sort=sort, limit=7, offset=5, today=TODAY) for sort in ORDERS]
    with patch.object(plan, "MANY", -1), patch.object(many, "FETCHED", fetched), patch.object(many, "VARIANTS", 0):
        found = [search(conn, query, sort=sort, limit=7, offset=5, today=TODAY) for sort in ORDERS]
    for one, other in zip(few, found, strict=True):
        assert replace(one, seconds=0) == replace(other, seconds=0)


@given(trees, st.lists(st.sampled_from([1, 30_000, UNLIMITED]), min_size=8, max_size=8))
@SOME
def test_every_plan_finds_the_same(conn: sqlite3.Connection, node: Node, guesses: list[int]) -> None:
    filters = [one for one in leaves(node) if isinstance(one, Filter) and one.field in LOOKED_UP]
    compiled = compile_query(Query("", node), {one: look_up(conn, one) for one in filters}, today=TODAY)
    listed = [one for one in compiled.plan.conditions if one.ids is not None]
    sizes: dict[Condition, int] = dict(zip(listed, guesses, strict=False))
    made = Plan(compiled.plan.conditions, compiled.plan.is_folded, sizes)
    params = {**compiled.params, "limit": 1000, "offset": 0, "floor": 0, "newer": 0}
    expected = expected_ids(node)
    assert sorted(row[0] for row in conn.execute(made.page("newest"), params)) == sorted(expected)
    assert sorted(row[0] for row in conn.execute(made.ids(), params)) == sorted(expected)
    every, variants = conn.execute(made.count(), params).fetchone()
    assert every - (variants if made.is_folded else 0) == len(expected)
    if made.by_words:
        ranked = [row[0] for row in conn.execute(made.page("relevance", is_capped=True), params)]
        assert sorted(ranked) == sorted(expected)
        assert conn.execute(made.floor(), params).fetchone() == ((max(expected),) if expected else None)


@given(anything)
@SOME
@example("\x00")
@example('"\x00"*')
@example('NEAR("a"*')
@example("-(a OR -b) title:(c OR 東)")
@example("entity:#99999999999999999999")
@example("person:% outlet:_ place:\\")
@example("on:9999-12-31 after:0001-01-01 before:0001-01-01")
@example("💥*")
@example("ß*")
@example("NEAR(東 b)")
def test_any_text_gets_an_answer_or_a_message(conn: sqlite3.Connection, text: str) -> None:
    for sort in ORDERS:
        results = answer(conn, text, sort)
        if isinstance(results, str):
            assert results
            assert "fts5" not in results.lower()
            assert "could not be searched" not in results
        else:
            assert results.total >= len(results.hits)


def test_values_are_never_part_of_the_statement(conn: sqlite3.Connection) -> None:
    query = "hostile* outlet:fenwick person:velden on:2024-10-24 -is:truncated OR kind:deck"
    results = search(conn, query, today=TODAY)
    for value in ("hostile", "Fenwick", "velden", "2024", "deck"):
        assert value not in results.sql
    assert list(conn.execute(results.sql, results.params)) is not None


def test_relevance_prefers_titles_and_then_the_newer(conn: sqlite3.Connection) -> None:
    hits = search(conn, "grain", limit=1000).hits
    assert hits[0].id == 1
    assert search(conn, "grain", sort="newest").sort == "newest"
    assert search(conn, "person:velden", sort="relevance").sort == "newest", "without words nothing can be ranked"


def test_pages_are_disjoint_and_complete(conn: sqlite3.Connection) -> None:
    for query, sort in product(("grain", "person:velden", "item -coal"), ORDERS):
        pages = [search(conn, query, sort=sort, limit=5, offset=at).hits for at in range(0, 60, 5)]
        ids = [hit.id for page in pages for hit in page]
        assert len(ids) == len(set(ids))
        assert set(ids) == found(conn, query)


@pytest.mark.parametrize("listed_from", [-1, 5_000])
def test_of_very_many_matches_the_last_added_are_ranked_and_that_is_said(
    conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, listed_from: int
) -> None:
    monkeypatch.setattr(plan, "MANY", listed_from)
    everything = sorted(found(conn, "item"))
    monkeypatch.setattr(run, "RANKED_ALL", 20)
    monkeypatch.setattr(run, "RANKED", 10)
    results = search(conn, "item", limit=5)
    assert (results.total, results.ranked) == (len(everything), 10)
    assert any("the 10 added last were ranked" in note for note in results.notes)
    assert {hit.id for hit in search(conn, "item", limit=10).hits} == set(everything[-10:])
    whole = search(conn, "item", limit=len(everything))
    assert (whole.ranked, whole.notes) == (len(everything), ()), "a page that long holds them all"
    deeper = search(conn, "item", limit=5, offset=12)
    assert (len(deeper.hits), deeper.ranked) == (5, 17)


def test_a_hit_has_its_company(conn: sqlite3.Connection) -> None:
    (hit,) = search(conn, '"grain deal"').hits
    assert [entity.name for entity in hit.entities] == ["Mara Velden", "Tobias Renn", "Norvania"]
    assert (hit.sightings, hit.variants, hit.dated, hit.dated_by) == (2, 1, "2024-10-24", "text")
    assert hit.is_truncated is False


@pytest.mark.parametrize(
    ("query", "title", "text"),
    [
        ("deals", "Grain [deal] signed", "Velden met Renn in Norvania to sign the grain [deal]."),
        ('"grain deal"', "[Grain deal] signed", "Velden met Renn in Norvania to sign the [grain deal]."),
        ("person:renn met", "Grain deal signed", "Velden [met] [Renn] in Norvania to sign the grain deal."),
        ("title:grain", "[Grain] deal signed", "Velden met Renn in Norvania to sign the grain deal."),
        ("norv* -zebra", "Grain deal signed", "Velden met Renn in [Norvania] to sign the grain deal."),
    ],
)
def test_what_matched_is_marked(conn: sqlite3.Connection, query: str, title: str, text: str) -> None:
    hit = next(hit for hit in search(conn, query).hits if hit.id == 1)
    assert (marked(hit.title or "", hit.title_marks), marked(hit.text, hit.marks)) == (title, text)


def test_marks_that_touch_stay_apart_and_those_that_overlap_are_one() -> None:
    with closing(sqlite3.connect(":memory:")) as conn:
        fill(conn)
        conn.execute("insert into snippets (id, text, text_hash) values (900, 'The pier of 🚢港町 opens.', '900')")
        conn.execute(
            """insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score)
               values (900, 12, 15, '🚢港町', 11, 'test', 1)"""
        )
        conn.commit()
        for query, marked_texts in (
            ("🚢 港町 pier", ["pier", "🚢", "港町"]),
            ("港町 place:angby opens", ["🚢港町", "opens"]),
        ):
            hit = next(hit for hit in search(conn, query).hits if hit.id == 900)
            assert [hit.text[start:stop] for start, stop in hit.marks] == marked_texts


def test_what_is_said_is_marked_only_where_it_is_said(conn: sqlite3.Connection) -> None:
    (hit,) = search(conn, "said:fog OR said:🚢").hits
    assert [hit.text[start:stop] for start, stop in hit.marks] == ["Fog", "🚢"]
    assert hit.text.lower().count("fog") == 2
    (hit,) = search(conn, 'said:港町 OR said:"wards fog"').hits
    assert [hit.text[start:stop] for start, stop in hit.marks] == ["港町"]
    (hit,) = search(conn, "about:angby").hits
    assert [hit.text[start:stop] for start, stop in hit.marks] == ["Ängby"]


def test_who_is_asked_for_is_explained(conn: sqlite3.Connection) -> None:
    assert search(conn, 'by:"Ilka Sternau"').notes == ()
    assert search(conn, "by:clerk").notes == ("by:clerk is what speakers are called: the pier clerk.",)
    assert search(conn, "by:sternaw").notes[0].startswith("No speaker is known for by:sternaw. Nearest: ")
    assert search(conn, "by:#77").notes == ("No entity answers to by:#77.",)
    assert search(conn, "about:ferry").notes == ("about:ferry is no known name: quotations with its words count.",)


def test_marks_stand_where_the_text_has_sentinels_and_symbols(conn: sqlite3.Connection) -> None:
    (hit,) = search(conn, "🌾 東京 naive").hits
    assert [hit.text[start:stop] for start, stop in hit.marks] == ["東京", "🌾", "naïve"]


@given(st.text(max_size=40), st.text("abc \x01\x02\x00é東-", max_size=30))
@SOME
def test_marks_are_spans_of_the_text_that_was_given(before: str, after: str) -> None:
    text = f"{before} harbour {after}".encode("utf-8", "replace").decode()
    ((_, spans),) = marks([(None, text)], '"harbour"')
    assert "harbour" in [text[start:stop] for start, stop in spans]


def test_names_are_explained_and_near_ones_offered(conn: sqlite3.Connection) -> None:
    assert any("Tobias Renn" in note and "Ottilie Renn" in note for note in search(conn, "person:renn").notes)
    assert search(conn, 'person:"mara velden"').notes == ()
    unknown = search(conn, "person:veldan")
    assert unknown.hits == ()
    assert any('person:"Mara Velden"' in note for note in unknown.notes)
    assert any('outlet:"Fenwick Wire"' in note for note in search(conn, 'outlet:"Fenwik Wires"').notes)


def test_a_word_that_stands_nowhere_is_named(conn: sqlite3.Connection) -> None:
    assert "No snippet has zebra." in search(conn, "grain zebra").notes


def test_folded_variants_are_counted(conn: sqlite3.Connection) -> None:
    results = search(conn, "velden sign")
    assert (results.total, results.folded) == (1, 1)
    assert search(conn, "velden sign is:any").folded == 0


def test_a_search_that_takes_too_long_is_given_up(conn: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_STEPS", 1)
    with pytest.raises(SearchError, match="took longer than 0 seconds"):
        search(conn, "grain", longest=0)
    assert search(conn, "grain").hits, "the connection is as good as before"


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as empty, pytest.raises(SearchError, match="not an archive"):
        search(empty, "grain")
    (tmp_path / "a.db").write_bytes(b"SQLite? No." * 500)
    with closing(sqlite3.connect(tmp_path / "a.db")) as other, pytest.raises(SearchError, match="not an archive"):
        search(other, "grain")


def test_limits_beyond_all_bounds(conn: sqlite3.Connection) -> None:
    assert len(search(conn, "grain", limit=10**30).hits) == len(found(conn, "grain"))
    assert search(conn, "grain", offset=10**30).hits == ()
    assert not conn.in_transaction


def test_rows_may_have_a_factory(conn: sqlite3.Connection) -> None:
    conn.row_factory = sqlite3.Row
    try:
        assert search(conn, "grain person:velden outlet:courier").hits
        assert search(conn, "person:nobodi").notes
    finally:
        conn.row_factory = None


def test_the_tokeniser_is_that_of_the_schema() -> None:
    assert f'tokenize="{STEMMED}"' in SCHEMA.read_text(encoding="utf-8")
    assert STEMMED.endswith(UNSTEMMED)


STEMS = (
    "presid",
    "nation",
    "elect",
    "negoti",
    "harbour",
    "stop",
    "commit",
    "secur",
    "mine",
    "country",
    "organis",
    "insur",
)
ENDINGS = (
    "", "s", "e", "ed", "ing", "ings", "er", "ent", "ents", "ency", "al", "ality", "alism", "ion", "ions", "ation",
    "ational", "ator", "ity", "ies", "y", "ness", "fulness", "iveness", "able", "ably", "ism", "ment", "ully",
    "ped", "ting",
)  # fmt: skip


@given(st.sampled_from(STEMS), st.sampled_from(ENDINGS), st.integers(2, 12))
@SOME
def test_a_beginning_finds_every_word_that_begins_so(stem: str, ending: str, length: int) -> None:
    word = stem + ending
    begin = beginning(word[:length])
    match = " OR ".join([f'"{begin.star}"*', *(f'"{exact}"' for exact in begin.exact)])
    ((_, spans),) = marks([(None, word)], match)
    assert spans == [(0, len(word))]


@pytest.mark.parametrize(
    ("word", "other"), [("ins", "inn"), ("united", "unity"), ("country", "counter"), ("may", "make")]
)
def test_a_beginning_is_not_cut_by_the_stemmer(word: str, other: str) -> None:
    begin = beginning(word)
    match = " OR ".join([f'"{begin.star}"*', *(f'"{exact}"' for exact in begin.exact)])
    assert marks([(None, other)], match) == [([], [])]
    assert marks([(None, f"{word}zz")], match)[0][1]


def test_a_query_can_be_compiled_without_an_archive() -> None:
    compiled = compile_query(parse("grain person:velden on:yesterday"), today=TODAY)
    assert compiled.plan.by_words
    assert compiled.params["words"] == '"grain"'
    assert "2024-10-24" in compiled.params.values()
    assert json.dumps(compiled.params)
