"""Articles that are copies of one text: a wire story counts once, whoever prints it.

Texts are copies if one has most of the sampled runs of words of the other, and a group is what
hangs together by that. A run that too many texts have (“sign up for our newsletter”) leads to none.
So groups depend on nothing but the articles that are there.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from indexer.wordings import Sketch, copies, sketch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

MOST = 500
"""Texts that have a run of words from which on it leads to none."""

FIND = "SELECT id FROM article_texts WHERE digest = ?"

INSERT = "INSERT INTO article_texts (digest, run_count) VALUES (?, ?) RETURNING id"

INSERT_RUNS = "INSERT INTO article_runs (run, text_id) SELECT value, ? FROM json_each(?)"

HELD = """
SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM article_runs WHERE run = value)
"""

DELETE_RUN = "DELETE FROM article_runs WHERE run = ? AND text_id = ?"

# No more than tells whether there are too many, and whether there are since just now.
HAVE_RUN = "SELECT text_id FROM article_runs WHERE run = ? LIMIT ?"

COUNT_RUN = "SELECT count(*) FROM (SELECT 1 FROM article_runs WHERE run = ? LIMIT ?)"

RUN_COUNT = "SELECT run_count FROM article_texts WHERE id = ?"

PUT = "INSERT INTO document_copies (document_id, text_id) VALUES (?, ?)"

IS_PUT = "SELECT 1 FROM document_copies WHERE document_id = ?"

TAKE = "DELETE FROM document_copies WHERE document_id = ? RETURNING text_id, group_id"

TEXT_OF = """
SELECT text FROM documents
WHERE id = (SELECT document_id FROM document_copies WHERE text_id = ? LIMIT 1)
"""

DOCUMENTS_OF = "SELECT document_id, group_id FROM document_copies WHERE text_id = ?"

TEXTS_OF = "SELECT DISTINCT text_id FROM document_copies WHERE group_id = ?"

SET_GROUP = "UPDATE document_copies SET group_id = ? WHERE document_id = ?"

DELETE_TEXT = "DELETE FROM article_texts WHERE id = ?"

# The fullest text stands for the group.
DESCRIBE = """
INSERT OR REPLACE INTO document_groups (id, document_id, document_count, first_seen, last_seen)
SELECT :id, (
    SELECT d.id FROM document_copies AS c JOIN documents AS d ON d.id = c.document_id
    WHERE c.group_id = :id ORDER BY d.word_count DESC, d.id LIMIT 1
  ), count(*), min(d.published), max(d.published)
