"""Uses an installed indexer from the outside: adds an article, serves it, fetches every page."""

from __future__ import annotations

import re
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

INDEXER = str(Path(sys.executable).with_name("indexer"))

ARTICLE = """---
title: Ferry to run through the winter
date: 2024-11-05
outlet: The Harbour Gazette
url: https://gazette.example/ferry
---

The ferry will run through the winter for the first time, its owners said on Tuesday.

“We have the boat and we have the crew,” said Marta Ruiz, who runs the line. “What we lacked was
the courage.”
"""

MUST_BE_INSIDE = (
    "attribution/*.json",
    "languages/en/*.tsv",
    "languages/en/*.txt",
    "samples/text/*.txt",
    "site/static/*.css",
    "site/static/*.js",
    "site/static/*.svg",
    "site/templates/**/*.html",
    "store/*.sql",
    "store/*.yaml",
)

SECONDS_TO_START = 30


def main() -> None:
    """Check everything, or end with the first assertion that does not hold."""
    check_files()
    check_indexing()
    with serving() as address:
        check_pages(address)
    print("The wheel holds all that it needs.")


def check_files() -> None:
    """Data files of every kind were installed."""
    package = Path(str(files("indexer")))
    assert package.is_relative_to(sys.prefix), f"not the installed package: {package}"
    for pattern in MUST_BE_INSIDE:
        found = [path for path in package.glob(pattern) if path.is_file()]
        assert found, f"the wheel has no {pattern}"
        print(f"{len(found):4} {pattern}")


def check_indexing() -> None:
    """An article gives its quotes, and they hold."""
    Path("article.txt").write_text(ARTICLE, encoding="utf-8")
    run("add", "quotes.db", "article.txt")
    run("verify", "quotes.db")
    assert query("SELECT count(*) FROM quotes"), "no quote was found"


def check_pages(address: str) -> None:
    """Every kind of page answers and shows what it should."""
    quote = query("SELECT id FROM quotes ORDER BY start_char")
    home = fetch(address)
    pages = {
        "quotes/-/search?q=boat": "and we have the crew",
        f"quotes/-/quote/{quote}": "The ferry will run through the winter",
        "quotes": "attributed_quotes",
        "quotes/quotes": "have the boat and we have the crew",
        "quotes/attributed_quotes": "Harbour Gazette",
        "quotes/quotes.json?_search=boat": "have the boat and we have the crew",
    }
    for path, content in pages.items():
        assert content in fetch(address + path), f"{path} does not show {content!r}"
    styles = re.findall(r'href="/([^"]+\.css[^"]*)"', home)
    assert styles, "the home page has no style sheet"
    for path in styles:
        assert "{" in fetch(address + path), f"{path} is empty"


def run(*arguments: str) -> None:
    """Run the installed command; it must succeed."""
    subprocess.run([INDEXER, *arguments], check=True)


def query(sql: str) -> str:
    """Return the first value of a query's result, or nothing where that is 0."""
    with closing(sqlite3.connect("quotes.db")) as connection:
        value = connection.execute(sql).fetchone()[0]
    return str(value or "")


def fetch(address: str) -> str:
    """Return a page, which must answer with status 200."""
    try:
        with urlopen(address, timeout=30) as response:
            text: str = response.read().decode("utf-8")
    except HTTPError as error:
        sys.exit(f"{address}: {error}")
    print(f"{len(text):7} characters at {address}")
    return text


@contextmanager
def serving() -> Iterator[str]:
    """Serve the database on a free port for as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    process = subprocess.Popen([INDEXER, "serve", "quotes.db", "--port", str(port)])
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the address answers."""
    for _ in range(SECONDS_TO_START * 10):
        assert process.poll() is None, "the server ended at once"
        try:
            urlopen(address, timeout=30).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{address} did not answer in {SECONDS_TO_START} s")


if __name__ == "__main__":
    main()
