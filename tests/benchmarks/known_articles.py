"""How long `indexer add` takes over articles that it knows: PYTHONPATH=tests python FILE [NUMBER].

Text files with front matter, saved pages, and the same pages as a crawl in WARC.gz; each is indexed
once, which is not counted, and then again.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from inputs import FERRY, as_page, as_text, as_warc, write

if TYPE_CHECKING:
    from indexer.models import Article

WORDS = FERRY.text.replace("“", "").replace("”", "").split()


def main() -> None:
    """Print the seconds of each kind of input."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    known = [varied(each) for each in range(number)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each, article in enumerate(known):
            write(folder / "text" / f"{each}.txt", as_text(article))
            write(folder / "pages" / f"{each}.html", as_page(article))
        write(folder / "crawl.warc.gz", as_warc(known, packed=True))
        for kind in ("text", "pages", "crawl.warc.gz"):
            first, again = add(folder, kind), add(folder, kind)
            print(f"{number:,} articles, {kind}: {again:.1f} s known, {first:.1f} s new")


def varied(number: int) -> Article:
    """Return an article of some hundred words without quotes: only reading is to be timed."""
    pick = random.Random(number)  # noqa: S311, nothing secret
    paragraphs = (" ".join(pick.choices(WORDS, k=60)) for _ in range(6))
    url = f"https://gazette.example/{number}"
    return replace(FERRY, text="\n\n".join(paragraphs), url=url, title=f"Ferry number {number}")


def add(folder: Path, kind: str) -> float:
    """Return the seconds that the command takes, with the start of Python."""
    command = [sys.executable, "-m", "indexer", "add", f"{kind}.db", kind]
    begun = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
