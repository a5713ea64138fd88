"""The schema's history: each step upgrades a database in place and runs once, in a transaction.

A new step is a new SQL file beside this one and a function that runs it. A released step is never
edited. `db/schema.sql` shows the outcome of all steps and is generated from them.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

migrations = Migrations("indexer")


@migrations()
def m001_initial(db: Database) -> None:
    """Create the tables, indexes, full-text index and view of the first release."""
    _run_script(db, "001_initial.sql")


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
