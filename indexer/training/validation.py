"""Cross-validation by article: how the model does on articles that it has not seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.attribution.decision import decide
from indexer.attribution.features import set_scenes
from indexer.training.examples import example
from indexer.training.learning import is_right, learn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from indexer.training.examples import Parsed
    from indexer.training.learning import Learned

BINS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided of a held-out quotation, and what is right.

    `genuine` and `confidence` are the model's probabilities; `quoted` says that it is somebody's
    words; `right` that the chosen candidate said them, None where no source was annotated.
    """

    genuine: float
    confidence: float
    quoted: bool
    right: bool | None


def cross_validate(
    parsed: Sequence[Parsed], folds: int, progress: Callable[[str], None]
) -> list[Outcome]:
    """Return the outcomes of all articles, each judged by a model of the other folds."""
    outcomes: list[Outcome] = []
    for fold in range(folds):
        learned = learn([p for number, p in enumerate(parsed) if number % folds != fold])
        outcomes += held_out(parsed[fold::folds], learned)
        progress(f"fold {fold + 1} of {folds}: {figures(outcomes, learned.model.threshold)}")
    return outcomes


def held_out(parsed: Sequence[Parsed], learned: Learned) -> Iterator[Outcome]:
    """Yield the outcomes of articles that the model was not learned from."""
    model = learned.model
    for article in parsed:
        item = example(article, learned.lexicon)
        for decision in decide(set_scenes(item.layout, learned.lexicon), model):
            gold = item.gold[decision.ranking.scene.quotation]
            known = gold is None or bool(gold.sources)
            right = gold is not None and is_right(decision.ranking, gold)
            yield Outcome(
                genuine=decision.genuine,
                confidence=decision.confidence,
                quoted=gold is not None,
                right=right if known else None,
            )


def figures(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    """Return recall, precision and the rest at a threshold, as shares of 1, and the ECE."""
    kept = [outcome for outcome in outcomes if outcome.genuine >= threshold]
    quoted = [outcome for outcome in outcomes if outcome.quoted]
    sourced = [outcome for outcome in quoted if outcome.right is not None]
    found = [outcome for outcome in kept if outcome.quoted]
    given = [outcome for outcome in found if outcome.right is not None]
    right = sum(outcome.right is True for outcome in given)
    shares = {
        "quote_recall": len(found) / len(quoted),
        "quote_precision": len(found) / len(kept),
        "distractor_rate": (len(kept) - len(found)) / max(1, len(outcomes) - len(quoted)),
        "end_to_end_recall": right / len(sourced),
        "speaker_precision": right / len(given),
        "expected_calibration_error": calibration_error(kept),
    }
    return {name: round(share, 4) for name, share in shares.items()}


def reliability(outcomes: Sequence[Outcome]) -> list[dict[str, float]]:
    """Return by tenth of confidence the quotes in it, their mean confidence and share right."""
    bins: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.right is not None:
            bins[min(BINS - 1, int(outcome.confidence * BINS))].append(outcome)
    return [
        {
            "from": tenth / BINS,
            "quotes": len(here),
            "confidence": round(sum(outcome.confidence for outcome in here) / len(here), 3),
            "right": round(sum(outcome.right is True for outcome in here) / len(here), 3),
        }
        for tenth, here in sorted(bins.items())
    ]


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Return the expected calibration error over tenths of confidence."""
    rows = reliability(outcomes)
    total = sum(row["quotes"] for row in rows) or 1
    return sum(row["quotes"] * abs(row["confidence"] - row["right"]) for row in rows) / total
