"""The gazetteer: its tables are sound, its matcher exact, and famous names come out as a reader would say."""

from __future__ import annotations

import csv
import filecmp
import pickle
import shutil
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import BENCH, SHARED

from archive.gazetteer import TABLES, Gazetteer, load, spellings
from archive.gazetteer.offices import Offices
from archive.gazetteer.tables import BAKED, Tables
from archive.text.folding import fold, unaccented

RAW = SHARED / "gazetteer"
ENTITY_TABLES = ("curated.csv", "places.csv", "organisations.csv", "persons.csv")
KINDS = {"person", "organisation", "place"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


def rows(table: str) -> list[dict[str, str]]:
    with (TABLES / table).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str, str]]:
    """What a text names: surface, best candidate, strength."""
    return [
        (text[match.start : match.stop], match.candidates[0][0].name, match.candidates[0][1])
        for match in gazetteer.find(text)
    ]


# -- the tables


@pytest.mark.parametrize("table", ENTITY_TABLES)
def test_rows_are_sound(table: str) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows(table):
        assert row["kind"] in KINDS, row
        assert row["name"] == row["name"].strip() != "", row
        assert row["wikidata"] == "" or (row["wikidata"][0] == "Q" and row["wikidata"][1:].isdigit()), row
        assert (row["name"], row["kind"]) not in seen, row
        seen.add((row["name"], row["kind"]))
        aliases = [alias for column in ("strong", "surname", "weak") for alias in row[column].split("|") if alias]
        assert len(aliases) == len(set(aliases)), row
        assert all(alias == alias.strip() and len(alias) > 1 for alias in aliases), row
        assert row["surname"] == "" or row["kind"] == "person", row


def test_curated_rows_claim_no_alias_twice() -> None:
    owners: dict[str, str] = {}
    for row in rows("curated.csv"):
        for column in ("strong", "surname"):
            for alias in filter(None, row[column].split("|")):
                assert owners.setdefault(alias, row["name"]) == row["name"], alias


def test_curated_rows_are_sorted() -> None:
    order = {"place": 0, "organisation": 1, "person": 2}
    keys = [(order[row["kind"]], fold(row["country"])) for row in rows("curated.csv")]
    assert keys == sorted(keys)


def test_no_place_alias_holds_two_places() -> None:
    """'Portland, Oregon' is two places in a text, so no alias may swallow both."""
    for table in ("curated.csv", "places.csv"):
        for row in rows(table):
            aliases = f"{row['strong']}|{row['weak']}".split("|")
            pairs = [alias for alias in aliases if ", " in alias and not alias.endswith(("D.C.", "DC"))]
            assert row["kind"] != "place" or not pairs, row


def test_countries_of_entities_are_known(gazetteer: Gazetteer) -> None:
    for table in ENTITY_TABLES:
        for row in rows(table):
            assert not row["country"] or gazetteer.entity(row["country"], "place"), row


def test_every_alias_has_entities_and_at_most_one_owner(gazetteer: Gazetteer) -> None:
    for table in ENTITY_TABLES:
        for row in rows(table):
            for alias in filter(None, f"{row['strong']}|{row['surname']}|{row['weak']}".split("|")):
                candidates = gazetteer.by_alias(alias)
                assert candidates, alias
                assert sum(strength != "weak" for _, strength in candidates) <= 1, alias


def test_every_city_is_an_entity(gazetteer: Gazetteer) -> None:
    for row in rows("cities.csv")[::50]:
        entity = gazetteer.entity(row["name"], "place")
        assert entity is not None
        assert entity.country
        assert any(entity == candidate for candidate, _ in gazetteer.by_alias(entity.name.split(", ")[0]))


def test_the_table_of_cities_is_plain() -> None:
    """Its lines are cut at the first comma; so nothing but a name may be quoted, and no field may hold a line break."""
    text = (TABLES / "cities.csv").read_text(encoding="utf-8")
    lines = text.split("\n")
    assert lines[-1] == ""
    assert "\r" not in text
    assert len(lines) - 2 == len(rows("cities.csv"))
    assert all(line.count('"') == 2 * line.startswith('"') for line in lines)
    assert not any(row["name"].count('"') or row["name"].startswith(" ") for row in rows("cities.csv"))


def test_aliases_are_listed_once(gazetteer: Gazetteer) -> None:
    aliases = Tables(TABLES).aliases
    assert len(aliases) == len(set(aliases))


