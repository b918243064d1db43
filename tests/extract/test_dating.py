"""When a source was captured and when its items were written; the arithmetic of prefix dates."""

from __future__ import annotations

import datetime
import pickle
import random
from collections import Counter
from typing import Any

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArchiveError
from archive.extract.dates import prefixdate
from archive.extract.dates.ago import days_ago
from archive.extract.dates.dating import (
    Captured,
    Dated,
    ItemText,
    PageState,
    captured,
    date_items,
    item_text,
    with_expressions,
)
from archive.extract.dates.paths import day_in_address

MODIFIED = datetime.date(2026, 11, 22)


def covers(value: str, day: str) -> bool:
    """Whether a day lies within a prefix date or a range."""
    first, last = prefixdate.bounds(value)
    return first.isoformat() <= day <= last.isoformat()


def capture(
    *,
    option: str | None = None,
    stamp: str | None = None,
    name: str = "page.html",
    sample: list[str] | None = None,
    modified: datetime.date | None = MODIFIED,
) -> Captured:
    return captured(
        option=option, stamp=stamp, name=name, sample=[ItemText(text) for text in sample or []], modified=modified
    )


NEWS = [
    "The harbour master resigned on Oct. 24 after talks failed.",
    "Divers found the wreck in February 2024, the coast guard said.",
    "The ferry line, founded in 1998, will electrify by 2030.",
    "A storm in June 2024 had damaged the pier.",
]


def test_the_order_of_what_tells_the_capture() -> None:
    everything = {"option": "2020-01-02", "stamp": "3 Feb 2021", "name": "p-2022-03-04.html", "sample": NEWS}
    assert capture(**everything) == Captured("2020-01-02", "option")  # type: ignore[arg-type]
    assert capture(stamp="3 Feb 2021", name="p-2022-03-04.html", sample=NEWS) == Captured("2021-02-03", "document")
    assert capture(stamp="no date", name="p-2022-03-04.html", sample=NEWS) == Captured("2022-03-04", "name")
    assert capture(sample=NEWS) == Captured("2024", "text")
    assert capture(sample=["No years here, on Oct. 24."]) == Captured("2026-11-22", "file")
    assert capture(modified=None) == Captured(None, None)


def test_an_option_that_is_no_date_is_refused() -> None:
    with pytest.raises(ArchiveError, match="soon"):
        capture(option="soon")
    with pytest.raises(ArchiveError, match="write 2024-10-03 or 2024-03-10"):
        capture(option="03/10/2024")
    assert capture(option=" 25 Oct 2024 ").value == "2024-10-25"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page-2024-10-25.html", "2024-10-25"),
        ("20241025_tag.txt", "2024-10-25"),
        ("tag_25.10.2024", "2024-10-25"),
        ("10-25-2024.txt", "2024-10-25"),
        ("tag_03.10.2024", "2024-10-03"),
        ("tag_03-10-2024", "2024"),
        ("tag_11-20-2026", "2026-11-20"),
        ("tag_12-11-2026", "2026"),
        ("tag_11-12-2024", "2024"),
        ("20241025143000.html", "2024-10-25"),
        ("news 25 Oct 2024.html", "2024-10-25"),
        ("https://example.org/2024/10/25/harbour.html?id=20230101", "2024-10-25"),
        ("saved/2024-10.json", "2024-10"),
        ("may_2023.html", "2023-05"),
        ("archive-2024.csv", "2024"),
    ],
)
def test_dates_in_names(name: str, value: str) -> None:
    assert capture(name=name) == Captured(value, "name")


@pytest.mark.parametrize(
    "name",
    [
        *("000_302ee5bc190fd23a.txt", "img_12345678.jpg", "id_20191399.txt", "vision-2030.html", "march.txt"),
        *("events-2002-2023.jsonl.gz", "a20241025b.txt", "2031-01-01.html", "v1.2.3.tar.gz", "-"),
    ],
)
def test_hashes_numbers_and_the_future_are_no_dates_of_names(name: str) -> None:
    assert capture(name=name).by == "file"


