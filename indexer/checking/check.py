"""The answer to a claim: what is like it, how like, and who is said to have said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from indexer.checking.answers import Answer, Claim, Match, Outcome, Searched, Sighting, Verdict
from indexer.checking.candidates import candidates, has_wordings
from indexer.checking.names import is_called, speakers_called
from indexer.wordings import Relation, differences, liken, spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from indexer.wordings import Likeness

MOST_MATCHES = 5
MOST_SIGHTINGS = 5

NEAR = 0.6
TELLING_NEAR = 0.5
FEWEST_SHARED = 4
FEWEST_TELLING = 2
"""What a near match shares: of the shorter wording's words, of those that tell, and at least."""

NEARLY_ALL = 0.75
FEWEST_OF_NEARLY_ALL = 5
"""What it shares at least where too few of the words tell anything."""

FEWEST_OF_A_PART = 6
"""Words that a quote must have which is but a part of the claim."""

ROW = """
SELECT q.rowid, {wording}, coalesce((
    SELECT s.id FROM speakers AS s WHERE s.id = q.speaker_id AND s.document_id IS NULL
  ), 0), q.text, q.speaker_id, q.speaker_name, q.published, q.id, q.document_id
FROM quotes AS q WHERE q.rowid = ?
"""

FIRST = """
SELECT coalesce(q.published, '~'), q.id FROM quotes AS q WHERE {of} ORDER BY 1, 2 LIMIT 1
"""

COUNTED = """
SELECT count(*), count(DISTINCT document_id), min(published), max(published)
FROM quotes AS q WHERE {of}
"""

# Chosen before they are joined: of a commonplace there are thousands.
SIGHTINGS = """
SELECT q.id, q.document_id, p.name, q.published, d.title, d.url
FROM (
  SELECT q.id, q.document_id, q.published, q.publication_id FROM quotes AS q
  WHERE {of} ORDER BY coalesce(q.published, '~'), q.id LIMIT ?
) AS q JOIN documents AS d ON d.id = q.document_id
LEFT JOIN publications AS p ON p.id = q.publication_id
ORDER BY coalesce(q.published, '~'), q.id
"""

OF_WORDING = "wording_id = ?"
OF_ROWS = "q.rowid IN ({marks})"

# Of outlets it is known how many they have; to count millions of rows takes longer than to search.
SEARCHED = """
SELECT
  (SELECT coalesce(sum(document_count), 0) FROM publications)
    + (SELECT count(*) FROM documents WHERE publication_id IS NULL),
  (SELECT coalesce(sum(quote_count), 0) FROM publications)
    + (SELECT count(*) FROM quotes WHERE publication_id IS NULL),
  (SELECT min(published) FROM documents), (SELECT max(published) FROM documents)
"""


