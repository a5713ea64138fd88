"""Gradient-boosted regression trees, evaluated with NumPy alone.

Every inner node of every tree is tested at once, which takes less time than walking down, node by
node: a test that fails rules out the leaves on its left, and of a tree's leaves that are left over
the leftmost is the one. The method is that of QuickScorer (Lucchese et al., SIGIR 2015).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

MOST_LEAVES = 32
"""A tree's leaves are the bits of one number."""


@dataclass(frozen=True)
class Trees:
    """A sum of decision trees; `names` are the columns that rows must have, in order.

    Arrays of shape (nodes, trees), for inner nodes: a row passes where its `feature` is at most the
    `threshold`; where it does not, only the leaves that are bits of `others` may still be reached,
    the leftmost leaf being the lowest bit. `value` has shape (trees, leaves).
    """

    names: tuple[str, ...]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    others: NDArray[np.uint32]
    value: NDArray[np.float64]

    def __call__(self, rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
        """Return one score for each row of len(names) numbers."""
        matrix = np.asarray(rows, dtype=np.float64).reshape(len(rows), len(self.names))
        passes = np.take(matrix, self.feature, axis=1, mode="clip") <= self.threshold
        # The negative of 1 has all bits, that of 0 none: np.where takes ten times as long.
        left_over = np.negative(passes.astype(np.uint32)) | self.others
        leaf = _lowest_bit(np.bitwise_and.reduce(left_over, axis=1))
        trees, leaves = self.value.shape
        total: NDArray[np.float64] = np.take(self.value, leaf + leaves * np.arange(trees)).sum(
            axis=1
        )
        return total


_ALL = np.uint32(2**MOST_LEAVES - 1)


def trees_from_json(data: Mapping[str, Any]) -> Trees:
    """Return the trees of a model's file.

    There each tree has a column for each property of its nodes; `left` and `right` are the numbers
    of a node's children, and a leaf's own.
    """
    trees = [list(_inner_nodes(tree)) for tree in data["trees"]]
    leaves = [[tree["value"][node] for node in _leaves(tree, 0)] for tree in data["trees"]]
    shape = (max(map(len, trees)), len(trees))
    feature, threshold = np.zeros(shape, dtype=np.intp), np.zeros(shape)
    others = np.full(shape, _ALL, dtype=np.uint32)
    value = np.zeros((len(trees), max(map(len, leaves))))
    for number, nodes in enumerate(trees):
        value[number, : len(leaves[number])] = leaves[number]
        for place, node in enumerate(nodes):
            feature[place, number], threshold[place, number], others[place, number] = node
    return Trees(tuple(data["names"]), feature, threshold, others, value)


def _inner_nodes(tree: Mapping[str, Sequence[Any]]) -> Iterator[tuple[int, float, int]]:
    """Yield each inner node's feature and threshold, and the leaves that are not on its left."""
    bits = {leaf: 1 << place for place, leaf in enumerate(_leaves(tree, 0))}
    for node in range(len(tree["left"])):
        if node not in bits:
            on_left = sum(bits[leaf] for leaf in _leaves(tree, tree["left"][node]))
            yield tree["feature"][node], tree["threshold"][node], int(_ALL) & ~on_left


def _leaves(tree: Mapping[str, Sequence[int]], node: int) -> list[int]:
    """Return the leaves below a node, from left to right."""
    left, right = tree["left"][node], tree["right"][node]
    return [node] if left == node else [*_leaves(tree, left), *_leaves(tree, right)]


def _lowest_bit(numbers: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Return the place of the lowest bit that is set in each number, which is not 0."""
    lowest = numbers & (~numbers + np.uint32(1))
    return np.asarray(np.frexp(lowest.astype(np.float64))[1] - 1, dtype=np.intp)
