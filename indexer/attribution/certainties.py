"""What needs no model: places in which a quotation is surely, or surely not, somebody's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.languages.en.phrases import is_name_part

if TYPE_CHECKING:
    from indexer.attribution.features import Scene

LONGEST_NICKNAME = 2
SHORTEST_SENTENCE = 4
"""Words, and tokens."""

FINITE_TAGS = ("VBD", "VBZ", "VBP", "MD")


def certainty(scene: Scene) -> float | None:
    """Return 0 for a nickname inside a name, None where the model must judge.

    1 for an outcry and for sentences that stand alone: there the words around, which the model goes
    by, are missing or rare, and a quotation must not be lost for that.
    """
    if _is_nickname(scene):
        return 0.0
    return 1.0 if _is_outcry(scene) or _stands_alone(scene) else None


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
    return finite and len(inside) >= SHORTEST_SENTENCE
