"""Entities in the store: found again by name, and bare names settled by the archive's majority, whatever the order."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examples import FEW
from hypothesis import given
from hypothesis import strategies as st

from archive.annotate import Content
from archive.extract.dates.dating import Dated
from archive.extract.names import recogniser
from archive.resolve import famous_bearer
from archive.resolve.name_keys import folded
from archive.store.batch import Chunk, ExtractedItem, NewSource
from archive.store.database import open_archive
from archive.store.write import start_ingest, write_batch
from archive.types import CleanItem, Mention

if TYPE_CHECKING:
    from archive.store.database import Database

NAMES = ["Ana Lind", "Otto Lind", "Lind", "LIND", "Carla Roose", "Roose"]


def person(name: str) -> Mention:
    """A mention that stands at the beginning of its text."""
    is_bare = " " not in name
    return Mention(
        start=0,
        stop=len(name),
        surface=name,
        kind="person",
        name=name,
        role=None,
        rule="full-name" if not is_bare else "surname" if famous_bearer(name, "person") else "surname-open",
        score=0.9,
        bare=folded(name) if is_bare else None,
    )


def item(position: int, name: str, nth: int) -> ExtractedItem:
    """A snippet that names one person; only perhaps, if there is a question mark."""
    is_doubted = name.endswith("?")
    name = name.removesuffix("?")
    named = (person(name),)
    text = f"{name} spoke for the {nth}th time."
    return ExtractedItem(
        position=position,
        raw=text,
        dated=Dated((), f"2024-10-{nth % 28 + 1:02}", "published"),
        clean=CleanItem(text),
        key=text,
        content=Content((), named) if is_doubted else Content(named),
    )


def store(folder: str, batches: list[list[tuple[int, str]]]) -> Database:
    """Write batches of (number, name), each as a source of its own."""
    db = open_archive(Path(folder) / "a.db", create=True)
    ingest_id = start_ingest(db, "test", "{}")
    for nth, batch in enumerate(batches):
        source = NewSource(f"{nth}.txt", "test", "text", f"{nth}", 0, None, None)
        items = tuple(item(position, name, number) for position, (number, name) in enumerate(batch, 1))
        write_batch(db, [Chunk(source, items, is_last=True)], ingest_id, partial(recogniser, "rules"))
    return db


def meanings(db: Database) -> set[tuple[str, str, str]]:
    """Text → entity and rule, for every mention."""
    return set(
        db.conn.execute(
            """select s.text, lower(e.name), m.rule from mentions m
               join snippets s on s.id = m.snippet_id join entities e on e.id = m.entity_id"""
        ).fetchall()
    )


def check_counts(db: Database) -> None:
    """Counts and spans of dates say what the mentions say; nobody is left without a mention."""
    wrong = db.conn.execute(
        """select e.name from entities e left join mentions m on m.entity_id = e.id
             left join snippets s on s.id = m.snippet_id
           group by e.id
           having mention_count <> count(m.start) or snippet_count <> count(distinct m.snippet_id)
             or count(m.start) = 0 or first_dated <> min(s.dated) or last_dated <> max(s.dated)"""
    ).fetchall()
    assert wrong == []
    unknown = db.conn.execute(
        """select surface from mentions m
           where not exists (select 1 from aliases a where a.entity_id = m.entity_id and a.alias = m.surface)"""
    ).fetchall()
    assert unknown == []
    assert db.conn.execute("pragma foreign_key_check").fetchall() == []


@FEW
@given(st.data())
def test_what_a_bare_name_means_depends_on_the_archive_not_on_the_order(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=14))
    numbered = list(enumerate(names))
    shuffled = data.draw(st.permutations(numbered))
    cut = data.draw(st.integers(0, len(names)))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        together = store(one, [numbered])
        apart = store(other, [each for each in (shuffled[:cut], shuffled[cut:]) if each])
        assert meanings(together) == meanings(apart)
        check_counts(together)
        check_counts(apart)
        together.close()
        apart.close()


def test_a_surname_goes_to_the_one_who_is_named_and_comes_back_when_two_are(tmp_path: Path) -> None:
    ana = [(nth, "Ana Lind") for nth in range(3)]
    db = store(str(tmp_path), [[*ana, (3, "Lind")]])
    assert ("Lind spoke for the 3th time.", "ana lind", "surname-archive") in meanings(db)
    assert db.conn.execute("select name from entities").fetchall() == [("Ana Lind",)]
    db.close()
    otto = [(nth, "Otto Lind") for nth in range(10, 13)]
    (tmp_path / "a.db").unlink()
    db = store(str(tmp_path), [[*ana, (3, "Lind")], otto])
    assert ("Lind spoke for the 3th time.", "lind", "surname-open") in meanings(db)
    check_counts(db)
    db.close()


@pytest.mark.parametrize(
    ("bare", "times", "in_full", "meant"),
    [
        ("John", 5, {"Elton John": 4}, "john"),  # a bare forename is somebody who is named at least as often
        ("John", 5, {"Elton John": 5}, "elton john"),
        ("Putin", 2, {}, "vladimir putin"),  # fame is a prior
        ("Putin", 2, {"Ann Putin": 1}, "vladimir putin"),
        ("Putin", 2, {"Ann Putin": 2}, "putin"),
        ("Putin", 2, {"Ann Putin": 3}, "ann putin"),
        ("Putin", 20, {"Ann Putin": 3}, "putin"),
        ("Putin", 2, {"Ann Putin": 3, "Vladimir Putin": 9}, "vladimir putin"),
    ],
)
def test_whom_an_archive_means_by_a_bare_name(
    tmp_path: Path, bare: str, times: int, in_full: dict[str, int], meant: str
) -> None:
    names = [name for name, count in {bare: times, **in_full}.items() for _ in range(count)]
    db = store(str(tmp_path), [list(enumerate(names))])
    assert {entity for text, entity, _ in meanings(db) if text.startswith(bare)} == {meant}
    db.close()


DOUBTED = ["Ana Lind", "Ana Lind", "Lind", "Ana Lind?", "Lind?", "Otto Lind"]


@FEW
@given(st.data())
def test_what_the_archive_confirms_does_not_depend_on_the_order(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(DOUBTED), min_size=8, max_size=28))
    shuffled = data.draw(st.permutations(list(enumerate(names))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(names)), max_size=3)))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        together = store(one, [list(enumerate(names))])
        parts = [shuffled[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(names)], strict=True)]
        apart = store(other, [part for part in parts if part])
        assert meanings(together) == meanings(apart)
        check_counts(together)
        check_counts(apart)
        together.close()
        apart.close()


def test_a_doubtful_name_is_a_mention_while_the_archive_is_sure_of_it(tmp_path: Path) -> None:
    ana = [(nth, "Ana Lind") for nth in range(10)]
    db = store(str(tmp_path), [[(20, "Lind?")], ana])
    assert ("Lind spoke for the 20th time.", "ana lind", "archive") in meanings(db)
    check_counts(db)
    db.close()
    (tmp_path / "a.db").unlink()
    db = store(str(tmp_path), [[(20, "Lind?")], ana, [(21, "Lind?")]])
    assert {entity for _, entity, _ in meanings(db)} == {"ana lind"}
    assert len(meanings(db)) == len(ana)
    check_counts(db)
    db.close()