def test_a_stray_future_year_does_not_set_the_capture() -> None:
    sample = [*NEWS, "The port will be rebuilt by 2026.", "The plan for 2026 is drawn up."]
    assert capture(sample=sample) == Captured("2024", "text")


def test_a_file_saved_soon_after_its_newest_text_is_believed() -> None:
    assert capture(sample=NEWS, modified=datetime.date(2024, 10, 25)) == Captured("2024-10-25", "file")
    assert capture(sample=NEWS, modified=datetime.date(2025, 1, 20)) == Captured("2025-01-20", "file")


def published(*days: str | None) -> list[ItemText]:
    return [ItemText("Since December 2019 three berths have been cleared.", published=day) for day in days]


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"sample": published("2024-10-23", "2024-10-24", None)}, Captured("2024-10-24", "text")),
        ({"sample": published("2024-10-24"), "stamp": "2019-05-01"}, Captured("2024-10-24", "text")),
        ({"sample": published("2024-10-24"), "stamp": "2024-10-23"}, Captured("2024-10-24", "document")),
        ({"sample": published("2024-10-24"), "stamp": "2024-10-30"}, Captured("2024-10-30", "document")),
        ({"sample": published("2024-10-24"), "name": "harbour-2019.html"}, Captured("2024-10-24", "text")),
        ({"sample": published("2024-10-24"), "name": "harbour-2024.html"}, Captured("2024", "name")),
        ({"sample": published("2024-10-24"), "option": "2020-01-02"}, Captured("2020-01-02", "option")),
        ({"sample": published("2026-11-20", None)}, Captured("2026-11-22", "file")),
        ({"sample": published("2024-10-24", "2027-03-01")}, Captured("2024-10-24", "text")),
        ({"sample": published("2024-10-24", "2027-03-01"), "modified": None}, Captured("2027-03-01", "text")),
        ({"sample": published("2027-03-02", "2027-03-01")}, Captured("2027-03-02", "text")),
        ({"sample": [ItemText("", address="2024-10-24"), ItemText("")]}, Captured("2024-10-24", "text")),
    ],
)
def test_the_capture_is_never_before_the_newest_item(given: dict[str, Any], value: Captured) -> None:
    assert captured(**{"option": None, "stamp": None, "name": "page.html", "modified": MODIFIED} | given) == value


def test_years_of_texts_tell_more_than_one_old_item() -> None:
    sample = [ItemText(text) for text in NEWS * 2] + published("2024-01-03")
    assert captured(option=None, stamp=None, name="page.html", sample=sample, modified=MODIFIED).value == "2024"


