"""Near-duplicates: what counts as a cut or edited copy, what must never count, and the keys under which they meet."""

from __future__ import annotations

import subprocess
import sys

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st

from archive.text.levelling import level, tokens
from archive.variants import fuller, relation, text_keys

PORT = (
    "Dockworkers in the Port of Hamburg will resume talks on Oct. 24 after a strike that kept 14 container ships "
    "waiting off Cuxhaven, the harbour authority said on Monday. Shipping lines had warned that a longer stoppage "
    "would push cargo to Rotterdam and Antwerp, where berths are already scarce this autumn."
)
HEADLINE = "Hamburg port talks to resume after strike"

WORDS = """
    the a port of Hamburg ships will not resume talks on Oct. 24 after 14 days, Monday said Zelensky Zelenskyy — … .
    “we” harbour harbor can't 5,000 港 É
"""
SAID = st.sampled_from([*WORDS.split(), "\x00"])
PROSE = st.lists(SAID, max_size=40).map(" ".join)
ANY_TEXT = st.one_of(st.text(max_size=200), PROSE)


def is_met(left: str, right: str) -> bool:
    return not set(text_keys(left).copies).isdisjoint(text_keys(right).copies)


@pytest.mark.parametrize(
    "cut",
    [
        PORT[:300],
        PORT[:200],
        PORT[:97],
        PORT[:60],
        " ".join(PORT.split()[:20]),
        " ".join(PORT.split()[:8]) + "…",
        " ".join(PORT.split()[:11]) + " [...]",
        PORT[: PORT.index(" Shipping")],
        PORT.replace("harbour", "harbor")[:250],
        PORT.replace("a longer stoppage", "any longer stoppage")[:270],
        "… " + PORT[60:],
        "…" + PORT[63:],
    ],
)
def test_a_text_cut_short_is_a_cut(cut: str) -> None:
    assert relation(cut, PORT) == "cut"
    assert relation(PORT, cut) == "cut"
    assert fuller(PORT, cut)
    assert is_met(cut, PORT)


def test_a_text_without_its_glued_headline_or_byline_is_a_cut() -> None:
    for opening in (f"{HEADLINE} ", "By Ada Brandt and Tomas Lind Northern Press HAMBURG (NP) — "):
        assert relation(PORT, opening + PORT) == "cut"
        assert relation(PORT[:250], opening + PORT) == "cut"
        assert is_met(PORT, opening + PORT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("harbour", "harbor"),
        ("Oct. 24", "October 24"),
        ("14 container", "fourteen container"),
        ("Monday.", "Monday;"),
        ("strike that", "strike, that"),
        ("Dockworkers", "Dock-workers"),
        ("the harbour", "harbour"),
        ("already scarce", "scarce"),
        ("cargo to", "cargo mostly to"),
        ("a longer stoppage", "any longer stoppage"),
        ("already scarce", "scarce already"),
        ("had warned", "warned"),
    ],
)
def test_a_slight_edit_of_a_long_text_is_an_edit(old: str, new: str) -> None:
    edited = PORT.replace(old, new, 1)
    assert edited != PORT
    assert relation(edited, PORT) == "edited"
    assert is_met(edited, PORT)


PLAIN = """
    Harbour crews greet older ferries beside quiet wooden piers while gentle morning winds carry distant singing across
    calm water toward patient travellers holding warm bread near painted boats under bright lanterns during early
    autumn evenings beside narrow lanes above sleeping villages
""".split()
ADDED = ["slowly", "kindly", "fondly", "gladly", "boldly"]


