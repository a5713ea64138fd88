"""Makes an index of invented articles: python tests/benchmarks/make_index.py DB QUOTES [COPIES].

QUOTES are made and written by the store's own writer, at some hundreds a second. COPIES of all of
them, nine at the most, are then added many times as fast, in other words and with other names
(copies.py): 500000 9 is an index of five million. With --repeats every other article is one of
travelling.py, a tenth of whose quotes repeat earlier ones.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from contextlib import closing
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from copies import copy, hurry
from synthetic import articles
from travelling import travelling

from indexer.store import Totals, Writer, create_or_open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.models import IndexedArticle

BATCH = 1_000


def main() -> None:
    """Write the index, a thousand articles in a transaction, and copy it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("quotes", type=int)
    parser.add_argument("copies", type=int, nargs="?", default=0)
    parser.add_argument("--repeats", action="store_true")
    options = parser.parse_args()
    if not options.path.exists():
        make(options.path, options.quotes, repeats=options.repeats)
    elif not options.copies:
        sys.exit(f"{options.path} is there already")
    if options.copies:
        start = time.perf_counter()
        copy(options.path, options.copies, lambda done: _say(start, done))


def make(path: Path, quotes: int, *, repeats: bool = False) -> None:
    """Make an index of so many quotes."""
    start = time.perf_counter()
    made, totals = with_repeats(quotes) if repeats else articles(quotes), Totals()
    with closing(create_or_open(path)) as db:
        hurry(db)
        writer = Writer(db, path)
        while batch := list(islice(made, BATCH)):
            totals += writer.write(batch)
            seconds = time.perf_counter() - start
            rate = totals.quotes / seconds
            sys.stderr.write(f"\r{totals.quotes:,} quotes, {rate:,.0f} a second ")
        writer.optimize(totals.quotes)
    sys.stderr.write(f"{time.perf_counter() - start:,.0f} s\n")


def with_repeats(quotes: int) -> Iterator[IndexedArticle]:
    """Yield articles with so many quotes in all, half of them of articles that print repeats."""
    printed = (each.indexed for each in travelling(quotes // 2))
    every = chain.from_iterable(zip_longest(articles(quotes - quotes // 2), printed))
    return (article for article in every if article is not None)


def _say(start: float, done: str) -> None:
    sys.stderr.write(f"{time.perf_counter() - start:,.0f} s: {done}\n")


if __name__ == "__main__":
    main()
