"""The register of known people: what was imported, and which speakers are surely whom of it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.identity import person_name
from indexer.models import SpeakerKind
from indexer.store.database import open_for_change, transaction
from indexer.store.known_people import link_speakers
from indexer.store.reports import each, unheard

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.identity import Known
    from indexer.store.reports import Report

PUT_PERSON = """
INSERT INTO people (id, name, description, born, died) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
  born = excluded.born, died = excluded.died
"""

FORGET_NAMES = "DELETE FROM people_names WHERE person_id = ?"

PUT_NAME = "INSERT OR IGNORE INTO people_names (person_id, name, block) VALUES (?, ?, ?)"

# Nobody else could be one of them, or was one until now.
CONCERNED = """
SELECT profile.speaker_id FROM (SELECT DISTINCT block FROM people_names) AS known
CROSS JOIN speaker_profiles AS profile ON profile.block = known.block AND profile.kind = ?
WHERE profile.speaker_id IS NOT NULL
UNION SELECT speaker_id FROM speaker_candidates
ORDER BY 1
"""

COUNTS = """
SELECT (SELECT count(*) FROM people),
  (SELECT count(*) FROM speakers WHERE wikidata_id IS NOT NULL),
  (SELECT count(DISTINCT speaker_id) FROM speaker_candidates
    WHERE speaker_id NOT IN (SELECT id FROM speakers WHERE wikidata_id IS NOT NULL))
"""


@dataclass(frozen=True, slots=True)
class Register:
    """What a database knows of people: how many, and how many speakers are surely or maybe one."""

    people: int
    sure: int
    unsure: int


def import_people(path: Path | str, people: Iterable[Known], report: Report = unheard) -> Register:
    """Add people to a register, or replace those that have the id; link the speakers to them.

    `report` hears how far it has come. Raises RegisterError, with nothing changed, or
    DatabaseError.
    """
    with closing(open_for_change(path, report)) as db, transaction(db, path):
        for number, person in enumerate(people, start=1):
            row = (person.id, person.names[0], person.description or None, person.born, person.died)
            db.execute(PUT_PERSON, row)
            db.execute(FORGET_NAMES, [person.id])
            for name in dict.fromkeys(person.names):
                db.execute(PUT_NAME, [person.id, name, person_name(name).block])
            report("people", number, None)
        rows = db.execute(CONCERNED, [SpeakerKind.PERSON.value]).fetchall()
        link_speakers(db, each([speaker for (speaker,) in rows], "speakers", report))
        return Register(*db.execute(COUNTS).fetchone())
