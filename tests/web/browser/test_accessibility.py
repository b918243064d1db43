"""Whom the pages shut out, and what they let in: axe-core, paper, no script, little motion, the security policy."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from browsing import DESKTOP, PHONE, UNFOLD, datasette, faults, new_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser

ROOM = "/-/archive/clips"
PAGES = {
    "index": "/-/archive",
    "home": ROOM,
    "search": f"{ROOM}/search?q=grain",
    "facets chosen": f"{ROOM}/search?q=grain+person%3A%22Mara+Velden%22+-outlet%3A%22Norvania+Today%22",
    "nothing found": f"{ROOM}/search?q=zebra+grain",
    "copies only": f"{ROOM}/search?q=is%3Avariant",
    "person": f"{ROOM}/entity/1",
    "place": f"{ROOM}/entity/4",
    "snippet": f"{ROOM}/snippet/2",
    "copy": f"{ROOM}/snippet/3",
    "snippet of several outlets": f"{ROOM}/snippet/10",
    "found in another outlet": f"{ROOM}/search?q=outlet%3A%22The+Island+Post%22",
    "snippet of results": f"{ROOM}/snippet/4?q=grain&at=2",
    "source": f"{ROOM}/source/2",
    "people": f"{ROOM}/people?q=vel",
    "outlets": f"{ROOM}/outlets",
    "keys": f"{ROOM}/keys",
    "network": f"{ROOM}/network",
    "compared": f"{ROOM}/compare?a=grain&b=talks",
    "nothing to compare": f"{ROOM}/compare",
    "agenda": f"{ROOM}/agenda?from=2024-10",
    "names": f"{ROOM}/names?names=Renn%0AVelden%0AMara+Valden",
    "decisions": f"{ROOM}/decisions",
    "review": f"{ROOM}/review",
    "network of a search": f"{ROOM}/network?q=grain",
}
PROBLEMS = {"not understood": f"{ROOM}/search?q=on%3Anever", "missing": f"{ROOM}/snippet/999"}
PRINTED = {"home", "search", "person", "snippet", "compared"}
"""Those that axe-core sees on paper, too."""
SIZES = {"desktop": DESKTOP, "phone": PHONE}
WATCH = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.effectiveDirective));
"""


