"""Cross-validation by article: how the whole product does on articles that it has not seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from indexer.attribution import Attributor
from indexer.evaluation import MentionClass, Score, reliability, score_article
from indexer.pipeline.extractor import quotes_of
from indexer.training.learning import THRESHOLD, learn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from indexer.evaluation.names import NamedQuotation
    from indexer.training.examples import Parsed

THRESHOLDS = tuple(sorted({0.3, 0.4, 0.5, THRESHOLD, 0.6, 0.7, 0.8}))
"""Of genuineness: the threshold, and where else it might lie."""


@dataclass
class Validation:
    """Scores of held-out articles by threshold, added up article by article."""

    scores: dict[float, Score] = field(default_factory=lambda: dict.fromkeys(THRESHOLDS, Score()))

    def add(self, parsed: Parsed, attributor: Attributor, names: Sequence[NamedQuotation]) -> None:
        """Add an article that the attributor's model was not learned from."""
        judged = attributor.judge(parsed.tokens, parsed.quotations)
        for threshold, score in self.scores.items():
            kept = [attribution for attribution, genuine in judged if genuine >= threshold]
            article = parsed.annotated.article
            quotes = quotes_of(article, parsed.tokens, parsed.quotations, kept)
            self.scores[threshold] = score + score_article(parsed.annotated, quotes, names)


def cross_validate(
    parsed: Sequence[Parsed],
    folds: int,
    names: Mapping[str, Sequence[NamedQuotation]],
    progress: Callable[[str], None],
) -> Validation:
    """Return the scores of all articles, each judged by a model of the other folds.

    `names` are full names by article, where the annotation has none.
    """
    validation = Validation()
    for fold in range(folds):
        learned = learn([p for number, p in enumerate(parsed) if number % folds != fold])
        attributor = Attributor(learned.lexicon, learned.model)
        for held_out in parsed[fold::folds]:
            validation.add(held_out, attributor, names.get(held_out.annotated.name, ()))
        figures = rounded(validation.scores[learned.model.threshold])
        progress(f"fold {fold + 1} of {folds}: {figures}")
    return validation


def report(validation: Validation, threshold: float) -> dict[str, Any]:
    """Return as data for JSON how the held-out articles came out, at a threshold and at others."""
    score = validation.scores[threshold]
    return {
        "cross_validated": rounded(score),
        "by_class": {kind.value: rounded(score.of_class(kind)) for kind in MentionClass},
        "by_threshold": [
            {"threshold": other, **rounded(at_other)}
            for other, at_other in validation.scores.items()
        ],
        "reliability": [
            {
                "from": float(share.of),
                "quotes": share.quotes,
                "confidence": round(share.confidence, 3),
                "right": round(share.right, 3),
            }
            for share in reliability(score.quotes)
        ],
    }


def rounded(score: Score) -> dict[str, float]:
    """Return the figures of a score, to four places."""
    return {name: round(value, 4) for name, value in score.figures.items()}
