"""Whether a span overlaps any of some others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.text.ground import ground

SPAN = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda each: (each[0], each[0] + each[1]))


@given(st.lists(SPAN, max_size=8), SPAN)
def test_the_ground_tells_what_looking_at_each_span_tells(taken: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    start, stop = asked

    is_taken = 1 in ground(40, taken)[start:stop]

    assert is_taken == any(first < stop and start < last for first, last in taken)
