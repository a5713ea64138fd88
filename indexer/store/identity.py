"""Who the speakers of articles are, kept up to date as articles come and go.

Appearances that nothing tells apart are one profile; who is who is decided among the profiles of a
last name, and anew only where something changed that could change the answer. So the outcome is
that of all articles and decisions together, whatever the order in which they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from indexer.store.appearance_rows import appearance_of, bind, insert_appearances
from indexer.store.clusters import recluster
from indexer.store.identity_components import Blocks
from indexer.store.identity_moves import Moves, clear, forget_names
from indexer.store.known_people import link_speakers
from indexer.store.profiles import Profiles
from indexer.store.reports import each, unheard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from indexer.store.appearances import Appearance
    from indexer.store.reports import Report

HAS_DECISIONS = "SELECT 1 FROM decision_appearances LIMIT 1"

DECISIONS_ON = """
SELECT decision_id, action FROM decision_appearances
JOIN speaker_decisions ON speaker_decisions.id = decision_id
WHERE appearance_key = ? ORDER BY decision_id
"""

PLACE_DECISION = """
UPDATE decision_appearances SET profile_id = ? WHERE appearance_key = ? AND decision_id >= ?
"""

ABOUT = "SELECT decision_id FROM decision_appearances WHERE appearance_key = ?"

TIED = """
SELECT DISTINCT profile_id FROM decision_appearances
WHERE decision_id = ? AND profile_id IS NOT NULL
"""

LIFT_DECISIONS = "UPDATE decision_appearances SET profile_id = NULL WHERE appearance_key = ?"

SPEAKER_OF = """
SELECT speakers.id, speakers.name FROM speaker_profiles JOIN speakers ON speakers.id = speaker_id
WHERE speaker_profiles.id = ?
"""

APPEARANCES_IN = """
SELECT speaker_id, profile_id, document_id, name, kind, names, aliases, role, outlet, quote_count,
  published
FROM appearances WHERE document_id = ? ORDER BY id
"""

APPEARANCE = """
SELECT profile_id, speaker_id, document_id, name, kind, names, aliases, role, outlet, quote_count,
  published
FROM appearances WHERE id = ?
"""

GIVE_PROFILE = "UPDATE appearances SET profile_id = ? WHERE id = ?"

DELETE_APPEARANCE = "DELETE FROM appearances WHERE document_id = ? AND name = ? AND kind = ?"

AT_ONCE = 500
"""Blocks that are held in memory together."""


class Placed(NamedTuple):
    """Where an appearance was put: its row and its speaker's."""

    appearance_id: int
    speaker_id: int
    speaker_name: str


