"""Scoring an article: what was found in it, held against its annotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.evaluation.calibration import QuoteOutcome
from indexer.evaluation.gold import gold_segments, overlap, quoted_segments
from indexer.evaluation.judging import (
    names_somebody,
    quote_right,
    same_full_name,
    speaker_name,
    speaker_right,
)
from indexer.evaluation.mentions import mention_class
from indexer.evaluation.misses import boundaries, missed, misses_of_found, not_a_quote
from indexer.evaluation.names import labelled
from indexer.evaluation.pairing import pair, parts_of
from indexer.evaluation.score import NameOutcome, Score, SegmentOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.corpus import AnnotatedArticle
    from indexer.evaluation.gold import GoldSegment
    from indexer.evaluation.mentions import MentionClass
    from indexer.evaluation.misses import Miss
    from indexer.evaluation.names import NamedQuotation
    from indexer.evaluation.pairing import Pair, Part
    from indexer.models import Quote


@dataclass(frozen=True, slots=True)
class _Item:
    """An attributed segment, what was found for it, and how the text names its speaker."""

    segment: GoldSegment
    quote: Quote | None
    mention_class: MentionClass


def score_article(
    annotated: AnnotatedArticle, quotes: Sequence[Quote], names: Sequence[NamedQuotation] = ()
) -> Score:
    """Return the score of the quotes found in an article, by whatever found them.

    `names` add full names to the annotation of this article. Raises CorpusError where one is of no
    annotated quotation.
    """
    text = annotated.article.text
    parts = parts_of(text, quotes)
    pairs = list(pair(labelled(annotated, gold_segments(annotated), names), parts))
    attributed = [found for found in pairs if found.segment.quote is not None]
    distractors = [found for found in pairs if found.segment.quote is None]
    items = list(_items(text, attributed, parts))
    labels = (_name_outcome(item) for item in items)
    return Score(
        articles=1,
        parts=len(parts),
        matched=len({found.hit for found in attributed} - {None}),
        distractors=len(distractors),
        distractors_emitted=sum(found.hit is not None for found in distractors),
        segments=tuple(_segment_outcome(text, item) for item in items),
        names=tuple(label for label in labels if label is not None),
        quotes=tuple(_quote_outcomes(text, attributed, parts, quotes)),
        misses=tuple(_misses(annotated, attributed, parts)),
    )


def _items(text: str, attributed: Sequence[Pair], parts: Sequence[Part]) -> Iterator[_Item]:
    quoted = tuple(quoted_segments(text))
    for found in attributed:
        segment = found.segment
        shown = mention_class(text, segment.span, segment.sources, quoted)
        yield _Item(segment, _quote_of(found, parts), shown)


def _quote_of(found: Pair, parts: Sequence[Part]) -> Quote | None:
    return None if found.hit is None else parts[found.hit].quote


def _segment_outcome(text: str, item: _Item) -> SegmentOutcome:
    sources, quote = item.segment.sources, item.quote
    return SegmentOutcome(
        mention_class=item.mention_class,
        sourced=bool(sources),
        found=quote is not None,
        given=quote is not None and names_somebody(quote),
        right=quote is not None and speaker_right(text, sources, quote),
    )


def _name_outcome(item: _Item) -> NameOutcome | None:
    label, quote = item.segment.label, item.quote
    if label is None:
        return None
    return NameOutcome(
        mention_class=label.mention_class or item.mention_class,
        sure=label.sure,
        right=quote is not None and same_full_name(speaker_name(quote), label.speaker),
        kind_right=None if quote is None else quote.attribution.kind.value == label.kind,
    )


def _quote_outcomes(
    text: str, attributed: Sequence[Pair], parts: Sequence[Part], quotes: Sequence[Quote]
) -> Iterator[QuoteOutcome]:
    """Yield what became of each quote whose speaker can be judged.

    It is judged by the segment that its first part with one overlaps most, whether or not the
    boundaries are right: the confidence doesn't speak of them.
    """
    segments = _segments_by_part(attributed, parts)
    for quote in quotes:
        own = (segments[n] for n, part in enumerate(parts) if part.quote is quote and n in segments)
        segment = next(own, None)
        right = quote_right(text, segment, quote) if segment else False
        if right is not None:
            yield QuoteOutcome(quote.attribution.method, quote.attribution.confidence, right)


def _segments_by_part(attributed: Sequence[Pair], parts: Sequence[Part]) -> dict[int, GoldSegment]:
    """Return by number of a part the segment that it overlaps most."""
    most: dict[int, tuple[int, GoldSegment]] = {}
    for found in attributed:
        for n in found.near:
            shared = overlap(parts[n].span, found.segment.span)
            if n not in most or shared > most[n][0]:
                most[n] = (shared, found.segment)
    return {n: segment for n, (_, segment) in most.items()}


def _misses(
    annotated: AnnotatedArticle, attributed: Sequence[Pair], parts: Sequence[Part]
) -> Iterator[Miss]:
    """Yield the errors of all segments, then those of the parts that are no segment.

    A part that overlaps a segment is no error of its own where the segment's own tells of it.
    """
    told = {found.hit for found in attributed}
    for found in attributed:
        quote = _quote_of(found, parts)
        if quote is not None:
            yield from misses_of_found(annotated, found.segment, quote)
            continue
        near = found.near[0] if found.near else None
        told.add(near)
        yield missed(annotated, found.segment, None if near is None else parts[near])
    near_segments = _segments_by_part(attributed, parts)
    for n, part in enumerate(parts):
        if n in told:
            continue
        if n in near_segments:
            yield boundaries(annotated, near_segments[n], part)
        else:
            yield not_a_quote(annotated, part)
