"""Date expressions: spans, values, and what is none."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import SHARED

from archive.extract.dates.anchor import Anchor
from archive.extract.dates.expressions import find_dates
from archive.extract.dates.prefixdate import bounds, is_valid

PUBLISHED = Anchor("2024-10-25")  # a Friday
PAGE = Anchor("2024-10-25", is_bound=True)


def found(text: str, anchor: Anchor | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(span.surface, span.value) for span in find_dates(text, anchor)]


FULL = [
    ("The bridge opened on October 24, 2024.", "October 24, 2024", "2024-10-24"),
    ("The bridge opened on Oct. 24, 2024 at noon.", "Oct. 24, 2024", "2024-10-24"),
    ("It closed 24 October 2024 for repairs", "24 October 2024", "2024-10-24"),
    ("It closed on the 24th of October 2024.", "24th of October 2024", "2024-10-24"),
    ("The ferry sank Thursday, Oct. 24, 2024, off Malta.", "Thursday, Oct. 24, 2024", "2024-10-24"),
    ("Stamped 24-Oct-2024 by the clerk", "24-Oct-2024", "2024-10-24"),
    ("Posted 28.02.22 14:35 by the desk", "28.02.22", "2022-02-28"),
    ("Posted 2024-10-24T14:35:00Z by the desk", "2024-10-24", "2024-10-24"),
    ("Filed 2024-10-24.", "2024-10-24", "2024-10-24"),
    ("Filed 2024/10/24.", "2024/10/24", "2024-10-24"),
    ("Filed 10/24/2024.", "10/24/2024", "2024-10-24"),
    ("Filed 24/10/2024.", "24/10/2024", "2024-10-24"),
    ("Filed 03/10/2024.", "03/10/2024", "2024"),
    ("Filed 03.10.2024.", "03.10.2024", "2024-10-03"),
    ("Filed 03.04.2021 in Bonn", "03.04.2021", "2021-04-03"),
    ("Figures for 2024-09 were revised", "2024-09", "2024-09"),
    ("Am 24. Oktober 2024 in Kiel", "24. Oktober 2024", "2024-10-24"),
    ("Le 3 février 2021 à Lyon", "3 février 2021", "2021-02-03"),
    ("El 24 de octubre de 2024 en Lima", "24 de octubre de 2024", "2024-10-24"),
    ("В Минске 24 октября 2023 года прошла встреча", "24 октября 2023", "2023-10-24"),
    ("W Krakowie 5 września 2022 roku", "5 września 2022", "2022-09-05"),
    ("The treaty of June 2024 lapsed", "June 2024", "2024-06"),
    ("The treaty of June, 2024 lapsed", "June, 2024", "2024-06"),
    ("Prices fell in Dec 2020 again", "Dec 2020", "2020-12"),
    ("They have met since late 2022, he said", "late 2022", "2022"),
    ("They have met since 2022", "2022", "2022"),
    ("Built by the end of 2025", "the end of 2025", "2025"),
    ("Built by mid-2023 or so", "mid-2023", "2023"),
    ("Net zero by 2030", "2030", "2030"),
    ("a song of the 1990s", "1990s", "1990/1999"),
    ("a song of the early 1990s", "early 1990s", "1990/1999"),
    ("a song of the '80s", "'80s", "1980/1989"),
    ("the war of 2018–2020 ended", "2018–2020", "2018/2020"),
    ("the 2022-23 season", "2022-23", "2022/2023"),
    ("the 2020/21 season", "2020/21", "2020/2021"),
    ("at home between 2000 and 2003", "2000 and 2003", "2000/2003"),
    ("from May 3 to June 4, 2021 he", "May 3 to June 4, 2021", "2021-05-03/2021-06-04"),
    ("from Dec. 30, 2020 to Jan. 2, 2021", "Dec. 30, 2020 to Jan. 2, 2021", "2020-12-30/2021-01-02"),
    ("from Dec. 30 to Jan. 2, 2021", "Dec. 30 to Jan. 2, 2021", "2020-12-30/2021-01-02"),
    ("open 23-24 October 2021 only", "23-24 October 2021", "2021-10-23/2021-10-24"),
    ("between March 2018 and May 2019", "March 2018 and May 2019", "2018-03/2019-05"),
    ("sown in spring 2023", "spring 2023", "2023-03/2023-05"),
    ("sown in the summer of 2014", "summer of 2014", "2014-06/2014-08"),
    ("harsh in winter 2022", "winter 2022", "2022-12/2023-02"),
    ("profits of Q3 2024 rose", "Q3 2024", "2024-07/2024-09"),
    ("profits in the first half of 2023 rose", "the first half of 2023", "2023-01/2023-06"),
    ("profits in the fourth quarter of 2023", "the fourth quarter of 2023", "2023-10/2023-12"),
    ("lit on Christmas Eve 2019", "Christmas Eve 2019", "2019-12-24"),
    ("a Christmas Eve 2019 mass", "Christmas Eve 2019", "2019-12-24"),
    ("output of January–April 2009 fell", "January–April 2009", "2009-01/2009-04"),
    ("tickets for the 2022 FIFA World Cup", "2022", "2022"),
    ("the jewel of Vision 2030", "2030", "2030"),
    ("the widows of 9/11", "9/11", "2001-09-11"),
    ("lit on Easter Sunday, 2024", "Easter Sunday, 2024", "2024-03-31"),
]


@pytest.mark.parametrize(("text", "surface", "value"), FULL)
def test_complete_dates_need_no_anchor(text: str, surface: str, value: str) -> None:
    assert found(text, None) == [(surface, value)]
    assert found(text) == [(surface, value)]


UNFINISHED = [
    ("He spoke to reporters on Oct. 24.", "Oct. 24", "2024-10-24"),
    ("He spoke on Oct. 23-24 in Riga", "Oct. 23-24", "2024-10-23/2024-10-24"),
    ("polled between Sept. 10 and 17", "Sept. 10 and 17", "2024-09-10/2024-09-17"),
    ("polled between 10 and 17 September", "10 and 17 September", "2024-09-10/2024-09-17"),
    ("It fell in early October, he said", "early October", "2024-10"),
    ("It fell in late December", "late December", "2023-12"),
    ("It fell in mid-July.", "mid-July", "2024-07"),
    ("The pier burnt in August during a gale", "August", "2024-08"),
    ("He arrived on Dec. 30 in Oslo", "Dec. 30", "2023-12-30"),
    ("He will arrive on Dec. 30 in Oslo", "Dec. 30", "2024-12-30"),
    ("a record, beating the one set in August", "August", "2024-08"),
    ("The vote is due on January 12", "January 12", "2025-01-12"),
    ("In March, the board plans to meet", "March", "2025-03"),
    ("In March, the board met", "March", "2024-03"),
    ("shut until at least May", "May", "2025-05"),
    ("on his March trip to the coast", "March", "2024-03"),
    ("ahead of the May election", "May", "2025-05"),
    ("The mandate was extended until February 3", "February 3", "2025-02-03"),
    ("The ship docked Monday, Oct. 21", "Monday, Oct. 21", "2024-10-21"),
    ("The ship docked Monday, Oct. 23", "Monday, Oct. 23", "2023-10-23"),  # the weekday tells the year
    ("He left yesterday", "yesterday", "2024-10-24"),
    ("He leaves tomorrow", "tomorrow", "2024-10-26"),
    ("He sings tonight", "tonight", "2024-10-25"),
    ("He sang last night", "last night", "2024-10-24"),
    ("He sang this morning", "this morning", "2024-10-25"),
    ("He was arrested on Monday", "Monday", "2024-10-21"),
    ("He was arrested on Friday", "Friday", "2024-10-25"),
    ("He will appear in court on Monday", "Monday", "2024-10-28"),
    ("The road is shut until Tuesday", "Tuesday", "2024-10-29"),
    ("arrested last Friday", "last Friday", "2024-10-18"),
    ("to be heard next Friday", "next Friday", "2024-11-01"),
    ("shot on Sunday night", "Sunday night", "2024-10-20"),
    ("shut from Monday to Wednesday", "Monday to Wednesday", "2024-10-21/2024-10-23"),
    ("found Tuesday last week", "Tuesday last week", "2024-10-15"),
    ("It rained last week", "last week", "2024-10-14/2024-10-20"),
    ("It rained this week", "this week", "2024-10-21/2024-10-27"),
    ("It will rain next week", "next week", "2024-10-28/2024-11-03"),
    ("It rained for days in the last week", "last week", "2024-10-18/2024-10-25"),
    ("It rained last month", "last month", "2024-09"),
    ("It rained earlier this month", "earlier this month", "2024-10"),
    ("due later this year", "later this year", "2024"),
    ("It rained last year", "last year", "2023"),
    ("due by the end of the year", "the end of the year", "2024"),
    ("unrest over the weekend", "the weekend", "2024-10-19/2024-10-20"),
    ("unrest the previous day", "the previous day", "2024-10-24"),
    ("burnt two days ago", "two days ago", "2024-10-23"),
    ("burnt three weeks ago", "three weeks ago", "2024-10-04"),
    ("burnt two months ago", "two months ago", "2024-08"),
    ("burnt six years ago", "six years ago", "2018"),
    ("burnt a decade ago", "a decade ago", "2014"),
    ("sacked last November", "last November", "2023-11"),
    ("sacked this February", "this February", "2024-02"),
    ("due next May", "next May", "2025-05"),
    ("since last summer", "last summer", "2024-06/2024-08"),
    ("unrest this spring", "this spring", "2024-03/2024-05"),
    ("due next spring", "next spring", "2025-03/2025-05"),
    ("fireworks were banned on New Year's Eve", "New Year's Eve", "2023-12-31"),
    ("fireworks will be banned on New Year’s Eve", "New Year’s Eve", "2024-12-31"),
    ("married on the 12th.", "the 12th", "2024-10-12"),
    ("am 24. Oktober in Kiel", "24. Oktober", "2024-10-24"),
]


def test_a_round_number_before_people_counts_them_and_any_other_is_a_year() -> None:
    assert found("In 2014 people fled the town.") == [("2014", "2014")]
    assert found("In 2000 people fled the town.") == []


@pytest.mark.parametrize(("text", "surface", "value"), UNFINISHED)
def test_unfinished_dates_are_told_from_the_day_of_publication(text: str, surface: str, value: str) -> None:
    assert found(text) == [(surface, value)]


NO_DATES = [
    "She may march in the sun, he said.",
    "Theresa May said she would resign.",
    "May said no. Mrs May called a vote after talks for May failed.",
    "Thousands joined the March on Washington and the Women's March.",
    "April Jones and June Carter met August Wilson and Jan Novak.",
    "Some 2000 people and 1995 civilians fled.",
    "It cost $2024 or 1,000 euros in room 2011 at 2015 GMT.",
    "Su-2022 jets, COVID-2019, UN Resolution 1701, Flight 1549 and UTC 2022",
    "Call 555-2014 or +1 202 2019 now",
    "asteroid 2014 JO25 passed",
    "It took two years; she is 24, aged 24, at 9 p.m. for 24 hours.",
    "It happened more than a year ago, at least six months ago, a few days ago.",
    "over the past 24 hours, in the next two weeks, a three-week strike",
    "The Sunday Times, USA Today, Black September and Saturday Night Live",
    "Version 1.2.34 of 10.0.0.1 scored 6-4, 7-5 and 3.14",
    "Christmas Island and a Christmas market",
    "prices fall again this time, last but not least",
    "in the 19th century, open 24/7",
    "built 2000 BC by 2000-strong crews of 2000kg",
    "the first half of the match",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


def test_months_that_are_also_words_count_where_they_are_months() -> None:
    assert found("In May, Theresa May said the talks of March may march on.")[0] == ("May", "2024-05")
    assert found("Fighting since March and in early May.") == [("March", "2024-03"), ("early May", "2024-05")]


def test_a_page_looks_back_and_keeps_the_runner_up() -> None:
    (span,) = find_dates("The talks in December failed", PAGE)
    assert (span.value, span.alternative, span.rule) == ("2023-12", "2024-12", "month")
    assert found("The summit will be held on Nov. 18", PAGE) == [("Nov. 18", "2024-11-18")]


def test_a_page_tells_relative_dates_from_the_text_itself_first() -> None:
    text = "On Oct. 3 the envoy said that shelling had begun on Monday."
    assert found(text, PAGE) == [("Oct. 3", "2024-10-03"), ("Monday", "2024-09-30")]


def test_an_anchor_of_a_year_resolves_months_and_leaves_weekdays() -> None:
    assert found("On Oct. 24, not on Monday or yesterday, but last year", Anchor("2024")) == [
        ("Oct. 24", "2024-10-24"),
        ("last year", "2023"),
    ]


def test_without_an_anchor_unfinished_dates_are_left_out() -> None:
    assert found("On Oct. 24, yesterday and in May 2020", None) == [("May 2020", "2020-05")]


def test_a_year_is_shared_in_a_list() -> None:
    assert found("in June and August 2021") == [("June", "2021-06"), ("August 2021", "2021-08")]
    assert found("in June 2021 and in August") == [("June 2021", "2021-06"), ("August", "2021-08")]


def test_the_following_day_counts_from_the_date_before_it() -> None:
    assert found("Shot on 3 May 2021, he died the following day.")[1] == ("the following day", "2021-05-04")


def test_days_that_name_an_event_keep_its_year() -> None:
    assert found("moved by the September 11 attacks") == [("September 11", "2001-09-11")]
    assert found("held on September 11 in Turin") == [("September 11", "2024-09-11")]


def test_offsets_survive_odd_characters() -> None:
    text = "İstanbul 🙂 — on Oct. 24,\u00a02019 İ"
    (span,) = find_dates(text, None)
    assert text[span.start : span.stop] == span.surface == "Oct. 24,\u00a02019"


def test_days_are_the_bounds_of_the_value() -> None:
    (span,) = find_dates("between February 2024 and March 2024", None)
    assert (span.first_day, span.last_day) == ("2024-02-01", "2024-03-31")


PIECES = st.sampled_from(
    [
        *("Oct. 24", "2024", "May", "on", "between", "and", "-", "–", "to", ",", "'90s", "the", "end of", "29", "Feb"),
        *("Monday", "last", "week", "two", "days ago", "early", "31", "30.02.2022", "Q3", "0000", "9999", "/", "İ"),
        *("summer", "of", "Easter", "year", "24th", "1", "12:30", "2024-10-24", "September 31", "next", "\n", "99999"),
    ]
)


@given(
    st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join)),
    st.sampled_from(
        [None, PUBLISHED, PAGE, Anchor("2024"), Anchor("2024-02"), Anchor("0001-01-01"), Anchor("9999-12-31")]
    ),
)
def test_any_text_gives_ordered_valid_spans(text: str, anchor: Anchor | None) -> None:
    spans = find_dates(text, anchor)
    done = 0
    for span in spans:
        assert done <= span.start < span.stop <= len(text)
        assert text[span.start : span.stop] == span.surface
        assert is_valid(span.value)
        assert [day.isoformat() for day in bounds(span.value)] == [span.first_day, span.last_day]
        assert span.alternative is None or (is_valid(span.alternative) and span.alternative != span.value)
        done = span.stop
    assert pickle.loads(pickle.dumps(spans)) == spans


@pytest.mark.parametrize("unit", ["1", "May 1 ", "2024-", "Oct. ", "the last ", "1 and ", "in ", "1.1.", "Monday to "])
def test_hostile_repetition_is_read(unit: str) -> None:
    spans = find_dates(unit * (40_000 // len(unit)), PUBLISHED)
    assert len(spans) <= 40_000


def test_labelled_teasers() -> None:
    path = SHARED / "ner" / "teasers" / "dev.jsonl"
    if not path.exists():
        pytest.skip(f"labelled teasers are not beside the repository ({path})")
    gold, mine = set(), set()
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines()):
        record = json.loads(text)
        gold |= {(line, d["start"], d["stop"], d["value"]) for d in record["dates"]}
        mine |= {(line, s.start, s.stop, s.value) for s in find_dates(record["text"], Anchor(record["date"]))}
    assert 2 * len(gold & mine) / (len(gold) + len(mine)) >= 0.95


def test_seed_page_resolves_to_its_year() -> None:
    folder = SHARED / "seed"
    if not folder.exists():
        pytest.skip(f"the seed page is not beside the repository ({folder})")
    text = next(folder.iterdir()).read_text(encoding="utf-8")
    values = [s.value for line in text.splitlines() for s in find_dates(line, PAGE) if s.rule != "relative"]
    precise = [value for value in values if len(value) > 4]
    assert len(precise) == 16
    assert {value[:4] for value in precise} == {"2024"}


def test_one_date_of_a_text_proves_the_order_of_the_others() -> None:
    found = find_dates("Filed 03/10/2024; answered on 24/10/2024.", None)
    assert [span.value for span in found] == ["2024-10-03", "2024-10-24"]
