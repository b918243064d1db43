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
    found = settle(bearers(*counts))
    assert (found.entity_id if found else None) == winner


@pytest.mark.parametrize(
    ("others", "in_full", "uses", "winner"),
    [
        ((), 0, 5, "famous"),
        ((1,), 0, 5, "famous"),
        ((6,), 0, 20, "other"),
        ((6,), 0, 30, None),
        ((2,), 0, 500, "famous"),
        ((6,), 2, 0, "other"),
        ((6,), 18, 0, "famous"),
    ],
)
def test_fame_is_a_prior(others: tuple[int, ...], in_full: int, uses: int, winner: str | None) -> None:
    found = settle([*bearers(*others), Bearer(99, "Famous Roe", in_full, is_famous=True)], uses)
    assert (None if found is None else "famous" if found.is_famous else "other") == winner


@given(st.lists(st.integers(0, 40), max_size=6), st.randoms(use_true_random=False))
def test_majority_does_not_depend_on_order(counts: list[int], shuffle: Random) -> None:
    ordered = bearers(*counts)
    mixed = list(ordered)
    shuffle.shuffle(mixed)
    assert settle(mixed) == settle(ordered)
