"""What of an index is only for whoever keeps it: logs of what failed, was removed, was decided …

They hold names of files and of who decided, addresses and reasons. Nobody who asks Datasette reads
them, by page, as data or in SQL of their own, unless whoever runs it says so in its configuration:

    plugins:
      indexer:
        show_logs: true

`indexer serve` says so as long as only this machine is let in. SQL is held off where SQLite
compiles it (its authorizer), so that no view, subquery or alias leads around it.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from indexer.site.indexes import COUNT_TABLES, TABLE_COUNT, is_index

if TYPE_CHECKING:
    from collections.abc import Awaitable

PLUGIN = "indexer"
SHOW_LOGS = "show_logs"
LOGS = frozenset({"failures", "removals", "removal_keys", "fetches", "speaker_decisions"})


def logs_are_shown(datasette: Any) -> bool:
    """Whether whoever runs this Datasette lets everybody who reaches it read the logs."""
    return bool((datasette.plugin_config(PLUGIN) or {}).get(SHOW_LOGS))


def guard(connection: sqlite3.Connection, database: str | None, datasette: Any) -> None:
    """Keep a connection of Datasette's from reading the logs of an index, if they are not shown.

    A connection to several databases at once is kept from reading any table of these names.
    """
    is_of_all = database == "_memory" and datasette.crossdb
    (count,) = connection.execute(COUNT_TABLES).fetchone()
    if (is_of_all or count == TABLE_COUNT) and not logs_are_shown(datasette):
        connection.set_authorizer(_authorize)


def may_view(datasette: Any, action: str, resource: object) -> Awaitable[bool | None] | None:
    """Return False for the table of a log that is not shown, None for all else.

    For Datasette before 1.0; later ones are told at their start (releases.describe).
    """
    if action != "view-table" or not isinstance(resource, tuple) or resource[1] not in LOGS:
        return None

    async def answer() -> bool | None:
        database = datasette.databases.get(resource[0])
        is_ours = database is not None and await is_index(database)
        return False if is_ours and not logs_are_shown(datasette) else None

    return answer()


def _authorize(
    action: int, table: str | None, _column: str | None, _schema: str | None, _view: str | None
) -> int:
    is_log = action == sqlite3.SQLITE_READ and (table or "").lower() in LOGS
    return sqlite3.SQLITE_DENY if is_log else sqlite3.SQLITE_OK
