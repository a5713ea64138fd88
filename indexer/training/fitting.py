"""Fitting trees with LightGBM, so that the same rows give the same trees, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

SHARED = {
    "verbosity": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What trees are grown for: LightGBM's parameters and the number of trees."""

    parameters: Mapping[str, Any]
    rounds: int


RANKING = Recipe(
    {
        "objective": "lambdarank",
        "lambdarank_truncation_level": 20,
        "num_leaves": 15,
        "learning_rate": 0.06,
    },
    rounds=300,
)

REPORTED = Recipe(
    {
        "objective": "binary",
        "num_leaves": 15,
        "min_data_in_leaf": 40,
        "learning_rate": 0.08,
        "lambda_l2": 5.0,
    },
    rounds=100,
)

GENUINENESS = Recipe(
    {
        "objective": "binary",
        "num_leaves": 15,
        "min_data_in_leaf": 15,
        "learning_rate": 0.03,
        "lambda_l2": 5.0,
        "feature_fraction": 0.4,
    },
    rounds=250,
)

JUDGEMENT = Recipe(
    {
        "objective": "binary",
        "num_leaves": 7,
        "min_data_in_leaf": 8,
        "learning_rate": 0.05,
    },
    rounds=120,
)


def fit(
    recipe: Recipe,
    rows: NDArray[np.float32],
    labels: NDArray[np.int8],
    names: Sequence[str],
    groups: Sequence[int] | None = None,
) -> dict[str, Any]:
    """Return trees as JSON data; `groups` are the numbers of rows that are ranked together.

    The sum of the trees is a score for ranking or, with the objective binary, a label's logit.
    """
    import lightgbm  # noqa: PLC0415  only who trains has it

    data = lightgbm.Dataset(rows, labels, group=groups)
    booster = lightgbm.train({**SHARED, **recipe.parameters}, data, recipe.rounds)
    trees = [_columns(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return {"names": list(names), "trees": trees}


def _columns(root: Mapping[str, Any]) -> dict[str, list[float]]:
    """Return a tree as columns by node, the root first; a leaf is its own left and right."""
    columns: dict[str, list[float]] = {
        name: [] for name in ("feature", "threshold", "left", "right", "value")
    }
    _append(root, columns)
    return columns


def _append(node: Mapping[str, Any], columns: Mapping[str, list[float]]) -> int:
    place = len(columns["value"])
    leaf = "leaf_value" in node
    columns["feature"].append(0 if leaf else node["split_feature"])
    columns["threshold"].append(0 if leaf else float(f"{node['threshold']:.7g}"))
    columns["value"].append(float(f"{node['leaf_value']:.5g}") if leaf else 0)
    columns["left"].append(place)
    columns["right"].append(place)
    if not leaf:
        columns["left"][place] = _append(node["left_child"], columns)
        columns["right"][place] = _append(node["right_child"], columns)
    return place
