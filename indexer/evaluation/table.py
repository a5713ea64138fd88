"""The score as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.evaluation.calibration import by_method, reliability
from indexer.evaluation.mentions import MentionClass
from indexer.evaluation.misses import MissKind, worst_first
from indexer.evaluation.report import error_counts
from indexer.evaluation.score import RATIOS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.evaluation.calibration import Share
    from indexer.evaluation.misses import Miss
    from indexer.evaluation.score import Score

LABELS = {
    "quote_recall": "quotes found",
    "quote_precision": "of what was found, quotes",
    "distractor_rate": "scare quotes, titles … taken for quotes",
    "end_to_end_recall": "found and given to the right speaker",
    "speaker_precision": "of the speakers given, right",
    "full_name_right": "right full name",
    "full_name_right_sure": "right full name, of the sure labels",
    "kind_right": "right kind (direct, mixed)",
    "expected_calibration_error": "expected error of the confidence",
}

CLASSES = {
    MentionClass.NAMED: "a name",
    MentionClass.PRONOUN: "a pronoun",
    MentionClass.ROLE: "a description",
    MentionClass.ORPHAN: "nothing near it",
}

CLASS_FIGURES = {
    "quote_recall": "found",
    "end_to_end_recall": "end to end",
    "speaker_precision": "speakers",
    "full_name_right": "full name",
}

WIDTH = 42
LONGEST_WORDS = 200


def table(score: Score, misses: int = 0) -> str:
    """Return the score as tables, with the worst `misses` in readable form."""
    sections = [
        _figures(score),
        _classes(score),
        _shares("confidence", reliability(score.quotes)),
        _shares("method", by_method(score.quotes)),
        _errors(score),
        _worst(score, misses),
    ]
    return "\n\n".join("\n".join(lines) for lines in map(list, sections) if lines)


def _figures(score: Score) -> Iterator[str]:
    counts = score.counts
    for name, value in score.figures.items():
        if name in RATIOS:
            above, below = RATIOS[name]
            behind = f"{counts[above]:,} of {counts[below]:,}"
        else:
            behind = f"{counts['judged']:,} quotes"
        yield f"{LABELS[name]:<{WIDTH}} {value:7.4f}   {behind}"


def _classes(score: Score) -> Iterator[str]:
    """Yield a line for each class of mention; the full names are counted by themselves."""
    if not score.segments:
        return
    titles = "".join(f"{title:>12}" for title in CLASS_FIGURES.values())
    yield f"{'by what names the speaker':<26}{'quotes':>8}{titles}{'of names':>10}"
    for mention_class, label in CLASSES.items():
        own = score.of_class(mention_class)
        values = "".join(f"{_share(own.ratio(name)):>12}" for name in CLASS_FIGURES)
        yield f"{label:<26}{len(own.segments):>8,}{values}{len(own.names):>10,}"


def _shares(of: str, shares: Sequence[Share]) -> Iterator[str]:
    if shares:
        yield f"{of:<26}{'quotes':>8}{'confidence':>12}{'right':>12}"
    for share in shares:
        of = f"{share.of} …" if share.of[0].isdecimal() else share.of
        yield f"{of:<26}{share.quotes:>8,}{share.confidence:>12.4f}{share.right:>12.4f}"


def _errors(score: Score) -> Iterator[str]:
    counts = error_counts(score)
    if counts:
        yield f"{'errors':<{WIDTH}} {'count':>7}{'share':>9}"
    for kind, count in counts.items():
        yield f"{kind:<{WIDTH}} {count:>7,}{count / len(score.misses):>9.1%}"


def _worst(score: Score, number: int) -> Iterator[str]:
    chosen = worst_first(score.misses)[:number]
    if chosen:
        yield f"the worst {len(chosen):,} of {len(score.misses):,} errors"
    for place, miss in enumerate(chosen, start=1):
        yield from _miss(place, miss)


def _miss(place: int, miss: Miss) -> Iterator[str]:
    yield ""
    yield f"{place}. {miss.kind.value}{_sureness(miss)}"
    yield f"   {miss.article}, {miss.start}–{miss.end}"
    yield f"   “{_shortened(miss.words)}”"
    yield f"   expected: {_shortened(miss.expected or _nobody(miss))}"
    if miss.kind is not MissKind.MISSED:
        yield f"   given:    {_shortened(miss.given or 'nobody')}"


def _sureness(miss: Miss) -> str:
    return "" if miss.confidence is None else f" ({miss.confidence:.2f}, {miss.method})"


def _nobody(miss: Miss) -> str:
    return "nobody's words" if miss.kind is MissKind.NOT_A_QUOTE else "nobody"


def _shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_WORDS else f"{plain[: LONGEST_WORDS - 2]} …"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"
