"""Full names on annotated news, labelled by hand: figures under which nothing lands."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.corpus import read_corpus
from indexer.evaluation.gold import matches, trimmed
from indexer.evaluation.judging import same_full_name
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.models import Quote
    from indexer.pipeline.extractor import Extractor

LABELS = Path(__file__).parent / "polnear_names.tsv"
POLNEAR = Path(__file__).parents[3] / "shared" / "data" / "polnear-train"

FLOORS = {"named": 0.88, "pronoun": 0.8, "role": 0.45, "orphan": 0.75, "all": 0.8}
"""By class of mention, of all labels, the doubtful ones included."""


def labels() -> Iterator[tuple[str, Span, str | None, str]]:
    """Yield (article, quotation, speaker, class) for each label."""
    for line in LABELS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            article, start, end, speaker, mention_class, _, _ = line.split("\t")
            name = None if speaker == "-" else speaker
            yield article, Span(int(start), int(end)), name, mention_class


def test_there_are_enough_labels() -> None:
    """Three hundred at least, each quotation once."""
    found = [(article, span) for article, span, _, _ in labels()]
    assert len(found) == len(set(found)) >= 300


@pytest.mark.skipif(not POLNEAR.is_dir(), reason=f"the annotated news is not at {POLNEAR}")
def test_full_names(extractor: Extractor) -> None:
    """The right full name, for every class of mention."""
    by_article: defaultdict[str, list[tuple[Span, str | None, str]]] = defaultdict(list)
    for article, span, name, mention_class in labels():
        by_article[article].append((span, name, mention_class))
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for annotated in read_corpus(POLNEAR):
        if annotated.name not in by_article:
            continue
        (indexed,) = extractor.extract([annotated.article])
        for span, name, mention_class in by_article[annotated.name]:
            quote = quote_at(annotated.article.text, indexed.quotes, span)
            found = quote.speaker.name if quote and quote.speaker else None
            for key in (mention_class, "all"):
                seen[key] += 1
                right[key] += quote is not None and same_full_name(found, name)
    shares = {key: round(right[key] / seen[key], 3) for key in FLOORS}
    assert all(shares[key] >= floor for key, floor in FLOORS.items()), shares


def quote_at(text: str, quotes: tuple[Quote, ...], span: Span) -> Quote | None:
    """Return the quote with a part that matches the span."""
    found = (q for q in quotes for part in q.parts if matches(trimmed(text, part), span))
    return next(found, None)
