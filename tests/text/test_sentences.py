"""Tests of where sentences end, and that every step which asks hears the same answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.dates.direction import direction
from archive.extract.names import default
from archive.extract.quotations.passages import quotations
from archive.normalise.shape import is_closed
from archive.resolve import resolve_snippet
from archive.text.sentences import ends_sentence, ends_with_abbreviation, is_finished, sentence_ends
from archive.text.wordlists import words
from archive.variants import fullness


def sentences(text: str) -> list[str]:
    ends = sentence_ends(text)
    return [text[start:stop].strip() for start, stop in zip([0, *ends], [*ends, len(text)], strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "The fleet left on Oct. 14.|It sank.",
        "He met Gen. Poe in St. Ives at 5 p.m.|The rest left.",
        "The U.S. Navy left.|J. Doe stayed.",
        "They fled the U.S.|The navy stayed.",
        "“Go!” she said.|“Now.”|He went.",
        "港は開いた。|船が来た。",
        "Wait... what?|Yes.",
        "Brig. Gen. Ada Roe said the fleet would sail.",
        "MAJ. GEN. ROE SAID SO.|HE LEFT.",
        "The ship was built by Acme Corp.|The firm is old.",
        "It was sold to Brook, Inc.|Its owner left.",
        "The Canada-U.S. Border Force left.|U.S. Officials said so.",
        "He asked Robert Roe Jr.|The senator was silent.",
        "Robert Roe Jr. Lane was closed.",
        "She lives in Washington, D.C.|He does not.",
        "It opens at 9 a.m. Monday.",
        "It was signed in Sept.|The king was there.",
        "Room No. 7 was empty.|He said no.|Roe left.",
        "Call your rep.|Tell them no.|“Yes.”",
        "The fee is approx. 30 crowns.|Few pay it.",
        "Roe v. Wade stands.|He knows etc.|The rest is lost.",
        "Gone! – so he said.|Then he came.",
        "Он живёт на ул. Ленина.|Там тихо.",
    ],
)
def test_sentences_end_where_readers_stop(text: str) -> None:
    parts = text.split("|")
    assert sentences(text.replace("|", "" if "。" in text else " ")) == parts


@given(st.text(alphabet="Aa b.!?…\"'”»Gen(1。 ", max_size=40))
def test_the_two_ways_of_asking_agree(text: str) -> None:
    ends = sentence_ends(text)
    stops = [at for at in range(1, len(text)) if text[at - 1] in ".!?…。" and ends_sentence(text, at)]
    assert all(0 < end < len(text) for end in ends)
    assert len(ends) <= len(stops)
    assert sentence_ends(text, 1) == ends[:1]


def test_the_end_of_a_text_ends_its_sentence() -> None:
    assert ends_sentence("He left.", 8)
    assert ends_sentence("“He left.” ", 9)
    assert not ends_sentence("He left. and", 8)


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("He met Gen. Roe.", True),
        ("“Go now!”", True),
        ("The order was given by Brig. Gen.", False),
        ("The order was given on Oct.", False),
        ("The order was given by George W.", False),
        ("The order was given…", False),
        ("The order was given...", False),
        ("The order was given", False),
        ("The answer was no.", True),
        ("It was built by Acme Corp.", True),
    ],
)
def test_finished(text: str, is_whole: bool) -> None:
    assert is_finished(text) is is_whole
    assert fullness(text)[2] is is_whole


def test_a_title_ends_no_sentence_anywhere() -> None:
    text = "“The fleet is ready,” Brig. Gen. Ada Roe said in Oslo. “It will sail.”"
    assert sentences(text) == ["“The fleet is ready,” Brig. Gen. Ada Roe said in Oslo.", "“It will sail.”"]
    mentions = resolve_snippet(text, default().find([text])[0], dated=None)
    assert [(each.surface, each.role) for each in mentions if each.kind == "person"] == [("Ada Roe", "Brig. Gen.")]
    assert [each.speaker_text for each in quotations(text, mentions)] == ["Ada Roe", "Ada Roe"]
    told = "Brig. Gen. Ada Roe said the fleet would sail."
    mentions = resolve_snippet(told, default().find([told])[0], dated=None)
    assert [each.quote for each in quotations(told, mentions)] == ["the fleet would sail"]
    assert ends_with_abbreviation("The order was given by Brig.")
    assert not is_closed("The order was given by Brig.")


def test_a_firm_at_the_end_of_a_sentence_is_not_the_next_one() -> None:
    text = "The ship was built by Acme Corp. The minister called it “a good ship”."
    mentions = resolve_snippet(text, default().find([text])[0], dated=None)
    assert [each.speaker_text for each in quotations(text, mentions)] == ["The minister"]


def test_cues_of_dates_reach_over_abbreviations_and_not_over_ends() -> None:
    text = "The ship will leave St. Ives on Oct. 14."
    assert direction(text, text.index("Oct"), len(text) - 1) > 0
    text = "The ship will leave. Iran fell on Oct. 14."
    assert direction(text, text.index("Oct"), len(text) - 1) <= 0


def test_every_title_in_short_is_a_token_of_names() -> None:
    from archive.extract.names.kind_words import HONORIFICS, TITLES

    assert {word[:-1] for word in HONORIFICS | TITLES if word.endswith(".")} <= words("abbreviations", "titles")
