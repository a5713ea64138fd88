"""Makes an index of invented articles: python tests/benchmarks/make_index.py DB QUOTES [COPIES].

QUOTES are made and written by the store's own writer, at some thousands a second. COPIES of all of
them, with other ids, dates and speakers, are then added in SQL, which is some times as fast:
1000000 4 is an index of five million. The copies' ids are none that `indexer verify` would accept.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from synthetic import articles

from indexer.store import Totals, Writer, create_or_open

if TYPE_CHECKING:
    from sqlite_utils import Database

BATCH = 1_000
COPY = Path(__file__).with_name("copies.sql")

# What every row written would keep up to date; to make it anew once is far quicker.
DERIVED = """
SELECT type, name, sql FROM sqlite_master
WHERE sql IS NOT NULL AND (type = 'trigger' OR type = 'index')
  AND tbl_name IN ('documents', 'speakers', 'speaker_names', 'quotes', 'quote_parts')
"""
COUNT_ANEW = (
    """UPDATE speakers SET quote_count = quote_count * (:copies + 1),
      document_count = document_count * (:copies + 1)
    WHERE id IN (SELECT id FROM speakers WHERE document_id IS NULL AND id <= :last_speaker
      ORDER BY quote_count DESC LIMIT 100)""",
    """UPDATE publications SET quote_count = quote_count * (:copies + 1),
      document_count = document_count * (:copies + 1)""",
    "INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild')",
    "DELETE FROM speaker_names_fts",
    """INSERT INTO speaker_names_fts (rowid, name, speaker_id)
    SELECT n.rowid, n.name, n.speaker_id
    FROM speaker_names AS n JOIN speakers ON speakers.id = n.speaker_id
    WHERE speakers.document_id IS NULL""",
)


def main() -> None:
    """Write the index, a thousand articles in a transaction, and copy it."""
    path, quotes = Path(sys.argv[1]), int(sys.argv[2])
    copies = int(sys.argv[3]) if sys.argv[3:] else 0
    if not path.exists():
        make(path, quotes)
    elif not copies:
        sys.exit(f"{path} is there already")
    if copies:
        copy(path, copies)


def make(path: Path, quotes: int) -> None:
    """Make an index of so many quotes."""
    start = time.perf_counter()
    made, totals = articles(quotes), Totals()
    with closing(create_or_open(path)) as db:
        _hurry(db)
        writer = Writer(db, path)
        while batch := list(islice(made, BATCH)):
            totals += writer.write(batch)
            seconds = time.perf_counter() - start
            rate = totals.quotes / seconds
            sys.stderr.write(f"\r{totals.quotes:,} quotes, {rate:,.0f} a second ")
        writer.optimize(totals.quotes)
    sys.stderr.write(f"{time.perf_counter() - start:,.0f} s\n")


def copy(path: Path, copies: int) -> None:
    """Add copies of all that is in an index."""
    with closing(create_or_open(path)) as db:
        _hurry(db)
        db.execute("PRAGMA foreign_keys = OFF")
        derived = db.execute(DERIVED).fetchall()
        for kind, name, _ in derived:
            db.execute(f"DROP {kind} {name}")
        values = {"copies": copies, "last_speaker": _last_speaker(db)}
        for n in range(1, copies + 1):
            _run(db, COPY.read_text("utf-8"), values | {"n": n, "letter": chr(ord("f") + n)})
        for sql in COUNT_ANEW:
            db.execute(sql, values if ":" in sql else {})
        for _, _, sql in derived:
            db.execute(sql)
        db.conn.commit()
        db.execute("ANALYZE")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _hurry(db: Database) -> None:
    # Losing the file to a power cut costs nothing but making it again.
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -1000000")


def _last_speaker(db: Database) -> int:
    return int(db.execute("SELECT max(id) FROM speakers").fetchone()[0])


def _run(db: Database, script: str, values: dict[str, object]) -> None:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement, values)
            db.conn.commit()
            statement = ""


if __name__ == "__main__":
    main()
