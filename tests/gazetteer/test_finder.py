"""Strings are found word by word in a few texts as by the automaton in many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.gazetteer.finder import Finder

STRINGS = (
    "Mara",
    "Mara Velden",
    "Velden",
    "U.N.",
    "Port de Sel",
    "Sel",
    "D'Or",
    "Or",
    "St. Oran",
    "A",
    "Ü-Stadt",
    "won't",
)
PIECES = (*STRINGS, " ", "  ", ".", "'s", "'", "-", "@", "_", "é", "\u0301", "x", "1", "de", "$", "\n", ", ")


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_a_few_texts_are_looked_up_as_the_automaton_finds(text: str) -> None:
    assert sorted(Finder(STRINGS).find(text)) == sorted(Finder(STRINGS, patience=-1).find(text))


def test_what_overlaps_is_found_and_parts_of_words_are_not() -> None:
    text = "Mara Velden, not Veldens, of Port de Sel"
    assert [text[start:stop] for start, stop in Finder(STRINGS).find(text)] == [
        "Mara",
        "Mara Velden",
        "Velden",
        "Port de Sel",
    ]


def test_after_a_few_texts_the_automaton_is_asked() -> None:
    finder = Finder(STRINGS, patience=10)
    assert [finder.find("Mara") for _ in range(4)] == [[(0, 4)]] * 4
    assert "_automaton" in vars(finder)
