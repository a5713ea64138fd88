"""Which quotes are worth a comparison with some words: some hundreds of millions.

Two ways lead to them. Wordings that share four words in a row are in the index of shingles; the
others, and those of a database that has none yet, are found through the full-text index by the
rarest words. Neither way reads more than some thousand entries, however large the database is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from indexer.wordings import digest_of, is_common, shingles

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

RAREST = 6
"""Words of the claim that the full-text index is asked for."""

FREQUENT = 2_000
"""Quotes in which a word stands that is not asked for by itself: it tells too little."""

MOST_FOUND = 200
MOST_SHINGLED = 1_000

HAS_WORDINGS = "SELECT 1 FROM sqlite_master WHERE name = 'wording_shingles'"

SAME_WORDS = "SELECT id FROM wordings WHERE digest = ?"

SHINGLED = "SELECT wording_id FROM wording_shingles WHERE shingle = ? LIMIT ?"

PRINTED = "SELECT rowid FROM quotes WHERE wording_id = ? LIMIT 1"

COUNT = "SELECT count(*) FROM (SELECT 1 FROM quotes_fts WHERE quotes_fts MATCH ? LIMIT ?)"

# By rank: the words are rare. Where they are frequent any order must do.
RANKED = "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ? ORDER BY rank LIMIT ?"
UNRANKED = "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ? LIMIT ?"


def candidates(connection: sqlite3.Connection, forms: Sequence[str]) -> frozenset[int]:
    """Return rows of quotes that may print the words, given as `spoken` returns them.

    Of a wording that is found through its shingles it is one.
    """
    rows = set(_by_words(connection, forms))
    if has_wordings(connection):
        for wording in _by_shingles(connection, forms):
            rows |= {row for (row,) in connection.execute(PRINTED, [wording])}
    return frozenset(rows)


def has_wordings(connection: sqlite3.Connection) -> bool:
    """Whether the database knows wordings: one of an older release does not."""
    return connection.execute(HAS_WORDINGS).fetchone() is not None


def _by_shingles(connection: sqlite3.Connection, forms: Sequence[str]) -> list[int]:
    """Return the wordings that have the same words, then those that share most shingles."""
    same = [row[0] for row in connection.execute(SAME_WORDS, [digest_of(forms)])]
    shared: Counter[int] = Counter()
    for shingle in shingles(forms):
        found = connection.execute(SHINGLED, [shingle, MOST_SHINGLED])
        shared.update(wording for (wording,) in found)
    return list(dict.fromkeys([*same, *(wording for wording, _ in shared.most_common(MOST_FOUND))]))


def _by_words(connection: sqlite3.Connection, forms: Sequence[str]) -> list[int]:
    telling = [form for form in dict.fromkeys(forms) if not is_common(form)]
    counted = [
        (connection.execute(COUNT, [_query([form]), FREQUENT]).fetchone()[0], form)
        for form in telling
    ]
    known = sorted((count, form) for count, form in counted if count)
    rare = [form for count, form in known if count < FREQUENT][:RAREST]
    if rare:
        return _rows(connection, RANKED, _query(rare, " OR "))
    words = [form for _, form in known[:RAREST]] or list(dict.fromkeys(forms))[:RAREST]
    # Frequent words only: all of them together are rarer.
    return _rows(connection, UNRANKED, _query(words, " AND ")) if words else []


def _rows(connection: sqlite3.Connection, sql: str, query: str) -> list[int]:
    return [row for (row,) in connection.execute(sql, [query, MOST_FOUND])]


def _query(forms: Sequence[str], joined: str = "") -> str:
    # Letters and digits only: nothing in a word can be an operator between quotation marks.
    return f"text : ({joined.join(f'{chr(34)}{form}{chr(34)}' for form in forms)})"
