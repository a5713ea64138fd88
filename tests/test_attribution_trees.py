"""The trees: an evaluation that agrees with walking them by hand."""

import numpy as np
import pytest

from indexer.attribution.features import NAMES
from indexer.attribution.genuineness import GENUINENESS_NAMES
from indexer.attribution.model import load_model, model_from_json, probability
from indexer.attribution.reports import REPORT_NAMES
from indexer.attribution.trees import trees_from_json
from indexer.errors import ModelUnsuitable

STUMPS = {
    "names": ["length", "width"],
    "trees": [
        {
            "feature": [0, 0, 1, 0, 0],
            "threshold": [2.5, 0, 7.0, 0, 0],
            "left": [1, 1, 3, 3, 4],
            "right": [2, 1, 4, 3, 4],
            "value": [0, -1.0, 0, 0.5, 2.0],
        },
        {"feature": [0], "threshold": [0], "left": [0], "right": [0], "value": [0.25]},
    ],
}


@pytest.mark.parametrize(
    ("row", "score"), [((2.5, 0), -0.75), ((3, 7.0), 0.75), ((3, 7.1), 2.25), ((0, 99), -0.75)]
)
def test_a_row_is_worth_the_sum_of_its_leaves(row: tuple[float, float], score: float) -> None:
    """At most the threshold goes left; a tree that is one leaf counts for every row."""
    assert trees_from_json(STUMPS)([row]).tolist() == [score]


def test_rows_are_scored_independently() -> None:
    """A batch gives what its rows give one by one."""
    trees = trees_from_json(STUMPS)
    rows = np.random.default_rng(0).uniform(0, 10, (50, 2)).tolist()
    assert trees(rows).tolist() == [trees([row])[0] for row in rows]


def test_the_shipped_model_fits_the_features() -> None:
    """A model that was trained on other features is refused, and the one in the package is not."""
    model = load_model()
    assert model.ranker.names == NAMES
    assert model.reported.names == REPORT_NAMES
    assert model.genuineness.names == GENUINENESS_NAMES
    with pytest.raises(ModelUnsuitable, match="other features"):
        model_from_json(
            {
                "threshold": 0.5,
                **dict.fromkeys(("ranker", "reported", "genuineness"), STUMPS),
                "judgement": STUMPS,
            }
        )


def test_probabilities_lie_between_0_and_1() -> None:
    """However far the logit."""
    assert [probability(logit) for logit in (-1e9, 0, 1e9)] == pytest.approx([0, 0.5, 1])
