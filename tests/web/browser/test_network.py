"""The network in a browser: shapes that lead to pages, zoom by wheel, drag, button and key, hostile names."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import PHONE, new_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_shapes_lead_to_their_pages(browser: Browser, address: str) -> None:
    problems: list[str] = []
    hosts: set[str] = set()
    page = new_page(browser, address)
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto("/-/archive/clips/network")
    assert page.locator(".paper.narrow svg").is_hidden()
    node = page.locator(".paper.wide a.node", has_text="Mara Velden").first
    node.locator(".shape").click()
    page.wait_for_url("**/entity/1")
    page.get_by_role("link", name="The network around Mara Velden").click()
    page.wait_for_url("**/network?entity=1")
    page.get_by_role("link", name="Zoom in").click()
    page.wait_for_url("**zoom=1.5")
    page.locator(".paper.wide a.node").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/*")
    page.go_back()
    page.locator(".paper.wide a.tie").last.focus()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").endswith(("snippet", "snippets"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto("/-/archive/clips/network")
    assert page.locator(".paper.narrow svg").is_visible()
    assert page.locator(".paper.wide svg").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    page.get_by_text("The numbers as tables").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    page.context.close()
    assert problems == []
    assert hosts - {""} == {urlsplit(address).netloc}


@pytest.fixture
def drawn(browser: Browser, address: str) -> Iterator[Any]:
    """A page with the network of the archive, that must stay without errors."""
    problems: list[str] = []
    page = new_page(browser, address, viewport={"width": 1280, "height": 1400})
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto("/-/archive/clips/network")
    yield page
    page.context.close()
    assert [problem for problem in problems if "status of 503" not in problem] == []


def window(page: Any) -> list[float]:
    return [float(one) for one in page.locator(".paper.wide svg").get_attribute("viewBox").split()]


@contextmanager
def redrawn(page: Any) -> Iterator[None]:
    """Waits until what the block does has been drawn anew."""
    with page.expect_response(lambda answer: "/network" in answer.url):
        yield
    page.locator("#picture:not([aria-busy])").wait_for()


@contextmanager
def control(page: Any) -> Iterator[None]:
    page.keyboard.down("Control")
    yield
    page.keyboard.up("Control")


def test_wheel_and_drag_zoom_and_move_without_leaving(drawn: Any) -> None:
    drawn.evaluate("window.stays = true")
    node = drawn.locator(".paper.wide a.node", has_text="Mara Velden").first.locator(".shape")
    before = node.bounding_box()
    drawn.mouse.move(before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    drawn.mouse.wheel(0, -200)
    assert "zoom" not in drawn.url
    answers: list[Any] = []
    # held back, so that what the script alone does can be seen
    drawn.route("**/network?zoom=*", lambda route: answers.append(route))  # noqa: PLW0108 - it asks the function's signature
    with drawn.expect_request("**/network?zoom=*"), control(drawn):
        drawn.mouse.wheel(0, -200)
        drawn.mouse.wheel(0, -200)
    held = node.bounding_box()
    with redrawn(drawn):
        answers[-1].continue_()
    drawn.unroute("**/network?zoom=*")
    assert abs(held["x"] + held["width"] / 2 - before["x"] - before["width"] / 2) < 30
    zoom = float(parse_qs(urlsplit(drawn.url).query)["zoom"][0])
    assert 1.8 < zoom <= 4
    assert window(drawn)[2:] == [1000, 680]  # drawn anew, letters as large as before
    assert drawn.locator("#zoom").inner_text().find("×") > 0
    left, top, _, _ = window(drawn)
    box = drawn.locator(".paper.wide svg").bounding_box()
    drawn.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    with redrawn(drawn):
        drawn.mouse.down()
        drawn.mouse.move(box["x"] + box["width"] / 2 + 120, box["y"] + box["height"] / 2 + 60, steps=5)
        drawn.mouse.up()
    moved_left, moved_top, _, _ = window(drawn)
    assert (moved_left < left, moved_top < top) == (left > 0, top > 0)
    assert urlsplit(drawn.url).path.endswith("/network")
    assert drawn.evaluate("window.stays")
    with redrawn(drawn), control(drawn):
        for _ in range(6):
            drawn.mouse.wheel(0, 300)
    drawn.locator("#picture[data-zoom='1.0']").wait_for()
    assert drawn.url.endswith("/network")
    assert drawn.get_by_role("link", name="Zoom out").count() == 0


def test_a_hand_may_rest_in_the_middle_of_a_drag(drawn: Any) -> None:
    with redrawn(drawn):
        drawn.get_by_role("link", name="Zoom in").click()
    left, top, _, _ = window(drawn)
    box = drawn.locator(".paper.wide svg").bounding_box()
    at_x, at_y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    drawn.mouse.move(at_x, at_y)
    drawn.mouse.down()
    drawn.mouse.move(at_x + 60, at_y, steps=3)
    drawn.wait_for_timeout(600)  # longer than a picture takes to be drawn anew
    assert window(drawn)[0] < left
    drawn.mouse.move(at_x + 60, at_y + 60, steps=3)
    with redrawn(drawn):
        drawn.mouse.up()
    way = 60 * 1000 / box["width"]  # as far as the hand went, in units of the picture
    assert window(drawn)[:2] == pytest.approx([left - way, top - way], abs=2)


def test_buttons_zoom_in_place_and_keep_the_focus(drawn: Any) -> None:
    drawn.evaluate("window.stays = true")
    drawn.get_by_role("link", name="Zoom in").focus()
    for zoom in ("1.5", "2"):
        drawn.keyboard.press("Enter")
        drawn.wait_for_url(f"**zoom={zoom}")
    assert drawn.evaluate("document.activeElement.getAttribute('aria-label')") == "Zoom in"
    drawn.get_by_role("link", name="Look further left").click()
    drawn.wait_for_url("**x=0.3**")
    assert drawn.evaluate("window.stays")
    drawn.reload()
    assert drawn.locator("#picture").get_attribute("data-zoom") == "2.0"


def test_a_drag_that_begins_on_a_name_opens_no_page(drawn: Any) -> None:
    box = drawn.locator(".paper.wide a.node .shape").first.bounding_box()
    drawn.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    drawn.mouse.down()
    drawn.mouse.move(box["x"] + 80, box["y"] + 40, steps=4)
    with redrawn(drawn):
        drawn.mouse.up()
    assert urlsplit(drawn.url).path.endswith("/network")
    drawn.locator(".paper.wide a.node .shape").first.click()
    drawn.wait_for_url("**/entity/*")


def test_a_network_that_can_no_longer_be_drawn_says_so(drawn: Any) -> None:
    drawn.route("**/network?zoom=1.5", lambda route: route.fulfill(status=503, body="busy"))
    drawn.get_by_role("link", name="Zoom in").click()
    drawn.get_by_text("busy").wait_for(state="visible")
