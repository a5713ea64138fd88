"""Which row of publications an outlet has, under whatever names its articles give it.

Names that differ only in case or spaces are one outlet. An article of which only the domain is
known belongs to the one outlet that has a name there; where there is none, or several, to a row
that is named by the domain. So rows depend on which names were met, and never on the order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlite_utils import Database

DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+|(?:\d+\.){3}\d+")

COUNT_NAME = """
UPDATE publication_names SET document_count = document_count + :articles
WHERE name = :name AND coalesce(domain, '') = coalesce(:domain, '') RETURNING publication_id
"""

INSERT_NAME = """
INSERT INTO publication_names (
  publication_id, name, domain, outlet_key, is_domain, document_count
) VALUES (?, ?, ?, ?, ?, ?)
"""

DELETE_UNUSED_NAME = """
DELETE FROM publication_names
WHERE name = :name AND coalesce(domain, '') = coalesce(:domain, '') AND document_count = 0
RETURNING publication_id
"""

FIND_BY_KEY = """
SELECT publication_id FROM publication_names WHERE outlet_key = ? AND is_domain = ? LIMIT 1
"""

NAMED_ON = (
    "SELECT DISTINCT publication_id FROM publication_names WHERE domain = ? AND NOT is_domain"
)

IS_NAMED = "SELECT 1 FROM publication_names WHERE publication_id = ? AND NOT is_domain LIMIT 1"

INSERT_OUTLET = "INSERT INTO publications (name) VALUES (?) RETURNING id"

DOMAIN_AS_NAME = """
SELECT name FROM publication_names WHERE outlet_key = ? AND is_domain
GROUP BY name ORDER BY sum(document_count) DESC, name LIMIT 1
"""

MOVE_NAMES = """
UPDATE publication_names SET publication_id = :to WHERE outlet_key = :domain AND is_domain
"""

MOVE_DOCUMENTS = """
UPDATE documents SET publication_id = :to WHERE publication_id = :from AND outlet IN (
  SELECT name FROM publication_names WHERE outlet_key = :domain AND is_domain
)
"""

MOVE_QUOTES = """
UPDATE quotes SET publication_id = :to
WHERE publication_id = :from
  AND (SELECT publication_id FROM documents WHERE id = quotes.document_id) = :to
"""

GATHER_DOCUMENTS = """
UPDATE documents SET publication_id = n.publication_id
FROM publication_names AS n
WHERE n.name = documents.outlet AND n.publication_id IS NOT documents.publication_id
"""

GATHER_QUOTES = """
UPDATE quotes SET publication_id = d.publication_id
FROM documents AS d
WHERE d.id = quotes.document_id AND d.publication_id IS NOT quotes.publication_id
"""

RECOUNT = """
UPDATE publications SET
  document_count = (SELECT count(*) FROM documents WHERE publication_id = :id),
  quote_count = (SELECT coalesce(sum(quote_count), 0) FROM documents WHERE publication_id = :id)
WHERE id = :id
"""

DELETE_NAMELESS = """
DELETE FROM publications
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM publication_names WHERE publication_id = :id)
"""

# A name before a domain; then what most articles have.
DESCRIBE = """
UPDATE publications SET (name, domain) = (
  SELECT (
    SELECT name FROM publication_names WHERE publication_id = :id
    GROUP BY name ORDER BY min(is_domain), sum(document_count) DESC, name LIMIT 1
  ), (
    SELECT coalesce(domain, outlet_key) FROM publication_names
    WHERE publication_id = :id AND (domain IS NOT NULL OR is_domain)
    GROUP BY 1 ORDER BY sum(document_count) DESC, 1 LIMIT 1
  )
) WHERE id = :id
"""


class Outlet(NamedTuple):
    """What one article tells of its outlet: the name that its source gives, and its domain."""

    name: str
    domain: str | None


class Key(NamedTuple):
    """What the names of one outlet have in common; `is_domain` if they are no more than that."""

    text: str
    is_domain: bool


def key_of(name: str) -> Key:
    """Return what a name has in common with the outlet's other names."""
    folded = " ".join(name.casefold().split())
    if DOMAIN.fullmatch(folded):
        return Key(folded.removeprefix("www."), True)
    return Key(folded, False)