def test_what_lies_ready_is_what_the_tables_say(tmp_path: Path) -> None:
    """Else make it anew: python tests/bench/bake_tables.py."""
    for table in TABLES.glob("*.csv"):
        shutil.copy(table, tmp_path)
    afresh = Tables(tmp_path).baked()
    ready = (TABLES / BAKED).read_bytes()
    assert ready[:4] == afresh[:4]
    assert pickle.loads(ready[4:]) == pickle.loads(afresh[4:])


def test_what_lies_ready_counts_for_nothing_once_a_table_is_changed(tmp_path: Path) -> None:
    for table in (*TABLES.glob("*.csv"), TABLES / BAKED):
        shutil.copy(table, tmp_path)
    with (tmp_path / "curated.csv").open("a", encoding="utf-8") as curated:
        curated.write("Harbour Watch of Nowhere,organisation,,,,Harbour Watch of Nowhere,,\n")
    assert "Harbour Watch of Nowhere" in Tables(tmp_path).aliases


def test_persons_and_their_names(gazetteer: Gazetteer) -> None:
    persons = set(gazetteer.persons())
    assert {("Joe Biden", "Joe Biden"), ("Donald J. Trump", "Donald Trump")} <= persons
    assert all(gazetteer.entity(person, "person") for _, person in persons)


def test_bodies_of_a_country(gazetteer: Gazetteer) -> None:
    bodies = set(gazetteer.organisations())
    assert ("U.S. Senate", "United States Senate", "United States") in bodies
    assert all(gazetteer.entity(name, "organisation") for _, name, _ in bodies)


