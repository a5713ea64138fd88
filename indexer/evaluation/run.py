"""Extracting every article of a corpus, and the score of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.corpus import read_corpus
from indexer.documents import Parsing
from indexer.evaluation.gold import gold_segments
from indexer.evaluation.names import check_articles, labelled, read_names
from indexer.evaluation.score import Score
from indexer.evaluation.scoring import score_article
from indexer.languages.en import DEFAULT_MODEL
from indexer.pipeline import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from indexer.corpus import AnnotatedArticle
    from indexer.evaluation.names import NamedQuotation


def evaluate(
    corpus: Path | str,
    *,
    model: str = DEFAULT_MODEL,
    full_parse: bool = False,
    names: Path | str | None = None,
    report: Callable[[Progress], object] | None = None,
) -> Score:
    """Extract every article of a corpus and score what is found.

    `names` is a file of full names (see indexer.evaluation.names) for an annotation without any.
    `report` is called after every article. Raises CorpusError or ModelError.
    """
    articles = list(read_corpus(corpus))
    known = read_names(names) if names is not None else {}
    _check(known, articles)
    return _score(articles, known, Parsing(model, full_parse), report)


def _score(
    articles: Sequence[AnnotatedArticle],
    names: Mapping[str, Sequence[NamedQuotation]],
    parsing: Parsing,
    report: Callable[[Progress], object] | None,
) -> Score:
    # Here, not above: who scores quotes of another model's needs no language model.
    from indexer.pipeline.extractor import Extractor  # noqa: PLC0415

    extractor = Extractor(parsing)
    total, quotes = Score(), 0
    for number, annotated in enumerate(articles, start=1):
        (indexed,) = extractor.extract([annotated.article])
        total += score_article(annotated, indexed.quotes, names.get(annotated.name, ()))
        quotes += len(indexed.quotes)
        if report:
            report(Progress(documents=number, quotes=quotes, known=0, failed=0))
    return total


def _check(
    names: Mapping[str, Sequence[NamedQuotation]], articles: Sequence[AnnotatedArticle]
) -> None:
    """Raise CorpusError for names that fit no article, before minutes are spent on extraction."""
    check_articles(names, articles)
    for annotated in articles:
        if annotated.name in names:
            labelled(annotated, gold_segments(annotated), names[annotated.name])
