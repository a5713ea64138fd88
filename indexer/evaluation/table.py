"""The score as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.evaluation.score import RATIOS

if TYPE_CHECKING:
    from indexer.evaluation.score import Score

LABELS = {
    "quote_recall": "quotes found",
    "quote_precision": "of what was found, quotes",
    "distractor_rate": "scare quotes, titles … taken for quotes",
    "end_to_end_recall": "found and given to the right speaker",
    "speaker_precision": "of the speakers given, right",
    "full_name_right": "right full name",
    "kind_right": "right kind (direct, mixed)",
}


def table(score: Score) -> str:
    """Return the figures, one a line, each with the counts behind it."""
    lines = []
    for name, (above, below) in RATIOS.items():
        value = score.ratio(name)
        if value is not None:
            counts = f"{score.counts[above]} of {score.counts[below]}"
            lines.append(f"{LABELS[name]:<42} {value:7.4f}   {counts}")
    return "\n".join(lines)
