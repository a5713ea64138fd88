"""What counts as right: the quoted segments of an annotated article, and whose words each is.

A gold segment is what stands between a pair of double quotation marks and, for at least six tenths,
inside the content of an attribution; where the annotation gives parts with their kind, the parts
themselves. A quoted segment that nobody is said to have said is a distractor: a title, a nickname,
a term, scare quotes. Segments are found here by a plain walk of their own, not by the product's
scanner, so that the scanner is measured too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.corpus import AnnotatedArticle, AnnotatedQuote
    from indexer.evaluation.mentions import MentionClass

MARKS = re.compile(r"“|”|\"|``|''")
SHORTEST_UNCLOSED = 20
COVERED = 0.6
AROUND = "“”\"‘’'` \n\u00a0"


@dataclass(frozen=True, slots=True)
class Label:
    """Who said a quotation, by full name (None: nobody can be told), and its kind.

    `mention_class` and `sure` only where a person said so.
    """

    speaker: str | None
    kind: str
    mention_class: MentionClass | None = None
    sure: bool | None = None


@dataclass(frozen=True, slots=True)
class GoldSegment:
    """A quoted segment without its marks; `quote` is None for a distractor.

    `label` only where the corpus, or a file of names beside it, has the full name.
    """

    span: Span
    quote: AnnotatedQuote | None
    label: Label | None = None

    @property
    def sources(self) -> tuple[Span, ...]:
        """The annotated words that name the speaker; none of a distractor."""
        return self.quote.sources if self.quote else ()


def gold_segments(annotated: AnnotatedArticle) -> tuple[GoldSegment, ...]:
    """Return the gold segments and distractors of an article, in order."""
    text = annotated.article.text
    exact = [
        GoldSegment(trimmed(text, content), quote, Label(quote.speaker, quote.kind))
        for quote in annotated.quotes
        if quote.kind
        for content in quote.contents
    ]
    walked = [trimmed(text, span) for span in quoted_segments(text)]
    others = [
        GoldSegment(span, _annotation_of(span, annotated.quotes))
        for span in walked
        if not any(overlap(span, segment.span) for segment in exact)
    ]
    return tuple(sorted(exact + others, key=lambda segment: segment.span))


def quoted_segments(text: str) -> Iterator[Span]:
    """Yield what stands between double quotation marks, paragraph by paragraph.

    What is still open at the end of its paragraph runs to that end.
    """
    for paragraph in re.finditer(r"[^\n]+", text):
        opened: int | None = None
        for mark in MARKS.finditer(text, *paragraph.span()):
            if opened is None and mark.group() != "”":
                opened = mark.end()
            elif opened is not None and mark.group() not in ("“", "``"):
                yield from _if_any(Span(opened, mark.start()))
                opened = None
        if opened is not None and paragraph.end() - opened > SHORTEST_UNCLOSED:
            yield Span(opened, paragraph.end())


def _if_any(span: Span) -> Iterator[Span]:
    if span.end > span.start:
        yield span


def trimmed(text: str, span: Span) -> Span:
    """Return the span without marks and white space at its ends."""
    start, end = span
    while start < end and text[start] in AROUND:
        start += 1
    while end > start and text[end - 1] in AROUND:
        end -= 1
    return Span(start, end)


def matches(span: Span, gold: Span) -> bool:
    """Whether a part found is the gold segment: nearly the same span, a short one more loosely."""
    least = 0.6 if gold.end - gold.start < 25 else 0.8
    union = max(span.end, gold.end) - min(span.start, gold.start)
    return union > 0 and overlap(span, gold) / union >= least


def _annotation_of(span: Span, quotes: Sequence[AnnotatedQuote]) -> AnnotatedQuote | None:
    def cover(quote: AnnotatedQuote) -> int:
        return sum(overlap(span, content) for content in quote.contents)

    best = max(quotes, key=cover, default=None)
    enough = best is not None and cover(best) >= COVERED * (span.end - span.start)
    return best if enough else None


def overlap(one: Span, other: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))
