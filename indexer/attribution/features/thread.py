"""How the candidate stands to who spoke just before and who speaks next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.features.scene import Scene


THREAD_NAMES = (
    "is_previous_speaker",
    "same_word_as_previous",
    "has_previous",
    "previous_paragraphs_away",
    "previous_after_candidate",
    "is_subject_of_earlier",
    "is_subject_of_later",
    "later_in_same_paragraph",
)


def thread_features(scene: Scene, heads: Sequence[int]) -> list[tuple[float, ...]]:
    """Measure how each candidate stands to who spoke just before and speaks next."""
    tokens, previous = scene.layout.tokens, scene.previous
    paragraph = tokens.paragraph[scene.parts[0].start]
    earlier, later = scene.neighbours
    later_beside = float(later is not None and tokens.paragraph[later] == paragraph)
    if previous is None:
        return [
            (0.0, 0.0, 0.0, 5.0, 0.0, float(earlier == head), float(later == head), later_beside)
            for head in heads
        ]
    word = tokens.word[previous].lower()
    away = float(min(5, paragraph - _previous_paragraph(scene)))
    return [
        (
            float(head == previous),
            float(tokens.word[head].lower() == word),
            1.0,
            away,
            float(previous > head),
            float(earlier == head),
            float(later == head),
            later_beside,
        )
        for head in heads
    ]


def _previous_paragraph(scene: Scene) -> int:
    parts = scene.layout.parts[scene.quotation - 1]
    return scene.layout.tokens.paragraph[parts[-1].start] if parts else 0
