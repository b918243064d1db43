"""Tests of the words of the calendar."""

from __future__ import annotations

import re

import pytest

from archive.text.calendar import (
    ANY_DAY,
    ANY_MONTH,
    DAY_NAMES,
    ENGLISH_DAY,
    ENGLISH_MONTH,
    ENGLISH_MONTH_WORDS,
    ENGLISH_MONTHS,
    MONTH_NAMES,
    MONTH_SPELLINGS,
    MONTHS,
    NUMBERS,
    SHORT_MONTHS,
    WEEKDAYS,
)
from archive.text.folding import fold


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("October", 10),
        ("Sept", 9),
        ("février", 2),
        ("Août", 8),
        ("März", 3),
        ("ŞUBAT", 2),
        ("KASIM", 11),
        ("мая", 5),
        ("травень", 5),
        ("październik", 10),
        ("أغسطس", 8),
        ("اغسطس", 8),
    ],
)
def test_months_are_known_in_all_languages_however_written(name: str, month: int) -> None:
    assert MONTHS[fold(name)] == month


def test_every_month_is_found_as_written_and_without_accents() -> None:
    pattern = re.compile(ANY_MONTH, re.IGNORECASE)
    assert all(pattern.fullmatch(name) and pattern.fullmatch(fold(name)) for name in MONTH_SPELLINGS)


def test_english_tables_agree() -> None:
    month = re.compile(ENGLISH_MONTH, re.IGNORECASE)
    day = re.compile(f"{ENGLISH_DAY}(?:day)?", re.IGNORECASE)
    assert all(MONTHS[fold(name)] == at for at, name in enumerate(MONTH_NAMES, 1))
    assert all(month.fullmatch(word) and ENGLISH_MONTHS[word[:3]] == MONTHS[word] for word in ENGLISH_MONTH_WORDS)
    assert all(map(month.fullmatch, (*MONTH_NAMES, *SHORT_MONTHS, "Sept.", "Oct.")))
    assert all(day.fullmatch(name) and WEEKDAYS[name[:3].lower()] == at for at, name in enumerate(DAY_NAMES))
    assert not day.fullmatch("money")
    assert not month.fullmatch("marching")


@pytest.mark.parametrize("day", ["Thu", "thursday", "Mittwoch", "domingo", "samedi", "вівторок"])
def test_weekdays_are_known_in_all_languages(day: str) -> None:
    assert re.fullmatch(ANY_DAY, day, re.IGNORECASE)


def test_numbers() -> None:
    assert (NUMBERS["a"], NUMBERS["an"], NUMBERS["one"], NUMBERS["twenty"]) == (1, 1, 1, 20)
