"""indexer.store.migrations: old databases become new ones, with all that is in them."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from records import AIDE, TEXT, article, indexed
from sqlite_utils import Database

from indexer.pipeline import Progress
from indexer.pipeline import add as add_articles
from indexer.store import Writer, create_or_open, is_outdated, open_existing, remove, verify
from indexer.store.migrations import (
    CLUSTERS,
    HISTORY,
    IDENTITY,
    PAGES,
    SEARCH,
    WORDINGS,
    migrations,
)
from indexer.store.removal import Order

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://a.example/ferry"

NEW_COLUMNS = {
    *(("documents", name) for name in ("name", "published_raw", "retrieved", "outlet")),
    *(("quotes", name) for name in ("wording_id", "cluster_id", "appearance_id")),
    ("speaker_names", "appearance_count"),
}
"""What later steps added to tables of the first."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the first release made it: its tables, and rows as it wrote them."""
    path, new = tmp_path / "old.db", tmp_path / "new.db"
    with closing(create_or_open(new)) as db:
        writer = Writer(db, new)
        writer.write([indexed(article(url=URL, publication="The Beacon", published="2024-11-05"))])
        writer.write([indexed(article(), AIDE), indexed(article(publication="The Gazette"))])
    with closing(sqlite3.connect(path)) as connection:
        migrations.apply(Database(connection), stop_before=HISTORY)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("ATTACH ? AS new", [str(new)])
        for table in ("publications", "documents", "speakers", "speaker_names", "quotes"):
            copy(connection, table)
        copy(connection, "quote_parts")
        connection.commit()
    return path


def copy(connection: sqlite3.Connection, table: str) -> None:
    """Copy a table's rows, in the columns that it has here."""
    found = connection.execute("SELECT name FROM pragma_table_info(?, 'main')", [table])
    columns = ", ".join(name for (name,) in found)
    connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")


def test_an_old_database_is_upgraded_in_place(old: Path) -> None:
    """All its rows stay, and every promise of the new shape holds for them."""
    before = contents(old)
    create_or_open(old).close()
    assert contents(old) == before
    assert list(verify(old)) == []
    with closing(open_existing(old)) as db:
        names = [step.name for step in migrations.applied(db)]
        assert names[0] == "m001_initial"
        assert names[1:] == [HISTORY, PAGES, SEARCH, CLUSTERS, IDENTITY, WORDINGS]


def test_an_upgrade_tells_how_far_it_is(old: Path) -> None:
    """By articles, by names that are decided, and by speakers that are counted."""
    assert is_outdated(old)
    heard: list[tuple[str, int, int | None]] = []
    create_or_open(old, lambda *report: heard.append(report)).close()
    (articles,) = rows(old, "SELECT count(DISTINCT document_id) FROM appearances")[0]
    assert heard[:articles] == [("articles", n + 1, articles) for n in range(articles)]
    assert {what for what, _, _ in heard} == {"articles", "names", "speakers"}
    assert all(of is not None and 0 < done <= of for _, done, of in heard)
    assert not is_outdated(old)
    assert not is_outdated(old.with_name("none.db"))


def test_an_upgraded_database_has_the_shape_of_a_new_one(old: Path, tmp_path: Path) -> None:
    """Statement for statement."""
    create_or_open(old).close()
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    assert rows(old, schema) == rows(tmp_path / "new.db", schema)


def test_names_that_ids_were_made_of_are_found_again(old: Path) -> None:
    """They are not in the old rows, but the ids prove them."""
    create_or_open(old).close()
    named = "SELECT name FROM documents WHERE url IS NULL"
    assert rows(old, named) == [("article.txt",), ("article.txt",)]


def test_an_upgraded_database_knows_its_articles(old: Path) -> None:
    """What is the same is known, what changed is a revision, what is removed is gone."""
    with closing(create_or_open(old)) as db:
        writer = Writer(db, old)
        assert writer.write([indexed(article(), AIDE), indexed(article(url=URL))]).known == 2
        assert writer.write([indexed(article(f"Corrected. {TEXT}", url=URL))]).changed == 1
    assert list(verify(old)) == []
    remove(old, [URL, "article.txt"], Order())
    assert rows(old, "SELECT * FROM quotes") == []
    assert list(verify(old)) == []


