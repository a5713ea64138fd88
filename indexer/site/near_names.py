"""Speakers whose names are nearly what was typed: for names that nobody here has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from rapidfuzz.distance import OSA

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
MOST_ALIKE = 1_000
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


@dataclass(frozen=True, slots=True)
class _Near:
    likeness: float
    speaker: int


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
        near = _nearest(words, await _candidates(index, words))
    except QueryInterrupted:
        return []
    rows = await index.rows(SPEAKERS, {"ids": json.dumps([found.speaker for found in near])})
    likeness = {found.speaker: found.likeness for found in near}
    return sorted(rows, key=lambda row: (-likeness[row["id"]], -row["quote_count"]))[:MOST_SHOWN]


async def _candidates(index: Index, words: Sequence[str]) -> list[Row]:
    """Return forms of names, with whose they are, that may be meant."""
    found = list(await index.remembered(QUOTED_MOST, within=MILLISECONDS))
    if await index.has_roles():
        for match in _matches(words):
            found += await index.rows_within(MILLISECONDS, BEGIN_ALIKE, {"match": match})
    return found


def _matches(words: Sequence[str]) -> list[str]:
    """Return full-text queries: for names that begin like all of the words, and like each."""
    long = [word for word in words if len(word) >= BEGINNING]
    together = " AND ".join(f"{quoted(word[:BEGINNING])} *" for word in long)
    lengths = {word: LONG_BEGINNING if len(word) >= LONG else BEGINNING for word in long}
    each = [f"{quoted(word[: lengths[word]])} *" for word in long]
    return [together, *each] if len(each) > 1 else each


def _nearest(words: Sequence[str], candidates: Iterable[Row]) -> list[_Near]:
    best: dict[int, float] = {}
    for form in candidates:
        likeness = _likeness(words, exact_words(form["name"]).split())
        if likeness > best.get(form["id"], 0):
            best[form["id"]] = likeness
    near = [_Near(likeness, speaker) for speaker, likeness in best.items()]
    # A few more than are shown: of those that are equally near, the most quoted come first.
    return sorted(near, key=lambda found: -found.likeness)[: 4 * MOST_SHOWN]


def _likeness(words: Sequence[str], name: Sequence[str]) -> float:
    """Return the mean likeness, or 0 where some word is like none of the name's."""
    each = []
    for word in words:
        likeness = max(
            (OSA.normalized_similarity(word, other, score_cutoff=LEAST_LIKENESS) for other in name),
            default=0,
        )
        if not likeness:
            return 0
        each.append(likeness)
    mean = fmean(each)
    return mean if mean >= LEAST_MEAN else 0
