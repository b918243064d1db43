"""Correcting in a browser: with a script and without, on a screen and on a phone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from browsing import PHONE, expect, faults, new_page, served, unfold
from told import FERRY, make, read, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SAID = read("2024-10-02", "“The ferry to <l Kestrel Bay> sails again,” <p Tobias Renn> said.")
COPIES = ("with", "without", "light", "dark", "day")
"""An archive for each test, for they change it; one server has them all."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("corrected") / "clips.db", [*FERRY, SAID])


@pytest.fixture(scope="module")
def editable(path: Path) -> Iterator[str]:
    """Where `archive serve --edit` serves the copies."""
    copies = [shutil.copy(path, path.with_name(f"{name}.db")) for name in COPIES]
    with served("archive", "serve", *copies, "--edit") as address:
        yield address


def number(path: Path, name: str, kind: str) -> int:
    ((found,),) = rows(path, "select id from entities where name = ? and kind = ?", name, kind)
    return int(found)


@pytest.mark.parametrize("has_script", [True, False])
def test_correcting_with_and_without_scripts(path: Path, editable: str, browser: Browser, has_script: bool) -> None:
    room = f"/-/archive/{'with' if has_script else 'without'}"
    page = new_page(browser, editable, java_script_enabled=has_script, viewport=PHONE)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{room}/entity/{number(path, 'Mara Velden', 'person')}")
    page.get_by_text("Correct this name").click()
    page.get_by_label("Its name is").fill("Mara van Velden")
    page.get_by_role("button", name="Rename").click()
    heading, status = page.get_by_role("heading", level=1), page.get_by_role("status")
    expect(heading).to_have_text("Mara van Velden")
    expect(status).to_contain_text("Decision 1")
    page.get_by_role("button", name="Undo decision 1").first.click()
    expect(heading).to_have_text("Mara Velden")
    page.get_by_text("Correct this name").click()
    page.get_by_label("It is the same as").fill("Grey Harbour")
    page.get_by_role("button", name="Merge into that").click()
    page.get_by_role("button", name="place").click()
    expect(heading).to_have_text("Grey Harbour")
    page.goto(f"{room}/search?q=ferry")
    page.get_by_role("button", name="Star snippet").first.click()
    expect(page.get_by_role("button", name="Star snippet").first).to_have_attribute("aria-pressed", "true")
    page.get_by_text("Save this search").click()
    page.get_by_label("Name").fill("On the ferry")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="On the ferry", exact=True).wait_for()
    page.goto(f"{room}/snippet/1")
    page.get_by_text("Cite", exact=True).click()
    assert page.get_by_role("button", name="Copy as BibTeX").is_visible() == has_script
    page.get_by_text("Correct this snippet").click()
    page.get_by_label("Its date is").fill("2023-05")
    page.get_by_role("button", name="Correct the date").click()
    expect(status).to_contain_text("2023-05")
    page.goto(f"{room}/decisions")
    page.get_by_role("button", name="Undo decision").first.click()
    expect(status).to_contain_text("is undone")
    page.context.close()
    assert not errors


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 380)])
def test_axe_finds_nothing_in_what_corrects(
    path: Path, editable: str, browser: Browser, scheme: str, width: int
) -> None:
    room = f"/-/archive/{scheme}"
    velden, nothing = (
        f"{room}/entity/{number(path, *named)}" for named in (("Mara Velden", "person"), ("Show More", "organisation"))
    )
    page = new_page(browser, editable, color_scheme=scheme, viewport={"width": width, "height": 800})

    def check(what: str) -> None:
        unfold(page)
        assert faults(page) == [], what
        assert page.evaluate("document.documentElement.scrollWidth") <= width, what

    page.goto(velden)
    check("forms")
    page.get_by_label("Its name is").fill("Mara van Velden")
    page.get_by_role("button", name="Rename").click()
    check("told of a decision, and decisions")
    page.get_by_label("It is the same as").fill("Grey Harbour")
    page.get_by_role("button", name="Merge into that").click()
    check("which of several")
    page.goto(velden)
    unfold(page)
    page.get_by_label("It is the same as").fill("Mara van Velden")
    page.get_by_role("button", name="Merge into that").click()
    check("refused")
    page.goto(nothing)
    unfold(page)
    page.get_by_role("button", name="Hide it").click()
    check("hidden")
    page.goto(f"{room}/search?q=ferry")
    check("a search that can be saved")
    page.get_by_label("Name", exact=True).fill("On the ferry")
    page.get_by_role("button", name="Save", exact=True).click()
    check("home with a saved search")
    page.goto(f"{room}/snippet/1")
    unfold(page)
    page.get_by_label("Tag", exact=True).fill("strike")
    page.get_by_role("button", name="Add the tag").click()
    page.get_by_role("button", name="Star snippet 1").click()
    unfold(page)
    page.get_by_label("Note", exact=True).fill("Ask the harbour master.")
    page.get_by_role("button", name="Add the note").click()
    unfold(page)
    page.get_by_label("Its date is").fill("2023-05")
    page.get_by_role("button", name="Correct the date").click()
    check("a snippet with all that is kept and corrected of it")
    page.goto(f"{room}/search")
    check("hits with stars, tags and notes")
    page.goto(f"{room}/decisions")
    check("decisions with undo")
    page.goto(f"{room}/review")
    check("questions with answers")
    page.context.close()


