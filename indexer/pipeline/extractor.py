"""From an article to the records that the store takes: the only composer of the stages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.attribution import Attributor
from indexer.documents import Parser, Parsing
from indexer.models import IndexedArticle, Quote, Span, quote_id, quote_text
from indexer.paragraphs import find_paragraphs
from indexer.quotations import find_quotations
from indexer.speakers import certainty, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.models import Article, Attribution, Quotation, Tokens

USUAL = Parsing()


class Extractor:
    """Finds the quotes of articles. Loads a model: raises ModelMissing or ModelUnsuitable."""

    def __init__(self, parsing: Parsing = USUAL) -> None:
        self._parser = Parser(parsing)
        self._attributor = Attributor()

    def extract(self, articles: Iterable[Article]) -> Iterator[IndexedArticle]:
        """Yield each article with its quotes, in order."""
        for article in articles:
            yield IndexedArticle(article, self._quotes(article))

    def _quotes(self, article: Article) -> tuple[Quote, ...]:
        paragraphs = find_paragraphs(article.text)
        quotations = find_quotations(article.text, paragraphs)
        if not quotations:
            return ()
        tokens = self._parser.parse(article.text, paragraphs, quotations)
        attributions = self._attributor.attribute(tokens, quotations)
        return quotes_of(article, tokens, quotations, attributions)


def quotes_of(
    article: Article,
    tokens: Tokens,
    quotations: Sequence[Quotation],
    attributions: Sequence[Attribution],
) -> tuple[Quote, ...]:
    """Return the records of what was attributed, in order; `quotations` are all that were found.

    A quote's confidence covers the speaker: that the mention is right, and leads to that speaker.
    """
    quoted = [part for quotation in quotations for part in quotation.parts]
    identities = resolve(tokens, attributions, quoted)
    document = article.id
    seen: dict[str, int] = {}
    quotes = []
    for mentioned, identity in zip(attributions, identities, strict=True):
        words = quote_text(article.text, mentioned.quotation.parts)
        occurrence = seen.get(words, 0)
        seen[words] = occurrence + 1
        identifier = quote_id(document, words, occurrence)
        context = _context(tokens, mentioned.quotation.span)
        sure = round(mentioned.confidence * certainty(identity), 4)
        attribution = replace(mentioned, confidence=sure)
        quotes.append(Quote(identifier, attribution, identity.speaker, identity.role, context))
    return tuple(quotes)


def _context(tokens: Tokens, span: Span) -> Span:
    """Return the span of the sentences that the quotation stands in, marks included."""
    first = bisect_left(tokens.end, span.start)
    last = bisect_right(tokens.start, span.end) - 1
    if first > last:
        return span
    start = tokens.start[tokens.sentences[tokens.sentence[first]].start]
    end = tokens.end[tokens.sentences[tokens.sentence[last]].end - 1]
    return Span(min(span.start, start), max(span.end, end))
