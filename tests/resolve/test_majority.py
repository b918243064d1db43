"""Majority: bare names that the archive as a whole settles."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.resolve import Bearer, settle


def bearers(*counts: int) -> list[Bearer]:
    return [Bearer(number, f"Name{number} Roe", count) for number, count in enumerate(counts)]


@pytest.mark.parametrize(
    ("counts", "winner"),
    [((), None), ((1,), 0), ((0,), None), ((3, 1), 0), ((2, 1), None), ((1, 9, 2), 1), ((5, 5), None), ((2, 0), 0)],
)
def test_majority_with_a_margin(counts: tuple[int, ...], winner: int | None) -> None:
    found = settle("roe", bearers(*counts))
    assert (found.entity_id if found else None) == winner


def test_the_bare_name_itself_is_no_bearer() -> None:
    assert settle("roe", [Bearer(1, "Roe", 50), Bearer(2, "Jane Roe", 2)]) == Bearer(2, "Jane Roe", 2)


@given(st.lists(st.integers(0, 40), max_size=6), st.randoms(use_true_random=False))
def test_majority_does_not_depend_on_order(counts: list[int], shuffle: Random) -> None:
    ordered = bearers(*counts)
    mixed = list(ordered)
    shuffle.shuffle(mixed)
    assert settle("roe", mixed) == settle("roe", ordered)
