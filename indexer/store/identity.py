"""Who the speakers of articles are, kept up to date as articles come and go.

Appearances that nothing tells apart are one profile; who is who is decided among the profiles of a
last name, and anew only where something changed that could change the answer. So the outcome is
that of all articles and decisions together, whatever the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from indexer.identity import Rule, Sure, decade, organization_of, quarter_of, role_of
from indexer.models import SpeakerKind
from indexer.store.appearance_rows import appearance_of, bind, insert_appearance
from indexer.store.appearances import block_of
from indexer.store.identity_components import Blocks, Reference, Row
from indexer.store.identity_moves import Moves, clear, forget_names
from indexer.store.known_people import link_speakers

if TYPE_CHECKING:
    from sqlite_utils import Database

    from indexer.store.appearances import Appearance

FIND_PROFILE = """
SELECT id, contested, appearance_count, first_seen, last_seen FROM speaker_profiles
WHERE name = ? AND kind = ? AND role = ? AND outlet = ? AND scope = ?
"""

# Of another outlet or wording: where nothing is contested all profiles of a name and role share
# their link.
FIND_SIBLING = """
SELECT speaker_id, rule, evidence, sure, first_seen, last_seen FROM speaker_profiles
WHERE name = ? AND kind = ? AND role_key = ? AND scope = '' AND rule = ? AND NOT contested
  AND appearance_count > 0 AND speaker_id IS NOT NULL
LIMIT 1
"""

# A role that names nothing disagrees with nobody in its field of work; and where no last name stands
# alone there is none for which another office could matter.
FIND_COLLEAGUE = """
SELECT speaker_id, rule, evidence, sure, first_seen, last_seen FROM speaker_profiles
WHERE name = ? AND kind = ? AND fields = ? AND scope = '' AND rule = ? AND sure = ?
  AND NOT contested AND appearance_count > 0 AND speaker_id IS NOT NULL
LIMIT 1
"""

HAS_WEAK = "SELECT 1 FROM speaker_profiles WHERE block = ? AND kind = ? AND is_weak LIMIT 1"

SIBLINGS_SPAN = """
SELECT min(first_seen), max(last_seen) FROM speaker_profiles
WHERE name = ? AND kind = ? AND scope = '' AND rule = ? AND NOT contested AND speaker_id = ?
"""

INSERT_PROFILE = """
INSERT INTO speaker_profiles (
  name, kind, role, outlet, scope, block, role_key, fields, is_weak, organization,
  appearance_count, quote_count, first_seen, last_seen
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?) RETURNING id
"""

COUNT_APPEARANCE = """
UPDATE speaker_profiles SET
  appearance_count = appearance_count + 1,
  quote_count = quote_count + :quotes,
  first_seen = coalesce(min(first_seen, :published), first_seen, :published),
  last_seen = coalesce(max(last_seen, :published), last_seen, :published)
WHERE id = :id RETURNING appearance_count, first_seen, last_seen
"""

# Two queries, not one: each is then answered by the end of an index.
DATES_LEFT = """
SELECT (SELECT min(published) FROM appearances WHERE profile_id = :id),
  (SELECT max(published) FROM appearances WHERE profile_id = :id)
"""

UNCOUNT_APPEARANCE = """
UPDATE speaker_profiles SET
  appearance_count = appearance_count - 1, quote_count = quote_count - ?,
  first_seen = ?, last_seen = ?
