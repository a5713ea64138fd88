"""Giving profiles the speakers that were decided on: rows, quotes, names and counts follow."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from indexer.store.rows import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from indexer.store.identity_components import Component, Row

INSERT_SPEAKER = "INSERT INTO speakers (name, kind) VALUES (?, ?) RETURNING id"

SPEAKER_NAME = "SELECT name FROM speakers WHERE id = ?"

RENAME_SPEAKER = "UPDATE speakers SET name = ? WHERE id = ?"

# A name that a person gave is met in no article.
KEEP_NAMES = """
INSERT OR IGNORE INTO speaker_names (speaker_id, name, appearance_count) VALUES {rows}
"""

DROP_NAMES = """
DELETE FROM speaker_names
WHERE speaker_id = :id AND appearance_count <= 0
  AND name <> (SELECT name FROM speakers WHERE id = :id)
"""

MEET_NAMES = """
INSERT INTO speaker_names (speaker_id, name, appearance_count) VALUES {rows}
ON CONFLICT (speaker_id, name) DO UPDATE
SET appearance_count = appearance_count + excluded.appearance_count
"""

FORGET_NAME = """
UPDATE speaker_names SET appearance_count = appearance_count - ? WHERE speaker_id = ? AND name = ?
"""

LINK_PROFILE = """
UPDATE speaker_profiles
SET speaker_id = ?, rule = ?, evidence = ?, sure = ?, contested = ? WHERE id = ?
"""

SPEAKERS_OF_PROFILE = """
SELECT DISTINCT speaker_id FROM appearances WHERE profile_id = ? AND speaker_id <> ?
"""

NAMES_OF_PROFILE = """
SELECT value, count(*) FROM appearances, json_each(names)
WHERE profile_id = ? AND speaker_id = ? GROUP BY value
"""

MOVE_QUOTES = """
UPDATE quotes SET speaker_id = :to, speaker_name = (SELECT name FROM speakers WHERE id = :to)
WHERE appearance_id IN (
  SELECT id FROM appearances WHERE profile_id = :profile AND speaker_id = :from
)
RETURNING id
"""

MOVE_APPEARANCES = """
UPDATE appearances SET speaker_id = :to WHERE profile_id = :profile AND speaker_id = :from
"""

NAMES_OF = "SELECT names FROM appearances WHERE id = ?"

MOVE_QUOTES_OF = """
UPDATE quotes SET speaker_id = :to, speaker_name = (SELECT name FROM speakers WHERE id = :to)
WHERE appearance_id = :appearance RETURNING id
"""

MOVE_APPEARANCE = "UPDATE appearances SET speaker_id = :to WHERE id = :appearance"

COUNT_ANEW = """
UPDATE speakers SET (quote_count, document_count, first_quoted, last_quoted) = (
  SELECT coalesce(sum(quote_count), 0), count(DISTINCT document_id), min(published), max(published)
  FROM appearances WHERE speaker_id = :id
) WHERE id = :id
"""

DELETE_EMPTY_PROFILES = "DELETE FROM speaker_profiles WHERE appearance_count = 0"

DELETE_UNQUOTED = """
DELETE FROM speakers WHERE id = :id AND quote_count = 0
  AND NOT EXISTS (SELECT 1 FROM speaker_profiles WHERE speaker_id = :id)
