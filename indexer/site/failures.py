"""What could not be read or indexed: for whoever keeps the index, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site.privacy import logs_are_shown

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

PAGE = 100
MOST_SHOWN = 10_000

HAS_FAILURES = "SELECT count(*) AS found FROM sqlite_master WHERE name = 'failures'"
COUNT = "SELECT count(*) AS failures FROM failures"
NEWEST = """
SELECT source, record, kind, message, failed_at FROM failures
ORDER BY failed_at DESC, id DESC LIMIT :limit OFFSET :offset
"""


@dataclass(frozen=True, slots=True)
class Failures:
    """One page of what failed, the last first."""

    failures: list[Row]
    count: int
    offset: int
    next_offset: int | None


async def failure_count(index: Index) -> int:
    """Return how many sources failed; 0 where that is nobody's business who asks."""
    if not logs_are_shown(index.datasette):
        return 0
    (tables,) = await index.remembered(HAS_FAILURES)
    if not tables["found"]:
        return 0
    (row,) = await index.remembered(COUNT)
    return int(row["failures"])


async def failure_list(index: Index, offset: int) -> Failures:
    """Return a page of what failed, for those to whom `failure_count` says that anything did."""
    count = await failure_count(index)
    rows = await index.rows(NEWEST, {"limit": PAGE, "offset": offset})
    after = offset + PAGE
    return Failures(rows, count, offset, after if after < min(count, MOST_SHOWN) else None)
