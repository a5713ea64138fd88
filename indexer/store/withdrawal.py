"""Taking a document's quotes out again, so that every count is as if they had never been there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.models import domain_of
from indexer.store.clusters import leave as leave_clusters
from indexer.store.clusters import leaving
from indexer.store.identity_moves import clear
from indexer.store.outlets import Outlet, forget
from indexer.store.outlets import leave as leave_outlet

if TYPE_CHECKING:
    from sqlite_utils import Database

    from indexer.store.identity import Identities

SPEAKERS_OF = """
SELECT speaker_id, count(*) FROM quotes
WHERE document_id = ? AND speaker_id IS NOT NULL GROUP BY speaker_id
"""

PUBLICATION_OF = "SELECT publication_id, quote_count, outlet, url FROM documents WHERE id = ?"

# An outlet is counted anew when others join it: this document is none of its articles now.
LEAVE_PUBLICATION = "UPDATE documents SET publication_id = NULL, outlet = NULL WHERE id = ?"

DELETE_QUOTES = "DELETE FROM quotes WHERE document_id = ?"

UNCOUNT_FOR_SPEAKER = """
UPDATE speakers SET quote_count = quote_count - ?, document_count = document_count - 1 WHERE id = ?
"""

UNCOUNT_FOR_PUBLICATION = """
UPDATE publications SET quote_count = quote_count - ?, document_count = document_count - 1
WHERE id = ?
"""

# Two queries, not one: each is then answered by the end of an index.
DATE_SPEAKER = """
UPDATE speakers SET
  first_quoted = (SELECT min(published) FROM quotes WHERE speaker_id = :id),
  last_quoted = (SELECT max(published) FROM quotes WHERE speaker_id = :id)
WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """Whose counts a withdrawal has changed: they may be left with nothing."""

    speakers: tuple[int, ...]
    outlet: Outlet | None


def withdraw(db: Database, document_id: str, identities: Identities) -> Touched:
    """Take out a document's quotes with their parts, and its share of all counts and clusters.

    The document's row stays. In the same transaction `identities` are to be settled, and `tidy` is
    to follow when it is replaced or deleted.
    """
    counts = db.execute(SPEAKERS_OF, [document_id]).fetchall()
    publication, quotes, name, url = db.execute(PUBLICATION_OF, [document_id]).fetchone()
    gone = leaving(db, document_id)
    db.execute(DELETE_QUOTES, [document_id])
    leave_clusters(db, gone)
    for speaker, count in counts:
        db.execute(UNCOUNT_FOR_SPEAKER, [count, speaker])
    identities.leave(document_id)
    outlet = Outlet(name, domain_of(url)) if name else None
    if outlet:
        db.execute(UNCOUNT_FOR_PUBLICATION, [quotes, publication])
        db.execute(LEAVE_PUBLICATION, [document_id])
        leave_outlet(db, outlet)
    return Touched(tuple(speaker for speaker, _ in counts), outlet)


def tidy(db: Database, touched: Touched) -> None:
    """Delete speakers without quotes and outlets without articles; date the others anew."""
    clear(db, touched.speakers)
    for speaker in touched.speakers:
        db.execute(DATE_SPEAKER, {"id": speaker})
    if touched.outlet:
        forget(db, touched.outlet)
