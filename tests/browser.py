"""A real browser, and the site served for it: for the tests in it and for pictures of the pages."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
SECONDS_TO_START = 60

DEBATE = "In Only Debate, Tolliver and Vanterpool Fight Over a Bridge Neither Can Cross"
A_TRAVELLED_QUOTE = (
    "We will not reopen this bridge one hour before it is safe, "
    "and we will not keep it closed one hour after,"
)
CLAIM = {
    "words": "We were too late, and people stood in the water while we were late",
    "speaker": "Lydia Vanterpool",
}
A_QUOTE = "You can’t inspect a bridge with a press release,"


def sample_pages(database: Path) -> dict[str, str]:
    """Return the path of one page of every kind in the database of the sample articles."""
    with sqlite3.connect(database) as connection:

        def key(table: str, column: str, value: str) -> object:
            sql = f"SELECT id FROM {table} WHERE {column} = ? ORDER BY rowid"
            return connection.execute(sql, [value]).fetchone()[0]

        below = f"/{database.stem}/-"
        return {
            "home": "/",
            "search": f"{below}/search?q=bridge",
            "nothing-found": f"{below}/search?q=unicorn",
            "quote": f"{below}/quote/{key('quotes', 'text', A_QUOTE)}",
            "article": f"{below}/document/{key('documents', 'title', DEBATE)}",
            "speaker": f"{below}/speaker/{key('speakers', 'name', 'Lydia Vanterpool')}",
            "speakers": f"{below}/speakers",
            "outlets": f"{below}/outlets",
            "articles": f"{below}/articles",
            "elsewhere": f"{below}/quote/{key('quotes', 'text', A_TRAVELLED_QUOTE)}#elsewhere",
            "travelled": f"{below}/travelled",
            "check": f"{below}/check?{urlencode(CLAIM)}",
            "outlet": f"{below}/outlet/{key('publications', 'name', 'The Daily Sextant')}",
        }


def why_not() -> str | None:
    """Return why no browser can be driven here, in words; None if one can."""
    try:
        import axe_playwright_python  # noqa: F401, PLC0415
        import playwright  # noqa: F401, PLC0415
    except ImportError as error:
        return f"no browser is driven here: {error.name} is not installed (make test-browser)"
    if chromium() is None:
        return f"no browser is driven here: none of {', '.join(NAMES)} is installed"
    return None


def chromium() -> str | None:
    """Return the program, which the environment variable CHROMIUM may name."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run Chromium without a window while the block lasts."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    # Chromium refuses to lock up its pages for the superuser, which containers run as.
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(database: Path, port: int = 0) -> Iterator[str]:
    """Serve a database while the block lasts, and yield the address of its home page.

    On a port that is free, unless one is given.
    """
    if not port:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
    command = [sys.executable, "-m", "indexer", "serve", str(database), "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            urlopen(address, timeout=SECONDS_TO_START).close()
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