def test_the_newest_item_of_a_long_source_counts_wherever_it_stands() -> None:
    sample = published("2019-01-03", None)
    when = captured(
        option=None,
        stamp=None,
        name="-",
        sample=sample,
        days=Counter({"2019-01-03": 5, "2024-10-24": 2}),
        modified=None,
    )
    assert when == Captured("2024-10-24", "text")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://ledger.example/2024/10/24/ferry", "2024-10-24"),
        ("/harbour/2024/1/5/ferry.html", "2024-01-05"),
        ("https://ledger.example/world/2024/oct/24/ferry", "2024-10-24"),
        ("https://ledger.example/ferry-crews-vote-2024-10-24.html?page=2", "2024-10-24"),
        ("https://ledger.example/ferry-nid24102024/", "2024-10-24"),
        ("https://ledger.example/20241024/ferry", "2024-10-24"),
        ("https://web.example/web/20250101120000/https://ledger.example/2024/10/24/ferry", "2024-10-24"),
        ("https://ledger.example/ferry?date=2024-10-24", None),
        ("https://2024-10-24.example/ferry", None),
        ("https://ledger.example/2024/10/ferry", None),
        ("https://ledger.example/ferry-120241024", None),
        ("https://ledger.example/2024/13/40/ferry", None),
        ("https://ledger.example/10/24/2024/ferry", None),
        (None, None),
    ],
)
def test_the_day_in_an_address(url: str | None, day: str | None) -> None:
    assert day_in_address(url) == day


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        *((stamp, "2024-10-25") for stamp in ("2 hours ago", "5h", "Just now", "vor 20 Minuten", "il y a 3 heures")),
        *((stamp, "2024-10-24") for stamp in ("Yesterday", "Gestern, 14:20 Uhr", "1 day ago", "há um dia", "вчора")),
        *((stamp, "2024-10-22") for stamp in ("3d ago", "hace 3 días", "3 дня назад", "Updated 3 days ago", "3 天前")),
        ("30 hours ago", "2024-10-24"),
        ("2 weeks ago", "2024-10"),
        ("11 months ago", "2023-11"),
        ("vor einem Jahr", "2023"),
        *((stamp, "2024-10-21") for stamp in ("Monday", "Montag, 14:20 Uhr", "Oct 21", "21. 10.", "21 octobre")),
        ("Dec 24", "2023-12-24"),
        *((stamp, None) for stamp in ("3 hours", "an hour with Ada", "24", "Mondays", "5 min read", "", "days ago")),
    ],
)
def test_how_long_ago(stamp: str, value: str | None) -> None:
    assert days_ago(stamp, datetime.date(2024, 10, 25)) == value


def dated(stamp: str | None, when: Captured, url: str | None = None, text: str = "The court was full.") -> Dated:
    return date_items([item_text(text, None, stamp, None, url)], when, None)[0][0]


def test_what_counts_from_the_capture_counts_from_a_known_one() -> None:
    link = "https://ledger.example/2024/10/20/court"
    known, guessed = Captured("2024-10-25", "document"), Captured("2024-10-25", "file")
    assert dated("Yesterday", known, link) == Dated((), "2024-10-24", "published", "Yesterday")
    assert dated("Yesterday", guessed, link) == Dated((), "2024-10-20", "published", "Yesterday")
    assert dated("Yesterday", guessed) == Dated((), "2024-10-24", "captured", "Yesterday")
    assert dated("Yesterday", Captured("2024", "text")) == Dated((), "2024", "captured", "Yesterday")
    assert dated(None, known, link) == Dated((), "2024-10-20", "published")
    assert dated("2024-10-19", known, link) == Dated((), "2024-10-19", "published")


@pytest.mark.parametrize(
    "stamp", ["0", "1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00", "2199-01-01", "2031-05-05"]
)
def test_impossible_dates_are_none(stamp: str) -> None:
    page = Captured("2024-10-25", "document")
    assert (dated(stamp, page).dated, dated(stamp, page).dated_by) == ("2024-10-25", "captured")
    assert dated(stamp, page, text="The court sat on Oct. 4, 2024.").dated == "2024-10-04"


def told(lines: list[str | None], page: Captured) -> list[tuple[str | None, str | None]]:
    items = [ItemText(f"The court sat on {line}." if line else "The court was full.") for line in lines]
    dated, _ = date_items(items, page, None)
    return [(item.dated, item.dated_by) for item in dated]


def test_published_items_anchor_their_own_dates() -> None:
    items = [
        ItemText("It burnt yesterday.", published="2020-03-01"),
        ItemText("It burnt on Dec. 30.", published="2020-01-02"),
    ]
    dated, state = date_items(items, Captured("2026", "file"), None)
    assert [(d.dated, d.dated_by) for d in dated] == [("2020-03-01", "published"), ("2020-01-02", "published")]
    assert [d.dates[0].value for d in dated] == ["2020-02-29", "2019-12-30"]
    assert pickle.loads(pickle.dumps((dated, state))) == (dated, state)


