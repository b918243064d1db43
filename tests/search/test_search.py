"""The query language: what is understood, what is mended and said, and that any text at all is answered."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import SearchError
from archive.extract.dates.prefixdate import bounds, is_valid
from archive.search import parse, unparse
from archive.search.days import WEEKDAYS, Days, asked, ceiling, counted, edge, holders, is_day_value, settled
from archive.search.query import And, Filter, Near, Node, Not, Or, Query, Some, Term

PIECES = [
    "grain", "Jean-Pierre", "O'Brien", "AT&T", "U.S.", "don’t", "東京", "Київ", "🌾", "…", "-", "--", "+", "*", "**",
    "har*", "*bour", "ha*r", '"', "“", "”", "«", "(", ")", "()", "OR", "AND", "NOT", "|", "or", "NEAR(", "NEAR", ", 5)",
    "person:", "place:", "org:", "entity:", "outlet:", "kind:", "on:", "after:", "before:", "is:", "title:", "text:",
    "foo:", "https://a.b/c?d=e", "14:35", "2024-10", "2024-10-24", "yesterday", "9999", "2024-02-30", "headline",
    "said:", "by:", "about:",
    "on~:", "until:", "mentions-date:", "lang:", "id:", "from:", "since:", "and", "not", "SOME(", "#12", "‘", "’", ">=",
    "Oct", "24,", "2024", "last", "week", "03/04/2024", "..", "&", "||",
    "truncated", "variant", "any", "fullest", "#7", "Velden", "\x00", "\ud800", "\u200b", "\x1b[31m", "'", "`", ";",
    "{title} :", "^", "rowid", ":words", "%", "_", "\\", "\n", "\t",
]  # fmt: skip
typed = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=14).map(
    lambda pieces: "".join(piece + space for piece, space in pieces)
)
anything = st.one_of(st.text(max_size=60), typed)


def root(text: str) -> Node | None:
    return parse(text).root


def parsed(text: str) -> Query | str:
    """The query, or the message that refuses it."""
    try:
        return parse(text)
    except SearchError as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grain", Term("grain")),
        ("grain deal", And((Term("grain"), Term("deal")))),
        ("grain AND deal", And((Term("grain"), Term("deal")))),
        ('"grain deal"', Term("grain deal")),
        ("“grain deal”", Term("grain deal")),
        ("«grain  deal»", Term("grain deal")),
        ("har*", Term("har", is_prefix=True)),
        ('"grain har*"', Term("grain har", is_prefix=True)),
        ('"grain har"*', Term("grain har", is_prefix=True)),
        ("-grain", Not(Term("grain"))),
        ("NOT grain", Not(Term("grain"))),
        ('-"grain deal"', Not(Term("grain deal"))),
        ("-person:renn", Not(Filter("person", "renn"))),
        ("-(grain OR wheat)", Not(Or((Term("grain"), Term("wheat"))))),
        ("-(-grain)", Term("grain")),
        ("grain OR wheat", Or((Term("grain"), Term("wheat")))),
        ("grain | wheat", Or((Term("grain"), Term("wheat")))),
        ("grain || wheat", Or((Term("grain"), Term("wheat")))),
        ("grain or wheat", Or((Term("grain"), Term("wheat")))),
        ("grain and wheat", And((Term("grain"), Term("wheat")))),
        ("grain & wheat", And((Term("grain"), Term("wheat")))),
        ("grain and not wheat", And((Term("grain"), Not(Term("wheat"))))),
        ("grain not person:renn", And((Term("grain"), Not(Filter("person", "renn"))))),
        ("grain not wheat", And((Term("grain"), Term("not"), Term("wheat")))),
        ("not guilty", And((Term("not"), Term("guilty")))),
        ("grain or", And((Term("grain"), Term("or")))),
        ("or else", And((Term("or"), Term("else")))),
        ('grain "or" wheat', And((Term("grain"), Term("or"), Term("wheat")))),
        ("They say grain or wheat will rise", And(tuple(map(Term, "They say grain or wheat will rise".split())))),
        ("ｐｅｒｓｏｎ：Ｒｅｎｎ", Filter("person", "Renn")),
        ("ﬁre", Term("fire")),
        ("‹grain deal›", Term("grain deal")),
        ("‘grain deal’", Term("grain deal")),
        ("’twas the dockers’ day", And(tuple(map(Term, "’twas the dockers’ day".split())))),
        ("a b OR c", Or((And((Term("a"), Term("b"))), Term("c")))),
        ("a (b OR c)", And((Term("a"), Or((Term("b"), Term("c")))))),
        ("(((grain)))", Term("grain")),
        ("NEAR(grain deal, 5)", Near((Term("grain"), Term("deal")), 5)),
        ('NEAR("the deal" grai*)', Near((Term("the deal"), Term("grai", is_prefix=True)), 10)),
        ("NEAR(grain, deal, 3)", Near((Term("grain"), Term("deal")), 3)),
        ("NEAR(grain 5)", Near((Term("grain"), Term("5")), 10)),
        ("NEAR(grain, 5)", Term("grain")),
        ("-NEAR(a b, 2)", Not(Near((Term("a"), Term("b")), 2))),
        ("title:NEAR(a b, 2)", Near((Term("a"), Term("b")), 2, "title")),
        ("near(a b)", And((Term("near"), Term("a"), Term("b")))),
        ("title:grain", Term("grain", column="title")),
        ("TITLE:har*", Term("har", is_prefix=True, column="title")),
        ('text:"grain deal"', Term("grain deal", column="text")),
        ('person:"Mara Velden"', Filter("person", "Mara Velden")),
        ("person:“Mara Velden”", Filter("person", "Mara Velden")),
        ("person:vel*", Filter("person", "vel", is_prefix=True)),
        ("person:(renn OR velden)", Or((Filter("person", "renn"), Filter("person", "velden")))),
        ("organisation:ngu", Filter("org", "ngu")),
        ("entity:#7", Filter("entity", "#7")),
        ("said:grain", Term("grain", column="said")),
        ("said:“grain deal”", Term("grain deal", column="said")),
        ("SAID:gra*", Term("gra", is_prefix=True, column="said")),
        ("-said:grain", Not(Term("grain", column="said"))),
        ("said:(grain OR wheat)", Or((Term("grain", column="said"), Term("wheat", column="said")))),
        ("said:NEAR(a b, 2)", Near((Term("a"), Term("b")), 2, "said")),
        ('He said: "We sail"', And((Term("He"), Term("We sail", column="said")))),
        ("by:velden", Filter("by", "velden")),
        ('by:"Mara Velden" about:bread', And((Filter("by", "Mara Velden"), Filter("about", "bread")))),
        ("by:person:velden", Filter("by", "person:velden")),
        ("-by:vel*", Not(Filter("by", "vel", is_prefix=True))),
        ("outlet:courier,", Filter("outlet", "courier")),
        ("kind:Headlines", Filter("kind", "headline")),
        ("is:TRUNCATED", Filter("is", "truncated")),
        ("on:2024-10", Filter("on", "2024-10")),
        ("on:2024-09-10/2024-09-17", Filter("on", "2024-09-10/2024-09-17")),
        ("after:Yesterday", Filter("after", "yesterday")),
        ("on~:2024-10", Filter("on~", "2024-10")),
        ("since:2024-10", Filter("after", "2024-10")),
        ("until:2024-10", Filter("until", "2024-10")),
        ("date:2024-10", Filter("on", "2024-10")),
        ("from:2024-10", Filter("after", "2024-10")),
        ("from:courier", Filter("outlet", "courier")),
        ("from:'24 Oct 2024' to:\"25 Oct 2024\"", And((Filter("after", "2024-10-24"), Filter("until", "2024-10-25")))),
        ("grain,deal; -port,quay", parse("grain deal; -(port quay)").root),
        ("24.10.2024 grain", And((Filter("on", "2024-10-24"), Term("grain")))),
        ("2024-10-14..2024-10-17", Filter("on", "2024-10-14/2024-10-17")),
        ("10.10.10.10", Term("10.10.10.10")),
        ("is:headlines", Filter("kind", "headline")),
        ("on:'October 2024'", Filter("on", "2024-10")),
        ('on:"Oct 15, 2024"', Filter("on", "2024-10-15")),
        ("on:Oct 15, 2024 grain", And((Filter("on", "2024-10-15"), Term("grain")))),
        ("on:24.10.2024", Filter("on", "2024-10-24")),
        ("on:oct-2024", Filter("on", "2024-10")),
        ("on:24/10/2024", Filter("on", "2024-10-24")),
        ("on:last week strike", And((Filter("on", "last week"), Term("strike")))),
        ("after:may in Kyiv", And((Filter("after", "may"), Term("in"), Term("Kyiv")))),
        ("on:2024-10..", Filter("on", "2024-10..")),
        ("mentions-date:>=2024-10-24", Filter("mentions-date", "2024-10-24..")),
        ("mentions-date:<2024-10", Filter("mentions-date", "..2024-09")),
        ("person:'van houten' x", And((Filter("person", "van houten"), Term("x")))),
        ("person:'o'brien'", Filter("person", "o'brien")),
        ("lang:German", Filter("lang", "de")),
        ("lang:en-GB", Filter("lang", "en-gb")),
        ("id:#3", Filter("id", "3")),
        ("#3", Filter("id", "3")),
        ("#3 #5", Or((Filter("id", "3"), Filter("id", "5")))),
        ("the #1 song", And((Term("the"), Term("#1"), Term("song")))),
        ("Country: what next", And((Term("Country"), Term("what"), Term("next")))),
        ("is:undated", Filter("is", "undated")),
        ("SOME(grain deal “port strike”, 2)", Some((Term("grain"), Term("deal"), Term("port strike")), 2)),
        ("SOME(grain, 2)", Term("grain")),
        ("O'Brien", Term("O'Brien")),
        ("U.S.", Term("U.S.")),
        ("https://a.b/c", Term("https://a.b/c")),
        ("14:35", Term("14:35")),
        ("+grain", Term("grain")),
        ("", None),
        (" \t\n", None),
    ],
)
def test_a_query_is_understood(text: str, expected: Node | None) -> None:
    assert root(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        ('"grain deal', Term("grain deal"), "quote was not closed"),
        ("(grain OR deal", Or((Term("grain"), Term("deal"))), "parenthesis was not closed"),
        ("grain) deal", And((Term("grain"), Term("deal"))), "without an opening one"),
        ("grain - deal", And((Term("grain"), Term("deal"))), "lone minus"),
        ("--grain", Not(Term("grain")), "read as one"),
        ("grain NOT", Term("grain"), "nothing after it"),
        ("OR grain", Term("grain"), "OR with nothing"),
        ("grain OR", Term("grain"), "OR with nothing"),
        ("grain OR OR deal", Or((Term("grain"), Term("deal"))), "OR with nothing"),
        ("foo:bar", Term("foo:bar"), "foo: is no field"),
        ("perso:renn", Term("perso:renn"), "Did you mean person:?"),
        ("gr*ain", Term("gr ain"), "only at the end"),
        ("grain …", Term("grain"), "want of a letter or digit"),
        ('grain ""', Term("grain"), "want of a letter or digit"),
        ("person: renn", Filter("person", "renn"), "write it without a space: person:renn"),
        ("grain person:", And((Term("grain"), Term("person"))), "has no value"),
        ("It is: over", And((Term("It"), Term("is"), Term("over"))), "has no value"),
        ("NEAR(a b", Near((Term("a"), Term("b")), 10), "not closed"),
        ("NEAR(a b, c)", Near((Term("a"), Term("b"), Term("c")), 10), "number of words"),
        ("a b OR c", Or((And((Term("a"), Term("b"))), Term("c"))), "(a b) OR c"),
        ("a or b", Or((Term("a"), Term("b"))), "Read “or” as OR"),
        ("a and not b", And((Term("a"), Not(Term("b")))), "Read “and not” as NOT"),
        ("on:October 2024", Filter("on", "2024-10"), "on:“October 2024” is read as on:2024-10"),
        ("on:2024-10-24..2024-10-10", Filter("on", "2024-10-10/2024-10-24"), "is read as on:2024-10-10/2024-10-24"),
        ("from:2024", Filter("after", "2024"), "from: is read as after:"),
        ("#3", Filter("id", "3"), "number of a snippet"),
        ("03/04/2024", Term("03/04/2024"), "may be on:2024-04-03 or on:2024-03-04"),
        *(
            (f"{typo}:x", Term(f"{typo}:x"), f"Did you mean {name}:?")
            for typo, name in {
                "peson": "person",
                "pesron": "person",
                "oulet": "outlet",
                "outlt": "outlet",
                "befor": "before",
                "aftr": "after",
                "auther": "author",
                "mention-date": "mentions-date",
                "sicne": "since",
                "untl": "until",
                "sourse": "source",
                "tilte": "title",
                "plase": "place",
            }.items()
        ),
    ],
)
def test_what_is_mended_or_ambiguous_is_said(text: str, expected: Node, said: str) -> None:
    query = parse(text)
    assert query.root == expected
    assert said in " ".join(query.notes)


@pytest.mark.parametrize("text", ["grain", '"a b" -c', "(a b) OR c", "person:renn after:2024", "a (b OR c)", ""])
def test_a_plain_query_needs_no_explaining(text: str) -> None:
    assert parse(text).notes == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("???", "nothing to search for"),
        ('"', "nothing to search for"),
        ("is:red", "is:truncated"),
        ("kind:sonnet", "kind:headline"),
        ("on:someday", "on:2024-10-24"),
        ("after:2024-02-30", "no date of the calendar"),
        ("on:03/04/2024", "may be one of two days"),
        ("lang:klingonese", "no language"),
        ("id:x", "no number"),
        ("(" * 40 + "grain", "nested"),
        ("grain " * 300, "more than 250 terms"),
        ("x" * 20_000, "20,000 characters"),
    ],
)
def test_what_can_not_be_answered_says_how_to_write_it(text: str, said: str) -> None:
    with pytest.raises(SearchError, match=re.escape(said)):
        parse(text)


def test_what_can_not_be_shown_is_cleaned_away() -> None:
    assert parse("gra\u200bin\x00deal \ud800").text == "grain deal ?"
    assert root("e\u0301tude") == Term("étude")


@given(anything)
@example('"#0')
@example('"musk,putin"')
@example("person:person:a")
@example('-(-"')
@example("NEAR(NEAR(a b) c)")
@example("title:(a person:(b title:c))")
def test_any_text_is_understood_or_refused_and_its_canonical_text_means_the_same(text: str) -> None:
    query = parsed(text)
    if isinstance(query, str):
        assert query, "a refusal has its reason"
        return
    again = parse(unparse(query.root))
    assert again.root == query.root
    assert str(again) == str(query)


days = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31))
prefix_dates = st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda drawn: drawn[0].isoformat()[: drawn[1]])
ranges = st.tuples(prefix_dates, prefix_dates).filter(lambda pair: is_valid("/".join(pair))).map("/".join)


@given(days, st.one_of(prefix_dates, ranges))
@example(datetime.date(2024, 10, 25), "2024-10/2024-12")
@example(datetime.date(2024, 12, 31), "2024/2025")
def test_the_edge_of_a_day_parts_dates_by_their_first_day(day: datetime.date, dated: str) -> None:
    begins_wide = dated.startswith(tuple(f"{wider}/" for wider in holders(day)))
    assert (dated < edge(day) or begins_wide) == (bounds(dated)[0] < day)
    assert dated < ceiling(day) or bounds(dated)[0] >= day


@given(days)
def test_holders_are_the_wider_dates_that_begin_before_a_day(day: datetime.date) -> None:
    whole = day.isoformat()
    wider = [value for value in (whole[:7], whole[:4]) if bounds(value)[0] < day]
    assert list(holders(day)) == wider


def test_friendly_dates() -> None:
    friday = datetime.date(2024, 10, 25)
    assert asked("on", "today", friday).first == friday
    assert asked("on", "Yesterday", friday).first == datetime.date(2024, 10, 24)
    assert asked("on", "friday", friday).first == friday
    assert asked("on", "saturday", friday).first == datetime.date(2024, 10, 19)
    assert asked("on", "2024-9-1..2024-9-3", friday) == asked("on", "2024-09-01/2024-09-03", friday)
    assert asked("on", "9999", friday).until is None
    assert asked("on", "last week", friday) == asked("on", "2024-10-14/2024-10-20", friday)
    assert asked("on", "Oct 24", friday) == asked("on", "2024-10-24", friday)
    assert asked("on", "last 7 days", friday).first == datetime.date(2024, 10, 18)
    assert asked("until", "this month", friday) == Days(None, datetime.date(2024, 11, 1))
    assert [counted(value, friday) for value in ("last week", "gestern", "2024-10", "today..")] == [
        "2024-10-14/2024-10-20",
        "2024-10-24",
        None,
        "2024-10-25..",
    ]
    assert all(map(is_day_value, WEEKDAYS))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("October 2024", "2024-10"), ("oct 2024", "2024-10"), ("Oct. 2024", "2024-10"), ("2024/10/24", "2024-10-24"),
        ("24 October, 2024", "2024-10-24"), ("24.10.24", "2024-10-24"), ("20241024", "2024-10-24"),
        ("may 2024", "2024-05"),
        ("24. Oktober 2024", "2024-10-24"), ("octobre 2024", "2024-10"), ("Q3 2024", "2024-07/2024-09"),
        ("10-15 Oct 2024", "2024-10-10/2024-10-15"), ("Oct 2023 - Mar 2024", "2023-10/2024-03"),
        ("Oct 2023 to Mar 2024", "2023-10/2024-03"), ("the 1990s", "1990/1999"), ("> 2024-10", "2024-11.."),
        ("<=2024-10-24", "..2024-10-24"), ("2024-1-5..2024-2-3", "2024-01-05/2024-02-03"), ("Last  Week", "last week"),
        ("3 days ago", "3 days ago"), ("monday..", "monday.."), ("someday", None), ("12", None), ("2024-02-30", None),
        ("03/04/2024", None), ("grain 2024", None), ("..", None), (">9999", None),
        ("x" * 99, None), ("2024-99", None),
    ],
)  # fmt: skip
def test_days_are_taken_as_people_write_them(typed: str, kept: str | None) -> None:
    assert settled(typed) == kept
    assert kept is None or settled(kept) == kept


@given(st.one_of(prefix_dates, ranges), st.sampled_from(["{}", ">={}", "<={}", ">{}", "{}..", "..{}", "{} "]))
def test_a_day_that_is_kept_is_read_again_as_it_is(dated: str, form: str) -> None:
    kept = settled(form.format(dated))
    assert kept is None or settled(kept) == kept
    assert kept is None or asked("on", kept, TRIED) == asked("on", form.format(dated), TRIED)


TRIED = datetime.date(2024, 10, 25)
