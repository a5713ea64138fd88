"""Writing indexed articles: every batch is one transaction, whole or not at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from indexer.models import domain_of
from indexer.store.appearances import appearances_of
from indexer.store.clusters import join
from indexer.store.database import transaction, translated_errors
from indexer.store.identity import Identities
from indexer.store.known_people import link_speakers
from indexer.store.outlets import Outlet, describe, enter
from indexer.store.quote_rows import insert_quotes
from indexer.store.revisions import keep_revision, was_before
from indexer.store.withdrawal import Touched, tidy, withdraw
from indexer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from indexer.models import Article, IndexedArticle
    from indexer.store.appearances import Appearance
    from indexer.store.identity import Placed

# A document that changed keeps its row: its revisions refer to it.
PUT_DOCUMENT = """
INSERT INTO documents (
  id, source, url, title, author, publication_id, published, language, sha256, word_count,
  quote_count, indexed_at, indexer_version, text, name, published_raw, retrieved, outlet
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
  source = excluded.source, title = excluded.title, author = excluded.author,
  publication_id = excluded.publication_id, published = excluded.published,
  language = excluded.language, sha256 = excluded.sha256, word_count = excluded.word_count,
  quote_count = excluded.quote_count, indexed_at = excluded.indexed_at,
  indexer_version = excluded.indexer_version, text = excluded.text, name = excluded.name,
  published_raw = excluded.published_raw,
  retrieved = excluded.retrieved, outlet = excluded.outlet
"""

LAST_QUOTE = "SELECT max(rowid) FROM quotes"

WORTH_MERGING = 0.1
"""The share of all quotes that a run has to add for the full-text indexes to be merged."""

ROWS_ANALYSED = 1_000
"""Of each index, for its statistics: with all, every run would end later than the one before."""

FIND_DOCUMENT = "SELECT sha256 FROM documents WHERE id = ?"

FIND_PUBLICATION = "SELECT publication_id FROM documents WHERE id = ?"

FIND_TEXT = "SELECT 1 FROM documents WHERE sha256 = ? LIMIT 1"

FIND_KEPT_OUT = """
SELECT 1 FROM removal_keys JOIN removals ON removals.id = removal_id AND kept_out
WHERE key IN (?, ?)
"""

# By id or, where it has neither URL nor name and so is known by its words alone, by these.
REMEMBER_PAGE = """
INSERT OR IGNORE INTO pages (digest, document_id)
SELECT :page, id FROM documents WHERE id = :id OR sha256 = :sha256 ORDER BY id = :id DESC LIMIT 1
"""

UNCOMPARED = "SELECT DISTINCT document_id FROM quotes WHERE wording_id IS NULL LIMIT 50"

COUNT_FOR_PUBLICATION = """
UPDATE publications SET quote_count = quote_count + ?, document_count = document_count + 1
WHERE id = ?
"""

COUNT_FOR_SPEAKER = """
UPDATE speakers SET
  quote_count = quote_count + :quotes,
  document_count = document_count + 1,
  first_quoted = coalesce(min(first_quoted, :published), first_quoted, :published),
  last_quoted = coalesce(max(last_quoted, :published), last_quoted, :published)
WHERE id = :id
"""


class Standing(Enum):
    """How an article stands to the database."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    KEPT_OUT = "kept out"


@dataclass(frozen=True, slots=True)
class Totals:
    """What a batch did, in articles; `quotes` and `attributed` are those of new and changed ones.

    Those that are `known` (there already, or a text that their document had before) or `kept_out`
    (removed for good) leave everything as it is.
    """

    documents: int = 0
    quotes: int = 0
    attributed: int = 0
    known: int = 0
    changed: int = 0
    kept_out: int = 0

    def __add__(self, other: Totals) -> Totals:
        """Return the sum, count by count."""
        return Totals(
            self.documents + other.documents,
            self.quotes + other.quotes,
            self.attributed + other.attributed,
            self.known + other.known,
            self.changed + other.changed,
            self.kept_out + other.kept_out,
        )


@dataclass(frozen=True, slots=True)
class _Pending:
    """An article whose quotes wait until it is decided who its speakers are.

    `profiles` are those that its speakers entered.
    """

    indexed: IndexedArticle
    appearances: dict[tuple[str, str], Appearance]
    profiles: dict[tuple[str, str], int | None]


class Writer:
    """The one writer of a database that `create_or_open` returned.

    `path` is named in errors. Raises DatabaseFull, DatabaseLocked or DatabaseReadOnly; whatever was
    written before the failing batch stays.
    """

    def __init__(self, db: Database, path: Path | str) -> None:
        self._db = db
        self._path = path
        self._outlets: set[int] = set()
        self._pending: list[_Pending] = []
        self._left: list[Touched] = []
        self._uncompared: list[str] = []

    def standing(self, article: Article) -> Standing:
        """Return whether this article is new, known, changed, or to be kept out.

        A text that its document had before is known: otherwise two versions of an article that lie
        in one folder would replace each other in every run.
        """
        with translated_errors(self._path):
            row = self._db.execute(FIND_DOCUMENT, [article.id]).fetchone()
            if row == (article.sha256,) or (row is None and self._is_known_by_text(article)):
                return Standing.KNOWN
            if row and was_before(self._db, article.id, article.sha256):
                return Standing.KNOWN
            if self._db.execute(FIND_KEPT_OUT, [article.id, article.sha256]).fetchone():
                return Standing.KEPT_OUT
            return Standing.CHANGED if row else Standing.NEW

    def write(self, batch: Iterable[IndexedArticle]) -> Totals:
        """Add a batch of articles in one transaction; what has changed becomes a revision."""
        with transaction(self._db, self._path):
            for before in (self._outlets, self._pending, self._left, self._uncompared):
                before.clear()
            self._identities = Identities(self._db)
            totals = sum((self._write_article(indexed) for indexed in batch), Totals())
            self._finish()
            # Once for all: an outlet may have been met on thousands of domains.
            for outlet in self._outlets:
                describe(self._db, outlet)
            join(self._db, self._uncompared)
            return totals

    def compare_earlier(self) -> Iterator[int]:
        """Let the quotes of an older database join clusters; yield how many have, again and again.

        Those of some articles at a time, each time in one transaction: the next run goes on where
        this one ends.
        """
        compared = 0
        while earlier := [row[0] for row in self._db.execute(UNCOMPARED)]:
            with transaction(self._db, self._path):
                compared += join(self._db, earlier)
            yield compared

    def remember(self, article: Article) -> None:
        """Take note of the page of a known article, which need not be read again then."""
        if article.page:
            with transaction(self._db, self._path):
                self._remember_page(article)

    def optimize(self, added: int) -> None:
        """Refresh the statistics that the query planner uses, after so many quotes were added.

        The full-text indexes are merged only where these are a good share of all: it takes seconds
        for millions, and SQLite merges some as it goes.
        """
        with transaction(self._db, self._path):
            last = self._db.execute(LAST_QUOTE).fetchone()[0] or 0
            if added >= last * WORTH_MERGING:
                merge_full_text(self._db)
            refresh_statistics(self._db)

    def _is_known_by_text(self, article: Article) -> bool:
        # What has neither URL nor name (standard input) is known by its words alone.
        nameless = article.url is None and article.name is None
        return nameless and bool(self._db.execute(FIND_TEXT, [article.sha256]).fetchone())

    def _write_article(self, indexed: IndexedArticle) -> Totals:
        # Asked again: since the articles were chosen another writer may have added them.
        standing = self.standing(indexed.article)
        if standing is Standing.KNOWN:
            self._remember_page(indexed.article)
            return Totals(known=1)
        if standing is Standing.KEPT_OUT:
            return Totals(kept_out=1)
        attributed = sum(quote.speaker is not None for quote in indexed.quotes)
        found = Totals(quotes=len(indexed.quotes), attributed=attributed)
        if standing is Standing.NEW:
            self._insert(indexed)
            return found + Totals(documents=1)
        self._replace(indexed)
        return found + Totals(changed=1)

    def _insert(self, indexed: IndexedArticle) -> None:
        publication_id = self._publication(indexed)
        self._put_document(indexed, publication_id)
        appearances = appearances_of(indexed)
        profiles = {own: self._identities.enter(them) for own, them in appearances.items()}
        self._pending.append(_Pending(indexed, appearances, profiles))
        self._uncompared.append(indexed.article.id)
        self._remember_page(indexed.article)

    def _finish(self) -> None:
        """Decide who the speakers are, and write what waits for that."""
        self._identities.settle()
        insert_quotes(self._db, self._placed())
        for touched in self._left:
            tidy(self._db, touched)
            self._identities.changed.update(touched.speakers)
        link_speakers(self._db, sorted(self._identities.changed))
        self._pending.clear()
        self._left.clear()

    def _remember_page(self, article: Article) -> None:
        if article.page:
            values = {"page": article.page, "id": article.id, "sha256": article.sha256}
            self._db.execute(REMEMBER_PAGE, values)

    def _replace(self, indexed: IndexedArticle) -> None:
        # The same article twice in a batch: its quotes have to be there before they are kept.
        if any(pending.indexed.article.id == indexed.article.id for pending in self._pending):
            self._finish()
        keep_revision(self._db, indexed.article.id, _now())
        self._left.append(withdraw(self._db, indexed.article.id, self._identities))
        self._insert(indexed)

    def _publication(self, indexed: IndexedArticle) -> int | None:
        name = indexed.article.publication
        if not name:
            return None
        row = enter(self._db, Outlet(name, domain_of(indexed.article.url)))
        self._db.execute(COUNT_FOR_PUBLICATION, [len(indexed.quotes), row])
        self._outlets.add(row)
        return row

    def _put_document(self, indexed: IndexedArticle, publication_id: int | None) -> None:
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
            _now(),
            __version__,
            article.text,
            article.name,
            article.published_raw,
            article.retrieved,
            article.publication or None,
        )
        self._db.execute(PUT_DOCUMENT, row)

    def _placed(
        self,
    ) -> Iterator[tuple[IndexedArticle, int | None, dict[tuple[str, str], Placed]]]:
        """Place all that wait; yield each article with its outlet's row and its speakers'."""
        entered = [
            (them, pending.profiles[own])
            for pending in self._pending
            for own, them in pending.appearances.items()
        ]
        places = iter(self._identities.place(entered))
        for pending in self._pending:
            article, own = pending.indexed.article, pending.appearances
            placed = dict(zip(own, islice(places, len(own)), strict=True))
            self._count(article, own, placed)
            # Asked again: an outlet that was met since may have moved the article to another row.
            (publication_id,) = self._db.execute(FIND_PUBLICATION, [article.id]).fetchone()
            yield pending.indexed, publication_id, placed

    def _count(
        self,
        article: Article,
        appearances: dict[tuple[str, str], Appearance],
        placed: dict[tuple[str, str], Placed],
    ) -> None:
        """Count an article and its quotes for its speakers."""
        counts: Counter[int] = Counter()
        for own, them in appearances.items():
            counts[placed[own].speaker_id] += them.quotes
        values = [
            {"id": speaker, "quotes": count, "published": article.published}
            for speaker, count in counts.items()
        ]
        self._db.conn.executemany(COUNT_FOR_SPEAKER, values)


def merge_full_text(db: Database) -> None:
    """Merge the full-text indexes, in a transaction that is open: deleted words are gone then."""
    db.execute("INSERT INTO quotes_fts (quotes_fts) VALUES ('optimize')")
    db.execute("INSERT INTO speaker_names_fts (speaker_names_fts) VALUES ('optimize')")


def refresh_statistics(db: Database) -> None:
    """Refresh the statistics of every index, from some of its rows."""
    db.execute(f"PRAGMA analysis_limit = {ROWS_ANALYSED}")
    db.execute("ANALYZE")


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