def enter(db: Database, outlet: Outlet) -> int:
    """Count one more article for an outlet's name; return the outlet's row."""
    row = record(db, outlet, 1)
    describe(db, row)
    return row


def record(db: Database, outlet: Outlet, articles: int, own: int | None = None) -> int:
    """Count articles for an outlet's name; return its row, which is to be described anew.

    `own` is the row to take where the name has none yet; without it one is made.
    """
    values = {**outlet._asdict(), "articles": articles}
    if row := db.execute(COUNT_NAME, values).fetchone():
        return int(row[0])
    key = key_of(outlet.name)
    found = _row(db, key, outlet) if own is None else _by_key(db, key) or own
    db.execute(INSERT_NAME, [found, *outlet, *key, articles])
    _settle(db, key.text if key.is_domain else outlet.domain)
    return _by_key(db, key) or found


def leave(db: Database, outlet: Outlet) -> None:
    """Count one article less for an outlet's name; `forget` is to follow."""
    db.execute(COUNT_NAME, {**outlet._asdict(), "articles": -1}).fetchall()


def forget(db: Database, outlet: Outlet) -> None:
    """Delete an outlet's name if no article has it any more, and the outlet if it has no other."""
    row = db.execute(DELETE_UNUSED_NAME, outlet._asdict()).fetchone()
    key = key_of(outlet.name)
    if row:
        _settle(db, key.text if key.is_domain else outlet.domain)
        db.execute(DELETE_NAMELESS, {"id": row[0]})
    if left := row or _find(db, key):
        describe(db, left[0])


def gather(db: Database) -> None:
    """Give every document and quote the row that its outlet's name has; describe all outlets."""
    for step in (GATHER_DOCUMENTS, GATHER_QUOTES):
        db.execute(step)
    for (row,) in db.execute("SELECT id FROM publications").fetchall():
        db.execute(DELETE_NAMELESS, {"id": row})
        db.execute(RECOUNT, {"id": row})
        describe(db, row)


def describe(db: Database, row: int) -> None:
    """Give an outlet the name and the domain that most of its articles have."""
    db.execute(DESCRIBE, {"id": row})


def _row(db: Database, key: Key, outlet: Outlet) -> int:
    """Return the row of a name that was not met before, on this domain or at all."""
    if found := _by_key(db, key):
        return found
    domain = key.text if key.is_domain else outlet.domain
    named = _named_on(db, domain) if domain else []
    if key.is_domain and len(named) == 1:
        return named[0]
    # The first name on a domain takes the row that had only the domain so far.
    only_domain = _by_key(db, Key(domain, True)) if domain and not named else None
    return only_domain or int(db.execute(INSERT_OUTLET, [outlet.name]).fetchone()[0])


def _settle(db: Database, domain: str | None) -> None:
    """Put the articles of which only this domain is known where they belong."""
    row = _by_key(db, Key(domain, True)) if domain else None
    if row is None or domain is None:
        return
    named = _named_on(db, domain)
    if len(named) == 1:
        _move(db, domain, row, named[0])
    elif db.execute(IS_NAMED, [row]).fetchone():
        (name,) = db.execute(DOMAIN_AS_NAME, [domain]).fetchone()
        _move(db, domain, row, int(db.execute(INSERT_OUTLET, [name]).fetchone()[0]))


def _move(db: Database, domain: str, row: int, to: int) -> None:
    if row == to:
        return
    values = {"domain": domain, "from": row, "to": to}
    for step in (MOVE_NAMES, MOVE_DOCUMENTS, MOVE_QUOTES):
        db.execute(step, values)
    db.execute(DELETE_NAMELESS, {"id": row})
    for each in (row, to):
        db.execute(RECOUNT, {"id": each})
        describe(db, each)


def _named_on(db: Database, domain: str) -> list[int]:
    return [row for (row,) in db.execute(NAMED_ON, [domain])]


def _find(db: Database, key: Key) -> tuple[int] | None:
    found: tuple[int] | None = db.execute(FIND_BY_KEY, key).fetchone()
    return found


def _by_key(db: Database, key: Key) -> int | None:
    found = _find(db, key)
    return found[0] if found else None
