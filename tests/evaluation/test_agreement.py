"""The measure agrees with the scorer by which other systems were measured, and with people."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.corpus import read_corpus
from indexer.evaluation import NamedQuotation, evaluate, read_names, score_article
from indexer.pipeline import add

SHARED = Path(__file__).parents[3] / "shared"
SCORER = SHARED / "tools" / "score"
POLNEAR = SHARED / "data" / "polnear-train"

LABELS = Path(__file__).parent / "polnear_names.tsv"

EVERY = 40
"""One PolNeAR article in so many."""

SAME = {
    "gold": "gold",
    "found": "found",
    "parts": "parts",
    "matched": "matched",
    "distractors": "distractors",
    "distractors_emitted": "distractor_hits",
    "sourced": "sourced",
    "given": "given",
    "right": "right",
}
"""Counts by our name and by the scorer's."""


@pytest.mark.skipif(not SCORER.is_file(), reason=f"the scorer is not at {SCORER}")
@pytest.mark.skipif(not POLNEAR.is_dir(), reason=f"the annotated news is not at {POLNEAR}")
@pytest.mark.usefixtures("shared_model")
def test_the_counts_are_the_scorer_s(tmp_path: Path) -> None:
    """All of them, on the same articles."""
    corpus = part_of_polnear(tmp_path / "corpus")
    add(tmp_path / "quotes.db", [str(corpus / "text")])
    command = [sys.executable, str(SCORER), str(tmp_path / "quotes.db"), str(corpus)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    expected = json.loads(run.stdout)["counts"]
    counts = evaluate(corpus).counts
    assert {ours: counts[ours] for ours in SAME} == {o: expected[t] for o, t in SAME.items()}


@pytest.mark.skipif(not POLNEAR.is_dir(), reason=f"the annotated news is not at {POLNEAR}")
def test_classes_of_mention_are_those_that_people_give() -> None:
    """Read off the plain text, more than nine in ten are as labelled by hand."""
    names = read_names(LABELS)
    same = [
        outcome.mention_class == named.label.mention_class
        for annotated in read_corpus(POLNEAR)
        for named in names.get(annotated.name, ())
        for outcome in score_article(annotated, [], [without_class(named)]).names
    ]
    assert len(same) == sum(map(len, names.values()))
    assert sum(same) / len(same) > 0.92


def without_class(named: NamedQuotation) -> NamedQuotation:
    """Return the name without its class, so that the text has to show it."""
    return replace(named, label=replace(named.label, mention_class=None))


def part_of_polnear(folder: Path) -> Path:
    """Copy some articles with their annotations."""
    for name in ("text", "attributions"):
        (folder / name).mkdir(parents=True)
    for text in sorted(POLNEAR.glob("text/*.txt"))[::EVERY]:
        shutil.copy(text, folder / "text")
        for annotation in POLNEAR.glob(f"attributions/{text.stem}_*.ann"):
            shutil.copy(annotation, folder / "attributions")
    return folder
