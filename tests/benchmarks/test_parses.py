"""parses: both ways are judged on the same articles, by models of others."""

from __future__ import annotations

from pathlib import Path

from parses import WAYS, compared, report

from indexer.corpus import read_corpus
from indexer.demo import sample_folder
from indexer.documents import Parser
from indexer.training.examples import parse

LEAST = 0.9
"""Of the speakers, even with a model of half of the samples."""


def test_both_ways_are_judged_on_all_articles() -> None:
    """Each finds nearly every speaker, and the table says how far they lie apart."""
    articles = list(read_corpus(Path(sample_folder()).parent))
    parsed = {name: [parse(each, parser) for each in articles] for name, parser in parsers()}
    fast, full = scores = compared(parsed, {}, folds=2)
    assert fast.articles == full.articles == len(articles)
    assert min(score.figures["end_to_end_recall"] for score in scores) > LEAST
    apart = fast.figures["end_to_end_recall"] - full.figures["end_to_end_recall"]
    assert f"| {apart:+.4f} | -0.003 |" in report(scores, len(articles), folds=2)


def parsers() -> list[tuple[str, Parser]]:
    """Return a parser for each way."""
    return [(name, Parser(way)) for name, way in WAYS.items()]
