"""Whether two wordings are of one utterance, and how like they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from indexer.wordings.words import Measure, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rapidfuzz.distance import MatchingBlock

COVERAGE = 0.75
TELLING_COVERAGE = 0.6
SHARED = 5
"""What a reworded quotation must keep: of its words, of those that are not common, and at least."""

COVERAGE_OF_NOBODY = 0.85
SHARED_OF_NOBODY = 7
TELLING_OF_NOBODY = 3
"""The same where nobody is named for one of the two."""

OVERLAP = 10
TELLING_OF_OVERLAP = 3
OVERLAP_OF_NOBODY = 12
TELLING_OF_OVERLAP_OF_NOBODY = 5
"""Words with which one wording ends and the other begins."""

LOOSE_ENDS = 2
"""Words at either end of the shorter wording that the longer one may not have: with more of them
it is rather another sentence with the same phrase.
"""

SHORTEST_RUN = 2
"""Words in a row that count as shared: single ones stand in any two sentences."""


class Relation(str, Enum):
    """How two wordings of one utterance stand to each other."""

    EQUAL = "equal"
    CONTAINED = "contained"
    REWORDED = "reworded"
    OVERLAPPING = "overlapping"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two wordings have in common.

    `shared` counts the words that both have in the same order, `telling` those among them that are
    not common; `shorter` and `longer` measure the two wordings.
    """

    relation: Relation
    shared: int
    telling: int
    shorter: Measure
    longer: Measure

    @property
    def coverage(self) -> float:
        """The share of the shorter wording's words that the longer one has too, 0 to 1."""
        return self.shared / self.shorter.words

    @property
    def closeness(self) -> float:
        """The share of both wordings' words that are shared, 0 to 1; 1 if they are equal."""
        return 2 * self.shared / (self.shorter.words + self.longer.words)

    def is_one_utterance(self, *, named: bool) -> bool:
        """Whether both are one utterance: `named` if both are given to the same speaker.

        Where nobody is named for one of them, more has to be the same: anybody may have said it.
        """
        if not self.shorter.can_join(named=named):
            return False
        if self.relation is Relation.OVERLAPPING:
            run = OVERLAP if named else OVERLAP_OF_NOBODY
            telling = TELLING_OF_OVERLAP if named else TELLING_OF_OVERLAP_OF_NOBODY
            return self.shared >= run and self.telling >= telling
        if self.relation is Relation.REWORDED:
            return self._is_reworded(named=named)
        return True

    def _is_reworded(self, *, named: bool) -> bool:
        if not named:
            enough = self.shared >= SHARED_OF_NOBODY and self.telling >= TELLING_OF_NOBODY
            return enough and self.coverage >= COVERAGE_OF_NOBODY
        kept = self.telling >= TELLING_COVERAGE * self.shorter.telling
        return kept and self.shared >= SHARED and self.coverage >= COVERAGE


def compare(one: Sequence[str], other: Sequence[str]) -> Likeness | None:
    """Return how like two wordings are, each given by its words as `spoken` returns them.

    The order of the two makes no difference. None where they are not of one utterance, whoever
    said it.
    """
    shorter, longer = _ordered(one, other)
    # No wording with less in common is of the same utterance, whatever the order of its words.
    least = min(OVERLAP, round(COVERAGE * len(shorter)))
    if LCSseq.similarity(shorter, longer, score_cutoff=least) < least:
        return None
    likeness, tied = _aligned(shorter, longer)
    if likeness is None or likeness.relation is not Relation.REWORDED:
        return likeness
    if tied and likeness.is_one_utterance(named=True):
        return likeness
    if run := _overlap(shorter, longer) or _overlap(longer, shorter):
        measures = likeness.shorter, likeness.longer
        return Likeness(Relation.OVERLAPPING, *measure(run), *measures)
    return None


def liken(one: Sequence[str], other: Sequence[str]) -> Likeness | None:
    """Return what two wordings have in common, however little; None if it is nothing at all."""
    return _aligned(*_ordered(one, other))[0]


def _ordered(one: Sequence[str], other: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the shorter and the longer wording.

    Of two equally long ones the first by alphabet is the shorter: which alignment is found may
    depend on it.
    """
    shorter, longer = sorted((tuple(one), tuple(other)), key=lambda words: (len(words), words))
    return shorter, longer


def _aligned(shorter: tuple[str, ...], longer: tuple[str, ...]) -> tuple[Likeness | None, bool]:
    """Return the likeness, and whether all of the shorter wording but loose ends is tied to it."""
    if not shorter:
        return None, False
    measures = measure(shorter), measure(longer)
    if shorter == longer:
        return Likeness(Relation.EQUAL, *measures[0], *measures), True
    if f" {' '.join(shorter)} " in f" {' '.join(longer)} ":
        return Likeness(Relation.CONTAINED, *measures[0], *measures), True
    blocks = LCSseq.opcodes(shorter, longer).as_matching_blocks()
    # A word at either end is a run of its own if it stands at the same end of the other wording.
    runs = [
        block
        for block in blocks
        if block.size >= SHORTEST_RUN
        or (block.size and (block.a, block.b) == (0, 0))
        or (block.size and (block.a + 1, block.b + 1) == (len(shorter), len(longer)))
    ]
    if not runs:
        return None, False
    shared = measure([word for run in runs for word in shorter[run.a : _end(run)]])
    tied = runs[0].a <= LOOSE_ENDS and _end(runs[-1]) >= len(shorter) - LOOSE_ENDS
    return Likeness(Relation.REWORDED, *shared, *measures), tied


def _end(run: MatchingBlock) -> int:
    return run.a + run.size


def _overlap(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with which the first ends and the second begins, if they are enough."""
    for size in range(min(len(first), len(second)), OVERLAP - 1, -1):
        if first[-size:] == second[:size]:
            return first[-size:]
    return ()
