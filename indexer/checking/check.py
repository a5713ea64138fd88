"""The answer to a claim: what is like it, how like, and who is said to have said it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from indexer.checking.answers import Answer, Claim, Match, Outcome, Searched, Sighting, Verdict
from indexer.checking.candidates import candidates, has_wordings
from indexer.languages.en import words
from indexer.wordings import Relation, differences, liken, spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

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

COUNTED = """
SELECT count(*), count(DISTINCT document_id), min(published), max(published)
FROM quotes AS q WHERE {of}
"""

SIGHTINGS = """
SELECT q.id, q.document_id, p.name, q.published, d.title, d.url
FROM quotes AS q JOIN documents AS d ON d.id = q.document_id
LEFT JOIN publications AS p ON p.id = q.publication_id
WHERE {of} ORDER BY coalesce(q.published, '~'), q.id LIMIT ?
"""

OF_WORDING = "wording_id = ?"
OF_ROWS = "q.rowid IN ({marks})"

NAMES = "SELECT name FROM speaker_names WHERE speaker_id = ?"

SEARCHED = """
SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM quotes),
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


def check(connection: sqlite3.Connection, claim: Claim) -> Answer:
    """Return what the database knows of a claim; nothing is written.

    Exact are the words wherever they stand, whole and in order, in a quote: case, punctuation,
    accents, ellipses and what stands in square brackets aside. Near is what has most of them, at
    least four. Words that are no more than a commonplace are found only exactly.
    """
    forms = spoken(claim.words)
    likened: dict[tuple[str, ...], Likeness | None] = {}
    groups: dict[tuple[tuple[str, ...], int], list[_Row]] = {}
    for row in _read(connection, candidates(connection, forms)):
        words_of_quote = spoken(row.text)
        if words_of_quote not in likened:
            likened[words_of_quote] = _liken(forms, words_of_quote)
        if likened[words_of_quote]:
            groups.setdefault((words_of_quote, row.named), []).append(row)
    matches = [
        _match(connection, claim, likeness, rows)
        for (words_of_quote, _), rows in groups.items()
        if (likeness := likened[words_of_quote])
    ]
    matches.sort(key=lambda match: _rank(match, len(forms)))
    exact = [match for match in matches if _is_exact(match.likeness, len(forms))]
    best = exact or matches
    outcome = Outcome.EXACT if exact else Outcome.NEAR if matches else Outcome.NOT_FOUND
    verdict = _verdict(best) if claim.speaker and best else None
    return Answer(claim, outcome, verdict, tuple(matches[:MOST_MATCHES]))


def searched(connection: sqlite3.Connection) -> Searched:
    """Return how much there is to be searched."""
    return Searched(*connection.execute(SEARCHED).fetchone())


def _read(connection: sqlite3.Connection, rows: Iterable[int]) -> Iterable[_Row]:
    sql = ROW.format(wording="wording_id" if has_wordings(connection) else "NULL")
    for row in sorted(rows):
        found = connection.execute(sql, [row]).fetchone()
        if found:
            yield _Row(*found)


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


def _match(
    connection: sqlite3.Connection, claim: Claim, likeness: Likeness, rows: list[_Row]
) -> Match:
    first = min(rows, key=lambda row: (row.published or "~", row.quote_id))
    is_claimed = claim.speaker is not None and _is_called(connection, first, claim.speaker)
    # Without wordings these rows are all that is known of its printings.
    of, values = OF_WORDING, [first.wording]
    if first.wording is None:
        of = OF_ROWS.format(marks=", ".join("?" * len(rows)))
        values = [row.row for row in rows]
    quotes, documents, first_seen, last_seen = connection.execute(
        COUNTED.format(of=of), values
    ).fetchone()
    sightings = connection.execute(SIGHTINGS.format(of=of), [*values, MOST_SIGHTINGS])
    return Match(
        first.text,
        likeness,
        differences(first.text, claim.words),
        first.speaker_id,
        first.speaker_name,
        is_claimed,
        quotes,
        documents,
        first_seen,
        last_seen,
        tuple(Sighting(*row) for row in sightings),
    )


def _rank(match: Match, claimed: int) -> tuple[object, ...]:
    likeness = match.likeness
    return (
        not _is_exact(likeness, claimed),
        # A part of the claim is less than nearly all of it.
        -likeness.shared / max(claimed, 1)
        if likeness.shorter.words < claimed
        else -match.similarity,
        -likeness.closeness,
        not match.is_claimed,
        match.speaker_id is None,
        match.first_seen or "~",
        match.sightings[0].quote_id,
    )


def _verdict(matches: Sequence[Match]) -> Verdict:
    if any(match.is_claimed for match in matches):
        return Verdict.AGREES
    if any(match.speaker_id is not None for match in matches):
        return Verdict.SOMEBODY_ELSE
    return Verdict.NOBODY_NAMED


def _is_called(connection: sqlite3.Connection, row: _Row, claimed: str) -> bool:
    """Whether the speaker has the name, titles aside; a part of it will do if it ends the same."""
    if row.speaker_id is None:
        return False
    wanted = _name(claimed)
    names = [name for (name,) in connection.execute(NAMES, [row.speaker_id])]
    return any(_agree(wanted, _name(name)) for name in (row.speaker_name or "", *names))


def _name(written: str) -> tuple[str, ...]:
    titles = words("titles") | words("courtesy_titles")
    return tuple(form for form in spoken(written) if form not in titles)


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other or one[-1] != other[-1]:
        return False
    return set(one) <= set(other) or set(other) <= set(one)
