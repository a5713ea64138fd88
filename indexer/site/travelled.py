"""The list of utterances that were printed most, by how many sources had them.

Only the number of sources has an index, and that alone or of one speaker. So a page that asks for a
time or an outlet looks at so many utterances and no further, says so, and leads on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site.conditions import dates
from indexer.site.exports import FIRST_BATCH, Export
from indexer.site.filters import Filters, Position, read_filters

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from indexer.site.exports import ExportLinks
    from indexer.site.indexes import Index, Row

PAGE = 20
BATCH = 200
MOST_LOOKED_AT = 2_000
MOST_OFFSET = 100_000
ARGUMENTS = ("speaker", "outlet", "from", "to", "next")
ON_HOME = 4
A_FEW_SOURCES = 2
"""What one source has has not travelled: home does not show it."""

# One walk along an index, if it is told no more than the speaker, or that it is to be in dispute.
INDEXED = {"speaker": "speaker_id = :speaker", "disputed": "disputed"}
CHECKED = {
    "dates": "ranked.first_seen >= :first AND ranked.first_seen < :end",
    # The plus sign keeps SQLite from beginning with all quotes of the outlet.
    "outlet": """EXISTS (
      SELECT 1 FROM quotes WHERE cluster_id = ranked.id AND +publication_id = :outlet
    )""",
}
RANKED = """
SELECT rowid AS cluster, id, first_seen FROM quote_clusters WHERE {indexed}
ORDER BY source_count DESC, outlet_count DESC, rowid DESC LIMIT :looked_at OFFSET :offset
"""
WALKED = f"""
SELECT cluster, place FROM (
  SELECT cluster, id, first_seen, :offset + row_number() OVER () AS place FROM ({RANKED})
) AS ranked
WHERE {{checked}} LIMIT :limit
"""  # noqa: S608, nothing of a visitor's is ever part of SQL: values are parameters

LISTED = """
SELECT c.rowid AS rowid, c.id, c.quote_id, c.text, c.speaker_id, speakers.name AS speaker_name,
  c.disputed, c.source_count, c.document_count, c.outlet_count, c.wording_count, c.quote_count,
  c.first_seen, c.last_seen,
  (
    SELECT max(confidence) FROM quotes WHERE cluster_id = c.id AND +speaker_id = c.speaker_id
  ) AS confidence,
  CASE WHEN c.disputed THEN (
    SELECT json_group_array(json_object('id', id, 'name', name)) FROM (
      SELECT DISTINCT speakers.id, speakers.name
      FROM quotes JOIN speakers ON speakers.id = quotes.speaker_id
      WHERE quotes.cluster_id = c.id AND speakers.document_id IS NULL LIMIT 4
    )
  ) END AS named
FROM json_each(:rowids) AS found
CROSS JOIN quote_clusters AS c ON c.rowid = found.value
LEFT JOIN speakers ON speakers.id = c.speaker_id
ORDER BY found.key
"""

COUNT = "SELECT count(*) AS utterances FROM quote_clusters WHERE {indexed}"

OF_SPEAKER = "SELECT 1 FROM quote_clusters WHERE speaker_id = :speaker LIMIT 1"

COLUMNS = (
    *("id", "quote", "speaker", "speaker_id", "disputed", "speakers", "sources", "articles"),
    *("outlets", "wordings", "quotes", "first_seen", "last_seen", "quote_id", "page"),
)


@dataclass(frozen=True, slots=True)
class Travels:
    """The state of the list: `filters` are those of a search that it has, dates of the first day.

    The offset of a position counts all utterances that were passed, shown or not.
    """

    filters: Filters
    disputed: bool = False

    def state(self) -> dict[str, str]:
        """Return what an address has to say for this list, without what is empty."""
        return self.filters.state() | ({"disputed": "yes"} if self.disputed else {})

    def with_(self, **choices: object) -> dict[str, str]:
        """Return the state after these choices, from its first page: a choice of None is undone."""
        disputed = choices.pop("disputed", self.disputed)
        return Travels(self.filters.changed(**choices), bool(disputed)).state()

    @property
    def indexed(self) -> str:
        """What the walk itself fulfils, in SQL."""
        is_asked = {"speaker": self.filters.speaker is not None, "disputed": self.disputed}
        return " AND ".join(sql for name, sql in INDEXED.items() if is_asked[name]) or "1"

    @property
    def checked(self) -> str:
        """What each utterance on its way is asked for, in SQL."""
        is_asked = {
            "dates": bool(self.filters.since or self.filters.until),
            "outlet": self.filters.outlet is not None,
        }
        return " AND ".join(sql for name, sql in CHECKED.items() if is_asked[name]) or "1"

    @property
    def parameters(self) -> Row:
        """The values that both halves name."""
        chosen = {"speaker": self.filters.speaker, "outlet": self.filters.outlet}
        return chosen | dates(self.filters)


@dataclass(frozen=True, slots=True)
class Travelled:
    """One page of the list. `count` is of all of them, None where each has to be looked at.

    `looked_at` is how many this page looked at without filling itself, or 0.
    """

    utterances: list[Row]
    next: Position | None
    count: int | None
    looked_at: int = 0


def read_travels(arguments: Mapping[str, str]) -> Travels:
    """Read a query string's arguments, those that this list has; never raises."""
    filters = read_filters({name: arguments.get(name) or "" for name in ARGUMENTS})
    return Travels(filters, arguments.get("disputed") == "yes")


