"""Roles that stand for a person: which phrases do, whom they mean at a date, and which ones only look like it."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resolving import resolved

from archive.annotate import contents
from archive.extract.names import default
from archive.gazetteer import load
from archive.resolve import resolve_snippet, role_bearers
from archive.resolve.holders import parted, wearer_of
from archive.resolve.role_bearers import Role
from archive.resolve.roles import SCORES, role_mentions
from archive.resolve.weighing import Clue, weigh
from archive.web.wording import NAME_RULES

DAY = "2024-10-24"


def found(text: str, dated: str | None = DAY) -> list[tuple[str, str, str | None]]:
    """The role mentions of a text: surface, person, role."""
    return [(m.surface, m.name, m.role) for m in resolved(text, dated) if m.rule.startswith("role")]


@pytest.mark.parametrize(
    ("text", "surface", "person"),
    [
        ("The Russian president waved from the pier.", "Russian president", "Vladimir Putin"),
        ("Talks ended late, the South Korean president said.", "South Korean president", "Yoon Suk Yeol"),
        ("Ukraine's president toured the mill.", "president", "Volodymyr Zelenskyy"),
        ("Ukraine’s current president toured the mill.", "president", "Volodymyr Zelenskyy"),
        ("A letter reached the U.S. president by noon.", "president", "Joe Biden"),
        ("The president of France opened the lock.", "president", "Emmanuel Macron"),
        ("President of France opens the lock.", "President", "Emmanuel Macron"),
        ("The UN secretary-general urged calm.", "secretary-general", "António Guterres"),
        ("NATO chief urges calm.", "chief", "Mark Rutte"),
        ("The UN chief said so.", "chief", "António Guterres"),
        ("The head of NATO urges calm.", "head", "Mark Rutte"),
        ("NATO boss urges calm.", "boss", "Mark Rutte"),
        ("The nuclear watchdog's chief urges calm.", "nuclear watchdog's chief", "Rafael Grossi"),
        ("The head of the UN nuclear watchdog said so.", "head", "Rafael Grossi"),
        ("Russia's top diplomat laughed.", "top diplomat", "Sergey Lavrov"),
        ("The top US diplomat laughed.", "diplomat", "Antony Blinken"),
        ("The German chancellor laughed.", "German chancellor", "Olaf Scholz"),
        ("It pleased the British prime minister's aides.", "British prime minister", "Keir Starmer"),
        ("Indian PM to open the bridge.", "Indian PM", "Narendra Modi"),
        ("Pilgrims greeted the pope in the rain.", "pope", "Pope Francis"),
        ("Pope says thanks to bakers.", "Pope", "Pope Francis"),
        ("The Fed chair kept rates as they were.", "chair", "Jerome Powell"),
        ("Yesterday, Fed chief says, rates fell.", "Fed chief", "Jerome Powell"),
        ("EU chief urges calm.", "chief", "Ursula von der Leyen"),
        ("EU Chief Urges Calm", "Chief", "Ursula von der Leyen"),
        ("The Russian defence chief laughed.", "Russian defence chief", "Andrey Belousov"),
        ("The Kremlin chief laughed.", "chief", "Vladimir Putin"),
        ("The Russian leader laughed.", "Russian leader", "Vladimir Putin"),
        ("Hungary's leader laughed.", "leader", "Viktor Orbán"),
        ("Chechnya's leader hid.", "leader", "Ramzan Kadyrov"),
        ("Microsoft boss says no.", "boss", "Satya Nadella"),
        ("The governor of the Bank of Japan waited.", "governor", "Kazuo Ueda"),
        ("Lebanon's health minister waited.", "health minister", "Firass Abiad"),
        ("The Israeli military chief waited.", "Israeli military chief", "Herzi Halevi"),
        ("It rained, as the UK's defence minister said it would.", "defence minister", "John Healey"),
        ("Top EU diplomat laughs.", "diplomat", "Josep Borrell"),
        ("The Scottish first minister agreed.", "Scottish first minister", "John Swinney"),
        ("The Russian president Thursday waved.", "Russian president", "Vladimir Putin"),
        ("After a walk with Emmanuel Macron, the Russian president waved.", "Russian president", "Vladimir Putin"),
    ],
)
def test_a_role_alone_stands_for_its_holder(text: str, surface: str, person: str) -> None:
    assert [(each[0], each[1]) for each in found(text)] == [(surface, person)]


@pytest.mark.parametrize(
    "text",
    [
        "Russian President Vladimir Putin waved.",
        "The Russian president, Vladimir Putin, waved.",
        "Vladimir Putin, the Russian president, waved.",
        "Boris Yeltsin, the Russian president, waved.",
        "Russian president and judo teacher Vladimir Putin waved.",
        "The former Russian president waved.",
        "The ex-Russian president waved.",
        "The then Russian president waved.",
        "The acting Russian president waved.",
        "The next Russian president will wave.",
        "A Russian president would wave.",
        "The first female French president would wave.",
        "The French presidents waved.",
        "The French presidential palace shone.",
        "The French president-elect waved.",
        "The French vice president waved.",
        "The deputy French prime minister waved.",
        "He was elected president of France.",
        "She became the French president.",
        "He runs for president of France.",
        "A French presidential candidate for president waved.",
        "The Bosnian Serb president waved.",
        "The Catalan president waved.",
        "The Chechen president waved.",
        "The African-American president waved.",
        "The president of France's chess club waved.",
        "The UN chief economist waved.",
        "The head of the UN mission waved.",
        "A top US diplomat waved.",
        "A US diplomat waved.",
        "NATO heads of state waved.",
        "India's premier cookery school closed.",
        "The Norvanian president waved.",
        "The president waved.",
        "The pope emeritus waved.",
        "The Indian foreign secretary waved.",
        "The Iranian leader waved.",
        "French chief waves.",
        "The military chief waved.",
        "Pope Francis waved.",
        "She read the British Prime Minister Handbook.",
    ],
)
def test_what_only_looks_like_a_role(text: str) -> None:
    assert found(text) == []


CLUES = [each for each in vars(role_bearers).values() if isinstance(each, Clue)]


@pytest.mark.parametrize("clue", CLUES, ids=[f"{clue.rule}-{clue.odds}" for clue in CLUES])
def test_each_clue_of_who_bears_a_role_tips_its_example(clue: Clue) -> None:
    before, words, after = re.split(r"[\[\]]", clue.example)
    text = before + words + after
    owner, office = parted(words)
    role = Role(office, owner)
    named = [each for each in resolved(text, DAY) if not each.rule.startswith("role")]
    heard = [*role_bearers._heard(text, role, named, DAY)]
    assert weigh("", Random(1).sample(heard, len(heard))) == weigh("", heard)
    told = role_bearers.bearer(text, role, named, DAY)
    assert (told or ("", clue))[0] == clue.meant
    without = [each for each in heard if each[1] != clue]
    assert len(without) < len(heard)
    assert not without or weigh("", without)[0] != clue.meant
    assert clue.rule in NAME_RULES


@pytest.mark.parametrize(
    ("text", "dated", "surface", "person", "rule"),
    [
        (
            "President Kari Solbakken left. “We won,” the president said.",
            None,
            "president",
            "Kari Solbakken",
            "role-here",
        ),
        (
            "“We won,” the president said. President Kari Solbakken left.",
            DAY,
            "president",
            "Kari Solbakken",
            "role-here",
        ),
        ("“We won,” the prime minister said. Keir Starmer left.", DAY, "prime minister", "Keir Starmer", "role-here"),
        ("“We won,” said the Norvanian president. President Putin left.", DAY, None, None, None),
        ("President Kari Solbakken met President Ivo Roe. “We won,” the president said.", DAY, None, None, None),
        ("Former President Kari Solbakken left. “We won,” the president said.", DAY, None, None, None),
        ("“It rains in Norway,” the prime minister said.", DAY, "prime minister", "Jonas Gahr Støre", "role-land"),
        (
            "“It rains in Norway,” the country's finance minister said.",
            "2015-05-05",
            "finance minister",
            "Siv Jensen",
            "role-land",
        ),
        ("“It rains in Norway and Japan,” the prime minister said.", DAY, None, None, None),
        ("“It rains in Iraq,” the chief said.", "2003-02-27", None, None, None),
        ("“It rains in Norway,” a prime minister said.", DAY, None, None, None),
        ("In Norway the prime minister waved.", DAY, None, None, None),
    ],
)
def test_who_speaks_by_an_office_alone(
    text: str, dated: str | None, surface: str | None, person: str | None, rule: str | None
) -> None:
    content = contents(default(), [(text, dated)])[0]
    told = next((each for each in content.mentions if each.rule.startswith("role")), None)
    assert (told and (told.surface, told.name, told.rule)) == (surface and (surface, person, rule))
    speakers = {(each.speaker, each.speaker_text) for each in content.quotations}
    assert told is None or ((told.start, told.stop), surface) in speakers
    assert [each.start for each in content.mentions] == sorted(each.start for each in content.mentions)


def test_the_date_decides() -> None:
    text = "The British prime minister drank tea."
    assert found(text, "2008-01-01")[0][1] == "Gordon Brown"
    assert found(text, "2023-05")[0][1] == "Rishi Sunak"
    assert found(text, "2022") == []  # three of them
    assert found(text, "2022-09-01/2022-10-30") == []
    assert found(text, None) == []


def test_a_vaguer_date_is_less_sure() -> None:
    text = "The Russian president waved."
    day, month, year, span = (
        next(m.score for m in resolved(text, dated) if m.rule == "role")
        for dated in (DAY, "2024-10", "2024", "2024-10-01/2024-10-09")
    )
    assert day == SCORES[10] > month > year == span


def test_the_role_is_the_phrase_as_written() -> None:
    assert [each[2] for each in found("Ukraine's president met the president of France.")] == [
        "Ukraine's president",
        "president of France",
    ]


def test_mentions_come_in_order_beside_the_names() -> None:
    mentions = resolved("Ukraine's president met the German chancellor in Oslo.", DAY)
    assert [(m.surface, m.kind, m.rule) for m in mentions] == [
        ("Ukraine", "place", "alias"),
        ("president", "person", "role"),
        ("German chancellor", "person", "role"),
        ("Oslo", "place", "alias"),
    ]
    assert all(m.bare is None for m in mentions)


def test_roles_in_front_of_a_name() -> None:
    assert wearer_of("German Chancellor", "2003-05-01") == "Gerhard Schröder"
    assert wearer_of("former German Chancellor", "2003-05-01") is None
    assert wearer_of("Chancellor", "2003-05-01") is None
    assert wearer_of("Catalan President", "2003-05-01") is None


def test_every_owner_of_an_office_is_known() -> None:
    """Each term leads to a person, or the phrase would name nobody."""
    for office, owner in (("president", "Vatican City"), ("pope", "Russia")):
        assert load().terms(office, owner) == ()
    assert load().terms("Defense Secretary", "United States")


WORDS = ["the", "Russian", "president", "President", "Ukraine", "'s", "’s", " of ", " ", "Vladimir Putin", ",", ".",
         "UN", "chief", "pope", "Pope", "the ", "former ", "French ", "prime minister", "é", "(", "—"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=14).map("".join), st.sampled_from([DAY, "2024", "", "x/y"]))
def test_mentions_are_exact_and_never_overlap(text: str, dated: str) -> None:
    spans = default().find([text])[0]
    mentions = resolve_snippet(text, spans, dated=dated)
    assert [m for m in mentions if not m.rule.startswith("role")] == resolve_snippet(text, spans, dated=None)
    for mention in mentions:
        assert text[mention.start : mention.stop] == mention.surface
        assert 0 <= mention.score <= 1
    assert all(left.stop <= right.start for left, right in pairwise(mentions))


def test_many_offices_take_no_longer_each() -> None:
    text = "The Russian president met the French president. " * 300
    mentions = role_mentions(text, resolve_snippet(text, [], dated=None), DAY)
    assert len(mentions) == 600
