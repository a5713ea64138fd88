"""Which speakers are surely, or maybe, whom of the register of people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from indexer.identity import Candidate, Known, Spoken, candidates, person_name
from indexer.models import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

HAS_PEOPLE = "SELECT 1 FROM people LIMIT 1"

SPEAKER = "SELECT kind, document_id, first_quoted, last_quoted FROM speakers WHERE id = ?"

NAMES = "SELECT DISTINCT name FROM speaker_profiles WHERE speaker_id = ? ORDER BY name"

ROLES = "SELECT DISTINCT role FROM speaker_profiles WHERE speaker_id = ? AND role <> '' ORDER BY 1"

PEOPLE = """
SELECT p.id, n.name, p.description, p.born, p.died FROM people_names AS n
JOIN people AS p ON p.id = n.person_id
WHERE p.id IN (SELECT person_id FROM people_names WHERE block = ?)
ORDER BY p.id, n.name
"""

OLD_CANDIDATES = "DELETE FROM speaker_candidates WHERE speaker_id = ? RETURNING person_id"

PUT_CANDIDATE = """
INSERT INTO speaker_candidates (speaker_id, person_id, evidence, sure) VALUES (?, ?, ?, ?)
"""

# Two speakers that would be one person are not: so it is sure of neither.
GIVE_WIKIDATA = """
UPDATE speakers SET wikidata_id = (
  SELECT c.person_id FROM speaker_candidates AS c
  WHERE c.speaker_id = speakers.id AND c.sure = 'certain' AND c.person_id GLOB 'Q[1-9]*'
    AND NOT EXISTS (
      SELECT 1 FROM speaker_candidates AS o
      WHERE o.person_id = c.person_id AND o.sure = 'certain' AND o.speaker_id <> c.speaker_id
    )
) WHERE id = ? OR id IN (
  SELECT speaker_id FROM speaker_candidates WHERE person_id IN (SELECT value FROM json_each(?))
)
"""


def link_speakers(db: Database, speakers: Iterable[int]) -> None:
    """Find out anew whom of the register these speakers may be."""
    if db.execute(HAS_PEOPLE).fetchone() is None:
        return
    for speaker in speakers:
        _link(db, speaker)


def _link(db: Database, speaker: int) -> None:
    before = {person for (person,) in db.execute(OLD_CANDIDATES, [speaker]).fetchall()}
    found = _candidates(db, speaker)
    for candidate in found:
        row = (speaker, candidate.person, candidate.evidence, candidate.sure.value)
        db.execute(PUT_CANDIDATE, row)
    touched = sorted(before | {candidate.person for candidate in found})
    db.execute(GIVE_WIKIDATA, [speaker, json.dumps(touched)])


def _candidates(db: Database, speaker: int) -> list[Candidate]:
    found = db.execute(SPEAKER, [speaker]).fetchone()
    if found is None or found[:2] != (SpeakerKind.PERSON.value, None):
        return []
    names = tuple(name for (name,) in db.execute(NAMES, [speaker]).fetchall())
    roles = tuple(role for (role,) in db.execute(ROLES, [speaker]).fetchall())
    blocks = sorted({person_name(name).block for name in names})
    people = {known.id: known for block in blocks for known in _people(db, block)}
    return candidates(Spoken(names, roles, *found[2:]), people.values())


def _people(db: Database, block: str) -> list[Known]:
    """Return the people of whom one name at least has this last name."""
    rows = db.execute(PEOPLE, [block]).fetchall()
    names: dict[tuple[str | None, ...], list[str]] = {}
    for person, name, *known in rows:
        names.setdefault((person, *known), []).append(name)
    return [
        Known(str(person), tuple(theirs), description or "", born, died)
        for (person, description, born, died), theirs in names.items()
    ]
