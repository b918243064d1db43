"""The reading room as a browser shows it: facets, keyboard, phone, dark; no error, no request to other hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from browsing import PHONE, expect, faults, new_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages that must stay without console errors and without requests to other hosts."""
    pages = []
    errors: list[str] = []
    hosts: set[str] = set()

    def make(**options: Any) -> Page:
        page = new_page(browser, address, **options)
        pages.append(page)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(f"a dialog opened: {dialog.message}"))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        return page

    yield make
    for page in pages:
        page.context.close()
    assert errors == []
    assert hosts - {""} == {urlsplit(address).netloc}  # '' is the empty icon inside the page


def test_from_the_menu_to_a_search_and_its_facets(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/?tables")
    page.locator("details.nav-menu summary").click()
    page.get_by_role("link", name="Reading room").click()
    page.get_by_role("heading", name="Most in the news").wait_for(state="visible")
    page.wait_for_load_state()  # only then do keys mean something
    page.keyboard.press("/")
    page.keyboard.type("grain")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=grain")
    assert page.locator("mark").first.inner_text().lower() == "grain"
    before = page.locator("ol.snippets > li").count()
    facets = page.get_by_role("complementary", name="Narrow down")
    facets.get_by_role("link", name="Mara Velden", exact=True).click()
    page.get_by_role("link", name="Remove person Mara Velden").wait_for(state="visible")
    page.wait_for_load_state()
    narrowed = page.locator("ol.snippets > li").count()
    assert 0 < narrowed < before
    page.get_by_role("link", name="Exclude The Bay Courier").click()
    page.get_by_role("link", name="Remove not outlet The Bay Courier").wait_for(state="visible")
    page.get_by_role("link", name="Remove person Mara Velden").click()
    page.get_by_role("link", name="Remove not outlet The Bay Courier").click()
    page.wait_for_url("**/search?q=grain")
    assert page.locator("ol.snippets > li").count() == before


def test_days_of_the_timeline_are_chosen(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/-/archive/clips")
    bars = page.locator("figure.timeline .bars a")
    bars.first.click()
    page.wait_for_url("**/search?q=on*2023-01-09..2023-01-15*")
    page.get_by_text("talks number 1 on Norvania").wait_for(state="visible")
    page.goto("/-/archive/clips")
    page.get_by_text("The numbers as a table").click()
    page.get_by_role("row", name="21–27 Oct 2024").get_by_role("link").click()
    page.wait_for_url("**/search?q=on*2024-10-21..2024-10-27*")
    page.goto("/-/archive/clips")
    first, third = (bars.nth(at).locator(".hit").bounding_box() for at in (0, 2))
    assert first
    assert third
    page.mouse.move(first["x"] + 2, first["y"] + 50)
    page.mouse.down()
    page.mouse.move(third["x"] + 2, first["y"] + 50, steps=4)
    page.mouse.up()
    page.wait_for_url("**/search?q=on*2023-01-09..2023-02-19*")
    assert page.locator("ol.snippets > li").count() == 2  # one of them was carried in two of these weeks
    page.goto("/-/archive/clips")
    page.locator(".plot").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=on*2023-01-09..2023-*")


def test_keys_lead_through_the_hits(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/-/archive/clips/search?q=talks")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("**/snippet/*at=1")
    page.keyboard.press("j")
    page.wait_for_url("**/snippet/*at=2")
    page.get_by_text("2 of 13").wait_for(state="visible")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Back to the results").click()
    page.wait_for_url("**/search?q=talks#hit-*")
    page.goto("/-/archive/clips/keys")
    page.get_by_role("button", name="Turn these keys off").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_what_is_typed_is_suggested(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/-/archive/clips")
    box = page.get_by_role("combobox", name="Search the archive")
    box.fill("grain ve")
    option = page.get_by_role("option", name="Mara Velden")
    option.wait_for(state="visible")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(box).to_have_value('grain person:"Mara Velden" ')
    expect(option).to_have_count(0)
    page.goto("/-/archive/clips/people")
    page.get_by_label("Named").fill("okaf")
    page.wait_for_url("**/people?q=okaf*")
    assert page.locator(".entries li").count() == 1


def test_from_a_hit_to_its_snippet_its_entity_and_its_source(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/-/archive/clips/search?q=prepare")
    page.locator("a.when").first.click()
    page.wait_for_url("**/snippet/4?*")
    mention = page.locator(".reading a.mention", has_text="Tobias Renn")
    tip = mention.locator(".tip")
    assert tip.is_hidden()
    mention.hover()
    assert tip.is_visible()
    assert "score 0.90" in tip.inner_text()
    page.mouse.move(0, 0)
    assert tip.is_hidden()
    mention.focus()
    assert tip.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/2")
    page.get_by_role("heading", name="Named with").wait_for(state="visible")
    page.go_back()
    page.get_by_role("link", name="Bay news", exact=True).click()
    page.wait_for_url("**/source/1*#item-4")
    assert page.locator("#item-4").bounding_box()


def test_all_of_it_works_without_a_script(opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)
    page.goto("/-/archive/clips")
    page.get_by_label("Search the archive").fill("talks")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Newest first").click()
    page.get_by_role("link", name="Exclude Norvania Today").click()
    page.get_by_text("prepare the grain talks").wait_for(state="visible")
    page.get_by_text("How to search").click()
    page.get_by_role("link", name="talks OR ").click()
    page.wait_for_url("**/search?q=*+OR+*")


def test_the_keyboard_reaches_everything(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/-/archive/clips/search?q=grain")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id == 'main'")
    page.keyboard.press("Tab")
    assert (page.evaluate("document.activeElement.getAttribute('aria-label')") or "").startswith("Remove")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("/")
    assert page.get_by_label("Search the archive").input_value() == "/"


def test_words_without_end_are_broken(opened: Callable[..., Page]) -> None:
    page = opened(viewport=PHONE)
    for where in ("/search?q=is%3Aany", "/snippet/60", "/entity/61"):
        page.goto(f"/-/archive/clips{where}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], where


def test_print_leaves_out_what_paper_cannot_do(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto("/-/archive/clips/search?q=grain")
    page.emulate_media(media="print")
    assert page.locator(".facets").is_hidden()
    assert page.locator("form.search").is_hidden()
    assert page.locator("ol.snippets > li").first.is_visible()
