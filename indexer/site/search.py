"""Finding quotes: how many, which of them come first, and what they are made of.

SQLite answers a search of millions of quotes in one of three ways, each quick where the others are
slow (docs/decisions.md has the figures):

    few hits       all of them are looked at, and sorted by relevance or by date
    many hits      the index of dates is walked, newest first, and each quote looked up among the
                   row numbers of all hits, until the page is full
    very many      the same, but each quote is asked for in the full-text index: nearly every one is
                   a hit, and a list of all of them would take longer
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from indexer.site.conditions import Condition, condition
from indexer.site.filters import START, Filters, Position
from indexer.site.marks import HIT_END, HIT_START, Mark, hits
from indexer.site.quotes import listed

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

PAGE = 20
MOST_RANKED = 2_000
"""Up to so many hits are sorted by relevance and counted one by one."""
MOST_LISTED = 20_000
"""Up to so many are sent from one list; to walk on for every batch of more takes less memory."""
MOST_COUNTED = 100_000
"""Beyond so many hits their number is estimated."""
MOST_PHRASES_COUNTED = 20_000
"""The same for phrases: to look at every place of their words takes many times as long."""
MOST_OFFSET = 10_000
"""Pages end here, unless the address says which quote the page before ended with."""

# The row number at which counting ends tells how thick the hits lie, and so how many there are.
COUNT_MATCHES = """
SELECT count(*) AS hits, max(row) AS last, (SELECT max(rowid) FROM quotes) AS rows FROM (
  SELECT rowid AS row FROM quotes_fts WHERE quotes_fts MATCH :match LIMIT :most + 1
)
"""

# CROSS JOIN has SQLite ask the full-text index first.
FROM_MATCHES = """
FROM quotes_fts CROSS JOIN quotes ON quotes.rowid = quotes_fts.rowid
WHERE quotes_fts MATCH :match AND {where}
"""
BY_DATE = "quotes.published DESC, quotes.rowid DESC"
# First those that have the words as they were typed, then the short ones, which are about little
# else. FTS5's own order is nearly the same (all hits have all words, so that how rare a word is
# tells nothing), but takes it a fifth of a second where one of the words is common.
BY_RELEVANCE = f"instr(lower(quotes.text), :typed) = 0, length(quotes.text), {BY_DATE}"

# The plus sign has SQLite walk an index by date instead of sorting all hits.
AMONG_MATCHES = "+quotes.rowid IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :match)"
IS_MATCH = """EXISTS (
  SELECT 1 FROM quotes_fts WHERE quotes_fts MATCH :match AND quotes_fts.rowid = quotes.rowid
)"""

# Quotes without a date come last; walking on from one that has a date does not reach them.
AFTER_DATED = """quotes.published <= :published
  AND (quotes.published < :published OR quotes.rowid < :after)"""
AFTER_UNDATED = "quotes.published IS NULL AND quotes.rowid < :after"
UNDATED = "quotes.published IS NULL"

PUBLISHED_OF = "SELECT published FROM quotes WHERE rowid = :after"

HIGHLIGHTED = """
SELECT rowid, highlight(quotes_fts, 0, :start, :end) AS text FROM quotes_fts
WHERE quotes_fts MATCH :match AND rowid IN (SELECT value FROM json_each(:rowids))
"""


class Abundance(Enum):
    """How many quotes the full-text half of a condition finds, and so how they are found."""

    UNASKED = "unasked"
    FEW = "few"
    MANY = "many"
    VERY_MANY = "very many"


@dataclass(frozen=True, slots=True)
class Matches:
    """How many quotes the full-text half of a condition finds."""

    count: int = 0
    abundance: Abundance = Abundance.UNASKED

    @property
    def is_counted(self) -> bool:
        """Whether the number is exact."""
        return self.abundance is not Abundance.VERY_MANY


@dataclass(frozen=True, slots=True)
class Search:
    """A search that can be asked: its filters, what they mean in SQL, and how much there is."""

    filters: Filters
    condition: Condition
    matches: Matches
    speaker: Row | None = None
    outlet: Row | None = None

    @property
    def is_by_relevance(self) -> bool:
        """Whether the hits are few enough to be sorted by relevance, and are to be."""
        is_few = self.matches.abundance is Abundance.FEW and bool(self.condition.words.terms)
        return is_few and self.filters.order != "date"


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a search found."""

    is_by_relevance: bool
    quotes: list[Row] = field(default_factory=list)
    next: Position | None = None


async def prepare(
    index: Index, filters: Filters, speaker: Row | None, outlet: Row | None
) -> Search:
    """Return a search that can be asked; `speaker` and `outlet` are the rows its filters name."""
    has_roles = await index.has_roles()
    wanted = condition(filters, speaker, has_roles=has_roles)
    return Search(filters, wanted, await _matches(index, wanted), speaker, outlet)


