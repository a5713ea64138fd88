"""Writing indexed articles: every batch is one transaction, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from indexer.models import SpeakerKind, domain_of, quote_text
from indexer.store.database import translated_errors
from indexer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sqlite_utils import Database

    from indexer.models import Article, IndexedArticle, Quote, Span, Speaker

INSERT_DOCUMENT = """
INSERT INTO documents (
  id, source, url, title, author, publication_id, published, language, sha256, word_count,
  quote_count, indexed_at, indexer_version, text
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

INSERT_QUOTE = """
INSERT INTO quotes (
  id, document_id, kind, text, start_char, end_char, speaker_id, speaker_name,
  mention, mention_start, mention_end, role, cue, cue_start, cue_end, method, confidence,
  publication_id, published, context_start, context_end
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

INSERT_PART = """
INSERT INTO quote_parts (quote_id, position, start_char, end_char, text) VALUES (?, ?, ?, ?, ?)
"""

FIND_DOCUMENT = "SELECT 1 FROM documents WHERE id = ?"

FIND_TEXT = "SELECT 1 FROM documents WHERE sha256 = ? LIMIT 1"

FIND_PUBLICATION = "SELECT id FROM publications WHERE name = ?"

INSERT_PUBLICATION = "INSERT INTO publications (name, domain) VALUES (?, ?) RETURNING id"

COUNT_FOR_PUBLICATION = """
UPDATE publications SET quote_count = quote_count + ?, document_count = document_count + 1
WHERE id = ?
"""

FIND_SPEAKER = """
SELECT id FROM speakers WHERE name = ? AND kind = ? AND coalesce(document_id, '') = ?
"""

INSERT_SPEAKER = "INSERT INTO speakers (name, kind, document_id) VALUES (?, ?, ?) RETURNING id"

INSERT_NAME = "INSERT OR IGNORE INTO speaker_names (speaker_id, name) VALUES (?, ?)"

COUNT_FOR_SPEAKER = """
UPDATE speakers SET
  quote_count = quote_count + :quotes,
  document_count = document_count + 1,
  first_quoted = coalesce(min(first_quoted, :published), first_quoted, :published),
  last_quoted = coalesce(max(last_quoted, :published), last_quoted, :published)
WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a batch added; documents that were already there are `known` and left as they are."""

    documents: int = 0
    quotes: int = 0
    attributed: int = 0
    known: int = 0

    def __add__(self, other: Totals) -> Totals:
        """Return the sum, count by count."""
        return Totals(
            self.documents + other.documents,
            self.quotes + other.quotes,
            self.attributed + other.attributed,
            self.known + other.known,
        )


class Writer:
    """The one writer of a database that `create_or_open` returned.

    `path` is named in errors. Raises DatabaseFull, DatabaseLocked or DatabaseReadOnly; whatever was
    written before the failing batch stays.
    """

    def __init__(self, db: Database, path: Path | str) -> None:
        self._db = db
        self._path = path

    def is_known(self, article: Article) -> bool:
        """Whether this article is in the database already."""
        with translated_errors(self._path):
            if self._db.execute(FIND_DOCUMENT, [article.id]).fetchone():
                return True
            # What has neither URL nor name (standard input) is known by its words alone.
            nameless = article.url is None and article.name is None
            return nameless and bool(self._db.execute(FIND_TEXT, [article.sha256]).fetchone())

    def write(self, batch: Iterable[IndexedArticle]) -> Totals:
        """Add a batch of articles in one transaction."""
        with translated_errors(self._path), self._db.atomic():
            return sum((self._write_article(indexed) for indexed in batch), Totals())

    def optimize(self) -> None:
        """Merge the full-text index and refresh the statistics that the query planner uses."""
        with translated_errors(self._path), self._db.atomic():
            self._db.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('optimize')")
            self._db.execute("ANALYZE")

    def _write_article(self, indexed: IndexedArticle) -> Totals:
        if self.is_known(indexed.article):
            return Totals(known=1)
        publication_id = self._publication(indexed)
        self._insert_document(indexed, publication_id)
        speaker_ids = self._speakers(indexed)
        self._insert_quotes(indexed, publication_id, speaker_ids)
        attributed = sum(quote.speaker is not None for quote in indexed.quotes)
        return Totals(documents=1, quotes=len(indexed.quotes), attributed=attributed)

    def _publication(self, indexed: IndexedArticle) -> int | None:
        name = indexed.article.publication
        if not name:
            return None
        row = self._db.execute(FIND_PUBLICATION, [name]).fetchone()
        if row is None:
            domain = domain_of(indexed.article.url)
            row = self._db.execute(INSERT_PUBLICATION, [name, domain]).fetchone()
        self._db.execute(COUNT_FOR_PUBLICATION, [len(indexed.quotes), row[0]])
        return int(row[0])

    def _insert_document(self, indexed: IndexedArticle, publication_id: int | None) -> None:
        article = indexed.article
        row = (
            article.id,
            article.source,
            article.url,
            article.title,
            article.author,
            publication_id,
            article.published,
            article.language,
            article.sha256,
            len(article.text.split()),
            len(indexed.quotes),
            datetime.now(timezone.utc).isoformat(timespec="seconds"),
            __version__,
            article.text,
        )
        self._db.execute(INSERT_DOCUMENT, row)

    def _speakers(self, indexed: IndexedArticle) -> dict[Speaker, int]:
        counts: dict[Speaker, int] = {}
        for quote in indexed.quotes:
            if quote.speaker is not None:
                counts[quote.speaker] = counts.get(quote.speaker, 0) + 1
        ids = {speaker: self._speaker(speaker, indexed.article) for speaker in counts}
        quotes_by_id: dict[int, int] = {}
        for speaker, count in counts.items():
            quotes_by_id[ids[speaker]] = quotes_by_id.get(ids[speaker], 0) + count
        for speaker_id, count in quotes_by_id.items():
            values = {"id": speaker_id, "quotes": count, "published": indexed.article.published}
            self._db.execute(COUNT_FOR_SPEAKER, values)
        return ids

    def _speaker(self, speaker: Speaker, article: Article) -> int:
        scope = None if _has_name(speaker) else article.id
        identity = [speaker.name, speaker.kind.value]
        row = self._db.execute(FIND_SPEAKER, [*identity, scope or ""]).fetchone()
        if row is None:
            row = self._db.execute(INSERT_SPEAKER, [*identity, scope]).fetchone()
        for name in (speaker.name, *speaker.names):
            self._db.execute(INSERT_NAME, [row[0], name])
        return int(row[0])

    def _insert_quotes(
        self,
        indexed: IndexedArticle,
        publication_id: int | None,
        speaker_ids: Mapping[Speaker, int],
    ) -> None:
        article = indexed.article
        for quote in indexed.quotes:
            speaker_id = speaker_ids[quote.speaker] if quote.speaker else None
            row = _quote_row(quote, article, publication_id, speaker_id)
            self._db.execute(INSERT_QUOTE, row)
            for position, part in enumerate(quote.parts):
                part_row = (quote.id, position, part.start, part.end, part.of(article.text))
                self._db.execute(INSERT_PART, part_row)


def _quote_row(
    quote: Quote, article: Article, publication_id: int | None, speaker_id: int | None
) -> tuple[object, ...]:
    attribution = quote.attribution
    span = attribution.quotation.span
    return (
        quote.id,
        article.id,
        attribution.kind.value,
        quote_text(article.text, quote.parts),
        *span,
        speaker_id,
        quote.speaker.name if quote.speaker else None,
        *_text_and_span(attribution.mention, article.text),
        quote.role,
        *_text_and_span(attribution.cue, article.text),
        attribution.method,
        attribution.confidence,
        publication_id,
        article.published,
        *quote.context,
    )


def _has_name(speaker: Speaker) -> bool:
    """Whether the speaker has a name of their own, and so may be the same in another article.

    “A senior aide”, “residents”, “the report” and “the company” are nobody outside their article.
    """
    if speaker.kind is SpeakerKind.ORGANIZATION:
        return not speaker.name[:1].islower()
    return speaker.kind is SpeakerKind.PERSON


def _text_and_span(span: Span | None, text: str) -> tuple[str | None, int | None, int | None]:
    return (span.of(text), span.start, span.end) if span else (None, None, None)