def test_undated_items_lie_between_their_neighbours() -> None:
    page = Captured("2024-10-25", "option")
    assert told([None, "Oct. 24", None, "Oct. 21", "Oct. 15", None, "Oct. 15", None], page) == [
        ("2024-10-24/2024-10-25", "neighbours"),
        ("2024-10-24", "text"),
        ("2024-10-21/2024-10-24", "neighbours"),
        ("2024-10-21", "text"),
        ("2024-10-15", "text"),
        ("2024-10-15", "neighbours"),
        ("2024-10-15", "text"),
        ("2024", "neighbours"),
    ]


def test_history_on_an_ordered_page_does_not_date_its_item() -> None:
    lines: list[str | None] = [
        "Oct. 24",
        "Oct. 22",
        "Feb. 3",
        "Oct. 20",
        "Oct. 19",
        "March 2, 2019",
        "Oct. 15",
        "Oct. 14",
    ]
    values = told(lines, Captured("2024-10-25", "option"))
    assert values[2] == ("2024-10-20/2024-10-22", "neighbours")
    assert values[5] == ("2024-10-15/2024-10-19", "neighbours")
    assert values[7] == ("2024-10-14", "text")


@pytest.mark.parametrize("page", [Captured("2024-03-10", "option"), Captured("2024", "text")])
def test_the_year_turns_down_a_page(page: Captured) -> None:
    lines: list[str | None] = [
        "March 5",
        "Feb. 20",
        "Feb. 2",
        "Jan. 11",
        "Dec. 29",
        None,
        "Dec. 27",
        "Nov. 30",
        "Nov. 2",
    ]
    values = [value for value, _ in told(lines, page)]
    assert values[:4] == ["2024-03-05", "2024-02-20", "2024-02-02", "2024-01-11"]
    assert values[4:] == ["2023-12-29", "2023-12-27/2023-12-29", "2023-12-27", "2023-11-30", "2023-11-02"]


def test_a_page_from_old_to_new_is_read_from_its_end() -> None:
    lines: list[str | None] = ["Nov. 2", "Nov. 30", "Dec. 27", None, "Jan. 11", "Feb. 2", "Feb. 20"]
    values = [value for value, _ in told(lines, Captured("2024-03-10", "option"))]
    assert values == [
        *("2023-11-02", "2023-11-30", "2023-12-27", "2023-12-27/2024-01-11", "2024-01-11", "2024-02-02", "2024-02-20")
    ]


def test_items_of_a_page_without_order_stand_alone() -> None:
    lines: list[str | None] = ["Oct. 3", "June 9", None, "Sept. 30", "March 2", "Oct. 9", "April 4"]
    values = told(lines, Captured("2024-10-25", "option"))
    assert values[2] == ("2024-10-25", "captured")
    assert values[4] == ("2024-03-02", "text")


def test_datelines_come_first_and_plans_do_not_date() -> None:
    items = [
        ItemText("The fleet sailed in August.", dateline="MOSCOW, Oct 24"),
        ItemText("The summit will be held on Oct. 20."),
        ItemText("It has been shut since Oct. 2."),
        ItemText("Nothing is told.", title="Shelling on Oct. 4 kills two"),
    ]
    dated, _ = date_items(items, Captured("2024-10-25", "option"), None)
    assert dated[0].dated == "2024-10-24"
    assert [d.dated_by for d in dated] == ["text", "captured", "captured", "text"]


def test_chunks_carry_the_year_on() -> None:
    page = Captured("2024-03-10", "option")
    top, state = date_items(
        [ItemText(f"Held on {d}.") for d in ("March 5", "Feb. 20", "Feb. 2", "Jan. 11")], page, None
    )
    state = pickle.loads(pickle.dumps(state))
    end, _ = date_items([ItemText(f"Held on {d}.") for d in ("Jan. 2", "Dec. 29", "Nov. 30", "June 1")], page, state)
    assert [d.dated for d in (*top, *end)][3:] == ["2024-01-11", "2024-01-02", "2023-12-29", "2023-11-30", "2023-06-01"]


