"""What people decide of texts: applied to what is there and what comes, undone exactly, and all that follows."""

from __future__ import annotations

import io
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from examples import FEWEST
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import StoreError
from archive.extract import names
from archive.ingest import ingest
from archive.normalise import text_key
from archive.resolve.text_rulings import change, parse_change, text_reference
from archive.runs import IngestOptions, Progress
from archive.search.quotations import quotes
from archive.store.database import open_archive
from archive.store.decisions import all_decisions, decide, export_csv, import_csv, undo
from archive.store.reextract import reextract
from archive.store.sources import delete, recapture, set_outlet
from archive.store.verify import repair, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.extract.names import Recogniser
    from archive.store.database import Database

SAYING = "“The pier is ours,” President Marta Velden said on Monday in Porthaven after the strike had ended there."
LONGER = "Dockers in Porthaven ended their strike over pay for the night shift, the port authority said in a statement."
SHORTER = "Dockers in Porthaven ended their strike over pay for the night shift, the port authority…"
OTHER = "Otto Lind, minister of trade, promised a new quay for the ferries of Kestrel Bay by 2026."
TEXTS = (SAYING, LONGER, SHORTER, OTHER)
PAGES = (
    "text,outlet,date,author\n"
    + "".join(f'"{text}",The Ledger,2024-10-2{at},Ada Moss\n' for at, text in enumerate(TEXTS)),
    "text,outlet,date\n" + "".join(f'"{text}",Island Post,2024-11-0{at}\n' for at, text in enumerate(TEXTS[:2], 1)),
    f'text,outlet\n"{SAYING}",\n"{OTHER}",The Ledger\n',
)

Made = tuple[Any, ...]


def of(text: str, action: str, object_: str | None = None) -> Made:
    """A decision on a text."""
    return action, text_reference(text_key(text)), object_


DECISIONS = (
    of(SAYING, "date", "2024-10-20 -> 2023-05-03"),
    of(SAYING, "date", change(None, "2024-10")),
    of(SAYING, "date", "2024-11-01 ->"),
    of(SAYING, "outlet", "The Ledger -> The Courier"),
    of(SAYING, "speaker", "The pier is ours, -> person:Otto Lind"),
    of(SAYING, "speaker", "The pier is ours -> person:Nobody Else"),
    of(SAYING, "hide"),
    of(LONGER, "hide"),
    of(LONGER, "author", "Ada Moss -> Jan Example, Ada Moss"),
    of(OTHER, "author", "Ada Moss ->"),
    of(OTHER, "outlet", "-> Island Post"),
    ("merge", "person:Otto Lind", "person:Marta Velden"),
)


@cache
def rules() -> Recogniser:
    return names.recogniser("rules")


@contextmanager
def archive() -> Iterator[Database]:
    """A new archive in a folder of its own, in which the rules alone find names."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        found = rules()
        patch.setattr("archive.extract.names.recogniser", lambda _=None: found)
        db = open_archive(Path(folder) / "a.db", create=True)
        yield db
        db.close()


def put(db: Database, number: int) -> None:
    """Ingest a page, as `archive ingest` does."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"page-{number}.csv"
        file.write_text(PAGES[number], encoding="utf-8")
        ingest(db, [str(file)], IngestOptions(captured="2024-12-01"), lambda _: None, Progress())


def rows(db: Database, sql: str) -> list[tuple[Any, ...]]:
    return db.conn.execute(sql).fetchall()


