"""The pages as a browser shows them: what a newcomer clicks, no error on the console, nothing asked of other hosts."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from browsing import new_page, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FACETS = ["people (entity)", "organisations (entity)", "places (entity)", "outlet", "year", "kind"]
"""Facets of the small archive's snippets."""


@pytest.fixture(scope="module")
def address(small_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `archive serve` serves a small archive whose file has a name of its own."""
    path = shutil.copy(small_archive, tmp_path_factory.mktemp("served") / "clippings.db")
    with served("archive", "serve", path) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that must stay without console errors and without requests to other hosts, whatever is opened in it."""
    page = new_page(browser, address)
    errors: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(f"a dialog opened: {dialog.message}"))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    yield page
    page.context.close()
    assert errors == []
    assert hosts - {""} == {urlsplit(address).netloc}  # '' is the style sheet inside the page


def test_from_home_to_the_snippets_of_one_outlet(page: Page) -> None:
    page.goto("/")
    page.get_by_role("heading", name="Archive of news snippets").wait_for(state="visible")
    page.get_by_role("link", name="Read the snippets").click()
    page.wait_for_url("**/clippings/snippets*")
    page.get_by_role("heading", name="Snippets", exact=True).wait_for(state="visible")
    facets = page.locator(".facet-results")
    headings = [each.split("\n")[0].rstrip(" >0123456789") for each in facets.locator("strong").all_inner_texts()]
    assert sorted(headings) == sorted(FACETS)
    facets.get_by_role("link", name="Norvania Today").click()
    page.get_by_text('14 rows where outlet = "Norvania Today"').wait_for(state="visible")
    page.wait_for_load_state()
    assert page.locator("td.col-outlet").all_inner_texts() == ["Norvania Today"] * 14


def test_rows_begin_on_the_first_screen(page: Page) -> None:
    page.goto("/clippings/snippets")
    box = page.locator("table.rows-and-columns tbody tr").first.bounding_box()
    assert box
    assert box["y"] + 24 < 900, "its first line is to be seen"
    assert page.locator("th.col-text_hash").is_hidden()
    page.get_by_text("How the date is known").wait_for(state="visible")


def test_from_an_entity_to_the_snippet_that_names_it(page: Page) -> None:
    page.goto("/clippings/entities")
    page.locator("tr", has_text="Mara Velden").locator("td.col-id a").click()
    page.locator("li", has_text="from entity_id in mentions").get_by_role("link").click()
    page.get_by_role("link", name="Foreign Minister Tobias Renn met Velden").click()
    assert page.locator(".reading .text").inner_text().endswith("to prepare the grain talks.")
    page.get_by_role("link", name="snippet 4").click()
    assert page.locator("td.col-text").inner_text().endswith("to prepare the grain talks.")
    page.get_by_role("link", name="1 row").first.wait_for(state="visible")


def test_a_ready_made_question_with_an_answer(page: Page) -> None:
    page.goto("/clippings")
    for further in (re.compile(r"View \d+ queries"), "Next page"):  # 1.0 shows the first few, then pages of them
        if page.get_by_role("link", name=further).count():
            page.get_by_role("link", name=further).first.click()
            page.wait_for_url("**/-/queries*")
    page.get_by_role("link", name="Who is named most").click()
    assert page.locator("td.col-name").first.inner_text() == "Norvania"
    page.get_by_label("kind").fill("person")
    page.get_by_role("button", name="Run SQL").click()
    page.wait_for_url("**kind=person*")
    assert page.locator("td.col-name").first.inner_text() == "Tobias Renn"
    page.get_by_role("link", name="CSV").wait_for(state="visible")


def test_a_script_in_a_snippet_is_only_text(page: Page) -> None:
    page.goto("/clippings/search?words=bread")
    text = page.locator("td.col-text", has_text="claims by")
    assert text.inner_text().startswith("<script>alert(")
    page.goto("/clippings/snippets/9")
    assert page.locator("td.col-text").inner_text().startswith("<script>alert(")
