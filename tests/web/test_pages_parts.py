"""The parts of the reading room that know no archive: spans, timelines, words, queries refined by clicks."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from datasette.utils import tilde_encode
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st

from archive.grain import spread
from archive.search import parse, unparse
from archive.search.query import Filter
from archive.web import refine
from archive.web.addresses import Links
from archive.web.pages.snippet import changes
from archive.web.pages.timeline import Series, Timeline, timeline
from archive.web.spans import Piece, Span, excerpt, marked, nested, plain
from archive.web.wording import counted, rounded, size, written

words = st.text(alphabet="ab \"'<>&\u202e\n.é", max_size=40)
pairs = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=12)


@given(words, pairs)
def test_nested_spans_keep_every_character(text: str, spans: list[tuple[int, int]]) -> None:
    made = [Span(start, stop, number) for number, (start, stop) in enumerate(spans)]
    nodes = nested(text, made)
    assert plain(nodes) == text
    places: dict[int, set[int]] = {}
    _collect(nodes, 0, (), places)
    for number, (start, stop) in enumerate(spans):
        assert places.get(number, set()) == set(range(max(0, start), min(stop, len(text))))


def _collect(nodes: Any, at: int, within: tuple[int, ...], places: dict[int, set[int]]) -> int:
    for node in nodes:
        if isinstance(node, Piece):
            at = _collect(node.inside, at, (*within, node.value), places)
        else:
            for number in within:
                places.setdefault(number, set()).update(range(at, at + len(node)))
            at += len(node)
    return at


def test_a_span_that_is_cut_begins_once() -> None:
    nodes = nested("abcdef", [Span(0, 4, "left"), Span(2, 6, "right")])
    first, second = nodes
    assert isinstance(first, Piece)
    assert isinstance(second, Piece)
    assert (first.value, second.value, second.is_first) == ("left", "right", False)
    inner = first.inside[1]
    assert isinstance(inner, Piece)
    assert inner.is_first


def test_many_spans_take_little_time_and_depth() -> None:
    text = "x" * 20_000
    assert plain(nested(text, [Span(at, at + 1, at) for at in range(0, 20_000, 2)])) == text
    assert plain(nested(text, [Span(at, 20_000 - at, at) for at in range(5_000)])) == text


@given(st.text(max_size=20), st.lists(st.integers(0, 20), min_size=2, max_size=6, unique=True))
def test_marked_pieces_give_the_text(text: str, edges: list[int]) -> None:
    cuts = sorted(edges)
    spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if b <= len(text)]
    assert "".join(piece for piece, _ in marked(text, spans)) == text
    assert [piece for piece, is_marked in marked(text, spans) if is_marked] == [text[a:b] for a, b in spans]


@given(st.text(alphabet="ab \n<", max_size=400), st.integers(0, 399), st.integers(1, 30), st.integers(60, 200))
def test_an_excerpt_shows_the_first_mark(text: str, start: int, length: int, longest: int) -> None:
    spans = [(start, min(start + length, len(text)))] if start < len(text) else []
    shown = excerpt(text, spans, longest)
    whole = "".join(piece for piece, _ in shown)
    assert whole.removeprefix("… ").removesuffix(" …") in text
    assert len(whole) <= max(longest, len(text) if len(text) <= longest else 0) + 4
    assert [piece for piece, is_marked in shown if is_marked] == [text[a:b] for a, b in spans]


@given(st.lists(st.sampled_from("a b c".split())), st.lists(st.sampled_from("a b d".split())))
def test_changes_give_both_texts(ours: list[str], theirs: list[str]) -> None:
    left, right = " ".join(ours), " ".join(theirs)
    found = changes(left, right)
    assert "".join(text for text, change in found if change != "removed") == right
    assert "".join(text for text, change in found if change != "added") == left


def drawn(days: dict[str, int], *others: dict[str, int]) -> Timeline:
    found = timeline(*(Series(spread(one.items()), lambda when: f"?{when}", name="x") for one in (days, *others)))
    assert found
    return found


def test_timeline_is_drawn_to_scale() -> None:
    assert timeline(Series(spread([("2024-10-24", 4)]), str)) is None
    chart = drawn({"2024-10-14": 12, "2024-10-16": 3, "2024-10-16/2024-10-17": 3, "2024": 2})
    shown = [(one.when, one.bars[0].count, one.bars[0].pale, one.bars[0].url) for one in chart.columns]
    assert shown == [
        ("2024-10-14", 12, 0, "?2024-10-14"),
        ("2024-10-16", 3, 3, "?2024-10-16"),
        ("2024-10-17", 0, 3, None),
    ]
    assert list(chart.lines) == [("5", 58.3), ("10", 16.7)]
    assert chart.summary == (
        "By day, 14 Oct 2024 to 16 Oct 2024, most on 14 Oct 2024 (12). "
        "Pale: 3 that may be of one day or another. 2 known less exactly."
    )
    assert drawn({"2024-10-24": 5}).summary == "By day, 24 Oct 2024: 5."
    assert drawn({"2024-10-14": 3, "2024-10-16": 3}).summary == "By day, 14 Oct 2024 to 16 Oct 2024."


def test_strays_are_told_and_listed() -> None:
    chart = drawn({"0476-09-04": 1, **{f"2024-10-{day}": 5 for day in range(10, 32)}})
    assert [one.when for one in chart.columns if not one.is_drawn] == ["0476-09-04"]
    assert chart.summary.endswith(". 1 from before 10 Oct 2024.")


def test_two_series_stand_beside_each_other() -> None:
    chart = drawn({"2024-10-14": 6}, {"2024-10-14": 3, "2024-10-15": 2})
    first, second = chart.columns[0].bars
    assert (first.height, second.height) == (100, 50)
    assert first.left + first.width == pytest.approx(second.left, abs=0.01)
    assert chart.names == ("x", "x")
    assert [one.url for one in chart.columns[1].bars] == [None, "?2024-10-15"]


@SOME
@given(st.dictionaries(st.dates().map(str), st.integers(1, 9999), min_size=1, max_size=30))
def test_timeline_bars_stay_in_the_chart(days: dict[str, int]) -> None:
    chart = timeline(Series(spread(days.items()), str))
    if chart is None:
        assert sum(days.values()) < 5
        return
    within = [(one, one.bars[0]) for one in chart.columns if one.is_drawn]
    assert all(one.left >= 0 and one.left + one.width <= 100.01 and 0 < bar.height <= 100 for one, bar in within)
    assert 1 <= len(chart.ticks) <= 6
    assert 1 <= len(chart.lines) <= 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", "2024"),
        ("2024-10", "Oct 2024"),
        ("2024-10-04", "4 Oct 2024"),
        ("2024-09-10/2024-09-17", "10–17 Sep 2024"),
        ("2024-09-30/2024-10-02", "30 Sep – 2 Oct 2024"),
        ("2023-12/2024-01", "Dec 2023 – Jan 2024"),
        ("2023/2024", "2023 – 2024"),
        (None, "undated"),
        ("<b>", "<b>"),
    ],
)
def test_dates_in_words(value: str | None, expected: str) -> None:
    assert written(value) == expected


def test_numbers_in_words() -> None:
    assert counted(1, "copy", "copies") == "1 copy"
    assert counted(2_400, "snippet") == "2,400 snippets"
    assert [size(number) for number in (12, 4_096, 8_200_000, 3_000_000_000)] == [
        "12 bytes",
        "4.1 KB",
        "8.2 MB",
        "3.0 GB",
    ]
    assert [rounded(number) for number in (7, 94, 1_249, 1_251, 98_765)] == [7, 94, 1_200, 1_300, 99_000]


conditions = st.sampled_from(
    [
        "grain",
        '"a phrase"',
        "person:velden",
        "-person:renn",
        "outlet:courier",
        "on:2024",
        "on:2024-10",
        "-kind:deck",
        "a*",
    ]
)
filters = st.sampled_from(
    [Filter("person", "velden"), Filter("outlet", "courier"), Filter("on", "2024-10"), Filter("kind", "deck")]
)


@given(st.lists(conditions, max_size=5), filters)
def test_refining_reads_back_and_can_be_undone(parts: list[str], node: Filter) -> None:
    query = parse(" ".join(parts))
    for made in (refine.narrowed, refine.excluding, refine.also, refine.without):
        text = made(query, node)
        assert unparse(parse(text).root) == text
    narrowed = parse(refine.narrowed(query, node))
    assert node in narrowed.conditions
    assert node not in parse(refine.without(narrowed, node)).conditions
    assert node not in parse(refine.excluding(narrowed, node)).conditions
    assert node in refine.chosen(parse(refine.also(query, node)), node.field)


def test_addresses_are_escaped() -> None:
    links = Links("/news/", "my clippings")
    assert links.home == f"/news/-/archive/{tilde_encode('my clippings')}"
    assert parse_qs(urlsplit(links.search('a&b="c"#', "newest", 3)).query) == {
        "q": ['a&b="c"#'],
        "sort": ["newest"],
        "page": ["3"],
    }
    assert links.search() == f"{links.home}/search"
