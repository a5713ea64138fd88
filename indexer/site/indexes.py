"""Which of the attached databases are an index of ours, and reading from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

# By shape, not by the record of migrations: a published copy may have lost that.
COUNT_TABLES = """
SELECT count(*) FROM sqlite_master
WHERE type = 'table' AND name IN
  ('documents', 'publications', 'quote_parts', 'quotes', 'quotes_fts', 'speakers')
"""
TABLE_COUNT = 6


@dataclass(frozen=True, slots=True)
class Index:
    """One attached database that is an index, for reading through Datasette.

    Every query runs under Datasette's time limit and raises its QueryInterrupted beyond it.
    """

    datasette: Any
    database: Any

    @property
    def name(self) -> str:
        """The name under which Datasette has it."""
        return str(self.database.name)

    async def rows(self, sql: str, parameters: Row | None = None) -> list[Row]:
        """Return all rows, each as a dictionary."""
        result = await self.database.execute(sql, parameters or {})
        return [dict(row) for row in result.rows]

    async def row(self, sql: str, parameters: Row | None = None) -> Row | None:
        """Return the first row, or None."""
        found = await self.rows(sql, parameters)
        return found[0] if found else None


async def is_index(database: Any) -> bool:
    """Whether a database that Datasette has attached is an index of ours."""
    result = await database.execute(COUNT_TABLES)
    return bool(result.rows[0][0] == TABLE_COUNT)


async def indexes(datasette: Any) -> list[str]:
    """Return the names of the attached databases that are an index."""
    return [name for name, database in datasette.databases.items() if await is_index(database)]
