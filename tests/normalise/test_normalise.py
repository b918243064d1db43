"""A raw item becomes a clean one: every piece in its column, and nothing changes the second time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import SHARED

from archive.normalise import normalise, text_key
from archive.types import CleanItem, RawItem

SEED = SHARED / "seed"

PIECES = st.sampled_from(
    [
        "The dam held on Oct. 14.",
        "Mayor meets Reed",
        "Text was cut and the",
        "(Reuters)",
        "— Ukrinform.",
        "- BBC News",
        "| The Guardian",
        "Editor's note:",
        "This article has been updated.",
        "By ADA FINCH Associated Press",
        "By Ada Finch",
        "ROME (AP) —",
        "KYIV —",
        "OSLO, Oct 24 (Reuters) -",
        "5 min read",
        "Read more",
        "READ MORE: Dam gone",
        "[…]",
        "…",
        "...",
        "Photo: Ada Finch/AFP",
        "• ",
        "- ",
        "The post Dam appeared first on Fen News.",
        "1. ",
        "(Updated: )",
        "<p>",
        "</p>",
        "&amp;",
        "&lt;b&gt;",
        "“",
        '"',
        "’s",
        "\u200b",
        "&#82",
        "|",
        "World news",
        "Correction:",
        "An earlier version misstated it.",
        "(",
        ")",
        ".",
        ",",
        "Source: TASS",
        "12:30",
        "Show More",
        "日本は。",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, min_size=1, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=8).map("".join),
)


def raw(text: str, **fields: object) -> RawItem:
    return RawItem(position=1, text=text, raw=text, **fields)  # type: ignore[arg-type]  # fields are named by the tests


def cleaned(text: str, **fields: object) -> CleanItem:
    clean = normalise(raw(text, **fields))
    assert clean is not None
    return clean


def test_an_agency_text_is_filed_piece_by_piece() -> None:
    clean = normalise(
        raw(
            "<p>By ADA FINCH Associated Press ROME, Oct. 24 (AP) &mdash; The dam&#8217;s wall held. "
            "Editor&rsquo;s note: This story has been updated. (5 min read)</p>",
            title="Dam holds overnight | Fen Daily News",
            url="https://example.org/dam?utm_source=rss",
            language="en-GB",
            markup=True,
        ),
        outlet="Fen Daily News",
    )
    assert clean == CleanItem(
        text="The dam’s wall held.",
        title="Dam holds overnight",
        kind="item",
        url="https://example.org/dam",
        author="Ada Finch",
        outlet="Associated Press",
        language="en",
        dateline="ROME, Oct. 24",
        note="This story has been updated.",
    )


@pytest.mark.parametrize(
    ("own", "text", "default", "outlet"),
    [
        ("Fen Daily", "OSLO (Reuters) - The dam held.", "Reed News", "Fen Daily"),
        (None, "OSLO (Reuters) - The dam held.", "Reed News", "Reuters"),
        (None, "The dam held. (AFP)", "Reed News", "Agence France-Presse"),
        (None, "The dam held.", "Reed News", "Reed News"),
        ("WSJ", "The dam held.", None, "The Wall Street Journal"),
        (None, "The dam held.", None, None),
    ],
)
def test_the_nearest_outlet_wins(own: str | None, text: str, default: str | None, outlet: str | None) -> None:
    clean = normalise(raw(text, outlet=own), outlet=default)
    assert clean is not None
    assert clean.outlet == outlet


def test_an_author_field_that_names_an_outlet_fills_its_column() -> None:
    clean = cleaned("The dam held.", author="By BO REED, BBC News")
    assert (clean.author, clean.outlet) == ("Bo Reed", "BBC News")


@pytest.mark.parametrize(
    "text",
    [
        *("Show More", "", " \n", "0 min read", "<p>&nbsp;</p>", "\u200b", "5 min read | Read more"),
        *("Create another Google Alert:", "This message was deleted", "Share full article", "by Marta Eklund"),
        *("Updated 6:02 PM GMT+2, October 24, 2024", "Listen to this article · 5:12 min Learn more"),
    ],
)
def test_furniture_makes_no_snippet(text: str) -> None:
    assert normalise(raw(text)) is None


@pytest.mark.parametrize("text", ["", "Read more", "<p></p>", "Dam holds in Fen", "[link] [comments]"])
def test_a_title_with_nothing_below_it_is_the_text(text: str) -> None:
    clean = cleaned(text, title="Dam holds in Fen", markup=True)
    assert (clean.text, clean.title, clean.kind) == ("Dam holds in Fen", None, "headline")


def test_a_byline_below_a_title_names_the_author() -> None:
    clean = cleaned("By Ada Finch", title="Dam holds in Fen")
    assert (clean.text, clean.title, clean.author) == ("Dam holds in Fen", None, "Ada Finch")


def test_a_title_printed_above_its_text_is_told_by_the_broken_line() -> None:
    clean = cleaned("Dam holds in Fen\nValley farmers were relieved on Monday night.", title="Dam holds in Fen")
    assert (clean.title, clean.text) == ("Dam holds in Fen", "Valley farmers were relieved on Monday night.")


def test_an_item_that_is_only_a_note_stays_a_text() -> None:
    clean = cleaned("Editor's note: The page has moved to a new address.")
    assert clean.text == "Editor's note: The page has moved to a new address."
    assert clean.note is None


@pytest.mark.parametrize(
    ("text", "given", "kind", "truncated"),
    [
        ("Dam holds", None, "headline", False),
        ("The dam held.", None, "item", False),
        ("The dam, which was built by engineers in the last century, has begun to leak and the", None, "teaser", True),
        ("The dam, which was built by engineers in the last century, has begun to leak and the", "deck", "deck", True),
        ("Dam holds", "deck", "deck", False),
        ("The dam held.", "teaser", "teaser", False),
    ],
)
def test_kind_is_given_or_told_by_shape(text: str, given: str | None, kind: str, truncated: bool) -> None:
    clean = cleaned(text, kind=given)
    assert (clean.kind, clean.is_truncated) == (kind, truncated)


@pytest.mark.parametrize(
    "text",
    [
        "Мэр объявил, что порт откроется на следующей неделе.",
        "O prefeito disse que a barragem não corre risco.",
        "أعلن رئيس البلدية افتتاح الميناء.",
        "市長は港を再開した。",
        "Der Bürgermeister sagte: „Der Damm hält.“",
    ],
)
def test_other_languages_come_through_untouched(text: str) -> None:
    assert cleaned(text) == CleanItem(text=text, kind="item")


@given(TEXTS, st.none() | TEXTS, st.booleans(), st.sampled_from([None, "Fen Daily", "BBC News"]))
def test_normalising_twice_changes_nothing(text: str, title: str | None, markup: bool, outlet: str | None) -> None:
    once = normalise(raw(text, title=title, markup=markup), outlet=outlet)
    if once is None:
        return
    again = normalise(raw(once.text, title=once.title, kind=once.kind, author=once.author, outlet=once.outlet))
    assert again is not None
    assert (again.text, again.title, again.kind) == (once.text, once.title, once.kind)
    assert (again.author, again.outlet, again.is_truncated) == (once.author, once.outlet, once.is_truncated)
    alone = normalise(raw(once.text))
    assert alone is not None
    assert alone.text == once.text


@pytest.mark.parametrize(
    "text",
    [
        "• " * 20_000,
        "Read more " * 20_000,
        "x. " + "(BBC) " * 20_000,
        "Editor's note: a. b. " * 2_000,
        "(" * 50_000,
        "By " + "Aa " * 20_000,
    ],
)
def test_texts_of_nothing_but_noise_end(text: str) -> None:
    normalise(raw(text, title=text[:200]))


@pytest.mark.skipif(not SEED.is_dir(), reason="the sample page is not beside the repository")
def test_the_sample_page() -> None:
    lines = next(SEED.glob("*.txt")).read_text(encoding="utf-8").splitlines()
    clean = [item for line in lines if (item := normalise(raw(line))) is not None]
    assert len(clean) == 34
    assert len({text_key(item.text) for item in clean}) == 33
    assert [index for index, item in enumerate(clean, 1) if item.note] == [22, 31]
    assert [index for index, item in enumerate(clean, 1) if item.is_truncated] == [
        6,
        9,
        10,
        16,
        18,
        22,
        25,
        28,
        30,
        31,
        32,
        34,
    ]
    assert [index for index, item in enumerate(clean, 1) if item.kind == "headline"] == [1]
    kept = [line == item.text for line, item in zip(lines, clean, strict=True) if item.note is None]
    assert all(kept)
