"""What a person knows better about speakers: merged, split, renamed, and undone again.

A decision is kept under the articles and names that were meant, not under speakers' numbers: so it
holds for what comes later, and for the same articles when they come again.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from indexer.errors import DecisionError, SpeakerAmbiguous, SpeakerNotFound
from indexer.store.appearances import appearance_key
from indexer.store.database import open_for_change, transaction
from indexer.store.identity import Identities
from indexer.store.reports import unheard
from indexer.store.speaker_roles import main_roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from indexer.store.reports import Report

BY_ID = "SELECT id, name, kind FROM speakers WHERE id = ?"

BY_NAME = """
SELECT id, name, kind FROM speakers WHERE name = ? ORDER BY quote_count DESC, id
"""

APPEARANCES = "SELECT id, document_id, kind, name FROM appearances WHERE speaker_id = ? ORDER BY id"

IN_DOCUMENTS = """
SELECT a.id, a.document_id, a.kind, a.name FROM appearances AS a
JOIN documents AS d ON d.id = a.document_id
WHERE a.speaker_id = :speaker AND :document IN (d.id, d.url, d.source) ORDER BY a.id
"""

INSERT_DECISION = """
INSERT INTO speaker_decisions (action, name, decided_at, decided_by, reason)
VALUES (?, ?, ?, ?, ?) RETURNING id
"""

INSERT_APPEARANCE = """
INSERT INTO decision_appearances (decision_id, appearance_key) VALUES (?, ?)
"""

FIND_DECISION = "SELECT action FROM speaker_decisions WHERE id = ?"

UNDER_DECISION = """
SELECT a.id, a.document_id, a.kind, a.name, d.appearance_key FROM decision_appearances AS d
JOIN appearances AS a ON a.profile_id = d.profile_id WHERE d.decision_id = ? ORDER BY a.id
"""

DELETE_DECISION = "DELETE FROM speaker_decisions WHERE id = ?"

SPEAKER_OF = "SELECT speaker_id FROM appearances WHERE id = ?"

MOST_NAMED = 8
"""Bearers of one name that an error tells apart."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and why."""

    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: its number, by which it can be undone, and the speaker that it led to.

    `moved` are the ids of the quotes that have another speaker now.
    """

    id: int
    speaker_id: int
    moved: frozenset[str]


def merge(
    path: Path | str, speakers: Sequence[str], author: Author, report: Report = unheard
) -> Decided:
    """Make several speakers one; each is given by its id, or by a name that only one has.

    `report` hears how far it has come. Raises SpeakerNotFound, SpeakerAmbiguous, DecisionError or
    DatabaseError; then nothing changes.
    """
    with _deciding(path, report) as (db, identities):
        found = {number: kind for number, _, kind in (find_speaker(db, name) for name in speakers)}
        if len(found) < 2:
            raise DecisionError("one speaker cannot be merged: name two or more that differ")
        if len(set(found.values())) > 1:
            kinds = " and ".join(sorted(set(found.values())))
            raise DecisionError(f"{kinds} cannot be one speaker: merge speakers of one kind")
        meant = [row for speaker in found for row in _appearances(db, speaker)]
        return _decide(db, identities, ("merge", None), meant, author)


def split(
    path: Path | str,
    speaker: str,
    documents: Sequence[str],
    author: Author,
    report: Report = unheard,
) -> Decided:
    """Make a speaker of some documents somebody else than in the others.

    A document is given by its id, URL or source. Raises as `merge`.
    """
    with _deciding(path, report) as (db, identities):
        number, name, _ = find_speaker(db, speaker)
        meant: dict[int, tuple[int, str, str, str]] = {}
        for document in documents:
            values = {"speaker": number, "document": document}
            rows = db.execute(IN_DOCUMENTS, values).fetchall()
            if not rows:
                raise DecisionError(
                    f"{name} ({number}) is not quoted in {document!r}: name documents that "
                    f"`indexer speakers show` lists"
                )
            meant.update({row[0]: row for row in rows})
        if len(meant) == len(_appearances(db, number)):
            raise DecisionError(f"{name} ({number}) is quoted nowhere else: nothing would be left")
        return _decide(db, identities, ("split", None), list(meant.values()), author)


def rename(
    path: Path | str, speaker: str, name: str, author: Author, report: Report = unheard
) -> Decided:
    """Show a speaker under another name, whatever names articles give. Raises as `merge`."""
    shown = " ".join(name.split())
    if not shown:
        raise DecisionError("an empty name names nobody: give the name to be shown")
    with _deciding(path, report) as (db, identities):
        number, _, _ = find_speaker(db, speaker)
        return _decide(db, identities, ("rename", shown), _appearances(db, number), author)


def undo(path: Path | str, decision: int, report: Report = unheard) -> frozenset[str]:
    """Take a decision back; return the ids of the quotes that have another speaker now.

    Raises DecisionError where there is none of this number, or DatabaseError.
    """
    with _deciding(path, report) as (db, identities):
        if db.execute(FIND_DECISION, [decision]).fetchone() is None:
            raise DecisionError(
                f"there is no decision {decision}: see `indexer speakers decisions`"
            )
        rows = db.execute(UNDER_DECISION, [decision]).fetchall()
        meant = [row[0] for row in rows if appearance_key(*row[1:4]) == row[4]]
        db.execute(DELETE_DECISION, [decision])
        identities.reconsider(meant)
        identities.finish()
        return frozenset(identities.moved)


def find_speaker(db: Database, name: str) -> tuple[int, str, str]:
    """Return id, name and kind of a speaker, given by id or name.

    Raises SpeakerNotFound or SpeakerAmbiguous.
    """
    found = db.execute(BY_ID, [int(name)]).fetchall() if name.isdecimal() else []
    found = found or db.execute(BY_NAME, [name]).fetchall()
    if not found:
        raise SpeakerNotFound(
            f"there is no speaker {name!r}: give an id or a name that `indexer speakers list` has"
        )
    if len(found) > 1:
        bearers = "; ".join(
            ", ".join((str(row[0]), *main_roles(db, row[0]))) for row in found[:MOST_NAMED]
        )
        raise SpeakerAmbiguous(
            f"{len(found)} speakers are called {name!r}: give one's id ({bearers})"
        )
    return int(found[0][0]), str(found[0][1]), str(found[0][2])


@contextmanager
def _deciding(path: Path | str, report: Report) -> Iterator[tuple[Database, Identities]]:
    with closing(open_for_change(path, report)) as db, transaction(db, path):
        yield db, Identities(db, report)


def _appearances(db: Database, speaker: int) -> list[tuple[int, str, str, str]]:
    return list(db.execute(APPEARANCES, [speaker]).fetchall())


def _decide(
    db: Database,
    identities: Identities,
    action: tuple[str, str | None],
    meant: Sequence[tuple[int, str, str, str]],
    author: Author,
) -> Decided:
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    values = [*action, now, author.by, author.reason]
    (decision,) = db.execute(INSERT_DECISION, values).fetchone()
    for _, document, kind, name in meant:
        db.execute(INSERT_APPEARANCE, [decision, appearance_key(document, kind, name)])
    identities.reconsider([row[0] for row in meant])
    identities.finish()
    (speaker,) = db.execute(SPEAKER_OF, [meant[0][0]]).fetchone()
    return Decided(int(decision), int(speaker), frozenset(identities.moved))
