"""People's decisions: applied to what is there and what comes, undone exactly, carried from archive to archive."""

from __future__ import annotations

import io
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from examples import FEW
from hypothesis import example, given
from hypothesis import strategies as st

from archive.annotate import Content
from archive.errors import StoreError
from archive.extract.dates.dating import Dated
from archive.extract.names import recogniser
from archive.resolve.name_keys import folded
from archive.resolve.rulings import (
    Decision,
    Ref,
    Rulings,
    active,
    check,
    parse_reference,
    parse_split,
    ref,
    reference,
    split_object,
)
from archive.store.batch import Chunk, ExtractedItem, NewSource
from archive.store.database import open_archive
from archive.store.decisions import all_decisions, decide, export_csv, import_csv, undo
from archive.store.reextract import reextract
from archive.store.write import start_ingest, write_batch
from archive.types import CleanItem, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.store.database import Database
    from archive.types import EntityKind

NAMES = ["Ana Lind", "Otto Lind", "Lind", "LIND", "Carla Roose", "Roose", "C. Roose"]
KINDS: tuple[EntityKind, ...] = ("person", "organisation")


@contextmanager
def archive() -> Iterator[Database]:
    """A new archive in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_archive(Path(folder) / "a.db", create=True)
        yield db
        db.close()


def mention(name: str, kind: EntityKind = "person") -> Mention:
    """A mention that stands at the beginning of its text."""
    is_bare = " " not in name
    rule = "surname-open" if is_bare else "full-name"
    bare = folded(name) if is_bare else None
    return Mention(0, len(name), name, kind, name, None, rule, 0.9, bare)


def item(position: int, nth: int, name: str, kind: EntityKind = "person") -> ExtractedItem:
    """A snippet that names one entity."""
    text = f"{name} spoke for the {nth}th time."
    dated = Dated((), f"2024-10-{nth % 28 + 1:02}", "published")
    content = Content((mention(name, kind),))
    return ExtractedItem(position, text, dated, CleanItem(text), key=text, content=content)


def store(db: Database, numbered: list[tuple[int, str]]) -> None:
    """Write one batch of (number, name)."""
    ingest_id = start_ingest(db, "test", "{}")
    source = NewSource("-", "test", "text", f"{ingest_id}", 0, None, None)
    items = tuple(item(position, *each) for position, each in enumerate(numbered, 1))
    write_batch(db, [Chunk(source, items, is_last=True)], ingest_id, partial(recogniser, "rules"))


def content(db: Database, *, numbers: bool = False) -> dict[str, list[tuple[Any, ...]]]:
    """All that users see of names; with the numbers of entities or without."""
    entity = "e.id, e.name" if numbers else "e.name"
    queries = {
        "mentions": f"""select s.text, m.start, m.surface, {entity}, e.kind, m.rule, m.score, m.found_rule
                        from mentions m join snippets s on s.id = m.snippet_id join entities e on e.id = m.entity_id""",
        "entities": f"""select {entity}, kind, description, country, wikidata, snippet_count, mention_count,
                               first_dated, last_dated from entities e""",
        "aliases": f"select {entity}, a.alias, a.origin from aliases a join entities e on e.id = a.entity_id",
        "leads": f"""select i.kind, i.key, {entity} from identities i left join entities e on e.id = i.placed_id
                     where i.mentions > 0""",
        "hidden": "select s.text, m.surface from hidden_mentions m join snippets s on s.id = m.snippet_id",
    }
    return {what: sorted(db.conn.execute(sql).fetchall(), key=repr) for what, sql in queries.items()}


def check_whole(db: Database) -> None:
    """Counts are true, nobody is left without a mention, and every reference holds."""
    wrong = db.conn.execute(
        """select e.name from entities e left join mentions m on m.entity_id = e.id
             left join snippets s on s.id = m.snippet_id
           group by e.id
           having mention_count <> count(m.start) or snippet_count <> count(distinct m.snippet_id)
             or count(m.start) = 0 or first_dated is not min(s.dated) or last_dated is not max(s.dated)"""
    ).fetchall()
    assert wrong == []
    assert db.conn.execute("pragma foreign_key_check").fetchall() == []


SUBJECTS = [
    reference(kind, name) for kind in KINDS for name in ["Ana Lind", "Otto Lind", "Lind", "Roose", "C. Roose", "Dr X"]
]
MADE = st.one_of(
    st.tuples(st.just("merge"), st.sampled_from(SUBJECTS), st.sampled_from(SUBJECTS)),
    st.tuples(
        st.just("split"), st.sampled_from(SUBJECTS), st.sampled_from(["Lind", "LIND -> Dr X", "person:Ana Lind"])
    ),
    st.tuples(
        st.just("split"),
        st.sampled_from(SUBJECTS),
        st.sampled_from(
            [
                "#Lind spoke for the 1th time. -> Lind the younger",
                "~the 2th -> organisation:Lind & Sons",
                "~SPOKE for -> Dr X",
                "Lind -> organisation:Lind",
                "#Lind spoke for the 3th time. -> organisation:Lind & Sons",
            ]
        ),
    ),
    st.tuples(st.just("rename"), st.sampled_from(SUBJECTS), st.sampled_from(["Otto Lind", "Anna Lind", "Lind"])),
    st.tuples(st.just("retype"), st.sampled_from(SUBJECTS), st.sampled_from(KINDS)),
    st.tuples(st.just("hide"), st.sampled_from(SUBJECTS), st.none()),
)
TEXTS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=12).map(lambda names: list(enumerate(names)))


@FEW
@given(TEXTS, st.lists(MADE, max_size=6), st.integers(0, 12), st.integers(0, 6))
@example(list(enumerate(["Lind", "Ana Lind", "Otto Lind"])), [("rename", "person:Ana Lind", "Otto Lind")], 1, 1)
@example(list(enumerate(["Lind", "Ana Lind", "Roose"])), [("merge", "person:Roose", "person:Lind")], 1, 1)
def test_decisions_hold_for_what_is_there_and_what_comes(
    texts: list[tuple[int, str]], made: list[tuple[Any, ...]], cut: int, when: int
) -> None:
    with archive() as early, archive() as late:
        store(late, texts)
        for each in made:
            decide(late, *each)
        store(early, texts[:cut])
        for each in made[:when]:
            decide(early, *each)
        store(early, texts[cut:])
        for each in made[when:]:
            decide(early, *each)
        check_whole(early)
        check_whole(late)
        assert content(early) == content(late)


@FEW
@given(TEXTS, st.lists(MADE, min_size=1, max_size=5), st.data())
def test_undoing_gives_back_exactly_what_there_was(
    texts: list[tuple[int, str]], made: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    kept = data.draw(st.integers(0, len(made) - 1))
    with archive() as db:
        store(db, texts)
        states = [content(db, numbers=True)]
        for each in made:
            decide(db, *each)
            states.append(content(db, numbers=True))
        for left in range(len(made) - 1, kept - 1, -1):
            undone = undo(db)
            check_whole(db)
            assert content(db, numbers=True) == states[left]
        undo(db, undone.id)
        assert content(db, numbers=True) == states[kept + 1]


@FEW
@given(TEXTS, st.lists(MADE, min_size=1, max_size=5), st.data())
def test_decisions_can_be_carried_to_another_archive(
    texts: list[tuple[int, str]], made: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    with archive() as one, archive() as other:
        store(one, texts)
        for each in made:
            decide(one, *each)
        for number in data.draw(st.sets(st.integers(1, len(made)), max_size=2)):
            undo(one, number)
        exported = io.StringIO()
        assert export_csv(one.conn, exported) == len(all_decisions(one.conn))
        if data.draw(st.booleans()):
            store(other, texts)
        exported.seek(0)
        import_csv(other, exported, "decisions.csv")
        store(other, [each for each in texts if not other.conn.execute("select 1 from snippets").fetchone()])
        exported.seek(0)
        assert import_csv(other, exported, "decisions.csv")[0] == 0
        check_whole(other)
        assert content(other) == content(one)


def ids(db: Database) -> dict[str, int]:
    return dict(db.conn.execute("select name, id from entities").fetchall())


def named(db: Database) -> dict[str, str]:
    """Surface → entity and rule."""
    rows = db.conn.execute(
        "select surface, e.name || ' ' || rule from mentions m join entities e on e.id = entity_id order by 1"
    )
    return dict(rows.fetchall())


def test_a_merge_moves_mentions_and_keeps_the_number_of_what_stays() -> None:
    with archive() as db:
        store(db, [(1, "Ana Lind"), (2, "Anna Lindt"), (3, "Anna Lindt")])
        stays = ids(db)["Ana Lind"]
        decide(db, "merge", "person:Anna Lindt", "person:Ana Lind", "one woman")
        assert ids(db) == {"Ana Lind": stays}
        assert named(db) == {"Ana Lind": "Ana Lind full-name", "Anna Lindt": "Ana Lind decision"}
        assert ("Anna Lindt", "decision") in db.conn.execute("select alias, origin from aliases").fetchall()
        store(db, [(4, "Anna Lindt")])
        assert db.conn.execute("select mention_count from entities").fetchall() == [(4,)]


def test_a_fuller_name_renames_an_entity_that_was_known_by_less_and_keeps_its_number() -> None:
    with archive() as db:
        store(db, [(1, "Lind"), (2, "Carla Roose")])
        number = ids(db)["Lind"]
        store(db, [(3, "Ana Lind")])
        assert ids(db)["Ana Lind"] == number
        assert named(db)["Lind"] == "Ana Lind surname-archive"


def test_a_merged_bare_name_is_settled_for_good_whatever_the_majority() -> None:
    with archive() as db:
        store(db, [(nth, "Ana Lind") for nth in range(5)] + [(9, "Lind")])
        decide(db, "merge", "person:Lind", "person:Otto Lind")
        assert named(db)["Lind"] == "Otto Lind decision"
        store(db, [(20 + nth, "Ana Lind") for nth in range(5)])
        assert named(db)["Lind"] == "Otto Lind decision"


def test_a_split_takes_one_alias_or_one_snippet_away() -> None:
    with archive() as db:
        store(db, [(nth, "Ana Lind") for nth in range(4)] + [(9, "Lind"), (10, "LIND")])
        decide(db, "split", "person:Ana Lind", split_object("Lind", None, "Otto Lind"))
        assert named(db)["Lind"] == named(db)["LIND"] == "Otto Lind decision"
        undo(db)
        decide(db, "split", "person:Ana Lind", split_object(None, "Lind spoke for the 9th time.", "Otto Lind"))
        assert named(db)["Lind"] == "Otto Lind decision"
        assert named(db)["LIND"] == "Ana Lind surname-archive"


@pytest.mark.parametrize(("times", "meant"), [(1, "Lind surname-open"), (2, "Otto Lind surname-archive")])
def test_who_is_left_is_meant_only_if_named_more_than_once(times: int, meant: str) -> None:
    with archive() as db:
        otto = [(20 + nth, "Otto Lind") for nth in range(times)]
        store(db, [*((nth, "Ana Lind") for nth in range(5)), *otto, (9, "Lind")])
        decide(db, "split", "person:Lind", "person:Ana Lind")
        assert named(db)["Lind"] == meant


def test_two_kept_apart_are_never_joined_by_the_majority() -> None:
    with archive() as db:
        store(db, [(nth, "Ana Lind") for nth in range(4)] + [(9, "Lind")])
        decide(db, "split", "person:Lind", "person:Ana Lind")
        assert named(db)["Lind"] == "Lind surname-open"
        assert named(db)["Ana Lind"] == "Ana Lind full-name"


def test_a_hidden_entity_is_gone_and_comes_back() -> None:
    with archive() as db:
        store(db, [(1, "Ana Lind"), (2, "Roose")])
        before = content(db, numbers=True)
        decide(db, "hide", "person:Roose")
        assert list(ids(db)) == ["Ana Lind"]
        store(db, [(3, "Roose")])
        assert list(ids(db)) == ["Ana Lind"]
        undo(db)
        assert ids(db)["Roose"] == {each[1]: each[0] for each in before["entities"]}["Roose"]
        assert db.conn.execute("select mention_count from entities where name = 'Roose'").fetchone() == (2,)


def test_a_name_or_kind_once_given_takes_in_whoever_comes_under_it() -> None:
    with archive() as db:
        store(db, [(1, "Ana Lind")])
        number = ids(db)["Ana Lind"]
        decide(db, "rename", "person:Ana Lind", "Anna Lind")
        decide(db, "retype", "person:Anna Lind", "organisation")
        assert db.conn.execute("select id, name, kind from entities").fetchall() == [
            (number, "Anna Lind", "organisation")
        ]
        store(db, [(2, "Anna Lind")])
        assert ids(db) == {"Anna Lind": number}


def test_extracting_anew_keeps_decisions_and_numbers(tmp_path: Path) -> None:
    with archive() as db:
        store(db, [(1, "Ana Lind"), (2, "Carla Roose"), (3, "Carla Roose")])
        decide(db, "merge", "person:Carla Roose", "person:Ana Lind")
        first = reextract(db, "rules", lambda *_: None)
        once = content(db, numbers=True)
        assert reextract(db, "rules", lambda *_: None) == first
        assert content(db, numbers=True) == once
        assert {row[3:5] for row in once["mentions"]} == {(1, "Ana Lind")}
        undo(db)
        assert ids(db) == {"Ana Lind": 1, "Carla Roose": 2}
        check_whole(db)


@pytest.mark.parametrize(
    ("action", "subject", "object_", "reason"),
    [
        ("mix", "person:A B", None, "no action"),
        ("merge", "A B", "person:C", "names no entity"),
        ("merge", "person:A B", None, "needs an object"),
        ("merge", "person:A B", "C D", "names no entity"),
        ("split", "person:A B", "A ->", "no alias"),
        ("split", "person:A B", "#abc", "needs a snippet"),
        ("retype", "person:A B", "animal", "no kind"),
        ("undo", "the last", None, "no decision"),
    ],
)
def test_a_decision_that_cannot_be_understood_is_refused(
    action: str, subject: str, object_: str | None, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        check(action, subject, object_)


def test_an_import_with_a_wrong_row_says_where_and_writes_nothing() -> None:
    with archive() as db:
        good = "action,subject,object\nhide,person:A B,\nmerge,A B,person:C D\n"
        with pytest.raises(StoreError, match=r"mine\.csv:3: 'A B' names no entity"):
            import_csv(db, io.StringIO(good), "mine.csv")
        with pytest.raises(StoreError, match=r"mine\.csv:1: the column action is missing"):
            import_csv(db, io.StringIO("verb,subject,object\n"), "mine.csv")
        with pytest.raises(StoreError, match=r"mine\.csv:2: decision 4 is not in this file"):
            import_csv(db, io.StringIO("action,subject,object\nundo,decision 4,\n"), "mine.csv")
        assert all_decisions(db.conn) == []


def test_undoing_needs_something_to_undo() -> None:
    with archive() as db:
        with pytest.raises(StoreError, match="no decision to undo"):
            undo(db)
        decide(db, "hide", "person:Ana Lind")
        with pytest.raises(StoreError, match="no decision 7"):
            undo(db, 7)
        undo(db, 1)
        with pytest.raises(StoreError, match="undone already, by 2"):
            undo(db, 1)


REFS = st.sampled_from([ref(name, kind) for kind in KINDS for name in ["Ana Lind", "Otto Lind", "Lind", "Dr X"]])


@given(st.lists(MADE, max_size=12), REFS, st.sampled_from(NAMES))
def test_rulings_lead_somewhere_and_stay_there(made: list[tuple[Any, ...]], found: Ref, surface: str) -> None:
    rulings = Rulings([Decision(nth, "", *each) for nth, each in enumerate(made, 1)])
    home = rulings.of(found, surface)
    assert home is None or home in {found, *rulings.refs()}
    assert rulings.moves(found) or home == found


def test_references_and_splits_read_as_they_are_written() -> None:
    assert parse_reference(reference("place", "Bay: north")) == ("place", "Bay: north")
    assert parse_split(split_object("O’Neil", None, "Ann O’Neil")).name == "Ann O’Neil"
    assert parse_split(split_object(None, "ab12", "X")).text_hash == "ab12"
    assert parse_split("person:Ana Lind").kind == "person"


def test_undoing_an_undo_brings_the_decision_back() -> None:
    rows = [
        Decision(1, "", "hide", "person:A", None, undone_by=2),
        Decision(2, "", "undo", "decision 1", None, undone_by=3),
        Decision(3, "", "undo", "decision 2", None),
    ]
    assert [each.id for each in active(rows)] == [1]


def test_a_decision_may_speak_of_a_surname_before_any_text_does() -> None:
    merged: tuple[Any, ...] = ("merge", "person:Ana Lind", "person:Lind")
    with archive() as early, archive() as late:
        store(late, [(0, "Ana Lind"), (1, "Lind")])
        decide(late, *merged)
        store(early, [(0, "Ana Lind")])
        decide(early, *merged)
        store(early, [(1, "Lind")])
        assert content(early) == content(late)


def test_an_entity_is_written_as_texts_have_it_whichever_came_first(tmp_path: Path) -> None:
    found = []
    for nth, late in enumerate((True, False)):
        db = open_archive(tmp_path / f"{nth}.db", create=True)
        store(db, [(0, "Ana Lind")] if late else [(0, "Ana Lind"), (1, "LIND")])
        decide(db, "merge", "person:Ana Lind", "person:Lind")
        if late:
            store(db, [(1, "LIND")])
        found.append(content(db))
        db.close()
    assert found[0] == found[1]
