"""identities: the score is B-cubed, and speakers are the right people on a small corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from identities import Score, found_in, score, write
from known_people import corpus

from indexer.store import verify

if TYPE_CHECKING:
    from pathlib import Path

LEAST_F1, MOST_FALSE_JOINS = 0.95, 0.01


def test_the_score_counts_what_is_joined_and_what_is_not() -> None:
    """Worked out by hand: a cluster of two of a and one of b, and one of b by itself."""
    truth = {1: 10, 2: 10, 3: 20, 4: 20}
    found = {1: "x", 2: "x", 3: "x", 4: "y"}
    measured = score(truth, found)
    assert measured.precision == pytest.approx((2 * 2 / 3 + 1 / 3 + 1) / 4)
    assert measured.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert measured.false_joins == pytest.approx(1 / 4)
    assert measured == Score(measured.precision, measured.recall, 0.25, 2)


def test_speakers_are_the_people_who_spoke(tmp_path: Path) -> None:
    """Better than names alone would have it, with floors that cannot fall silently."""
    made = corpus(1_500, seed=7)
    path = tmp_path / "known.db"
    write(path, made)
    measured = score(made.truth, found_in(path))
    names = score(made.truth, {key: key[1] for key in made.truth})
    assert measured.f1 > LEAST_F1 > names.f1
    assert measured.false_joins < MOST_FALSE_JOINS
    assert list(verify(path)) == []
