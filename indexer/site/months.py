"""How many quotes stand in the articles of each month, at a cost that has a bound."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

MOST_COUNTED = 500_000
"""Counting so many entries of an index takes some 50 milliseconds; older months are left out."""

# From the newest month to the oldest, each found by one look into an index and counted in that
# index alone. In a row, `total` are the quotes of all newer months: what a month has is the
# difference to the next row. What is no date is stepped over, one value at a time.
MONTHS = """
WITH RECURSIVE steps(at, total) AS (
  SELECT (
    SELECT CASE WHEN published GLOB :month THEN substr(published, 1, 7) ELSE published END
    FROM quotes WHERE {owner} published < ':' ORDER BY published DESC LIMIT 1
  ), 0
  UNION ALL
  SELECT (
    SELECT CASE WHEN published GLOB :month THEN substr(published, 1, 7) ELSE published END
    FROM quotes WHERE {owner} published < steps.at ORDER BY published DESC LIMIT 1
  ), total + CASE WHEN steps.at GLOB :month THEN (
    SELECT count(*) FROM quotes
    WHERE {owner} published >= steps.at AND published < steps.at || '~'
  ) ELSE 0 END
  FROM steps WHERE at IS NOT NULL AND total < :most
  LIMIT 3000
)
SELECT at, total FROM steps
"""
MONTH = "[0-9][0-9][0-9][0-9]-[0-9][0-9]*"

OF_ALL = MONTHS.replace("{owner}", "")
OF_SPEAKER = MONTHS.replace("{owner}", "speaker_id = :id AND")
OF_OUTLET = MONTHS.replace("{owner}", "publication_id = :id AND")


@dataclass(frozen=True, slots=True)
class Months:
    """Quotes by month, such as 2024-03, oldest first; only months that have any.

    Where `is_cut`, there are older months that were not counted; where `is_late`, none was, for
    that would have taken too long.
    """

    counts: dict[str, int]
    is_cut: bool = False
    is_late: bool = False


async def of_speaker(index: Index, speaker_id: int) -> Months:
    """Count a speaker's quotes by month."""
    return await _count(index, OF_SPEAKER, {"id": speaker_id, "most": MOST_COUNTED})


async def of_outlet(index: Index, publication_id: int) -> Months:
    """Count an outlet's quotes by month."""
    return await _count(index, OF_OUTLET, {"id": publication_id, "most": MOST_COUNTED})


async def of_all(index: Index) -> Months:
    """Count all quotes by month; no month where that takes longer than the time limit.

    Counting millions takes part of a second: so it is done once for every state of the index.
    """
    try:
        return _months(await index.remembered(OF_ALL, {"most": 1 << 62, "month": MONTH}))
    except QueryInterrupted:
        return Months({}, is_late=True)


async def _count(index: Index, sql: str, parameters: Row) -> Months:
    return _months(await index.remembered(sql, parameters | {"month": MONTH}))


def _months(rows: list[Row]) -> Months:
    found = [(row["at"], after["total"] - row["total"]) for row, after in pairwise(rows)]
    counts = {at: number for at, number in reversed(found) if number}
    return Months(counts, is_cut=bool(rows and rows[-1]["at"] is not None))