@pytest.mark.parametrize(("size", "most"), [(14, 0), (15, 1), (24, 1), (25, 2), (39, 2), (40, 4)])
def test_how_much_may_differ_grows_with_the_text(size: int, most: int) -> None:
    """A word that came or went counts one, a word in the place of another two."""
    words = PLAIN[:size]
    assert len(words) == size
    for changes in range(1, len(ADDED) + 1):
        added, replaced = list(words), list(words)
        for at, word in enumerate(ADDED[:changes]):
            added.insert(3 + 2 * at, word)
            replaced[3 + 2 * at] = word
        text = " ".join(words) + "."
        assert relation(text, " ".join(added) + ".") == ("edited" if changes <= most else None), changes
        assert relation(text, " ".join(replaced) + ".") == ("edited" if 2 * changes <= most else None), changes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("President Volodymyr Zelensky to visit Riga", "President Volodymyr Zelenskyy to visit Riga"),
        ("Organization of ports seeks 5,000 workers", "Organisation of ports seeks 5000 workers"),
        ("U.S. ports don't expect a strike in May", "US ports do not expect a strike in May"),
        ("Mayor of Łódź opens the new tram line", "Mayor of Lodz opens new tram line"),
        ("Kiev and Odessa ports re-open to grain ships", "Kyiv and Odesa ports reopen to grain ships"),
        ("ports see 3 percent more cargo in autumn", "Ports see three per cent more cargo in autumn."),
    ],
)
def test_headlines_are_the_same_if_only_spelt_otherwise(one: str, other: str) -> None:
    assert relation(one, other) == "edited"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("14 container", "41 container"),
        ("14 container", "140 container"),
        ("Hamburg", "Bremen"),
        ("Rotterdam and Antwerp", "Antwerp and Rotterdam"),
        ("Rotterdam and Antwerp", "Rotterdam"),
        ("will resume", "will not resume"),
        ("will resume", "won't resume"),
        ("will resume", "may resume"),
        ("on Monday", "on Tuesday"),
        ("Oct. 24", "Nov. 24"),
        ("Oct. 24", "Oct. 25"),
        ("after a strike", "before a strike"),
        ("cargo to", "cargo from"),
        ("cargo to Rotterdam and Antwerp", "Rotterdam cargo to Antwerp"),
        ("strike that kept 14", "strike that kept 14 million"),
        ("a longer stoppage would push", "nothing would push"),
    ],
)
def test_a_number_name_date_or_negation_makes_another_text(old: str, new: str) -> None:
    other = PORT.replace(old, new, 1)
    assert other != PORT
    assert relation(PORT, other) is None
    assert relation(PORT[:-15], other) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Storm kills 3 fishermen off the coast of Portugal", "Storm kills 5 fishermen off the coast of Portugal"),
        ("Toll of the ferry accident near Split rises to 9", "Toll of the ferry accident near Split rises to 94"),
        ("Two trawlers collide off the coast of Niger", "Two trawlers collide off the coast of Nigeria"),
        ("Minister confirms plan to sell harbour cranes", "Minister denies plan to sell harbour cranes"),
        ("Harbour workers accept new wage offer", "Harbour workers reject new wage offer"),
        ("Harbour workers accept new wage offer", "Dock workers accept new wage offer"),
        ("Voters in Chile go to the polls.", "Voters in Chile go to the polls to choose a new president."),
        ("Politics of ports in Chile", "Politics of ports in Chile, history of shipping in Chile"),
        ("John Terrey named head of ports authority", "John Kerrey named head of ports authority"),
        ("Latvia ships grain to Egypt after long delay", "Egypt ships grain to Latvia after long delay"),
        ("storm reaches oslo and bergen harbours today", "storm reaches oslo and narvik harbours today"),
        ("Harbour tugs win 1-2 against lifeboats in Ghent", "Harbour tugs win 12 against lifeboats in Ghent"),
        ("Each new tug costs the port of Ghent $5 million", "Each new tug costs the port of Ghent €5 million"),
        ("港湾労働者は月曜日に賃金交渉を再開すると発表した", "港湾労働者は火曜日に賃金交渉を再開すると発表した"),
        ("Show more", "Show more"),
        ("", ""),
    ],
)
def test_different_headlines_stay_apart(one: str, other: str) -> None:
    assert relation(one, other) is None
    assert relation(other, one) is None


