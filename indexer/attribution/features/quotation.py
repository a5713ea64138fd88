"""The quotation itself: the same for all its candidates."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

from indexer.attribution.features.scene import FAR

if TYPE_CHECKING:
    from indexer.attribution.features.scene import Scene


QUOTATION_NAMES = (
    "words",
    "starts_upper",
    "ends_in_comma",
    "ends_sentence",
    "closed",
    "several_parts",
    "outside_in_sentences",
    "outside_in_paragraph",
    "first_in_paragraph",
    "opens_paragraph_itself",
    "mark_before",
    "strongest_cue",
)


def quotation_features(scene: Scene) -> tuple[float, ...]:
    """Measure the quotation itself: the same for all its candidates."""
    layout, tokens, parts = scene.layout, scene.layout.tokens, scene.parts
    quotation = layout.quotations[scene.quotation]
    text = tokens.text
    start, end = quotation.span
    paragraph = layout.paragraph_of(parts[0].start)
    first, last = layout.sentence_of(parts[0].start), layout.sentence_of(parts[-1].end - 1)
    opens = layout.outer[parts[0].start] - layout.outer[paragraph.start]
    is_first = opens == parts[0].start - paragraph.start
    return (
        log1p(sum(part.end - part.start for part in parts)),
        float(text[start].isupper()),
        float(text[end - 1] == ","),
        float(text[end - 1] in ".!?"),
        float(quotation.closed),
        float(len(parts) > 1),
        float(min(FAR, layout.words[last.end] - layout.words[first.start])),
        float(min(FAR, layout.words[paragraph.end] - layout.words[paragraph.start])),
        float(is_first),
        float(parts[0].start - paragraph.start <= 1),
        _mark_before(scene),
        scene.strongest,
    )


def _mark_before(scene: Scene) -> float:
    """Return what stands before the opening mark: 0 start, 1 comma, 2 colon, 3 a word, 4 other."""
    layout, first = scene.layout, scene.parts[0].start
    paragraph = layout.paragraph_of(first)
    if first - 2 < paragraph.start:
        return 0.0
    word = layout.tokens.word[first - 2]
    return {",": 1.0, ":": 2.0}.get(word, 3.0 if word[0].isalpha() else 4.0)