@pytest.fixture(scope="module")
def address(clips: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where two archives are served, so that there is an index of them."""
    with datasette(clips, shutil.copy(clips, tmp_path_factory.mktemp("served") / "more.db")) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages that must not ask anything of other hosts."""
    pages = []
    hosts: set[str] = set()

    def make(**options: Any) -> Page:
        page = new_page(browser, address, **options)
        pages.append(page)
        page.add_init_script(WATCH)
        page.on("response", lambda response: hosts.add(urlsplit(response.url).netloc))
        page.on("requestfailed", lambda request: hosts.add(reached(request)))
        return page

    yield make
    for page in pages:
        page.context.close()
    assert hosts - {""} == {urlsplit(address).netloc}  # '' is the empty icon inside the page


def reached(request: Request) -> str:
    """The host that a failed request asked; '' where the policy stopped it before it left."""
    return "" if request.failure == "csp" else urlsplit(request.url).netloc


@pytest.mark.parametrize(("scheme", "size"), [("light", "desktop"), ("dark", "phone")])
def test_axe_finds_nothing(opened: Callable[..., Page], scheme: str, size: str) -> None:
    page = opened(color_scheme=scheme, viewport=SIZES[size])
    for name, where in (PAGES | PROBLEMS).items():
        page.goto(where)
        page.evaluate(UNFOLD)
        assert faults(page) == [], (name, scheme, size)
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", background)[:3])) < 200) == (scheme == "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(opened: Callable[..., Page], scheme: str) -> None:
    page = opened(color_scheme=scheme)
    page.goto(PAGES["home"])
    page.locator(".menu summary").click()
    assert faults(page) == []
    page.goto(PAGES["snippet"])
    page.locator(".reading .span").first.focus()
    assert page.locator(".reading .tip").first.is_visible()
    assert faults(page) == []


def test_axe_would_find_something(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto(PAGES["home"])
    page.evaluate("document.querySelector('label').remove(); document.querySelector('#q').placeholder = ''")
    page.evaluate("document.querySelector('h1').outerHTML = '<h4 class=faint>No top heading</h4>'")
    page.evaluate("document.querySelector('.faint').style.color = '#d5d3cc'")
    found = {fault.partition(":")[0] for fault in faults(page)}
    assert {"label", "page-has-heading-one", "color-contrast"} <= found


def test_every_page_is_for_everybody(opened: Callable[..., Page]) -> None:
    """Each page is opened once with scripts and once without, and then seen in all the ways."""
    page, plain = opened(reduced_motion="reduce"), opened(java_script_enabled=False)
    titles = set()
    for name, where in (PAGES | PROBLEMS).items():
        answer = page.goto(where)
        assert answer
        check_policy(answer.headers["content-security-policy"])
        assert page.evaluate("window.broken") == [], name
        check_outline(page, name)
        if name in PAGES:
            titles.add(page.title())
        if name != "keys":  # what turns them off is of no use without a script
            plain.goto(where)
            assert page.locator("body").inner_text() == plain.locator("body").inner_text(), name
        page.evaluate(UNFOLD)
        check_stillness(page, name)
        for scale in (2, 4):
            check_magnified(page, name, scale)
        if name in PAGES:
            check_paper(page, name)
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # a dict, not a ViewportSize
    assert len(titles) == len(PAGES)


def check_outline(page: Page, name: str) -> None:
    assert page.locator("h1").count() == 1, name
    assert page.locator("main").count() == 1, name
    assert page.locator("html").get_attribute("lang") == "en", name


def check_policy(policy: str) -> None:
    directives = {directive: set(sources) for directive, *sources in map(str.split, policy.split(";"))}
    assert directives["default-src"] == {"'none'"}
    assert directives["script-src"] == directives["style-src"] == {"'self'"}
    assert set().union(*directives.values()) <= {"'none'", "'self'", "data:"}
    assert {"base-uri", "form-action", "frame-ancestors"} <= directives.keys()  # these do not fall back on default-src


def check_stillness(page: Page, name: str) -> None:
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((one) => {
          const style = getComputedStyle(one);
          return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none"
            || style.scrollBehavior === "smooth";
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert moving == [], name


def check_magnified(page: Page, name: str, scale: int) -> None:
    """At 400 % a window of 1280 by 1024 is one of 320 by 256: text must reflow, not scroll sideways (WCAG 1.4.10)."""
    page.set_viewport_size({"width": 1280 // scale, "height": 1024 // scale})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280 // scale, (name, scale)
    box = page.get_by_role("combobox", name="Search the archive")
    assert not box.count() or box.bounding_box()["width"] > 160, (name, scale)  # type: ignore[index]  # it is to be seen


def check_paper(page: Page, name: str) -> None:
    """Printed on A4 there is the text, in black on white in both schemes, and nothing to click."""
    page.set_viewport_size({"width": 700, "height": 1000})  # A4 without its margins
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)
        shown = page.evaluate(
            "(what) => [...document.querySelectorAll(what)].filter((one) => one.checkVisibility()).length",
            ".top nav, form.search, .facets, .tools, .turner, .foot, .skip, .conditions a",
        )
        assert shown == 0, name
        assert page.locator("main").inner_text().strip(), name
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('main')).color") == "rgb(0, 0, 0)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 700, name
    if name in PRINTED:
        assert faults(page) == [], name
    page.emulate_media(media="screen", color_scheme="light")


def test_policy_holds(opened: Callable[..., Page]) -> None:
    page = opened()
    page.goto(PAGES["search"])
    page.evaluate(
        """() => {
          const add = (name, given) => document.body.append(Object.assign(document.createElement(name), given));
          add("script", { textContent: "window.reached = true" });
          add("script", { src: "https://elsewhere.example/a.js" });
          add("img", { src: "https://elsewhere.example/a.png" });
          add("iframe", { src: "https://elsewhere.example/" });
          document.querySelector("h1").setAttribute("style", "color: red");
          document.querySelector("h1").setAttribute("onclick", "window.reached = true");
          document.querySelector("h1").click();
          fetch("https://elsewhere.example/a.json").catch(() => {});
        }"""
    )
    page.wait_for_function("window.broken.length >= 7")
    assert page.evaluate("window.reached") is None
    broken = set(page.evaluate("window.broken"))
    assert broken == {"script-src-elem", "script-src-attr", "style-src-attr", "img-src", "frame-src", "connect-src"}
