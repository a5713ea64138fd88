"""The rows of appearances: how they are written, and read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from indexer.store.appearances import Appearance
from indexer.store.identity_moves import meet_names
from indexer.store.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

# That of the article's older text, which nobody is any more. The signs + keep SQLite from the index
# by name: thousands may be “the company”, but few are bound to one article.
FIND_BOUND = """
SELECT id FROM speakers
WHERE document_id = :document AND +name = :name AND +kind = :kind
  AND NOT EXISTS (SELECT 1 FROM appearances WHERE speaker_id = speakers.id)
"""

INSERT_BOUND = """
INSERT INTO speakers (name, kind, document_id) VALUES (:name, :kind, :document) RETURNING id
"""

INSERT_APPEARANCES = """
INSERT INTO appearances (
  document_id, speaker_id, profile_id, name, kind, names, aliases, role, outlet, quote_count,
  published
) VALUES {rows} RETURNING document_id, name, kind, id
"""


def insert_appearances(
    db: Database, appearances: Sequence[tuple[Appearance, int, int | None]]
) -> list[int]:
    """Write the rows of appearances with their speakers and profiles; return them, in order.

    The speakers' names are counted.
    """
    values = [_row_of(*each) for each in appearances]
    rows = {tuple(own): row for *own, row in insert_rows(db, INSERT_APPEARANCES, values)}
    names = [(speaker, name) for them, speaker, _ in appearances for name in them.names]
    meet_names(db, names)
    return [rows[them.document_id, them.name, them.kind] for them, _, _ in appearances]


def bind(db: Database, appearance: Appearance) -> int:
    """Return the row of a speaker who is somebody in one article only; made if there is none."""
    values = {"name": appearance.name, "kind": appearance.kind, "document": appearance.document_id}
    found = db.execute(FIND_BOUND, values).fetchone() or db.execute(INSERT_BOUND, values).fetchone()
    return int(found[0])


def appearance_of(row: list[object] | tuple[object, ...]) -> Appearance:
    """Return an appearance from its columns document_id, name, kind, names and so on, in order."""
    document_id, name, kind, names, aliases, role, outlet, quotes, published = row
    return Appearance(
        str(document_id),
        str(name),
        str(kind),
        tuple(json.loads(str(names))),
        tuple(json.loads(str(aliases))) if aliases else (),
        str(role or ""),
        str(outlet or ""),
        int(str(quotes)),
        str(published) if published is not None else None,
    )


def _row_of(appearance: Appearance, speaker: int, profile: int | None) -> tuple[object, ...]:
    a = appearance
    return (
        a.document_id,
        speaker,
        profile,
        a.name,
        a.kind,
        json.dumps(a.names, ensure_ascii=False),
        json.dumps(a.aliases, ensure_ascii=False) if a.aliases else None,
        a.role or None,
        a.outlet or None,
        a.quotes,
        a.published,
    )
