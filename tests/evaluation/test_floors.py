"""Accuracy that cannot fall silently: figures under which nothing lands.

A floor is raised by the work that earned it and lowered by nobody without saying why.
"""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from indexer.corpus import read_corpus
from indexer.evaluation import Score, score_article
from indexer.evaluation.score import RATIOS
from indexer.training.__main__ import corpus_digest

if TYPE_CHECKING:
    from indexer.pipeline.extractor import Extractor

SAMPLES = Path(str(files("indexer") / "samples"))
POLNEAR = Path(__file__).parents[3] / "shared" / "data" / "polnear-train"

SAMPLES_DIGEST = "7b446d69f3fa7dbb"
POLNEAR_DIGEST = "cf11b72cc886b490"

SAMPLES_FLOORS = {
    "quote_recall": 1.0,
    "quote_precision": 0.93,
    "end_to_end_recall": 0.96,
    "full_name_right": 0.95,
    "kind_right": 0.98,
}

POLNEAR_FLOORS = {
    "quote_recall": 0.985,
    "quote_precision": 0.965,
    "end_to_end_recall": 0.945,
    "speaker_precision": 0.95,
}
"""On articles that the model was learned from: these guard the code, they don't measure it."""

CROSS_VALIDATED_FLOORS = {
    "quote_recall": 0.98,
    "quote_precision": 0.968,
    "end_to_end_recall": 0.93,
    "speaker_precision": 0.945,
    "full_name_right": 0.89,
}
LARGEST_CALIBRATION_ERROR = 0.04
LARGEST_DISTRACTOR_RATE = 0.295
"""Of the figures that the model's file holds: on articles that it was not learned from."""

EVERY = 6
"""One PolNeAR article in so many is read: enough to see a fall, in seconds."""


def digest(corpus: Path) -> str:
    """Return a digest of all texts and annotations of a corpus."""
    paths = sorted([*corpus.glob("text/*.txt"), *corpus.glob("attributions/*.ann")])
    return sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def score(corpus: Path, extractor: Extractor, every: int = 1) -> Score:
    """Score the articles of a corpus."""
    total = Score()
    for annotated in islice(read_corpus(corpus), 0, None, every):
        (indexed,) = extractor.extract([annotated.article])
        total += score_article(annotated, indexed.quotes)
    return total


def check(found: Score, floors: dict[str, float]) -> None:
    """Hold every figure against its floor; fail with all of them in view."""
    figures = {name: found.ratio(name) for name in RATIOS}
    fallen = {
        name: (figures[name], floor)
        for name, floor in floors.items()
        if (figures[name] or 0.0) < floor
    }
    assert not fallen, f"{fallen} of {figures}; first misses: {found.misses[:5]}"


def test_samples(extractor: Extractor) -> None:
    """On the sample articles every part is found, and nearly every speaker right by full name."""
    assert digest(SAMPLES) == SAMPLES_DIGEST, "the samples changed: look at the figures, then pin"
    check(score(SAMPLES, extractor), SAMPLES_FLOORS)


@pytest.mark.skipif(not POLNEAR.is_dir(), reason=f"the annotated news is not at {POLNEAR}")
def test_polnear(extractor: Extractor) -> None:
    """On annotated news the figures stand."""
    assert digest(POLNEAR) == POLNEAR_DIGEST, "the corpus changed: look at the figures, then pin"
    check(score(POLNEAR, extractor, EVERY), POLNEAR_FLOORS)


def provenance() -> dict[str, Any]:
    """Return what the model's file says of itself."""
    path = files("indexer.attribution").joinpath("model.json")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))["provenance"]
    return found


def test_what_the_model_was_measured_at() -> None:
    """A model that is worse on held-out articles does not take the place of a better one."""
    figures = provenance()["cross_validated"]
    fallen = {
        name: figures[name]
        for name, floor in CROSS_VALIDATED_FLOORS.items()
        if figures[name] < floor
    }
    assert not fallen
    assert figures["expected_calibration_error"] <= LARGEST_CALIBRATION_ERROR
    assert figures["distractor_rate"] <= LARGEST_DISTRACTOR_RATE


@pytest.mark.skipif(not POLNEAR.is_dir(), reason=f"the annotated news is not at {POLNEAR}")
def test_the_model_was_learned_from_this_corpus() -> None:
    """Its file names the digest of the texts and annotations."""
    assert provenance()["digest"] == corpus_digest(read_corpus(POLNEAR))
