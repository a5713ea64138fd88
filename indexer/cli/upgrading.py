"""What a database of an older release needs before a command can write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def upgrade(database: Path) -> None:
    """Bring the schema of a database up to date, and show how far that has come.

    Does nothing if it is, or if there is none.
    """
    from indexer import store
    from indexer.console import work_shown

    if store.is_outdated(database):
        with work_shown(f"Bringing {database} up to date") as report:
            store.create_or_open(database, report).close()
