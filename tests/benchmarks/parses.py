"""Whether the fast path is as right as the full parse: python tests/benchmarks/parses.py CORPUS.

CORPUS is a folder with human annotation, as indexer evaluate takes it. Its articles are judged fold
by fold, by models that were learned from the others as the shipped one was: from skeletons. Each is
judged twice, with its skeleton parsed and with all of its words. `--help` says the rest.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

import click
from results import circumstances, keep, table

from indexer.attribution import Attributor
from indexer.corpus import read_corpus
from indexer.documents import Parser, Parsing
from indexer.evaluation.names import check_articles, read_all_names
from indexer.training.examples import parse
from indexer.training.learning import THRESHOLD, learn
from indexer.training.validation import Validation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.corpus import AnnotatedArticle
    from indexer.evaluation import NamedQuotation, Score
    from indexer.training.examples import Parsed

WAYS = {"fast path": Parsing(), "full parse": Parsing(full=True)}

MUST = {"end_to_end_recall": "-0.003"}
"""By figure how far the fast path may lie from the full parse."""


def main() -> None:
    """Compare, and print the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--names", type=Path, action="append", default=[], help="of full names")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the table in docs/")
    options = parser.parse_args()
    articles = list(read_corpus(options.corpus))
    names = read_all_names(options.names)
    check_articles(names, articles)
    parsed = {name: _parsed(articles, way, name) for name, way in WAYS.items()}
    text = report(compared(parsed, names, options.folds), len(articles), options.folds)
    print(text)
    if options.write:
        keep("parses", text)


def _parsed(articles: Sequence[AnnotatedArticle], way: Parsing, name: str) -> list[Parsed]:
    parser = Parser(way)
    with click.progressbar(articles, label=name) as bar:
        return [parse(article, parser) for article in bar]


def compared(
    parsed: Mapping[str, Sequence[Parsed]],
    names: Mapping[str, Sequence[NamedQuotation]],
    folds: int,
) -> list[Score]:
    """Return the score of each way, over all articles."""
    fast = next(iter(parsed.values()))
    validations = {name: Validation() for name in parsed}
    for fold in range(folds):
        learned = learn([each for number, each in enumerate(fast) if number % folds != fold])
        attributor = Attributor(learned.lexicon, learned.model)
        for name, items in parsed.items():
            for held_out in items[fold::folds]:
                known = names.get(held_out.annotated.name, ())
                validations[name].add(held_out, attributor, known)
        click.echo(f"fold {fold + 1} of {folds}", err=True)
    return [validation.scores[THRESHOLD] for validation in validations.values()]


def report(scores: Sequence[Score], articles: int, folds: int) -> str:
    """Return the table."""
    fast, full = (score.figures for score in scores)
    rows = [
        (name.replace("_", " "), *(f"{each[name]:.4f}" for each in (fast, full)), difference, must)
        for name in fast
        if name in full
        for difference, must in [(f"{fast[name] - full[name]:+.4f}", MUST.get(name, ""))]
    ]
    return "\n".join(
        [
            "## The fast path beside the full parse\n",
            circumstances("python tests/benchmarks/parses.py CORPUS --names FILE --write"),
            f"{articles:,} annotated articles, judged in {folds} folds by models of the others,",
            "with only what decides the speaker parsed, and with all words (`--full-parse`).",
            "What the figures mean: evaluation.md.\n",
            table(("figure", *WAYS, "difference", "must"), rows),
        ]
    )


if __name__ == "__main__":
    main()