def test_a_sentence_inside_another_text_is_no_cut_of_it() -> None:
    short = "Captain Ivo Brandt tests the new tug."
    assert relation(short, "Lena Brandt, daughter of Captain Ivo Brandt, tests the new tug.") is None


def test_a_long_text_cut_anywhere_meets_the_whole_and_is_recognised() -> None:
    text = PORT + " The union and the operators meet again in May."
    for size in range(100, len(text)):
        cut = text[:size].rstrip()
        assert is_met(cut, text)
        assert relation(cut, text) in ({"cut"} if size < len(text) - 1 else {"edited"}), cut


def test_scripts_without_spaces_are_cut_too() -> None:
    text = "港湾労働者は月曜日に賃金交渉を再開すると発表した。船会社は長引く停止を警戒している。"
    assert relation(text[:26], text) == "cut"
    assert is_met(text[:26], text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelenskyy's", "Zelensky"),
        ("HARBOUR", "harbor"),
        ("Organisation", "organization"),
        ("U.S", "US"),
        ("Sept", "September"),
        ("twelve", "12"),
        ("5,000", "5000"),
        ("Reykjavík", "Reykjavik"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_of_a_word_are_levelled(one: str, other: str) -> None:
    assert level(one) == level(other)


@pytest.mark.parametrize(
    ("one", "other"), [("too", "to"), ("Niger", "Nigeria"), ("Kerry", "Terry"), ("Mali", "Malta"), ("3.5", "35")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert level(one) != level(other)


def test_negations_are_words_of_their_own() -> None:
    assert [level(token) for token in tokens("They can’t, cannot and won't.")] == (
        ["they", "can", "not", "can", "not", "and", "will", "not"]
    )


@given(ANY_TEXT, ANY_TEXT)
def test_relation_does_not_depend_on_order(one: str, other: str) -> None:
    assert relation(one, other) == relation(other, one)


@given(ANY_TEXT)
def test_a_text_is_never_another_than_itself(text: str) -> None:
    assert relation(text, text) in ({"edited"} if text_keys(text).copies and len(text) >= 20 else {None})


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_fuller_is_a_strict_total_order(one: str, two: str, three: str) -> None:
    assert not fuller(one, one)
    assert one == two or fuller(one, two) != fuller(two, one)
    assert fuller(one, three) or not (fuller(one, two) and fuller(two, three))


def test_fuller_prefers_words_then_characters_then_a_complete_ending() -> None:
    assert fuller("Talks resume on Monday", "Talks resume.............................")
    assert fuller("Talks resumed", "Talks resume")
    assert fuller("Talks resume.", "Talks resume,")


@given(ANY_TEXT)
def test_keys_are_few_distinct_and_fit_into_sqlite(text: str) -> None:
    keys = text_keys(text).copies
    assert len(keys) == len(set(keys)) <= 6
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys == text_keys(text).copies


@given(st.lists(SAID, max_size=4).map(" ".join))
@SOME
def test_very_short_texts_have_no_keys_unless_they_hold_five_words(text: str) -> None:
    if len([word for word in text.split() if word not in {"the", "a"}]) < 4 and "'" not in text:
        assert text_keys(text).copies == ()


def test_keys_are_the_same_in_every_process() -> None:
    program = f"from archive.variants import text_keys; print(*text_keys({PORT!r}).copies)"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {" ".join(map(str, text_keys(PORT).copies)) + "\n"}


def test_hostile_lengths_are_answered() -> None:
    long = "port strike " * 30_000
    assert relation(long, long + "ends") == "cut"
    assert relation("x " + long, long + "y z") in {None, "cut"}
    assert len(text_keys(long).copies) <= 6
    assert relation("a" * 1_000_000, "a" * 999_999) is None


@pytest.mark.parametrize(("words", "is_cut"), [(25, True), (26, False)])
def test_what_stands_before_a_text_is_a_heading_while_it_is_short(words: int, is_cut: bool) -> None:
    heading = " ".join(["Ferries", *PLAIN][:words])
    assert relation(PORT, f"{heading} {PORT}") == ("cut" if is_cut else None)
