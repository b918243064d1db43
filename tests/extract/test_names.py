"""Names found by rules: spans, kinds, roles, and what is no name."""

import pickle
import re
from itertools import pairwise

import pytest
from examples import SOME
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.names import default
from archive.extract.names.kind_words import common_words
from archive.extract.names.patterns import ROLE, role_before
from archive.extract.names.rules import RuleRecogniser, merge_spans
from archive.types import NameSpan

LETTER = {"person": "P", "organisation": "O", "place": "L"}


def marked(text: str) -> str:
    """The text with its names in brackets: '[P Jane Roe] spoke'."""
    for span in reversed(default().find([text])[0]):
        assert text[span.start : span.stop] == span.surface
        text = f"{text[: span.start]}[{LETTER[span.kind]} {span.surface}]{text[span.stop :]}"
    return text


def check(expected: str) -> None:
    """Recognises the text without its brackets, and compares."""
    assert marked(re.sub(r"\[[POL] ([^]]+)\]", r"\1", expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        "A friend said that [P Marta Okonjo-Weber] would not attend.",
        "The letter was signed by Judge [P Quentin Abernathy] on Monday.",
        "Mr. [P Tolliver] declined to comment.",
        "President [P Ngozi Abara] will travel next week.",
        "The novel by author [P Ilse van der Meulen] sold well.",
        "They met [P John F. Hartigan] at noon.",
        "Reporters asked [P Robert Kessler Jr.] about the vote.",
        "The talks with [P Bashir al-Hakimi] went on for hours.",
        "The president of [L France] [P Pierre Delorme] resigned.",
        "President of [L Georgia] [P Nino Velashvili] resigned.",
        "But Mr. [P Ward] declined.",
        "British Prime Minister [P Theresa May] spoke.",
        "[P Maria Lindqvist]'s lawyer left. Later [P Lindqvist] returned.",
    ],
)
def test_persons(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "Engineers at the [O University of Tampere] built it.",
        "The [O Ministry of Fisheries and Coastal Affairs] banned nets.",
        "A judge of the [O Supreme Court of Iceland] dissented.",
        "The [O Workers' Unity Party] lost two seats.",
        "Soldiers of the [O 93rd Mechanised Brigade] advanced.",
        "The [O Food and Feed Safety Agency] warned growers.",
        "The [O Estonian Air Force] flew past.",
        "It was built by [O Marbury Shipping Group] in spring.",
        "The airline [O Zephyria] cancelled flights.",
        "[L Ukraine]'s [O Armed Forces] held the line.",
        "The [L U.S.] government and the [O White House] disagreed.",
    ],
)
def test_organisations(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "Shelling hit the [L Kherson region] at dawn.",
        "A fire broke out in [L Drobnavka] overnight.",
        "The village of [L Brzelow] was cut off.",
        "Rescuers reached [L Quessant Island] by boat.",
        "They live in [L Stroudbury], [L Ontario], [L Canada].",
        "Fishing is banned in [L Lake Mirelle].",
        "Snow closed [L Kestrel Airport].",
        "Officials in the state of [L Virginia] agreed.",
        "The strait lies off [L North Sumatra].",
        "Talks in [L Jordan] about a canal begin.",
    ],
)
def test_places(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "text",
    [
        "When Russian drones crossed over, nobody slept.",
        "Eight months on, little has changed.",
        "Around half of them stayed.",
        "Former officials and Western diplomats met on Monday in May.",
        "The COVID-19 tests arrived in February 2021.",
        "He drove a T-72 and carried an S-300 manual.",
        "The bill cost them US$40 million.",
        "Twenty Kenyan soldiers and a Chinese foreign ministry official came.",
        "The G20 summit starts on Friday.",
        "It was 9 p.m. EST, the CEO said.",
        "",
        " \n\t ",
        "12 345 — … !!",
        "Dockers stopped work at 6 a.m. Stevedorers joined them.",
        "Dockers will not strike",
        "Telcos, banks lift shares",
        "Beekeepers cut 300 jobs",
        "By April the Dow had climbed back to 950.",
    ],
)
def test_what_is_no_name(text: str) -> None:
    assert marked(text) == text


