"""Direct or mixed: one rule.

A quotation is direct where it stands as a sentence or clause of its own, and mixed where the
reporter's sentence goes through it. It stands by itself if it opens with a capital letter and
nothing but a mark, a cue or the paragraph's start leads into it; or, with a small letter, if the
verb at its top has its own subject between the marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.layout import OUTSIDE
from indexer.models import Kind

if TYPE_CHECKING:
    from indexer.attribution.features import Scene

SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
CUE_ENOUGH = 0.3
"""The lexicon's share from which on a word right before the mark introduces speech."""


def kind_of(scene: Scene) -> Kind:
    """Return whether a scene's quotation is direct or mixed."""
    first = scene.parts[0].start
    text = scene.layout.tokens.text
    initial = text[scene.layout.quotations[scene.quotation].span.start]
    set_off = _set_off(scene, first)
    if set_off and not initial.islower():
        return Kind.DIRECT
    return Kind.DIRECT if set_off and _has_clause(scene) else Kind.MIXED


def _set_off(scene: Scene, first: int) -> bool:
    """Whether a mark, a cue or nothing leads into the quotation, and no other word."""
    tokens = scene.layout.tokens
    paragraph = scene.layout.paragraph_of(first)
    before = first - 2
    if before < paragraph.start or not tokens.word[before][0].isalnum():
        return True
    if scene.layout.inside[before] != OUTSIDE:
        return True
    return scene.lexicon.cue(tokens.word[before], tokens.tag[before]) >= CUE_ENOUGH


def _has_clause(scene: Scene) -> bool:
    """Whether a word at the quotation's top has its subject inside too."""
    tokens, inside = scene.layout.tokens, scene.layout.inside
    for start, end in scene.parts:
        for token in range(start, end):
            if inside[tokens.head[token]] == scene.quotation and tokens.head[token] != token:
                continue
            subjects = [c for c in tokens.children[token] if tokens.dep[c] in SUBJECTS]
            if any(inside[c] == scene.quotation for c in subjects):
                return True
    return False
