"""How a candidate is tied to the words that may report the quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.cues import OBJECTS
from indexer.attribution.features.scene import FAR
from indexer.attribution.layout import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.cues import Cue
    from indexer.attribution.features.scene import Scene


NO_STEPS = 9
"""Where there is no syntactic path."""

NO_LAYERS = (0.0, 0.0, 0.0, 0.0)
"""Where no cue lies inside or outside of another."""

PATHS = (
    "subject",
    "agent",
    "conj",
    "control",
    "adverbial",
    "embedded",
    "relative",
    "possessive",
    "of",
    "preposition",
    "according",
    "joined",
    "apposition",
)

FLAGS = {path: tuple(float(path == name) for name in PATHS) for path in (None, *PATHS)}
"""By path, a number for each of PATHS: 1 for the path's own."""

NOTHING = (0.0, 0.0, 0.0, NO_STEPS, NO_STEPS, FAR, FAR, 0.0, 0.0, FAR, *NO_LAYERS)
NO_LINK = (*FLAGS[None], *NOTHING)
"""Of a candidate that is tied to no cue."""


def best_link(scene: Scene, head: int) -> tuple[Cue | None, str | None]:
    """Return the strongest cue that the candidate may be the reporter of, and by which path."""
    cues, best, best_path, strength = scene.cues, None, None, 0.0
    for token, path in scene.forms[head].reporting:
        cue = cues.get(token)
        if cue and cue.strength > strength:
            best, best_path, strength = cue, path, cue.strength
    return best, best_path


LINK_NAMES = (
    *(f"path_{path}" for path in PATHS),
    "cue_share",
    "cue_strength",
    "cue_relative_strength",
    "cue_above",
    "cue_below",
    "cue_gap",
    "cue_distance",
    "cue_other_between",
    "cue_same_sentence",
    "cue_to_candidate",
    "cue_inside",
    "cue_inside_subject",
    "cue_outside",
    "cue_outside_subject",
    "cue_dominates_candidate",
    "cue_particle_or_object",
)


def link_features(scene: Scene, heads: Sequence[int]) -> list[tuple[float, ...]]:
    """Measure how each candidate is tied to the words that may report the quotation."""
    measured: dict[int, _Measured] = {}
    rows = []
    for head in heads:
        cue, path = best_link(scene, head)
        if cue is None:
            rows.append((*NO_LINK, _dominating(scene, head), 0.0))
            continue
        if cue.token not in measured:
            measured[cue.token] = _measure(scene, cue)
        standing, layers, governs = measured[cue.token]
        away = max(-FAR, min(FAR, cue.token - head))
        rows.append((*FLAGS[path], *standing, away, *layers, _dominating(scene, head), governs))
    return rows


_Measured = tuple[tuple[float, ...], tuple[float, ...], float]


def _measure(scene: Scene, cue: Cue) -> _Measured:
    """Return what a cue tells of all candidates tied to it, in three groups."""
    dep, children = scene.layout.tokens.dep, scene.layout.tokens.children
    standing = (
        cue.share,
        cue.strength,
        cue.strength / scene.strongest,
        NO_STEPS if cue.above is None else cue.above,
        NO_STEPS if cue.below is None else cue.below,
        max(-FAR, min(FAR, cue.gap)),
        min(FAR, abs(cue.gap)),
        float(cue.other_between),
        float(cue.same_sentence),
    )
    governs = float(any(dep[child] in OBJECTS for child in children[cue.token]))
    return standing, _layers(scene, cue), governs


def _layers(scene: Scene, cue: Cue) -> tuple[float, ...]:
    """Return the surest cue inside of this one with the form of its subject, and outside of it.

    “The judge found that the office had called it “a mess””: the words are the office's; but in
    “Roe said she thought it “a mess”” a pronoun is most likely Roe herself.
    """
    if cue.above is None:
        return NO_LAYERS
    others = [other for other in scene.cues.values() if other.above is not None]
    inside = [other for other in others if other.above < cue.above]  # type: ignore[operator]
    outside = [other for other in others if other.above > cue.above]  # type: ignore[operator]
    return (*_surest(scene, inside), *_surest(scene, outside))


def _surest(scene: Scene, cues: Sequence[Cue]) -> tuple[float, float]:
    """Return the share of the surest cue, and its subject: 0 none, 1 a pronoun, 2 a noun."""
    if not cues:
        return 0.0, 0.0
    tokens = scene.layout.tokens
    best = max(cues, key=lambda cue: cue.share)
    children = tokens.children[best.token]
    tags = [tokens.tag[c] for c in children if tokens.dep[c] in SUBJECTS]
    return best.share, 0.0 if not tags else 2.0 if tags[0].startswith("N") else 1.0


def _dominating(scene: Scene, head: int) -> float:
    """Return the share of the surest cue whose clause the candidate stands in, but not as subject.

    Whoever is talked about in what a cue reports is seldom the one who reports it.
    """
    surest = 0.0
    for above in scene.forms[head].within:
        cue = scene.cues.get(above)
        if cue and cue.share > surest and (cue.above is not None or cue.same_sentence):
            surest = cue.share
    return surest
