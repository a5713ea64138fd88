"""Gradient-boosted regression trees, evaluated with NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Trees:
    """A sum of decision trees, as arrays of shape (trees, nodes).

    A row goes to `left` where its `feature` is at most the `threshold`, else to `right`; a leaf
    points to itself and carries the `value`. `names` are the columns that rows must have, in order;
    `depth` is the longest way from a root to a leaf.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float64]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float64]
    depth: int

    def __call__(self, rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
        """Return one score for each row of len(names) numbers."""
        matrix = np.asarray(rows, dtype=np.float64).reshape(len(rows), len(self.names))
        tree = np.arange(len(self.feature))
        node = np.zeros((len(matrix), len(tree)), dtype=np.int16)
        row = np.arange(len(matrix))[:, None]
        for _ in range(self.depth):
            goes_left = matrix[row, self.feature[tree, node]] <= self.threshold[tree, node]
            node = np.where(goes_left, self.left[tree, node], self.right[tree, node])
        total: NDArray[np.float64] = self.value[tree, node].sum(axis=1)
        return total


def trees_from_json(data: Mapping[str, Any]) -> Trees:
    """Return the trees that `trees_to_json` wrote: for each tree its columns, node by node."""
    width = max(len(tree["value"]) for tree in data["trees"])

    def column(name: str, dtype: type[np.generic]) -> NDArray[Any]:
        filled = np.zeros((len(data["trees"]), width), dtype=dtype)
        for row, tree in zip(filled, data["trees"], strict=True):
            row[: len(tree[name])] = tree[name]
        return filled

    return Trees(
        names=tuple(data["names"]),
        feature=column("feature", np.int16),
        threshold=column("threshold", np.float64),
        left=column("left", np.int16),
        right=column("right", np.int16),
        value=column("value", np.float64),
        depth=max(_depth(tree) for tree in data["trees"]),
    )


def _depth(tree: Mapping[str, Sequence[int]]) -> int:
    depths = [0] * len(tree["left"])
    for node, (left, right) in enumerate(zip(tree["left"], tree["right"], strict=True)):
        for child in {left, right} - {node}:
            depths[child] = depths[node] + 1
    return max(depths)