FROM document_copies AS c JOIN documents AS d ON d.id = c.document_id
WHERE c.group_id = :id HAVING count(*) > 0
"""

DELETE_GROUP = """
DELETE FROM document_groups
WHERE id = :id AND NOT EXISTS (SELECT 1 FROM document_copies WHERE group_id = :id)
"""


class DocumentGroups:
    """The groups of a database, for one transaction; `settle` is to be called at its end."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._new: set[int] = set()
        self._doubtful: set[int] = set()
        self._stale: set[str] = set()
        self._sketches: dict[int, Sketch] = {}
        # Of new texts: the runs that others had already. Who comes later finds them.
        self._leading: dict[int, tuple[int, ...]] = {}

    def enter(self, document_id: str, text: str) -> None:
        """Put in a document, unless it is in."""
        if self._db.execute(IS_PUT, [document_id]).fetchone():
            return
        drawn = sketch(text)
        row = self._db.execute(FIND, [drawn.digest]).fetchone()
        text_id = int(row[0]) if row else self._insert(drawn)
        self._db.execute(PUT, [document_id, text_id])
        self._new.add(text_id)

    def leave(self, document_id: str, text: str) -> None:
        """Take out a document, whose text that was, if it is in."""
        row = self._db.execute(TAKE, [document_id]).fetchone()
        if row is None:
            return
        text_id, group_id = row
        if group_id:
            self._stale.add(group_id)
            self._doubtful |= self._texts_of(group_id)
        if not self._db.execute(DOCUMENTS_OF, [text_id]).fetchone():
            self._delete(text_id, sketch(text))

    def settle(self) -> set[str]:
        """Bring the groups up to date; return the documents that are in another one now."""
        moved: set[str] = set()
        self._doubtful = self._with_their_groups(self._doubtful)
        seen: set[int] = set()
        for text_id in sorted(self._doubtful):
            if text_id not in seen:
                together = self._connected(text_id)
                seen |= together
                moved |= self._assign(together)
        for text_id in sorted(self._new - seen):
            # What is grouped hangs together: the newcomer brings together whole groups.
            near = self._near(text_id, self._leading.get(text_id)) | {text_id}
            moved |= self._assign(self._with_their_groups(near))
        for group_id in sorted(self._stale):
            self._db.execute(DESCRIBE, {"id": group_id})
            self._db.execute(DELETE_GROUP, {"id": group_id})
        for known in (self._new, self._doubtful, self._stale, self._leading):
            known.clear()
        return moved

    def _insert(self, drawn: Sketch) -> int:
        row = self._db.execute(INSERT, [drawn.digest, len(drawn.runs)]).fetchone()
        text_id = int(row[0])
        self._sketches[text_id] = drawn
        runs = json.dumps(drawn.runs)
        held = tuple(run for (run,) in self._db.execute(HELD, [runs]))
        self._db.execute(INSERT_RUNS, [text_id, runs])
        self._leading[text_id] = held
        self._doubt(held, MOST + 1)
        return text_id

    def _delete(self, text_id: int, drawn: Sketch) -> None:
        self._db.conn.executemany(DELETE_RUN, [(run, text_id) for run in drawn.runs])
        self._doubt(drawn.runs, MOST)
        self._db.execute(DELETE_TEXT, [text_id])
        for known_of in (self._sketches, self._leading):
            known_of.pop(text_id, None)
        for known in (self._new, self._doubtful):
            known.discard(text_id)

    def _doubt(self, runs: Iterable[int], count: int) -> None:
        """Have those grouped anew to which a run leads no more, or leads again."""
        for run in runs:
            if self._db.execute(COUNT_RUN, [run, MOST + 2]).fetchone()[0] == count:
                self._doubtful |= set(self._have_run(run))

    def _near(self, text_id: int, leading: Iterable[int] | None = None) -> set[int]:
        """Return the texts of which this is a copy, or that are copies of it.

        Those only to which some of its runs lead, where these are given.
        """
        runs = self._sketch_of(text_id).runs
        shared: Counter[int] = Counter()
        for run in runs if leading is None else leading:
            found = self._have_run(run)
            if len(found) <= MOST:
                shared.update(found)
        del shared[text_id]
        return {
            other
            for other, count in shared.items()
            if copies(count, len(runs), self._db.execute(RUN_COUNT, [other]).fetchone()[0])
        }

    def _have_run(self, run: int) -> list[int]:
        return [text_id for (text_id,) in self._db.execute(HAVE_RUN, [run, MOST + 1])]

    def _connected(self, text_id: int) -> set[int]:
        found, waiting = {text_id}, [text_id]
        while waiting:
            new = self._near(waiting.pop()) - found
            found |= new
            waiting += new
        return found

    def _with_their_groups(self, texts: set[int]) -> set[int]:
        rows = (row for text_id in texts for row in self._db.execute(DOCUMENTS_OF, [text_id]))
        groups = {group for _, group in rows if group}
        return texts.union(*map(self._texts_of, groups))

    def _texts_of(self, group_id: str) -> set[int]:
        return {text_id for (text_id,) in self._db.execute(TEXTS_OF, [group_id])}

    def _assign(self, texts: set[int]) -> set[str]:
        """Make the documents of the texts one group; return those for which it is another."""
        groups = dict(
            row for text_id in texts for row in self._db.execute(DOCUMENTS_OF, [text_id]).fetchall()
        )
        group_id = min(groups) if len(groups) > 1 else None
        moved = {document for document, before in groups.items() if before != group_id}
        for document in moved:
            self._db.execute(SET_GROUP, [group_id, document])
        self._stale |= {group for group in (*groups.values(), group_id) if group}
        return moved

    def _sketch_of(self, text_id: int) -> Sketch:
        if text_id not in self._sketches:
            (text,) = self._db.execute(TEXT_OF, [text_id]).fetchone()
            self._sketches[text_id] = sketch(text)
        return self._sketches[text_id]