class Hands:
    """Somebody at work, whose clicks and keys are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.keys = 0

    def click(self, role: Any, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name).first.click()

    def ask(self, room: str, words: str) -> None:
        """Begin at home, with a search."""
        self.page.goto(room)
        self.page.keyboard.press("/")
        self.type(words)
        self.page.wait_for_url("**q=*")

    def type(self, text: str, key: str = "Enter") -> None:
        """Type where the focus is, and end with a key."""
        self.keys += len(text) + 1
        self.page.keyboard.type(text)
        self.page.keyboard.press(key)

    def took(self) -> tuple[int, int]:
        """Clicks and keys since it was last asked for."""
        taken, self.clicks, self.keys = (self.clicks, self.keys), 0, 0
        return taken


def test_what_one_does_all_day_takes_few_clicks_and_keys(editable: str, browser: Browser) -> None:
    room, page = "/-/archive/day", new_page(browser, editable)
    hands = Hands(page)

    def begin(words: str) -> None:
        hands.ask(room, words)
        hands.took()

    begin("ferry")
    hands.click("link", "Oldest first")
    assert hands.took() == (1, 0), "who reported it first"
    begin("velden")
    for number in (1, 2, 3):
        page.goto(f"{room}/search?q=id:{number}")
        hands.click("button", f"Star snippet {number}")
        page.locator("button[aria-pressed=true]").wait_for()
    hands.click("link", "Starred")
    page.locator("summary", has_text="Cite").click()
    with page.expect_download() as saved:
        hands.click("link", "Markdown")
    assert "Mara Veldn" in saved.value.path().read_text(encoding="utf-8")
    assert hands.took() == (5, 0), "cite three, but for the menu, which is one more"
    page.goto(f"{room}/search?q=dog")
    hands.click("link", "1 Oct 2024")
    page.get_by_text("Correct this snippet").click()
    page.get_by_label("Its date is").select_text()
    hands.type("2024-10-03")
    expect(page.get_by_role("status")).to_contain_text("2024-10-03")
    assert hands.took() == (1, 11), "correct a wrong day, but for opening the form"
    page.goto(room)
    hands.click("link", "Compare two searches")
    page.wait_for_url("**/compare")
    hands.type("ferry", "Tab")
    hands.type("bus")
    page.wait_for_url("**b=bus")
    assert hands.took() == (1, 10), "compare two searches"
    begin("hering")
    hands.click("link", "herring")
    page.get_by_text("signed the treaty").wait_for()
    assert hands.took() == (1, 0), "find what is misspelt"
    begin("ferry")
    assert "search.atom?q=ferry" in str(page.get_by_role("link", name="Feed", exact=True).get_attribute("href"))
    page.context.close()


def test_what_one_asks_for_takes_one_search(editable: str, browser: Browser) -> None:
    room, page = "/-/archive/day", new_page(browser, editable)
    hands = Hands(page)
    hands.ask(room, 'by:renn about:"Kestrel Bay" on:2024-10')
    page.get_by_text("sails again").wait_for()
    assert hands.took() == (0, 39), "all that somebody said about something in a month"
    hands.ask(room, "ferry since:monday")
    page.get_by_role("link", name="without after monday").wait_for()
    assert hands.took() == (0, 19), "what is new since Monday: nothing"
    hands.ask(room, "ferry")
    page.locator("summary", has_text="Cite").click()
    with page.expect_download() as saved:
        hands.click("link", "RIS")
    assert saved.value.path().read_text(encoding="utf-8").startswith("TY  - NEWS\n")
    assert hands.took() == (1, 6), "export to Zotero, but for the menu"
    page.context.close()