class Identities:
    """The identities of all speakers, in a transaction that is open.

    Appearances `enter` and `leave`; `settle` decides who is who; then those that came are put in
    their places by `place`, with their quotes to follow. `moved` are the ids of the quotes that
    were there already and have another speaker now, `changed` the speakers of whom something was
    decided anew.
    """

    def __init__(self, db: Database, report: Report = unheard) -> None:
        self._db = db
        self._report = report
        self._profiles = Profiles(db)
        self._dirty: set[int] = set()
        self._lifted: set[int] = set()
        self._decided: bool | None = None
        self.moved: set[str] = set()
        self.changed: set[int] = set()

    def enter(self, appearance: Appearance) -> int | None:
        """Count an appearance in its profile; return that, or None where it needs none."""
        decisions = self._decisions_on(appearance)
        scope = _scope(appearance, decisions)
        if scope is None:
            return None
        profile = self._profiles.enter(appearance, scope)
        if decisions:
            self._follow(decisions, profile, appearance)
        return profile

    def leave(self, document_id: str) -> tuple[int, ...]:
        """Take out all appearances of a document; return the speakers that they were.

        Its quotes are to be gone already, and the speakers' counts of quotes to be set right.
        """
        found = self._db.execute(APPEARANCES_IN, [document_id]).fetchall()
        for speaker, profile, *row in found:
            appearance = appearance_of(row)
            own = [document_id, appearance.name, appearance.kind]
            self._db.execute(DELETE_APPEARANCE, own)
            forget_names(self._db, speaker, appearance.names)
            if profile is not None:
                self._take_out(profile, appearance)
        return tuple(dict.fromkeys(speaker for speaker, *_ in found))

    def settle(self) -> None:
        """Decide who is who wherever something has changed."""
        touched, moves = sorted(self._profiles.touched), Moves(self._db)
        for start in range(0, len(touched), AT_ONCE):
            components = Blocks(self._db).components(touched[start : start + AT_ONCE])
            moves.apply(components, frozenset(self._dirty))
            self._report("names", min(start + AT_ONCE, len(touched)), len(touched))
        self._have_moved(moves)
        for done in (self._profiles.touched, self._dirty, self._lifted):
            done.clear()

    def finish(self) -> None:
        """Settle, and delete what nothing is left of."""
        self.settle()
        clear(self._db, ())
        link_speakers(self._db, each(sorted(self.changed), "speakers", self._report))

    def reconsider(self, appearance_ids: Sequence[int]) -> None:
        """Put appearances whose decisions have changed where these have them, to be settled."""
        self._decided = None
        for appearance_id in each(appearance_ids, "articles", self._report):
            self._reconsider(appearance_id)

    def _reconsider(self, appearance_id: int) -> None:
        profile, speaker, *row = self._db.execute(APPEARANCE, [appearance_id]).fetchone()
        appearance = appearance_of(row)
        decisions = self._decisions_on(appearance)
        scope = _scope(appearance, decisions)
        if profile is not None and scope == self._profiles.home(profile).scope:
            self._lift(appearance)
            self._follow(decisions, profile, appearance)
            return
        self._db.execute(GIVE_PROFILE, [None, appearance_id])
        if profile is not None:
            self._take_out(profile, appearance)
        own = self.enter(appearance)
        self._db.execute(GIVE_PROFILE, [own, appearance_id])
        if own is None:
            self._bind_again(appearance_id, speaker, appearance)
        else:
            self._profiles.has_row(own, appearance)
            self._profiles.touch(own)
            self._dirty.add(own)

    def _follow(
        self, decisions: list[tuple[int, str]], profile: int, appearance: Appearance
    ) -> None:
        """Let the decisions on an appearance that no later one overrules lead to its profile."""
        since = _last_split(decisions) or 0
        self._db.execute(PLACE_DECISION, [profile, appearance.key, since])
        self._profiles.touch(profile)

    def _take_out(self, profile: int, appearance: Appearance) -> None:
        """Take an appearance, whose row is gone or elsewhere, out of its profile."""
        self._profiles.leave(profile, appearance)
        if self._has_decisions():
            self._lift(appearance)

    def _lift(self, appearance: Appearance) -> None:
        """Take an appearance out of all decisions; what they tied to it is decided anew."""
        about = {decision for (decision,) in self._db.execute(ABOUT, [appearance.key])}
        # Once for all appearances of a decision: those that it leads to later are touched then.
        for decision in sorted(about - self._lifted):
            for (tied,) in self._db.execute(TIED, [decision]).fetchall():
                self._profiles.touch(tied)
        self._lifted |= about
        self._db.execute(LIFT_DECISIONS, [appearance.key])

    def _bind_again(self, appearance_id: int, speaker: int, appearance: Appearance) -> None:
        """Make an appearance that nothing ties to others any more somebody in its article alone."""
        moves = Moves(self._db)
        moves.move_one(appearance_id, speaker, bind(self._db, appearance))
        self._have_moved(moves)

    def _have_moved(self, moves: Moves) -> None:
        recluster(self._db, sorted(moves.quotes))
        self.moved |= moves.quotes
        self.changed |= moves.changed

    def place(self, entered: Sequence[tuple[Appearance, int | None]]) -> list[Placed]:
        """Write the rows of appearances that entered profiles, or none; return their places."""
        speakers = [self._speaker_of(*each) for each in entered]
        placed = zip(entered, speakers, strict=True)
        rows = insert_appearances(
            self._db, [(them, speaker, profile) for (them, profile), (speaker, _) in placed]
        )
        self.changed.update(speaker for speaker, _ in speakers)
        return [Placed(row, *speaker) for row, speaker in zip(rows, speakers, strict=True)]

    def _speaker_of(self, appearance: Appearance, profile: int | None) -> tuple[int, str]:
        """Return the speaker of an appearance that is about to get its row, and the name shown."""
        if profile is None:
            return bind(self._db, appearance), appearance.name
        self._profiles.has_row(profile, appearance)
        speaker, shown = self._db.execute(SPEAKER_OF, [profile]).fetchone()
        return int(speaker), str(shown)

    def _has_decisions(self) -> bool:
        if self._decided is None:
            self._decided = self._db.execute(HAS_DECISIONS).fetchone() is not None
        return self._decided

    def _decisions_on(self, appearance: Appearance) -> list[tuple[int, str]]:
        if not self._has_decisions():
            return []
        return list(self._db.execute(DECISIONS_ON, [appearance.key]).fetchall())


def _last_split(decisions: list[tuple[int, str]]) -> int | None:
    return max((number for number, action in decisions if action == "split"), default=None)


def _scope(appearance: Appearance, decisions: list[tuple[int, str]]) -> str | None:
    """Return what keeps an appearance apart from others of its name; None if it has no profile."""
    split = _last_split(decisions)
    if split is not None:
        return f"decision {split}"
    if appearance.is_bound:
        return f"appearance {appearance.key}" if decisions else None
    return ""