async def travelled_list(index: Index, travels: Travels) -> Travelled:
    """Return the page of utterances that the state names, most sources first."""
    rowids, following = await _walk(index, travels, travels.filters.next.offset, PAGE)
    is_checked = travels.checked != "1"
    found = await _listed(index, rowids)
    is_full = len(rowids) == PAGE
    return Travelled(
        found,
        following,
        None if is_checked else await _count(index, travels),
        MOST_LOOKED_AT if is_checked and following and not is_full else 0,
    )


async def has_travelled(index: Index, speaker_id: int) -> bool:
    """Whether anything that a speaker said stands in several articles."""
    if not await index.has_clusters():
        return False
    return await index.row(OF_SPEAKER, {"speaker": speaker_id}) is not None


async def most_travelled(index: Index) -> list[Row]:
    """Return the few utterances with most sources, for the home page; none where all have one."""
    if not await index.has_clusters():
        return []
    rowids, _ = await _walk(index, Travels(Filters()), 0, ON_HOME)
    rows = await _listed(index, rowids)
    return [row for row in rows if row["source_count"] >= A_FEW_SOURCES]


def export_of_travels(
    index: Index, travels: Travels, most: int | None, links: ExportLinks
) -> Export:
    """Return the utterances of a list from its position on, most sources first."""
    start = travels.filters.next.offset
    limited = {} if most is None else {"limit": str(most)}

    async def batches() -> AsyncIterator[list[Row]]:
        position: Position | None = Position(start)
        limit = FIRST_BATCH
        while position:
            rowids, position = await _walk(index, travels, position.offset, limit)
            limit = BATCH
            if rowids:
                places = dict(rowids)
                rows = await _listed(index, rowids)
                yield [_flat(row, links) | {"place": places[row["rowid"]]} for row in rows]

    def after(_: int, last: Row) -> str:
        return links.following(travels.with_(next=Position(last["place"])) | limited)

    return Export("travelled", COLUMNS, travels.with_(), batches(), most, after, {})


async def _walk(
    index: Index, travels: Travels, offset: int, limit: int
) -> tuple[list[tuple[int, int]], Position | None]:
    """Return at most `limit` row numbers, each with how many came before and with it; what follows.

    There may be fewer, or none, and still something that follows.
    """
    is_checked = travels.checked != "1"
    asked = travels.parameters | {
        "offset": min(offset, MOST_OFFSET),
        "looked_at": MOST_LOOKED_AT if is_checked else limit + 1,
        "limit": limit + 1,
    }
    sql = WALKED.format(indexed=travels.indexed, checked=travels.checked)
    rows = await index.rows(sql, asked)
    found = [(row["cluster"], row["place"]) for row in rows[:limit]]
    if len(rows) > limit:
        return found, Position(found[-1][1])
    beyond = asked["offset"] + asked["looked_at"]
    rest = asked | {"offset": beyond, "looked_at": 1}
    is_more = await index.row(RANKED.format(indexed=travels.indexed), rest)
    return found, Position(beyond) if is_more and beyond <= MOST_OFFSET else None


async def _listed(index: Index, rowids: list[tuple[int, int]]) -> list[Row]:
    rows = await index.rows(LISTED, {"rowids": json.dumps([rowid for rowid, _ in rowids])})
    return [row | {"named": json.loads(row["named"] or "[]")} for row in rows]


async def _count(index: Index, travels: Travels) -> int:
    sql = COUNT.format(indexed=travels.indexed)
    (row,) = await index.remembered(sql, {"speaker": travels.filters.speaker})
    return int(row["utterances"])


def _flat(row: Row, links: ExportLinks) -> Row:
    return {
        "id": row["id"],
        "quote": row["text"],
        "speaker": row["speaker_name"],
        "speaker_id": row["speaker_id"],
        "disputed": row["disputed"],
        "speakers": "; ".join(voice["name"] for voice in row["named"]) or row["speaker_name"],
        "sources": row["source_count"],
        "articles": row["document_count"],
        "outlets": row["outlet_count"],
        "wordings": row["wording_count"],
        "quotes": row["quote_count"],
        "first_seen": row["first_seen"],
        "last_seen": row["last_seen"],
        "quote_id": row["quote_id"],
        "page": links.one(row["quote_id"]),
    }
