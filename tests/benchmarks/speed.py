"""How fast articles are read, beside others in the same run: make bench. `--help` says the rest.

The contestants take turns, several times over, because a machine that others use too is now faster,
now slower; a ratio is that of two runs of the same round, and the median of the rounds counts. Each
contestant also reads a single article: what is left is the time without the start.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect
from typing import TYPE_CHECKING

from measured import Cost, measured
from renamed import endlessly
from results import circumstances, keep, spread, table
from stages import NAMES

from indexer.demo import sample_folder
from indexer.errors import SourceError
from indexer.models import Article
from indexer.sources import ReadOptions, read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A command that reads a folder of articles; "FOLDER" and "DB" in it are places to be named."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run of a contestant; `start` is what it takes over a single article."""

    cost: Cost
    start: Cost
    quotes: int
    refused: int
    size: int
    versions: str


@dataclass(frozen=True, slots=True)
class Input:
    """Articles as text files in a folder, and one of them alone in another.

    `command` is how the same is done again.
    """

    folder: Path
    single: Path
    articles: int
    words: int
    command: str


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio of words a second that should be reached."""

    name: str
    ours: str
    other: str
    must: str
    goal: str


if TYPE_CHECKING:
    Runs: TypeAlias = dict[str, list[Outcome]]
    Stages: TypeAlias = list[dict[str, float]]

ONE, TWO = "indexer add, one worker", "indexer add, two workers"
FULL = "indexer add --full-parse, one worker"
TODAY, OURS = "textacy as installed today", "textacy in our versions"
PLAIN, PLAIN_TWO = "plain nlp.pipe in our versions", "plain nlp.pipe, two processes"

TARGETS = (
    Target("one worker against textacy as installed today", ONE, TODAY, "6", "12"),
    Target("one worker against textacy in our versions of spaCy", ONE, OURS, "", ""),
    Target("one worker against plain `nlp.pipe` of the full pipeline", ONE, PLAIN, "3", "6"),
    Target("two workers against plain `nlp.pipe` with two processes", TWO, PLAIN_TWO, "", ""),
    Target("two workers against one", TWO, ONE, "1.7", "1.95"),
    Target("fast path against full parse", ONE, FULL, "", ""),
)


def main() -> None:
    """Run all contestants and print the tables."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        given = prepare(options, Path(name))
        runs, stages = run_all(contestants(options), given, options.rounds)
    text = report(runs, stages, given)
    print(text)
    if options.write:
        keep("speed", f"## Beside others\n\n{text}")


def prepare(options: Namespace, folder: Path) -> Input:
    """Write the articles that were asked for as text files into two folders."""
    texts, words = texts_of(options.articles), options.words
    every, single = folder / "articles", folder / "single"
    _write(texts[:1], single)
    articles, total = _write(_until(words, texts) if words else texts, every)
    limit = f" --words {words}" if words else ""
    again = f'make bench{options.named} ARGS="--rounds {options.rounds}{limit}"'
    return Input(every, single, articles, total, again)


def _until(words: int, texts: Sequence[str]) -> Iterator[str]:
    """Yield texts, and copies with other names where they are too few, until so many words."""
    total = 0
    for text in endlessly(texts):
        yield text
        total += len(text.split())
        if total >= words:
            return


def _write(texts: Iterable[str], folder: Path) -> tuple[int, int]:
    """Write texts as files and return how many there are, and their words."""
    folder.mkdir()
    words = []
    for number, text in enumerate(texts):
        (folder / f"{number:07}.txt").write_text(text, "utf-8")
        words.append(len(text.split()))
    return len(words), sum(words)


def texts_of(inputs: Sequence[str]) -> list[str]:
    """Return the texts of the articles of the inputs, all of which must be readable."""
    found = list(read_sources(inputs, options=ReadOptions()))
    if errors := [item for item in found if isinstance(item, SourceError)]:
        sys.exit(f"Of the articles {len(errors)} could not be read: {errors[0]}")
    return [item.text for item in found if isinstance(item, Article)]


