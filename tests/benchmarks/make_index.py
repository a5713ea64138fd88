"""Makes an index of invented articles: python tests/benchmarks/make_index.py DB QUOTES."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from itertools import islice
from pathlib import Path

from synthetic import articles

from indexer.store import Totals, Writer, create_or_open

BATCH = 1_000


def main() -> None:
    """Write the index by the store's own writer, a thousand articles in a transaction."""
    path, quotes = Path(sys.argv[1]), int(sys.argv[2])
    if path.exists():
        sys.exit(f"{path} is there already")
    start = time.perf_counter()
    made, totals = articles(quotes), Totals()
    with closing(create_or_open(path)) as db:
        # Losing the file to a power cut costs nothing but making it again.
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -1000000")
        writer = Writer(db, path)
        while batch := list(islice(made, BATCH)):
            totals += writer.write(batch)
            _tell(totals, start)
        writer.optimize()
    _tell(totals, start)
    sys.stderr.write("\n")


def _tell(totals: Totals, start: float) -> None:
    seconds = time.perf_counter() - start
    rate = totals.quotes / seconds
    sys.stderr.write(f"\r{totals.quotes:,} quotes, {rate:,.0f} a second, {seconds:,.0f} s ")


if __name__ == "__main__":
    main()
