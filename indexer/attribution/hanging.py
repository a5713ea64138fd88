"""How a quotation hangs in the reporter's syntax: what it depends on, and what reports it above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.candidates import near
from indexer.attribution.layout import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.attribution.features import Scene
    from indexer.attribution.layout import Layout

DEPENDENCIES = (
    "ccomp",
    "dobj",
    "pobj",
    "amod",
    "compound",
    "nmod",
    "appos",
    "attr",
    "oprd",
    "ROOT",
    "nsubj",
    "conj",
    "xcomp",
    "advcl",
    "dep",
    "acomp",
    "parataxis",
    "npadvmod",
)

PREPOSITIONS = (
    "as",
    "of",
    "on",
    "to",
    "for",
    "by",
    "in",
    "with",
    "about",
    "against",
    "like",
    "from",
    "at",
)

DEPENDENCY_FLAGS = {
    own: tuple(float(own == other) for other in DEPENDENCIES) for own in DEPENDENCIES
}
NO_DEPENDENCY = (0.0,) * len(DEPENDENCIES)
PREPOSITION_FLAGS = {
    own: tuple(float(own == other) for other in PREPOSITIONS) for own in PREPOSITIONS
}
NO_PREPOSITION = (0.0,) * len(PREPOSITIONS)

LONGEST_CLIMB = 10
REACH = 100
"""Tokens on either side in which a sentence's cues are counted."""

NO_CUE = 9
"""Steps, where no word above reports anything."""

HANGING_NAMES = (
    *(f"hangs_as_{dependency}" for dependency in DEPENDENCIES),
    *(f"after_{preposition}" for preposition in PREPOSITIONS),
    "surest_above",
    "steps_to_surest",
    "surest_over_clause",
    "first_verb_above",
    "inside_subject",
    "steps_to_root",
    "surest_in_sentence",
    "cues_in_sentence",
)


def hanging_features(scene: Scene) -> tuple[float, ...]:
    """Measure what the quotation depends on, and the cues above it and in its sentence."""
    layout, tokens = scene.layout, scene.layout.tokens
    top = top_of(scene)
    head = tokens.head[top]
    preposition = tokens.tag[head] in ("IN", "TO") and layout.inside[head] == OUTSIDE
    word = tokens.word[head].lower() if preposition else ""
    sentence, around = layout.sentence_of(scene.parts[0].start), near(scene.parts, REACH)
    stretch = range(max(sentence.start, around.start), min(sentence.end, around.end))
    shares = [cue.share for token, cue in scene.cues.items() if token in stretch]
    return (
        *DEPENDENCY_FLAGS.get(tokens.dep[top], NO_DEPENDENCY),
        *PREPOSITION_FLAGS.get(word, NO_PREPOSITION),
        *_above(scene, top),
        max(shares, default=0.0),
        sum(shares),
    )


def top_of(scene: Scene) -> int:
    """Return the first of the quotation's tokens whose head lies outside, or which has none."""
    head, inside, quotation = scene.layout.tokens.head, scene.layout.inside, scene.quotation
    for start, end in scene.parts:
        for token in range(start, end):
            if head[token] == token or inside[head[token]] != quotation:
                return token
    return scene.parts[0].start


def _above(scene: Scene, top: int) -> tuple[float, ...]:
    """Measure the way up: surest cue, steps to it, surest over a clause, first verb, subject."""
    layout, tokens = scene.layout, scene.layout.tokens
    surest, steps_to_surest, over_clause, first_verb = 0.0, NO_CUE, 0.0, 0.0
    clause = subject = False
    steps = 0
    for steps, (below, token) in enumerate(way_up(layout, top), start=1):
        clause = clause or tokens.dep[below] == "ccomp"
        subject = subject or tokens.dep[below] in ("nsubj", "nsubjpass")
        if layout.inside[token] != OUTSIDE:
            continue
        share = _share(scene, token)
        if first_verb == 0 and tokens.tag[token].startswith("V"):
            first_verb = share
        if share > surest:
            surest, steps_to_surest = share, steps
        over_clause = max(over_clause, share) if clause else over_clause
    return surest, steps_to_surest, over_clause, first_verb, float(subject), steps


def way_up(layout: Layout, token: int) -> Iterator[tuple[int, int]]:
    """Yield (token, its head) from a token up towards the root, LONGEST_CLIMB at most."""
    head = layout.tokens.head
    for _ in range(LONGEST_CLIMB):
        if head[token] == token:
            return
        yield token, head[token]
        token = head[token]


def _share(scene: Scene, token: int) -> float:
    tokens = scene.layout.tokens
    return scene.lexicon.cue(tokens.word[token], tokens.tag[token])