def contestants(options: Namespace) -> tuple[Contestant, ...]:
    """Return all that take part, in the order of a round."""
    ours = (sys.executable, "-m", "indexer", "add", "DB", "FOLDER", "--quiet")
    plain, peer = (sys.executable, str(HERE / "peer.py"), "FOLDER"), str(HERE / "peer.py")
    every = [
        Contestant(ONE, (*ours, "--workers", "1")),
        Contestant(TODAY, (options.peer, peer, "FOLDER", "1", "quotations")),
        Contestant(TWO, (*ours, "--workers", "2")),
        Contestant(OURS, (options.peer_in_ours, peer, "FOLDER", "1", "quotations")),
        Contestant(PLAIN, (*plain, "1")),
        Contestant(PLAIN_TWO, (*plain, "2")),
    ]
    if "--full-parse" in measured([*ours[:4], "--help"]).output:
        every.append(Contestant(FULL, (*ours, "--workers", "1", "--full-parse")))
    return tuple(every)


def run_all(every: Sequence[Contestant], given: Input, rounds: int) -> tuple[Runs, Stages]:
    """Return the outcomes of each contestant and the seconds of each stage, round by round."""
    runs: Runs = {contestant.name: [] for contestant in every}
    stages: Stages = []
    for number in range(1, rounds + 1):
        for contestant in every:
            outcome = run(contestant, given)
            runs[contestant.name].append(outcome)
            rate = given.words / outcome.cost.seconds
            sys.stderr.write(f"round {number}, {contestant.name}: {rate:,.0f} words/s\n")
        with tempfile.TemporaryDirectory() as name:
            stages.append(profile(given.folder, Path(name) / "quotes.db"))
    return runs, stages


def run(contestant: Contestant, given: Input) -> Outcome:
    """Return the outcome of one run over all articles and one over a single article."""
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "quotes.db"
        start = _cost(contestant, given.single, Path(name) / "single.db")
        cost = _cost(contestant, given.folder, database)
        if not database.exists():
            found = json.loads(cost.output)
            versions = ", ".join(f"{name} {each}" for name, each in found["versions"].items())
            return Outcome(cost, start, found["quotes"], found["refused"], 0, versions)
        return Outcome(cost, start, _quotes(database), 0, database.stat().st_size, "")


def profile(articles: Path, database: Path) -> dict[str, float]:
    """Return the seconds of each stage of adding articles in a single process."""
    command = [sys.executable, str(HERE / "stages.py"), str(database), str(articles)]
    seconds: dict[str, float] = json.loads(measured(command).output)
    return seconds


def report(runs: Runs, stages: Stages, given: Input) -> str:
    """Return the tables."""
    return "\n".join(
        [
            f"{given.articles:,} articles, {given.words:,} words, {len(stages)} rounds in which",
            "all take turns; medians, in brackets the lowest and the highest. One thread of linear",
            f"algebra for everybody, set in the environment. {circumstances(given.command)}",
            "How many times as many words a second, each of two runs of the same round. The first",
            "counts everything from start to end; the second leaves out the start; the third is of",
            "processor time without the start, which depends least on what else the machine does,",
            "and says nothing of how many cores were busy.\n",
            table(("", "whole", "must", "goal", "without start", "processor"), _ratios(runs)),
            f"{ONE!r} is the whole path into SQLite; the others read the same files and find",
            "quotations, but store nothing. textacy refuses an article with an odd number of",
            "quotation marks; its words count as read all the same.\n",
            table(COLUMNS, (_row(name, outcomes, given) for name, outcomes in runs.items())),
            "Memory is that of all processes together. Processor seconds are those of all cores.\n",
            *(f"- {name}: {each[0].versions}" for name, each in runs.items() if each[0].versions),
            f"\nThe database takes {_size(runs, given):,.1f} KB an article.\n",
            "Where the time goes, in one process without workers:\n",
            table(("stage", "seconds", "share", "share without start"), _stages(stages)),
        ]
    )


COLUMNS = (
    *("", "words/s", "words/s without start", "start, s", "processor s"),
    *("quotes", "quotes/s", "refused", "memory, MB"),
)


