"""`archive entity review`: what is asked, in which order, what answers do, and that nothing is asked twice."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from browsing import PATIENCE
from examples import FEW, SOME
from hypothesis import given
from hypothesis import strategies as st
from test_entity_cli import run
from told import Text, content, make, mentions, read, rows

from archive.resolve.likeness import Alike, Name, alike
from archive.store.review_questions import Doubt, doubts, examples

TEXTS = [
    # a surname that nobody can tell: 3 times Mara, twice Otto
    *(read("2024-10-01", f"For the {n}th time <p Mara Velden> walked along the new quay.") for n in range(4, 7)),
    *(read("2024-10-02", f"For the {n}th time <p Otto Velden> won the autumn regatta.") for n in range(4, 6)),
    *(
        read("2024-10-03", f"Asked {n} times, <p Velden> said nothing about the price of timber.")
        for n in range(11, 17)
    ),
    # a surname that the majority settled, though there is another one of that name
    *(
        read("2024-10-04", f"Judge <p Carla Roose> heard {n} witnesses in the matter of the bridge.")
        for n in range(11, 17)
    ),
    read("2024-10-05", "<p Pim Roose> sells umbrellas on the market when it rains."),
    *(read("2024-10-06", f"After {n} hours <p Roose> adjourned the matter of the bridge.") for n in range(11, 16)),
    # spellings, initials, acronyms
    *(
        read("2024-10-07", f"Ferry number {n} to <l Zarvosia> was late again, and so was breakfast.")
        for n in range(11, 15)
    ),
    *(read("2024-10-08", f"Ferry number {n} to <l Zarvozia> was early, which nobody expected.") for n in range(11, 14)),
    read("2024-10-09", "<p I. Morgan> asked the ministers for a second ferry to the islands."),
    *(read("2024-10-10", f"<p Ilse Morgan> asked {n} ministers about the ferry, one by one.") for n in range(11, 13)),
    # one name of two kinds
    *(
        read("2024-10-11", f"<o Old Lighthouse> lent {n} paintings to the museum across the bay.")
        for n in range(11, 13)
    ),
    *(
        read("2024-10-12", f"From <l Old Lighthouse> one sees {n} islands when the air is clear.")
        for n in range(11, 14)
    ),
    # hardly a name
    read("2024-10-13", "<o Show More||0.52> was printed below the picture of the ferry and its crew."),
]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("review") / "archive.db", TEXTS)


@pytest.fixture
def db(untouched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(untouched, tmp_path / "archive.db"))


def queue(db: Path) -> list[Doubt]:
    with closing(sqlite3.connect(db)) as conn:
        return doubts(conn)


def asked(db: Path) -> list[tuple[str, str, str | None, int]]:
    return [(each.sort, each.goes.name, each.stays and each.stays.name, each.mentions) for each in queue(db)]


def review(db: Path, keys: str, *options: str) -> str:
    """Answer with keys, one a line."""
    return run(db, "review", *options, given="\n".join(keys))


ALL = [
    ("bare", "Velden", "Mara Velden", 6),
    ("bare", "Velden", "Otto Velden", 6),
    ("majority", "Roose", "Carla Roose", 5),
    ("alike", "Zarvozia", "Zarvosia", 3),
    ("kinds", "Old Lighthouse", "Old Lighthouse", 2),
    ("alike", "I. Morgan", "Ilse Morgan", 1),
    ("name", "Show More", None, 1),
]


def test_every_sort_of_doubt_is_found_those_on_which_most_hangs_first(db: Path) -> None:
    assert asked(db) == ALL


def test_a_card_shows_both_sides_and_why(db: Path) -> None:
    printed = review(db, "", "--limit", "1")
    assert "1 of 1 · 6 mentions" in printed
    assert "Does “Velden” (6 mentions) stand for “Mara Velden” (person; 3 mentions)?" in printed
    assert "Asked because: the short name could mean others too: Otto Velden (2)" in printed
    assert (
        len(re.findall(r"Asked \d+ times, ‹Velden› said nothing .*\(2024-10-03 · The Bay Courier · #\d+\)", printed))
        == 2
    )
    assert len(re.findall(r"For the \dth time ‹Mara Velden› walked", printed)) == 2
    assert printed.endswith("0 questions answered, 7 left.\n")


def test_a_card_tells_what_the_texts_tell_of_both(tmp_path: Path) -> None:
    texts = [
        read("2024-10-01", "<p Bob Morgan|Judge> spoke to the <o Ferry Board> about the price of rope and tar."),
        read("2024-10-02", "<p Rob Morgan|Judge> wrote to the <o Ferry Board> about the price of timber."),
    ]
    db = make(tmp_path / "archive.db", texts)
    printed = review(db, "")
    assert "“bob” and “rob” may be short for one forename" in printed
    assert "Told of both: Judge, Ferry Board" in printed


def test_a_settled_surname_is_shown_as_it_is_written(db: Path) -> None:
    printed = review(db, "ssq")
    card = printed[printed.index("3 of 7") :]
    assert "Does “Roose” (5 mentions) stand for “Carla Roose” (person; 11 mentions)?" in card
    assert "others: Pim Roose (1)" in card
    assert re.search(r"After \d+ hours ‹Roose› adjourned", card)


def test_a_settled_surname_that_came_before_its_bearers_is_shown_as_well(tmp_path: Path) -> None:
    path = make(tmp_path / "a.db", [read("2024-10-01", "On the quay <p Roose> adjourned the matter of the bridge.")])
    bearers = [read("2024-10-04", f"Judge <p Carla Roose> heard {n} witnesses on the bridge.") for n in range(11, 17)]
    make(path, [*bearers, read("2024-10-05", "<p Pim Roose> sells umbrellas on the market when it rains.")])
    question = next(each for each in queue(path) if each.sort == "majority")
    with closing(sqlite3.connect(path)) as conn:
        shown = [each.text for each in examples(conn, question.goes)]
    assert shown == ["On the quay Roose adjourned the matter of the bridge."]


def test_yes_merges_and_settles_what_else_was_asked_of_it(db: Path) -> None:
    assert "1 question answered, 5 left." in review(db, "yq")
    assert mentions(db, "Mara Velden") == 9
    assert asked(db) == ALL[2:]


def test_no_keeps_apart_and_takes_nothing_away(db: Path) -> None:
    before = content(db)[2]
    review(db, "nnq")
    assert content(db)[2] == before
    assert asked(db) == ALL[2:]
    make(
        db,
        [read("2024-11-01", f"In November {n} ships were named for <p Mara Velden>.") for n in range(20, 40)],
        "more",
    )
    assert mentions(db, "Velden") == 6, "no majority overrules a person"


def test_the_majority_is_confirmed_or_overruled(db: Path) -> None:
    other = Path(shutil.copy(db, db.with_name("other.db")))
    review(db, "ssyq")
    assert mentions(db, "Carla Roose") == 11
    assert rows(db, "select distinct rule from mentions where surface = 'Roose'") == [("decision",)]
    review(other, "ssnnq")
    assert (mentions(other, "Carla Roose"), mentions(other, "Roose")) == (6, 5)
    for each in (db, other):
        assert "majority" not in {sort for sort, *_ in asked(each)}


def test_names_alike(db: Path) -> None:
    review(db, "sssy" + "o" + "y")
    assert mentions(db, "Zarvosia", "place") == 7
    assert mentions(db, "Old Lighthouse", "organisation") == 5, "o: the other way round"
    assert mentions(db, "Ilse Morgan") == 3
    assert asked(db) == [*ALL[:3], ALL[-1]]


def test_is_it_a_name(db: Path) -> None:
    other = Path(shutil.copy(db, db.with_name("other.db")))
    assert "decision 1: confirm organisation:Show More" in review(db, "ssssssy")
    assert "decision 1: hide organisation:Show More" in review(other, "ssssssn")
    assert (mentions(db, "Show More", "organisation"), mentions(other, "Show More", "organisation")) == (1, 0)
    assert asked(db) == asked(other) == ALL[:-1]


def test_skipped_questions_come_again(db: Path) -> None:
    assert review(db, "s" * 9).endswith("0 questions answered, 7 left.\n")
    assert asked(db) == ALL


def test_undo_takes_the_last_answer_back_and_asks_again(db: Path) -> None:
    before = content(db)[:4]
    printed = review(db, "sys" + "u" + "q")
    assert "decision 1 is undone" in printed
    assert printed.count("Does “Velden” (6 mentions) stand for “Otto Velden”") == 2
    assert content(db)[:4] == before
    assert asked(db) == ALL
    assert "Nothing has been answered yet." in review(db, "uq")


def test_other_keys_explain_themselves(db: Path) -> None:
    printed = review(db, "?xq")
    assert printed.count("s  skip: it is asked next time") == 2
    assert rows(db, "select count(*) from decisions") == [(0,)]


def test_only_of_one_kind(db: Path) -> None:
    printed = review(db, "s" * 9, "--kind", "organisation")
    assert "Old Lighthouse" in printed
    assert "Show More" in printed
    assert "2 of 2" in printed
    assert "Velden" not in printed


def test_nothing_to_ask(tmp_path: Path) -> None:
    db = make(tmp_path / "archive.db", [read("2024-10-01", "The ferry of <p Mara Velden> left in the fog.")])
    assert review(db, "y") == "0 questions answered, 0 left.\n"


def test_strangers_text_can_not_steer_the_terminal(db: Path) -> None:
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("update snippets set text = replace(text, 'walked along', '\x1b[2J [red]walked')")
        conn.commit()
    printed = review(db, "q")
    assert "[red]walked" in printed
    assert "\x1b" not in printed


def test_on_a_terminal_single_keys_answer(db: Path) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "archive", "entity", "review", "--db", str(db)]
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, close_fds=True)
    os.close(follower)
    try:
        _until(leader, "help")
        os.write(leader, b"\x1b[Ay")  # an arrow, which means nothing, and a key without Enter
        _until(leader, "help")
        os.write(leader, b"q")
        assert "1 question answered, 5 left." in _until(leader, "left.")
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    assert mentions(db, "Mara Velden") == 9


def _until(terminal: int, words: str) -> str:
    """Read what a program prints on a terminal, until it has printed some words."""
    printed = b""
    while words not in printed.decode("utf-8", "replace"):
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        if not ready:
            raise TimeoutError(f"nothing more came after {printed!r}")
        printed += os.read(terminal, 65_536)
    return printed.decode("utf-8", "replace")


@FEW
@given(st.text("ynosu", max_size=14))
def test_what_was_answered_is_not_asked_again_and_undone_is_as_it_was(untouched: Path, keys: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = Path(shutil.copy(untouched, Path(folder) / "archive.db"))
        before = content(db)[:4]
        printed = review(db, keys)
        left = int(re.findall(r"(\d+) left\.", printed)[0])
        again = asked(db)
        assert len(again) >= left, "a bare name set apart may raise a new question"
        answered = {(a, b) for a, b in rows(db, "select subject, object from decisions where undone_by is null")}
        assert not answered & {(each.goes.reference, each.stays and each.stays.reference) for each in queue(db)}
        while rows(db, "select 1 from decisions where undone_by is null and action <> 'undo'"):
            run(db, "undo")
        assert content(db)[:4] == before
        assert asked(db) == ALL


# -- likeness


def pairs(*names: tuple[str, str, int]) -> list[Alike]:
    return list(alike(Name(at, kind, name, count) for at, (kind, name, count) in enumerate(names, 1)))  # type: ignore[arg-type]  # a test's kinds


ASKED = [
    ("person", "Mohammed Mursavi", "Mohamed Morsavi"),
    ("person", "Annelena Barbock", "Annalena Barbock"),
    ("person", "J. Smythwick", "John Smythwick"),
    ("person", "Maria Garzone", "Maria Lopez Garzone"),
    ("person", "Nicolas Marduro", "Nicolas Marduro Moros"),
    ("person", "Robert Velden", "Robert Velden Jr."),
    ("person", "Bob Morgan", "Robert Morgan"),
    ("person", "Kim Jong-bo", "Kim Jongbo"),
    ("place", "Sievierogradsk", "Sieverogradsk"),
    ("place", "Zarvosia Province", "Zarvozia province"),
    ("organisation", "Labour Front of Norvania", "Labor Frunt of Norvania"),
    ("organisation", "NGUF", "Northern Grain Union Federation"),
    ("organisation", "Grain Union", "Northern Grain Union"),
    ("organisation", "Office for Zarvos Tides", "Office of Zarvos Tides"),
    ("organisation", "Zarvos Liberation Forces", "Zarvos Liberation Force"),
]
NOT_ASKED = [
    ("person", "John Terry", "John Kerry"),
    ("person", "Maria Garcia", "Mario Garcia"),
    ("person", "Robert Velden Sr.", "Robert Velden Jr."),
    ("person", "Robert A. Velden", "Robert B. Velden"),
    ("person", "Viktor Veldenov", "Viktoria Veldenova"),
    ("person", "Anna Velden", "Otto Velden"),
    ("person", "Velden", "Valden"),
    ("place", "North Zarvosia", "South Zarvosia"),
    ("place", "Bank of Ireland", "Bank of Iceland"),
    ("place", "Kestrel", "Kestrel Bay"),
    ("organisation", "Ministry of Trade", "Ministry of Finance"),
    ("organisation", "Brigade 47", "Brigade 48"),
    ("organisation", "MINUSKA", "MONUSKA"),
]


@pytest.mark.parametrize(("kind", "one", "other"), ASKED)
def test_names_worth_asking_about(kind: str, one: str, other: str) -> None:
    (pair,) = pairs((kind, one, 2), (kind, other, 5))
    assert (pair.goes.name, pair.stays.name) == (one, other)
    assert pair.why


@pytest.mark.parametrize(("kind", "one", "other"), NOT_ASKED)
def test_names_not_worth_asking_about(kind: str, one: str, other: str) -> None:
    assert pairs((kind, one, 2), (kind, other, 5)) == []


def test_a_short_form_of_many_says_nothing() -> None:
    johns = [("person", f"J{name} Smythwick", 3) for name in ("ohn", "ane", "ames")]
    assert not [pair for pair in pairs(("person", "J. Smythwick", 5), *johns) if pair.goes.name == "J. Smythwick"]
    assert len([pair for pair in pairs(("person", "J. Smythwick", 5), *johns[:2]) if "initial" in pair.why]) == 2


def test_a_word_of_many_names_is_no_slip() -> None:
    right, slips = (
        [("organisation", f"{place} {word}", count) for place in ("Bridge", "Tower", "Harbour", "Market")]
        for word, count in (("Zorvent", 9), ("Zorment", 1))
    )
    assert len(pairs(*right, *slips[:3])) == 3
    assert pairs(*right, *slips) == []


def test_a_crowd_of_like_names_is_not_asked_about_each_with_each() -> None:
    letters = [one + other for one in "bdfgklm" for other in "bdfgklm"]
    crowd = [("organisation", f"Union Kestrel{two}", 1) for two in letters]
    assert 0 < len(pairs(*crowd)) <= 24 * 24


def test_what_is_listed_stays_whatever_is_named_more() -> None:
    (pair,) = pairs(("place", "Germany", 2), ("person", "Germany", 9))
    assert pair.stays.kind == "place"


WORDS = st.sampled_from(
    ["Mara", "Marra", "Otto", "J.", "Velden", "Veldn", "Wélden", "Grain", "Union", "NGU", "of", "the", "2"]
)
NAMES = st.lists(
    st.tuples(
        st.sampled_from(["person", "organisation", "place"]),
        st.lists(WORDS, min_size=1, max_size=4).map(" ".join),
        st.integers(1, 5),
    ),
    max_size=14,
)


@SOME
@given(NAMES, st.randoms())
def test_pairs_are_told_once_in_whatever_order_names_come(names: list[tuple[str, str, int]], random: Random) -> None:
    found = {frozenset((pair.goes.id, pair.stays.id)) for pair in pairs(*names)}
    assert len(found) == len(pairs(*names))
    assert all(len(each) == 2 for each in found)
    numbered = [Name(at, kind, name, count) for at, (kind, name, count) in enumerate(names, 1)]  # type: ignore[arg-type]
    random.shuffle(numbered)
    assert {frozenset((pair.goes.id, pair.stays.id)) for pair in alike(numbered)} == found


@SOME
@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_names_are_compared(names: list[str]) -> None:
    for pair in pairs(*(("organisation", name, 1) for name in names)):
        assert pair.goes.id != pair.stays.id


def test_marks_are_read() -> None:
    text = read("2024-10-01", "<p Mara> met <o NGU|host|0.5> here.")
    assert isinstance(text, Text)
    assert text.text == "Mara met NGU here."
    assert [(each.start, each.surface, each.role, each.score) for each in text.names] == [
        (0, "Mara", None, 0.95),
        (9, "NGU", "host", 0.5),
    ]
