"""`archive quotes`: who said what about whom, that it agrees with a plain model, and how it is shown."""

from __future__ import annotations

import csv
import datetime
import importlib
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from asking import METADATA, answers, described
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st
from sighting import sight
from test_search import anything
from test_search_run import SNIPPETS, Said, fill, fulfils, grow, is_spoken, leaf
from typer.testing import CliRunner, Result

from archive.cli import app
from archive.errors import SearchError
from archive.search import Quote, Quotes, quotes, within
from archive.search.plan import SORTED
from archive.search.query import And, Filter, Near, Node, Not, Or, Term, leaves, unparse
from archive.search.quotations import KINDS, asked
from archive.store import name_words
from archive.store.database import close_archive, open_archive

runner = CliRunner()
TODAY = datetime.date(2024, 10, 25)
HOSTILE = '=HYPERLINK("x") [red]bold[/red] \x1b[31mred\x9b0m \u202egnp quay'

TEXTS: dict[int, tuple[str, str | None, int | None]] = {  # id: (text, dated, fuller text)
    1: ('"We will open the grain reserve," President Mara Velden said. Renn warned that bread would be dear.',
        "2024-10-24", None),
    2: ('"We will open the grain reserve," President Mara Velden', "2024-10-24", 1),
    3: ('Tobias Renn called Mara Velden "a friend of bread" and Norvania "open', "2024-10-20", None),
    4: ('A ministry spokesman told the Courier: "Grain is not for sale."', "2023-05", None),
    5: ('Harbour police spokeswoman Ilse Okafor said: "The wardens left Norvania for a war."', None, None),
    6: (f'The League wrote: "{HOSTILE}"', "2022", None),
    7: ("Nobody speaks of bread here.", "2024-10-25", None),
    8: ('"Ferries stay free," Norvania and the Korvian Isles said.', "2019", None),
}  # fmt: skip
ENTITIES = {1: "Mara Velden", 2: "Tobias Renn", 3: "Norvania", 4: "Ilse Okafor", 5: "Mara Lindholm", 6: "Ilse",
            7: "Korvian Isles"}  # fmt: skip
