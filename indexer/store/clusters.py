"""Quotes of one utterance, across documents: which they are, and what is known of them together.

Which quotes are one utterance depends on the quotes that are there and on nothing else: not on the
order in which they came, and not on what was there before. So everything that changes quotes ends
with `settle`, which looks again at what hangs together with them, and at nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.store.document_groups import DocumentGroups
from indexer.store.wordings import NOBODY, Wordings
from indexer.wordings import Link, Measure, Relation, Wording, group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlite_utils import Database

# Who is somebody in one article alone is nobody here.
UNCOMPARED = """
SELECT q.id, q.text, coalesce((
    SELECT s.id FROM speakers AS s WHERE s.id = q.speaker_id AND s.document_id IS NULL
  ), 0)
FROM quotes AS q WHERE q.document_id = ? AND q.wording_id IS NULL
"""

TEXT_OF = "SELECT text FROM documents WHERE id = ?"

HELD = "SELECT wording_id, text, cluster_id FROM quotes WHERE document_id = ?"

HELD_BY_QUOTE = """
SELECT q.id, q.text, q.wording_id, q.cluster_id, w.speaker, coalesce((
    SELECT s.id FROM speakers AS s WHERE s.id = q.speaker_id AND s.document_id IS NULL
  ), 0)
FROM quotes AS q JOIN wordings AS w ON w.id = q.wording_id WHERE q.id = ?
"""

QUOTES_OF_SPEAKER = "SELECT id FROM quotes WHERE speaker_id = ?"

DESCRIBED = "SELECT digest, speaker, word_count, telling_count FROM wordings WHERE id = ?"

LINKS = "SELECT other_id, relation, coverage, closeness FROM wording_links WHERE wording_id = ?"

QUOTES = "SELECT id, cluster_id FROM quotes WHERE wording_id = ?"

COUNTED = "SELECT min(id), count(*) FROM quotes WHERE wording_id = ?"

CLUSTERED = """
SELECT DISTINCT cluster_id FROM quotes WHERE wording_id = ? AND cluster_id IS NOT NULL
"""

# The others are of one quote that is and was in no cluster.
NOT_ALONE = """
SELECT value FROM json_each(?)
WHERE EXISTS (SELECT 1 FROM wording_links WHERE wording_id = value)
  OR EXISTS (SELECT 1 FROM quotes WHERE wording_id = value LIMIT 1 OFFSET 1)
  OR EXISTS (SELECT 1 FROM quotes WHERE wording_id = value AND cluster_id IS NOT NULL)
"""

SET_CLUSTER = "UPDATE quotes SET cluster_id = :to WHERE wording_id = :of AND cluster_id IS NOT :to"

CLUSTERS_OF = """
SELECT DISTINCT cluster_id FROM quotes WHERE document_id = ? AND cluster_id IS NOT NULL
"""

DESCRIBE = """
INSERT OR REPLACE INTO quote_clusters (
  id, quote_id, text, speaker_id, quote_count, wording_count, document_count, source_count,
  outlet_count, speaker_count, disputed, first_seen, last_seen
)
SELECT :id, fullest.id, fullest.text, iif(speakers = 1, speaker, NULL), quotes, wordings, documents,
  sources, outlets, speakers, speakers > 1, first, last
FROM (
  SELECT count(*) AS quotes, count(DISTINCT w.digest) AS wordings,
    count(DISTINCT q.document_id) AS documents,
    count(DISTINCT coalesce(c.group_id, q.document_id)) AS sources,
    count(DISTINCT q.publication_id) AS outlets, max(w.speaker) AS speaker,
    count(DISTINCT nullif(w.speaker, 0)) AS speakers,
    min(q.published) AS first, max(q.published) AS last
  FROM quotes AS q JOIN wordings AS w ON w.id = q.wording_id
  LEFT JOIN document_copies AS c ON c.document_id = q.document_id
  WHERE q.cluster_id = :id
) JOIN (
  SELECT q.id AS id, q.text AS text
  FROM quotes AS q JOIN wordings AS w ON w.id = q.wording_id
  WHERE q.cluster_id = :id ORDER BY w.word_count DESC, length(q.text) DESC, q.id LIMIT 1
) AS fullest
"""

DELETE = """
DELETE FROM quote_clusters
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM quotes WHERE cluster_id = :id)
"""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a document's quotes had, before they are gone: text by wording, and clusters."""

    document_id: str
    text: str
    wordings: Mapping[int, str]
    clusters: frozenset[str]


def join(db: Database, documents: Iterable[str]) -> int:
    """Let those quotes of the documents that were not compared yet join the others; count them."""
    wordings, groups = Wordings(db), DocumentGroups(db)
    count = 0
    for document_id in documents:
        quotes = db.execute(UNCOMPARED, [document_id]).fetchall()
        count += len(quotes)
        if quotes:
            wordings.enter(quotes)
            groups.enter(document_id, db.execute(TEXT_OF, [document_id]).fetchone()[0])
    settle(db, wordings, groups, frozenset())
    return count


