"""Where the candidate stands, seen from the quotation."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from indexer.attribution.features.scene import FAR
from indexer.attribution.layout import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.candidates import Candidate
    from indexer.attribution.features.scene import Scene


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


class _Part(NamedTuple):
    """A part of the quotation with the number of candidates, and of subjects, before its ends."""

    start: int
    end: int
    before_start: int
    before_end: int
    subjects_before_start: int
    subjects_before_end: int


def place_features(scene: Scene, candidates: Sequence[Candidate]) -> list[tuple[float, ...]]:
    """Measure where each candidate stands among all, which come in the order of the text."""
    layout, spans = scene.layout, scene.parts
    sentence, outer, dep = layout.tokens.sentence, layout.outer, layout.tokens.dep
    opens, closes = sentence[spans[0].start], sentence[spans[-1].end - 1]
    parts = _parts(scene, candidates)
    subjects = 0
    rows: list[tuple[float, ...]] = []
    for place, (head, paragraph) in enumerate(candidates):
        part = parts[0] if len(parts) == 1 else _nearest(parts, head)
        is_subject = dep[head] == "nsubj"
        before = head < part.start
        if before:
            first, last, edge = head + 1, part.start, part.start
            distance = outer[last] - outer[head]
            rivals = part.before_start - place - 1
            subjects_between = part.subjects_before_start - subjects - is_subject
        else:
            first, last, edge = part.end, head, part.end - 1
            distance = outer[head] - outer[edge]
            rivals = place - part.before_end
            subjects_between = subjects - part.subjects_before_end
        subjects += is_subject
        # Where all tokens between are the reporter's own, no quotation is.
        own = outer[last] - outer[first] == last - first
        rows.append(
            (
                float(paragraph),
                float(before),
                float(min(FAR, distance)),
                float(min(5, abs(sentence[edge] - sentence[head]))),
                float(sentence[head] == opens),
                float(sentence[head] == closes),
                0.0 if own else float(min(5, _quotations_between(scene, first, last))),
                float(min(10, rivals)),
                float(min(5, subjects_between)),
                float(distance <= 2),
            )
        )
    return rows


def _parts(scene: Scene, candidates: Sequence[Candidate]) -> list[_Part]:
    dep = scene.layout.tokens.dep
    heads = [candidate.head for candidate in candidates]
    subjects = [head for head in heads if dep[head] == "nsubj"]
    return [
        _Part(
            start,
            end,
            bisect_left(heads, start),
            bisect_left(heads, end),
            bisect_left(subjects, start),
            bisect_left(subjects, end),
        )
        for start, end in scene.parts
    ]


def _quotations_between(scene: Scene, first: int, last: int) -> int:
    """Return how many other quotations have a token in the stretch."""
    return len(set(scene.layout.inside[first:last]) - {OUTSIDE, scene.quotation})


def _nearest(parts: Sequence[_Part], head: int) -> _Part:
    return min(parts, key=lambda part: min(abs(part.start - head), abs(part.end - head)))