def test_namesakes_at_home_come_first(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_alias("Congress")[0][0].name == "United States Congress"
    assert gazetteer.by_alias("House of Commons")[0][0].country == "United Kingdom"
    assert gazetteer.by_alias("Cambridge")[0][0].kind == "place"


def test_terms_of_an_office(gazetteer: Gazetteer) -> None:
    assert [term.person for term in gazetteer.terms("Chancellor", "Germany")][-2:] == ["Olaf Scholz", "Friedrich Merz"]
    assert gazetteer.terms("chancellor", "Samoa") == ()


OFFICES = ("curated_offices.csv", "offices.csv", "past_offices.csv")


def test_officers_are_called_as_the_gazetteer_calls_them(gazetteer: Gazetteer) -> None:
    for table in OFFICES:
        for row in rows(table):
            known = {entity.name for entity, strength in gazetteer.by_alias(row["person"]) if strength == "strong"}
            assert not known or row["person"] in known, row
            assert not row["stop"] or row["start"] <= row["stop"], row
            owner = row["country"]
            assert gazetteer.entity(owner, "place") or gazetteer.entity(owner, "organisation"), row


def test_a_later_table_tells_of_days_of_which_the_earlier_tell_nothing() -> None:
    mayors = [("mayor", "Drobnavka", name, *days) for name, *days in (("Ida Roe", "2010-01-01", "2012-01-01"),)]
    others = [("mayor", "Drobnavka", "Bo Marsh", "2009-01-01", "2010-06-01")]
    offices = Offices([mayors, others])
    days = ("2009-12-31", "2010-01-01", "2012-06-01", "2009", "2010-03", "2011")
    holders = [offices.holder("mayor", "Drobnavka", day) for day in days]
    assert holders == ["Bo Marsh", "Ida Roe", None, "Bo Marsh", None, "Ida Roe"]


def test_terms_of_one_office_do_not_overlap() -> None:
    terms: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows("curated_offices.csv"):
        terms.setdefault((row["office"], row["country"]), []).append(row)
    for held in terms.values():
        held.sort(key=lambda row: row["start"])
        for earlier, later in pairwise(held):
            assert earlier["stop"], earlier
            assert earlier["stop"] <= later["start"], (earlier, later)


def test_demonyms_lead_to_countries(gazetteer: Gazetteer) -> None:
    for demonym, country in gazetteer.demonyms.items():
        assert gazetteer.entity(country, "place"), demonym


@pytest.mark.skipif(not RAW.exists(), reason="needs the raw files, which are not part of the repository")
def test_baking_gives_the_committed_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    from bake_gazetteer import bake, read_evidence

    bake(RAW, TABLES, read_evidence(TABLES / "evidence.csv"), tmp_path, tmp_path / "outlets.csv")
    names = sorted(path.name for path in tmp_path.iterdir() if path.name != "outlets.csv")
    same, different, missing = filecmp.cmpfiles(tmp_path, TABLES, names, shallow=False)
    assert (different, missing) == ([], [])
    assert len(same) == 8
    assert filecmp.cmp(tmp_path / "outlets.csv", TABLES.parent / "outlets.csv", shallow=False)


def test_tables_fit_the_wheel() -> None:
    assert sum(len(zlib.compress(path.read_bytes(), 1)) for path in TABLES.iterdir()) < 2_500_000  # packed, as there


# -- famous names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Putin’s envoy left", [("Putin", "Vladimir Putin", "surname")]),
        ("Vladimir Putin spoke", [("Vladimir Putin", "Vladimir Putin", "strong")]),
        ("the U.S.-led force", [("U.S.", "United States", "strong")]),
        ("He went to the U.S. They stayed.", [("U.S.", "United States", "strong")]),
        ("America votes", [("America", "United States", "strong")]),
        ("a report by The Wall Street Journal", [("Wall Street Journal", "The Wall Street Journal", "strong")]),
        ("the WSJ said", [("WSJ", "The Wall Street Journal", "strong")]),
        ("The Guardian asked", [("Guardian", "The Guardian", "strong")]),
        ("judges in The Hague", [("Hague", "The Hague", "strong")]),
        ("Sergei Lavrov", [("Sergei Lavrov", "Sergey Lavrov", "strong")]),
        ("Kim Jong-Un", [("Kim Jong-Un", "Kim Jong Un", "strong")]),
        ("Recep Tayyip Erdogan", [("Recep Tayyip Erdogan", "Recep Tayyip Erdoğan", "strong")]),
        ("Al Qaeda cells", [("Al Qaeda", "al-Qaeda", "strong")]),
        ("Svetlana Tikhanovskaya", [("Svetlana Tikhanovskaya", "Sviatlana Tsikhanouskaya", "strong")]),
        ("Zelenskiy and Lukashenka",
         [("Zelenskiy", "Volodymyr Zelenskyy", "surname"), ("Lukashenka", "Alexander Lukashenko", "surname")]),
        ("Kiev or Kyiv", [("Kiev", "Kyiv", "strong"), ("Kyiv", "Kyiv", "strong")]),
        ("Côte d’Ivoire", [("Côte d’Ivoire", "Ivory Coast", "strong")]),
        ("Cote d'Ivoire", [("Cote d'Ivoire", "Ivory Coast", "strong")]),
        ("Türkiye's ISIL cell", [("Türkiye", "Turkey", "strong"), ("ISIL", "Islamic State", "strong")]),
        ("Kherson region", [("Kherson region", "Kherson Oblast", "strong")]),
        ("North Macedonia", [("North Macedonia", "North Macedonia", "strong")]),
        ("South Sudan", [("South Sudan", "South Sudan", "strong")]),
        ("MOSCOW MOCKS PUTIN", [("MOSCOW", "Moscow", "strong"), ("PUTIN", "Vladimir Putin", "surname")]),
    ],
)  # fmt: skip
def test_famous_names(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(gazetteer, text) == expected


@pytest.mark.parametrize(
    "alias", ["Georgia", "Jordan", "Reading", "Nice", "Johnson", "Kim", "Ford", "Visa", "Victoria"]
)
def test_ambiguous_names_are_weak(gazetteer: Gazetteer, alias: str) -> None:
    candidates = gazetteer.by_alias(alias)
    assert candidates
    assert {strength for _, strength in candidates} == {"weak"}


@pytest.mark.parametrize(
    "text",
    [
        "xPutin Putinism Putin2 _Putin",  # inside words
        "@NATO",  # a handle
        "kyiv putin russia",  # written small
        "nato.int and bbc.com",  # addresses, small
        "NATO.int",  # an address with capitals
        "palacio de Moscow",  # a part of a longer foreign name
        "US$300 for a ticket",  # money
        "L'Russia",  # elided
        "",
    ],
)
def test_what_is_no_name(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


def test_longest_name_wins_even_where_a_longer_one_fails(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "New York Timesman")[0][:2] == ("New York", "New York City")
    assert found(gazetteer, "New York Times")[0][:2] == ("New York Times", "The New York Times")


def test_acronym_that_is_a_word_in_capitals(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "the WHO warned") == [("WHO", "World Health Organization", "strong")]
    assert found(gazetteer, "WHO WON?") == [("WHO", "World Health Organization", "weak")]


def test_weak_alias_in_a_compound_is_dropped(gazetteer: Gazetteer) -> None:
    assert found(gazetteer, "in Reading today")
    assert not found(gazetteer, "Miss Tuck-Reading sang")
    assert found(gazetteer, "a Trump-Putin meeting") != []


def test_entity_carries_what_is_known(gazetteer: Gazetteer) -> None:
    ukraine = gazetteer.entity("Ukraine", "place")
    assert ukraine is not None
    assert (ukraine.country, ukraine.wikidata, ukraine.kind) == ("Ukraine", "Q212", "place")
    assert ukraine.description == "country in Eastern Europe"
    states = gazetteer.entity("United States", "place")
    assert states is not None
    assert states.aliases[0] == "United States"
    assert {"U.S.", "USA", "America"} <= set(states.aliases)
    assert gazetteer.entity("United States", "person") is None
    assert gazetteer.by_alias("Nobody Whatsoever") == ()


def test_both_georgias(gazetteer: Gazetteer) -> None:
    names = [entity.name for entity, _ in gazetteer.by_alias("Georgia")]
    assert names[:2] == ["Georgia", "Georgia (U.S. state)"]


@pytest.mark.parametrize(
    ("office", "country", "day", "person"),
    [
        ("president", "Russia", "2024-10-24", "Vladimir Putin"),
        ("president", "Russia", "2010-01-01", "Dmitry Medvedev"),
        ("president", "Russia", "2008", None),
        ("president", "Russia", "2009", "Dmitry Medvedev"),
        ("president", "Russia", "2008-05", None),
        ("president", "Russia", "2008-06", "Dmitry Medvedev"),
        ("president", "United States", "2021-01-20", "Joe Biden"),
        ("Prime Minister", "United Kingdom", "2022-09-30", "Liz Truss"),
        ("chancellor", "Germany", "2015-09-01/2015-09-30", "Angela Merkel"),
        ("defense minister", "Ukraine", "2024", "Rustem Umerov"),
        ("foreign minister", "Russia", "2014", "Sergey Lavrov"),
        ("secretary of state", "United States", "2014-05-01", "John Kerry"),
        ("secretary general", "NATO", "2024-10-24", "Mark Rutte"),
        ("premier", "China", "2010", "Wen Jiabao"),
        ("president", "Atlantis", "2010", None),
        ("president", "Russia", "1950", None),
    ],
)
def test_office_holder(gazetteer: Gazetteer, office: str, country: str, day: str, person: str | None) -> None:
    assert gazetteer.office_holder(office, country, day) == person


def test_demonyms(gazetteer: Gazetteer) -> None:
    expected = {"Russian": "Russia", "American": "United States", "U.S.": "United States", "Dutch": "Netherlands",
                "Swiss": "Switzerland", "Filipino": "Philippines", "Thai": "Thailand"}  # fmt: skip
    assert expected.items() <= dict(gazetteer.demonyms).items()


def test_names_of_people(gazetteer: Gazetteer) -> None:
    assert {"Joe", "Vladimir", "Anna"} <= gazetteer.forenames
    assert {"Smith", "Ivanov"} <= gazetteer.surnames
    assert not {"May", "April", "President"} & gazetteer.forenames


# -- the matcher as such


def test_spellings() -> None:
    assert "Kim Jong Un" in set(spellings("Kim Jong-un", is_person=True))
    assert "Mohammed Morsi" in set(spellings("Mohamed Morsi", is_person=True))
    assert "Bashar Al-Assad" in set(spellings("Bashar al-Assad", is_person=True))
    assert list(spellings("Lviv")) == []
    assert unaccented("Łódź, Erdoğan, Mataʻafa") == "Lodz, Erdogan, Mata'afa"


def test_travels_between_processes(gazetteer: Gazetteer) -> None:
    assert pickle.loads(pickle.dumps(gazetteer)) is gazetteer


PIECES = ["Putin", "U.S.", "US", "New York", "New York Times", "The Guardian", "Côte d’Ivoire", "KYIV", "Reading", "é",
          "'s", "’", "-", " ", ". ", "\u00a0", "😀", "al-Qaeda", "X", "x", "İ", "ß", "\u0301"]  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_matches_are_exact_ordered_and_whole(text: str) -> None:
    gazetteer = load()
    end = 0
    for match in gazetteer.find(text):
        assert end <= match.start < match.stop <= len(text)
        end = match.stop
        surface = text[match.start : match.stop].replace("’", "'").replace("\u00a0", " ")
        name = match.alias.removeprefix("The ").removeprefix("the ")
        assert surface in (name, name.upper(), match.alias)
        assert match.candidates
        assert not (match.start and text[match.start - 1].isalnum())
        assert not text[match.stop : match.stop + 1].isalnum()


@given(st.sampled_from([row["name"] for row in rows("curated.csv") if row["strong"].split("|")[0] == row["name"]]))
def test_a_strong_name_is_found_in_a_sentence(name: str) -> None:
    text = f"Yesterday “{name}” was named."
    matches = load().find(text)
    assert [text[match.start : match.stop] for match in matches] == [name.removeprefix("The ")]
    assert name in {entity.name for entity, _ in matches[0].candidates}
