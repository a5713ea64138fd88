"""Many rows by one statement, which costs more than a row: most where a full-text index follows.

FTS5 writes to its tables after each statement.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

AT_ONCE = 100
"""Rows of one statement: a few thousand values, of which SQLite takes no more than 32,766."""


def insert_rows(db: Database, sql: str, rows: Sequence[Sequence[object]]) -> list[Any]:
    """Insert rows, where `sql` has `{rows}` for the values of all; return what it returns.

    The rows are in the order given, but SQLite promises none for what is returned.
    """
    returned: list[Any] = []
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        row = f"({', '.join('?' * len(some[0]))})"
        statement = sql.format(rows=", ".join([row] * len(some)))
        returned += db.execute(statement, list(chain.from_iterable(some))).fetchall()
    return returned
