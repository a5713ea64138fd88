"""Measures how long `indexer check` takes: python tests/benchmarks/check_times.py DB [ARTICLES].

DB is an index of make_index.py. It is asked for quotes of its own as they were printed, and damaged
in the ten ways of checks.py; for invented sentences that are not in it; for commonplaces; and, with
ARTICLES, a folder of text files, for real sentences. Each is asked on a connection of its own,
first after the file was put out of the system's memory (on Linux, and where it is on a local disk),
then again. `--write` keeps the table in docs/.
"""

from __future__ import annotations

import os
import random
import sys
import time
from argparse import ArgumentParser, Namespace
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

from checks import DAMAGES, FEWEST_WORDS, reporters
from results import circumstances, keep, table
from synthetic import articles
from travelling import COMMONPLACES

from indexer.checking import Claim, check, searched
from indexer.models import quote_text
from indexer.store import open_existing
from indexer.wordings import spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

OTHER_SEED = 20_000
"""Of articles that no index of make_index.py has."""

LIMIT = 0.3
"""Seconds that an answer may take."""


class Asked(NamedTuple):
    """Words, and the forms of those that are to be found first; None if nothing is."""

    words: str
    said: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each answer, with the file out of memory and with it there, and the right ones."""

    cold: tuple[float, ...]
    warm: tuple[float, ...]
    right: int


def main() -> None:
    """Ask all kinds of claims, and print the table."""
    options = _options()
    with closing(open_existing(options.database)) as db:
        asked = claims(db.conn, options.articles, options.asked)
        (quotes,) = db.execute("SELECT count(*) FROM quotes").fetchone()
    times = {kind: timed(options.database, words) for kind, words in asked.items()}
    text = report(times, quotes)
    print(text)
    if options.write:
        keep("checks", f"## Has anybody said this?\n\n{text}")


def claims(
    connection: sqlite3.Connection, folder: Path | None, asked: int, seed: int = 1
) -> dict[str, list[Asked]]:
    """Return so many claims of each kind, the same for the same index and numbers."""
    drawn = random.Random(seed)  # noqa: S311, the same each time
    printed = list(islice(_printed(connection, drawn), 2 * asked))
    damaged = [
        Asked(" ".join(DAMAGES[number % len(DAMAGES)](text.split(), drawn)), spoken(text))
        for number, text in enumerate(printed[asked:])
    ]
    found = {
        "as printed": [Asked(text, spoken(text)) for text in printed[:asked]],
        "damaged": damaged,
        "invented, said by nobody": [
            Asked(words, None) for words in islice(_invented(3 * asked), asked)
        ],
        "commonplaces": [Asked(words, spoken(words)) for words in COMMONPLACES],
    }
    if folder:
        texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
        sentences = sorted({sentence for text in texts for sentence in reporters(text)})
        chosen = drawn.sample(sentences, min(asked, len(sentences)))
        found["sentences of real articles"] = [Asked(words, None) for words in chosen]
    return found


def timed(database: Path, asked: Sequence[Asked]) -> Times:
    """Ask for each of some words, twice, and return the seconds."""
    cold, warm, right = [], [], 0
    for words, said in asked:
        _forget(database)
        cold.append(_answered(database, words)[0])
        seconds, first = _answered(database, words)
        warm.append(seconds)
        right += first == said
        if max(cold[-1], seconds) > LIMIT:
            sys.stderr.write(f"{cold[-1] * 1e3:.0f}, {seconds * 1e3:.0f} ms: {words}\n")
    return Times(tuple(cold), tuple(warm), right)


def report(times: dict[str, Times], quotes: int) -> str:
    """Return the table."""
    columns = (
        "",
        "asked",
        "right",
        "median, ms",
        "95 %",
        "longest",
        "cold: median, ms",
        "95 %",
        "longest",
    )
    rows = [
        (kind, f"{len(each.warm)}", f"{each.right / len(each.warm):.1%}", *_row(each))
        for kind, each in times.items()
    ]
    load = os.getloadavg()[0]
    return "\n".join(
        [
            circumstances("tests/benchmarks/check_times.py DB ARTICLES"),
            f"Answers of `indexer check` in an index of {quotes:,} invented quotes, which may take",
            f"{LIMIT * 1e3:.0f} ms at the most; cold means that nothing of the file was in memory.",
            "Right is what has the words that were asked for, or were damaged, first, and has",
            "nothing where nobody said it.",
            f"Load of the machine at the end: {load:.1f}.\n",
            table(columns, rows),
        ]
    )


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--asked", type=int, default=200, help="claims of each kind")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/")
    return parser.parse_args()


def _printed(connection: sqlite3.Connection, drawn: random.Random) -> Iterator[str]:
    (last,) = connection.execute("SELECT max(rowid) FROM quotes").fetchone()
    while True:
        row = [drawn.randint(1, last)]
        found = connection.execute("SELECT text FROM quotes WHERE rowid = ?", row).fetchone()
        if found and len(spoken(found[0])) >= FEWEST_WORDS:
            yield found[0]


def _invented(quotes: int) -> Iterator[str]:
    for indexed in articles(quotes, OTHER_SEED):
        for quote in indexed.quotes:
            text = quote_text(indexed.article.text, quote.parts)
            if len(spoken(text)) >= FEWEST_WORDS:
                yield text


def _forget(path: Path) -> None:
    """Have the system forget what it holds of a file in memory, where it can be told to."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _answered(database: Path, words: str) -> tuple[float, tuple[str, ...] | None]:
    """Return how long an answer took, and the words of what is first in it."""
    with closing(open_existing(database)) as db:
        start = time.perf_counter()
        searched(db.conn)
        answer = check(db.conn, Claim(words))
        seconds = time.perf_counter() - start
    return seconds, spoken(answer.matches[0].text) if answer.matches else None


def _row(times: Times) -> tuple[str, ...]:
    return tuple(
        f"{seconds * 1e3:.0f}"
        for each in (times.warm, times.cold)
        for seconds in (median(each), quantiles(each, n=20, method="inclusive")[-1], max(each))
    )


if __name__ == "__main__":
    main()
