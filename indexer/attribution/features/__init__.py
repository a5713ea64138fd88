"""What is measured of a candidate before the ranker judges it: groups of named numbers.

Every group is a function from the scene (one quotation in its article) and all its candidates to a
tuple for each, whose names stand beside it in the same order. Flags are 0 or 1; distances are in
tokens of the reporter's own words, capped, so that long quotations don't stretch them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.features.form import FORM_NAMES
from indexer.attribution.features.link import LINK_NAMES, best_link, link_features
from indexer.attribution.features.place import PLACE_NAMES, place_features
from indexer.attribution.features.quotation import QUOTATION_NAMES, quotation_features
from indexer.attribution.features.scene import Scene, bare_wording, set_scenes
from indexer.attribution.features.thread import THREAD_NAMES, thread_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.candidates import Candidate

__all__ = [
    "NAMES",
    "QUOTATION_NAMES",
    "Scene",
    "bare_wording",
    "best_link",
    "candidate_features",
    "quotation_features",
    "set_scenes",
]

NAMES = (*LINK_NAMES, *FORM_NAMES, *PLACE_NAMES, *THREAD_NAMES, *QUOTATION_NAMES)


def candidate_features(scene: Scene, candidates: Sequence[Candidate]) -> list[tuple[float, ...]]:
    """Return one row of len(NAMES) numbers for each candidate."""
    heads = [candidate.head for candidate in candidates]
    shared = quotation_features(scene)
    links, places = link_features(scene, heads), place_features(scene, candidates)
    groups = zip(heads, links, places, thread_features(scene, heads), strict=True)
    return [
        (*link, *scene.forms[head].row, *place, *thread, *shared)
        for head, link, place, thread in groups
    ]
