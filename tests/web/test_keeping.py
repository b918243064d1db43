"""Keeping, correcting and deciding from the pages, and citations as files: the same as on the command line."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_editing import EVIL, Forms, Site, followed
from told import FERRY, make, read

from archive.store.database import opened
from archive.store.decisions import decide
from archive.store.kept import add_note, tag
from archive.web import permit
from archive.web.pages import decisions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

ROOM = "/-/archive/clips"
OURS = "“The pier is ours,” <p Mara Velden> said in <l Kestrel Bay>."
TEXTS = [*FERRY, read("2024-10-02", OURS), read("2024-10-05", OURS)]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("kept") / "clips.db", TEXTS)


@pytest.fixture
def site(untouched: Path, tmp_path: Path) -> Site:
    return Site(Path(shutil.copy(untouched, tmp_path / "clips.db")))


@pytest.fixture
def secret() -> Iterator[str]:
    with permit.granted() as secret:
        yield secret


def keep(site: Site, number: int, secret: str, **form: str) -> Any:
    own = {"origin": "http://localhost", "sec_fetch_site": "same-origin"}
    return site.post(f"{ROOM}/snippet/{number}/edit", {"secret": secret, **form}, **own)


def test_a_star_is_one_press_and_leads_back_to_the_hit(site: Site, secret: str) -> None:
    page = site.get(f"{ROOM}/search?q=ferry")
    where, form = Forms(page.text).of("star")
    answer = site.post(where, form)
    assert answer.status_code == 303
    assert answer.headers["location"] == form["back"]
    assert form["back"].startswith(f"{ROOM}/search?q=ferry")
    assert "#hit-" in form["back"]
    again = Forms(site.get(f"{ROOM}/search?q=ferry").text)
    assert [one["aria-pressed"] for name, one in again.tags if name == "button" and "aria-pressed" in one].count(
        "true"
    ) == 1
    where, form = again.of("unstar")
    site.post(where, form)
    assert site.rows("select * from tags") == []


@pytest.mark.parametrize(
    "back",
    ["//evil.example/", "https://evil.example/", f"{ROOM}evil", f"{ROOM}/x\r\nset-cookie: a=b", f"{ROOM}/\\evil"],
)
def test_a_form_leads_to_no_other_place(site: Site, secret: str, back: str) -> None:
    assert keep(site, 1, secret, action="star", back=back).headers["location"] == f"{ROOM}/snippet/1"


def test_tags_and_notes_stand_on_the_page_harmless(site: Site, secret: str) -> None:
    followed(site, keep(site, 1, secret, action="tag", tag="<b>port & pier"))
    page = followed(site, keep(site, 1, secret, action="remark", remark=EVIL))
    assert "&lt;b&gt;port &amp; pier" in page
    assert not [name for name, _ in Forms(page).tags if name == "img"]
    tagged = site.get(f"{ROOM}/search").text
    assert "1 note" in tagged
    assert "Kept under" in tagged
    followed(site, keep(site, 1, secret, action="untag", tag="<b>port & pier"))
    ((number,),) = site.rows("select id from notes")
    followed(site, keep(site, 1, secret, action="unremark", remark=str(number)))
    assert site.rows("select snippet_id from tags union all select id from notes") == []


def test_what_is_kept_is_seen_without_edit_and_changed_by_nobody(site: Site) -> None:
    with opened(site.path) as archive:
        tag(archive, [1], "starred")
        add_note(archive, 1, "Ask the harbour master.")
    page = site.get(f"{ROOM}/snippet/1").text
    assert "Ask the harbour master." in page
    assert "★" in page
    assert "★" in site.get(f"{ROOM}/search?q=is:starred").text
    assert not Forms(page).found
    for path in ("snippet/1/edit", "decisions", "review"):
        assert site.post(f"{ROOM}/{path}", {"action": "star"}, origin="http://localhost").status_code == 403
    assert site.get(f"{ROOM}/snippet/1/edit").status_code == 405


def test_a_day_is_corrected_told_and_undone(site: Site, secret: str) -> None:
    before = site.rows("select dated, dated_by from snippets where id = 1")
    page = followed(site, keep(site, 1, secret, action="date", value="12 October 2023", note="the printed page"))
    assert "Decision 1" in page
    assert "12 Oct 2023" in page
    assert site.rows("select dated, dated_by from snippets where id = 1") == [("2023-10-12", "decision")]
    where, form = Forms(page).of("undo")
    assert "is undone" in followed(site, site.post(where, form))
    assert site.rows("select dated, dated_by from snippets where id = 1") == before


def test_a_later_sighting_is_corrected_by_its_own_form(site: Site, secret: str) -> None:
    days = "select dated from sightings where snippet_id = ? order by dated"
    ((number,),) = site.rows("select snippet_id from sightings group by 1 having count(*) > 1")
    forms = Forms(site.get(f"{ROOM}/snippet/{number}").text)
    (where, form), *others = [one for one in forms.found if "sighting" in one[1]]
    assert (form["action"], form["value"]) == ("date", "2024-10-05")
    assert [one["action"] for _, one in others] == ["outlet", "author"]
    page = followed(site, site.post(where, form | {"value": "2024-10-04"}))
    assert site.rows(days, number) == [("2024-10-02",), ("2024-10-04",)]
    site.post(*Forms(page).of("undo"))
    assert site.rows(days, number) == [("2024-10-02",), ("2024-10-05",)]


def test_outlet_author_speaker_and_hiding(site: Site, secret: str) -> None:
    ((quoted, start),) = site.rows("select snippet_id, start from quotations order by 1, 2 limit 1")
    for form in (
        {"action": "outlet", "value": "The Courier"},
        {"action": "author", "value": "Ada Moss"},
        {"action": "speaker", "value": "person:Somebody Else", "quotation": str(start)},
    ):
        followed(site, keep(site, quoted, secret, **form))
    assert site.rows("select outlet, author from snippets where id = ?", quoted) == [("The Courier", "Ada Moss")]
    assert site.rows("select speaker from quotations where snippet_id = ? and start = ?", quoted, start) == [
        ("Somebody Else",)
    ]
    page = followed(site, keep(site, quoted, secret, action="hide"))
    assert "is hidden by a decision" in page
    assert "Hide it" not in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"action": "date", "value": "the day after"}, "is no date"),
        ({"action": "date", "value": "03/04/2024"}, "tell day from month"),
        ({"action": "outlet", "value": "a -> b"}, "would be misread"),
        ({"action": "speaker", "value": "x", "quotation": "99999"}, "no quotation there"),
        ({"action": "tag", "tag": " "}, "at least one letter"),
        ({"action": "undo"}, "does not say which decision"),
        ({"action": "else"}, "does not say what is to be done"),
    ],
)
def test_what_makes_no_sense_changes_nothing(site: Site, secret: str, form: dict[str, str], said: str) -> None:
    answer = keep(site, 1, secret, **form)
    assert answer.status_code == 409
    assert said in answer.text
    assert site.rows("select id from decisions union all select snippet_id from tags") == []


def test_decisions_are_listed_filtered_and_undone(site: Site, secret: str) -> None:
    with opened(site.path) as archive:
        decide(archive, "rename", "person:Mara Velden", "Mara van Velden", EVIL)
        decide(archive, "hide", "place:Nowhere At All")
    keep(site, 1, secret, action="outlet", value="<i>The Courier")
    page = site.get(f"{ROOM}/decisions").text
    assert page.index("outlet of snippet 1: &lt;i&gt;The Courier") < page.index("hide place:Nowhere At All")
    assert not [name for name, _ in Forms(page).tags if name in ("img", "i")]
    assert "Mara van Velden" not in site.get(f"{ROOM}/decisions?action=hide").text
    where, form = Forms(page).found[-1]
    told = followed(site, site.post(where, form))
    assert "decision 1 (rename person:Mara Velden to Mara van Velden) is undone" in told
    assert "undone by 4" in told
    assert "There is no decision 99" in site.post(where, form | {"decision": "99"}).text


def test_the_pages_of_decisions_are_turned(site: Site, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "PAGE", 1)
    with opened(site.path) as archive:
        decide(archive, "hide", "place:Nowhere At All")
        decide(archive, "hide", "place:Nor There")
    page = site.get(f"{ROOM}/decisions").text
    assert "Nor There" in page
    assert "Nowhere At All" not in page
    (following,) = re.findall(r'rel="next" href="([^"]+)"', page)
    page = site.get(html.unescape(following)).text
    assert "Nowhere At All" in page
    assert 'rel="prev"' in page


def test_a_question_is_asked_and_answered(site: Site, secret: str) -> None:
    page = site.get(f"{ROOM}/review").text
    forms = [one for one in Forms(page).found if one[1].get("action") in ("merge", "split", "rename", "hide")]
    assert forms, "the sample has something that is unsure"
    where, form = forms[0]
    assert form["back"].startswith(f"{ROOM}/review")
    after = followed(site, site.post(where, form))
    assert [one for one in Forms(after).found if one[1] == form] == []
    assert site.rows("select action, subject, note from decisions") == [(form["action"], form["subject"], "review")]
    refused = site.post(where, form | {"action": "retype"})
    assert refused.status_code == 409


def test_a_split_takes_mentions_away(site: Site, secret: str) -> None:
    number = site.number("person:Mara Velden")
    ((snippet,),) = site.rows("select min(snippet_id) from mentions where entity_id = ?", number)
    for form, said in (
        ({}, "Say which mentions go"),
        ({"snippet": str(snippet)}, "Say whom these mentions name"),
        ({"snippet": "x", "new": "Otto Velden"}, "is no number of a snippet"),
        ({"written": "Nobody", "new": "Otto Velden"}, "No mention of"),
    ):
        answer = site.edit(number, secret, action="split", **form)
        assert answer.status_code == 409
        assert said in answer.text
    followed(site, site.edit(number, secret, action="split", snippet=f"#{snippet}", new="Otto Velden"))
    assert site.rows(
        """select distinct e.name from mentions m join entities e on e.id = m.entity_id
           where m.snippet_id = ? and m.rule = 'decision'""",
        snippet,
    ) == [("Otto Velden",)]


def test_citations_are_files(site: Site) -> None:
    with opened(site.path) as archive:
        tag(archive, [1], "starred")
    page = site.get(f"{ROOM}/snippet/1").text
    assert "@article{" in page
    assert f"http://localhost{ROOM}/snippet/1" in page
    answer = site.get(f"{ROOM}/cite/ris?id=1&id=2")
    assert answer.text.count("TY  - NEWS\r\n") == 2
    assert 'filename="clips-snippet-1-2.ris"' in answer.headers["content-disposition"]
    assert f"N1  - http://localhost{ROOM}/snippet/2\r\n" in answer.text
    assert "KW  - " not in answer.text
    assert "KW  - starred" in site.get(f"{ROOM}/cite/ris?id=1&kept=1").text
    found = site.get(f"{ROOM}/search.json?q=ferry").json()
    cited = json.loads(site.get(f"{ROOM}/cite/csl?q=ferry").text)
    assert [one["abstract"] for one in cited] == [one["text"] for one in found["snippets"]]
    for wrong, status in (("ris?id=x", 400), ("ris?id=999", 400), ("ris?q=on:never", 400), ("pdf?id=1", 404)):
        assert site.get(f"{ROOM}/cite/{wrong}").status_code == status


def test_the_facet_of_tags_counts_what_the_click_brings(site: Site) -> None:
    with opened(site.path) as archive:
        tag(archive, [1, 2, 3], "strike")
        tag(archive, [2], "starred")
    page = site.get(f"{ROOM}/search?q=tag:strike").text
    assert "q=tag%3Astrike+is%3Astarred" in page
    assert "1 snippet" in site.get(f"{ROOM}/search?q=tag%3Astrike+is%3Astarred").text