def _options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", help="what indexer add takes; else the samples")
    parser.add_argument("--words", type=int, help="this many, by copies with other names")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the tables in docs/")
    venvs = {"--peer": ".venv-textacy", "--peer-in-ours": ".venv-textacy-ours"}
    for option, folder in venvs.items():
        python = str(ROOT / folder / "bin" / "python")
        parser.add_argument(option, default=python, help="a Python that has textacy")
    options = parser.parse_args()
    options.named = " ARTICLES=folder" if options.articles else ""
    if not options.articles:
        options.articles, options.words = [sample_folder()], options.words or 200_000
    return options


def _cost(contestant: Contestant, folder: Path, database: Path) -> Cost:
    places = {"FOLDER": str(folder), "DB": str(database)}
    return measured([places.get(word, word) for word in contestant.command])


def _quotes(database: Path) -> int:
    with closing(connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM quotes").fetchone()[0])


def _ratios(runs: Runs) -> list[tuple[str, ...]]:
    return [
        (target.name, whole, target.must, target.goal, *others)
        for target in TARGETS
        if target.ours in runs and target.other in runs
        for whole, *others in [_compared(runs[target.ours], runs[target.other])]
    ]


def _compared(ours: Sequence[Outcome], others: Sequence[Outcome]) -> Iterator[str]:
    """Yield by each measure how many times as fast one was as the other, round by round."""
    for measure in (whole, without_start, processor):
        pairs = zip(measure(ours), measure(others), strict=False)
        yield spread([other / one for one, other in pairs])


def whole(outcomes: Sequence[Outcome]) -> list[float]:
    """Return the seconds of each run."""
    return [outcome.cost.seconds for outcome in outcomes]


def without_start(outcomes: Sequence[Outcome]) -> list[float]:
    """Return the seconds of each run without its start; nothing where that was most of them."""
    return _rest(whole(outcomes), [outcome.start.seconds for outcome in outcomes])


def processor(outcomes: Sequence[Outcome]) -> list[float]:
    """Return the processor seconds of each run in the same way."""
    used = [outcome.cost.processor for outcome in outcomes]
    return _rest(used, [outcome.start.processor for outcome in outcomes])


def _rest(seconds: list[float], starts: Sequence[float]) -> list[float]:
    # The median of all: one start that was slow by chance would falsify its round.
    start = statistics.median(starts)
    return [each - start for each in seconds] if min(seconds) > 2 * start else []


def _row(name: str, outcomes: Sequence[Outcome], given: Input) -> tuple[str, ...]:
    finds = name not in (PLAIN, PLAIN_TWO)
    return (
        name,
        spread([given.words / each for each in whole(outcomes)], 0),
        spread([given.words / each for each in without_start(outcomes)], 0),
        spread([outcome.start.seconds for outcome in outcomes], 1),
        spread([outcome.cost.processor for outcome in outcomes], 1),
        f"{outcomes[0].quotes:,}" if finds else "",
        spread([outcomes[0].quotes / each for each in whole(outcomes)], 0) if finds else "",
        f"{outcomes[0].refused:,}" if finds else "",
        spread([outcome.cost.memory / 1e6 for outcome in outcomes], 0),
    )


def _size(runs: Runs, given: Input) -> float:
    return runs[ONE][0].size / given.articles / 1000


def _stages(stages: Stages) -> list[tuple[str, ...]]:
    whole = [sum(each.values()) for each in stages]
    begun = [sum(each.values()) - each["start"] for each in stages]
    rows: list[tuple[str, ...]] = []
    for name in NAMES:
        seconds = [each[name] for each in stages]
        share = statistics.median(100 * s / w for s, w in zip(seconds, whole, strict=True))
        alone = statistics.median(100 * s / w for s, w in zip(seconds, begun, strict=True))
        rows.append((name, spread(seconds), f"{share:.1f} %", f"{alone:.1f} %"))
        if name == "start":
            rows[-1] = (*rows[-1][:3], "")
    return rows


if __name__ == "__main__":
    main()
