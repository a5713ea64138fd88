"""Checking every promise of the database, row by row."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.models import article_id, domain_of, quote_id
from indexer.store.appearances import appearance_key
from indexer.store.clusters import misplaced
from indexer.store.database import open_existing, translated_errors
from indexer.store.identity_check import wrongly_identified
from indexer.store.migrations import CLUSTERS, HISTORY, IDENTITY, PAGES, SEARCH, migrations
from indexer.store.verify_words import word_functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

SINCE = (
    (HISTORY, "verify_history.sql"),
    (PAGES, "verify_outlets.sql"),
    (SEARCH, "verify_search.sql"),
    (CLUSTERS, "verify_clusters.sql"),
    (IDENTITY, "verify_identity.sql"),
)
"""The checks that an old database cannot be held to, with the step that brought what they check."""

COMPARE_FULL_TEXT = "INSERT INTO quotes_fts (quotes_fts, rank) VALUES ('integrity-check', 1)"


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that a row breaks: which promise, in which table, on which row."""

    promise: str
    table: str
    row: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: does not hold that {self.promise}"


def verify(path: Path | str) -> Iterator[Violation]:
    """Yield every broken promise of the database at `path`; a sound one yields nothing.

    The checks are the queries of verify.sql and those of `SINCE` that its shape has room for; then
    SQLite's own checks of foreign keys, pages and the full-text index. The database is not changed.
    Raises DatabaseNotFound or DatabaseForeign.
    """
    db = open_existing(path)
    with closing(db), translated_errors(path):
        _register_functions(db.conn)
        broken = False
        for violation in _check_rows(db):
            broken = True
            yield violation
        # What hangs together can be told only of sound rows.
        if not broken and _has(db, CLUSTERS):
            for cluster in misplaced(db):
                yield Violation("they are what links make of them", "quote_clusters", cluster)
        if _has(db, IDENTITY):
            yield from (Violation(*found) for found in wrongly_identified(db))
        for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
            yield Violation(f"its row of {parent} is there", table, f"rowid {rowid}")
        for (message,) in db.execute("PRAGMA integrity_check"):
            if message != "ok":
                yield Violation(f"SQLite finds it sound ({message})", "database", "as a file")
    if not _full_text_holds(Path(path)):
        yield Violation("its words are those of quotes", "quotes_fts", "as a whole")


def _check_rows(db: Database) -> Iterator[Violation]:
    for promise, table, sql in _checks(db):
        for (row,) in db.execute(sql):
            yield Violation(promise, table, str(row))


def _has(db: Database, step: str) -> bool:
    return step in {applied.name for applied in migrations.applied(db)}


def _register_functions(connection: sqlite3.Connection) -> None:
    functions: dict[str, tuple[int, Callable[..., str | int | None]]] = {
        "sha256_of": (1, lambda text: sha256(text.encode("utf-8")).hexdigest()),
        "characters_of": (1, len),
        "words_of": (1, lambda text: len(text.split())),
        "article_id_of": (4, article_id),
        "quote_id_of": (3, quote_id),
        "domain_of": (1, domain_of),
        "appearance_key_of": (3, appearance_key),
        **word_functions(),
    }
    for name, (arguments, function) in functions.items():
        connection.create_function(name, arguments, function, deterministic=True)


def _checks(db: Database) -> Iterator[tuple[str, str, str]]:
    """Yield (promise, table, query) for every query that the database's schema allows."""
    yield from _read_checks("verify.sql")
    # Reading does not upgrade: an old database lacks these tables until something is added to it.
    for step, name in SINCE:
        if _has(db, step):
            yield from _read_checks(name)


def _read_checks(name: str) -> Iterator[tuple[str, str, str]]:
    script = files("indexer.store").joinpath(name).read_text("utf-8")
    for block in script.split("\n-- check ")[1:]:
        heading, _, sql = block.partition("\n")
        table, _, promise = heading.partition(": ")
        yield promise, table, sql


def _full_text_holds(path: Path) -> bool:
    """Whether the full-text index has the words of the table it indexes.

    FTS5 compares itself through an INSERT that changes nothing, which a file that may not be
    written refuses all the same: then a copy is asked.
    """
    try:
        return _ask_full_text(path)
    except sqlite3.OperationalError:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.db"
            with closing(open_existing(path)) as db, closing(sqlite3.connect(copy)) as target:
                db.conn.backup(target)
            return _ask_full_text(copy)


def _ask_full_text(path: Path) -> bool:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
        try:
            connection.execute(COMPARE_FULL_TEXT)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return False
        finally:
            connection.rollback()
    return True