def leaving(db: Database, document_id: str) -> Leaving:
    """Return what `leave` needs to know of a document whose quotes are about to go."""
    held = db.execute(HELD, [document_id]).fetchall()
    (text,) = db.execute(TEXT_OF, [document_id]).fetchone()
    wordings = {wording: quote for wording, quote, _ in held if wording is not None}
    return Leaving(document_id, text, wordings, frozenset(row[2] for row in held if row[2]))


def leave(db: Database, gone: Leaving) -> None:
    """Let clusters and groups be as if the quotes that have gone had never been there."""
    wordings, groups = Wordings(db), DocumentGroups(db)
    for wording, text in gone.wordings.items():
        wordings.leave(wording, text)
    groups.leave(gone.document_id, gone.text)
    settle(db, wordings, groups, gone.clusters)


def recluster(db: Database, quote_ids: Iterable[str]) -> None:
    """Bring clusters up to date after quotes were given another speaker, or one lost its name.

    To be called in the transaction that changed them. Quotes that were not compared yet are left
    alone.
    """
    wordings = Wordings(db)
    left: dict[int, str] = {}
    entering = []
    clusters = set()
    for quote_id in quote_ids:
        row = db.execute(HELD_BY_QUOTE, [quote_id]).fetchone()
        if row is None or row[4] == row[5]:
            continue
        _, text, wording, cluster, _, speaker = row
        left[wording] = text
        clusters |= {cluster} if cluster else set()
        entering.append((quote_id, text, speaker))
    if not entering:
        return
    wordings.enter(entering)
    for wording, text in left.items():
        wordings.leave(wording, text)
    settle(db, wordings, DocumentGroups(db), clusters)


def recluster_speakers(db: Database, speaker_ids: Iterable[int]) -> None:
    """Do what `recluster` does for all quotes that these speakers have now."""
    rows = [db.execute(QUOTES_OF_SPEAKER, [speaker]).fetchall() for speaker in speaker_ids]
    recluster(db, [quote_id for found in rows for (quote_id,) in found])


def misplaced(db: Database) -> Iterator[str]:
    """Yield quotes, or the clusters they are in, for which links make another cluster.

    Nothing is changed. All rows are to be sound, each by itself.
    """
    seen: set[int] = set()
    for (wording,) in db.execute("SELECT id FROM wordings").fetchall():
        if wording not in seen:
            members, links = _connected(db, wording)
            seen.update(members)
            for utterance in group(tuple(members.values()), links):
                cluster = _cluster_of(db, [members[id_] for id_ in utterance])
                quotes = (row for id_ in utterance for row in db.execute(QUOTES, [id_]))
                yield from (before or id_ for id_, before in quotes if before != cluster)


def settle(db: Database, wordings: Wordings, groups: DocumentGroups, stale: Iterable[str]) -> None:
    """Bring up to date all clusters that hang together with what has changed."""
    stale = set(stale)
    wordings.link()
    for document_id in groups.settle():
        stale |= {cluster for (cluster,) in db.execute(CLUSTERS_OF, [document_id])}
    seen: set[int] = set()
    for (wording,) in db.execute(NOT_ALONE, [json.dumps(sorted(wordings.touched))]).fetchall():
        if wording not in seen:
            members, links = _connected(db, wording)
            seen.update(members)
            for utterance in group(tuple(members.values()), links):
                stale |= _assign(db, [members[id_] for id_ in utterance])
    for cluster in sorted(stale):
        db.execute(DESCRIBE, {"id": cluster})
        db.execute(DELETE, {"id": cluster})


def _connected(db: Database, wording: int) -> tuple[dict[int, Wording], list[Link]]:
    """Return the wordings to which links lead from one, by their ids, and all their links."""
    members: dict[int, Wording] = {}
    links = []
    waiting = [wording]
    while waiting:
        one = waiting.pop()
        if one in members:
            continue
        digest, speaker, *counts = db.execute(DESCRIBED, [one]).fetchone()
        members[one] = Wording(one, digest, speaker, Measure(*counts))
        for other, relation, coverage, closeness in db.execute(LINKS, [one]).fetchall():
            if other not in members:
                links.append(Link(one, other, Relation(relation), coverage, closeness))
                waiting.append(other)
    return members, links


def _assign(db: Database, utterance: list[Wording]) -> set[str]:
    """Make the quotes of the wordings one cluster; return the ids of it and of their old ones."""
    cluster = _cluster_of(db, utterance)
    held = {id_ for wording in utterance for (id_,) in db.execute(CLUSTERED, [wording.id])}
    touched = held | ({cluster} if cluster else set())
    if touched:
        for wording in utterance:
            db.execute(SET_CLUSTER, {"to": cluster, "of": wording.id})
    return touched


def _cluster_of(db: Database, utterance: list[Wording]) -> str | None:
    """Return the id of the cluster that the quotes of the wordings are to be, if any."""
    only = utterance[0]
    if len(utterance) == 1 and not only.measure.can_join(named=only.speaker != NOBODY):
        return None  # and its quotes are not counted, since “Yes” may have thousands
    counted = [db.execute(COUNTED, [wording.id]).fetchone() for wording in utterance]
    many = sum(count for _, count in counted) > 1
    return min(first for first, count in counted if count) if many else None
