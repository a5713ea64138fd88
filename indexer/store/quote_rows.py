"""The rows of quotes and of their parts, and how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.models import quote_text
from indexer.store.appearances import identity_of
from indexer.store.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlite_utils import Database

    from indexer.models import Article, IndexedArticle, Quote, Span
    from indexer.store.identity import Placed

INSERT_QUOTES = """
INSERT INTO quotes (
  id, document_id, kind, text, start_char, end_char, speaker_id, speaker_name,
  mention, mention_start, mention_end, role, cue, cue_start, cue_end, method, confidence,
  publication_id, published, context_start, context_end, appearance_id
) VALUES {rows}
"""

INSERT_PARTS = """
INSERT INTO quote_parts (quote_id, position, start_char, end_char, text) VALUES {rows}
"""


def insert_quotes(
    db: Database,
    articles: Iterable[tuple[IndexedArticle, int | None, Mapping[tuple[str, str], Placed]]],
) -> None:
    """Insert all quotes of articles whose own rows are there.

    With each article come the row of its outlet and the places of all its speakers.
    """
    rows: list[tuple[object, ...]] = []
    parts: list[tuple[object, ...]] = []
    for indexed, publication_id, placed in articles:
        for quote in indexed.quotes:
            place = placed[identity_of(quote.speaker)] if quote.speaker else None
            rows.append(_quote_row(quote, indexed.article, publication_id, place))
            parts.extend(_part_rows(quote, indexed.article))
    insert_rows(db, INSERT_QUOTES, rows)
    insert_rows(db, INSERT_PARTS, parts)


def _part_rows(quote: Quote, article: Article) -> Iterator[tuple[object, ...]]:
    for position, part in enumerate(quote.parts):
        yield quote.id, position, part.start, part.end, part.of(article.text)


def _quote_row(
    quote: Quote, article: Article, publication_id: int | None, place: Placed | None
) -> tuple[object, ...]:
    attribution = quote.attribution
    span = attribution.quotation.span
    return (
        quote.id,
        article.id,
        attribution.kind.value,
        quote_text(article.text, quote.parts),
        *span,
        *((place.speaker_id, place.speaker_name) if place else (None, None)),
        *_text_and_span(attribution.mention, article.text),
        quote.role,
        *_text_and_span(attribution.cue, article.text),
        attribution.method,
        attribution.confidence,
        publication_id,
        article.published,
        *quote.context,
        place.appearance_id if place else None,
    )


def _text_and_span(span: Span | None, text: str) -> tuple[str | None, int | None, int | None]:
    return (span.of(text), span.start, span.end) if span else (None, None, None)
