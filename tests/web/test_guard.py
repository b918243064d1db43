"""What stands before every page: other names, values too large, posts to tables."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from archive.cli import app
from archive.web import guard, permit


@pytest.fixture(scope="module")
def archive_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guard")
    db = folder / "news.db"
    assert CliRunner().invoke(app, ["ingest", "--sample", "--db", str(db)]).exit_code == 0
    return db


def ask(db: Path, method: str, path: str, host: str | None = None) -> Any:
    async def asked() -> Any:
        datasette = Datasette([str(db)])
        await datasette.invoke_startup()
        headers = {"host": host} if host is not None else {}
        return await datasette.client.request(method, path, headers=headers, follow_redirects=True)

    return asyncio.run(asked())


@pytest.fixture
def _own() -> Iterator[None]:
    with guard.answering_to(["archive.example"]):
        yield


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize(
    "path", ["/", "/news", "/news/snippets.json", "/-/archive/news", "/-/archive/news/export.csv?q="]
)
def test_a_foreign_name_reads_nothing(archive_db: Path, path: str) -> None:
    refused = ask(archive_db, "GET", path, "evil.example:8001")
    assert refused.status_code == 421
    assert "--allow-host" in refused.text
    assert ask(archive_db, "GET", path, "archive.example").status_code == 200


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize(
    "host", ["localhost", "LocalHost:8001", "127.0.0.1:8001", "192.168.0.7", "[::1]:8001", "Archive.Example:80", None]
)
def test_own_names_and_plain_addresses_are_answered(host: str | None) -> None:
    assert guard.is_own(host)


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "archive.example.evil",
        "a b",
        "",
        "@localhost",
    ],
)
def test_others_are_not(host: str) -> None:
    assert not guard.is_own(host)


@given(st.text(max_size=40))
def test_only_what_was_allowed_is_own(host: str) -> None:
    with guard.answering_to(["archive.example"]):
        name = permit.host_of(host)
        if guard.is_own(host):
            assert name is not None
            assert name.casefold() in {"localhost", "archive.example"} or set(name) <= set("0123456789abcdefABCDEF.:[]")


def test_plain_datasette_answers_to_any_name(archive_db: Path) -> None:
    assert ask(archive_db, "GET", "/-/archive/news", "anything.example").status_code == 200


def test_own_sql_makes_no_value_beyond_the_bound(archive_db: Path) -> None:
    def answer(size: int) -> Any:
        sql = f"select+length(zeroblob({size}))+as+n"
        return ask(archive_db, "GET", f"/news.json?sql={sql}&_shape=array", "localhost")

    assert answer(1_000_000).status_code == 200
    refused = answer(200_000_000)
    assert refused.status_code == 400
    assert "too big" in refused.text


@pytest.mark.parametrize("path", ["/news/snippets", "/news/mentioned", "/news/snippets?_search=x"])
def test_a_post_to_a_table_is_refused_and_not_broken(archive_db: Path, path: str) -> None:
    assert ask(archive_db, "POST", path).status_code in (403, 405)


@pytest.mark.parametrize("asked", ["snippets?_sort=a", "mentioned?_next=a", "snippets?_where=(", "snippets?_facet={"])
def test_what_a_table_can_not_be_asked_for_is_told_and_no_failure(archive_db: Path, asked: str) -> None:
    refused = ask(archive_db, "GET", f"/news/{asked}")
    assert refused.status_code == 400
