"""The distinct wordings of quotes, and the links between those that may be of one utterance.

Which wordings are linked depends on nothing but the wordings that are there. Two are compared if
they have the same speaker, or one has none, and share a shingle that is not too common; a shingle
that becomes too common, or is so no longer, has those that hold it compared anew.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from indexer.wordings import (
    Likeness,
    Measure,
    Relation,
    compare,
    digest_of,
    measure,
    shingles,
    spoken,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

NOBODY = 0
"""The speaker of quotes for which nobody with a name of their own was found."""

MOST_OF_SPEAKER = 400
MOST_OF_ALL = 100
"""Wordings that may hold a shingle: with more of one speaker it leads to none of that speaker's;
with more in all it is what everybody says, and leads nowhere from words of nobody in particular.
"""

MOST_OF_SAME_WORDS = 20
"""Speakers of the same words: with more of them nobody disputes the words, everybody says them."""

FIND = "SELECT id FROM wordings WHERE digest = ? AND speaker = ?"

SAME_WORDS = "SELECT id, speaker FROM wordings WHERE digest = ? LIMIT ?"

INSERT = """
INSERT INTO wordings (digest, speaker, word_count, telling_count) VALUES (?, ?, ?, ?) RETURNING id
"""

# One statement for all of a wording, here and below: each costs more than a row.
INSERT_SHINGLES = """
INSERT INTO wording_shingles (shingle, speaker, wording_id) SELECT value, ?, ? FROM json_each(?)
"""

HELD = """
SELECT value FROM json_each(?)
WHERE EXISTS (SELECT 1 FROM wording_shingles WHERE shingle = value)
"""

DELETE_SHINGLE = """
DELETE FROM wording_shingles WHERE shingle = ? AND speaker = ? AND wording_id = ?
"""

# No more than tells whether there are too many, and whether there are since just now.
COUNT_OF_ALL = "SELECT count(*) FROM (SELECT 1 FROM wording_shingles WHERE shingle = ? LIMIT ?)"

OF_ALL = "SELECT wording_id FROM wording_shingles WHERE shingle = ? LIMIT ?"

OF_SPEAKER = """
SELECT wording_id FROM wording_shingles WHERE shingle = ? AND speaker = ? LIMIT ?
"""

SET_WORDINGS = """
UPDATE quotes SET wording_id = given.value FROM json_each(?) AS given WHERE quotes.id = given.key
"""

IS_QUOTED = "SELECT 1 FROM quotes WHERE wording_id = ? LIMIT 1"

TEXT_OF = "SELECT text FROM quotes WHERE wording_id = ? LIMIT 1"

DESCRIBED = "SELECT digest, speaker, word_count, telling_count FROM wordings WHERE id = ?"

LINKED = "SELECT other_id FROM wording_links WHERE wording_id = ?"

LINK = """
INSERT INTO wording_links (wording_id, other_id, relation, coverage, closeness)
VALUES (?, ?, ?, ?, ?)
"""

UNLINK = "DELETE FROM wording_links WHERE wording_id = ? AND other_id = ?"

DELETE = "DELETE FROM wordings WHERE id = ?"


class Wordings:
    """The wordings of a database, for one transaction; `link` is to be called at its end.

    `touched` holds the wordings whose quotes or links have changed.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self.touched: set[int] = set()
        self._unlinked: set[int] = set()
        self._forms: dict[int, tuple[str, ...]] = {}
        # Of new wordings: the shingles that others held already.
        self._leading: dict[int, tuple[int, ...]] = {}

    def enter(self, quotes: Iterable[tuple[str, str, int]]) -> None:
        """Give quotes the wordings that they have: by id, text, and speaker or NOBODY."""
        given = {id_: self._wording_of(text, speaker) for id_, text, speaker in quotes}
        self._db.execute(SET_WORDINGS, [json.dumps(given)])
        self.touched.update(given.values())

    def leave(self, wording: int, text: str) -> None:
        """Forget a wording, with its links and shingles, if no quote has it any more.

        `text` is that of a quote which had it.
        """
        self.touched.add(wording)
        if self._db.execute(IS_QUOTED, [wording]).fetchone():
            return
        digest, speaker, *counts = self._db.execute(DESCRIBED, [wording]).fetchone()
        if Measure(*counts).can_join(named=speaker != NOBODY):
            self._delete_shingles(wording, speaker, shingles(spoken(text)))
        self._unlink(wording, {other for (other,) in self._db.execute(LINKED, [wording])})
        self._db.execute(DELETE, [wording])
        self._compare_same_anew(digest, Measure(*counts), 0)
        for known in (self.touched, self._unlinked):
            known.discard(wording)
        for known_of in (self._forms, self._leading):
            known_of.pop(wording, None)

    def link(self) -> None:
        """Find the links of all wordings that came in, and of those that these led to anew."""
        for wording in sorted(self._unlinked):
            self._link(wording)
        self._unlinked.clear()

    def _wording_of(self, text: str, speaker: int) -> int:
        forms = spoken(text)
        digest = digest_of(forms)
        row = self._db.execute(FIND, [digest, speaker]).fetchone()
        return int(row[0]) if row else self._insert(forms, digest, speaker)

    def _insert(self, forms: tuple[str, ...], digest: int, speaker: int) -> int:
        counts = measure(forms)
        row = self._db.execute(INSERT, [digest, speaker, *counts]).fetchone()
        wording = int(row[0])
        self._forms[wording] = forms
        others = self._compare_same_anew(digest, counts, 1) - 1
        if counts.can_join(named=speaker != NOBODY):
            leading = self._leading[wording] = self._hold(wording, speaker, shingles(forms))
            # With nobody to be linked to it waits for nothing: who comes later finds it.
            if leading or others:
                self._unlinked.add(wording)
        return wording

    def _hold(self, wording: int, speaker: int, chosen: Iterable[int]) -> tuple[int, ...]:
        """Let a new wording hold shingles; return those that others hold already."""
        numbers = json.dumps(list(chosen))
        held = tuple(shingle for (shingle,) in self._db.execute(HELD, [numbers]))
        self._db.execute(INSERT_SHINGLES, [speaker, wording, numbers])
        for shingle in held:
            self._compare_anew(shingle, speaker, 1)
        return held

    def _delete_shingles(self, wording: int, speaker: int, chosen: Iterable[int]) -> None:
        rows = [(shingle, speaker, wording) for shingle in chosen]
        self._db.conn.executemany(DELETE_SHINGLE, rows)
        for shingle, _, _ in rows:
            self._compare_anew(shingle, speaker, 0)

    def _compare_same_anew(self, digest: int, counts: Measure, more: int) -> int:
        """Have those of the same words compared anew if just now there are too many, or are not.

        `more` is how many more than the most that is. Returns how many there are, up to a limit.
        """
        same = self._db.execute(SAME_WORDS, [digest, MOST_OF_SAME_WORDS + 2]).fetchall()
        if len(same) == MOST_OF_SAME_WORDS + more:
            joining = (one for one, of in same if counts.can_join(named=of != NOBODY))
            self._unlinked.update(joining)
        return len(same)

    def _compare_anew(self, shingle: int, speaker: int, more: int) -> None:
        """Have those compared anew to whom a shingle leads no more, or leads again.

        `more` is how many more hold it than the most, if it has just become too common or is so no
        longer: one after one came in, none after one went.
        """
        held = self._count_of_all(shingle)
        if held == MOST_OF_ALL + more:
            self._unlinked |= self._of_speaker(shingle, NOBODY, MOST_OF_ALL + 1)
        if speaker != NOBODY and held >= min(MOST_OF_ALL, MOST_OF_SPEAKER) + more:
            own = self._of_speaker(shingle, speaker, MOST_OF_SPEAKER + 2)
            if len(own) == MOST_OF_SPEAKER + more:
                self._unlinked |= own

    def _link(self, wording: int) -> None:
        digest, speaker, *counts = self._db.execute(DESCRIBED, [wording]).fetchone()
        forms = self._forms_of(wording)
        before = {other for (other,) in self._db.execute(LINKED, [wording])}
        found = self._same_words(wording, digest, speaker, Measure(*counts))
        chosen = self._leading[wording] if wording in self._leading else shingles(forms)
        for other in self._candidates(chosen, speaker) - found.keys() - {wording}:
            # How like two wordings are never changes.
            if other in before:
                found[other] = None
            elif likeness := self._likeness(forms, speaker, other):
                found[other] = likeness
        self._unlink(wording, before - found.keys())
        for other, likeness in found.items():
            if likeness and other not in before:
                self._write(wording, other, likeness)

    def _same_words(
        self, wording: int, digest: int, speaker: int, counts: Measure
    ) -> dict[int, Likeness | None]:
        """Return the links to the same words of others: of nobody, or, if long, of anybody."""
        found: dict[int, Likeness | None] = {}
        same = self._db.execute(SAME_WORDS, [digest, MOST_OF_SAME_WORDS + 1]).fetchall()
        if len(same) > MOST_OF_SAME_WORDS:
            return found
        for other, of in same:
            if other == wording:
                continue
            disputed = NOBODY not in (speaker, of)
            relation = Relation.DISPUTED if disputed else Relation.EQUAL
            if counts.is_long if disputed else counts.can_join(named=False):
                found[other] = Likeness(relation, *counts, counts, counts)
        return found

    def _candidates(self, chosen: Iterable[int], speaker: int) -> set[int]:
        """Return the wordings to which a shingle leads that is not too common."""
        found: set[int] = set()
        for shingle in chosen:
            if speaker != NOBODY:
                own = self._of_speaker(shingle, speaker, MOST_OF_SPEAKER + 1)
                found |= own if len(own) <= MOST_OF_SPEAKER else set()
                anybodys = self._of_speaker(shingle, NOBODY, MOST_OF_ALL + 1)
            else:
                rows = self._db.execute(OF_ALL, [shingle, MOST_OF_ALL + 1])
                anybodys = {wording for (wording,) in rows}
            if anybodys and self._count_of_all(shingle) <= MOST_OF_ALL:
                found |= anybodys
        return found

    def _likeness(self, forms: tuple[str, ...], speaker: int, other: int) -> Likeness | None:
        likeness = compare(forms, self._forms_of(other))
        if likeness is None or likeness.relation is Relation.EQUAL:
            return None
        named = speaker != NOBODY and self._db.execute(DESCRIBED, [other]).fetchone()[1] != NOBODY
        return likeness if likeness.is_one_utterance(named=named) else None

    def _forms_of(self, wording: int) -> tuple[str, ...]:
        if wording not in self._forms:
            (text,) = self._db.execute(TEXT_OF, [wording]).fetchone()
            self._forms[wording] = spoken(text)
        return self._forms[wording]

    def _of_speaker(self, shingle: int, speaker: int, most: int) -> set[int]:
        rows = self._db.execute(OF_SPEAKER, [shingle, speaker, most])
        return {wording for (wording,) in rows}

    def _count_of_all(self, shingle: int) -> int:
        """Return how many wordings hold a shingle, or two more than the most."""
        return int(self._db.execute(COUNT_OF_ALL, [shingle, MOST_OF_ALL + 2]).fetchone()[0])

    def _write(self, wording: int, other: int, likeness: Likeness) -> None:
        numbers = round(likeness.coverage, 4), round(likeness.closeness, 4)
        for pair in ((wording, other), (other, wording)):
            self._db.execute(LINK, [*pair, likeness.relation.value, *numbers])
        self.touched |= {wording, other}

    def _unlink(self, wording: int, others: Iterable[int]) -> None:
        for other in others:
            for pair in ((wording, other), (other, wording)):
                self._db.execute(UNLINK, pair)
            self.touched |= {wording, other}
