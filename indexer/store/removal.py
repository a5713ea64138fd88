"""Taking documents out with all that came from them, and keeping them out."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from indexer.errors import DocumentNotFound
from indexer.models import as_text
from indexer.store.database import open_for_change, transaction, translated_errors
from indexer.store.identity import Identities
from indexer.store.known_people import link_speakers
from indexer.store.memory import forget_fetches
from indexer.store.withdrawal import tidy, withdraw
from indexer.store.writer import merge_full_text, refresh_statistics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

FIND_DOCUMENTS = """
SELECT id, source, url, sha256, quote_count FROM documents
WHERE id = :name OR url = :name OR source = :name ORDER BY rowid
"""

FIND_REMOVED = """
SELECT document_id, source, url, sha256, 0 FROM removals
WHERE :name IN (document_id, url, source) GROUP BY document_id, sha256 ORDER BY id
"""

LOG = """
INSERT INTO removals (
  document_id, source, url, sha256, quote_count, kept_out, removed_at, removed_by, reason
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""

LOG_KEY = "INSERT INTO removal_keys (key, removal_id) VALUES (?, ?)"

TEXTS = """
SELECT sha256 FROM documents WHERE id = :id
UNION ALL SELECT sha256 FROM revisions WHERE document_id = :id
"""

DELETE_DOCUMENT = "DELETE FROM documents WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Removed:
    """A document that was taken out, or would be; `gone` if it had been taken out before."""

    id: str
    source: str
    url: str | None
    sha256: str
    quotes: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with the documents, and what the log is to say of it."""

    keep_out: bool = False
    by: str | None = None
    reason: str | None = None


def find_documents(path: Path | str, names: Iterable[str], order: Order) -> tuple[Removed, ...]:
    """Return what `remove` would take out; nothing is changed.

    Raises DocumentNotFound or DatabaseError.
    """
    with closing(open_for_change(path)) as db, translated_errors(path):
        return _find_all(db, path, names, order)


def remove(path: Path | str, names: Iterable[str], order: Order) -> tuple[Removed, ...]:
    """Take out the documents that have the names, each an id, a URL or a source; return them.

    With them go their quotes, revisions, and the speakers, names and outlets that nothing else in
    the database has; their words are overwritten in the file. If they are kept out, no article of
    the same URL or the same text is added again. All is one transaction. Raises DocumentNotFound
    if one of the names is no document's (then nothing is changed), or DatabaseError.
    """
    with closing(open_for_change(path)) as db:
        db.execute("PRAGMA secure_delete = ON")
        with transaction(db, path):
            removed = _find_all(db, path, names, order)
            identities = Identities(db)
            for document in removed:
                _remove(db, document, order, identities)
            # The full-text index forgets deleted words only when it is merged.
            merge_full_text(db)
            refresh_statistics(db)
        with translated_errors(path):
            # The words still stand in the log beside the file until that is emptied.
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return removed


def _find_all(
    db: Database, path: Path | str, names: Iterable[str], order: Order
) -> tuple[Removed, ...]:
    found: dict[str, Removed] = {}
    missing = []
    for name in map(as_text, names):
        documents = tuple(_find(db, name, order))
        found.update({document.id: document for document in documents})
        missing += [] if documents else [name]
    if missing:
        raise DocumentNotFound(
            f"{path} has no document {', '.join(map(repr, missing))}: nothing was removed. Give an "
            "id, a URL or a source as the table documents has it"
        )
    return tuple(found.values())


def _find(db: Database, name: str, order: Order) -> Iterator[Removed]:
    """Yield the documents of a name; if it has none, those once removed that are to be kept out."""
    rows = db.execute(FIND_DOCUMENTS, {"name": name}).fetchall()
    yield from (Removed(*row) for row in rows)
    if order.keep_out and not rows:
        for row in db.execute(FIND_REMOVED, {"name": name}).fetchall():
            yield replace(Removed(*row), gone=True)


def _remove(db: Database, document: Removed, order: Order, identities: Identities) -> None:
    texts = {digest for (digest,) in db.execute(TEXTS, {"id": document.id}).fetchall()}
    removal_id = _log(db, document, order)
    for key in {document.id, document.sha256, *texts}:
        db.execute(LOG_KEY, [key, removal_id])
    if not document.gone:
        forget_fetches(db, document.id)
        touched = withdraw(db, document.id, identities)
        db.execute(DELETE_DOCUMENT, [document.id])
        identities.settle()
        tidy(db, touched)
        link_speakers(db, sorted({*identities.changed, *touched.speakers}))


def _log(db: Database, document: Removed, order: Order) -> int:
    row = (
        document.id,
        document.source,
        document.url,
        document.sha256,
        document.quotes,
        int(order.keep_out),
        datetime.now(timezone.utc).isoformat(timespec="seconds"),
        order.by,
        order.reason,
    )
    return int(db.execute(LOG, row).fetchone()[0])
