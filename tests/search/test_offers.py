"""What is offered beside results: what may be of those days, what may have been meant, and texts with rarer words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sighting import sight
from test_search_run import SCHEMA, TODAY

from archive.search import Offer, Results, search
from archive.search.query import Some
from archive.store import name_words
from archive.text.slips import edits

TEXTS = {  # text: day
    "Lindqvist signs the harbour treaty in Ukraine": "2024-10-15",
    "Lindqvist visits the shipyards of Ukraine": "2024-10-14",
    "The harbour treaty is read aloud to dockers": "2024",
    "Dockers of the northern quay strike over night shifts": "2024-10",
    "A heron nests on the crane above the northern quay": "2024-10-14/2024-10-16",
    "Ferries wait while the lighthouse keeper counts lanterns": "2023",
    "Wheat prices rise": None,
}


@pytest.fixture(scope="module")
def conn() -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(":memory:")
    conn.executescript(SCHEMA.read_text(encoding="utf-8"))
    conn.execute("insert into sources (id, uri, name, format, sha256, bytes) values (1, '-', 'x', 'text', 'x', 0)")
    rows = [(number, text, dated, number) for number, (text, dated) in enumerate(TEXTS.items(), 1)]
    conn.executemany("insert into snippets (id, text, dated, text_hash) values (?, ?, ?, ?)", rows)
    conn.executemany(
        "insert into sighting_rows (source_id, position, snippet_id, raw, dated) values (1, ?, ?, '', ?)",
        [(number, number, dated) for number, _, dated, _ in rows],
    )
    # the first is known of that year alone somewhere else, too
    conn.execute(
        "insert into sighting_rows (source_id, position, snippet_id, raw, dated) values (1, 99, 1, '', '2024')"
    )
    conn.execute("insert into entities (id, name, kind) values (1, 'Ada Lindqvist', 'person')")
    name_words.add(conn, [(1, "Ada Lindqvist")])
    conn.execute(
        """insert into mentions (snippet_id, start, stop, surface, entity_id, rule, score)
           select id, 0, 9, 'Lindqvist', 1, 'test', 1 from snippets where id < 3"""
    )
    conn.execute("update entities set snippet_count = 2, mention_count = 2")
    sight(conn)
    yield conn
    conn.close()


def asked(conn: sqlite3.Connection, query: str) -> Results:
    return search(conn, query, today=TODAY)


def offered(conn: sqlite3.Connection, query: str, kind: str) -> list[Offer]:
    return [one for one in asked(conn, query).offers if one.kind == kind]


@pytest.mark.parametrize(
    ("query", "found", "perhaps", "known"),
    [
        ("on:2024-10-15", {1}, {3, 4, 5}, ("2024", "2024-10", "2024-10-14/2024-10-16")),
        ("on:2024-10", {1, 2, 4, 5}, {3}, ("2024",)),
        ("on:2024", {1, 2, 3, 4, 5}, set(), ()),
        ("quay after:2024-10-15", set(), {4, 5}, ("2024-10", "2024-10-14/2024-10-16")),
        ("after:2024-10-14 before:2024-10-16", {1, 2}, {3, 4, 5}, ("2024", "2024-10", "2024-10-14/2024-10-16")),
        ("until:2024-06", {6}, {1, 3}, ("2024",)),
        ("on:2024-10-14 OR on:2024-10-15", {1, 2}, {3, 4, 5}, ("2024", "2024-10", "2024-10-14/2024-10-16")),
        ("on:today", set(), {1, 3, 4}, ("2024", "2024-10")),
        ("treaty", {1, 3}, set(), ()),
        ("-on:2024-10", {3, 6, 7}, set(), ()),
    ],
)
def test_what_may_be_of_those_days_is_offered_apart(
    conn: sqlite3.Connection, query: str, found: set[int], perhaps: set[int], known: tuple[str, ...]
) -> None:
    assert {hit.id for hit in asked(conn, query).hits} == found
    offers = offered(conn, query, "days")
    assert len(offers) == bool(perhaps)
    for one in offers:
        hits = asked(conn, one.query).hits
        assert {hit.id for hit in hits} == perhaps
        assert one.count == len(hits)
        assert one.words == known


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("Lindqvst", "Lindqvist"), ("lindqvsit", "Lindqvist"), ("liindqvist", "Lindqvist"), ("lindquist", "Lindqvist"),
        ("indqvist", "Lindqvist"), ("Ukrane", "Ukraine"), ("harbuor treaty", "harbour treaty"),
        ('"harbour traety"', '"harbour treaty"'), ("treatty -wheat on:2024", "treaty -wheat on:2024"),
        ("wheatprices", '"Wheat prices"'), ("harbuor OR zzyzx", "harbour OR zzyzx"),
        ("15 October 2024", "on:2024-10-15"), ("Ada", 'person:"Ada Lindqvist"'),
        ("A. Lindqvist", 'person:"Ada Lindqvist"'), ("Ада Линдквист", 'person:"Ada Lindqvist"'),
        ("Lindqwist", "Lindqvist"),
        ("person:lindqvst", 'person:"Ada Lindqvist"'),
        ("harbuor Ukrane", "harbour Ukraine"), ("lanters keeper", "lanterns keeper"),
    ],
)  # fmt: skip
def test_what_may_have_been_meant_is_offered(conn: sqlite3.Connection, query: str, meant: str) -> None:
    offers = offered(conn, query, "spelling")
    assert meant in [one.query for one in offers]
    for one in offers:
        assert asked(conn, one.query).total == one.count > 0


@pytest.mark.parametrize("query", ["xqzptl", "blorfen", "zaza", "ab", "77123", "東京", "-treatty", "treaty", ""])
def test_nothing_silly_is_offered(conn: sqlite3.Connection, query: str) -> None:
    assert offered(conn, query, "spelling") == []


@given(st.text("abcdeé", min_size=2, max_size=6), st.text("abcde", min_size=2, max_size=6))
def test_edits_are_the_words_one_letter_away(one: str, other: str) -> None:
    found = {edit.word for edit in edits(other)}
    if one != other and one.isascii():
        same = [a == b for a, b in zip(one, other, strict=False)]
        is_replaced = len(one) == len(other) and same.count(False) == 1
        is_shorter = any(other[:at] + other[at + 1 :] == one for at in range(len(other)))
        is_longer = any(one[:at] + one[at + 1 :] == other for at in range(len(one)))
        swapped = (other[:at] + other[at : at + 2][::-1] + other[at + 2 :] for at in range(len(other)))
        is_swapped = one in swapped
        assert (one in found) == (is_replaced or is_shorter or is_longer or is_swapped)


def test_a_pasted_sentence_finds_its_text(conn: sqlite3.Connection) -> None:
    found = asked(conn, "The ferries waited as a lighthouse keeper was counting his brass lanterns, said the mayor")
    assert found.is_relaxed
    assert [hit.id for hit in found.hits] == [6]
    assert any(note.startswith("No snippet has all of these words. These have") for note in found.notes)
    assert asked(conn, str(found.query)).total == found.total
    quoted = asked(conn, '"Ferries wait while our lighthouse keeper counts lanterns"')
    assert [hit.id for hit in quoted.hits] == [6]


@pytest.mark.parametrize("query", ["wheat treaty", "zebra okapi giraffe", "wheat OR zebra", "said:wheat said:a said:b"])
def test_few_words_and_unknown_ones_are_no_sentence(conn: sqlite3.Connection, query: str) -> None:
    assert not asked(conn, query).is_relaxed


def test_two_words_of_a_question_are_asked_for_together(conn: sqlite3.Connection) -> None:
    assert [hit.id for hit in asked(conn, "who is the lighthouse keeper").hits] == [6]
    assert not asked(conn, "who is the lighthouse zebra").hits


def test_other_conditions_hold_for_a_sentence_too(conn: sqlite3.Connection) -> None:
    assert asked(conn, "northern quay crane strike lanterns on:2024-10").is_relaxed
    found = asked(conn, "northern quay crane strike lanterns on:2023")
    assert {hit.id for hit in found.hits} <= {6}
    root = asked(conn, "northern quay crane strike lanterns heron").query.root
    assert isinstance(root, Some)
