"""What the third migration brought: roles and names in full-text indexes, kept by triggers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from records import AIDE, RUIZ, TEXT, article, indexed
from sqlite_utils import Database

from indexer.store import Order, Writer, create_or_open, remove, verify
from indexer.store.migrations import SEARCH, migrations

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.models import IndexedArticle

FERRY = indexed(article(url="https://a.example/ferry"))
NAMES = "SELECT name FROM speaker_names_fts WHERE speaker_names_fts MATCH ? ORDER BY name"
ROLES = "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ?"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a named speaker and an unnamed source."""
    path = tmp_path / "quotes.db"
    write(path, FERRY, indexed(article(f"{TEXT} More."), AIDE))
    return path


def write(path: Path, *articles: IndexedArticle) -> None:
    """Add articles."""
    with closing(create_or_open(path)) as db:
        Writer(db, path).write(articles)


def rows(path: Path, sql: str, *parameters: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, parameters).fetchall()


def test_names_are_found_by_beginnings_and_unnamed_sources_are_not(path: Path) -> None:
    """Every form of a name that somebody has; “a senior aide” is nobody's name."""
    assert rows(path, NAMES, "rui*") == [("Marta Ruiz",), ("Ruiz",)]
    assert rows(path, NAMES, "aide") == []
    assert RUIZ.names == ("Marta Ruiz", "Ruiz")


def test_roles_are_found_in_their_own_column(path: Path) -> None:
    """The role's words, by their stems."""
    assert len(rows(path, ROLES, "role : heads")) == 2
    assert rows(path, ROLES, "{text speaker_name} : head") == []


def test_what_goes_leaves_both_indexes(path: Path) -> None:
    """Names and roles of a removed article can be found no more, nor read in the index."""
    remove(path, ["https://a.example/ferry"], Order())
    assert rows(path, NAMES, "ruiz") == []
    assert len(rows(path, ROLES, "role : head")) == 1
    assert list(verify(path)) == []
    blocks = rows(path, "SELECT block FROM speaker_names_fts_data")
    assert not any(b"ruiz" in block for (block,) in blocks)


def test_an_upgrade_indexes_what_is_there(tmp_path: Path) -> None:
    """Roles and names of an older database are found as if they had been written now."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    write(new, FERRY, indexed(article(f"{TEXT} More."), AIDE))
    with closing(sqlite3.connect(old)) as connection, connection:
        migrations.apply(Database(connection), stop_before=SEARCH)
        connection.execute("ATTACH ? AS new", [str(new)])
        for table in ("documents", "speakers", "speaker_names", "quotes", "quote_parts"):
            found = connection.execute("SELECT name FROM pragma_table_info(?, 'main')", [table])
            columns = ", ".join(name for (name,) in found)
            sql = f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}"
            connection.execute(sql)
    create_or_open(old).close()
    for sql, words in ((NAMES, "rui*"), (NAMES, "aide"), (ROLES, "role : head")):
        assert rows(old, sql, words) == rows(new, sql, words)
    assert list(verify(old)) == []
