"""Saying in words how a speaker was found, so that a person can follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.features import best_link

if TYPE_CHECKING:
    from indexer.attribution.cues import Cue
    from indexer.attribution.decision import Ranking

METHOD_OF_PATH = {
    "subject": "cue-subject",
    "agent": "cue-agent",
    "conj": "shared-subject",
    "control": "shared-subject",
    "adverbial": "shared-subject",
    "embedded": "shared-subject",
    "relative": "relative-clause",
    "possessive": "possessive",
    "of": "noun-cue",
    "preposition": "noun-cue",
    "according": "according-to",
    "joined": "cue-subject",
    "apposition": "cue-subject",
}

WEAKEST_CUE = 0.08
"""Cues below this strength decided nothing."""


def method_of(ranking: Ranking) -> tuple[str, Cue | None]:
    """Return the method's name and the cue that it rests on, for the chosen candidate."""
    if ranking.chosen is None:
        return "none", None
    scene, head = ranking.scene, ranking.chosen.head
    evident = ranking.evident
    if evident and evident.head == head:
        if evident.cue is None:
            return "signature" if evident.laid_out else _by_place(ranking), None
        paths = dict(scene.forms[head].reporting)
        return METHOD_OF_PATH[paths.get(evident.cue, "subject")], scene.cues[evident.cue]
    cue, path = best_link(scene, head)
    if cue and path and cue.strength >= WEAKEST_CUE and cue.share > 0:
        return METHOD_OF_PATH[path], cue
    return _by_place(ranking), None


def _by_place(ranking: Ranking) -> str:
    scene, chosen = ranking.scene, ranking.chosen
    tokens = scene.layout.tokens
    if chosen is None:
        return "none"
    if chosen.paragraph < 0:
        return "previous-paragraph"
    if chosen.paragraph > 0:
        return "next-paragraph"
    ends = {tokens.sentence[t] for start, end in scene.parts for t in (start, end - 1)}
    return "same-sentence" if tokens.sentence[chosen.head] in ends else "same-paragraph"
