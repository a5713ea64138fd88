"""How time and memory grow: make bench-growth, which takes hours. `--help` says the rest.

First one run over many articles, copies with other names: how quick it was over the last thousand
and how much memory its processes had at each of some numbers of articles. Then a thousand new
articles are added to databases of several sizes, which take turns as they do in speed.py; in each
round they are as they were in the first. `--only` leaves out one of the two, `--indexes` names
databases of make_index.py that are there already.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from array import array
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from copies import copy
from make_index import make
from measured import memory_of
from renamed import endlessly
from results import circumstances, keep, spread, table
from speed import profile, texts_of
from stages import WRITING

from indexer.demo import sample_folder
from indexer.pipeline import Progress, add
from indexer.store import open_existing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MADE_ONE_BY_ONE = 500_000
"""Quotes of an invented index; from here on they are copied."""

RUN, ADDED = "run", "added"
"""The two parts."""

LAST = 1_000
"""Articles over which the speed at a mark is taken."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a run stood after some articles; `rate` are words a second over the last of them."""

    articles: int
    seconds: float
    rate: float
    worker: int
    parent: int


@dataclass
class Watch:
    """Sees a run go by: `words` are those of each article, `sizes` where a mark is to be set."""

    words: Sequence[int]
    sizes: Sequence[int]
    marks: list[Mark] = field(default_factory=list)
    times: array[float] = field(default_factory=lambda: array("d", [time.perf_counter()]))

    def __call__(self, progress: Progress) -> None:
        """Note the time and, at a size that was asked for, set a mark."""
        self.times.append(time.perf_counter())
        if progress.inputs in self.sizes:
            self.marks.append(self._mark(progress.inputs))

    def _mark(self, articles: int) -> Mark:
        me = psutil.Process()
        first = max(articles - LAST, 0)
        seconds = self.times[articles] - self.times[first]
        workers = max(map(memory_of, me.children(recursive=True)), default=0)
        rate = sum(self.words[first:articles]) / seconds
        mark = Mark(articles, self.times[articles] - self.times[0], rate, workers, memory_of(me))
        told = f"{rate:,.0f} words/s, worker {workers / 1e6:,.0f} MB"
        sys.stderr.write(f"{articles:,} articles: {told}\n")
        return mark


def main() -> None:
    """Run both parts, or the one that was asked for, and print their tables."""
    options = _options()
    texts = texts_of(options.articles or [sample_folder()])
    parts = {
        RUN: lambda folder: run_report(watched_run(texts, sorted(options.sizes), folder)),
        ADDED: lambda folder: added_report(added_to_each(texts, options, folder), options),
    }
    for name in [options.only] if options.only else parts:
        with tempfile.TemporaryDirectory(dir=options.place) as folder:
            text = parts[name](Path(folder))
        print(text)
        if options.write:
            keep(f"growth, {name}", text)


def watched_run(texts: Sequence[str], sizes: Sequence[int], folder: Path) -> list[Mark]:
    """Return the marks of one run over as many articles as the greatest size."""
    every = write_lines(islice(endlessly(texts), sizes[-1]), folder / "articles.jsonl")
    watch = Watch(every, sizes)
    add(folder / "marks.db", [str(folder / "articles.jsonl")], workers=1, report=watch)
    return watch.marks


def added_to_each(
    texts: Sequence[str], options: Namespace, folder: Path
) -> dict[int, list[dict[str, float]]]:
    """Return, by the quotes that were there, the seconds of each round's addition, by stage."""
    databases = dict(_databases(options, folder))
    times: dict[int, list[dict[str, float]]] = {quotes: [] for quotes in databases}
    new, database = endlessly(texts, first_copy=1), folder / "added.db"
    for number in range(options.rounds):
        articles = folder / f"round{number}.jsonl"
        write_lines(islice(new, options.added), articles)
        for quotes, made in databases.items():
            # The same articles under other names would find themselves there from the last round.
            if made:
                shutil.copyfile(made, database)
            times[quotes].append(profile(articles, database))
            for file in folder.glob(f"{database.name}*"):
                file.unlink()
            whole = sum(times[quotes][-1].values())
            sys.stderr.write(f"round {number + 1}, {quotes:,} quotes: {whole:.1f} s\n")
    return times


