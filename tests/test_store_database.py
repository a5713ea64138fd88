"""indexer.store.database: whose a database is, whether it can be written, what is in a new one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from records import indexed

from indexer.errors import (
    DatabaseError,
    DatabaseForeign,
    DatabaseLocked,
    DatabaseNotFound,
    DatabaseReadOnly,
)
from indexer.store import Writer, create_or_open, is_frozen, open_existing

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    Block = Callable[[], AbstractContextManager[None]]

TABLES = {
    "documents",
    "failures",
    "publications",
    "quote_parts",
    "quotes",
    "quotes_fts",
    "removal_keys",
    "removals",
    "revision_quotes",
    "revisions",
    "speaker_names",
    "speakers",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An index with one article in it."""
    path = tmp_path / "quotes.db"
    with closing(create_or_open(path)) as db:
        Writer(db, path).write([indexed()])
    return path


def test_a_new_database_has_the_tables_that_are_promised(path: Path) -> None:
    """The tables' and the view's names are a public interface."""
    with closing(open_existing(path)) as db:
        assert set(db.table_names()) >= TABLES
        identity = {"speaker_links", "speaker_roles"}
        assert set(db.view_names()) == {"attributed_quotes", "altered_quotes"} | identity


def test_datasette_finds_the_full_text_index(path: Path) -> None:
    """It is declared in the spelling by which sqlite-utils and Datasette recognise one."""
    with closing(open_existing(path)) as db:
        assert db.table("quotes").detect_fts() == "quotes_fts"


def test_a_database_can_be_read_while_it_is_written(path: Path) -> None:
    """A reader sees the last whole batch and waits for nobody."""
    with closing(create_or_open(path)) as writing, writing.atomic():
        writing.execute("DELETE FROM quotes")
        with closing(open_existing(path)) as reading:
            assert reading.execute("SELECT count(*) FROM quotes").fetchone() == (1,)


def test_foreign_keys_are_enforced(path: Path) -> None:
    """A quote without its document is refused."""
    with closing(create_or_open(path)) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE quotes SET document_id = 'nobody'")


def test_opening_again_changes_nothing(path: Path) -> None:
    """The schema's history runs once."""
    before = dump(path)
    create_or_open(path).close()
    assert dump(path) == before


def test_a_file_that_is_not_sqlite_is_refused(tmp_path: Path) -> None:
    """Somebody's notes stay as they are."""
    notes = tmp_path / "notes.txt"
    notes.write_text("Call Marta back. " * 100)
    before = notes.read_bytes()
    for opened in (create_or_open, open_existing):
        with pytest.raises(DatabaseForeign, match=r"notes\.txt is not an SQLite database"):
            opened(notes)
    assert notes.read_bytes() == before


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    """Nothing is added to an SQLite database that another program made."""
    other = tmp_path / "recipes.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    before = other.read_bytes()
    for opened in (create_or_open, open_existing):
        with pytest.raises(DatabaseForeign, match="it has a table 'recipes'"):
            opened(other)
    assert other.read_bytes() == before


def test_an_empty_file_becomes_an_index(tmp_path: Path) -> None:
    """`touch quotes.db` does no harm; but there is nothing to be served yet."""
    path = tmp_path / "quotes.db"
    path.touch()
    with pytest.raises(DatabaseNotFound, match=r"is empty.* Fill it: indexer add"):
        open_existing(path)
    create_or_open(path).close()
    open_existing(path).close()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """The error says that a file is needed."""
    with pytest.raises(DatabaseError, match="is a folder: name a database file"):
        create_or_open(tmp_path)


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    """A slip in a path is an error, not a new folder."""
    with pytest.raises(DatabaseNotFound, match="missing is not a folder"):
        create_or_open(tmp_path / "missing" / "quotes.db")


def test_a_missing_database_is_not_made_by_reading(tmp_path: Path) -> None:
    """The error says how to make one."""
    with pytest.raises(DatabaseNotFound, match="Make one: indexer add"):
        open_existing(tmp_path / "quotes.db")
    assert not list(tmp_path.iterdir())


def test_reading_cannot_write(path: Path) -> None:
    """What is opened for reading refuses every change."""
    with closing(open_existing(path)) as db, pytest.raises(sqlite3.OperationalError):
        db.execute("DELETE FROM quotes")


def test_a_database_that_may_not_be_written_is_named(path: Path, unprivileged: Block) -> None:
    """The error says to check the permissions."""
    path.chmod(0o444)
    with unprivileged(), pytest.raises(DatabaseReadOnly, match=r"quotes\.db cannot be written"):
        create_or_open(path)


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, unprivileged: Block) -> None:
    """A new database needs a folder that may be written."""
    tmp_path.chmod(0o555)
    with unprivileged(), pytest.raises(DatabaseReadOnly, match="check the permissions"):
        create_or_open(tmp_path / "quotes.db")


def test_a_database_that_may_not_be_written_can_be_read(path: Path, unprivileged: Block) -> None:
    """A published copy on a read-only disk is an index all the same."""
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with unprivileged():
        assert is_frozen(path)
        with closing(open_existing(path)) as db:
            assert db.execute("SELECT count(*) FROM quotes").fetchone() == (1,)


def test_a_database_that_may_be_written_is_not_frozen(path: Path) -> None:
    """Who reads it sees what is added to it."""
    assert not is_frozen(path)


def test_two_writers_do_not_mix(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits, and then says that another program is writing."""
    monkeypatch.setattr("indexer.store.database.WAIT_FOR_OTHER_WRITERS", 0.05)
    with closing(create_or_open(path)) as first, closing(create_or_open(path)) as second:
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked, match="is being written by another program"):
            Writer(second, path).optimize(added=1)
        first.rollback()


def dump(path: Path) -> list[str]:
    """Return the database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())
