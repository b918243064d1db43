"""Headlines edited on a page that was captured again, and formulas that come back on other days: what evidence does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.variants import FEW_DAYS, Evidence, Keys, relation, text_keys

SAME_ADDRESS = Evidence(days=1, same_address=True)
SAME_PLACE = Evidence(days=0, same_place=True)
CLOSE = Evidence(days=1)
FAR = Evidence(days=122)
UNKNOWN = Evidence()

EDITED = [
    # a forename or a whole name came
    ("Lindqvist opens grain reserve in northern plain", "Mara Lindqvist opens grain reserve in northern plain"),
    ("Minister Renn resigns over harbour deal probe", "Minister resigns over harbour deal probe"),
    # a word came or went
    ("Two wounded after rare Kestrel Bay ferry shooting", "Two wounded after Kestrel Bay ferry shooting"),
    ("Harbour crews reportedly storm the customs house", "Harbour crews storm the customs house"),
    ("Bridge over the Orra to reopen in May", "Historic bridge over the Orra to reopen in May"),
    # another word for it
    ("Norvanian miners vow to keep the pit open", "Norvanian miners pledge to keep the pit open"),
    ("Court told of explosion at Port Allen mill", "Court told of blast at Port Allen mill"),
    ("Council weighs plan for ferries at Sundby quay", "Council mulls plan for ferries at Sundby quay"),
    # a word for another that nobody has listed
    (
        "Sailor hails the quiet courage of the Orra lifeboat crew",
        "Sailor hails the humble courage of the Orra lifeboat crew",
    ),
    # clauses turned round
    ("Norvanian PM calls rail blast an act of sabotage", "Rail blast an act of sabotage, Norvanian PM says"),
    ("In a first, Sundby elects a fisherman as mayor", "Sundby elects a fisherman as mayor in a first"),
    # said where, or by whom
    ("Velden has no plans to step down", "Velden has no plans to step down, she says in an interview"),
    ("Opinion: The harbour that forgot its ships", "The harbour that forgot its ships"),
    ("Sundby ferry suspect found dead - reports", "Sundby ferry suspect found dead - police"),
    # a people for its country
    ("Why Norvania is debating a shorter week", "Why Norvanians are debating a shorter week"),
]

OTHERS = [
    # numbers
    ("Four things we learned from the Sundby summit", "Five things we learned from the Sundby summit"),
    ("At least 16 feared dead in Orra ferry disaster", "At least 18 feared dead in Orra ferry disaster"),
    ("Freighter runs aground off Kestrel Bay", "3 dead after freighter runs aground off Kestrel Bay"),
    # names
    ("Renn wins party vote in northern plain", "Velden wins party vote in northern plain"),
    ("Storm reaches Sundby and Port Allen overnight", "Storm reaches Sundby and Kestrel Bay overnight"),
    ("Osterland beats Norvania in women's final", "Norvania beats Osterland in women's final"),
    # dates
    ("Harbour talks resume in Sundby on Monday", "Harbour talks resume in Sundby on Thursday"),
    # denials and opposites
    ("Velden will meet the harbour crews", "Velden will not meet the harbour crews"),
    ("Minister confirms plan to sell harbour cranes", "Minister denies plan to sell harbour cranes"),
    ("Grain prices rise as Sundby ferry strike goes on", "Grain prices fall as Sundby ferry strike goes on"),
    ("Harbour crews may end walkout in Sundby", "Harbour crews end walkout in Sundby"),
    ("Ferry law to lapse after council accepts repeal", "Ferry law to lapse after council rejects repeal"),
    # another step of the same story
    ("Council weighs ferry law in close vote", "Council affirms ferry law in close vote"),
    ("Hundreds search for Orra ferry captain", "Divers search river for Orra captain"),
    ("Judge fines Tobias Renn for breaking gag order", "Judge threatens to jail Renn for breaking gag order"),
]


@pytest.mark.parametrize(("before", "after"), EDITED)
@pytest.mark.parametrize("evidence", [SAME_ADDRESS, SAME_PLACE])
def test_a_headline_edited_in_its_place_is_the_same(before: str, after: str, evidence: Evidence) -> None:
    assert relation(before, after, evidence) is not None
    assert relation(after, before, evidence) == relation(before, after, evidence)


@pytest.mark.parametrize(("one", "other"), OTHERS)
@pytest.mark.parametrize("evidence", [SAME_ADDRESS, SAME_PLACE, CLOSE, FAR, UNKNOWN])
def test_no_evidence_makes_another_number_name_date_or_denial_the_same(
    one: str, other: str, evidence: Evidence
) -> None:
    assert relation(one, other, evidence) is None
    assert relation(other, one, evidence) is None


def test_without_evidence_an_edited_headline_is_another() -> None:
    found = [relation(before, after, evidence) for before, after in EDITED for evidence in (UNKNOWN, FAR)]
    assert sum(each is not None for each in found) <= 2  # an opening needs none, where nothing speaks against it


def test_days_close_by_let_clauses_be_turned_round_but_add_no_word() -> None:
    one = "Ferry strike in Sundby, grain talks in Port Allen"
    assert relation(one, "Grain talks in Port Allen, ferry strike in Sundby", CLOSE) == "edited"
    assert relation(one, "Grain talks in Port Allen, long ferry strike in Sundby", CLOSE) is None
    assert relation(one, "Grain talks in Port Allen, ferry strike in Sundby", UNKNOWN) is None


FORMULA = ("Four civilians killed in shelling of the region", "Four civilians killed in shelling of region.")


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (UNKNOWN, "edited"),
        (Evidence(days=0), "edited"),
        (Evidence(days=FEW_DAYS), "edited"),
        (Evidence(days=FEW_DAYS + 1), None),
        (FAR, None),
        (Evidence(days=122, same_place=True), None),
        (Evidence(days=122, same_address=True), "edited"),
    ],
)
def test_a_formula_of_another_day_is_another_text(evidence: Evidence, expected: str | None) -> None:
    assert relation(*FORMULA, evidence) == expected


def test_a_text_too_long_for_a_formula_is_the_same_on_any_day() -> None:
    text = (
        "Dockworkers in the port of Sundby will resume talks after a strike that kept container ships waiting off the "
        "coast, the harbour authority said, and shipping lines warned that a longer stoppage would push cargo on."
    )
    assert relation(text, text.replace("will resume", "will  resume").rstrip("."), FAR) == "edited"
    assert relation(text[:-12], text, FAR) == "cut"
    assert relation(text[:60], text, FAR) is None


@pytest.mark.parametrize(("before", "after"), EDITED)
def test_most_edited_headlines_meet_within_a_few_days(before: str, after: str) -> None:
    for apart in range(FEW_DAYS + 1):
        found = text_keys(after).at([738_000 + apart], around=True)
        assert not set(text_keys(before).at([738_000])).isdisjoint(found), apart


def test_headlines_of_other_weeks_do_not_meet() -> None:
    text = EDITED[0][0]
    keys = Keys((), text_keys(text).pairs)
    assert set(keys.at([738_000])).isdisjoint(keys.at([738_030], around=True))
    assert keys.at([]) == ()
    assert text_keys(text + " and so on" * 9).pairs == ()


WORDS = st.sampled_from(
    "Sundby Renn Norvania Norvanian harbour harbor crews vow pledge to not in 4 5 the may end strike after says".split()
)
HEADLINES = st.lists(WORDS, min_size=4, max_size=12).map(" ".join)
EVIDENCE = st.builds(Evidence, st.none() | st.integers(0, 400), st.booleans(), st.booleans())


@given(HEADLINES, HEADLINES, EVIDENCE)
def test_relation_with_evidence_does_not_depend_on_order(one: str, other: str, evidence: Evidence) -> None:
    assert relation(one, other, evidence) == relation(other, one, evidence)


@given(HEADLINES, HEADLINES, st.none() | st.integers(0, FEW_DAYS))
def test_more_evidence_never_parts_texts(one: str, other: str, days: int | None) -> None:
    found = [
        relation(one, other, evidence) is not None
        for evidence in (UNKNOWN, Evidence(days), Evidence(days, same_address=True))
    ]
    assert found == sorted(found)