def whole(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of an archive, with texts and names instead of numbers."""

    def text(column: str = "snippet_id") -> str:
        return f"(select text from snippets where id = x.{column})"

    of_source = "join sources s on s.id = x.source_id"
    queries = {
        "snippets": f"""select text, title, author, outlet, dated, dated_by, year, month, also, {text("variant_of")}
                        from snippets x""",
        "sightings": f"""select s.name, x.position, {text()}, x.author, x.outlet, x.dated, x.dated_by, x.year, x.month,
                         x.hour, x.stamp from sightings x {of_source}""",
        "found facts": f"""select s.name, x.position, x.outlet, x.author, x.dated, x.dated_by, x.hour
                           from found_facts x {of_source}""",
        "found speakers": f"select {text()}, start, speaker, speaker_start from found_speakers x",
        "dates": f"select {text()}, start, value, rule from dates x",
        "mentions": f"""select {text()}, x.start, x.surface, e.name, e.kind, x.rule, x.found_rule
                        from mentions x join entities e on e.id = x.entity_id""",
        "hidden": f"select {text()}, start, surface, rule, found_rule from hidden_mentions x",
        "entities": "select name, kind, snippet_count, mention_count, first_dated, last_dated from entities",
        "quotations": f"""select {text()}, x.start, x.quote, x.speaker, x.speaker_start, e.name
                          from quotations x left join entities e on e.id = x.speaker_id""",
        "tallies": "select * from tallies",
    }
    return {what: sorted(rows(db, sql), key=repr) for what, sql in queries.items()}


def faults(db: Database) -> list[tuple[str, tuple[str, ...]]]:
    """What `archive verify` finds wrong."""
    return [(each.name, each.examples) for each in verify(db, lambda _: None) if each.faults]


@FEWEST
@given(st.permutations(range(3)), st.permutations(DECISIONS), st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_decisions_on_texts_hold_for_what_is_there_and_what_comes(
    order: list[int], made: list[Made], when: list[int]
) -> None:
    with archive() as early, archive() as late:
        for number in order:
            put(late, number)
        blank = whole(late)
        for each in made:
            decide(late, *each)
        for at in range(4):
            for each, moment in zip(made, sorted(when), strict=True):
                if moment == at:
                    decide(early, *each)
            if at < 3:
                put(early, order[at])
        assert whole(early) == whole(late)
        assert faults(early) == []
        for decision in reversed(all_decisions(early.conn)):
            undo(early, decision.id)
        assert whole(early) == blank


def test_what_depends_on_a_corrected_day_follows() -> None:
    with archive() as db:
        put(db, 0)
        decide(db, *of(SAYING, "date", "2024-10-20 -> 2023-05-03"))
        assert rows(db, "select dated, dated_by, year, month from snippets where id = 1") == [
            ("2023-05-03", "decision", 2023, "2023-05")
        ]
        assert rows(db, "select value from dates where snippet_id = 1") == [("2023-05-01",)]
        assert rows(db, "select first_dated from entities where name = 'Marta Velden'") == [("2023-05-03",)]
        assert ("month", "2023-05", 1) in rows(db, "select * from tallies")
        assert rows(db, "select dated, dated_by from found_facts") == [("2024-10-20", "published")]


def test_a_later_correction_is_heard_and_undoing_it_gives_back_the_earlier() -> None:
    with archive() as db:
        put(db, 0)
        decide(db, *of(SAYING, "outlet", "The Ledger -> The Courier"))
        second = decide(db, *of(SAYING, "outlet", "The Ledger -> Harbour News"))
        assert rows(db, "select outlet from snippets where id = 1") == [("Harbour News",)]
        undo(db, second.id)
        assert rows(db, "select outlet from snippets where id = 1") == [("The Courier",)]


def test_corrections_outlive_what_is_done_to_their_sources() -> None:
    with archive() as db:
        put(db, 2)
        decide(db, *of(SAYING, "date", "-> 2024-03"))
        decide(db, *of(OTHER, "outlet", "The Ledger -> The Courier"))
        decide(db, *of(SAYING, "speaker", "The pier is ours, -> person:Otto Lind"))
        decide(db, *of(SAYING, "hide"))
        said = whole(db)
        reextract(db, None, lambda *_: None)
        assert whole(db) == said
        recapture(db, 1, "2023-12-01", rules)
        assert rows(db, "select dated, dated_by, outlet from snippets order by id") == [
            ("2024-03", "decision", None),
            ("2023-12-01", "captured", "The Courier"),
        ]
        recapture(db, 1, "2024-12-01", rules)
        assert whole(db) == said
        delete(db, 1)
        assert rows(db, "select count(*) from found_facts union select count(*) from found_speakers") == [(0,)]
        put(db, 2)
        assert whole(db) == said
        assert faults(db) == []


def test_who_gives_a_source_another_outlet_speaks_of_what_was_found() -> None:
    with archive() as db:
        put(db, 2)
        decide(db, *of(SAYING, "outlet", "-> The Courier"))
        set_outlet(db, 1, "Island Post", "The Ledger")
        assert rows(db, "select outlet from snippets") == [("Island Post",), ("Island Post",)]
        assert rows(db, "select * from found_facts") == []


def test_copies_of_a_hidden_text_stand_for_themselves() -> None:
    with archive() as db:
        put(db, 0)
        assert rows(db, "select id, variant_of from snippets where id in (2, 3)") == [(2, None), (3, 2)]
        hidden = decide(db, *of(LONGER, "hide"))
        assert rows(db, "select id, variant_of from snippets where id in (2, 3)") == [(2, 2), (3, None)]
        undo(db, hidden.id)
        assert rows(db, "select id, variant_of from snippets where id in (2, 3)") == [(2, None), (3, 2)]


def test_verify_sees_and_mends_what_is_not_as_decided() -> None:
    with archive() as db:
        put(db, 0)
        decide(db, *of(SAYING, "outlet", "The Ledger -> The Courier"))
        decide(db, *of(OTHER, "hide"))
        said = whole(db)
        db.conn.execute("update snippets set variant_of = null where id = 4")
        db.conn.execute("update sighting_rows set outlet = 'Nobody' where position = 1")
        db.conn.commit()
        assert ("decided texts", ("snippet 1", "snippet 4")) in faults(db)
        repair(db, lambda _: None)
        assert whole(db) == said


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (("date", "snippet:x", "-> 12 October"), "no date"),
        (("date", "snippet:x", "2024"), "no change"),
        (("date", "person:Ana Lind", "-> 2024"), "names no snippet"),
        (("merge", "snippet:x", "person:Ana Lind"), "can't be decided of a snippet"),
        (("speaker", "snippet:x", "-> person:Ana Lind"), "needs the quotation"),
        (("speaker", "snippet:x", "Yes -> Ana Lind"), "names no entity"),
    ],
)
def test_a_decision_on_a_text_that_makes_no_sense_is_refused(made: Made, said: str) -> None:
    with archive() as db, pytest.raises(StoreError, match=said):
        decide(db, *made)


@given(st.text(), st.text().filter(lambda text: "->" not in text))
@example("a -> b", "c")
def test_changes_read_as_they_are_written(was: str, now: str) -> None:
    assert parse_change(change(was.strip(), now.strip())) == (was.strip(), now.strip())


def test_decisions_on_texts_are_carried_as_csv() -> None:
    with archive() as one, archive() as two:
        put(one, 0)
        for each in DECISIONS[:8]:
            decide(one, *each)
        undo(one, 4)
        stream = io.StringIO()
        export_csv(one.conn, stream)
        stream.seek(0)
        assert import_csv(two, stream, "decisions.csv") == (9, 0)
        put(two, 0)
        assert whole(two) == whole(one)


def test_what_a_hidden_text_says_is_quoted_nowhere() -> None:
    with archive() as db:
        put(db, 0)
        assert [one.quote for one in quotes(db.conn).quotes] == ["The pier is ours,"]
        decide(db, *of(SAYING, "hide"))
        assert quotes(db.conn).quotes == ()
        assert rows(db, "select count(*) from mentions where snippet_id = 1") == [(0,)]
