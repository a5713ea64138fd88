"""How far the confidence can be trusted, and how often each method is right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

K = TypeVar("K", int, str)

TENTHS = 10


@dataclass(frozen=True, slots=True)
class QuoteOutcome:
    """What became of one quote that was emitted; `right` says that its speaker is."""

    method: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many quotes there are of a kind, their mean confidence, and the share that is right.

    `of` says what kind: a method, or the lowest confidence of a tenth (“0.9”). Shares are of 1.
    """

    of: str
    quotes: int
    confidence: float
    right: float


def reliability(quotes: Iterable[QuoteOutcome]) -> tuple[Share, ...]:
    """Return the quotes by tenth of confidence, the lowest first; empty tenths are left out."""
    tenths = _grouped(quotes, lambda quote: min(TENTHS - 1, int(quote.confidence * TENTHS)))
    return tuple(_share(f"{tenth / TENTHS:.1f}", found) for tenth, found in sorted(tenths.items()))


def calibration_error(quotes: Iterable[QuoteOutcome]) -> float | None:
    """Return the expected calibration error over tenths of confidence; None without any quote.

    It is the mean, over the quotes, of the distance between mean confidence and share right in
    their tenth (Naeini, Cooper, Hauskrecht, AAAI 2015).
    """
    shares = reliability(quotes)
    total = sum(share.quotes for share in shares)
    distances = (share.quotes * abs(share.confidence - share.right) for share in shares)
    return sum(distances) / total if total else None


def by_method(quotes: Iterable[QuoteOutcome]) -> tuple[Share, ...]:
    """Return the quotes by the method that found their speaker, the most frequent first."""
    shares = [_share(name, found) for name, found in _grouped(quotes, lambda q: q.method).items()]
    return tuple(sorted(shares, key=lambda share: (-share.quotes, share.of)))


def _grouped(
    quotes: Iterable[QuoteOutcome], key: Callable[[QuoteOutcome], K]
) -> dict[K, list[QuoteOutcome]]:
    groups: defaultdict[K, list[QuoteOutcome]] = defaultdict(list)
    for quote in quotes:
        groups[key(quote)].append(quote)
    return groups


def _share(of: str, quotes: Sequence[QuoteOutcome]) -> Share:
    number = len(quotes)
    confidence = sum(quote.confidence for quote in quotes) / number
    return Share(of, number, confidence, sum(quote.right for quote in quotes) / number)