async def find(index: Index, search: Search) -> Found:
    """Return the page of hits that the search's address names, each with its hits marked."""
    start = search.filters.next
    rowids = await page_of(index, search, start, PAGE + 1)
    following = None
    if len(rowids) > PAGE:
        rowids = rowids[:PAGE]
        after = None if search.is_by_relevance else rowids[-1]
        following = Position(start.offset + PAGE, after)
    marks = await _highlights(index, search, rowids)
    return Found(search.is_by_relevance, await listed(index, rowids, marks), following)


async def page_of(index: Index, search: Search, start: Position, limit: int) -> list[int]:
    """Return the row numbers of at most `limit` hits, from a position on, in the search's order."""
    if search.matches.abundance is Abundance.FEW:
        return await _sorted(index, search, start, limit)
    return await _walked(index, search, start, limit)


async def all_of(index: Index, search: Search) -> list[int] | None:
    """Return the row numbers of all hits, in the search's order; None where they are too many."""
    is_counted = search.matches.abundance in (Abundance.FEW, Abundance.MANY)
    if is_counted and search.matches.count <= MOST_LISTED:
        return await _sorted(index, search, START, MOST_LISTED)
    return None


async def _matches(index: Index, wanted: Condition) -> Matches:
    if not wanted.match:
        return Matches()
    most = MOST_PHRASES_COUNTED if wanted.words.phrases else MOST_COUNTED
    (row,) = await index.remembered(COUNT_MATCHES, {"match": wanted.match, "most": most})
    count = int(row["hits"])
    if count <= MOST_RANKED:
        return Matches(count, Abundance.FEW)
    if count <= most:
        return Matches(count, Abundance.MANY)
    return Matches(count * row["rows"] // max(row["last"], 1), Abundance.VERY_MANY)


async def _sorted(index: Index, search: Search, start: Position, limit: int) -> list[int]:
    order = BY_RELEVANCE if search.is_by_relevance else BY_DATE
    sql = FROM_MATCHES.format(where=search.condition.checked)
    sql = f"SELECT quotes.rowid AS rowid {sql} ORDER BY {order} LIMIT :limit OFFSET :offset"
    page = {"limit": limit, "offset": min(start.offset, MOST_OFFSET)}
    return _rowids(await _asked(index, sql, search.condition.parameters | page))


async def _walked(index: Index, search: Search, start: Position, limit: int) -> list[int]:
    page = {"limit": limit, "offset": min(start.offset, MOST_OFFSET), "after": start.after}
    before = await index.row(PUBLISHED_OF, page) if start.after is not None else None
    if before is None:
        return await _walk(index, search, "1", page)
    page |= {"offset": 0, "published": before["published"]}
    if before["published"] is None:
        return await _walk(index, search, AFTER_UNDATED, page)
    rowids = await _walk(index, search, AFTER_DATED, page)
    if len(rowids) < limit:
        rowids += await _walk(index, search, UNDATED, page | {"limit": limit - len(rowids)})
    return rowids


async def _walk(index: Index, search: Search, where: str, page: Row) -> list[int]:
    wheres = [search.condition.where, where, *_membership(search.matches.abundance)]
    sql = (
        f"SELECT quotes.rowid AS rowid FROM quotes WHERE {' AND '.join(wheres)} "  # noqa: S608
        f"ORDER BY {BY_DATE} LIMIT :limit OFFSET :offset"
    )
    return _rowids(await _asked(index, sql, search.condition.parameters | page))


async def _asked(index: Index, sql: str, parameters: Row) -> list[Row]:
    # Pages are short and asked for by many; a list that is sent whole is long and asked for once.
    is_page = parameters["limit"] <= PAGE + 1
    return await (index.remembered if is_page else index.rows)(sql, parameters)


def _membership(abundance: Abundance) -> list[str]:
    terms = {Abundance.MANY: AMONG_MATCHES, Abundance.VERY_MANY: IS_MATCH}
    return [terms[abundance]] if abundance in terms else []


def _rowids(rows: list[Row]) -> list[int]:
    return [row["rowid"] for row in rows]


async def _highlights(index: Index, search: Search, rowids: list[int]) -> dict[int, list[Mark]]:
    if not search.condition.words.terms or not rowids:
        return {}
    parameters = {
        "match": search.condition.words.match,
        "rowids": json.dumps(rowids),
        "start": HIT_START,
        "end": HIT_END,
    }
    found = await index.rows(HIGHLIGHTED, parameters)
    return {row["rowid"]: hits(row["text"]) for row in found}
