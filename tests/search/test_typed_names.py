"""Whom a typed name means: letters with and without marks, parts of names, what is near; and ö in words of a text."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from marking import marked as with_marks
from places import ROOT
from sighting import sight

from archive.resolve.name_keys import entity_key, surname_keys
from archive.search import look_up, parse, search
from archive.search.query import Filter
from archive.store import lookup, name_words
from archive.store.lookup import Typed
from archive.types import EntityKind

ENTITIES: tuple[tuple[str, EntityKind, str], ...] = (  # name, kind, alias
    ("Zoran Đurđević", "person", "Đurđević"),
    ("Gerhard Schröder", "person", "Schröder"),
    ("Ada Schroeder", "person", "Schroeder"),
    ("Michal Novak", "person", "Novak"),
    ("Vladimir Putin", "person", "Putin"),
    ("Kim Jong Un", "person", "Kim"),
    ("North Atlantic Treaty Organization", "organisation", "NATO"),
    ("Æthelred Þórsson", "person", "Þórsson"),
    ("Kestrel Bay", "place", "The Bay"),
    ("Mary Smith-Jones", "person", "Smith-Jones"),
)
OUTLETS = ("Đakovo Glas", "Łódź Kurier", "ＦＵＬＬ Daily")
TEXTS = ("Schröder spoke.", "Ms Schroeder sang.", "Schroder slept.", "Michael met Michal.")


@pytest.fixture(scope="module")
def conn() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.executescript((ROOT / "archive" / "store" / "schema.sql").read_text(encoding="utf-8"))
        for number, (name, kind, alias) in enumerate(ENTITIES, 1):
            conn.execute(
                "insert into entities (id, name, kind, snippet_count, mention_count) values (?, ?, ?, 1, 1)",
                (number, name, kind),
            )
            conn.executemany("insert into aliases values (?, ?, 'text')", [(number, name), (number, alias)])
            name_words.add(conn, [(number, name), (number, alias)])
            conn.execute(
                "insert into identities (id, key, kind, name, is_bare, entity_id, placed_id)"
                " values (?, ?, ?, ?, 0, ?, ?)",
                (number, entity_key(name, kind), kind, name, number, number),
            )
            keys = surname_keys(name) if kind == "person" else ()
            conn.executemany("insert into short_names values (?, ?, ?)", [(key, kind, number) for key in keys])
        texts = (*TEXTS, *("-" * (at + 1) for at in range(len(OUTLETS))))
        outlets = (*(None for _ in TEXTS), *OUTLETS)
        conn.executemany(
            "insert into snippets (id, text, kind, outlet, text_hash) values (?, ?, 'item', ?, ?)",
            [(at, text, outlet, at) for at, (text, outlet) in enumerate(zip(texts, outlets, strict=True), 1)],
        )
        sight(conn)
        conn.commit()
        yield conn


def meant(conn: sqlite3.Connection, query: str) -> set[str]:
    """Names of the entities, or the outlets, that a filter means."""
    node = parse(query).root
    assert isinstance(node, Filter)
    found = look_up(conn, node)
    return {ENTITIES[number - 1][0] for number in found.ids} | set(found.names)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("outlet:dakovo", {"Đakovo Glas"}),
        ("outlet:đak*", {"Đakovo Glas"}),
        ("outlet:lodz", {"Łódź Kurier"}),
        ("outlet:full", {"ＦＵＬＬ Daily"}),
        ("person:durdevic", {"Zoran Đurđević"}),
        ("person:DURDEVIĆ", {"Zoran Đurđević"}),
        ("person:durd*", {"Zoran Đurđević"}),
        ("person:zoran", {"Zoran Đurđević"}),
        ("person:schroder", {"Gerhard Schröder"}),
        ("person:schröder", {"Gerhard Schröder", "Ada Schroeder"}),
        ("person:schroeder", {"Gerhard Schröder", "Ada Schroeder"}),
        ("person:schroed*", {"Gerhard Schröder", "Ada Schroeder"}),
        ('person:"gerhard schroeder"', {"Gerhard Schröder"}),
        ("person:michael", set()),
        ("person:aethelred", {"Æthelred Þórsson"}),
        ("person:thorsson", {"Æthelred Þórsson"}),
        ("person:putin", {"Vladimir Putin"}),
        ("entity:nato", {"North Atlantic Treaty Organization"}),
        ('org:"atlantic treaty"', {"North Atlantic Treaty Organization"}),
        ('person:"smith jones"', {"Mary Smith-Jones"}),
        ("person:smith-jones", {"Mary Smith-Jones"}),
        ("person:#5", {"Vladimir Putin"}),
        ("place:#5", set()),
        ("by:person:putin", {"Vladimir Putin"}),
    ],
)
def test_whom_a_filter_means(conn: sqlite3.Connection, query: str, names: set[str]) -> None:
    assert meant(conn, query) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("zoran durdevic", ["Zoran Đurđević"]),
        ("person:ZORAN ĐURĐEVIĆ", ["Zoran Đurđević"]),
        ("gerhard schroeder", ["Gerhard Schröder"]),
        ("thorsson", ["Æthelred Þórsson"]),
        ("putin", ["Vladimir Putin"]),
        ("org:putin", []),
        ("vladimir", []),
        ("the kestrel bay", ["Kestrel Bay"]),
        ("5", ["Vladimir Putin"]),
    ],
)
def test_whom_a_decision_is_about(conn: sqlite3.Connection, typed: str, names: list[str]) -> None:
    assert [one.name for one in lookup.find(conn, typed)] == names


def test_several_names_are_looked_up_at_once(conn: sqlite3.Connection) -> None:
    typed = [Typed("Putin"), Typed("nobody"), Typed("kim", "person"), Typed("kim", "place")]
    assert [[one.name for one in each] for each in lookup.known_as(conn, typed)] == [
        ["Vladimir Putin"], [], ["Kim Jong Un"], [],
    ]  # fmt: skip


def test_what_is_near_is_like_it(conn: sqlite3.Connection) -> None:
    def offered(typed: str) -> list[str]:
        return [one.name for one in lookup.nearest(conn, typed)]

    assert offered("putn") == ["Vladimir Putin"]
    assert offered("Vladmir Putin") == ["Vladimir Putin"]
    assert offered("putin vladmir") == ["Vladimir Putin"]
    for written in ("Путин", "Wladimir Putin", "Poutine"):
        assert offered(written) == ["Vladimir Putin"]
    assert offered("kestrl") == ["Kestrel Bay"]
    assert offered("atlan") == ["North Atlantic Treaty Organization"]
    assert offered("place:putin") == ["Vladimir Putin"], "of another kind"
    assert offered("xylophone") == offered("") == offered("- -") == []
    (note,) = search(conn, "person:putn").notes
    assert 'Nearest: person:"Vladimir Putin"' in note
    assert "Kim" not in note


def test_typing_errors_lead_to_the_name_and_to_no_others(conn: sqlite3.Connection) -> None:
    rng = random.Random(4)
    names = [name for name, *_ in ENTITIES]
    for name in rng.choices(names, k=100):
        at = rng.randrange(1, len(name) - 1)
        mistyped = rng.choice((name[:at] + name[at + 1 :], f"{name[:at]}q{name[at + 1 :]}"))
        offered = [one.name for one in lookup.nearest(conn, mistyped)]
        assert offered[:1] == [name] or lookup.find(conn, mistyped), mistyped
        (namesakes,) = lookup.known_as(conn, [Typed(mistyped.split()[-1])])
        assert set(offered) <= {name, *(one.name for one in namesakes)}, mistyped


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("schröder", {"[Schröder] spoke.", "Ms [Schroeder] sang.", "[Schroder] slept."}),
        ("schröd*", {"[Schröder] spoke.", "Ms [Schroeder] sang.", "[Schroder] slept."}),
        ('"ms schröder"', {"Ms [Schroeder] sang."}),
        ("NEAR(schröder sang, 3)", {"Ms [Schroeder] [sang]."}),
        ("schroeder", {"Ms [Schroeder] sang."}),
        ("michael", {"[Michael] met Michal."}),
    ],
)
def test_oe_is_found_where_an_umlaut_was_typed(conn: sqlite3.Connection, query: str, marked: set[str]) -> None:
    found = {with_marks(hit.text, hit.marks) for hit in search(conn, query).hits}
    assert found == {one.replace("Ms [", "[Ms ") if query.startswith('"') else one for one in marked}
