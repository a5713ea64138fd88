"""How surely a mention was resolved: the share of its like that were right, by hand-made labels."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from indexer.speakers.identity import Way

if TYPE_CHECKING:
    from indexer.speakers.identity import Identity


def certainty(identity: Identity) -> float:
    """Return the probability, 0 to 1, that the right mention leads to this speaker.

    1 where no speaker is claimed: then only the mention can be wrong.
    """
    if identity.speaker is None:
        return 1.0
    known = identity.doubt is not None and identity.doubt.gender_known
    gender = "-" if identity.way is not Way.PRONOUN else "known" if known else "unknown"
    return _shares()[identity.way.value, gender]


@cache
def _shares() -> dict[tuple[str, str], float]:
    text = files("indexer.speakers").joinpath("certainty.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {(way, gender): float(share) for way, gender, share in rows}
