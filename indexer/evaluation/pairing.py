"""Which part found is which gold segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.evaluation.gold import matches, overlap, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.evaluation.gold import GoldSegment
    from indexer.models import Quote, Span


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a quote that was found, without marks and white space at its ends."""

    span: Span
    quote: Quote


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold segment, the number of the first part that matches it, and of all that overlap it."""

    segment: GoldSegment
    hit: int | None
    near: tuple[int, ...]


def parts_of(text: str, quotes: Sequence[Quote]) -> list[Part]:
    """Return the parts of all quotes, in order."""
    return [Part(trimmed(text, part), quote) for quote in quotes for part in quote.parts]


def pair(segments: Sequence[GoldSegment], parts: Sequence[Part]) -> Iterator[Pair]:
    """Yield each segment with the parts found for it."""
    for segment in segments:
        near = [n for n, part in enumerate(parts) if overlap(part.span, segment.span)]
        hit = next((n for n in near if matches(parts[n].span, segment.span)), None)
        yield Pair(segment, hit, tuple(near))
