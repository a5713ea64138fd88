"""Where the candidate stands, seen from the quotation."""

from __future__ import annotations

from bisect import bisect_left
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


def place_features(scene: Scene, candidate: Candidate, rivals: Sequence[int]) -> tuple[float, ...]:
    """Measure where the candidate stands. `rivals` are the heads of all candidates, in order."""
    layout, head = scene.layout, candidate.head
    sentence, parts = layout.tokens.sentence, scene.parts
    start, end = _nearest_part(parts, head)
    before = head < start
    first, last = (head + 1, start) if before else (end, head)
    edge = start if before else end - 1
    between = rivals[bisect_left(rivals, first) : bisect_left(rivals, last)]
    others = set(layout.inside[first:last]) - {OUTSIDE, scene.quotation}
    distance = layout.outer[start] - layout.outer[head] if before else 0
    distance = distance if before else layout.outer[head] - layout.outer[end - 1]
    return (
        float(candidate.paragraph),
        float(before),
        float(min(FAR, distance)),
        float(min(5, abs(sentence[edge] - sentence[head]))),
        float(sentence[head] == sentence[parts[0].start]),
        float(sentence[head] == sentence[parts[-1].end - 1]),
        float(min(5, len(others))),
        float(min(10, len(between))),
        float(min(5, sum(layout.tokens.dep[rival] == "nsubj" for rival in between))),
        float(distance <= 2),
    )


def _nearest_part(parts: Sequence[Span], head: int) -> Span:
    if len(parts) == 1:
        return parts[0]
    return min(parts, key=lambda part: min(abs(part.start - head), abs(part.end - head)))
