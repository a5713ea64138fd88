"""Where the candidate stands, seen from the quotation."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.attribution.features.scene import FAR
from indexer.attribution.layout import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.candidates import Candidate
    from indexer.attribution.features.scene import Scene
    from indexer.models import Span


PLACE_NAMES = (
    "paragraph",
    "before",
    "distance",
    "sentences_away",
    "in_first_sentence",
    "in_last_sentence",
    "quotations_between",
    "candidates_between",
    "subjects_between",
    "adjacent",
)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The heads of all candidates for a quotation, in order, and which of them are subjects."""

    heads: Sequence[int]
    subjects: Sequence[int]


def rivals_of(scene: Scene, candidates: Sequence[Candidate]) -> Rivals:
    """Return what each of the candidates has beside it."""
    heads, dep = [candidate.head for candidate in candidates], scene.layout.tokens.dep
    return Rivals(heads, [head for head in heads if dep[head] == "nsubj"])


def place_features(scene: Scene, candidate: Candidate, rivals: Rivals) -> tuple[float, ...]:
    """Measure where the candidate stands among its rivals."""
    layout, head = scene.layout, candidate.head
    sentence, parts = layout.tokens.sentence, scene.parts
    start, end = _nearest_part(parts, head)
    before = head < start
    first, last = (head + 1, start) if before else (end, head)
    edge = start if before else end - 1
    distance = layout.outer[start] - layout.outer[head] if before else 0
    distance = distance if before else layout.outer[head] - layout.outer[end - 1]
    return (
        float(candidate.paragraph),
        float(before),
        float(min(FAR, distance)),
        float(min(5, abs(sentence[edge] - sentence[head]))),
        float(sentence[head] == sentence[parts[0].start]),
        float(sentence[head] == sentence[parts[-1].end - 1]),
        float(min(5, _quotations_between(scene, first, last))),
        float(min(10, _between(rivals.heads, first, last))),
        float(min(5, _between(rivals.subjects, first, last))),
        float(distance <= 2),
    )


def _quotations_between(scene: Scene, first: int, last: int) -> int:
    """Return how many other quotations have a token in the stretch."""
    inside, outer = scene.layout.inside, scene.layout.outer
    if outer[last] - outer[first] == last - first:
        return 0
    return len(set(inside[first:last]) - {OUTSIDE, scene.quotation})


def _between(heads: Sequence[int], first: int, last: int) -> int:
    return bisect_left(heads, last) - bisect_left(heads, first)


def _nearest_part(parts: Sequence[Span], head: int) -> Span:
    if len(parts) == 1:
        return parts[0]
    return min(parts, key=lambda part: min(abs(part.start - head), abs(part.end - head)))
