"""What needs no model: places in which a quotation is surely, or surely not, somebody's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.languages.en.phrases import DASHES, is_name_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.features import Scene

LONGEST_NICKNAME = 2
SHORTEST_SENTENCE = 4
"""Words, and tokens."""

LONGEST_SIGNATURE = 14
LONGEST_LABEL = 5
"""Tokens."""

FINITE_TAGS = ("VBD", "VBZ", "VBP", "MD")


def certainty(scene: Scene) -> float | None:
    """Return 0 for a nickname inside a name, None where the model must judge.

    1 for an outcry and for sentences that stand alone: there the words around, which the model goes
    by, are missing or rare, and a quotation must not be lost for that.
    """
    if _is_nickname(scene):
        return 0.0
    return 1.0 if _is_outcry(scene) or _stands_alone(scene) else None


def certain_speaker(scene: Scene, heads: Sequence[int]) -> int | None:
    """Return the candidate that a layout names beyond doubt; None where there is no such layout.

    “…” — Name, in one paragraph; “Name: “…””, as in transcripts; “From Name:” on the line above.
    """
    layout, tokens = scene.layout, scene.layout.tokens
    start, end = scene.parts[0].start, scene.parts[-1].end
    paragraph = layout.paragraph_of(start)
    signature = range(end + 2, layout.paragraph_of(end - 1).end)
    if 0 < len(signature) <= LONGEST_SIGNATURE and tokens.word[end + 1] in DASHES:
        return _first_name(scene, heads, signature)
    label = range(paragraph.start, start - 2)
    if 0 < len(label) <= LONGEST_LABEL and tokens.word[start - 2] == ":":
        return _first_name(scene, heads, label)
    if paragraph.start and start - paragraph.start <= 1:
        above = tokens.paragraphs[tokens.paragraph[start] - 1]
        letter = tokens.word[above.start].lower() == "from" and tokens.word[above.end - 1] == ":"
        if letter and above.end - above.start <= LONGEST_SIGNATURE:
            return _first_name(scene, heads, range(*above))
    return None


def _first_name(scene: Scene, heads: Sequence[int], tokens: range) -> int | None:
    """Return the first candidate in a stretch that is a name."""
    tags = scene.layout.tokens.tag
    return next((head for head in heads if head in tokens and tags[head] == "NNP"), None)


def _is_nickname(scene: Scene) -> bool:
    """Whether the marks stand inside a name: Walter “Skip” Dunning."""
    layout, tokens = scene.layout, scene.layout.tokens
    start, end = scene.parts[0].start, scene.parts[-1].end
    paragraph = layout.paragraph_of(start)
    if start - 2 < paragraph.start or end + 1 >= paragraph.end or end - start > LONGEST_NICKNAME:
        return False
    return is_name_part(tokens, start - 2) and is_name_part(tokens, end + 1)


def _is_outcry(scene: Scene) -> bool:
    """Whether a noun for calling out leads into the marks: cries of “Shame”."""
    layout, word = scene.layout, scene.layout.tokens.word
    start = scene.parts[0].start
    if start - 3 < layout.paragraph_of(start).start:
        return False
    return word[start - 2].lower() == "of" and word[start - 3].lower() in words("utterance_nouns")


def _stands_alone(scene: Scene) -> bool:
    """Whether the quotation is a sentence with nothing of the reporter's in its paragraphs."""
    layout, tokens = scene.layout, scene.layout.tokens
    numbers = {tokens.paragraph[part.start] for part in scene.parts}
    around = [t for number in numbers for t in range(*tokens.paragraphs[number])]
    inside = [t for t in around if layout.inside[t] == scene.quotation]
    if any(tokens.word[t][0].isalnum() and layout.inside[t] != scene.quotation for t in around):
        return False
    finite = any(tokens.tag[t] in FINITE_TAGS for t in inside)
    ended = bool(inside) and tokens.word[inside[-1]] in (".", "!", "?")
    return ended or (finite and len(inside) >= SHORTEST_SENTENCE)
