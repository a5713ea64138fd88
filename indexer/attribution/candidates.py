"""Who might have said it: the noun phrases around a quotation that could name its speaker."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.attribution.layout import Layout

PARAGRAPHS_BEFORE = 1
PARAGRAPHS_AFTER = 1
"""Of 2,794 annotated quotations 3 have their speaker two or three paragraphs before: those who go
on speaking, who are candidates from farther off.
"""

WINDOW = 500
MOST_CANDIDATES = 80
"""Tokens around a quotation, and phrases in them: news has fewer, a text without line ends more."""


class Candidate(NamedTuple):
    """A noun phrase by its head token, seen from one quotation.

    `paragraph` is 0 for a paragraph that the quotation stands in, -1 for the one before, and so on.
    """

    head: int
    paragraph: int


def find_candidates(
    layout: Layout, quotation: int, previous: int | None = None
) -> tuple[Candidate, ...]:
    """Return the candidates for a quotation in the order of the text.

    `previous` is the head of who spoke before: a candidate also where that is farther off.
    """
    parts = layout.parts[quotation]
    if not parts:
        return ()
    first = layout.tokens.paragraph[parts[0].start]
    last = layout.tokens.paragraph[parts[-1].start]
    window = near(parts, WINDOW)
    found = []
    for number in range(first - PARAGRAPHS_BEFORE, last + PARAGRAPHS_AFTER + 1):
        if 0 <= number < len(layout.tokens.paragraphs):
            offset = min(0, number - first) or max(0, number - last)
            start, end = layout.tokens.paragraphs[number]
            end = end if number <= last else _end_of_first_sentence(layout, start, end)
            heads = layout.prominent if offset else layout.heads
            first_head = bisect_left(heads, max(start, window.start))
            last_head = bisect_left(heads, min(end, window.end))
            found += [Candidate(head, offset) for head in heads[first_head:last_head]]
    return (*_goes_on(layout, previous, first, window), *_nearest(found, parts))


def _end_of_first_sentence(layout: Layout, start: int, end: int) -> int:
    """Return where the first sentence of a paragraph ends: a signature, or “Roe sat down.”"""
    return layout.sentence_of(start).end if start < end else end


def _goes_on(layout: Layout, previous: int | None, first: int, window: Span) -> Iterator[Candidate]:
    """Yield who spoke before, from the paragraphs where no others are candidates."""
    if previous is not None and previous >= window.start:
        offset = layout.tokens.paragraph[previous] - first
        if offset < -PARAGRAPHS_BEFORE:
            yield Candidate(previous, offset)


def near(parts: Sequence[Span], reach: int) -> Span:
    """Return the token span from `reach` tokens before the first part to as many after the last."""
    return Span(parts[0].start - reach, parts[-1].end + reach)


def _nearest(found: Sequence[Candidate], parts: Sequence[Span]) -> tuple[Candidate, ...]:
    """Return the candidates nearest to the quotation's ends, in order, where there are too many."""
    if len(found) <= MOST_CANDIDATES:
        return tuple(found)

    def distance(candidate: Candidate) -> int:
        return min(abs(candidate.head - parts[0].start), abs(candidate.head - parts[-1].end))

    kept = sorted(found, key=distance)[:MOST_CANDIDATES]
    return tuple(sorted(kept, key=lambda candidate: candidate.head))
