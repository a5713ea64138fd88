"""Who might have said it: the noun phrases around a quotation that could name its speaker."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.attribution.layout import SUBJECTS
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


@dataclass(frozen=True, slots=True)
class Candidate:
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
            heads = _heads(layout, max(start, window.start), min(end, window.end))
            found += [Candidate(h, offset) for h in heads if not offset or _stands_out(layout, h)]
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


def _heads(layout: Layout, start: int, end: int) -> tuple[int, ...]:
    return layout.heads[bisect_left(layout.heads, start) : bisect_left(layout.heads, end)]


def _stands_out(layout: Layout, token: int) -> bool:
    """Whether a phrase of another paragraph may still be whom the quotation leans on.

    Subjects and names may; so may a phrase that heads its own sentence (a signature, a caption).
    """
    tokens = layout.tokens
    return (
        tokens.dep[token] in SUBJECTS
        or tokens.dep[token] in ("ROOT", "appos")
        or tokens.tag[token] in ("NNP", "NNPS")
    )
