"""Full names on annotated news, labelled by hand: figures under which nothing lands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.corpus import read_corpus
from indexer.evaluation import MentionClass, Score, read_names, score_article

if TYPE_CHECKING:
    from indexer.pipeline.extractor import Extractor

HERE = Path(__file__).parent
POLNEAR = Path(__file__).parents[3] / "shared" / "data" / "polnear-train"

FLOORS = {
    "polnear_names.tsv": {
        "all": 0.9,
        "named": 0.94,
        "pronoun": 0.95,
        "role": 0.68,
        "orphan": 0.86,
    },
    "polnear_names_held.tsv": {
        "all": 0.9,
        "named": 0.96,
        "pronoun": 0.93,
        "role": 0.56,
        "orphan": 0.78,
    },
}
"""By class of mention, the doubtful labels included; README.md says what the files are.

The mentions are those of a model that has seen these articles: this guards the code.
"""


@pytest.mark.parametrize("file", FLOORS)
def test_there_are_enough_labels(file: str) -> None:
    """Three hundred at least, each quotation once."""
    spans = [(name, n.span) for name, labels in read_names(HERE / file).items() for n in labels]
    assert len(spans) == len(set(spans)) >= 300


@pytest.mark.skipif(not POLNEAR.is_dir(), reason=f"the annotated news is not at {POLNEAR}")
@pytest.mark.parametrize("file", FLOORS)
def test_full_names(extractor: Extractor, file: str) -> None:
    """The right full name, for every class of mention."""
    names = read_names(HERE / file)
    score = Score()
    for annotated in read_corpus(POLNEAR):
        if annotated.name in names:
            (indexed,) = extractor.extract([annotated.article])
            score += score_article(annotated, indexed.quotes, names[annotated.name])
    shares = {kind.value: score.of_class(kind).ratio("full_name_right") for kind in MentionClass}
    shares["all"] = score.ratio("full_name_right")
    fallen = {name: least for name, least in FLOORS[file].items() if (shares[name] or 0) < least}
    assert not fallen, shares