def test_inside_an_event_there_is_no_mention() -> None:
    check("Delegates left the Lisbon Oceans Conference early.")
    check("Hurricane Ophelina turned north.")


def test_a_name_is_not_split_by_its_hyphen_but_a_compound_is() -> None:
    check("A pro-[O Kremlin] paper reported it.")
    check("The [L France]-based team won.")
    check("The minister [P Anne-Sophie Durand-Leroy] agreed.")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Norwegian Prime Minister Kari Solberg arrived.", "Norwegian Prime Minister"),
        ("White House press secretary Dana Whitlock spoke.", "White House press secretary"),
        ("Former U.S. President Donald Trump spoke.", "Former U.S. President"),
        ("A statement by Prosecutor General Ivan Petrenko followed.", "Prosecutor General"),
        ("The Belarusian opposition leader Olga Marchuk fled.", "Belarusian opposition leader"),
        ("Swedish journalist and historian Anna Bergkvist wrote it.", "Swedish journalist and historian"),
        ("Later Kari Solberg arrived.", None),
        ("They spoke to Mr. Solberg.", None),
    ],
)
def test_role(text: str, role: str | None) -> None:
    persons = [span for span in default().find([text])[0] if span.kind == "person"]
    assert [span.role for span in persons] == [role]


def test_title_case_headline_believes_only_known_names() -> None:
    text = "Officials Warn Drivers About Heavy Storms Near Coast As Anna Petersen Speaks"
    assert [span.surface for span in default().find([text])[0]] == ["Anna Petersen"]


def test_all_capitals() -> None:
    spans = default().find(["VLADIMIR PUTIN ARRIVES IN BERLIN FOR LONG TALKS"])[0]
    assert [(span.surface, span.entity) for span in spans] == [
        ("VLADIMIR PUTIN", "Vladimir Putin"),
        ("BERLIN", "Berlin"),
    ]


def test_texts_do_not_touch_each_other() -> None:
    texts = ["Alexei Navalny spoke.", "Navalny spoke.", "", "Kari Solberg spoke in Oslo."]
    recogniser = RuleRecogniser()
    assert recogniser.find(texts) == [recogniser.find([text])[0] for text in texts]


def test_recogniser_travels() -> None:
    copy = pickle.loads(pickle.dumps(default()))
    text = "Kari Solberg spoke in Oslo."
    assert copy.find([text]) == default().find([text])


WORDS = st.sampled_from(
    "The the of and in Bank Ministry President Jane Roe's U.S. Kyiv , . ( ) “ ’ ' - – al-Sadr ICC People's War"
    " Cup Lake "
    "city Mr. J. K. 42 3rd NATO Navalny Alexei Alexei\u00a0Navalny İstanbul ßtraße Zürich 🙂 van der".split()
)


@SOME
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_spans_are_exact_sorted_and_apart(text: str) -> None:
    spans = default().find([text])[0]
    assert all(text[span.start : span.stop] == span.surface and span.start < span.stop for span in spans)
    assert all(left.stop <= right.start for left, right in pairwise(spans))
    assert all(0 < span.score <= 1 for span in spans)


def span(start: int, stop: int, score: float) -> NameSpan:
    return NameSpan(start, stop, "x" * (stop - start), "person", "forename", score)


def test_merge_prefers_sure_then_long() -> None:
    assert merge_spans([span(0, 4, 0.9), span(0, 9, 0.8), span(5, 20, 0.5)], ()) == [span(0, 9, 0.8)]
    assert merge_spans([span(0, 4, 0.9), span(5, 9, 0.5)], [(3, 8)]) == []
    assert merge_spans([span(0, 9, 0.9), span(10, 14, 0.5)], [(2, 5)]) == [span(0, 9, 0.9), span(10, 14, 0.5)]
    assert merge_spans([], [(0, 3)]) == []


