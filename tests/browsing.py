"""What the browser tests share: a Chromium, a Datasette with the plugin, and the kinds of pages there are to see."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 380, "height": 780}
UNFOLD = "() => document.querySelectorAll('details:not(.menu)').forEach((one) => { one.open = true; })"
"""Opens what is folded on a page, but for its menu."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 60
"""Seconds after which something hangs; a machine that has much else to do may take some of them. Less than what pytest
itself waits for a test, so that it is said what was waited for."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def lacking(what: str) -> NoReturn:
    """Skip, or fail where everything must be tried."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and under CI the browser tests must run")
    pytest.skip(what)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium: that of the variable CHROMIUM, or the first on PATH."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("Playwright is not installed")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        lacking("there is no Chromium on this machine; name one in the variable CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(*command: Path | str) -> Iterator[str]:
    """The address where a command such as `archive serve FILE` serves, on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, command), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        seen = ""
        for line in process.stderr:
            seen += line
            if "Uvicorn running" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:\d+", seen)
        assert found, seen
        yield found[0]
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def datasette(*paths: Path | str) -> AbstractContextManager[str]:
    """The address where plain `datasette` serves archives: the plugin comes by its entry point."""
    return served("datasette", *paths)


def new_page(browser: Browser, address: str, **options: Any) -> Page:
    """A page in a context of its own, to be closed with it."""
    context = browser.new_context(base_url=address, **{"viewport": DESKTOP, **options})
    context.set_default_timeout(PATIENCE * 1000)
    return context.new_page()


def expect(found: Locator) -> Any:
    """Playwright's assertions on what is on a page, which wait until they hold: a click may lead to another page."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE * 1000)
    return expect(found)


def unfold(page: Page) -> None:
    """Open what is folded on the page that a click led to, once all of it is there."""
    page.wait_for_load_state()
    page.evaluate(UNFOLD)


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong with a page: the rule and the elements that break it."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        lacking("axe-playwright-python is not installed")
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html']} ({node['failureSummary']})" for one in found for node in one["nodes"]]
