"""All names in one text: what is like a name is never passed over, and what others write is seen at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from archive.store.every_name import Pieces, every_name
from archive.store.lookup import LIKENESS, Typed, containing, nearly_called
from archive.store.recalled import recalled

WORDS = st.text("abmyäжй -", min_size=1, max_size=9)


@given(st.lists(WORDS, max_size=8), WORDS)
def test_what_is_like_a_name_is_never_passed_over(lines: list[str], form: str) -> None:
    found = Pieces("\n".join(("", *lines, "")), "\n").perhaps_like(form, LIKENESS)
    like = {line for line in lines if OSA.normalized_similarity(form, line, score_cutoff=LIKENESS)}
    assert like <= found <= set(lines)


def test_a_connection_that_reads_keeps_them_until_others_write(tmp_path: Path) -> None:
    path = tmp_path / "names.db"
    add = "insert into entities values (?, ?, 'person', null, null, null, 1, 1, null, null)"
    schema = (Path(__file__).parents[2] / "archive" / "store" / "schema.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as writer, closing(sqlite3.connect(path)) as reader:
        writer.executescript(schema)
        assert containing(reader, Typed("Velden")) == nearly_called(reader, Typed("Velden")) == []
        writer.execute(add, (1, "Zoë Anna-Velden"))
        assert [one.id for one in containing(writer, Typed("velden"))] == [1]
        writer.rollback()
        assert containing(writer, Typed("velden")) == [], "one that writes itself keeps nothing"
        writer.execute(add, (2, "Zoë Anna-Velden"))
        writer.commit()
        for typed in ("Valden", "zoe ana velden", "Velden Zoe Anna"):
            assert [one.id for one in nearly_called(reader, Typed(typed))] == [2], typed
        assert nearly_called(reader, Typed("Valden", "place")) == []
        assert every_name(reader) is every_name(reader) is recalled(reader)["names"]
