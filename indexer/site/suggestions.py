"""What to try where nothing was found: other spellings, names, fewer words, the nearest quotes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from rapidfuzz import fuzz, process

from indexer.site.near_names import near_names
from indexer.site.quotes import listed
from indexer.site.words import WORD, exact_words, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.site.filters import Filters
    from indexer.site.indexes import Index, Row
    from indexer.site.search import Search

MOST_WORDS = 8
"""Of a longer search only so many words are tried without one of them."""
LONGEST_NAME = 3
"""Of more words only those are taken for a name that nobody said."""
RAREST = 6
COMMON = 5_000
"""A word that so many quotes have tells little about any of them, and asking for it takes long."""
CANDIDATES = 200
NEAREST = 3
LEAST_LIKENESS = 55
SPELLINGS = 3
LEAST_SPELLING_LIKENESS = 75
PREFIX = 3
MILLISECONDS = 150
"""For each of the queries: suggestions are worth no more."""

COUNT_EACH = f"""
SELECT (
  SELECT count(*) FROM (
    SELECT 1 FROM quotes_fts WHERE quotes_fts MATCH match.value LIMIT {COMMON}
  )
) AS hits FROM json_each(:matches) AS match ORDER BY match.key
"""  # noqa: S608, nothing of a visitor's is ever part of SQL: values are parameters

BEST = f"""
SELECT quotes_fts.rowid AS rowid, quotes.text AS text
FROM quotes_fts CROSS JOIN quotes ON quotes.rowid = quotes_fts.rowid
WHERE quotes_fts MATCH :match ORDER BY quotes_fts.rank LIMIT {CANDIDATES}
"""  # noqa: S608

ANY = f"""
SELECT quotes.text AS text
FROM quotes_fts CROSS JOIN quotes ON quotes.rowid = quotes_fts.rowid
WHERE quotes_fts MATCH :match LIMIT {CANDIDATES}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another search: its words, and the address's state for it."""

    words: str
    count: int
    state: dict[str, str]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to try instead; each may be empty. `speakers` have a name like the words."""

    speakers: list[Row] = field(default_factory=list)
    spellings: list[Suggestion] = field(default_factory=list)
    fewer: list[Suggestion] = field(default_factory=list)
    nearest: list[Row] = field(default_factory=list)


async def suggest(index: Index, search: Search) -> Suggestions:
    """Return what to try instead of a search that found nothing; never too late to be of use."""
    terms = _single_words(search)
    if not terms:
        return Suggestions()
    try:
        counts = await _counts(index, [quoted(term) for term in terms])
        known = [term for term, count in zip(terms, counts, strict=True) if count]
        unknown = [term for term, count in zip(terms, counts, strict=True) if not count]
        return Suggestions(
            await _speakers(index, search, terms, unknown),
            await _spellings(index, search.filters, terms, unknown),
            await _fewer(index, search.filters, known),
            await _nearest(index, search, dict(zip(terms, counts, strict=True))),
        )
    except QueryInterrupted:
        return Suggestions()


def _single_words(search: Search) -> list[str]:
    typed = " ".join(search.condition.words.terms)
    return list(dict.fromkeys(word.casefold() for word in WORD.findall(typed)))[:MOST_WORDS]


async def _counts(index: Index, matches: Sequence[str]) -> list[int]:
    rows = await index.rows_within(MILLISECONDS, COUNT_EACH, {"matches": json.dumps(matches)})
    return [row["hits"] for row in rows]


async def _speakers(
    index: Index, search: Search, terms: list[str], unknown: list[str]
) -> list[Row]:
    """Return speakers with a name like all the words or, without any, like the unknown ones.

    A misspelt name has a word that nobody said.
    """
    if search.speaker or not unknown:
        return []
    is_name = len(terms) <= LONGEST_NAME
    found = await near_names(index, " ".join(terms)) if is_name else []
    if found or (is_name and unknown == terms):
        return found
    return await near_names(index, " ".join(unknown))


async def _spellings(
    index: Index, filters: Filters, terms: list[str], unknown: list[str]
) -> list[Suggestion]:
    """Return the search with its first unknown word replaced by words that look like it."""
    word = next((word for word in unknown if len(word) > PREFIX), None)
    if word is None:
        return []
    rows = await index.rows_within(MILLISECONDS, ANY, {"match": f"{quoted(word[:PREFIX])} *"})
    seen = {found for row in rows for found in exact_words(row["text"]).split()}
    alike = process.extract(
        word, seen, scorer=fuzz.ratio, limit=SPELLINGS, score_cutoff=LEAST_SPELLING_LIKENESS
    )
    searches = [
        " ".join(other if term == word else term for term in terms) for other, _, _ in alike
    ]
    return await _that_find(index, filters, searches)


async def _fewer(index: Index, filters: Filters, known: list[str]) -> list[Suggestion]:
    """Return the searches for all known words but one; for all of them, if others were unknown."""
    without_one = [[*known[:i], *known[i + 1 :]] for i in range(len(known))]
    candidates = [known, *(words for words in without_one if words)]
    return await _that_find(index, filters, [" ".join(words) for words in candidates if words])


async def _that_find(index: Index, filters: Filters, searches: list[str]) -> list[Suggestion]:
    """Return those of the searches that find something, whatever else was filtered for."""
    matches = [" AND ".join(map(quoted, words.split())) for words in searches]
    counts = await _counts(index, matches) if matches else []
    found = [
        Suggestion(words, count, filters.with_(q=words))
        for words, count in zip(searches, counts, strict=True)
        if count and words != filters.q.casefold()
    ]
    return sorted(found, key=lambda suggestion: -len(suggestion.words))[:SPELLINGS]


async def _nearest(index: Index, search: Search, counts: dict[str, int]) -> list[Row]:
    """Return the quotes most like the words, among those that have the rarest of them."""
    rare = sorted((count, term) for term, count in counts.items() if 0 < count < COMMON)[:RAREST]
    if not rare:
        return []
    match = f"text : ({' OR '.join(quoted(term) for _, term in rare)})"
    rows = await index.rows_within(MILLISECONDS, BEST, {"match": match})
    wanted = exact_words(" ".join(search.condition.words.terms))
    texts = {row["rowid"]: exact_words(row["text"]) for row in rows}
    best = process.extract(
        wanted, texts, scorer=fuzz.token_set_ratio, limit=NEAREST, score_cutoff=LEAST_LIKENESS
    )
    return await listed(index, [rowid for _, _, rowid in best])
