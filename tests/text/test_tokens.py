"""Tests of the tokens that names are read from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.tokens import tokenise


@given(st.text(max_size=200))
def test_tokens_cover_all_but_white_space(text: str) -> None:
    words, starts, stops = tokenise(text)
    assert [text[start:stop] for start, stop in zip(starts, stops, strict=True)] == words
    assert "".join(words) == "".join(text.split())
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Roe's U.S.-led team", ["Roe", "'s", "U.S.", "-", "led", "team"]),
        ("O'Neil of Sana'a", ["O'Neil", "of", "Sana'a"]),
        ("Dr. J. K. Jones", ["Dr.", "J.", "K.", "Jones"]),
        ("Brig. Gen. Roe of Acme Corp.", ["Brig.", "Gen.", "Roe", "of", "Acme", "Corp."]),
        ("pro-Kremlin AT&T", ["pro-", "Kremlin", "AT&T"]),
        ("the workers' vote", ["the", "workers", "'", "vote"]),
        ("Oslo–Bergen", ["Oslo", "–", "Bergen"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert tokenise(text).words == words