def _databases(options: Namespace, folder: Path) -> Iterator[tuple[int, Path | None]]:
    """Yield databases with the number of their quotes; none for none."""
    if not options.indexes:
        yield from ((quotes, invented(quotes, folder)) for quotes in options.quotes)
        return
    yield 0, None
    for path in options.indexes:
        with closing(open_existing(path)) as db:
            yield db.execute("SELECT count(*) FROM quotes").fetchone()[0], path


def invented(quotes: int, folder: Path) -> Path | None:
    """Return a database of so many invented quotes; none of none."""
    path = folder / f"{quotes}.db"
    if not quotes:
        return None
    one_by_one = min(quotes, MADE_ONE_BY_ONE)
    make(path, one_by_one, repeats=True)
    if copies := quotes // one_by_one - 1:
        copy(path, copies)
    return path


def write_lines(texts: Iterator[str], path: Path) -> list[int]:
    """Write articles as JSON Lines, each with an address of its own; return their words."""
    words = []
    with path.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(texts):
            url = f"https://copies.example/{path.stem}/{number}"
            lines.write(json.dumps({"url": url, "text": text}) + "\n")
            words.append(len(text.split()))
    return words


def run_report(marks: Sequence[Mark]) -> str:
    """Return the table of one run."""
    return "\n".join(
        [
            "## Growth with the articles\n",
            circumstances("make bench-growth"),
            "One run with one worker over copies of articles with other names in each; speed over",
            f"the last {LAST:,} articles, memory at that moment.\n",
            table(MARK_COLUMNS, (_mark_row(mark, marks[0]) for mark in marks)),
        ]
    )


def added_report(times: dict[int, list[dict[str, float]]], options: Namespace) -> str:
    """Return the table of additions."""
    compared = partial(_addition_row, times, min(times))
    return "\n".join(
        [
            "## Growth with the database\n",
            circumstances("make bench-growth"),
            f"{options.added:,} new articles, added in one process to databases of invented quotes",
            f"that differ in size; {options.rounds} rounds, medians, and the lowest and highest.",
            "The ratio is that to the smallest, of the same round (must 1.5, goal 1.1). Of the",
            "seconds some are those of the database: rows written, who is who, and clusters.",
            f"Load of the machine at the end: {os.getloadavg()[0]:.1f}.\n",
            table(("quotes before", "seconds", "ratio", *WRITING), map(compared, times)),
        ]
    )


MARK_COLUMNS = (
    *("articles", "seconds", "words/s", "worker, MB", "to the first", "parent, MB"),
    "to the first",
)


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", help="what indexer add takes; else the samples")
    parser.add_argument("--sizes", type=_numbers, default=[1_000, 10_000, 100_000])
    parser.add_argument("--quotes", type=_numbers, default=[0, 1_000_000, 5_000_000])
    parser.add_argument("--only", choices=(RUN, ADDED), help="one of the two parts")
    parser.add_argument("--indexes", type=Path, nargs="+", help="instead of --quotes")
    parser.add_argument("--added", type=int, default=1_000, help="articles that are added")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--place", help="a folder with room for some GB; else the usual one")
    parser.add_argument("--write", action="store_true", help="keep the tables in docs/")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _mark_row(mark: Mark, first: Mark) -> tuple[str, ...]:
    return (
        f"{mark.articles:,}",
        f"{mark.seconds:,.0f}",
        f"{mark.rate:,.0f}",
        f"{mark.worker / 1e6:,.0f}",
        f"{mark.worker / first.worker:.2f}",
        f"{mark.parent / 1e6:,.0f}",
        f"{mark.parent / first.parent:.2f}",
    )


def _addition_row(
    times: dict[int, list[dict[str, float]]], smallest: int, quotes: int
) -> tuple[str, ...]:
    whole = [sum(each.values()) for each in times[quotes]]
    least = [sum(each.values()) for each in times[smallest]]
    ratios = [one / other for one, other in zip(whole, least, strict=True)]
    parts = [spread([each[stage] for each in times[quotes]]) for stage in WRITING]
    return f"{quotes:,}", spread(whole, 1), spread(ratios), *parts


if __name__ == "__main__":
    main()
