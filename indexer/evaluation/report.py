"""The score as plain data for JSON: all figures, and all that went wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from indexer.evaluation.calibration import by_method, reliability
from indexer.evaluation.mentions import MentionClass
from indexer.evaluation.misses import worst_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.evaluation.calibration import Share
    from indexer.evaluation.misses import Miss
    from indexer.evaluation.score import Score

DIGITS = 4

OF_CLASS = (
    "gold",
    "found",
    "sourced",
    "given",
    "right",
    "named",
    "name_right",
    "sure_named",
    "sure_name_right",
    "kinded",
    "kind_right",
)
"""The counts that are known of each class of mention."""


def as_dict(score: Score) -> dict[str, object]:
    """Return a score as values that JSON knows.

    Figures and shares are of 1, in four digits; the errors are those of `MissKind`; misses are in
    the order of `worst_first`.
    """
    return {
        "figures": _rounded(score.figures),
        "counts": score.counts,
        "classes": {name.value: _of_class(score.of_class(name)) for name in MentionClass},
        "reliability": _shares(reliability(score.quotes), "from"),
        "methods": _shares(by_method(score.quotes), "method"),
        "errors": error_counts(score),
        "misses": [_miss(miss) for miss in worst_first(score.misses)],
    }


def error_counts(score: Score) -> dict[str, int]:
    """Return how many misses there are of each kind of error, the most frequent first."""
    return dict(Counter(miss.kind.value for miss in score.misses).most_common())


def _of_class(score: Score) -> dict[str, object]:
    return {"figures": _rounded(score.figures), "counts": {k: score.counts[k] for k in OF_CLASS}}


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, DIGITS) for name, value in figures.items()}


def _shares(shares: Sequence[Share], of: str) -> list[dict[str, object]]:
    return [
        {
            of: share.of,
            "quotes": share.quotes,
            "confidence": round(share.confidence, DIGITS),
            "right": round(share.right, DIGITS),
        }
        for share in shares
    ]


def _miss(miss: Miss) -> dict[str, object]:
    return {**asdict(miss), "kind": miss.kind.value}
