"""Names to entities: keys, surnames, rules inside one snippet, majority over an archive."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extract.names import default
from archive.gazetteer import load
from archive.resolve import (
    Candidate,
    ResolvedMention,
    entity_key,
    resolve_snippet,
    settle,
    surname_key,
    surname_keys,
)
from archive.resolve.bodies import body_of, full_name
from archive.resolve.respellings import near_person, near_surname
from archive.resolve.snippet import SCORES
from archive.types import EntityKind, NameSpan


def resolved(text: str, dated: str | None = None) -> list[ResolvedMention]:
    return resolve_snippet(text, default().find([text])[0], dated=dated)


def span(surface: str, kind: EntityKind, start: int = 0, role: str | None = None) -> NameSpan:
    return NameSpan(start, start + len(surface), surface, kind, "crf", 0.9, role)


def names(text: str, dated: str | None = None) -> list[tuple[str, str, str]]:
    return [(mention.surface, mention.name, mention.rule) for mention in resolved(text, dated)]


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("The Hollow Gazette", "hollow gazette’s", "organisation"),
        ("São Tomé", "Sao Tome", "place"),
        ("U.S. Bureau of Tides", "United States Bureau of Tides", "organisation"),
        ("Marbury, Inc.", "Marbury", "organisation"),
        ("Centre for Defence Studies", "Center for Defense Studies", "organisation"),
        ("Bureau of Tides of the United States", "US Bureau of Tides", "organisation"),
        ("Jane Q. Roe", "Jane Roe", "person"),
        ("J. K. Roe", "J.K. Roe", "person"),
        ("A. P. J. Roe", "A.P.J. Roe", "person"),
        ("Sir Jonas Roe", "Jonas Roe", "person"),
        ("Karim el-Badri", "Karim al-Badri", "person"),
        ("Saint Orla", "St. Orla", "place"),
    ],
)
def test_spellings_share_a_key(left: str, right: str, kind: EntityKind) -> None:
    assert entity_key(left, kind) == entity_key(right, kind)


def test_keys_keep_different_names_apart() -> None:
    assert entity_key("John Terrow", "person") != entity_key("John Kerrow", "person")
    assert entity_key("Jonas H. W. Roe", "person") != entity_key("Jonas W. Roe", "person")
    assert entity_key("Jonas Roe Jr.", "person") != entity_key("Jonas Roe", "person")
    assert entity_key("Bank of Norland", "organisation") != entity_key("Bank of Sorland", "organisation")
    assert entity_key("The", "organisation") == "the"
    assert entity_key("...", "place") == "..."


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    key = entity_key(name, "place")
    assert entity_key(key, "place") == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Jane Roe", "roe"),
        ("Ursula von der Tann", "von der tann"),
        ("Salman bin Rashid", "bin rashid"),
        ("Luz de la Vega", "de la vega"),
        ("Robert Kessler Jr.", "kessler"),
        ("Charles Wetherby III", "wetherby"),
        ("Marie Durand-Leroy", "durand leroy"),
        ("Xi Minglan", "xi"),
        ("Kim Jong Un", "kim"),
        ("Lee Harvey Marsden", "lee"),
        ("Jane", None),
        ("", None),
    ],
)
def test_surname_key(name: str, key: str | None) -> None:
    assert surname_key(name) == key


def test_surname_keys_offer_what_a_writer_may_use() -> None:
    assert set(surname_keys("Ursula von der Tann")) >= {"von der tann", "tann"}
    assert set(surname_keys("Lee Harvey Marsden")) >= {"lee", "marsden"}
    assert set(surname_keys("Karim al-Badri")) >= {"al badri", "badri"}
    assert surname_keys("Kim Jong Un") == ("kim",)


def test_strong_aliases() -> None:
    assert names("The WSJ quoted U.S. officials on America.") == [
        ("WSJ", "The Wall Street Journal", "alias"),
        ("U.S.", "United States", "alias"),
        ("America", "United States", "alias"),
    ]


def test_famous_surname_unless_another_bearer_is_here() -> None:
    assert names("Putin left.") == [("Putin", "Vladimir Putin", "surname")]
    assert names("Igor Putin left. Later Putin spoke.") == [
        ("Igor Putin", "Igor Putin", "full-name"),
        ("Putin", "Igor Putin", "snippet-surname"),
    ]


def test_surname_of_someone_in_the_snippet() -> None:
    found = names("Kari Solbakken arrived. Hours later Solbakken resigned.")
    assert found[-1] == ("Solbakken", "Kari Solbakken", "snippet-surname")


def test_two_bearers_leave_a_surname_open() -> None:
    last = resolved("Kari Solbakken met Erik Solbakken. Solbakken said nothing.")[-1]
    assert (last.name, last.rule, last.bare) == ("Solbakken", "surname-open", "solbakken")


def test_unknown_surname_is_open() -> None:
    (mention,) = resolved("Mr. Tolliver-Brandt declined.")
    assert (mention.name, mention.rule, mention.bare) == ("Tolliver-Brandt", "surname-open", "tolliver brandt")


def test_forename_alone_stands_for_nobody() -> None:
    (mention,) = resolved("Mr. Hannah declined.")
    assert (mention.name, mention.rule, mention.bare) == ("Hannah", "forename", None)


def test_acronym_in_brackets() -> None:
    found = names("The Board of Coastal Surveyors (BCS) met. The BCS will vote.")
    assert [name for _, name, _ in found] == ["Board of Coastal Surveyors"] * 3
    assert found[-1][2] == "snippet-acronym"


def test_acronym_alone_is_open() -> None:
    (mention,) = resolved("The QZXV will vote.")
    assert (mention.name, mention.rule, mention.bare) == ("QZXV", "acronym-open", "qzxv")


def test_brackets_that_do_not_abbreviate() -> None:
    found = names("The Board of Coastal Surveyors (QZX) met.")
    assert ("QZX", "QZX", "acronym-open") in found


def test_acronym_without_brackets() -> None:
    found = names("The Board of Coastal Surveyors met. The BCS will vote.")
    assert found[-1] == ("BCS", "Board of Coastal Surveyors", "snippet-acronym")


def test_national_body_takes_its_country() -> None:
    text = "Voters in Iceland waited. Iceland's Constitutional Court ruled."
    assert names(text)[-1] == ("Constitutional Court", "Constitutional Court of Iceland", "country-body")


@pytest.mark.parametrize(
    ("surface", "country", "name"),
    [
        ("Ministry of Defence of Ukraine", None, "Ministry of Defence of Ukraine"),
        ("Ukrainian Ministry of Defense", None, "Ministry of Defence of Ukraine"),
        ("Defence Ministry", "Ukraine", "Ministry of Defence of Ukraine"),
        ("Ministry of the Interior", "Samoa", "Ministry of the Interior of Samoa"),
        ("Samoan Health Ministry", None, "Ministry of Health of Samoa"),
        ("US Senate", None, "United States Senate"),
        ("Senate of the United States", None, "United States Senate"),
        ("United States Supreme Court", None, "Supreme Court of the United States"),
        ("British House of Commons", None, "House of Commons"),
        ("House of Commons", "Canada", "House of Commons of Canada"),
        ("Kenyan Parliament", None, "Parliament of Kenya"),
        ("Senate", "Philippines", "Senate of the Philippines"),
    ],
)
def test_a_national_body_has_one_name(surface: str, country: str | None, name: str) -> None:
    body = body_of(surface)
    assert body is not None
    owner = body.country or country
    assert owner is not None
    assert entity_key(full_name(body.name, owner), "organisation") == entity_key(name, "organisation")


@pytest.mark.parametrize("name", ["Catalan Parliament", "Ministry", "Marbury Mills", "Harbour Ministry of Sound", ""])
def test_what_is_no_national_body(name: str) -> None:
    body = body_of(name)
    assert body is None or body.country is None


def test_the_country_decides_between_namesakes() -> None:
    assert names("Canada waited. The House of Commons voted in Ottawa, Canada.")[1][1] == "House of Commons of Canada"
    assert names("The House of Commons voted.")[0][1] == "House of Commons"


def test_slips_are_mended_and_attested_names_kept() -> None:
    assert near_person("Annalenna Baerbock") == "Annalena Baerbock"
    assert near_person("Anna Baerbock") is None
    assert near_person("Vladimir") is None
    assert near_person("Vladimir Pulin") is None
    assert near_person("Michael Obama") is None
    assert near_person("John Carry") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Volodymyr Zelenskij", "Volodymyr Zelenskyy"),
        ("Alexander Lukaschenko", "Alexander Lukashenko"),
        ("Aleksej Nawalny", "Alexei Navalny"),
        ("Bachar el-Assad", "Bashar al-Assad"),
        ("Petro Poroschenko", "Petro Poroshenko"),
        ("Evgenii Prigozhin", "Yevgeny Prigozhin"),
        ("Recep Erdoğan", "Recep Tayyip Erdoğan"),
        ("Vladimir Vladimirovich Putin", "Vladimir Putin"),
        ("Muammar Kadhafi", "Muammar Gaddafi"),
        ("Donald Trump Jr.", None),
        ("Francisco Ortiz Franco", None),
        ("Sergej Lawrow", "Sergey Lavrov"),
        ("Kari Solbakken", None),
    ],
)
def test_other_ways_to_write_a_known_person(written: str, meant: str | None) -> None:
    assert near_person(written) == meant


def test_persons_in_no_table_are_never_merged() -> None:
    found = names("Kari Solbakken met Karl Solbakken, and Kari Solbaken left.")
    assert [name for _, name, _ in found] == ["Kari Solbakken", "Karl Solbakken", "Kari Solbaken"]


@given(st.text(max_size=24))
def test_a_respelt_name_is_known_or_nobody(name: str) -> None:
    known = {person for _, person in load().persons()}
    assert near_person(name) in {None, *known}
    assert near_surname(name) in {None, *known}


def test_bare_surname_in_other_letters() -> None:
    assert near_surname("Lukaschenko") == "Alexander Lukashenko"
    assert near_surname("Zelenskij") == "Volodymyr Zelenskyy"
    assert near_surname("Ghadaffi") == "Muammar Gaddafi"
    assert near_surname("Stormer") is None
    assert near_surname("Rainier") is None
    assert near_surname("Solbakken") is None


def test_surname_of_two_words() -> None:
    spans = [span("Marine Le Pen", "person"), span("Le Pen", "person", 21)]
    assert resolve_snippet("Marine Le Pen spoke. Le Pen left.", spans, dated=None)[-1].name == "Marine Le Pen"
    assert resolve_snippet("De Vossen left.", [span("De Vossen", "person")], dated=None)[0].bare == "de vossen"


def test_forename_of_someone_in_the_snippet() -> None:
    text = "Hannah Solbakken won. Hannah cheered."
    spans = [span("Hannah Solbakken", "person"), span("Hannah", "person", 22)]
    assert resolve_snippet(text, spans, dated=None)[-1].name == "Hannah Solbakken"
    assert resolve_snippet(text, spans, dated=None)[-1].rule == "snippet-forename"


def test_a_title_completes_a_name() -> None:
    (mention,) = resolve_snippet("Pope Francis", [span("Francis", "person", 5, role="Pope")], dated=None)
    assert mention.name == "Pope Francis"


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Israel Benjamin Netanyahu", "Benjamin Netanyahu"),
        ("Donald J. Trump", "Donald Trump"),
        ("George H. W. Bush", "George H. W. Bush"),
        ("Sir Keir Starmer", "Keir Starmer"),
        ("Paris Solbakken", "Paris Solbakken"),
    ],
)
def test_what_stands_around_a_known_name(surface: str, name: str) -> None:
    assert resolve_snippet(surface, [span(surface, "person")], dated=None)[0].name == name


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("A mill burned in Atlanta, Georgia, at noon.", "Georgia", "Georgia (U.S. state)"),
        ("Mills burned in Alabama and Georgia at noon.", "Georgia", "Georgia (U.S. state)"),
        ("Mills burned in Tbilisi, Georgia, at noon.", "Georgia", "Georgia"),
        ("Mills burned in Armenia and Georgia at noon.", "Georgia", "Georgia"),
        ("Mills burned in Kitsap County, Washington, at noon.", "Washington", "Washington (state)"),
        ("Mills burned in Oregon and Washington at noon.", "Washington", "Washington (state)"),
        ("Mills burned in western Washington at noon.", "Washington", "Washington (state)"),
        ("Washington state closed its mills.", "Washington", "Washington (state)"),
        ("A judge of the U.S. state of Georgia smiled.", "Georgia", "Georgia (U.S. state)"),
        ("The United States told Russia that Georgia was whole.", "Georgia", "Georgia"),
        ("Rallies in New York City, Washington, DC, and Boston.", "Washington", "Washington, D.C."),
        ("Moscow warned Washington at noon.", "Washington", "Washington, D.C."),
        ("Trains ran between Virginia and Washington at noon.", "Washington", "Washington, D.C."),
    ],
)
def test_a_state_or_its_namesake(text: str, surface: str, name: str) -> None:
    assert {found for written, found, _ in names(text) if written == surface} == {name}


def test_a_people_taken_for_a_place_is_its_country() -> None:
    (mention,) = resolve_snippet("South Koreans", [span("South Koreans", "place")], dated=None)
    assert mention.name == "South Korea"


def test_role_and_date_settle_a_surname() -> None:
    (mention,) = [m for m in resolved("German Chancellor Schröder spoke.", "2003-05-01") if m.kind == "person"]
    assert mention.name == "Gerhard Schröder"
    (mention,) = resolve_snippet(
        "Norwegian Prime Minister Bondevik",
        [span("Bondevik", "person", 25, role="Norwegian Prime Minister")],
        dated="2003",
    )
    assert (mention.name, mention.rule) == ("Kjell Magne Bondevik", "surname-role")


def test_every_rule_has_its_score_and_none_exceeds_its_span() -> None:
    text = "President Joe Biden and Kari Solbakken met the WSJ and the QZX in Drobnavka."
    spans = default().find([text])[0]
    for span, mention in zip(spans, resolve_snippet(text, spans, dated="2022"), strict=True):
        assert mention.score == min(span.score, SCORES[mention.rule])
        assert (mention.start, mention.stop, mention.surface, mention.role) == (
            span.start,
            span.stop,
            span.surface,
            span.role,
        )


def candidates(*counts: int) -> list[Candidate]:
    return [Candidate(number, f"Name{number} Roe", count) for number, count in enumerate(counts)]


@pytest.mark.parametrize(
    ("counts", "winner"),
    [((), None), ((1,), 0), ((0,), None), ((3, 1), 0), ((2, 1), None), ((1, 9, 2), 1), ((5, 5), None), ((2, 0), 0)],
)
def test_majority_with_a_margin(counts: tuple[int, ...], winner: int | None) -> None:
    found = settle("roe", candidates(*counts))
    assert (found.entity_id if found else None) == winner


def test_the_bare_name_itself_is_no_candidate() -> None:
    assert settle("roe", [Candidate(1, "Roe", 50), Candidate(2, "Jane Roe", 2)]) == Candidate(2, "Jane Roe", 2)


@given(st.lists(st.integers(0, 40), max_size=6), st.randoms(use_true_random=False))
def test_majority_does_not_depend_on_order(counts: list[int], shuffle: Random) -> None:
    ordered = candidates(*counts)
    mixed = list(ordered)
    shuffle.shuffle(mixed)
    assert settle("roe", mixed) == settle("roe", ordered)
