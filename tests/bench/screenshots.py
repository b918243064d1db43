"""Makes the pictures of the README anew: `python tests/bench/screenshots.py` (needs Chromium and Playwright).

Ingests the sample page and press_review.csv, both invented, into a temporary archive, serves that as a reader would,
and takes the pages of a search and of a snippet at 1280 pixels.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
QUERY = "dockers (night OR talks OR vote OR crane)"
QUOTED = 'said:"night shift over to machines"'


def build(folder: Path) -> Path:
    """An archive of the sample page and the press review."""
    path = folder / "archive.db"
    files = [ROOT / "archive/data/sample/tag-page.html", Path(__file__).with_name("press_review.csv")]
    command = [sys.executable, "-m", "archive", "ingest", *map(str, files), "--db", str(path)]
    subprocess.run([*command, "--captured", "2024-10-25"], check=True)
    return path


def take(address: str, target: Path, scheme: str) -> None:
    """Take both pictures of the archive that is served at an address, into a folder, in light or dark."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 860})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"/-/archive/archive/search?{urlencode({'q': QUERY})}")
        page.screenshot(path=target / "search.png")
        page.goto(f"/-/archive/archive/search?{urlencode({'q': QUOTED})}")
        page.locator("a.when").first.click()
        page.set_viewport_size({"width": 1280, "height": 560})
        page.locator(".reading .mention.person").first.hover()
        page.screenshot(path=target / "snippet.png")
        browser.close()


def main() -> None:
    """Build, serve, take."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / ".github", help="folder of the pictures (default: .github)")
    parser.add_argument("--scheme", choices=["light", "dark"], default="light")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = build(Path(folder))
        server = subprocess.Popen(
            [sys.executable, "-m", "archive", "serve", str(path), "--port", "0"], stderr=subprocess.PIPE, text=True
        )
        try:
            lines = iter(server.stderr or ())
            ready = next((line for line in lines if "Uvicorn running" in line), "")
            address = re.search(r"http://127\.0\.0\.1:\d+", ready)
            if not address:
                sys.exit("The server did not start.")
            take(address[0], given.to, given.scheme)
        finally:
            server.terminate()
            server.communicate(timeout=20)


if __name__ == "__main__":
    main()
