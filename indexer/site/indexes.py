"""Which of the attached databases are an index of ours, and reading from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.site.memory import Memory

Row = dict[str, Any]

# By shape, not by the record of migrations: a published copy may have lost that.
COUNT_TABLES = """
SELECT count(*) FROM sqlite_master
WHERE type = 'table' AND name IN
  ('documents', 'publications', 'quote_parts', 'quotes', 'quotes_fts', 'speakers')
"""
TABLE_COUNT = 6

# Both came with one migration. Reading does not upgrade: an older index may have neither.
HAS_ROLES = """
SELECT count(*) AS found FROM sqlite_master WHERE name = 'speaker_names_fts'
"""

HAS_CLUSTERS = """
SELECT count(*) AS found FROM sqlite_master WHERE name = 'quote_clusters'
"""


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

    async def rows_within(self, milliseconds: int, sql: str, parameters: Row) -> list[Row]:
        """Return all rows, under a time limit of its own if that is the shorter one."""
        result = await self.database.execute(
            sql, parameters, custom_time_limit=milliseconds, log_sql_errors=False
        )
        return [dict(row) for row in result.rows]

    async def remembered(
        self, sql: str, parameters: Row | None = None, *, within: int = 0
    ) -> list[Row]:
        """Return all rows, which are not to be changed: asked once until the database is written.

        For sums over many rows. Whoever asks while the answer is being looked for waits for it.
        `within` is a time limit of its own in milliseconds, as for `rows_within`; 0 is none.
        """
        key = (sql, *sorted((parameters or {}).items()))

        async def ask() -> list[Row]:
            if within:
                return await self.rows_within(within, sql, parameters or {})
            return await self.rows(sql, parameters)

        return await Memory.of(self.database).answer(key, ask)

    async def has_roles(self) -> bool:
        """Whether the full-text index knows roles, and speakers' names have one of their own."""
        (row,) = await self.remembered(HAS_ROLES)
        return bool(row["found"])

    async def has_clusters(self) -> bool:
        """Whether it is known which quotes are one utterance, and which articles are copies."""
        (row,) = await self.remembered(HAS_CLUSTERS)
        return bool(row["found"])


async def is_index(database: Any) -> bool:
    """Whether a database that Datasette has attached is an index of ours."""

    async def count() -> bool:
        result = await database.execute(COUNT_TABLES)
        return bool(result.rows[0][0] == TABLE_COUNT)

    return await Memory.of(database).answer(COUNT_TABLES, count)


async def indexes(datasette: Any) -> list[str]:
    """Return the names of the attached databases that are an index."""
    return [name for name, database in datasette.databases.items() if await is_index(database)]
