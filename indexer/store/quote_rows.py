"""The rows of quotes and of their parts, and how they are written."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from indexer.models import quote_text
from indexer.store.appearances import identity_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlite_utils import Database

    from indexer.models import Article, IndexedArticle, Quote, Span
    from indexer.store.identity import Placed

INSERT_QUOTES = """
INSERT INTO quotes (
  id, document_id, kind, text, start_char, end_char, speaker_id, speaker_name,
  mention, mention_start, mention_end, role, cue, cue_start, cue_end, method, confidence,
  publication_id, published, context_start, context_end, appearance_id
) VALUES
"""

ONE_QUOTE = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

QUOTES_AT_ONCE = 100
"""Quotes that one statement inserts: the full-text index writes to its tables after each statement,
which takes ten times as long as the rows themselves.
"""

INSERT_PART = """
INSERT INTO quote_parts (quote_id, position, start_char, end_char, text) VALUES (?, ?, ?, ?, ?)
"""


def insert_quotes(
    db: Database,
    indexed: IndexedArticle,
    publication_id: int | None,
    placed: Mapping[tuple[str, str], Placed],
) -> None:
    """Insert all quotes of an article whose own row is there; `placed` has all their speakers."""
    article = indexed.article
    rows: list[tuple[object, ...]] = []
    parts: list[tuple[object, ...]] = []
    for quote in indexed.quotes:
        place = placed[identity_of(quote.speaker)] if quote.speaker else None
        rows.append(_quote_row(quote, article, publication_id, place))
        parts.extend(_part_rows(quote, article))
    for first in range(0, len(rows), QUOTES_AT_ONCE):
        some = rows[first : first + QUOTES_AT_ONCE]
        statement = INSERT_QUOTES + ", ".join([ONE_QUOTE] * len(some))
        db.execute(statement, list(chain.from_iterable(some)))
    db.conn.executemany(INSERT_PART, parts)


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