def test_a_weekday_is_told_from_where_the_page_has_come_down_to() -> None:
    items = [ItemText(f"Held on {d}.") for d in ("Oct. 24", "Oct. 10", "Oct. 4", "Sept. 20", "Sept. 12")]
    items.insert(4, ItemText("The vote was lost on Monday."))
    dated, _ = date_items(items, Captured("2024-10-25", "option"), None)
    assert dated[4].dates[0].value <= "2024-10-07"


def test_nothing_known_stays_unknown() -> None:
    dated, state = date_items([ItemText("Held on Oct. 4."), ItemText("Held.")], Captured(None, None), None)
    assert [(d.dated, d.dated_by, d.dates) for d in dated] == [(None, None, ())] * 2
    assert date_items([], Captured("2024", "text"), state) == ([], state)


WORDS = [
    "on Oct. 4",
    "in 2019",
    "Dec. 30",
    "Jan. 2, 2020",
    "May",
    "Monday",
    "last week",
    "will",
    "Feb. 29",
    "nothing",
    "early March",
]


@SOME
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(WORDS), max_size=4), st.sampled_from([None, None, "2020", "2020-02-29"])),
        max_size=25,
    ),
    st.sampled_from([None, "2024", "2024-02", "2024-02-29", "1990-01-01"]),
    st.integers(1, 25),
)
def test_any_page_gives_valid_dates_and_the_same_twice(
    page: list[tuple[list[str], str | None]], value: str | None, size: int
) -> None:
    items = [ItemText(" ".join(words), published=published) for words, published in page]
    source = Captured(value, "option" if value else None)
    runs = []
    for read in (True, True, False):
        state: PageState | None = None
        out = []
        for at in range(0, len(items), size):
            dated, state = date_items(items[at : at + size], source, state, read=read)
            out += dated
        runs.append([with_expressions(item.text, each) for item, each in zip(items, out, strict=True)])
    assert runs[0] == runs[1] == runs[2]
    assert len(runs[0]) == len(items)
    for item, dated_item in zip(items, runs[0], strict=True):
        assert (dated_item.dated is None) == (dated_item.dated_by is None)
        assert dated_item.dated is None or prefixdate.is_valid(dated_item.dated)
        if item.published and value != "1990-01-01":  # decades before its own items: then they are not believed
            assert dated_item.dated == item.published


def test_long_pages_are_dated_in_order() -> None:
    draw = random.Random(7)
    day, days = datetime.date(2024, 10, 24), []
    for _ in range(300):
        days.append(day)
        day -= datetime.timedelta(days=draw.randrange(4))
    items = [ItemText(f"Held on {d:%B} {d.day}." if draw.random() < 0.5 else "Held.") for d in days]
    dated, _ = date_items(items, Captured("2024-10-25", "option"), None)
    assert sum(covers(d.dated or "1", true.isoformat()) for d, true in zip(dated, days, strict=True)) >= 290


@pytest.mark.parametrize(
    "value", ["", "24", "2024-13", "2024-02-30", "0000", "2024-10/2024-09", "2024-1-1", "2024/", "２０２４"]
)
def test_what_is_no_prefix_date(value: str) -> None:
    assert not prefixdate.is_valid(value)
    with pytest.raises(ValueError, match=r"date|range"):
        prefixdate.bounds(value)


@given(st.dates(), st.dates())
def test_prefixes_cover_their_days(one: datetime.date, other: datetime.date) -> None:
    low, high = sorted((one.isoformat(), other.isoformat()))
    whole = prefixdate.span(low, high)
    assert covers(whole, low)
    assert covers(whole, high)
    assert covers(low[:7], low)
    shared = prefixdate.common(low, high)
    assert shared is None or (covers(shared, low) and covers(shared, high))
