"""From annotated articles to what the trees learn from."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.attribution.interruption import join_interrupted
from indexer.attribution.layout import lay_out
from indexer.evaluation.gold import gold_segments, matches, trimmed
from indexer.paragraphs import find_paragraphs
from indexer.quotations import find_quotations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.layout import Layout
    from indexer.attribution.lexicon import Lexicon
    from indexer.corpus import AnnotatedArticle, AnnotatedQuote
    from indexer.documents import Parser
    from indexer.evaluation.gold import GoldSegment
    from indexer.models import Quotation, Span, Tokens


@dataclass(frozen=True, slots=True)
class Example:
    """A parsed article with what was annotated of each of its quotations.

    `gold[q]` is the annotation of quotation q of the layout, None for a distractor. The tokens of
    cues and sources are those of its quotations; `report_cue_tokens` and `reported_tokens` (what is
    reported) those of all reports that were annotated, with quotations or without.
    """

    name: str
    layout: Layout
    gold: tuple[AnnotatedQuote | None, ...]
    cue_tokens: frozenset[int]
    source_tokens: frozenset[int]
    report_cue_tokens: frozenset[int]
    reported_tokens: frozenset[int]


@dataclass(frozen=True, slots=True)
class Parsed:
    """An annotated article with its tokens and bare quotations, before any word is judged."""

    annotated: AnnotatedArticle
    tokens: Tokens
    quotations: tuple[Quotation, ...]
    segments: tuple[GoldSegment, ...]


def parse(annotated: AnnotatedArticle, parser: Parser) -> Parsed:
    """Return the article scanned and parsed as the product does it."""
    text = annotated.article.text
    paragraphs = find_paragraphs(text)
    quotations = find_quotations(text, paragraphs)
    tokens = parser.parse(text, paragraphs, quotations)
    return Parsed(annotated, tokens, quotations, gold_segments(annotated))


def example(parsed: Parsed, lexicon: Lexicon | None) -> Example:
    """Return an article as an example; without a lexicon halves of quotations stay apart."""
    tokens, quotations = parsed.tokens, parsed.quotations
    if lexicon is not None:
        quotations = join_interrupted(tokens, quotations, lexicon)
    gold = tuple(_gold_of(tokens.text, quotation, parsed.segments) for quotation in quotations)
    found = [quote for quote in gold if quote is not None]
    reports = parsed.annotated.quotes
    return Example(
        name=parsed.annotated.name,
        layout=lay_out(tokens, quotations),
        gold=gold,
        cue_tokens=_tokens_in(tokens, [span for quote in found for span in quote.cues]),
        source_tokens=_tokens_in(tokens, [span for quote in found for span in quote.sources]),
        report_cue_tokens=_tokens_in(tokens, [span for quote in reports for span in quote.cues]),
        reported_tokens=_tokens_in(tokens, [span for quote in reports for span in quote.contents]),
    )


def _gold_of(
    text: str, quotation: Quotation, segments: Sequence[GoldSegment]
) -> AnnotatedQuote | None:
    for part in quotation.parts:
        span = trimmed(text, part)
        for segment in segments:
            if matches(span, segment.span):
                return segment.quote
    return None


def _tokens_in(tokens: Tokens, spans: Sequence[Span]) -> frozenset[int]:
    return frozenset(
        token
        for start, end in spans
        for token in range(bisect_left(tokens.start, start), bisect_left(tokens.start, end))
    )


def label(layout: Layout, head: int, quote: AnnotatedQuote) -> int | None:
    """Return 1 if the token heads an annotated source, 0 if it is none, None if it is inside one.

    Inside a source (“Jim Bopp, a member of the committee”) the other nouns are neither right nor
    wrong to choose.
    """
    tokens = layout.tokens

    def inside(token: int) -> bool:
        start, end = tokens.start[token], tokens.end[token]
        return any(start < source.end and end > source.start for source in quote.sources)

    if not inside(head):
        return 0
    above = tokens.head[head]
    return 1 if above == head or not inside(above) else None
