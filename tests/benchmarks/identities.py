"""Are speakers the right people? python tests/benchmarks/identities.py [ARTICLES] [--before DIR]

Writes articles about known people, in no order of dates, and compares the speakers of the database
with the truth: B-cubed precision and recall over appearances, and the share of appearances that
went to a speaker who for the most part is somebody else. Beside it stands what names alone would
give. With a checkout of another version the same articles are written by it too, in turns.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from known_people import Corpus, corpus

from indexer.store import Writer, create_or_open, verify

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

ARTICLES, BATCH, TURNS = 20_000, 50, 3

SPEAKERS = "SELECT document_id, name, speaker_id FROM appearances"

WRITE = """
import pickle, sys, time
from itertools import islice
from pathlib import Path
from indexer.store import Writer, create_or_open
articles = iter(pickle.loads(Path(sys.argv[1]).read_bytes()))
writer = Writer(create_or_open(sys.argv[2]), sys.argv[2])
start = time.perf_counter()
while batch := list(islice(articles, 50)):
    writer.write(batch)
print(time.perf_counter() - start)
"""

T = TypeVar("T", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Score:
    """B-cubed precision and recall, and the share of false joins, 0 to 1."""

    precision: float
    recall: float
    false_joins: float
    speakers: int

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        shares = f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}"
        return f"{shares}  false joins {self.false_joins:.2%}  speakers {self.speakers:,}"


def score(truth: Mapping[T, int], found: Mapping[T, object]) -> Score:
    """Return how well speakers found fit the people: for each appearance, as one of its cluster.

    B-cubed: Amit Bagga and Breck Baldwin, “Algorithms for Scoring Coreference Chains”, 1998.
    """
    clusters: defaultdict[object, Counter[int]] = defaultdict(Counter)
    for appearance, person in truth.items():
        clusters[found[appearance]][person] += 1
    sizes = Counter(truth.values())
    whole = len(truth)
    shared = [(n, sum(c.values()), sizes[p]) for c in clusters.values() for p, n in c.items()]
    strangers = sum(sum(c.values()) - max(c.values()) for c in clusters.values())
    return Score(
        precision=sum(n * n / cluster for n, cluster, _ in shared) / whole,
        recall=sum(n * n / person for n, _, person in shared) / whole,
        false_joins=strangers / whole,
        speakers=len(clusters),
    )


def write(path: Path, made: Corpus) -> float:
    """Write the articles as a run does; return the seconds that it took."""
    articles = iter(made.articles)
    with closing(create_or_open(path)) as db:
        writer = Writer(db, path)
        start = time.perf_counter()
        while batch := list(islice(articles, BATCH)):
            writer.write(batch)
        return time.perf_counter() - start


def found_in(path: Path) -> dict[tuple[str, str], object]:
    """Return the speaker of every appearance."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(SPEAKERS).fetchall()
    return {(document, name): speaker for document, name, speaker in rows}


def main() -> None:
    """Measure, and print what was measured."""
    parser = ArgumentParser(description="Are speakers the right people?")
    parser.add_argument("articles", nargs="?", type=int, default=ARTICLES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--before", type=Path, help="a checkout of another version")
    options = parser.parse_args()
    made = corpus(options.articles, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "known.db"
        seconds = write(path, made)
        found = found_in(path)
        print(
            f"{len(made.articles):,} articles, {len(made.truth):,} appearances in {seconds:.1f} s"
        )
        shared = f"{made.sharing:.1%} of them have a full name in common with somebody"
        print(f"people quoted: {len(set(made.truth.values())):,}, {shared}")
        print(f"by names alone  {score(made.truth, {key: key[1] for key in made.truth})}")
        print(f"speakers        {score(made.truth, found)}")
        for rule, appearances, wrong in _by_rule(path, made, found):
            print(f"  {rule:<20} {appearances:>7,} appearances, {wrong / appearances:7.2%} wrong")
        print(f"promises broken: {sum(1 for _ in verify(path)):,}")
        if options.before:
            _compare(Path(folder), made, options.before)


def _by_rule(
    path: Path, made: Corpus, found: Mapping[tuple[str, str], object]
) -> Iterable[tuple[str, int, int]]:
    """Yield for each rule how many appearances it placed, and how many at somebody else's."""
    whose: defaultdict[object, Counter[int]] = defaultdict(Counter)
    for appearance, person in made.truth.items():
        whose[found[appearance]][person] += 1
    main_of = {speaker: people.most_common(1)[0][0] for speaker, people in whose.items()}
    placed, wrong = Counter[str](), Counter[str]()
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT document_id, name, rule || ', ' || sure FROM speaker_links"
        for document, name, rule in connection.execute(sql):
            placed[rule] += 1
            own = made.truth[document, name]
            wrong[rule] += main_of[found[document, name]] != own
    return [(rule, count, wrong[rule]) for rule, count in placed.most_common()]


def _compare(folder: Path, made: Corpus, before: Path) -> None:
    """Print how long this version and another take for the same articles, in turns."""
    articles = folder / "articles.pickle"
    articles.write_bytes(pickle.dumps(made.articles))
    times: defaultdict[str, list[float]] = defaultdict(list)
    for turn in range(TURNS):
        for name, checkout in (("before", before), ("now", Path(__file__).parents[2])):
            command = [sys.executable, "-c", WRITE, str(articles), str(folder / f"{name}{turn}.db")]
            environment = {**os.environ, "PYTHONPATH": str(checkout)}
            run = subprocess.run(
                command, env=environment, cwd=checkout, capture_output=True, text=True, check=True
            )
            times[name].append(float(run.stdout))
    best = {name: min(taken) for name, taken in times.items()}
    ratio = best["now"] / best["before"]
    print(f"before {best['before']:.1f} s, now {best['now']:.1f} s: {ratio:.2f} times")


if __name__ == "__main__":
    main()
