"""What a document was before its text changed: the older text and the quotes that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

FIND_REVISION = "SELECT 1 FROM revisions WHERE document_id = ? AND sha256 = ?"

KEEP_TEXT = """
INSERT INTO revisions (
  document_id, source, title, author, publication, published, sha256, quote_count, indexed_at,
  replaced_at, indexer_version, text
)
SELECT id, source, title, author, outlet, published, sha256, quote_count,
  indexed_at, ?, indexer_version, text
FROM documents WHERE id = ?
RETURNING id
"""

KEEP_QUOTES = """
INSERT INTO revision_quotes (
  revision_id, quote_id, kind, text, start_char, end_char, parts, speaker_name, mention, role,
  confidence
)
SELECT ?, q.id, q.kind, q.text, q.start_char, q.end_char, (
    SELECT json_group_array(json_array(start_char, end_char)) FROM (
      SELECT start_char, end_char FROM quote_parts WHERE quote_id = q.id ORDER BY position
    )
  ), q.speaker_name, q.mention, q.role, q.confidence
FROM quotes AS q WHERE q.document_id = ?
"""


def was_before(db: Database, document_id: str, sha256: str) -> bool:
    """Whether a document had the text with this digest before it had its present one."""
    return db.execute(FIND_REVISION, [document_id, sha256]).fetchone() is not None


def keep_revision(db: Database, document_id: str, replaced_at: str) -> None:
    """Copy a document and its quotes into the revisions, before they are replaced."""
    (revision,) = db.execute(KEEP_TEXT, [replaced_at, document_id]).fetchone()
    db.execute(KEEP_QUOTES, [revision, document_id])