MENTIONS = [
    (1, "Mara Velden", 1, "President"), (1, "Renn", 2, None), (2, "Mara Velden", 1, "President"),
    (3, "Tobias Renn", 2, None), (3, "Mara Velden", 1, None), (3, "Norvania", 3, None),
    (5, "Ilse Okafor", 4, "Harbour police spokeswoman"), (5, "Norvania", 3, None),
    (8, "Norvania", 3, None), (8, "Korvian Isles", 7, None),
]  # fmt: skip
QUOTES = [  # snippet, words, speaker, cue, kind, complete, speaker as written, confidence
    (1, "We will open the grain reserve,", 1, "said", "direct", 1, "Mara Velden"),
    (1, "bread would be dear", 2, "warned", "indirect", 1, "Renn"),
    (2, "We will open the grain reserve,", 1, None, "direct", 1, "Mara Velden"),
    (3, "a friend of bread", 2, "called", "fragment", 1, "Tobias Renn"),
    (3, "open", 2, "called", "fragment", 0, "Tobias Renn"),
    (4, "Grain is not for sale.", None, "told the Courier", "direct", 1, "A ministry spokesman"),
    (5, "The wardens left Norvania for a war.", 4, "said", "direct", 1, "Ilse Okafor"),
    (6, HOSTILE, None, "wrote", "direct", 1, "=The League"),
    (8, "Ferries stay free,", 3, "said", "direct", 1, "Norvania and the Korvian Isles"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quotes") / "archive.db"
    db = open_archive(path, create=True)
    conn: sqlite3.Connection = db.conn
    for number, name in ENTITIES.items():
        kind = "place" if number in (3, 6, 7) else "person"
        conn.execute("insert into entities (id, name, kind, snippet_count) values (?, ?, ?, 1)", (number, name, kind))
        surname = name.split()[-1]
        conn.execute("insert into aliases (entity_id, alias, origin) values (?, ?, 'text')", (number, surname))
        name_words.add(conn, [(number, name)])
    for number, (text, dated, variant_of) in TEXTS.items():
        conn.execute(
            "insert into snippets (id, text, dated, dated_by, outlet, variant_of, text_hash)"
            " values (?, ?, ?, 'text', 'The Bay Courier', ?, ?)",
            (number, text, dated, variant_of, number),
        )
    for snippet, surface, entity, role in MENTIONS:
        start = TEXTS[snippet][0].index(surface)
        row = (snippet, start, start + len(surface), surface, entity, role)
        conn.execute(
            """insert into mentions (snippet_id, start, stop, surface, entity_id, role, rule, score)
           values (?, ?, ?, ?, ?, ?, 'full', 0.9)""",
            row,
        )
    for snippet, quote, speaker, cue, kind, is_complete, written in QUOTES:
        text = TEXTS[snippet][0]
        start = text.rindex(quote)
        place = text.index(written) if speaker else None
        conn.execute(
            """insert into quotations (snippet_id, start, stop, quote, speaker_id, cue, is_complete, kind,
                 speaker, speaker_start, score)
               values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0.9)""",
            (snippet, start, start + len(quote), quote, speaker, cue, is_complete, kind, written, place),
        )
    sight(conn)
    conn.commit()
    close_archive(db)
    return path


@pytest.fixture(scope="module")
def conn(archive: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{archive.as_uri()}?mode=ro", uri=True)) as reader:
        yield reader


@pytest.fixture(scope="module")
def modelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The archive that searches are tried on, of which there is a plain model."""
    path = tmp_path_factory.mktemp("modelled") / "archive.db"
    with closing(sqlite3.connect(path)) as writer:
        fill(writer)
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as reader:
        yield reader


def said(found: Quotes) -> list[tuple[int, str]]:
    return [(one.snippet_id, one.quote.split()[0]) for one in found.quotes]


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("", {}, [(1, "We"), (3, "a"), (3, "open"), (4, "Grain"), (6, "=HYPERLINK(\"x\")"),
                  (8, "Ferries"), (5, "The")]),
        ("", {"limit": 1}, [(1, "We")]),
        ("", {"kinds": ("indirect",)}, [(1, "bread")]),
        ("bread", {"kinds": KINDS}, [(3, "a"), (1, "bread")]),
        ("bread", {"kinds": ("fragment",)}, [(3, "a")]),
        ("opening", {}, [(1, "We"), (3, "open")]),
        ("open -reserve", {}, [(3, "open")]),
        ('"grain reserve" OR friend', {}, [(1, "We"), (3, "a")]),
        ("war", {}, [(5, "The")]),
        ("said", {}, []),
        ("text:said grain", {}, [(1, "We")]),
        ("NEAR(grain sale, 4)", {}, [(4, "Grain")]),
        ("is:any reserve", {}, [(1, "We"), (2, "We")]),
        ("place:norvania", {}, [(3, "a"), (3, "open"), (8, "Ferries"), (5, "The")]),
        ("by:velden OR by:okafor", {}, [(1, "We"), (5, "The")]),
        ("-by:velden grain", {}, [(4, "Grain")]),
        ("", {"by": "velden"}, [(1, "We")]),
        ("", {"by": "Mara  Velden"}, [(1, "We")]),
        ("", {"by": "1"}, [(1, "We")]),
        ("", {"by": "#2"}, [(3, "a"), (3, "open")]),
        ("", {"by": "person:Renn"}, [(3, "a"), (3, "open")]),
        ("", {"by": "place:Renn"}, []),
        ("", {"by": "mara"}, [(1, "We")]),
        ("", {"by": "ilse"}, [(5, "The")]),
        ("", {"by": "norvania"}, [(8, "Ferries")]),
        ("", {"by": "korvian isles"}, [(8, "Ferries")]),
        ("ferry by:#7 OR by:#3 war", {}, [(8, "Ferries")]),
        ("", {"by": "Ministry Spokesman"}, [(4, "Grain")]),
        ("", {"by": "police spokeswoman"}, [(5, "The")]),
        ("", {"by": "league"}, [(6, "=HYPERLINK(\"x\")")]),
        ("", {"by": "spokes"}, []),
        ("", {"by": "nobody"}, []),
        ("", {"about": "norvania"}, [(5, "The")]),
        ("", {"about": "#3"}, [(5, "The")]),
        ("", {"about": "velden"}, []),
        ("", {"about": "the wardens"}, [(5, "The")]),
        ("", {"about": "selling grain"}, []),
        ("", {"about": "sales of grain"}, [(4, "Grain")]),
        ("", {"by": "velden", "about": "bread"}, []),
        ("", {"by": "renn", "about": "bread"}, [(3, "a")]),
        ("", {"since": "2024-10-21"}, [(1, "We")]),
        ("", {"since": "2023", "until": "2024-10-20"}, [(3, "a"), (3, "open"), (4, "Grain")]),
        ("", {"until": "2022-12-31"}, [(6, "=HYPERLINK(\"x\")"), (8, "Ferries")]),
        ("", {"since": "yesterday"}, [(1, "We")]),
    ],
)  # fmt: skip
def test_what_is_found(
    conn: sqlite3.Connection, query: str, options: dict[str, object], expected: list[tuple[int, str]]
) -> None:
    assert said(quotes(conn, query, today=TODAY, **options)) == expected  # type: ignore[arg-type] # of every option


def test_a_quotation_has_its_company(conn: sqlite3.Connection) -> None:
    (one,) = quotes(conn, "warden*").quotes
    assert isinstance(one, Quote)
    assert (one.speaker, one.speaker_id, one.role, one.cue) == ("Ilse Okafor", 4, "Harbour police spokeswoman", "said")
    assert TEXTS[5][0][one.start : one.stop] == one.quote
    assert [one.quote[start:stop] for start, stop in one.marks] == ["wardens"]
    (role,) = quotes(conn, by="ministry spokesman").quotes
    assert (role.speaker, role.speaker_id, role.dated, role.outlet) == (
        "A ministry spokesman", None, "2023-05", "The Bay Courier",
    )  # fmt: skip
    cut = quotes(conn, by="renn").quotes[1]
    assert (cut.is_complete, cut.kind) == (False, "fragment")


def test_what_is_left_out_and_what_more_there_is_is_told(conn: sqlite3.Connection) -> None:
    assert quotes(conn, "bread").left_out == 1
    assert quotes(conn, "bread", kinds=KINDS).left_out == 0
    assert quotes(conn, limit=2).is_more
    assert not quotes(conn, limit=7).is_more


def test_several_who_speak_jointly_are_all_found_and_count_once(conn: sqlite3.Connection) -> None:
    (found,) = quotes(conn, by="#7").quotes
    assert found.speaker == "Norvania and the Korvian Isles"
    rows = conn.execute("select speaker, start, quote from said where snippet_id = 8").fetchall()
    assert rows == [(one, 1, "Ferries stay free,") for one in ("Norvania", "Korvian Isles")]
    assert conn.execute("select count(*) from quotations where snippet_id = 8").fetchone() == (1,)


def test_names_are_explained(conn: sqlite3.Connection) -> None:
    (note,) = quotes(conn, by="velden").notes
    assert "Mara Velden (person" in note
    assert any("A ministry spokesman" in note for note in quotes(conn, by="spokesman").notes)
    assert any("Mara Velden" in note for note in quotes(conn, by="veldn").notes)
    assert any("words count" in note for note in quotes(conn, about="bread").notes)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"since": "someday"}, "“someday” is no date"),
        ({"until": "2024-02-30"}, "no date of the calendar"),
        ({"by": '"'}, "no name"),
        ({"query": "is:red"}, "is:truncated"),
    ],
)
def test_what_can_not_be_answered_says_so(conn: sqlite3.Connection, options: dict[str, str], message: str) -> None:
    with pytest.raises(SearchError, match=message):
        quotes(conn, **options)  # type: ignore[arg-type] # of every option


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as empty, pytest.raises(SearchError, match="not an archive"):
        quotes(empty, "grain")


def test_options_and_words_are_one_query() -> None:
    query = within(asked("grain text:deal", by="12", about='"bread"'), since="2024-10", until="Oct 2024")
    assert str(query) == "said:grain text:deal by:#12 about:bread after:2024-10 until:2024-10"


def heard(node: Node, one: Said, snippet: int) -> bool:
    """Whether a quotation fulfils a tree: a plain model."""
    match node:
        case And(nodes):
            return all(heard(inner, one, snippet) for inner in nodes)
        case Or(nodes):
            return any(heard(inner, one, snippet) for inner in nodes)
        case Not(inner):
            return not heard(inner, one, snippet)
        case Filter("kind" | "outlet"):
            return fulfils(node, SNIPPETS[snippet])
    return is_spoken(node, one)


heard_leaves = leaf.filter(
    lambda one: (
        (isinstance(one, Term) and one.column in (None, "said") and not one.is_prefix)
        or (isinstance(one, Filter) and one.field in ("by", "about", "kind", "outlet"))
    )
)


@given(st.recursive(heard_leaves, grow, max_leaves=6), st.sampled_from([SORTED, 0]))
@SOME
def test_quotations_agree_with_a_plain_model(modelled: sqlite3.Connection, node: Node, few: int) -> None:
    expected = {
        (number, one.quote)
        for number, snippet in SNIPPETS.items()
        for one in snippet.quotes
        if snippet.variant_of is None and heard(node, one, number)
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.search.quotations.SORTED", few)  # both ways to the same rows
        found = quotes(modelled, unparse(node), kinds=KINDS, limit=1000, today=TODAY)
    assert {(one.snippet_id, one.quote) for one in found.quotes} == expected
    assert len(found.quotes) == len(expected)
    for of in (("direct", "fragment"), ("indirect",)):
        dated = [one.dated or "" for one in found.quotes if one.kind in of]
        assert dated == sorted(dated, reverse=True)


@given(anything, anything, anything)
@SOME
def test_any_text_gets_an_answer_or_a_message(conn: sqlite3.Connection, query: str, by: str, about: str) -> None:
    refused = ""
    found: tuple[Quote, ...] = ()
    try:
        found = quotes(conn, query, by=by, about=about).quotes
    except SearchError as error:
        refused = str(error) or "refused without a word"
    assert "could not be searched" not in refused
    assert len(found) <= len(QUOTES)


def test_words_without_a_field_are_looked_for_inside() -> None:
    query = asked("a NEAR(b c) -title:d person:e (f OR text:g)")
    columns = {getattr(one, "column", "field") for one in leaves(query.root)}
    assert columns == {"said", "title", "text", "field"}
    assert any(isinstance(one, Near) and one.column == "said" for one in leaves(query.root))


def ask(archive: Path, *arguments: str) -> Result:
    return runner.invoke(app, ["quotes", "--db", str(archive), *arguments])


def test_behind_a_pipe_a_quotation_is_a_line(archive: Path) -> None:
    done = ask(archive, "--by", "renn", "--all-kinds")
    assert done.exit_code == 0
    assert [line.split("\t") for line in done.stdout.splitlines()] == [
        ["3", "2024-10-20", "The Bay Courier", "Tobias Renn", "called", "fragment", "a friend of bread"],
        ["3", "2024-10-20", "The Bay Courier", "Tobias Renn", "called", "fragment", "open …"],
        ["1", "2024-10-24", "The Bay Courier", "Tobias Renn", "warned", "indirect", "bread would be dear"],
    ]


def test_indirect_speech_is_told_of_and_shown_on_demand(archive: Path) -> None:
    done = ask(archive, "bread")
    assert [line.split("\t")[5] for line in done.stdout.splitlines()] == ["fragment"]
    assert "left out: 1. See it with --kind indirect" in done.stderr
    assert [line.split("\t")[5] for line in ask(archive, "bread", "--kind", "indirect").stdout.splitlines()] == [
        "indirect"
    ]


def test_that_there_are_more_is_said(archive: Path) -> None:
    assert "There are more: --limit" in ask(archive, "--limit", "2", "--csv").stderr
    assert "There are more" not in ask(archive, "--csv").stderr


def test_json_is_one_array(archive: Path) -> None:
    (one,) = json.loads(ask(archive, "--about", "norvania", "--json").stdout)
    assert one["speaker"] == "Ilse Okafor"
    assert one["quote"] == TEXTS[5][0][one["start"] : one["stop"]]
    assert one["is_complete"] is True
    assert json.loads(ask(archive, "zebra", "--json").stdout) == []


def test_csv_is_rfc_4180_and_no_formula(archive: Path) -> None:
    done = ask(archive, "quay", "--csv")
    assert done.stdout_bytes.count(b"\r\n") == 2
    (row,) = csv.DictReader(io.StringIO(done.stdout, newline=""))
    assert row["quote"].startswith("'=HYPERLINK")
    assert row["speaker"] == "'=The League"
    assert (row["kind"], row["is_complete"], row["speaker_id"]) == ("direct", "1", "")


@pytest.mark.parametrize("option", [[], ["--csv"], ["--json"]])
def test_strangers_text_can_not_steer_the_terminal(archive: Path, option: list[str]) -> None:
    output = ask(archive, "quay", *option).output
    assert "[red]" in output
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", output)


def test_on_a_terminal_people_get_a_page(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = importlib.import_module("archive.cli.quotes")  # by name, as the package has the function under it
    monkeypatch.setenv("COLUMNS", "100")
    with closing(sqlite3.connect(archive)) as conn:
        found = quotes(conn, kinds=KINDS, today=TODAY)
    shown = io.StringIO()
    monkeypatch.setattr("sys.stdout", shown)
    command._show(found)
    text = shown.getvalue()
    assert "Mara Velden · President · said" in text
    assert "“We will open the grain reserve,”" in text
    assert "“open …”" in text
    assert text.index("Indirect speech") < text.index("bread would be dear")
    assert "“bread would be dear" not in text
    assert "7 quotations and 1 of indirect speech, newest first" in text
    assert "\x1b[31m" not in text


@pytest.mark.parametrize(
    ("query", "params", "column", "expected"),
    [
        ("who_said_what", {}, "snippet_id", [1, 3, 3, 4, 6, 8, 5]),
        ("who_said_what", {"speaker": "korvian isles"}, "snippet_id", [8]),
        ("who_said_what", {"speaker": "velden"}, "snippet_id", [1]),
        ("who_said_what", {"speaker": "2"}, "quote", ["a friend of bread", "open …"]),
        ("who_said_what", {"speaker": "Spokesman"}, "snippet_id", [4]),
        ("who_said_what", {"word": "GRAIN"}, "snippet_id", [1, 4]),
        ("who_said_what", {"speaker": "Renn", "kind": "Indirect"}, "quote", ["bread would be dear"]),
        ("said_about", {"topic": "norvania"}, "snippet_id", [5]),
        ("said_about", {"topic": " Friend of "}, "snippet_id", [3]),
        ("said_about", {"topic": "bread", "kind": "indirect"}, "speaker", ["Tobias Renn"]),
        ("said_about", {"topic": "of friend"}, "snippet_id", []),
        ("quoted_most", {}, "speaker", ["Tobias Renn", "Ilse Okafor", "Korvian Isles", "Mara Velden", "Norvania"]),
        ("quoted_most", {}, "quotations", [2, 1, 1, 1, 1]),
        ("quoted_most", {}, "indirect", [1, 0, 0, 0, 0]),
        ("quoted_most", {"since": "2024-10-21"}, "speaker", ["Mara Velden", "Tobias Renn"]),
        ("quoted_on", {"topic": "grain"}, "speaker", ["A ministry spokesman", "Mara Velden"]),
        ("quoted_on", {"topic": "bread"}, "indirect", [1]),
        ("quoted_on", {"topic": "norvania"}, "latest", ["The wardens left Norvania for a war."]),
    ],
)
def test_ready_made_questions(
    archive: Path, query: str, params: dict[str, str], column: str, expected: list[object]
) -> None:
    assert [row[column] for row in answers(described(archive, metadata=METADATA), query, **params)] == expected


def test_nothing_found_is_no_failure_and_bad_options_are(archive: Path, small_archive: Path, tmp_path: Path) -> None:
    nothing = ask(archive, "zebra")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "No quotation found for: said:zebra" in nothing.stderr
    shutil.copy(small_archive, tmp_path / "none.db")
    assert "holds no such quotations" in ask(tmp_path / "none.db").stderr
    assert ask(archive, "--json", "--csv").exit_code == 2
    assert ask(archive, "--kind", "indirect", "--all-kinds").exit_code == 2
    assert ask(archive, "--kind", "loud").exit_code == 2
    assert isinstance(ask(archive, "--since", "someday").exception, SearchError)
