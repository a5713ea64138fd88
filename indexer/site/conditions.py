"""The one place where the filters of a search become SQL.

A condition has two halves. `match` is a full-text query: what it finds is decided inside the index
of words, in which speakers' names and roles are too. `where` is about the rows of `quotes`. Every
query over a search (its page, its counts, its feeds and exports) is made of these two.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site.words import exact_words, has_words, quoted, read_words

if TYPE_CHECKING:
    from indexer.site.filters import Filters
    from indexer.site.indexes import Row
    from indexer.site.words import Words

# Dates are compared as text, from one end to the other in one term: of two upper ends SQLite might
# begin to look at the wrong one. A plus sign keeps it from taking an index for a term that most
# rows fulfil.
INDEXED = {
    "speaker": "quotes.speaker_id = :speaker",
    "outlet": "quotes.publication_id = :outlet",
    "dates": "quotes.published >= :first AND quotes.published < :end",
    "attributed=no": "quotes.speaker_id IS NULL",
}
UNINDEXED = {
    "attributed=yes": "+quotes.speaker_id IS NOT NULL",
    "kind": "quotes.kind = :kind",
    "confidence": "quotes.confidence >= :confidence",
}

# Every phrase must stand in the quote, or in the speaker's name, with its exact words: the
# full-text index, being stemmed, only proposes.
EXACT_PHRASES = """NOT EXISTS (
    SELECT 1 FROM json_each(:phrases) AS phrase
    WHERE NOT instr(exact_words(quotes.text), phrase.value)
      AND NOT instr(exact_words(quotes.speaker_name), phrase.value)
  )"""
ROLE_HAS_WORDS = """NOT EXISTS (
    SELECT 1 FROM json_each(:role_words) AS word
    WHERE NOT instr(exact_words(quotes.role), word.value)
  )"""


@dataclass(frozen=True, slots=True)
class Condition:
    """What rows must fulfil; `parameters` are the values that both halves name.

    `indexed` is the part of `where` that an index of `quotes` answers, so that counting is cheap.
    """

    words: Words
    match: str
    indexed: str
    where: str
    parameters: Row

    @property
    def checked(self) -> str:
        """The same as `where`, for rows that something else has found.

        The plus signs keep SQLite from finding them anew by an index.
        """
        return self.where.replace("quotes.", "+quotes.")

    @property
    def is_only_words(self) -> bool:
        """Whether the full-text query alone decides."""
        return bool(self.match) and self.where == "1"

    @property
    def is_only_indexed(self) -> bool:
        """Whether indexes of `quotes` alone decide."""
        return not self.match and self.indexed == self.where


def condition(filters: Filters, speaker: Row | None, *, has_roles: bool) -> Condition:
    """Return the condition of a search; `speaker` is the row of the speaker it names.

    `has_roles` is false for an index of an older shape, whose full-text index knows no roles.
    """
    words, role = read_words(filters.q), read_words(filters.role)
    matches = []
    if words.terms:
        # Without it words would also find the roles, where the index has them.
        matches.append(f"{{text speaker_name}} : ({words.match})")
    if role.terms and has_roles:
        matches.append(f"role : ({role.match})")
    if matches and speaker and has_words(speaker["name"]):
        # The name narrows the hits inside the index; the id then decides.
        matches.append(f"speaker_name : {quoted(speaker['name'])}")
    indexed = [sql for name, sql in INDEXED.items() if name in _names(filters)]
    others = [sql for name, sql in UNINDEXED.items() if name in _names(filters)]
    others += [EXACT_PHRASES] if words.phrases else []
    others += [ROLE_HAS_WORDS] if role.terms and not has_roles else []
    return Condition(
        words,
        " AND ".join(matches),
        " AND ".join(indexed) or "1",
        " AND ".join([*indexed, *others]) or "1",
        _parameters(filters, words, role) | {"match": " AND ".join(matches)},
    )


def _names(filters: Filters) -> set[str]:
    """Return the names, in the two tables above, of the terms that the filters need."""
    dates = {"dates"} if filters.since or filters.until else set()
    return {*filters.chosen, *dates, f"attributed={filters.attributed}"}


def _parameters(filters: Filters, words: Words, role: Words) -> Row:
    return {
        "speaker": filters.speaker,
        "outlet": filters.outlet,
        "kind": filters.kind,
        "confidence": filters.confidence,
        "typed": " ".join(words.terms).lower(),
        "phrases": json.dumps([exact_words(phrase) for phrase in words.phrases]),
        "role_words": json.dumps([exact_words(term) for term in role.terms]),
        **dates(filters),
    }


def dates(filters: Filters) -> Row:
    """Return the parameters of the term `dates`: both ends, as text."""
    # A colon comes after all digits, a tilde after whatever follows a year, month or day.
    return {"first": filters.since or "0", "end": f"{filters.until}~" if filters.until else ":"}