def test_hostile_text_ends() -> None:
    for part in (
        "Abcd ",
        "ABC ",
        '"',
        "Bank of ",
        "National and ",
        "A.",
        "x'",
        "a-",
        "President ",
        "Alexei Navalny Navalny. ",
    ):
        text = part * (10_000 // len(part))
        spans = default().find([text])[0]
        assert all(text[found.start : found.stop] == found.surface for found in spans)


def test_common_words_are_a_table_of_lower_case_words() -> None:
    words = common_words()
    assert len(words) > 10_000
    assert all(word == word.lower() for word in words)
    assert words["national"]
    assert not words["because"]
    assert "kyiv" not in words


@pytest.mark.parametrize(
    "expected",
    [
        "[O Barcelona] beat [O Valencia] 3-0 on Sunday.",
        "[O Liverpool] lost to [O Leeds] 2-1 at home.",
        "[O Portsmouth] 3–1 [O Brighton]",
        "[L Norway] beat [L Sweden] 2-1 in [L Bergen].",
        "Police in [L Barcelona] met those of [L Valencia].",
        "A convoy from [L Leeds] against all odds reached [L York] in 3-4 hours.",
    ],
)
def test_a_city_that_wins_is_a_club(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "A Saudi-led coalition and Kenyan-flagged ships left the Greek island.",
        "A [L Gaza]-bound ship with South Korean goods sank.",
        "Floods struck [L Quindara Department], near the border.",
        "The [O Justice Department] and the [O State Department] sued.",
        "Members of the [O Lindow People 's Union] resigned.",
        "The paper 's owner met [P Marta Okonjo-Weber] 's lawyer.",
    ],
)
def test_compounds_peoples_and_texts_in_tokens(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    "expected",
    [
        "The Prime Minister of [L Norway] [P Kari Solberg] arrived.",
        "[L U.S.] District Judge [P Marta Weber] ruled against it.",
        "The Secretary of Homeland Security met the Minister for Justice.",
        "The grants were cut by [L U.S.] officials, the [O Lindow Inquirer] said.",
        "The Earth is warmer; COVID-19 and Mars are no names here.",
        "A forum of Central Asian leaders and South American ministers opened.",
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(expected: str) -> None:
    check(expected)


@given(st.text("TrknqQDotGgEVYCRxwc", max_size=14))
def test_a_role_is_sought_only_where_one_can_end(letters: str) -> None:
    found = ROLE.search(letters[-12:])
    expected = None if found is None else max(0, len(letters) - 12) + found.start()
    assert role_before(letters, len(letters)) == expected


@pytest.mark.parametrize("people", ["North Koreans", "New Zealanders", "South Koreans"])
def test_a_people_is_no_place(people: str) -> None:
    check(f"Dozens of {people} crossed the border on Monday.")


@pytest.mark.parametrize(
    "expected",
    [
        "The roof of the stadium of [O FC Tarnhelm] collapsed in the storm.",
        "The court told [O Google], Inc. to remove the links.",
        "She was crowned Miss World at a ceremony in [L Warsaw].",
        "Privates in the army said that Pfc. [P Jonah K. Sallow] had been jailed.",
        "The parts were made for [O Kodak] and for [O Jaguar Land Rover].",
    ],
)
def test_forms_ranks_and_contests_are_no_names(expected: str) -> None:
    check(expected)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Opponents of President Hugo Chávez met.", "President"),
        ("Supporters of Palestinian Authority President Yasser Arafat rallied.", "Palestinian Authority President"),
        ("Within hours of Police Chief Charles Moose resigning, it rained.", "Police Chief"),
        ("The president of France Emmanuel Macron left.", "president of France"),
        ("Deputy Prime Minister and Defence Minister Rui Barroso left.", "Deputy Prime Minister and Defence Minister"),
    ],
)
def test_a_role_begins_with_its_title(text: str, role: str) -> None:
    assert role in [span.role for span in default().find([text])[0]]
