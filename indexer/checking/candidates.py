"""Which quotes are worth a comparison with some words: a hundred or two of millions.

Two ways lead to them. Wordings that share four words in a row are in the index of shingles; the
others, and those of a database that has none yet, are found through the full-text index by the
rarest words. Neither way reads more than some thousand entries, however large the database is, and
these stand in a row: what lies all over the file, the quotes themselves, is read of the best alone.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from math import log
from typing import TYPE_CHECKING, NamedTuple

from indexer.wordings import digest_of, is_common, shingles

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

RAREST = 6
"""Words of the claim that the full-text index is asked for."""

FREQUENT = 2_000
"""Quotes in which a word stands that is not asked for by itself: it tells too little."""

MOST_SHINGLED = 400
"""Wordings that hold a shingle which are looked at: with more of them it tells too little."""

MOST_BY_WORDS = 100
MOST_BY_SHINGLES = 100
MOST_OF_SAME_WORDS = 100
"""Quotes that are read, by the way that led to them; of wordings one quote each."""

MOST_OF_ONE_WORD = 200
"""The same where a single word is rare, and so no row is led to by more than others."""

HAS_WORDINGS = "SELECT 1 FROM sqlite_master WHERE name = 'wording_shingles'"

# Those for whom nobody is named come last.
SAME_WORDS = "SELECT id FROM wordings WHERE digest = ? ORDER BY speaker DESC LIMIT ?"

SAME_WORDS_OF = "SELECT id FROM wordings WHERE digest = ? AND speaker = ?"

SHINGLED = "SELECT wording_id FROM wording_shingles WHERE shingle = ? LIMIT ?"

SHINGLED_OF = "SELECT wording_id FROM wording_shingles WHERE shingle = ? AND speaker = ? LIMIT ?"

PRINTED = "SELECT rowid, text FROM quotes WHERE wording_id = ? LIMIT 1"

TEXT_OF = "SELECT rowid, text FROM quotes WHERE rowid = ?"

HAVE_WORDS = "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ? LIMIT ?"

# The short ones first: of these a single word is much.
RANKED = "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH ? ORDER BY rank LIMIT ?"


class Candidate(NamedTuple):
    """A row of quotes, by its number, and its text."""

    row: int
    text: str


def candidates(
    connection: sqlite3.Connection, forms: Sequence[str], speakers: Sequence[int]
) -> Iterator[Candidate]:
    """Yield quotes that may print the words, given as `spoken` returns them, each once.

    Of a wording that is found through its shingles it is one. However many people have said the
    words, those by the `speakers`, given by their ids, are among them.
    """
    found = [(TEXT_OF, row) for row in _by_words(connection, forms)]
    if has_wordings(connection):
        wordings = [*_of_same_words(connection, forms, speakers), *_by_shingles(connection, forms)]
        wordings += _by_shingles_of(connection, forms, speakers)
        found += [(PRINTED, wording) for wording in dict.fromkeys(wordings)]
    seen = set()
    for sql, number in found:
        row = connection.execute(sql, [number]).fetchone()
        if row and row[0] not in seen:
            seen.add(row[0])
            yield Candidate(*row)


def has_wordings(connection: sqlite3.Connection) -> bool:
    """Whether the database knows wordings: one of an older release does not."""
    return connection.execute(HAS_WORDINGS).fetchone() is not None


def _of_same_words(
    connection: sqlite3.Connection, forms: Sequence[str], speakers: Iterable[int]
) -> list[int]:
    digest = digest_of(forms)
    anybodys = _numbers(connection, SAME_WORDS, digest, MOST_OF_SAME_WORDS)
    return anybodys + [
        wording
        for speaker in speakers
        for wording in _numbers(connection, SAME_WORDS_OF, digest, speaker)
    ]


def _by_shingles(connection: sqlite3.Connection, forms: Sequence[str]) -> Iterable[int]:
    """Return the wordings that share most shingles, those that are rare counting for more."""
    held = [_numbers(connection, SHINGLED, each, MOST_SHINGLED) for each in shingles(forms)]
    return _best(held, MOST_SHINGLED, MOST_BY_SHINGLES)


def _by_shingles_of(
    connection: sqlite3.Connection, forms: Sequence[str], speakers: Sequence[int]
) -> Iterable[int]:
    """Return the same for the wordings of some speakers alone."""
    held = [
        _numbers(connection, SHINGLED_OF, shingle, speaker, MOST_SHINGLED)
        for shingle in (shingles(forms) if speakers else ())
        for speaker in speakers
    ]
    return _best(held, MOST_SHINGLED, MOST_BY_SHINGLES)


def _by_words(connection: sqlite3.Connection, forms: Sequence[str]) -> Iterable[int]:
    """Return the rows that share the rarest words; of frequent words only, some that have all."""
    telling = [form for form in dict.fromkeys(forms) if not is_common(form)]
    held = {form: rows for form in telling if (rows := _rows(connection, [form], FREQUENT))}
    known = sorted(held, key=lambda form: (len(held[form]), form))
    rare = [form for form in known if len(held[form]) < FREQUENT][:RAREST]
    if len(rare) == 1:
        return _rows(connection, rare, MOST_OF_ONE_WORD, RANKED)
    if rare:
        return _best((held[form] for form in rare), FREQUENT, MOST_BY_WORDS)
    words = known[:RAREST] or list(dict.fromkeys(forms))[:RAREST]
    # All of them together are rarer.
    return _rows(connection, words, MOST_BY_WORDS) if words else ()


def _best(held: Iterable[Sequence[int]], most: int, count: int) -> list[int]:
    """Return the rows that are held most often; what few hold, of at most so many, weighs more."""
    weights: defaultdict[int, float] = defaultdict(float)
    for rows in held:
        weight = log(2 * most / max(len(rows), 1))
        for row in rows:
            weights[row] += weight
    return nsmallest(count, weights, key=lambda row: (-weights[row], row))


def _rows(
    connection: sqlite3.Connection, words: Sequence[str], most: int, sql: str = HAVE_WORDS
) -> list[int]:
    # Letters and digits only: nothing in a word can be an operator between quotation marks.
    query = f"text : ({' AND '.join(f'{chr(34)}{word}{chr(34)}' for word in words)})"
    return _numbers(connection, sql, query, most)


def _numbers(connection: sqlite3.Connection, sql: str, *values: int | str) -> list[int]:
    return [number for (number,) in connection.execute(sql, values)]
