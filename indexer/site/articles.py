"""The list of articles, newest first: by outlet, dates and words of the title.

Titles have no index of words. So a page looks at so many articles and no further, says so, and
leads on to the older ones: it takes as long in an index of a million articles as in a small one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site.conditions import INDEXED, dates
from indexer.site.filters import Filters, Position, read_filters
from indexer.site.search import AFTER_DATED, AFTER_UNDATED
from indexer.site.words import exact_words, read_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.site.indexes import Index, Row

PAGE = 30
MOST_LOOKED_AT = 10_000
OUTLETS_OFFERED = 200
ARGUMENTS = ("q", "outlet", "from", "to", "next")

# Articles without a date come last.
BY_DATE = "documents.published DESC, documents.rowid DESC"
WALKED = f"""
SELECT rowid, published FROM (
  SELECT rowid, title, published FROM documents WHERE {{where}}
  ORDER BY {BY_DATE} LIMIT :looked_at
)
WHERE NOT EXISTS (
  SELECT 1 FROM json_each(:words) AS word WHERE NOT instr(exact_words(title), word.value)
)
LIMIT :limit
"""  # noqa: S608, nothing of a visitor's is ever part of SQL: values are parameters
LAST_LOOKED_AT = f"""
SELECT rowid, published FROM documents WHERE {{where}}
ORDER BY {BY_DATE} LIMIT 1 OFFSET :looked_at - 1
"""  # noqa: S608

PUBLISHED_OF = "SELECT rowid, published FROM documents WHERE rowid = :after"

LISTED = """
SELECT documents.rowid AS rowid, documents.id, documents.title, documents.author,
  documents.publication_id, publications.name AS publication, documents.published, documents.url,
  documents.word_count, documents.quote_count
FROM json_each(:rowids) AS found
CROSS JOIN documents ON documents.rowid = found.value
LEFT JOIN publications ON publications.id = documents.publication_id
ORDER BY found.key
"""

COUNT = "SELECT count(*) AS articles FROM documents WHERE {where}"

OUTLETS = f"""
SELECT id, name FROM publications ORDER BY quote_count DESC, name LIMIT {OUTLETS_OFFERED}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Articles:
    """One page of the list. `count` is of all of them, None where words of a title are asked for.

    `looked_at` is how many articles this page looked at without filling itself, or 0.
    """

    articles: list[Row]
    next: Position | None
    count: int | None
    looked_at: int = 0


def read_articles(arguments: Mapping[str, str]) -> Filters:
    """Read a query string's arguments, those that this list has; never raises."""
    return read_filters({name: arguments.get(name) or "" for name in ARGUMENTS})


async def article_list(index: Index, filters: Filters) -> Articles:
    """Return the page of articles that the filters name."""
    has_words = bool(read_words(filters.q).terms)
    rows, following = await walk(index, filters, filters.next, PAGE)
    found = await listed(index, rows)
    is_full = len(rows) == PAGE
    return Articles(
        found,
        following,
        None if has_words else await _count(index, filters),
        MOST_LOOKED_AT if has_words and following and not is_full else 0,
    )


async def outlets_offered(index: Index, chosen: Row | None) -> list[Row]:
    """Return the outlets with most quotes, for a form, and the one that is chosen, by name."""
    offered = await index.remembered(OUTLETS)
    more = [chosen] if chosen and chosen["id"] not in {row["id"] for row in offered} else []
    return sorted([*offered, *more], key=lambda row: str(row["name"]).casefold())


async def walk(
    index: Index, filters: Filters, start: Position, limit: int
) -> tuple[list[int], Position | None]:
    """Return the row numbers of at most `limit` articles from a position on, and what follows.

    There may be fewer, or none, and still something that follows.
    """
    words = [exact_words(term).rstrip() for term in read_words(filters.q).terms]
    # One more than the page, which tells whether anything follows.
    looked_at = MOST_LOOKED_AT if words else limit + 1
    asked = {"words": json.dumps(words), "limit": limit + 1, "looked_at": looked_at}
    where, parameters = await _where(index, filters, start)
    rows = await index.rows(WALKED.format(where=where), parameters | asked)
    rowids = [row["rowid"] for row in rows[:limit]]
    if len(rows) > limit:
        return rowids, Position(start.offset + limit, rowids[-1])
    last = await index.row(LAST_LOOKED_AT.format(where=where), parameters | asked)
    return rowids, Position(start.offset + len(rowids), last["rowid"]) if last else None


async def listed(index: Index, rowids: list[int]) -> list[Row]:
    """Return articles as lists show them, in the order given."""
    return await index.rows(LISTED, {"rowids": json.dumps(rowids)})


async def _where(index: Index, filters: Filters, start: Position) -> tuple[str, Row]:
    """Return the SQL that articles from a position on fulfil, and its parameters."""
    terms, parameters = _terms(filters), _parameters(filters)
    before = await index.row(PUBLISHED_OF, {"after": start.after}) if start.after else None
    if before:
        parameters |= {"after": before["rowid"], "published": before["published"]}
        is_dated = before["published"] is not None
        # The list is one walk: those without a date are reached from those that have one.
        after = f"({AFTER_DATED} OR quotes.published IS NULL)" if is_dated else AFTER_UNDATED
        terms.append(after.replace("quotes.", "documents."))
    return " AND ".join(terms) or "1", parameters


async def _count(index: Index, filters: Filters) -> int:
    where = " AND ".join(_terms(filters)) or "1"
    (row,) = await index.remembered(COUNT.format(where=where), _parameters(filters))
    return int(row["articles"])


def _terms(filters: Filters) -> list[str]:
    names = [
        *(["outlet"] if filters.outlet is not None else []),
        *(["dates"] if filters.since or filters.until else []),
    ]
    return [INDEXED[name].replace("quotes.", "documents.") for name in names]


def _parameters(filters: Filters) -> Row:
    return {"outlet": filters.outlet} | dates(filters)
