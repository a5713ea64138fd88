"""Pictures of every page of the site, made by `make screenshots` into docs/screenshots."""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from browser import browsing, sample_pages, served, why_not

from indexer.demo import add_samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
# Small enough for a repository: a picture of a page has few colours and much that repeats.
QUALITY = 40
# Where an address leads to in its page, in pixels; pages are shown from a little above it.
PLACE = """
(location.hash && document.querySelector(location.hash).getBoundingClientRect().top + scrollY) || 0
"""
ABOVE = 24
# The one that the documentation names: a quote's page shows its own address.
PORT = 8001


class Look(NamedTuple):
    """How a page is looked at; `height` is the most that is shown of it."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"]


LOOKS = (Look("desktop", 1280, 1150, "light"), Look("phone", 360, 1150, "dark"))


def main() -> int:
    """Make all pictures anew, and return the exit status."""
    if reason := why_not():
        print(reason, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        database = Path(folder) / "quotes.db"
        add_samples(database)
        with served(database, PORT) as site:
            for name, path in sample_pages(database).items():
                for look in LOOKS:
                    take(browser, f"{site}{path}", look, FOLDER / f"{name}-{look.name}.webp")
    return 0


def take(browser: Browser, address: str, look: Look, picture: Path) -> None:
    """Write a picture of a page."""
    size: ViewportSize = {"width": look.width, "height": 800}
    page = browser.new_page(viewport=size, color_scheme=look.scheme)
    page.goto(address)
    page.evaluate("document.fonts.ready")
    top = max(page.evaluate(PLACE) - ABOVE, 0)
    height = min(page.evaluate("document.documentElement.scrollHeight") - top, look.height)
    clip = {"x": 0, "y": top, "width": look.width, "height": height, "scale": 1}
    how = {"format": "webp", "quality": QUALITY, "clip": clip, "captureBeyondViewport": True}
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", how)
    picture.write_bytes(base64.b64decode(taken["data"]))
    page.close()
    print(f"{picture.name:28} {picture.stat().st_size // 1024:4} KB")


if __name__ == "__main__":
    sys.exit(main())
