"""Finding quotes by words and speaker, in an order and at a cost that suit the number of hits."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.site.marks import HIT_END, HIT_START, Mark, hits
from indexer.site.quotes import listed, newest
from indexer.site.words import Words, exact_words, has_words, quoted

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

PAGE = 20
# Beyond so many hits, counting them and ordering them by relevance takes seconds.
MOST_HITS = 10_000

# Every phrase must stand in the quote, or in the speaker's name, with its exact words: the
# full-text index, being stemmed, only proposes. CROSS JOIN has SQLite ask that index first.
COUNT_MATCHES = """
SELECT count(*) AS hits FROM (
  SELECT 1 FROM quotes_fts CROSS JOIN quotes ON quotes.rowid = quotes_fts.rowid
  WHERE quotes_fts MATCH :match
    AND (:speaker IS NULL OR quotes.speaker_id = :speaker)
    AND NOT EXISTS (
      SELECT 1 FROM json_each(:phrases) AS phrase
      WHERE NOT instr(exact_words(quotes.text), phrase.value)
        AND NOT instr(exact_words(quotes.speaker_name), phrase.value)
    )
  LIMIT :most + 1
)
"""

MATCHES_BY_RELEVANCE = """
SELECT quotes.rowid AS rowid
FROM quotes_fts CROSS JOIN quotes ON quotes.rowid = quotes_fts.rowid
WHERE quotes_fts MATCH :match
  AND (:speaker IS NULL OR quotes.speaker_id = :speaker)
  AND NOT EXISTS (
    SELECT 1 FROM json_each(:phrases) AS phrase
    WHERE NOT instr(exact_words(quotes.text), phrase.value)
      AND NOT instr(exact_words(quotes.speaker_name), phrase.value)
  )
ORDER BY quotes_fts.rank LIMIT :limit OFFSET :offset
"""

# The plus sign has SQLite walk the index by date and look each row up among the hits, instead of
# sorting all of them.
MATCHES_BY_DATE = """
SELECT quotes.rowid AS rowid FROM quotes
WHERE +quotes.rowid IN (SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH :match)
  AND (:speaker IS NULL OR quotes.speaker_id = :speaker)
  AND NOT EXISTS (
    SELECT 1 FROM json_each(:phrases) AS phrase
    WHERE NOT instr(exact_words(quotes.text), phrase.value)
      AND NOT instr(exact_words(quotes.speaker_name), phrase.value)
  )
ORDER BY quotes.published DESC, quotes.rowid DESC LIMIT :limit OFFSET :offset
"""

COUNT_ALL = "SELECT count(*) AS hits FROM (SELECT 1 FROM quotes LIMIT :most + 1)"

COUNT_OF_SPEAKER = """
SELECT count(*) AS hits FROM (
  SELECT 1 FROM quotes WHERE speaker_id = :speaker LIMIT :most + 1
)
"""

NEWEST_OF_SPEAKER = """
SELECT rowid FROM quotes WHERE speaker_id = :speaker
ORDER BY published DESC, rowid DESC LIMIT :limit OFFSET :offset
"""

HIGHLIGHTED = """
SELECT rowid, highlight(quotes_fts, 0, :start, :end) AS text FROM quotes_fts
WHERE quotes_fts MATCH :match AND rowid IN (SELECT value FROM json_each(:rowids))
"""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: words, a speaker (a row of `speakers`) or both; neither finds all."""

    words: Words
    speaker: Row | None = None
    offset: int = 0

    @property
    def parameters(self) -> Row:
        """The values that the queries above take, by name."""
        return {
            "match": self._match(),
            "speaker": self.speaker and self.speaker["id"],
            "phrases": json.dumps([exact_words(phrase) for phrase in self.words.phrases]),
            "most": MOST_HITS,
            "limit": PAGE,
            "offset": self.offset,
        }

    def _match(self) -> str:
        # The speaker's name narrows the hits inside the full-text index; the id then decides.
        if self.speaker and has_words(self.speaker["name"]):
            return f"({self.words.match}) AND speaker_name : {quoted(self.speaker['name'])}"
        return self.words.match


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what a search found. `count` goes no further than MOST_HITS + 1."""

    count: int
    is_by_relevance: bool
    quotes: list[Row] = field(default_factory=list)
    next_offset: int | None = None

    @property
    def is_capped(self) -> bool:
        """Whether there are more hits than were counted."""
        return self.count > MOST_HITS


async def find(index: Index, search: Search) -> Found:
    """Search an index; the hits are marked in the parts of each quote found.

    Order is by relevance where words find at most MOST_HITS quotes, newest first otherwise.
    """
    count = await _count(index, search)
    is_by_relevance = bool(search.words.terms) and count <= MOST_HITS
    rowids = await _rowids(index, search, is_by_relevance=is_by_relevance)
    quotes = await listed(index, rowids, await _highlights(index, search.words, rowids))
    following = search.offset + PAGE
    next_offset = following if following < min(count, MOST_HITS) else None
    return Found(count, is_by_relevance, quotes, next_offset)


async def _count(index: Index, search: Search) -> int:
    sql = COUNT_OF_SPEAKER if search.speaker else COUNT_ALL
    if search.words.terms:
        sql = COUNT_MATCHES
    (row,) = await index.rows(sql, search.parameters)
    return int(row["hits"])


async def _rowids(index: Index, search: Search, *, is_by_relevance: bool) -> list[int]:
    if search.words.terms:
        sql = MATCHES_BY_RELEVANCE if is_by_relevance else MATCHES_BY_DATE
    elif search.speaker:
        sql = NEWEST_OF_SPEAKER
    else:
        return await newest(index, PAGE, search.offset)
    return [row["rowid"] for row in await index.rows(sql, search.parameters)]


async def _highlights(index: Index, words: Words, rowids: list[int]) -> dict[int, list[Mark]]:
    if not words.terms:
        return {}
    parameters = {
        "match": words.match,
        "rowids": json.dumps(rowids),
        "start": HIT_START,
        "end": HIT_END,
    }
    found = await index.rows(HIGHLIGHTED, parameters)
    return {row["rowid"]: hits(row["text"]) for row in found}
