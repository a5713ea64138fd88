"""What is parsed as one text: a paragraph, or as much of it as is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

LONGEST_PASSAGE = 5_000
"""Characters that are parsed at once; no paragraph of news is longer."""

UNBROKEN = re.compile(r"\S{300}")
"""No word: on runs of marks the tokenizer's time grows with their square, so they are cut."""


@dataclass(frozen=True)
class Passage:
    """The pieces of an article's text that are parsed as one; none if nothing of it is.

    They are in order, and each ends before a word. Offsets are characters of the article.
    """

    pieces: tuple[Span, ...]

    def words(self, text: str) -> str:
        """Return what is parsed: the pieces of the article's text, joined as they are."""
        return "".join(piece.of(text) for piece in self.pieces)

    def offsets(self, positions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where in the article characters of the parsed text stand."""
        begins = list(accumulate((piece.end - piece.start for piece in self.pieces), initial=0))
        moved = [piece.start - begin for piece, begin in zip(self.pieces, begins, strict=False)]
        piece = np.searchsorted(begins[1:-1], positions, side="right")
        return positions + np.array(moved, dtype=np.int64)[piece]


def whole(text: str, paragraphs: Iterable[Span]) -> tuple[Passage, ...]:
    """Return passages with all words of the paragraphs."""
    return tuple(Passage((stretch,)) for stretch in stretches(text, paragraphs))


def stretches(text: str, paragraphs: Iterable[Span]) -> Iterator[Span]:
    """Yield every paragraph whole, or in several stretches where it is over-long."""
    for paragraph in paragraphs:
        start = paragraph.start
        for run in UNBROKEN.finditer(text, *paragraph):
            yield from _cut_at_spaces(text, Span(start, run.end()))
            start = run.end()
        if start < paragraph.end:
            yield from _cut_at_spaces(text, Span(start, paragraph.end))


def _cut_at_spaces(text: str, stretch: Span) -> Iterator[Span]:
    start = stretch.start
    while stretch.end - start > LONGEST_PASSAGE:
        cut = text.rfind(" ", start + 1, start + LONGEST_PASSAGE)
        cut = cut if cut > start else start + LONGEST_PASSAGE
        yield Span(start, cut)
        start = cut
    yield Span(start, stretch.end)
