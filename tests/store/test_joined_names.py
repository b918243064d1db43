"""One person under several names is one entity, whatever the order in which the archive came to know of them."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examples import FEW
from hypothesis import given
from hypothesis import strategies as st
from test_entities import check_counts, meanings, person

from archive.annotate import Content
from archive.extract.dates.dating import Dated
from archive.extract.names import recogniser
from archive.store.batch import Chunk, ExtractedItem, NewSource
from archive.store.database import open_archive
from archive.store.decisions import decide, undo
from archive.store.reextract import _forget
from archive.store.sources import delete
from archive.store.write import start_ingest, write_batch
from archive.types import CleanItem, Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.store.database import Database
    from archive.types import EntityKind

Said = tuple[str, str, str]
"""A name, a title, and an organisation named with it; the latter two may be empty."""


def item(position: int, nth: int, said: Said) -> ExtractedItem:
    """A snippet that names one person, and perhaps an organisation."""
    name, title, company = said
    text = f"{name} spoke for the {nth}th time" + (f" at {company}." if company else ".")
    mentions = [person(name)._replace(role=title or None)]
    if company:
        mentions.append(named(company, text.index(company), "organisation"))
    dated = Dated((), f"2024-10-{nth % 28 + 1:02}", "published")
    return ExtractedItem(position, text, dated, CleanItem(text), key=text, content=Content(tuple(mentions)))


def named(name: str, start: int = 0, kind: EntityKind = "place") -> Mention:
    return Mention(start, start + len(name), name, kind, name, None, "name", 0.9, None)


def store(folder: str | Path, batches: Sequence[Sequence[tuple[int, Said]]]) -> Database:
    """Write batches of numbered items, each as a source of its own."""
    db = open_archive(Path(folder) / "a.db", create=True)
    ingest_id = start_ingest(db, "test", "{}")
    for nth, batch in enumerate(batches):
        source = NewSource(f"{nth}.txt", f"{nth}", "text", f"{nth}", 0, None, None)
        items = tuple(item(position, *each) for position, each in enumerate(batch, 1))
        write_batch(db, [Chunk(source, items, is_last=True)], ingest_id, partial(recogniser, "rules"))
    return db


def groups(folder: Path, *said: Said | str) -> set[frozenset[str]]:
    """Which names an archive of these takes for one person's."""
    whole = [(each, "", "") if isinstance(each, str) else each for each in said]
    db = store(folder, [list(enumerate(whole))])
    rows = db.conn.execute("select entity_id, surface from mentions m join entities e on e.id = entity_id")
    found: dict[int, set[str]] = {}
    for number, surface in rows:
        found.setdefault(number, set()).add(surface)
    check_counts(db)
    db.close()
    (folder / "a.db").unlink()
    return set(map(frozenset, found.values()))


def joined(folder: Path, *said: Said | str) -> list[list[str]]:
    """The groups of more than one name."""
    return sorted(sorted(each) for each in groups(folder, *said) if len(each) > 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert Tillworth", "Bob Tillworth"),
        ("Robert Tillworth", "R. Tillworth"),
        ("Robert Tillworth", "R. J. Tillworth"),
        ("Robert James Tillworth", "Robert J. Tillworth"),
        ("Robert James Tillworth", "Robert Tillworth"),
        ("Volodymyr Zhuravlevych", "Vladimir Zhuravlevich"),
        ("Oleksandr Khomenchuk", "Alexander Homenchuk"),
        ("Nikolai Krasnogorov", "Nikolay Krasnogoroff"),
        ("Mladen Grubišević", "Mladen Grubievi"),
        ("Jürgen Möllenbrück", "Juergen Moellenbrueck"),
        ("Mara O’Brannigan", "Mara OBrannigan"),
        ("Mara Tillworth", "Mara Tillworths"),
        ("Pieter van der Weldtman", "Pieter Vanderweldtman"),
        ("Robert Baker", "Robert Baker"),
    ],
)
def test_one_person_under_two_names(tmp_path: Path, one: str, other: str) -> None:
    assert groups(tmp_path, one, other) == {frozenset((one, other))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert A. Tillworth", "Robert B. Tillworth"),
        ("Anna Maria Tillworth", "Anna Louise Tillworth"),
        ("Robert Tillworth Jr.", "Robert Tillworth Sr."),
        ("Robert Tillworth", "Robert Tillworth III"),
        ("George W. Tillworth", "George H. W. Tillworth"),
        ("Otto Tillworth", "R. Tillworth"),
        ("Bill Tillworth", "Robert Tillworth"),
        ("Alexander Tillworth", "Alexandra Tillworth"),
        ("Viktor Zarubov", "Viktoria Zarubova"),
        ("Kim Min Ho", "Kim Min Hu"),
        ("Anna Hansen", "Anna Hanson"),
        ("Robert Baker", "Bob Baker"),
        ("Robert Bennet", "Robert Bennett"),
        ("J. Michael Tillworth", "Jason Tillworth"),
    ],
)
def test_two_persons_or_nobody_can_say(tmp_path: Path, one: str, other: str) -> None:
    assert joined(tmp_path, one, other) == []


