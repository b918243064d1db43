"""Correcting from the pages: the same decisions as on the command line, for nobody but the user of this machine."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from asking import described, fetch
from told import FERRY, make
from typer.testing import CliRunner

from archive.cli import app
from archive.errors import ArchiveError
from archive.store.searches import all_saved
from archive.web import editing, permit
from archive.web import serve as web

if TYPE_CHECKING:
    from collections.abc import Iterator


runner = CliRunner()
EVIL = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("edited") / "clips.db", FERRY)


@pytest.fixture
def path(untouched: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(untouched, tmp_path / "clips.db"))


@pytest.fixture
def secret() -> Iterator[str]:
    with permit.granted() as secret:
        yield secret


class Site:
    """An archive in Datasette, visited by a browser that keeps its cookies."""

    def __init__(self, *paths: Path, metadata: dict[str, Any] | None = None) -> None:
        self.datasette = described(*paths, metadata=metadata)
        self.path = paths[0]

    def ask(self, method: str, address: str, **options: Any) -> Any:
        return fetch(self.datasette, address, method, **options)

    def get(self, address: str, **options: Any) -> Any:
        return self.ask("GET", address, **options)

    def post(self, address: str, form: dict[str, str], **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", address, data=form, headers=named)

    def edit(self, number: int, secret: str, **form: str) -> Any:
        own = {"origin": "http://localhost", "sec_fetch_site": "same-origin", "cookie": "ds_csrftoken=stale"}
        return self.post(f"/-/archive/clips/entity/{number}/edit", {"secret": secret, **form}, **own)

    def number(self, reference: str) -> int:
        kind, _, name = reference.partition(":")
        ((number,),) = self.rows("select id from entities where kind = ? and name = ?", kind, name)
        return int(number)

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as conn:
            return conn.execute(sql, parameters).fetchall()

    def state(self) -> list[Any]:
        """All that a decision may change, but the decisions themselves."""
        tables = ("entities", "aliases", "mentions", "identities", "hidden_mentions")
        return [self.rows(f"select * from {table} order by 1, 2") for table in tables]


@pytest.fixture
def site(path: Path) -> Site:
    return Site(path)


class Forms(HTMLParser):
    """The forms of a page: where each is sent, and the fields with their values."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "form" and given.get("method") == "post":
            self.found.append((given["action"] or "", {}))
        elif tag in ("input", "button") and self.found and given.get("name"):
            self.found[-1][1][str(given["name"])] = given.get("value") or ""

    def of(self, action: str) -> tuple[str, dict[str, str]]:
        return next(one for one in self.found if one[1].get("action") == action)


def followed(site: Site, answer: Any) -> str:
    """The page to which a change leads."""
    assert answer.status_code == 303, answer.text
    page = site.get(answer.headers["location"])
    assert page.status_code == 200, page.text
    assert page.headers["cache-control"] == "no-store"
    return str(page.text)


def test_forms_are_shown_with_edit_alone(site: Site) -> None:
    address = f"/-/archive/clips/entity/{site.number('person:Mara Velden')}"
    for asked in (
        address,
        f"{address}?edit=1&secret=x&decision=1",
        "/-/archive/clips/search?q=ferry",
        "/-/archive/clips/snippet/1",
        "/-/archive/clips/decisions",
        "/-/archive/clips/review",
        "/-/archive/clips",
    ):
        assert not Forms(site.get(asked).text).found, asked
    with permit.granted() as secret:
        forms = Forms(site.get(address).text)
        assert [form["action"] for _, form in forms.found] == ["merge", "rename", "retype", "split", "hide"]
        assert {form["secret"] for _, form in forms.found} == {secret}
        assert {where for where, _ in forms.found} == {f"{address}/edit"}
        assert not Forms(site.get(address, headers={"host": "evil.example"}).text).found
        assert not Forms(site.get(address, headers={"x-forwarded-for": "198.51.100.7"}).text).found
    assert not Forms(site.get(address).text).found