def test_an_old_database_can_be_verified_as_it_is(old: Path) -> None:
    """Reading does not upgrade; what there is, is checked."""
    before = old.read_bytes()
    assert list(verify(old)) == []
    assert old.read_bytes() == before
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE documents SET sha256 = 'x'")
    assert {violation.table for violation in verify(old)} == {"documents"}


def test_quotes_of_an_old_database_join_clusters(old: Path, tmp_path: Path) -> None:
    """At the next run, before anything is added, with reports of how far that has come."""
    create_or_open(old).close()
    assert rows(old, "SELECT * FROM quote_clusters") == []
    reports: list[Progress] = []
    add_articles(old, [], report=reports.append)
    assert [report.compared for report in reports] == [3]
    known = "SELECT id, quote_count, document_count, outlet_count FROM quote_clusters"
    assert rows(old, known) == rows(tmp_path / "new.db", known) != []
    assert list(verify(old)) == []
    add_articles(old, [], report=reports.append)
    assert len(reports) == 1


def test_a_failed_upgrade_leaves_the_old_database(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step is whole or not at all; the next one to open it tries again."""
    before = dump(old)
    with monkeypatch.context() as broken:
        broken.setattr("indexer.store.migrations.article_id", stumble)
        with pytest.raises(ZeroDivisionError):
            create_or_open(old)
    assert dump(old) == before
    create_or_open(old).close()
    assert list(verify(old)) == []


def test_outlets_of_an_old_database_are_gathered(old: Path) -> None:
    """Rows that are one outlet become one, with their articles, quotes and counts."""
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE publications SET name = 'a.example' WHERE name = 'The Beacon'")
        connection.execute("INSERT INTO publications (name) VALUES ('THE GAZETTE'), ('Beacon')")
        add(connection, "https://a.example/a", "Beacon")
        add(connection, "https://www.b.example/b", "THE GAZETTE")
        add(connection, "https://www.b.example/c", "THE GAZETTE")
    create_or_open(old).close()
    assert list(verify(old)) == []
    outlets = "SELECT name, domain, document_count, quote_count FROM publications ORDER BY name"
    assert rows(old, outlets) == [("Beacon", "a.example", 2, 1), ("THE GAZETTE", "b.example", 3, 1)]
    named = "SELECT publication, count(*) FROM attributed_quotes GROUP BY 1 ORDER BY 1"
    assert rows(old, named) == [(None, 1), ("Beacon", 1), ("THE GAZETTE", 1)]


def add(connection: sqlite3.Connection, url: str, outlet: str) -> None:
    """Add an article without quotes as the first release did."""
    of = article("Nobody speaks.", url=url)
    connection.execute(
        "INSERT INTO documents SELECT ?, '', ?, '', '', id, NULL, 'en', ?, 2, 0, '', '', ? "
        "FROM publications WHERE name = ?",
        [of.id, url, of.sha256, of.text, outlet],
    )
    count = "UPDATE publications SET document_count = document_count + 1 WHERE name = ?"
    connection.execute(count, [outlet])


@pytest.mark.parametrize("step", [HISTORY, PAGES, SEARCH, CLUSTERS])
def test_a_step_can_be_verified_before_the_next(tmp_path: Path, step: str) -> None:
    """What there is of a database of an older release is checked."""
    path = tmp_path / "between.db"
    with closing(sqlite3.connect(path)) as connection:
        migrations.apply(Database(connection), stop_before=step)
    assert list(verify(path)) == []


def stumble(*_: object) -> str:
    """Fail."""
    raise ZeroDivisionError


@pytest.mark.parametrize("name", ["old.db", "none.db"])
def test_programs_that_come_at_once_upgrade_it_once(old: Path, name: str) -> None:
    """Or make it once: the others wait."""
    path = old.with_name(name)
    script = "import sys; from indexer.store import create_or_open; create_or_open(sys.argv[1])"
    command = [sys.executable, "-c", script, str(path)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    assert [(run.communicate()[1], run.returncode) for run in running] == [("", 0)] * 6
    assert list(verify(path)) == []


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table of the first release, without columns that came later."""
    tables = ("publications", "documents", "speakers", "speaker_names", "quotes", "quote_parts")
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in tables:
            listed = connection.execute("SELECT name FROM pragma_table_info(?)", [table])
            columns = ", ".join(name for (name,) in listed if (table, name) not in NEW_COLUMNS)
            found[table] = connection.execute(f"SELECT {columns} FROM {table}").fetchall()
    return found


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def dump(path: Path) -> list[str]:
    """Return the database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())