def test_of_a_common_surname_what_is_told_around_it_decides(tmp_path: Path) -> None:
    robert = ("Robert Baker", "Senator", "")
    assert joined(tmp_path, robert, ("Bob Baker", "US Sen.", "")) == [["Bob Baker", "Robert Baker"]]
    assert joined(tmp_path, robert, ("Bob Baker", "striker", "")) == []
    assert joined(tmp_path, ("Robert Baker", "", "Grain Union"), ("Bob Baker", "", "Grain Union")) != []
    assert joined(tmp_path, ("Robert Tillworth", "Senator", ""), ("Bob Tillworth", "striker", "")) == []


def test_a_short_form_of_two_is_nobody_s_unless_more_agrees_with_one(tmp_path: Path) -> None:
    john, jane = ("John Tillworth", "Judge", ""), ("Jane Tillworth", "", "Grain Union")
    assert joined(tmp_path, john, jane, "J. Tillworth") == []
    assert joined(tmp_path, john, jane, ("J. Tillworth", "Judge", "")) == [["J. Tillworth", "John Tillworth"]]


def test_a_surname_alone_means_the_one_person_of_several_names(tmp_path: Path) -> None:
    names = ["Robert Tillworth", "Bob Tillworth", "Tillworth"]
    assert joined(tmp_path, *names) == [sorted(names)]


def test_places_are_one_in_the_spellings_of_a_scheme(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "a.db", create=True)
    names = ["Zarvosayiv", "Zarvosaiv", "Drobnahiv", "Drobnagov", "Zarvosa"]
    items = tuple(
        ExtractedItem(
            nth, text, Dated((), "2024", "published"), CleanItem(text), key=text, content=Content((named(name),))
        )
        for nth, name in enumerate(names, 1)
        for text in [f"{name} was shelled."]
    )
    source = NewSource("a", "a", "text", "a", 0, None, None)
    write_batch(db, [Chunk(source, items, is_last=True)], start_ingest(db, "test", "{}"), partial(recogniser, "rules"))
    assert {name for (name,) in db.conn.execute("select name from entities")} == {*names} - {"Zarvosaiv"}
    db.close()


SAID = st.tuples(
    st.sampled_from(
        (
            *("Robert Baker", "Bob Baker", "R. Baker", "Robert A. Baker", "Robert B. Baker", "Rita Baker", "Baker"),
            *("Robert Tillworth", "Bob Tillworth", "R. Tillworth", "Rob James Tillworth", "Tillworth"),
            *("Ana Tillworth", "Ana Tillworths", "Kemal Erdağlı", "Kemal Erdal"),
            *("Oleh Holovchuk", "Oleg Golovchuk", "O. Golovchuk"),
        )
    ),
    st.sampled_from(["", "", "Senator", "Sen.", "Judge"]),
    st.sampled_from(["", "", "Grain Union", "Harbour Board"]),
)


