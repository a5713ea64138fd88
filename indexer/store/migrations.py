"""The schema's history: each step upgrades a database in place and runs once, in a transaction.

A new step is a new SQL file beside this one and a function that runs it. A released step is never
edited. `db/schema.sql` shows the outcome of all steps and is generated from them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from indexer.models import article_id, domain_of
from indexer.store.identity_upgrade import identify_all
from indexer.store.outlets import Outlet, enter, gather
from indexer.store.reports import unheard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.store.reports import Report

migrations = Migrations("indexer")


class Upgrading(Database):
    """A database while steps are applied to it, with who hears how far that is."""

    def __init__(self, connection: sqlite3.Connection, report: Report) -> None:
        super().__init__(connection)
        self.report = report


HISTORY = "m002_history"
"""The step that brought revisions, failures and removals."""

PAGES = "m003_pages"
"""The step that brought what is known of pages and fetches, and one row an outlet."""

SEARCH = "m004_search"
"""The step that brought roles into the full-text index, and the index of speakers' names."""

CLUSTERS = "m005_clusters"
"""The step that brought wordings, clusters of quotes and groups of documents."""

IDENTITY = "m006_identity"
"""The step that brought appearances, and speakers that are told by more than their names."""

WORDINGS = "m007_wordings"
"""The step that brought clusters into the index of quotes by their wording."""

WITHOUT_URL = """
SELECT d.id, d.source, d.sha256, p.name
FROM documents AS d LEFT JOIN publications AS p ON p.id = d.publication_id
WHERE coalesce(d.url, '') = ''
"""


@migrations()
def m001_initial(db: Database) -> None:
    """Create the tables, indexes, full-text index and view of the first release."""
    _run_script(db, "001_initial.sql")


@migrations(name=HISTORY)
def m002_history(db: Database) -> None:
    """Create the tables of revisions, failures and removals; give documents name and raw date."""
    _run_script(db, "002_history.sql")
    for document_id, source, sha256, publication in db.execute(WITHOUT_URL).fetchall():
        # The first release stored no names. A name that gives the id is the one it was made of.
        name = PurePath(source).name
        if article_id(None, publication, name, sha256) == document_id:
            db.execute("UPDATE documents SET name = ? WHERE id = ?", [name, document_id])


@migrations(name=PAGES)
def m003_pages(db: Database) -> None:
    """Create the tables of pages, fetches and outlets' names; let each outlet have one row."""
    _run_script(db, "003_pages.sql")
    known = db.execute("SELECT id, name FROM publications ORDER BY id").fetchall()
    # Names change hands: until all rows are settled none may stand in the way of another.
    db.execute("UPDATE publications SET name = char(0) || id")
    for row, name in known:
        db.execute("UPDATE documents SET outlet = ? WHERE publication_id = ?", [name, row])
    for row, name in known:
        urls = db.execute("SELECT url FROM documents WHERE publication_id = ?", [row]).fetchall()
        domains = Counter(domain_of(url) for (url,) in urls)
        for domain, articles in domains.items():
            enter(db, Outlet(name, domain), articles, own=row)
    gather(db)


@migrations(name=SEARCH)
def m004_search(db: Database) -> None:
    """Make the full-text index anew, with roles; index names, and who is quoted by which outlet."""
    _run_script(db, "004_search.sql")


@migrations(name=CLUSTERS)
def m005_clusters(db: Database) -> None:
    """Create the tables of wordings, clusters and groups; quotes that are there join them later."""
    _run_script(db, "005_clusters.sql")


@migrations(name=IDENTITY)
def m006_identity(db: Database) -> None:
    """Create the tables of appearances, profiles and people; decide anew who is who."""
    _run_script(db, "006_identity.sql")
    identify_all(db, db.report if isinstance(db, Upgrading) else unheard)


@migrations(name=WORDINGS)
def m007_wordings(db: Database) -> None:
    """Index quotes by wording and cluster."""
    _run_script(db, "007_wordings.sql")


def _run_script(db: Database, name: str) -> None:
    # Not executescript(): it commits, and a step must be all or nothing.
    for statement in _statements(files("indexer.store").joinpath(name).read_text("utf-8")):
        db.execute(statement)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
