"""Correcting in a browser: with a script and without, on a screen and on a phone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from browsing import PHONE, UNFOLD, faults, new_page, served
from told import FERRY, make, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

COPIES = ("with", "without", "light", "dark")
"""An archive for each test, for they change it; one server has them all."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("corrected") / "clips.db", FERRY)


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
    assert page.get_by_role("heading", level=1).inner_text() == "Mara van Velden"
    assert "Decision 1" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Undo decision 1").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Mara Velden"
    page.get_by_text("Correct this name").click()
    page.get_by_label("It is the same as").fill("Grey Harbour")
    page.get_by_role("button", name="Merge into that").click()
    page.get_by_role("button", name="place").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Grey Harbour"
    page.goto(f"{room}/search?q=ferry")
    page.get_by_role("button", name="Star snippet").first.click()
    assert page.get_by_role("button", name="Star snippet").first.get_attribute("aria-pressed") == "true"
    page.get_by_text("Save this search").click()
    page.get_by_label("Name").fill("On the ferry")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_role("link", name="On the ferry").is_visible()
    page.goto(f"{room}/snippet/1")
    page.get_by_text("Cite", exact=True).click()
    assert page.get_by_role("button", name="Copy as BibTeX").is_visible() == has_script
    page.get_by_text("Correct this snippet").click()
    page.get_by_label("Its date is").fill("2023-05")
    page.get_by_role("button", name="Correct the date").click()
    assert "2023-05" in page.get_by_role("status").inner_text()
    page.goto(f"{room}/decisions")
    page.get_by_role("button", name="Undo decision").first.click()
    assert "is undone" in page.get_by_role("status").inner_text()
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
        page.evaluate(UNFOLD)
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
    page.evaluate(UNFOLD)
    page.get_by_label("It is the same as").fill("Mara van Velden")
    page.get_by_role("button", name="Merge into that").click()
    check("refused")
    page.goto(nothing)
    page.evaluate(UNFOLD)
    page.get_by_role("button", name="Hide it").click()
    check("hidden")
    page.goto(f"{room}/search?q=ferry")
    check("a search that can be saved")
    page.get_by_label("Name", exact=True).fill("On the ferry")
    page.get_by_role("button", name="Save", exact=True).click()
    check("home with a saved search")
    page.goto(f"{room}/snippet/1")
    page.evaluate(UNFOLD)
    page.get_by_label("Tag", exact=True).fill("strike")
    page.get_by_role("button", name="Add the tag").click()
    page.get_by_role("button", name="Star snippet 1").click()
    page.evaluate(UNFOLD)
    page.get_by_label("Note", exact=True).fill("Ask the harbour master.")
    page.get_by_role("button", name="Add the note").click()
    page.evaluate(UNFOLD)
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
