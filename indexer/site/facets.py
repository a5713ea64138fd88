"""What the hits of a search are made of: how many, by speaker, by outlet, and over the years.

Where there are few hits all of them are counted. Of many a sample is: of the full-text index's hits
some from everywhere in the index, of others the newest. What is known of the whole is said exactly,
what is known of a sample as that.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site.search import Abundance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.site.conditions import Condition
    from indexer.site.filters import Filters
    from indexer.site.indexes import Index, Row
    from indexer.site.search import Search

LONGEST_FACET = 8
SAMPLED_PLACES, SAMPLED_EACH = 20, 30
SAMPLED_NEWEST = 1_000
MONTHS_SHOWN = 36
"""Hits over a longer time are shown by year."""
YEARS_SHOWN = 150
MONTH = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")
A_MONTH = "2024-01"

ALL_MATCHES = "SELECT rowid AS row FROM quotes_fts WHERE quotes_fts MATCH :match"
MATCHES_FROM_PLACE = f"""SELECT * FROM (
    SELECT rowid AS row FROM quotes_fts
    WHERE quotes_fts MATCH :match AND rowid >= :rows * {{place}} / {SAMPLED_PLACES}
    LIMIT {SAMPLED_EACH}
  )"""  # noqa: S608, nothing of a visitor's is ever part of SQL: values are parameters
NEWEST = f"""SELECT quotes.rowid AS row FROM quotes WHERE {{where}}
  ORDER BY quotes.published DESC, quotes.rowid DESC LIMIT {SAMPLED_NEWEST}"""  # noqa: S608

LAST_ROW = "SELECT coalesce(max(rowid), 0) AS rows FROM quotes"

# MATERIALIZED: the hits are found once, not for each of the parts. IN, not a join: for that SQLite
# would read the whole table into a Bloom filter.
PARTS = """
WITH candidates AS MATERIALIZED (
  {candidates}
), hits AS MATERIALIZED (
  SELECT speaker_id, publication_id, published FROM quotes
  WHERE quotes.rowid IN (SELECT row FROM candidates) AND {where}
)
SELECT 'examined' AS part, NULL AS value, count(*) AS count, NULL AS name FROM candidates
UNION ALL
SELECT 'hits', NULL, count(*), NULL FROM hits
UNION ALL
SELECT * FROM (
  SELECT 'speaker', speaker_id, count(*) AS count,
    (SELECT name FROM speakers WHERE id = speaker_id)
  FROM hits WHERE speaker_id IS NOT NULL GROUP BY speaker_id ORDER BY count DESC, 2 LIMIT :longest
)
UNION ALL
SELECT * FROM (
  SELECT 'outlet', publication_id, count(*) AS count,
    (SELECT name FROM publications WHERE id = publication_id)
  FROM hits WHERE publication_id IS NOT NULL
  GROUP BY publication_id ORDER BY count DESC, 2 LIMIT :longest
)
UNION ALL
SELECT 'period', substr(published, 1, 7) AS month, count(*), NULL
FROM hits WHERE published GLOB '[0-9][0-9][0-9][0-9]*' GROUP BY month
"""

COUNT_ALL = "SELECT count(*) AS hits FROM quotes"
COUNT_INDEXED = "SELECT count(*) AS hits FROM quotes WHERE {where}"

# Both ends and every count between them are read off an index of dates.
ENDS = """
SELECT
  (SELECT min(published) FROM quotes
    WHERE {where} AND published >= '0' AND published < ':') AS first,
  (SELECT max(published) FROM quotes
    WHERE {where} AND published >= '0' AND published < ':') AS last