@FEW
@given(st.lists(SAID, min_size=1, max_size=14), st.data())
def test_who_is_one_depends_on_the_archive_not_on_the_order(said: list[Said], data: st.DataObject) -> None:
    numbered = list(enumerate(said))
    shuffled = data.draw(st.permutations(numbered))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(said)), max_size=3)))
    parts = [shuffled[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(said)], strict=True)]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        together = store(one, [numbered])
        apart = store(other, [part for part in parts if part])
        assert meanings(together) == meanings(apart)
        check_counts(together)
        check_counts(apart)
        together.close()
        apart.close()


@FEW
@given(st.lists(SAID, min_size=1, max_size=10), st.lists(SAID, min_size=1, max_size=6))
def test_a_source_deleted_is_as_if_it_had_never_been(kept: list[Said], gone: list[Said]) -> None:
    numbered = list(enumerate(kept))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        clean = store(one, [numbered])
        db = store(other, [numbered, list(enumerate(gone, 100))])
        delete(db, 2)
        assert meanings(db) == meanings(clean)
        check_counts(db)
        clean.close()
        db.close()


TILLWORTHS = [(nth, (name, "", "")) for nth, name in enumerate(["Robert Tillworth", "Bob Tillworth", "R. Tillworth"])]


def names_of(db: Database) -> dict[str, str]:
    """Surface → entity."""
    return dict(
        db.conn.execute("select surface, name from mentions join entities on entities.id = entity_id").fetchall()
    )


def test_a_decision_keeps_apart_and_what_is_decided_of_one_holds_for_all_its_names(tmp_path: Path) -> None:
    db = store(tmp_path, [TILLWORTHS])
    before = names_of(db)
    assert set(before.values()) == {"Robert Tillworth"}
    decide(db, "split", "person:Bob Tillworth", "person:Robert Tillworth")
    assert names_of(db) == {**before, "Bob Tillworth": "Bob Tillworth"}
    undo(db)
    assert names_of(db) == before
    decide(db, "rename", "person:Robert Tillworth", "Rob Tillworth")
    assert set(names_of(db).values()) == {"Rob Tillworth"}
    undo(db)
    decide(db, "merge", "person:Bob Tillworth", "person:Otto Vemmen")
    assert set(names_of(db).values()) == {"Otto Vemmen"}
    undo(db)
    assert names_of(db) == before
    db.close()


def test_a_split_takes_a_name_out_of_those_that_were_joined(tmp_path: Path) -> None:
    db = store(tmp_path, [TILLWORTHS])
    before = names_of(db)
    decide(db, "split", "person:Robert Tillworth", "Bob Tillworth")
    assert names_of(db) == {**before, "Bob Tillworth": "Bob Tillworth"}
    undo(db)
    decide(db, "split", "person:Robert Tillworth", "~the 1th time -> organisation:Tillworth & Sons")
    assert names_of(db) == {**before, "Bob Tillworth": "Tillworth & Sons"}
    undo(db)
    decide(db, "hide", "person:Robert Tillworth")
    assert names_of(db) == {}
    undo(db)
    assert names_of(db) == before
    check_counts(db)
    db.close()


def test_an_acronym_that_turns_out_to_be_a_whole_name_means_itself(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "a.db", create=True)
    bare = named("NGU", kind="organisation")._replace(rule="acronym-open", bare="ngu")
    whole = bare._replace(name="Northern Grain Union", rule="acronym", bare=None)
    for nth, mention in enumerate([bare, whole, bare._replace(rule="name", bare=None)]):
        text = f"NGU met for the {nth}th time."
        dated = Dated((), "2024", "published")
        items = (ExtractedItem(1, text, dated, CleanItem(text), key=text, content=Content((mention,))),)
        source = NewSource(f"{nth}", f"{nth}", "text", f"{nth}", 0, None, None)
        rules = partial(recogniser, "rules")
        write_batch(db, [Chunk(source, items, is_last=True)], start_ingest(db, "test", "{}"), rules)
    assert db.conn.execute("select meant_id from identities where key = 'ngu'").fetchall() == [(None,)]
    db.close()


def test_extracting_anew_begins_without_any_meeting(tmp_path: Path) -> None:
    db = store(tmp_path, [TILLWORTHS])
    with db.conn:
        _forget(db.conn)
    assert db.conn.execute("select count(*) from meeting_names").fetchone() == (0,)
    db.close()
