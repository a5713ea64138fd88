"""Telling who is who in a database whose speakers were told by their names alone."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from indexer.store.appearance_rows import bind, insert_appearances
from indexer.store.appearances import Appearance, aliases_of, commonest, outlet_key
from indexer.store.clusters import recluster_speakers
from indexer.store.identity import Identities
from indexer.store.identity_moves import COUNT_ANEW, clear, forget_names
from indexer.store.reports import each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from indexer.store.reports import Report

QUOTES = """
SELECT q.document_id, q.speaker_id, s.name, s.kind, s.document_id, q.role, d.published, d.outlet,
  d.url
FROM quotes AS q
JOIN speakers AS s ON s.id = q.speaker_id
JOIN documents AS d ON d.id = q.document_id
ORDER BY d.rowid, q.speaker_id
"""

QUOTED = "SELECT count(DISTINCT document_id) FROM quotes WHERE speaker_id IS NOT NULL"

TEXT = "SELECT text FROM documents WHERE id = ?"

NAMES = "SELECT name FROM speaker_names WHERE speaker_id = ? ORDER BY rowid"

GIVE_APPEARANCE = """
UPDATE quotes SET appearance_id = :appearance, speaker_id = :speaker
WHERE document_id = :document AND speaker_id = :before
"""

GIVE_SPEAKER = """
UPDATE speaker_profiles SET speaker_id = ? WHERE id = ? AND speaker_id IS NULL
"""


def identify_all(db: Database, report: Report) -> None:
    """Make the appearances of all quotes' speakers, and decide who they are."""
    identities = Identities(db, report)
    speakers: set[int] = set()
    for before, bound, appearance in _reported(db, report):
        speakers.add(before)
        profile = identities.enter(appearance)
        speaker = before
        if profile is not None:
            db.execute(GIVE_SPEAKER, [speaker, profile])
        elif bound is None:  # a last name alone, which was one speaker with all others
            speaker = bind(db, appearance)
            speakers.add(speaker)
        (own,) = insert_appearances(db, [(appearance, speaker, profile)])
        values = {"speaker": speaker, "before": before, "document": appearance.document_id}
        db.execute(GIVE_APPEARANCE, {**values, "appearance": own})
    identities.settle()
    recluster_speakers(db, sorted(speakers | identities.changed))
    for speaker in each(sorted(speakers), "speakers", report):
        db.execute(COUNT_ANEW, {"id": speaker})
        forget_names(db, speaker, ())
    clear(db, speakers)


def _reported(db: Database, report: Report) -> Iterator[tuple[int, str | None, Appearance]]:
    """Yield the appearances, and report by articles."""
    (whole,) = db.execute(QUOTED).fetchone()
    for number, (_, found) in enumerate(groupby(_appearances(db), key=_article_of), start=1):
        yield from found
        report("articles", number, whole)


def _article_of(found: tuple[int, str | None, Appearance]) -> str:
    return found[2].document_id


def _appearances(db: Database) -> Iterator[tuple[int, str | None, Appearance]]:
    """Yield the appearances with the speaker that each had, and the article if bound to one."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    found = db.conn.execute(QUOTES)
    for (document, speaker), rows in groupby(found, key=lambda row: (row[0], row[1])):
        quotes = list(rows)
        _, _, name, kind, bound, _, published, outlet, url = quotes[0]
        if speaker not in names:
            names[speaker] = [form for (form,) in db.execute(NAMES, [speaker]).fetchall()]
        (text,) = db.execute(TEXT, [document]).fetchone()
        # Which article a form came from was not recorded: any that has these words.
        met = tuple(dict.fromkeys((name, *(form for form in names[speaker] if form in text))))
        yield (
            speaker,
            bound,
            Appearance(
                document_id=document,
                name=name,
                kind=kind,
                names=met,
                aliases=aliases_of(name, kind, met, text),
                role=commonest(row[5] for row in quotes),
                outlet=outlet_key(outlet, url),
                quotes=len(quotes),
                published=published,
            ),
        )