"""


class _Change(NamedTuple):
    """A component with the speaker that it is."""

    component: Component
    speaker: int


class Moves:
    """What is to be written of a decision.

    `quotes` are the ids of those with another speaker, `changed` the speakers that a profile came
    to or went from.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._counted: set[int] = set()
        self.quotes: set[str] = set()
        self.changed: set[int] = set()

    def apply(self, components: Sequence[Component], dirty: frozenset[int]) -> None:
        """Give each component its speaker: the one that most of its articles have already.

        `dirty` are profiles of which single appearances may have another speaker.
        """
        changes = [
            _Change(*pair) for pair in zip(components, self._speakers(components), strict=True)
        ]
        self._name(changes)
        for change in changes:
            for key, row in change.component.rows.items():
                self._link(change, key, row)
                if key in dirty or row.speaker_id not in (None, change.speaker):
                    self._move(key, change.speaker)
        self._count_anew()

    def move_one(self, appearance: int, speaker: int, to: int) -> None:
        """Give one appearance, that has no profile, another speaker."""
        (names,) = self._db.execute(NAMES_OF, [appearance]).fetchone()
        own = json.loads(names)
        for name in own:
            self._db.execute(FORGET_NAME, [1, speaker, name])
        meet_names(self._db, [(to, name) for name in own])
        values = {"appearance": appearance, "to": to}
        self.quotes |= {quote for (quote,) in self._db.execute(MOVE_QUOTES_OF, values).fetchall()}
        self._db.execute(MOVE_APPEARANCE, values)
        self._counted |= {speaker, to}
        self._count_anew()

    def _count_anew(self) -> None:
        if self._counted:
            self._db.execute(DELETE_EMPTY_PROFILES)
        for speaker in sorted(self._counted):
            self._db.execute(COUNT_ANEW, {"id": speaker})
            self._db.execute(DROP_NAMES, {"id": speaker})
            self._db.execute(DELETE_UNQUOTED, {"id": speaker})
        self._counted.clear()

    def _speakers(self, components: Sequence[Component]) -> list[int]:
        """Return a speaker for each component, so that as few appearances as can be move."""
        shares: defaultdict[tuple[int, int], int] = defaultdict(int)
        for number, component in enumerate(components):
            for row in component.rows.values():
                if row.speaker_id is not None:
                    shares[number, row.speaker_id] += row.appearances
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        for (number, speaker), _ in sorted(shares.items(), key=lambda s: (-s[1], s[0][1], s[0][0])):
            if number not in chosen and speaker not in taken:
                chosen[number] = speaker
                taken.add(speaker)
        # In the order in which they were met, so that a run that was cut off goes on the same.
        for number in sorted(range(len(components)), key=lambda n: min(components[n].rows)):
            if number not in chosen:
                chosen[number] = self._new_speaker(components[number])
        return [chosen[number] for number in range(len(components))]

    def _new_speaker(self, component: Component) -> int:
        kind = component.rows[min(component.rows)].kind
        return int(self._db.execute(INSERT_SPEAKER, [component.name, kind]).fetchone()[0])

    def _name(self, changes: Iterable[_Change]) -> None:
        """Give speakers the names of their components, where they have others."""
        kept, renamed = [], []
        for component, speaker in changes:
            name, rows = component.name, component.rows.values()
            if any(row.speaker_id != speaker or row.speaker_name != name for row in rows):
                kept.append((speaker, name, 0))
                if self._db.execute(SPEAKER_NAME, [speaker]).fetchone() != (name,):
                    renamed.append((name, speaker))
        self._db.conn.executemany(RENAME_SPEAKER, renamed)
        insert_rows(self._db, KEEP_NAMES, kept)
        for _, speaker in renamed:
            self._db.execute(DROP_NAMES, {"id": speaker})

    def _link(self, change: _Change, key: int, row: Row) -> None:
        link = change.component.links[key]
        contested = int(key in change.component.contested)
        told = (change.speaker, link.rule.value, link.evidence, link.sure.value, contested)
        if told != (row.speaker_id, row.rule, row.evidence, row.sure, row.contested):
            self._db.execute(LINK_PROFILE, [*told, key])
        if row.speaker_id != change.speaker:
            self.changed |= {change.speaker, row.speaker_id or change.speaker}

    def _move(self, profile: int, to: int) -> None:
        for (speaker,) in self._db.execute(SPEAKERS_OF_PROFILE, [profile, to]).fetchall():
            names = self._db.execute(NAMES_OF_PROFILE, [profile, speaker]).fetchall()
            for name, count in names:
                self._db.execute(FORGET_NAME, [count, speaker, name])
            insert_rows(self._db, MEET_NAMES, [(to, name, count) for name, count in names])
            values = {"profile": profile, "from": speaker, "to": to}
            self.quotes |= {quote for (quote,) in self._db.execute(MOVE_QUOTES, values).fetchall()}
            self._db.execute(MOVE_APPEARANCES, values)
            self._counted |= {speaker, to}


def meet_names(db: Database, names: Sequence[tuple[int, str]]) -> None:
    """Count, for each speaker and name, an article in which the speaker bears it."""
    insert_rows(db, MEET_NAMES, [(*name, 1) for name in names])


def forget_names(db: Database, speaker: int, names: Iterable[str]) -> None:
    """Count one article less for each of a speaker's names; forget those that no other has."""
    for name, count in Counter(names).items():
        db.execute(FORGET_NAME, [count, speaker, name])
    db.execute(DROP_NAMES, {"id": speaker})


def clear(db: Database, speakers: Iterable[int]) -> None:
    """Delete profiles without appearances, and those of the speakers that have nothing left."""
    db.execute(DELETE_EMPTY_PROFILES)
    for speaker in speakers:
        db.execute(DELETE_UNQUOTED, {"id": speaker})
