"""Characters: encoding damage, markup, invisible characters, white space, and what counts as the same text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.normalise import clean_text, text_key

PIECES = st.sampled_from(
    [
        "&amp;",
        "&lt;",
        "&gt;",
        "<",
        ">",
        "<p>",
        "</p>",
        "<b",
        "&#82",
        "&#8217;",
        "amp;",
        "lt;",
        "\u200b",
        "\u200d",
        "\u00ad",
        "\u00a0",
        "\u0301",
        "e",
        "Ã",
        "©",
        "â€™",
        "Ð",
        "\ud83d",
        "\ude00",
        "\x00",
        "\x85",
        "\x1b[1m",
        "😀",
        "می",
        "क्",
        " ",
        "\n",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "\ufeff",
        "\u202e",
        "ﬁ",
        "’",
        "“",
        "\U000e0061",
        "\u3164",
    ]
)
MESSY = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map("".join))


@pytest.mark.parametrize(
    "text",
    [
        "Harbour reopens after storm",
        "The mayor’s “new” plan – or part of it… — isn't a 'plan' at all.",
        "Prices rose where a < b and c > d & so on; AT&T, R&D, ?a=1&copy=2",
        "Ärger über Öl: Größe zählt, naïve façade, São João, voilà à côté",
        "Мэр объявил: «Порт открыт» — впервые за год. Їжак і ґанок.",
        "أعلن رئيس البلدية افتتاح الميناء.",
        "市長は港を再開した。「初めてだ」と述べた。",
        "نمی‌خواهم بروم",  # a zero-width non-joiner belongs to the Persian word
        "क्‍ष",
        "👩‍🚀 lands, 🏴󠁧󠁢󠁥󠁮󠁧󠁿 wins",
        "Note 10³ m² and ½ of five at 20 °C for 5 €",
    ],
)
def test_honest_text_stays_as_it_is(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("The cafÃ© wonâ€™t open â€” yet", "The café won’t open — yet"),
        ("Ð\x9fÐ¾Ñ€Ñ‚ Ð¾Ñ‚ÐºÑ€Ñ‹Ñ‚", "Порт открыт"),
        ("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир"),
        ("it\x92s \x93quoted\x94", "it’s “quoted”"),
        ("Tom &amp; Ann, Tom &amp;amp; Ann, &quot;so&quot; &#8217;", 'Tom & Ann, Tom & Ann, "so" ’'),
        ("one&nbsp;two\u00a0three\u2009four\n\nfive\t six\u3000", "one two three four five six"),
        ("co\u00adop\u200berate \ufeffnow\u202e", "cooperate now"),
        ("cafe\u0301", "café"),
        ("pair \ud83d\ude00, half \ud83d.", "pair 😀, half \ufffd."),
        ("bell\x07 nul\x00 \x1b[31mred\x1b[0m", "bell nul red"),
        ("the ﬁrst ﬂoor oﬃce, ﬅill", "the first floor office, still"),
        ("ＡＴ&Ｔ and ＮＨＫ放送 in ２０２４", "AT&T and NHK放送 in 2024"),
        ("plain ‍word‌ joiners", "plain word joiners"),
        ("<p>First.</p><p>Second<br/>third</p>", "First. Second third"),
        ('See <a href="/x?a=1">the <b>li</b>st</a> here', "See the list here"),
        ('Cut in the link <a href="https://example.org/a', "Cut in the link"),
        ("&lt;p&gt;Escaped &lt;i&gt;twice&lt;/i&gt;&lt;/p&gt;", "Escaped twice"),
        ("don&#82", "don"),
    ],
)
def test_damage_is_mended(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<div>One<div>two</div>three</div>", "One two three"),
        ("un<em>believ</em>able", "unbelievable"),
        ("A<script>if (a < b) { x() }</script><style>p{}</style>B", "AB"),
        ("<ul><li>a<li>b</ul><img src=x alt=y>c", "a b c"),
        ("3 &lt; 4 &amp; 5 &gt; 4", "3 < 4 & 5 > 4"),
        ("<![CDATA[Inside]]> out", "Inside out"),
        ("Fish &copy Chips", "Fish © Chips"),
        ("<!-- gone -->kept", "kept"),
        ("", ""),
    ],
)
def test_fragments_of_html_read_as_in_a_browser(fragment: str, text: str) -> None:
    assert clean_text(fragment, markup=True) == text


@given(MESSY, st.booleans())
def test_cleaning_twice_changes_nothing(text: str, markup: bool) -> None:
    once = clean_text(text, markup=markup)
    assert clean_text(once) == once
    assert once == " ".join(once.split())
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in once)


@pytest.mark.parametrize("nested", ["<" * 500 + "p>" * 500, "&" + "amp;" * 500 + "lt;p>", "<<b>b>" * 200])
def test_nesting_made_to_wear_us_out_comes_to_rest(nested: str) -> None:
    once = clean_text(nested)
    assert clean_text(once) == once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It’s “so” – or not… ok", 'It\'s "so" - or not... ok'),
        ("salt—and -- pepper", "salt - and — pepper"),
        ("ＡＢＣ ﬁne", "ABC fine"),
        ("two  spaces ", "two spaces"),
        ("«Порт» открыт", "“Порт” открыт"),
        ("he said ''no''", 'he said "no"'),
    ],
)
def test_typography_makes_no_new_text(one: str, other: str) -> None:
    assert text_key(one) == text_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("US wins", "us wins"), ("12 dead", "13 dead"), ("It is over.", "It is over"), ("re-form", "reform"), ("", " .")],
)
def test_content_makes_a_new_text(one: str, other: str) -> None:
    assert text_key(one) != text_key(other)


@given(MESSY)
def test_keys_are_digests_of_any_text(text: str) -> None:
    assert len(text_key(text)) == 16
    assert text_key(text) == text_key(f"  {text}\n")
