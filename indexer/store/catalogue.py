"""Looking speakers up: to find an id, and to see why articles were taken to quote one person."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from indexer.store.database import open_for_change, translated_errors
from indexer.store.decisions import find_speaker
from indexer.store.speaker_roles import main_roles

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = "id, name, kind, wikidata_id, quote_count, document_count, first_quoted, last_quoted"

LIST = f"""
SELECT {COLUMNS} FROM speakers
WHERE document_id IS NULL AND (
  :words = ''
  OR id IN (SELECT speaker_id FROM speaker_names_fts WHERE speaker_names_fts MATCH :words)
)
ORDER BY quote_count DESC, name, id LIMIT :most
"""  # noqa: S608, columns of our own

SPEAKER = f"SELECT {COLUMNS} FROM speakers WHERE id = ?"  # noqa: S608, columns of our own

NAMES = """
SELECT name FROM speaker_names WHERE speaker_id = ? ORDER BY appearance_count DESC, name
"""

ROLES = """
SELECT role, organization, first_seen, last_seen, document_count, quote_count FROM speaker_roles
WHERE speaker_id = ? ORDER BY document_count DESC, role
"""

LINKS = """
SELECT l.document_id, d.source, d.published, l.name, l.role, l.rule, l.evidence, l.sure
FROM speaker_links AS l JOIN documents AS d ON d.id = l.document_id
WHERE l.speaker_id = ? ORDER BY d.published, l.document_id, l.name LIMIT ?
"""

CANDIDATES = """
SELECT p.id, p.name, p.description, c.sure, c.evidence FROM speaker_candidates AS c
JOIN people AS p ON p.id = c.person_id WHERE c.speaker_id = ? ORDER BY c.sure, p.id
"""

DECISIONS = """
SELECT d.id, d.action, d.name, d.decided_at, d.decided_by, d.reason,
  (SELECT count(*) FROM decision_appearances WHERE decision_id = d.id),
  (SELECT count(*) FROM decision_appearances WHERE decision_id = d.id AND profile_id IS NOT NULL)
FROM speaker_decisions AS d ORDER BY d.id
"""


class SpeakerRow(NamedTuple):
    """A speaker as the table has it."""

    id: int
    name: str
    kind: str
    wikidata_id: str | None
    quotes: int
    documents: int
    first_quoted: str | None
    last_quoted: str | None


class Listed(NamedTuple):
    """A speaker as a list shows them: with the roles that tell them from namesakes."""

    speaker: SpeakerRow
    roles: tuple[str, ...]


class RoleRow(NamedTuple):
    """What a speaker was called, whose it was, from when to when, and in how many articles."""

    role: str
    organization: str | None
    first_seen: str | None
    last_seen: str | None
    documents: int
    quotes: int


class LinkRow(NamedTuple):
    """Why an article is taken to quote a speaker."""

    document_id: str
    source: str
    published: str | None
    name: str
    role: str | None
    rule: str
    evidence: str
    sure: str


class CandidateRow(NamedTuple):
    """Somebody of the register who the speaker may be."""

    id: str
    name: str
    description: str | None
    sure: str
    evidence: str


class Decision(NamedTuple):
    """A decision: how many appearances it meant, and how many of them are there and follow it."""

    id: int
    action: str
    name: str | None
    decided_at: str
    decided_by: str | None
    reason: str | None
    appearances: int
    effective: int


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is known of a speaker; `links` are no more than were asked for."""

    speaker: SpeakerRow
    names: tuple[str, ...]
    roles: tuple[RoleRow, ...]
    links: tuple[LinkRow, ...]
    candidates: tuple[CandidateRow, ...]


def list_speakers(path: Path | str, words: str, most: int) -> list[Listed]:
    """Return the speakers with a name that has these words, those with most quotes first.

    Raises DatabaseError.
    """
    # Quoted, so that nothing in them is an operator; each may be the beginning of a word.
    terms = " ".join('"' + word.replace('"', '""') + '"*' for word in words.split())
    with closing(open_for_change(path)) as db, translated_errors(path):
        rows = db.execute(LIST, {"words": terms, "most": most}).fetchall()
        found = [SpeakerRow(*row) for row in rows]
        return [Listed(speaker, main_roles(db, speaker.id)) for speaker in found]


def show_speaker(path: Path | str, name: str, most: int) -> Shown:
    """Return what is known of a speaker, given by id or name.

    Raises SpeakerNotFound, SpeakerAmbiguous or DatabaseError.
    """
    with closing(open_for_change(path)) as db, translated_errors(path):
        speaker, _, _ = find_speaker(db, name)
        return Shown(
            SpeakerRow(*db.execute(SPEAKER, [speaker]).fetchone()),
            tuple(form for (form,) in db.execute(NAMES, [speaker]).fetchall()),
            tuple(RoleRow(*row) for row in db.execute(ROLES, [speaker]).fetchall()),
            tuple(LinkRow(*row) for row in db.execute(LINKS, [speaker, most]).fetchall()),
            tuple(CandidateRow(*row) for row in db.execute(CANDIDATES, [speaker]).fetchall()),
        )


def decisions(path: Path | str) -> list[Decision]:
    """Return what people decided about speakers, in order. Raises DatabaseError."""
    with closing(open_for_change(path)) as db, translated_errors(path):
        return [Decision(*row) for row in db.execute(DECISIONS).fetchall()]
