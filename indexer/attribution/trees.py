"""Gradient-boosted regression trees, evaluated with NumPy alone.

Every inner node of every tree is tested at once, which takes less time than walking down, node by
node: a test that fails rules out the leaves on its left, and of a tree's leaves that are left over
the leftmost is the one. The method is that of QuickScorer (Lucchese et al., SIGIR 2015).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

_Number = TypeVar("_Number", np.float64, np.uint16)

MOST_LEAVES = 16
"""A tree's leaves are the bits of one number."""

AT_ONCE = 16
"""Rows: about as many candidates as a quotation has, and few enough to stay in a processor's cache.
"""


@dataclass(frozen=True)
class Trees:
    """A sum of decision trees; `names` are the columns that rows must have, in order.

    A test is whether a row's `feature` is at most the `threshold`: arrays of shape (tests,) and
    (tests, AT_ONCE), each test once, however many nodes ask it. `test`, of shape (nodes, trees), is
    that of each inner node; where it fails, only the leaves that are bits of `others`, of shape
    (nodes, trees, AT_ONCE), may still be reached, the leftmost leaf being the lowest bit. `lowest`
    is the place of a number's lowest bit. `value` holds the leaves' values, tree by tree, each
    tree's from `first` on.
    """

    names: tuple[str, ...]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    test: NDArray[np.intp]
    others: NDArray[np.uint16]
    lowest: NDArray[np.uint8]
    value: NDArray[np.float64]
    first: NDArray[np.intp]

    def __call__(self, rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
        """Return one score for each row of len(names) numbers."""
        scores = np.empty(len(rows))
        for first in range(0, len(rows), AT_ONCE):
            scores[first : first + AT_ONCE] = self._scores(rows[first : first + AT_ONCE])
        return scores

    def _scores(self, rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
        """Return one score for each of AT_ONCE rows or fewer.

        The rows come last in what is computed, and always as many: what is looked up for a node is
        one stretch of memory then, and nothing has to be broadcast over a few numbers.
        """
        matrix = np.zeros((AT_ONCE, len(self.names)))
        matrix[: len(rows)] = rows
        passes = matrix.T.take(self.feature, axis=0) <= self.threshold
        # The negative of 1 has all bits, that of 0 none: np.where takes ten times as long.
        left_over = np.negative(passes.astype(np.uint16)).take(self.test, axis=0)
        left_over |= self.others
        reached = np.bitwise_and.reduce(left_over, axis=0)[:, : len(rows)]
        leaf = self.lowest.take(reached.T) + self.first
        total: NDArray[np.float64] = self.value.take(leaf).sum(axis=1)
        return total


_ALL = 2**MOST_LEAVES - 1


def trees_from_json(data: Mapping[str, Any]) -> Trees:
    """Return the trees of a model's file.

    There each tree has a column for each property of its nodes; `left` and `right` are the numbers
    of a node's children, and a leaf's own.
    """
    trees = [list(_inner_nodes(tree)) for tree in data["trees"]]
    leaves = [[tree["value"][node] for node in _leaves(tree, 0)] for tree in data["trees"]]
    asked = sorted({(feature, threshold) for nodes in trees for feature, threshold, _ in nodes})
    number_of = {test: number for number, test in enumerate(asked)}
    shape = (max(map(len, trees)), len(trees))
    test, others = np.zeros(shape, dtype=np.intp), np.full(shape, _ALL, dtype=np.uint16)
    for tree, nodes in enumerate(trees):
        for place, (feature, threshold, bits) in enumerate(nodes):
            test[place, tree], others[place, tree] = number_of[feature, threshold], bits
    return Trees(
        names=tuple(data["names"]),
        feature=np.array([feature for feature, _ in asked], dtype=np.intp),
        threshold=_repeated(np.array([threshold for _, threshold in asked])),
        test=test,
        others=_repeated(others),
        lowest=_lowest_bits(),
        value=np.array([value for tree in leaves for value in tree]),
        first=np.array([0, *accumulate(map(len, leaves))][:-1], dtype=np.intp),
    )


def _repeated(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """Return each number AT_ONCE times, along a new last axis."""
    return np.repeat(numbers[..., np.newaxis], AT_ONCE, axis=-1)


def _inner_nodes(tree: Mapping[str, Sequence[Any]]) -> Iterator[tuple[int, float, int]]:
    """Yield each inner node's feature and threshold, and the leaves that are not on its left."""
    bits = {leaf: 1 << place for place, leaf in enumerate(_leaves(tree, 0))}
    for node in range(len(tree["left"])):
        if node not in bits:
            on_left = sum(bits[leaf] for leaf in _leaves(tree, tree["left"][node]))
            yield tree["feature"][node], tree["threshold"][node], _ALL & ~on_left


def _leaves(tree: Mapping[str, Sequence[int]], node: int) -> list[int]:
    """Return the leaves below a node, from left to right."""
    left, right = tree["left"][node], tree["right"][node]
    return [node] if left == node else [*_leaves(tree, left), *_leaves(tree, right)]


def _lowest_bits() -> NDArray[np.uint8]:
    """Return the place of the lowest bit that is set, of each number that leaves can make."""
    places = np.zeros(_ALL + 1, dtype=np.uint8)
    for place in range(MOST_LEAVES):
        # Those whose lowest bit is a higher one are overwritten in later rounds.
        places[1 << place :: 1 << place] = place
    return places
