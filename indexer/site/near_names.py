"""Speakers whose names are nearly what was typed: for names that nobody here has."""

from __future__ import annotations

import json
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.site.memory import Memory
from indexer.site.words import exact_words, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.site.indexes import Index, Row

MOST_SHOWN = 5
MOST_WORDS = 5
SHORTEST = 4
"""Of fewer letters anything is near to anything."""
LEAST_LIKENESS, LEAST_MEAN = 0.7, 0.75
"""Of each word typed with some word of the name, and of all together: 1 is the same word."""
BEGINNING, LONG_BEGINNING, LONG = 3, 4, 6
MOST_ALIKE = 500
MOST_QUOTED = 2_000
MILLISECONDS = 100
"""For each query: suggestions are worth no more."""

BEGIN_ALIKE = f"""
SELECT speaker_id AS id, name FROM speaker_names_fts
WHERE speaker_names_fts MATCH :match LIMIT {MOST_ALIKE}
"""  # noqa: S608, nothing of a visitor's is ever part of SQL: values are parameters

# For names misspelt from the first letters on: read off an index, and the same for every name.
QUOTED_MOST = f"""
SELECT id, name FROM speakers WHERE document_id IS NULL
ORDER BY quote_count DESC LIMIT {MOST_QUOTED}
"""  # noqa: S608

SPEAKERS = """
SELECT id, name, kind, quote_count, document_count FROM speakers
WHERE id IN (SELECT value FROM json_each(:ids))
"""


class Form(NamedTuple):
    """A form of a speaker's name, as its exact words."""

    speaker: int
    words: tuple[str, ...]


async def near_names(index: Index, typed: str) -> list[Row]:
    """Return the speakers with a form of their name most like what was typed, nearest first.

    Every word typed must be like one of the name's; likeness is 1 less the share of letters that
    are missing, wrong, too many or swapped (optimal string alignment). Empty where looking for
    them takes too long.
    """
    words = exact_words(typed).split()[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return []
    try:
        likeness = _nearest(words, await _candidates(index, words))
    except QueryInterrupted:
        return []
    rows = await index.rows(SPEAKERS, {"ids": json.dumps(list(likeness))}) if likeness else []
    return sorted(rows, key=lambda row: (-likeness[row["id"]], -row["quote_count"]))[:MOST_SHOWN]


async def _candidates(index: Index, words: Sequence[str]) -> list[Form]:
    """Return forms of names that may be meant."""

    async def most_quoted() -> list[Form]:
        return _forms(await index.rows_within(MILLISECONDS, QUOTED_MOST, {}))

    found = list(await Memory.of(index.database).answer(QUOTED_MOST, most_quoted))
    if await index.has_roles():
        for match in _matches(words):
            found += _forms(await index.rows_within(MILLISECONDS, BEGIN_ALIKE, {"match": match}))
    return found


def _forms(rows: Iterable[Row]) -> list[Form]:
    return [Form(row["id"], tuple(exact_words(row["name"]).split())) for row in rows]


def _matches(words: Sequence[str]) -> list[str]:
    """Return full-text queries: for names that begin like all of the words, and like each."""
    long = [word for word in words if len(word) >= BEGINNING]
    together = " AND ".join(f"{quoted(word[:BEGINNING])} *" for word in long)
    lengths = {word: LONG_BEGINNING if len(word) >= LONG else BEGINNING for word in long}
    each = [f"{quoted(word[: lengths[word]])} *" for word in long]
    return [together, *each] if len(each) > 1 else each


def _nearest(words: Sequence[str], forms: Iterable[Form]) -> dict[int, float]:
    """Return how like the words the names are of those speakers who come nearest."""
    known = {word for form in forms for word in form.words}
    alike = [_alike(word, known) for word in words]
    best: dict[int, float] = {}
    for form in forms if all(alike) else ():
        likeness = _likeness(form.words, alike)
        if likeness > best.get(form.speaker, 0):
            best[form.speaker] = likeness
    # A few more than are shown: of those that are equally near, the most quoted come first.
    return dict(nlargest(4 * MOST_SHOWN, best.items(), key=itemgetter(1)))


def _alike(word: str, known: Iterable[str]) -> dict[str, float]:
    """Return the known words that are like this one, and how much."""
    found = process.extract(
        word,
        known,
        scorer=OSA.normalized_similarity,
        processor=None,
        score_cutoff=LEAST_LIKENESS,
        limit=None,
    )
    return {other: likeness for other, likeness, _ in found}


def _likeness(name: Sequence[str], alike: Sequence[dict[str, float]]) -> float:
    """Return the mean likeness, or 0 where some word is like none of the name's."""
    each = []
    for others in alike:
        likeness = max((others.get(word, 0.0) for word in name), default=0.0)
        if not likeness:
            return 0
        each.append(likeness)
    mean = sum(each) / len(each)
    return mean if mean >= LEAST_MEAN else 0