WHERE id = ? RETURNING appearance_count, first_seen, last_seen
"""

PROFILE_STATE = """
SELECT kind, scope, block, contested, appearance_count, first_seen, last_seen
FROM speaker_profiles WHERE id = ?
"""

ADOPT = "UPDATE speaker_profiles SET speaker_id = ?, rule = ?, evidence = ?, sure = ? WHERE id = ?"

COUNT_ALIAS = """
INSERT INTO profile_aliases (profile_id, name, block, appearance_count) VALUES (?, ?, ?, 1)
ON CONFLICT (profile_id, name) DO UPDATE SET appearance_count = appearance_count + 1
RETURNING appearance_count
"""

UNCOUNT_ALIAS = """
UPDATE profile_aliases SET appearance_count = appearance_count - 1
WHERE profile_id = ? AND name = ? RETURNING appearance_count
"""

DELETE_ALIAS = "DELETE FROM profile_aliases WHERE profile_id = ? AND name = ?"

HAS_DECISIONS = "SELECT 1 FROM decision_appearances LIMIT 1"

DECISIONS_ON = """
SELECT decision_id, action FROM decision_appearances
JOIN speaker_decisions ON speaker_decisions.id = decision_id
WHERE appearance_key = ? ORDER BY decision_id
"""

PLACE_DECISION = """
UPDATE decision_appearances SET profile_id = ? WHERE appearance_key = ? AND decision_id >= ?
"""

TIED = """
SELECT DISTINCT profile_id FROM decision_appearances
WHERE profile_id IS NOT NULL
  AND decision_id IN (SELECT decision_id FROM decision_appearances WHERE appearance_key = ?)
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

    def __init__(self, db: Database) -> None:
        self._db = db
        self._touched: set[Reference] = set()
        self._dirty: set[int] = set()
        self._entered: defaultdict[int, list[str]] = defaultdict(list)
        self._decided: bool | None = None
        self.moved: set[str] = set()
        self.changed: set[int] = set()

    def enter(self, appearance: Appearance) -> int | None:
        """Count an appearance in its profile; return that, or None where it needs none."""
        decisions = self._decisions_on(appearance)
        scope = _scope(appearance, decisions)
        if scope is None:
            return None
        profile = self._count_in(appearance, scope)
        if appearance.published is not None:
            self._entered[profile].append(appearance.published)
        for name in appearance.aliases:
            self._enter_alias(profile, name, appearance)
        if decisions:
            since = _last_split(decisions) or 0
            self._db.execute(PLACE_DECISION, [profile, appearance.key, since])
            self.touch(profile)
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
                self.uncount(profile, appearance)
        return tuple(dict.fromkeys(speaker for speaker, *_ in found))

    def uncount(self, profile: int, appearance: Appearance) -> None:
        """Take an appearance, whose row is gone or elsewhere, out of its profile."""
        before = self._state(profile)
        left = self._db.execute(DATES_LEFT, {"id": profile}).fetchone()
        # Those that entered and have no row yet count as well.
        dates = sorted(day for day in (*left, *self._entered[profile]) if day is not None)
        first, last = (dates[0], dates[-1]) if dates else (None, None)
        values = [appearance.quotes, first, last, profile]
        after = self._db.execute(UNCOUNT_APPEARANCE, values).fetchone()
        if after[0] == 0 or _matters(before.contested, before.seen, after):
            self.touch(profile)
        for name in appearance.aliases:
            if self._db.execute(UNCOUNT_ALIAS, [profile, name]).fetchone() == (0,):
                self._touched.add(Reference(appearance.kind, block_of(name, appearance.kind)))
                self.touch(profile)
                self._db.execute(DELETE_ALIAS, [profile, name])
        if self._has_decisions():
            self._lift(appearance)

    def touch(self, profile: int) -> None:
        """Have it decided anew who the people of a profile's name are."""
        self._touched.add(self._state(profile).reference)

    def dirty(self, profile: int) -> None:
        """Have the appearances of a profile looked through for those with another speaker."""
        self._dirty.add(profile)
        self.touch(profile)

    def settle(self) -> None:
        """Decide who is who wherever something has changed."""
        touched, moves = sorted(self._touched), Moves(self._db)
        for start in range(0, len(touched), AT_ONCE):
            components = Blocks(self._db).components(touched[start : start + AT_ONCE])
            moves.apply(components, frozenset(self._dirty))
        self.moved |= moves.quotes
        self.changed |= moves.changed
        self._touched.clear()
        self._dirty.clear()

    def finish(self) -> None:
        """Settle, and delete what nothing is left of."""
        self.settle()
        clear(self._db, ())
        link_speakers(self._db, sorted(self.changed))

    def reconsider(self, appearance_id: int) -> None:
        """Put an appearance whose decisions have changed where these have it, to be settled."""
        self._decided = None
        profile, speaker, *row = self._db.execute(APPEARANCE, [appearance_id]).fetchone()
        appearance = appearance_of(row)
        decisions = self._decisions_on(appearance)
        scope = _scope(appearance, decisions)
        if profile is not None and scope == self._state(profile).reference.scope:
            self._lift(appearance)
            since = _last_split(decisions) or 0
            self._db.execute(PLACE_DECISION, [profile, appearance.key, since])
            self.touch(profile)
            return
        self._db.execute(GIVE_PROFILE, [None, appearance_id])
        if profile is not None:
            self.uncount(profile, appearance)
        own = self.enter(appearance)
        self._db.execute(GIVE_PROFILE, [own, appearance_id])
        if own is None:
            self._bind_again(appearance_id, speaker, appearance)
        else:
            self._entered.pop(own, None)  # it has its row
            self._dirty.add(own)
            self.touch(own)

    def _lift(self, appearance: Appearance) -> None:
        """Take an appearance out of all decisions; what they tied to it is decided anew."""
        for (tied,) in self._db.execute(TIED, [appearance.key]).fetchall():
            self.touch(tied)
        self._db.execute(LIFT_DECISIONS, [appearance.key])

    def _bind_again(self, appearance_id: int, speaker: int, appearance: Appearance) -> None:
        """Make an appearance that nothing ties to others any more somebody in its article alone."""
        moves = Moves(self._db)
        moves.move_one(appearance_id, speaker, bind(self._db, appearance))
        self.moved |= moves.quotes

    def place(self, appearance: Appearance, profile: int | None) -> Placed:
        """Write the row of an appearance that entered, with its speaker's names."""
        if profile is None:
            speaker, shown = bind(self._db, appearance), appearance.name
        else:
            speaker, shown = self._db.execute(SPEAKER_OF, [profile]).fetchone()
            if appearance.published is not None:
                self._entered[profile].remove(appearance.published)
        row = insert_appearance(self._db, appearance, speaker, profile)
        self.changed.add(int(speaker))
        return Placed(row, int(speaker), str(shown))

    def _count_in(self, appearance: Appearance, scope: str) -> int:
        a = appearance
        found = self._db.execute(FIND_PROFILE, [a.name, a.kind, a.role, a.outlet, scope]).fetchone()
        if found is None:
            return self._new_profile(appearance, scope)
        profile, contested, *seen = found
        values = {"id": profile, "quotes": a.quotes, "published": a.published}
        after = self._db.execute(COUNT_APPEARANCE, values).fetchone()
        if seen[0] == 0 or _matters(contested, seen, after):
            self._touched.add(Reference.of(a.kind, a.block, scope))
        return int(profile)

    def _new_profile(self, appearance: Appearance, scope: str) -> int:
        a = appearance
        organization = organization_of(a.role) if a.role else None
        told = (a.role_key, fields_of(a), int(a.is_weak), organization)
        row = (a.name, a.kind, a.role, a.outlet, scope, a.block, *told, a.quotes)
        dates = (a.published, a.published)
        (profile,) = self._db.execute(INSERT_PROFILE, [*row, *dates]).fetchone()
        if scope or a.aliases or not self._adopt(int(profile), appearance):
            self._touched.add(Reference.of(a.kind, a.block, scope))
        return int(profile)

    def _adopt(self, profile: int, appearance: Appearance) -> bool:
        """Give a profile the speaker of the same name and role, if that cannot change anything."""
        own = [appearance.name, appearance.kind]
        found = self._sibling(appearance)
        if found is None:
            return False
        *link, first, last = found
        if not _is_within(appearance.published, first, last):
            span = self._db.execute(SIBLINGS_SPAN, [*own, Rule.NAME.value, link[0]]).fetchone()
            if not _is_within(appearance.published, *span):
                return False
        self._db.execute(ADOPT, [*link, profile])
        return True

    def _sibling(self, appearance: Appearance) -> tuple[object, ...] | None:
        """Return the link, and the dates, of a profile that whatever is decided goes for too."""
        a, name = appearance, Rule.NAME.value
        named = bool(role_of(a.role).named) and a.kind == SpeakerKind.PERSON.value
        found = self._db.execute(FIND_SIBLING, [a.name, a.kind, a.role_key, name]).fetchone()
        if found is not None and (not named or found[3] == Sure.CERTAIN.value):
            return tuple(found)
        if named or a.is_weak or self._db.execute(HAS_WEAK, [a.block, a.kind]).fetchone():
            return None
        values = [a.name, a.kind, fields_of(a), name, Sure.LIKELY.value]
        found = self._db.execute(FIND_COLLEAGUE, values).fetchone()
        return tuple(found) if found else None

    def _enter_alias(self, profile: int, name: str, appearance: Appearance) -> None:
        block = block_of(name, appearance.kind)
        if self._db.execute(COUNT_ALIAS, [profile, name, block]).fetchone() == (1,):
            self._touched.add(Reference(appearance.kind, block))
            self.touch(profile)

    def _has_decisions(self) -> bool:
        if self._decided is None:
            self._decided = self._db.execute(HAS_DECISIONS).fetchone() is not None
        return self._decided

    def _decisions_on(self, appearance: Appearance) -> list[tuple[int, str]]:
        if not self._has_decisions():
            return []
        return list(self._db.execute(DECISIONS_ON, [appearance.key]).fetchall())

    def _state(self, profile: int) -> _State:
        found = self._db.execute(PROFILE_STATE, [profile]).fetchone()
        kind, scope, block, contested, *seen = found
        return _State(Reference.of(kind, block, scope), bool(contested), tuple(seen))


class _State(NamedTuple):
    """What of a profile says whether it has to be decided anew."""

    reference: Reference
    contested: bool
    seen: tuple[int, str | None, str | None]


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


def fields_of(appearance: Appearance) -> str:
    """Return the fields of work of a role, as they stand in a profile."""
    return " ".join(sorted(role_of(appearance.role).fields))


def _is_within(published: str | None, first: str | None, last: str | None) -> bool:
    """Whether a date lies within the decades of others."""
    when = decade(quarter_of(published))
    return decade(quarter_of(first)) <= when <= decade(quarter_of(last))


def _matters(
    contested: bool,
    before: tuple[int, str | None, str | None] | list[object],
    after: tuple[int, str | None, str | None],
) -> bool:
    """Whether other dates or another number of appearances could change who somebody is."""
    old, new = Row.span(*before), Row.span(*after)
    decades = [(decade(span.first), decade(span.last)) for span in (old, new)]
    return (contested and old != new) or decades[0] != decades[1]