"""
PERIODS = """
SELECT 'period' AS part, value, (
  SELECT count(*) FROM quotes WHERE {where} AND published >= value AND published < value || '~'
) AS count FROM json_each(:periods)
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How many quotes a search finds; exactly, or about as many."""

    value: int
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One speaker or outlet among the hits, and the address's state that narrows them to it."""

    name: str
    count: int
    state: dict[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """The hits of one year or month, and the state that narrows the search to it."""

    period: str
    count: int
    state: dict[str, str]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the hits are made of.

    The speakers and outlets are those of a sample of the hits where `sampled`, the number of hits
    in it, is not 0; so are the bars unless `bars_are_exact`.
    """

    count: Count
    speakers: list[Choice]
    outlets: list[Choice]
    bars: list[Bar]
    unit: str
    sampled: int
    bars_are_exact: bool

    @property
    def most(self) -> int:
        """The count of the highest bar, at least 1."""
        return max([1, *(bar.count for bar in self.bars)])


async def overview(index: Index, search: Search) -> Overview:
    """Return what the hits of a search are made of."""
    rows = await _parts(index, search)
    examined, hits = rows[0]["count"], rows[1]["count"]
    count = await _count(index, search, examined, hits)
    is_whole = count.is_exact and count.value == hits
    periods = [] if is_whole else await _periods(index, search.condition)
    bars, unit = _bars(search.filters, periods or rows)
    return Overview(
        count,
        _choices(search.filters, "speaker", rows),
        _choices(search.filters, "outlet", rows),
        bars,
        unit,
        0 if is_whole else hits,
        is_whole or bool(periods),
    )


async def counted(index: Index, search: Search) -> Count:
    """Return how many quotes a search finds."""
    rows = await _parts(index, search)
    return await _count(index, search, rows[0]["count"], rows[1]["count"])


async def _parts(index: Index, search: Search) -> list[Row]:
    wanted = search.condition
    parameters = wanted.parameters | {"longest": LONGEST_FACET}
    if search.matches.abundance is Abundance.FEW:
        candidates = ALL_MATCHES
    elif search.matches.abundance is Abundance.UNASKED:
        candidates = NEWEST.format(where=wanted.indexed)
    else:
        places = (MATCHES_FROM_PLACE.format(place=place) for place in range(SAMPLED_PLACES))
        candidates = "\n  UNION ".join(places)
        (row,) = await index.remembered(LAST_ROW)
        parameters |= row
    return await index.remembered(
        PARTS.format(candidates=candidates, where=wanted.checked), parameters
    )


async def _count(index: Index, search: Search, examined: int, hits: int) -> Count:
    """Return the number of hits, of which `hits` were found among the candidates `examined`."""
    if search.matches.abundance is Abundance.UNASKED:
        indexed = search.condition.indexed
        # SQLite counts a whole table faster if it is asked for nothing else.
        sql = COUNT_ALL if indexed == "1" else COUNT_INDEXED.format(where=indexed)
        (row,) = await index.remembered(sql, search.condition.parameters)
        whole = Count(row["hits"])
    else:
        whole = Count(search.matches.count, search.matches.is_counted)
    if whole.is_exact and whole.value <= examined:
        return Count(hits)
    if search.condition.is_only_words or search.condition.is_only_indexed:
        return whole
    return Count(whole.value * hits // max(examined, 1), is_exact=False)


async def _periods(index: Index, wanted: Condition) -> list[Row]:
    """Return the hits of every year or month where the indexes alone tell, else nothing."""
    if not wanted.is_only_indexed:
        return []
    (ends,) = await index.remembered(ENDS.format(where=wanted.where), wanted.parameters)
    if ends["first"] is None:
        return []
    parameters = wanted.parameters | {"periods": json.dumps(_between(ends["first"], ends["last"]))}
    return await index.remembered(PERIODS.format(where=wanted.where), parameters)


def _choices(filters: Filters, part: str, rows: Iterable[Row]) -> list[Choice]:
    return [
        Choice(row["name"], row["count"], filters.with_(**{part: row["value"]}))
        for row in rows
        if row["part"] == part
    ]


def _bars(filters: Filters, rows: Iterable[Row]) -> tuple[list[Bar], str]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row["part"] == "period":
            counts[row["value"]] += row["count"]
    if not counts:
        return [], "year"
    periods = _between(min(counts), max(counts))
    length = len(periods[0])
    shortened: Counter[str] = Counter()
    for period, count in counts.items():
        shortened[period[:length]] += count
    bars = [
        Bar(period, shortened[period], filters.with_(since=period, until=period))
        for period in periods
    ]
    return bars, "month" if length == len(A_MONTH) else "year"


def _between(first: str, last: str) -> list[str]:
    """Return the months from one date to another or, if they are too many, the years."""
    if MONTH.match(first) and MONTH.match(last):
        months = _month(last) - _month(first) + 1
        if months <= MONTHS_SHOWN:
            return [_named(_month(first) + n) for n in range(months)]
    years = range(int(first[:4]), int(last[:4]) + 1)
    # Years far apart are misprints: what lies between would be nothing but gaps.
    return [f"{year:04}" for year in years[-YEARS_SHOWN:]]


def _month(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def _named(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"