class _Row(NamedTuple):
    row: int
    wording: int | None
    named: int
    text: str
    speaker_id: int | None
    speaker_name: str | None
    published: str | None
    quote_id: str
    document_id: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows of one speaker that have the same words, the first of them first."""

    likeness: Likeness
    rows: tuple[_Row, ...]
    is_claimed: bool

    @property
    def first(self) -> _Row:
        return self.rows[0]

    @property
    def of(self) -> tuple[str, list[object]]:
        """What of quotes are its printings: a condition, and its values."""
        if self.first.wording is not None:
            return OF_WORDING, [self.first.wording]
        # Without wordings these rows are all that is known.
        marks = ", ".join("?" * len(self.rows))
        return OF_ROWS.format(marks=marks), [row.row for row in self.rows]


def check(connection: sqlite3.Connection, claim: Claim) -> Answer:
    """Return what the database knows of a claim; nothing is written.

    Exact are the words wherever they stand, whole and in order, in a quote: case, punctuation,
    accents, ellipses and what stands in square brackets aside. Near is what has most of them, at
    least four. Words that are no more than a commonplace are found only exactly.
    """
    forms = spoken(claim.words)
    found = _found(connection, claim, forms)
    exact = [one for one in found if _is_exact(one.likeness, len(forms))]
    best = exact or found
    outcome = Outcome.EXACT if exact else Outcome.NEAR if found else Outcome.NOT_FOUND
    verdict = _verdict(best) if claim.speaker and best else None
    shown = _first_of(connection, found, len(forms))
    matches = tuple(_match(connection, claim, one) for one in shown)
    return Answer(claim, outcome, verdict, matches)


def searched(connection: sqlite3.Connection) -> Searched:
    """Return how much there is to be searched."""
    return Searched(*connection.execute(SEARCHED).fetchone())


def _found(connection: sqlite3.Connection, claim: Claim, forms: tuple[str, ...]) -> list[_Found]:
    """Return what is like the claim, each wording of each speaker once, in no order."""
    likened: dict[tuple[str, ...], Likeness | None] = {}
    groups: dict[tuple[tuple[str, ...], int], list[_Row]] = {}
    knows_wordings = has_wordings(connection)
    speakers = speakers_called(connection, claim.speaker or "") if knows_wordings else ()
    sql = ROW.format(wording="wording_id" if knows_wordings else "NULL")
    for candidate in candidates(connection, forms, speakers):
        words_of_quote = spoken(candidate.text)
        if words_of_quote not in likened:
            likened[words_of_quote] = _liken(forms, words_of_quote)
        # Of most candidates nothing but the text is needed.
        if likened[words_of_quote]:
            row = _Row(*connection.execute(sql, [candidate.row]).fetchone())
            groups.setdefault((words_of_quote, row.named), []).append(row)
    found = []
    for (words_of_quote, _), rows in groups.items():
        rows.sort(key=lambda row: (row.published or "~", row.quote_id))
        if likeness := likened[words_of_quote]:
            speaker = rows[0].speaker_id, rows[0].speaker_name
            is_claimed = is_called(connection, *speaker, claim.speaker or "")
            found.append(_Found(likeness, tuple(rows), is_claimed))
    return found


def _liken(claimed: Sequence[str], quoted: Sequence[str]) -> Likeness | None:
    """Return the likeness if it is worth an answer."""
    likeness = liken(claimed, quoted)
    if likeness is None or _is_exact(likeness, len(claimed)):
        return likeness
    if likeness.relation is Relation.CONTAINED and likeness.shared < FEWEST_OF_A_PART:
        return None
    telling = max(FEWEST_TELLING, TELLING_NEAR * likeness.shorter.telling)
    enough = likeness.shared >= FEWEST_SHARED and likeness.telling >= telling
    near = enough and likeness.coverage >= NEAR
    nearly_all = likeness.shared >= FEWEST_OF_NEARLY_ALL and likeness.coverage >= NEARLY_ALL
    return likeness if near or nearly_all else None


def _is_exact(likeness: Likeness, claimed: int) -> bool:
    """Whether all words of the claim, so many, stand in the quote in a row."""
    whole = likeness.relation in (Relation.EQUAL, Relation.CONTAINED)
    return whole and likeness.shorter.words == claimed


def _first_of(connection: sqlite3.Connection, found: list[_Found], claimed: int) -> list[_Found]:
    """Return those to be shown: the most like, of equals those that were printed first."""
    ranks = [_rank(one, claimed) for one in found]
    last = max(sorted(ranks)[:MOST_MATCHES], default=None)
    # Only of those that come into question it is looked up when they were printed.
    ranked = [
        (rank, _first_printed(connection, one), one)
        for rank, one in zip(ranks, found, strict=True)
        if last is not None and rank <= last
    ]
    ranked.sort(key=lambda each: each[:2])
    return [one for *_, one in ranked[:MOST_MATCHES]]


def _first_printed(connection: sqlite3.Connection, found: _Found) -> tuple[str, str]:
    of, values = found.of
    published, quote_id = connection.execute(FIRST.format(of=of), values).fetchone()
    return published, quote_id


def _match(connection: sqlite3.Connection, claim: Claim, found: _Found) -> Match:
    first, (of, values) = found.first, found.of
    quotes, documents, first_seen, last_seen = connection.execute(
        COUNTED.format(of=of), values
    ).fetchone()
    sightings = connection.execute(SIGHTINGS.format(of=of), [*values, MOST_SIGHTINGS])
    return Match(
        first.text,
        found.likeness,
        differences(first.text, claim.words),
        first.speaker_id,
        first.speaker_name,
        found.is_claimed,
        quotes,
        documents,
        first_seen,
        last_seen,
        tuple(Sighting(*row) for row in sightings),
    )


def _rank(found: _Found, claimed: int) -> tuple[bool | float, ...]:
    likeness = found.likeness
    return (
        not _is_exact(likeness, claimed),
        # A part of the claim is less than nearly all of it.
        -likeness.shared / max(claimed, 1)
        if likeness.shorter.words < claimed
        else -likeness.coverage,
        -likeness.closeness,
        not found.is_claimed,
        found.first.speaker_id is None,
    )


def _verdict(found: Sequence[_Found]) -> Verdict:
    if any(one.is_claimed for one in found):
        return Verdict.AGREES
    if any(one.first.speaker_id is not None for one in found):
        return Verdict.SOMEBODY_ELSE
    return Verdict.NOBODY_NAMED
