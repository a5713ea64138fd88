"""Taking a document's quotes out again, so that every count is as if they had never been there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.models import domain_of
from indexer.store.clusters import Leaving, leave, leaving
from indexer.store.outlets import Outlet, forget
from indexer.store.outlets import leave as leave_outlet

if TYPE_CHECKING:
    from sqlite_utils import Database

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

DELETE_UNQUOTED = "DELETE FROM speakers WHERE id = ? AND quote_count = 0"

# Two queries, not one: each is then answered by the end of an index.
DATE_SPEAKER = """
UPDATE speakers SET
  first_quoted = (SELECT min(published) FROM quotes WHERE speaker_id = :id),
  last_quoted = (SELECT max(published) FROM quotes WHERE speaker_id = :id)
WHERE id = :id
"""

FORGET_NAMES = """
DELETE FROM speaker_names
WHERE speaker_id = :id
  AND name <> (SELECT name FROM speakers WHERE id = :id)
  AND instr(:text, name) > 0
  AND NOT EXISTS (
    SELECT 1 FROM documents AS d
    WHERE d.id IN (SELECT document_id FROM quotes WHERE speaker_id = :id)
      AND instr(d.text, speaker_names.name) > 0
  )
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """Whose counts a withdrawal has changed: they may be left with nothing."""

    speakers: tuple[int, ...]
    outlet: Outlet | None
    leaving: Leaving


def withdraw(db: Database, document_id: str) -> Touched:
    """Take out a document's quotes with their parts, and its share of all counts.

    The document's row stays. `tidy` is to follow in the same transaction, when it is replaced or
    deleted.
    """
    counts = db.execute(SPEAKERS_OF, [document_id]).fetchall()
    publication, quotes, name, url = db.execute(PUBLICATION_OF, [document_id]).fetchone()
    gone = leaving(db, document_id)
    db.execute(DELETE_QUOTES, [document_id])
    for speaker, count in counts:
        db.execute(UNCOUNT_FOR_SPEAKER, [count, speaker])
    outlet = Outlet(name, domain_of(url)) if name else None
    if outlet:
        db.execute(UNCOUNT_FOR_PUBLICATION, [quotes, publication])
        db.execute(LEAVE_PUBLICATION, [document_id])
        leave_outlet(db, outlet)
    return Touched(tuple(speaker for speaker, _ in counts), outlet, gone)


def tidy(db: Database, touched: Touched) -> None:
    """Delete speakers without quotes and outlets without articles; date the others anew.

    Clusters of quotes and groups of documents become what they are without what was withdrawn.
    """
    leave(db, touched.leaving)
    for speaker in touched.speakers:
        db.execute(DELETE_UNQUOTED, [speaker])
        db.execute(DATE_SPEAKER, {"id": speaker})
    if touched.outlet:
        forget(db, touched.outlet)


def forget_names(db: Database, touched: Touched, text: str) -> None:
    """Delete the forms of names that stand in `text` and in no article that is left.

    Which article a form came from is not recorded; it is a form of its speaker in every article
    that quotes the speaker and has these words.
    """
    for speaker in touched.speakers:
        db.execute(FORGET_NAMES, {"id": speaker, "text": text})