def test_the_form_of_a_page_works_as_it_stands(site: Site, secret: str) -> None:
    number = site.number("person:Mara Velden")
    page = site.get(f"/-/archive/clips/entity/{number}")
    where, form = Forms(page.text).of("rename")
    text = followed(site, site.post(where, form | {"new": "Mara  van Velden", "note": "as she signs"}))
    assert "Decision 1: <bdi>rename person:Mara Velden to Mara van Velden</bdi>" in text
    assert site.rows("select name from entities where id = ?", number) == [("Mara van Velden",)]
    assert site.rows("select note from decisions") == [("as she signs",)]
    where, form = Forms(text).of("undo")
    text = followed(site, site.post(where, form))
    assert "Decision 2: <bdi>decision 1 (rename person:Mara Velden to Mara van Velden) is undone" in text
    assert site.rows("select name from entities where id = ?", number) == [("Mara Velden",)]


@pytest.mark.parametrize(
    ("reference", "form", "arguments"),
    [
        ("person:Mara Veldn", {"action": "merge", "into": "mara velden"}, ["merge", "Mara Veldn", "Mara Velden"]),
        ("person:Mara Veldn", {"action": "rename", "new": "M. Veldn"}, ["rename", "Mara Veldn", "M. Veldn"]),
        ("place:Kestrel Bay", {"action": "retype", "kind": "organisation"}, ["retype", "Kestrel Bay", "organisation"]),
        ("organisation:Show More", {"action": "hide"}, ["hide", "Show More"]),
    ],
)
def test_what_a_form_decides_is_what_the_command_decides(
    site: Site, secret: str, tmp_path: Path, reference: str, form: dict[str, str], arguments: list[str]
) -> None:
    other = Site(Path(shutil.copy(site.path, tmp_path / "other.db")))
    before = site.state()
    done = site.edit(site.number(reference), secret, note="why", **form)
    ran = runner.invoke(app, ["entity", *arguments, "--note", "why", "--db", str(other.path)], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    said = "select id, action, subject, object, note, undone_by from decisions"
    assert site.rows(said) == other.rows(said)
    assert site.state() == other.state() != before
    text = followed(site, done)
    assert "Decision 1: " in text
    where, undo = Forms(text).of("undo")
    followed(site, site.post(where, undo))
    assert site.state() == before


def test_a_merged_entity_leads_to_where_it_is_and_says_so(site: Site, secret: str) -> None:
    goes, stays = site.number("person:Mara Veldn"), site.number("person:Mara Velden")
    answer = site.edit(goes, secret, action="merge", into=f"#{stays}")
    assert urlsplit(answer.headers["location"]).path == f"/-/archive/clips/entity/{stays}"
    assert "named 3 times" in followed(site, answer).lower()
    moved = site.get(f"/-/archive/clips/entity/{goes}?decision=1")
    assert moved.headers["location"] == f"/-/archive/clips/entity/{stays}?decision=1"
    again = site.edit(goes, secret, action="hide")
    assert again.status_code == 409
    assert f"which is now {stays}, person:Mara Velden" in again.text


def test_a_hidden_entity_can_be_had_back_from_its_page(site: Site, secret: str) -> None:
    number = site.number("organisation:Show More")
    assert "Decision 1: <bdi>hide organisation:Show More" in followed(site, site.edit(number, secret, action="hide"))
    later = site.get(f"/-/archive/clips/entity/{number}?decision=x")
    assert later.status_code == 410
    assert 'role="status"' not in later.text
    where, form = Forms(later.text).of("undo")
    assert "is undone" in followed(site, site.post(where, form))
    assert site.number("organisation:Show More") == number


def test_a_name_of_several_asks_which(site: Site, secret: str) -> None:
    goes = site.number("person:Mara Veldn")
    answer = site.edit(goes, secret, action="merge", into="grey harbour", note="a dog?")
    assert answer.status_code == 200
    assert not site.rows("select * from decisions")
    choices = [form for _, form in Forms(answer.text).found]
    assert {form["into"] for form in choices} == {
        f"#{site.number('person:Grey Harbour')}", f"#{site.number('place:Grey Harbour')}"
    }  # fmt: skip
    where, form = Forms(answer.text).found[0]
    followed(site, site.post(where, form))
    assert site.rows("select action, note from decisions") == [("merge", "a dog?")]


def test_an_unknown_name_offers_the_nearest(site: Site, secret: str) -> None:
    answer = site.edit(site.number("organisation:Show More"), secret, action="merge", into="Mara Veldin")
    assert answer.status_code == 200
    assert "No entity is called" in answer.text
    assert {form["into"] for _, form in Forms(answer.text).found} == {
        f"#{site.number('person:Mara Velden')}", f"#{site.number('person:Mara Veldn')}"
    }  # fmt: skip
    assert "nothing is like it" in site.edit(1, secret, action="merge", into="qqqqqqq").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"action": "merge", "into": "Mara Velden"}, "merged into itself"),
        ({"action": "merge", "into": " "}, "Say into which entity"),
        ({"action": "rename", "new": "mara veldn"}, "merge them instead"),
        ({"action": "rename", "new": ""}, "at least one letter"),
        ({"action": "rename", "new": "x" * 300}, "200 are the most"),
        ({"action": "rename", "new": "Mara\u202eVelden"}, "can&#39;t be seen"),
        ({"action": "retype", "kind": "person"}, "is a person already"),
        ({"action": "retype", "kind": "ship"}, "one of these kinds"),
        ({"action": "undo", "decision": "9"}, "no decision 9"),
        ({"action": "undo", "decision": ""}, "which decision"),
        ({"action": "undo", "decision": "１"}, "which decision"),
        ({"action": "drop"}, "what is to be done"),
        ({}, "what is to be done"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(site: Site, secret: str, form: dict[str, str], said: str) -> None:
    before = site.state()
    answer = site.edit(site.number("person:Mara Velden"), secret, **form)
    assert answer.status_code == 409
    assert said in answer.text
    assert "Nothing was changed" in answer.text
    assert site.state() == before
    assert not site.rows("select * from decisions")


def test_names_with_markup_stay_text(site: Site, secret: str) -> None:
    number = site.number("person:Mara Velden")
    text = followed(site, site.edit(number, secret, action="rename", new=EVIL, note=EVIL))
    pages = [text, site.edit(number, secret, action="merge", into=EVIL + " ").text]
    pages += [site.edit(number, secret, action="merge", into=EVIL + "y", note=EVIL).text]
    pages += [site.edit(number, secret, action="rename", new="->" + EVIL).text]
    pages += [followed(site, site.edit(number, secret, action="hide"))]
    for page in pages:
        assert "onerror=alert(1)&gt;" in page
        assert not [tag for tag, _ in Forms(page).tags if tag == "img"]
        assert not [attrs for _, attrs in Forms(page).tags if "onerror" in attrs]


REFUSED: list[tuple[dict[str, str], dict[str, str], int]] = [
    ({"secret": ""}, {}, 403),
    ({"secret": "x" * 43}, {}, 403),
    ({"secret": "schlüssel\x00"}, {}, 403),
    ({}, {"origin": "https://evil.example"}, 403),
    ({}, {"origin": "null"}, 403),
    ({}, {"origin": "http://localhost:9999"}, 403),
    ({}, {"origin": "http://localhost.evil.example"}, 403),
    ({}, {"sec_fetch_site": "cross-site"}, 403),
    ({}, {"sec_fetch_site": "same-site"}, 403),
    ({}, {"host": "evil.example", "origin": "http://evil.example"}, 403),
    ({}, {"host": "localhost.evil.example"}, 403),
    ({}, {"host": "127.0.0.1.evil.example:8001"}, 403),
    ({}, {"host": "localhost@evil.example"}, 403),
    ({}, {"host": "192.168.1.7"}, 403),
    ({}, {"x_forwarded_for": "198.51.100.7"}, 403),
    ({"note": "x" * 30_000}, {}, 413),
    ({str(n): "x" for n in range(30)}, {}, 400),
]


@pytest.mark.parametrize(("form", "headers", "status"), REFUSED)
def test_strangers_change_nothing(
    site: Site, secret: str, form: dict[str, str], headers: dict[str, str], status: int
) -> None:
    before = site.state()
    number = site.number("person:Mara Velden")
    for address, asked in (
        (f"entity/{number}/edit", {"action": "hide"}),
        ("searches", {"action": "save", "name": "mine", "query": "ferry"}),
    ):
        given = {"secret": secret, **asked, **form}
        answer = site.post(f"/-/archive/clips/{address}", given, cookie="ds_csrftoken=x", **headers)
        assert answer.status_code == status, answer.text
        assert secret not in answer.text or permit.is_loopback(headers.get("host", "localhost"))
    assert site.state() == before
    assert not site.rows("select * from decisions")
    assert not site.rows("select * from searches")


def test_own_names_of_the_machine_are_let_in(site: Site, secret: str) -> None:
    number = site.number("person:Mara Velden")
    for nth, host in enumerate(("127.0.0.1:8001", "[::1]:8001", "LOCALHOST:8001", "127.0.0.1")):
        form = {"secret": secret, "action": "rename", "new": f"Mara Velden {'I' * (nth + 1)}"}
        answer = site.post(f"/-/archive/clips/entity/{number}/edit", form, host=host, origin=f"http://{host}".lower())
        assert answer.status_code == 303, answer.text


def test_without_edit_a_post_changes_nothing(site: Site) -> None:
    with permit.granted() as old:
        pass
    for secret in ("", old):
        answer = site.edit(site.number("person:Mara Velden"), secret, action="hide")
        assert answer.status_code == 403
        assert "archive serve --edit" in answer.text
        answer = site.post("/-/archive/clips/searches", {"secret": secret, "action": "save", "name": "a", "query": "b"})
        assert answer.status_code == 403
    assert not site.rows("select * from decisions")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_other_methods_change_nothing(site: Site, secret: str, method: str) -> None:
    number = site.number("person:Mara Velden")
    for address in (f"entity/{number}/edit", "searches"):
        asked = f"/-/archive/clips/{address}?secret={secret}&action=hide&name=a&query=ferry"
        assert site.ask(method, asked).status_code == 405
    assert not site.rows("select * from decisions")


def test_other_databases_are_out_of_reach(path: Path, tmp_path: Path, secret: str) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("create table entities (id integer primary key, name text)")
        conn.execute("insert into entities (id, name) values (1, 'kept')")
        conn.commit()
    site = Site(path, other)
    bytes_before = other.read_bytes()
    for name in ("other", "nowhere", "..", "..~2Fother", "%2e%2e%2fother", "_internal", "_memory"):
        for action in ("hide", "save"):
            form = {"secret": secret, "action": action, "name": "a", "query": "b"}
            for address in ("entity/1/edit", "searches"):
                assert site.post(f"/-/archive/{name}/{address}", form).status_code in (302, 403, 404), name
    assert other.read_bytes() == bytes_before
    assert not site.rows("select * from decisions")
    assert site.edit(10**15, secret, action="hide").status_code == 409


def test_another_writer_is_waited_for_and_then_named(site: Site, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "WAIT_SECONDS", 0.05)
    number = site.number("person:Mara Velden")
    with closing(sqlite3.connect(site.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        answer = site.edit(number, secret, action="hide")
        saving = {"secret": secret, "action": "save", "name": "a", "query": "ferry"}
        kept = site.post("/-/archive/clips/searches", saving)
        other.execute("rollback")
    for each in (answer, kept):
        assert each.status_code == 409
        assert "in use by another writer" in each.text
        assert "Traceback" not in each.text
    followed(site, site.edit(number, secret, action="hide"))


def test_a_file_that_may_not_be_written_is_said(site: Site, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(editing, "decide", lambda *_: refuse(site.path))
    answer = site.edit(1, secret, action="hide")
    assert answer.status_code == 409
    assert "opened for writing" in answer.text


def test_datasette_guards_its_own_forms_as_before(site: Site, secret: str) -> None:
    """Only our own addresses leave Datasette's check for ours."""
    assert permit.guards("/-/archive/clips/entity/1/edit", "/")
    assert permit.guards("/news/-/archive/clips/searches", "/news/")
    assert permit.guards("/-/archive/clips/snippet/1/edit", "/")
    assert permit.guards("/-/archive/clips/decisions", "/")
    assert permit.guards("/-/archive/clips/review", "/")
    for path in (
        "/-/archive/clips/entity/1", "/-/permissions", "/clips/-/archive/clips/searches", "/-/archive/a/b/searches",
        "/-/archive/clips/entity/1/edit/", "/-/archive/clips/entity/x/edit", "/other/-/archive/clips/searches", "",
    ):  # fmt: skip
        assert not permit.guards(path, "/"), path
    assert not permit.guards("/-/archive/clips/searches", "/news/")
    stock = site.post("/-/messages", {"message": "x"}, cookie="ds_csrftoken=x", origin="https://evil.example")
    assert stock.status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "198.51.100.7", "example.org", "localhost.example.org", ""])
def test_serving_others_is_refused(path: Path, host: str) -> None:
    with pytest.raises(ArchiveError, match=r"--edit lets whoever.*127\.0\.0\.1"):
        web.serve([path], host=host, edit=True, announce=lambda _: None)
    ran = runner.invoke(app, ["serve", str(path), "--edit", "--host", host])
    assert isinstance(ran.exception, ArchiveError)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_editing_is_granted_while_it_serves(path: Path, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    granted: list[int] = []

    def main(**_options: object) -> None:
        granted.append(len(permit._secrets))

    monkeypatch.setattr("archive.web.serve.cli.main", main)
    web.serve([path], host=host, port=0, edit=True, announce=lambda _: None)
    web.serve([path], host=host, port=0, announce=lambda _: None)
    assert granted == [1, 0]
    assert not permit._secrets


def test_a_search_is_saved_seen_and_deleted_from_the_pages(site: Site, secret: str) -> None:
    plain = Forms(site.get("/-/archive/clips/search").text)
    assert {form["action"] for _, form in plain.found} == {"star"}
    nothing = Forms(site.get("/-/archive/clips/search?q=%22zebra%3Cb%3E").text)
    assert [form["query"] for _, form in nothing.found] == ['"zebra<b>']
    page = site.get("/-/archive/clips/search?q=ferry")
    where, form = Forms(page.text).of("save")
    home = followed(site, site.post(where, form | {"name": EVIL}))
    assert "nothing new" in home
    assert not [tag for tag, _ in Forms(home).tags if tag == "img"]
    with closing(sqlite3.connect(site.path)) as conn:
        ((name, query, last),) = [(one.name, one.query, one.last_seen) for one in all_saved(conn)]
        conn.execute("update searches set last_seen_snippet_id = 4")
        conn.commit()
    assert (name, query, last) == (EVIL, "ferry", len(FERRY))
    home = site.get("/-/archive/clips").text
    assert "<strong>2 new</strong>" in home
    where, form = Forms(home).of("delete")
    followed(site, site.post(where, form | {"action": "seen", "last": "5"}))
    assert "<strong>1 new</strong>" in site.get("/-/archive/clips").text
    followed(site, site.post(where, form | {"action": "seen", "last": "9" * 18}))
    assert site.rows("select last_seen_snippet_id from searches") == [(len(FERRY),)]
    assert "Saved searches" not in followed(site, site.post(where, form))
    assert site.post(where, form).status_code == 409


def test_saved_searches_are_for_those_who_may_see_them(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("""insert into searches (name, query, created_at, last_seen_snippet_id)
           values ('Not for all', 'ferry', '2024-10-01T00:00:00Z', 0)""")
        conn.commit()
    assert "Not for all" in Site(path).get("/-/archive/clips").text
    kept = {"databases": {"clips": {"tables": {"searches": {"allow": False}}}}}
    home = Site(path, metadata=kept).get("/-/archive/clips")
    assert home.status_code == 200
    assert "Not for all" not in home.text


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("a", "on:2024-99", "no date of the calendar"),
        ("a", " ", "nothing to save"),
        ("", "ferry", "needs a name"),
        ("x" * 101, "ferry", "100 are the most"),
        ("a\u202eb", "ferry", "can&#39;t be seen"),
        ("a", "x" * 4_500, "to save"),
    ],
)
def test_a_search_that_cannot_be_kept_is_said(site: Site, secret: str, name: str, query: str, said: str) -> None:
    form = {"secret": secret, "action": "save", "name": name, "query": query}
    answer = site.post("/-/archive/clips/searches", form)
    assert answer.status_code == 409
    assert said in re.sub(r"\s+", " ", answer.text)
    assert not site.rows("select * from searches")


def test_after_a_change_the_file_alone_is_whole(site: Site, secret: str, tmp_path: Path) -> None:
    """The server keeps the archive open, and what it looked at before stays true for a copy that somebody is mailed."""
    assert site.get("/-/archive/clips").status_code == 200
    answer = site.edit(site.number("person:Mara Velden"), secret, action="rename", new="Mara van Velden")
    assert answer.status_code == 303
    (tmp_path / "mailed").mkdir()
    with closing(sqlite3.connect(shutil.copy(site.path, tmp_path / "mailed" / "clips.db"))) as mailed:
        assert mailed.execute("select count(*) from entities where name = 'Mara van Velden'").fetchone() == (1,)
