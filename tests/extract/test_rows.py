"""The rows of names: each finds its own example, and the evidence for a kind stands where its example has it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.names import default
from archive.extract.names.classes import Classes, expression, letters
from archive.extract.names.context import EVIDENCE, Evidence, speaks_for
from archive.extract.names.languages import is_measured
from archive.extract.names.patterns import ROWS, Row, matches
from archive.extract.names.rules import pattern_spans, view_of
from archive.gazetteer import load
from archive.text.tokens import tokenise

_GAZETTEER = load()
_CLASSES = Classes(_GAZETTEER.forenames, _GAZETTEER.surnames, _GAZETTEER.demonyms)
LETTER = {"person": "P", "organisation": "O", "place": "L"}


def example(bracketed: str) -> tuple[str, int, int]:
    """A text without its brackets, and where they stood."""
    start = bracketed.index("[")
    return re.sub(r"[\[\]]", "", bracketed), start, bracketed.index("]") - 1


def marked(text: str) -> str:
    """The text with its names in brackets: '[P Jane Roe] spoke'."""
    for span in reversed(default().find([text])[0]):
        text = f"{text[: span.start]}[{LETTER[span.kind]} {span.surface}]{text[span.stop :]}"
    return text


def check(expected: str) -> None:
    """Recognises the text without its brackets, and compares."""
    assert marked(re.sub(r"\[[POL] ([^]]+)\]", r"\1", expected)) == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.rule)
def test_a_row_finds_its_example(row: Row) -> None:
    text, start, stop = example(row.example)
    found = pattern_spans(view_of(text, _GAZETTEER, _CLASSES))
    assert (start, stop, row.kind, row.rule) in [(each.start, each.stop, each.kind, each.rule) for each in found]
    (span,) = [each for each in default().find([text])[0] if each.start == start]
    assert (span.stop, span.kind) == (stop, row.kind)


def test_rows_have_names_of_their_own() -> None:
    assert len({row.rule for row in ROWS}) == len(ROWS)
    assert all(0.5 < row.score < 1 for row in ROWS)


@pytest.mark.parametrize("evidence", EVIDENCE, ids=lambda each: each.example)
def test_evidence_stands_in_its_example(evidence: Evidence) -> None:
    text, start, stop = example(evidence.example)
    assert speaks_for(evidence.hint, text, start, stop)
    assert not speaks_for(evidence.hint, "Then Orlat left.", 5, 10)


@given(st.text(letters("proper head tail of the and comma known-place title-word people small"), max_size=60))
def test_matches_lie_in_the_text(classed: str) -> None:
    assert all(0 <= each.first <= each.last < len(classed) for each in matches(classed))


def test_an_expression_speaks_of_classes_by_name() -> None:
    pattern = re.compile(expression("head (?:of | for) kin{1,2}", {"kin": "name place"}))
    assert pattern.fullmatch(letters("head of name place"))
    assert not pattern.fullmatch(letters("head name"))


@pytest.mark.parametrize(
    "expected",
    [
        "[P Ellen Forest] told the jury that she was ill.",
        "[P Kate Church] told the mayor, and [P Oliver Lake] resigned.",
        "Police chief [P Nora Hall] spoke.",
        "The company hired [P Dallas Schmidt] and [P Madison Okafor].",
        "Thousands met at [L Carnegie Hall] on Sunday.",
        "A fire broke out on [L Robert Street] in [L Leeds].",
        "[P Victoria] lives in [L Oslo].",
    ],
)
def test_persons_with_names_of_places(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "[O Amazon] shares rose on Monday.",
        "Fires spread in the [L Amazon].",
        "Critics lashed out at [O Amazon].",
        "[O Ford] said it would close two plants.",
        "[P Gerald Ford] was president. [P Ford] said it would rain.",
        "[O Meta] fired 3,000 staff.",
        "[O Shell] posted a loss.",
        "The [O Atlantic] reported that the ship had sunk.",
        "A storm crossed the [L Atlantic].",
        "[O Emirates] ordered 50 planes.",
        "Ships sailed to the [L Emirates].",
    ],
)
def test_firms_with_famous_namesakes(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "The [O Ducks] say that [O Arizona] beat [O Oregon] 3-1 at home.",
        "She studied law at [O Baylor].",
        "The [O Chicago] quarterback threw for 300 yards.",
        "[L Norway] beat [L Sweden] 2-1 in [L Bergen].",
        "Voters in [L Oregon] were angry.",
    ],
)
def test_teams_and_universities(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "Photo: Orla Brandt/Pool via AP",
        "A ship sinks (AP Photo/Orla Brandt).",
        "The S&P 500 lost 2% and the FTSE 100 gained.",
        "Protests against the Iran war grew.",
        "Hence the delay, Mum said.",
        "Mum jailed over lost bicycle.",
        "They played it on Xbox and iPhone.",
        "Green Beret [P Jordan Goudreau] led them.",
        "Sgt [P Mat Knowles] said nothing.",
        "The minister met [P Hun Sen]. The talks went on.",
        "They shop at [O Amazon.com] now.",
    ],
)
def test_what_is_nobody(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "[P SCHUMER] SPARS WITH [P TRUMP] OVER WALL",
        "Officials Warn Of Closer Watch As Rival Cartel Moves",
    ],
)
def test_headlines_are_believed_less(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Two die in a raid on Monday.", True),
        ("Ship sinks off Norway", True),
        ("Der Minister sprach am Montag mit der Presse und dem Rat.", False),
        ("El ministro habló con la prensa el lunes.", False),
        ("Министр заявил, что поедет в город.", False),
        ("首相は記者団に語った", False),
        ("", True),
    ],
)
def test_languages_that_were_measured(text: str, is_told: bool) -> None:
    assert is_measured(text, tokenise(text).words) == is_told


def test_elsewhere_only_full_names_that_are_known_are_taken() -> None:
    german = "Der Minister Jorin Velberg sprach am Montag mit Angela Merkel und dem Rat in Berlin."
    assert [span.surface for span in default().find([german])[0]] == ["Angela Merkel", "Berlin"]
    assert default().find(["Министр Иван Петров заявил, что поедет в Киев."]) == [[]]
