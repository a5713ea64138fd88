"""A search for an office, such as “mayor”: how many quotes are by people who are described so.

A search's words are looked for in what was said and in names. Who types an office means mostly what
its holders said, which is the filter `role`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]

from indexer.site.filters import LONGEST_ROLE, START
from indexer.site.search import COUNT_MATCHES

if TYPE_CHECKING:
    from indexer.site.indexes import Index
    from indexer.site.search import Search

MOST_COUNTED = 10_000
"""Beyond so many their number is estimated."""
MILLISECONDS = 60
"""A hint is worth no more. Words that everybody says and no role has take longer."""
LEAST_SHARE = 1
"""Words that stand in fewer roles than quotes are about something else than an office."""


@dataclass(frozen=True, slots=True)
class Office:
    """Quotes by people whose description has the words, and the state of the search for them."""

    words: str
    count: int
    is_exact: bool
    state: dict[str, str]


async def office(index: Index, search: Search) -> Office | None:
    """Return how many quotes are by people whom articles describe with the search's words.

    None where these are hardly any beside what the search itself finds, where the search is
    narrowed already, and where counting them takes too long.
    """
    filters = search.filters
    is_plain = not filters.chosen and filters.next == START and len(filters.q) <= LONGEST_ROLE
    if not is_plain or not search.condition.words.terms or not await index.has_roles():
        return None
    parameters = {"match": f"role : ({search.condition.words.match})", "most": MOST_COUNTED}
    try:
        (row,) = await index.remembered(COUNT_MATCHES, parameters, within=MILLISECONDS)
    except QueryInterrupted:
        return None
    is_exact = row["hits"] <= MOST_COUNTED
    # The row number at which counting ends tells how thick the hits lie.
    count = row["hits"] if is_exact else row["hits"] * row["rows"] // max(row["last"], 1)
    if not count or count < LEAST_SHARE * search.matches.count:
        return None
    return Office(filters.q, count, is_exact, filters.with_(q=None, order=None, role=filters.q))
