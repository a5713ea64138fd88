"""Measures how quotes are joined: python tests/benchmarks/clusters.py DB QUOTES [DAY].

Makes an index of so many invented quotes, a tenth of them repeats (travelling.py), as `indexer add`
writes it, fifty articles at a time, and prints how many pairs of quotes are rightly in one cluster
and how long that took. Then a day of DAY articles (2,000 if not given) is added, with its time.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from travelling import travelling

from indexer.store import Writer, create_or_open
from indexer.store.clusters import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database
    from travelling import Printed

BATCH = 50
"""Articles in a transaction, as `indexer add` has them."""

DAY = 2_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of quotes: those of one utterance, those in one cluster, those that are both."""

    true: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the pairs in one cluster that are of one utterance."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs of one utterance that are in one cluster."""
        return self.right / self.true if self.true else 1.0


@dataclass
class Clock:
    """Seconds spent joining quotes, of all that were spent writing."""

    joining: float = 0.0
    writing: float = 0.0


def main() -> None:
    """Make the index, measure, and add a day."""
    path, quotes = Path(sys.argv[1]), int(sys.argv[2])
    day = int(sys.argv[3]) if sys.argv[3:] else DAY
    if path.exists():
        sys.exit(f"{path} is there already")
    made, truth = travelling(quotes * 2), dict[str, int]()
    clock = write(path, _until(made, quotes), truth)
    _print(path, truth, clock)
    before = len(truth)
    clock = write(path, islice(made, day), truth)
    added = len(truth) - before
    print(f"a day of {day:,} articles with {added:,} quotes: joined in {clock.joining:,.1f} s")


def write(path: Path, made: Iterable[Printed], truth: dict[str, int]) -> Clock:
    """Write articles as a run does; note in `truth` the utterance of each quote's id."""
    clock = Clock()

    def timed(db: Database, documents: Iterable[str]) -> int:
        start = time.perf_counter()
        count = join(db, documents)
        clock.joining += time.perf_counter() - start
        return count

    with patch("indexer.store.writer.join", timed), closing(create_or_open(path)) as db:
        writer, articles = Writer(db, path), iter(made)
        while batch := list(islice(articles, BATCH)):
            for printed in batch:
                ids = [quote.id for quote in printed.indexed.quotes]
                truth.update(zip(ids, printed.utterances, strict=True))
            start = time.perf_counter()
            writer.write([printed.indexed for printed in batch])
            clock.writing += time.perf_counter() - start
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{len(truth):,} quotes ")
    return clock


def pairs(path: Path, truth: dict[str, int]) -> Pairs:
    """Compare the clusters of an index with the truth, pair by pair."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT id, coalesce(cluster_id, id) FROM quotes").fetchall()
    both = Counter((cluster, truth[quote]) for quote, cluster in found)
    clusters = Counter(cluster for _, cluster in found)
    utterances = Counter(truth[quote] for quote, _ in found)
    return Pairs(*(sum(n * (n - 1) // 2 for n in c.values()) for c in (utterances, clusters, both)))


def _until(made: Iterator[Printed], quotes: int) -> Iterator[Printed]:
    count = 0
    while count < quotes:
        printed = next(made)
        count += len(printed.utterances)
        yield printed


def _print(path: Path, truth: dict[str, int], clock: Clock) -> None:
    score = pairs(path, truth)
    print(f"{len(truth):,} quotes, {score.true:,} pairs of one utterance")
    print(f"precision {score.precision:.4f}, recall {score.recall:.4f}")
    print(f"joined in {clock.joining:,.0f} s, written in {clock.writing:,.0f} s in all")


if __name__ == "__main__":
    main()
