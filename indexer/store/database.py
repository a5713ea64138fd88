"""Opening a database: whose it is, whether it can be written, and the upgrade of its schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from indexer.errors import (
    DatabaseError,
    DatabaseForeign,
    DatabaseFull,
    DatabaseLocked,
    DatabaseNotFound,
    DatabaseReadOnly,
)
from indexer.store.migrations import Upgrading, migrations
from indexer.store.reports import unheard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.store.reports import Report

WAIT_FOR_OTHER_WRITERS = 10.0  # seconds

CACHE = 65_536
"""Kilobytes of pages that a writer keeps: entries of the index of shingles are all over the file,
and with SQLite's usual two megabytes a quote of a million takes half as long again to join.
"""


def create_or_open(path: Path | str, report: Report = unheard) -> Database:
    """Open a database for writing, make it if there is none, and bring its schema up to date.

    `report` hears how far an upgrade has come. Raises a branch of DatabaseError: foreign,
    read-only, full or locked.
    """
    path = Path(path)
    with translated_errors(path):
        _refuse_folder(path)
        with _closed_on_error(sqlite3.connect(path, timeout=WAIT_FOR_OTHER_WRITERS)) as db:
            _refuse_foreign(db, path)
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA cache_size = -{CACHE}")
            if migrations.pending(db):
                # In one transaction: of two programs that come to an old database at once, the
                # second waits and finds it upgraded.
                with transaction(db, path):
                    migrations.apply(Upgrading(db.conn, report))
            return db


def is_outdated(path: Path | str) -> bool:
    """Whether there is a database that the next one to write to it has to upgrade first.

    Raises a branch of DatabaseError: foreign, or not to be read.
    """
    path = Path(path)
    if not path.is_file():
        return False
    with translated_errors(path), closing(Database(_connect(path, "mode=ro"))) as db:
        return bool(migrations.applied(db)) and bool(migrations.pending(db))


def open_for_change(path: Path | str, report: Report = unheard) -> Database:
    """Open a database that is there for writing, and bring its schema up to date.

    `report` hears how far an upgrade has come. Raises a branch of DatabaseError: not found,
    foreign, read-only, full or locked.
    """
    open_existing(path).close()
    return create_or_open(path, report)


@contextmanager
def transaction(db: Database, path: Path | str) -> Iterator[None]:
    """Do all that is done in the block, or nothing of it, as the only writer.

    `path` is named in errors. Raises DatabaseLocked if another program goes on writing.
    """
    with translated_errors(path):
        # IMMEDIATE: a transaction that begins by reading is refused, without waiting, if another
        # writer comes between that and its first write.
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


def is_new(path: Path | str) -> bool:
    """Whether there is no file yet where the database is to be.

    Raises DatabaseError where none can be made.
    """
    path = Path(path)
    with translated_errors(path):
        _refuse_folder(path)
        return not path.exists()


def open_existing(path: Path | str) -> Database:
    """Open a database for reading only.

    Raises DatabaseNotFound, for a file without any table too, or DatabaseForeign.
    """
    path = Path(path)
    with translated_errors(path):
        if not path.is_file():
            raise DatabaseNotFound(
                f"{path}: no such database. Make one: indexer add {path} ARTICLES"
            )
        mode = "immutable=1" if is_frozen(path) else "mode=ro"
        with _closed_on_error(_connect(path, mode)) as db:
            _refuse_foreign(db, path)
            if not migrations.applied(db):
                raise DatabaseNotFound(
                    f"{path} is empty: it may be a run that was cut off at its very start. "
                    f"Fill it: indexer add {path} ARTICLES"
                )
            return db


def is_frozen(path: Path | str) -> bool:
    """Whether a database can be read only as a file that nobody writes.

    SQLite reads a database in WAL mode with a helper file beside it. Where the file or its folder
    may not be written there can be no helper; and unless it has left a log there is no writer.
    """
    path = Path(path)
    with closing(_connect(path, "mode=ro")) as connection:
        try:
            connection.execute("SELECT 1 FROM sqlite_master")
        except sqlite3.OperationalError as error:
            return isinstance(_translated(error, path), DatabaseReadOnly) and not _has_log(path)
    return False


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?{mode}"
    return sqlite3.connect(uri, uri=True, timeout=WAIT_FOR_OTHER_WRITERS)


@contextmanager
def translated_errors(path: Path | str) -> Iterator[None]:
    """Turn errors of SQLite and of files into ours: one line, the file and the way out."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _translated(error, path) from error
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened ({error.strerror})") from error


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[Database]:
    try:
        yield Database(connection)
    except BaseException:
        connection.close()
        raise


def _translated(error: sqlite3.DatabaseError, path: Path | str) -> DatabaseError:
    reason = str(error)
    if "readonly" in reason or "unable to open" in reason:
        return DatabaseReadOnly(
            f"{path} cannot be written ({reason}): check the permissions of the file and its folder"
        )
    if "disk is full" in reason or "disk I/O" in reason:
        return DatabaseFull(
            f"{path} cannot grow ({reason}): free some space and run the same command again"
        )
    if "locked" in reason or "busy" in reason:
        return DatabaseLocked(f"{path} is being written by another program: try again when it ends")
    if "not a database" in reason or "malformed" in reason:
        return DatabaseForeign(f"{path} is not an SQLite database, or is damaged ({reason})")
    return DatabaseError(f"{path}: {reason}")


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise DatabaseError(f"{path} is a folder: name a database file, for example quotes.db")
    if not path.parent.is_dir():
        raise DatabaseNotFound(f"{path.parent} is not a folder: make it, or name another database")


def _refuse_foreign(db: Database, path: Path) -> None:
    ours = bool(migrations.applied(db))
    tables = set(db.table_names()) - {migrations.migrations_table}
    if tables and not ours:
        raise DatabaseForeign(
            f"{path} belongs to something else (it has a table {min(tables)!r}): "
            "name a new file for the index"
        )
