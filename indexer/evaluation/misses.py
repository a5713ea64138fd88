"""What went wrong, quotation by quotation, grouped by kind of error."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from indexer.evaluation.judging import (
    last_name_right,
    mention_right,
    names_somebody,
    same_full_name,
    speaker_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.corpus import AnnotatedArticle
    from indexer.evaluation.gold import GoldSegment
    from indexer.evaluation.pairing import Part
    from indexer.models import Quote, Span


class MissKind(str, Enum):
    """The kinds of error, in the order in which they are listed.

    `WRONG_MENTION` names the right person, and counts as right: the mention lies outside the
    annotated source, but the full name agrees or, where that is not known, the last. `WRONG_NAME`
    is only where full names are known: the mention is in the source, or the last name is.
    """

    MISSED = "missed"
    WRONG_BOUNDARIES = "wrong boundaries"
    NOT_A_QUOTE = "not a quote"
    NOBODY_GIVEN = "nobody given"
    WRONG_PERSON = "wrong person"
    WRONG_NAME = "right mention, wrong name"
    WRONG_MENTION = "wrong mention of the right person"
    WRONG_KIND = "wrong kind"


MINOR = frozenset((MissKind.WRONG_MENTION, MissKind.WRONG_KIND))
"""What leaves the quotation with the right person."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: what was expected of a quotation and what was given.

    `start` and `end` are offsets in the article of the words that the error is about: the annotated
    ones, or those emitted where nothing was annotated. `expected` and `given` are speakers (the
    mention is added to a given name), quoted words where the boundaries are wrong, or kinds. A
    quotation may have two errors: its speaker's and its kind's.
    """

    kind: MissKind
    article: str
    start: int
    end: int
    words: str
    expected: str | None = None
    given: str | None = None
    confidence: float | None = None
    method: str | None = None


def worst_first(misses: Iterable[Miss]) -> list[Miss]:
    """Return misses by the confidence with which they were given, minor ones last."""
    return sorted(misses, key=lambda miss: (miss.kind in MINOR, -(miss.confidence or 0.0)))


def missed(annotated: AnnotatedArticle, segment: GoldSegment, near: Part | None) -> Miss:
    """Return the error of a segment without a part that matches; `near` overlaps it."""
    if near is None:
        return _miss(
            annotated, MissKind.MISSED, segment.span, expected=_expected(annotated, segment)
        )
    return boundaries(annotated, segment, near)


def boundaries(annotated: AnnotatedArticle, segment: GoldSegment, part: Part) -> Miss:
    """Return the error of a part that overlaps a segment and doesn't match it."""
    text = annotated.article.text
    expected, given = segment.span.of(text), part.span.of(text)
    kind = MissKind.WRONG_BOUNDARIES
    return _miss(annotated, kind, segment.span, part.quote, expected=expected, given=given)


def not_a_quote(annotated: AnnotatedArticle, part: Part) -> Miss:
    """Return the error of a part that is nobody's words."""
    given = _given(annotated.article.text, part.quote)
    return _miss(annotated, MissKind.NOT_A_QUOTE, part.span, part.quote, given=given)


def misses_of_found(
    annotated: AnnotatedArticle, segment: GoldSegment, quote: Quote
) -> Iterator[Miss]:
    """Yield the errors, of speaker and kind, of a segment that was found."""
    text = annotated.article.text
    kind = _speaker_error(text, segment, quote)
    if kind is not None:
        expected, given = _expected(annotated, segment), _given(text, quote)
        yield _miss(annotated, kind, segment.span, quote, expected=expected, given=given)
    found = quote.attribution.kind.value
    if segment.label is not None and segment.label.kind != found:
        kind, expected = MissKind.WRONG_KIND, segment.label.kind
        yield _miss(annotated, kind, segment.span, quote, expected=expected, given=found)


def _speaker_error(text: str, segment: GoldSegment, quote: Quote) -> MissKind | None:
    sources, label = segment.sources, segment.label
    if label is None:
        return _mention_error(text, sources, quote) if sources else None
    if same_full_name(speaker_name(quote), label.speaker):
        elsewhere = quote.attribution.mention is not None and not mention_right(sources, quote)
        return MissKind.WRONG_MENTION if elsewhere and sources else None
    error = _mention_error(text, sources, quote)
    return MissKind.WRONG_NAME if error in (None, MissKind.WRONG_MENTION) else error


def _mention_error(text: str, sources: Sequence[Span], quote: Quote) -> MissKind | None:
    if not names_somebody(quote):
        return MissKind.NOBODY_GIVEN
    if mention_right(sources, quote):
        return None
    by_name = last_name_right(text, sources, quote)
    return MissKind.WRONG_MENTION if by_name else MissKind.WRONG_PERSON


def _expected(annotated: AnnotatedArticle, segment: GoldSegment) -> str | None:
    """Return the full name where it is known, else the words of the sources."""
    if segment.label is not None:
        return segment.label.speaker
    words = (source.of(annotated.article.text) for source in segment.sources)
    return "; ".join(words) or None


def _given(text: str, quote: Quote) -> str | None:
    name, mention = speaker_name(quote), quote.attribution.mention
    if mention is None:
        return name
    words = f"“{mention.of(text)}”"
    return words if name is None else f"{name} ({words})"


def _miss(
    annotated: AnnotatedArticle,
    kind: MissKind,
    span: Span,
    quote: Quote | None = None,
    *,
    expected: str | None = None,
    given: str | None = None,
) -> Miss:
    return Miss(
        kind=kind,
        article=annotated.name,
        start=span.start,
        end=span.end,
        words=span.of(annotated.article.text),
        expected=expected,
        given=given,
        confidence=quote.attribution.confidence if quote else None,
        method=quote.attribution.method if quote else None,
    )
