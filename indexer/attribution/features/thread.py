"""How the candidate stands to who spoke just before and who speaks next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def thread_features(scene: Scene, head: int) -> tuple[float, ...]:
    """Measure how the candidate stands to who spoke just before and speaks next."""
    tokens, previous = scene.layout.tokens, scene.previous
    paragraph = tokens.paragraph[scene.parts[0].start]
    earlier, later = scene.neighbours
    away = 5 if previous is None else min(5, paragraph - _previous_paragraph(scene))
    return (
        float(head == previous),
        float(previous is not None and tokens.word[head].lower() == tokens.word[previous].lower()),
        float(previous is not None),
        float(away),
        float(previous is not None and previous > head),
        float(earlier == head),
        float(later == head),
        float(later is not None and tokens.paragraph[later] == paragraph),
    )


def _previous_paragraph(scene: Scene) -> int:
    parts = scene.layout.parts[scene.quotation - 1]
    return scene.layout.tokens.paragraph[parts[-1].start] if parts else 0
