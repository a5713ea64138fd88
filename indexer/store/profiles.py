"""Profiles: appearances that nothing tells apart, and so are one speaker whoever that is.

Most articles that come change nothing of who is who. So a profile says whether its block has to be
decided anew, and a new one takes what is decided for its like already.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from indexer.identity import Rule, Sure, decade, organization_of, quarter_of, role_of
from indexer.models import SpeakerKind
from indexer.store.appearances import block_of
from indexer.store.identity_components import HOME, Reference, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

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

# A role that names nothing disagrees with nobody in its field of work; and where no last name
# stands alone there is none for which another office could matter.
FIND_COLLEAGUE = """
SELECT speaker_id, rule, evidence, sure, first_seen, last_seen FROM speaker_profiles
WHERE name = ? AND kind = ? AND fields = ? AND scope = '' AND rule = ? AND sure = ?
  AND NOT contested AND appearance_count > 0 AND speaker_id IS NOT NULL
LIMIT 1
"""

HAS_WEAK = "SELECT 1 FROM speaker_profiles WHERE block = ? AND kind = ? AND is_weak LIMIT 1"

SPAN = """
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
SELECT contested, appearance_count, first_seen, last_seen FROM speaker_profiles WHERE id = ?
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


class Profiles:
    """The profiles of a database, in a transaction that is open.

    Appearances `enter` and `leave`. `touched` are the blocks where something has changed since that
    could change who is who.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: defaultdict[int, list[str]] = defaultdict(list)
        self.touched: set[Reference] = set()

    def enter(self, appearance: Appearance, scope: str) -> int:
        """Count an appearance in its profile, which is made if there is none; return that.

        `has_row` is to follow when the appearance's row is written, or was there already.
        """
        a = appearance
        found = self._db.execute(FIND_PROFILE, [a.name, a.kind, a.role, a.outlet, scope]).fetchone()
        profile = self._count(found, a, scope) if found else self._make(a, scope)
        if a.published is not None:
            self._waiting[profile].append(a.published)
        for name in a.aliases:
            block = block_of(name, a.kind)
            if self._db.execute(COUNT_ALIAS, [profile, name, block]).fetchone() == (1,):
                self._touch_alias(profile, Reference(a.kind, block))
        return profile

    def has_row(self, profile: int, appearance: Appearance) -> None:
        """Take note that the row of an appearance that entered is there."""
        if appearance.published is not None:
            self._waiting[profile].remove(appearance.published)

    def leave(self, profile: int, appearance: Appearance) -> None:
        """Take an appearance, whose row is gone or elsewhere, out of its profile."""
        contested, *seen = self._db.execute(PROFILE_STATE, [profile]).fetchone()
        left = self._db.execute(DATES_LEFT, {"id": profile}).fetchone()
        # Those that entered and have no row yet count as well.
        dates = sorted(day for day in (*left, *self._waiting[profile]) if day is not None)
        first, last = (dates[0], dates[-1]) if dates else (None, None)
        values = [appearance.quotes, first, last, profile]
        after = self._db.execute(UNCOUNT_APPEARANCE, values).fetchone()
        if after[0] == 0 or _matters(contested, _Seen(*seen), _Seen(*after)):
            self.touch(profile)
        for name in appearance.aliases:
            if self._db.execute(UNCOUNT_ALIAS, [profile, name]).fetchone() == (0,):
                self._touch_alias(
                    profile, Reference(appearance.kind, block_of(name, appearance.kind))
                )
                self._db.execute(DELETE_ALIAS, [profile, name])

    def touch(self, profile: int) -> None:
        """Have it decided anew who the people of a profile's name are."""
        self.touched.add(self.home(profile))

    def home(self, profile: int) -> Reference:
        """Return the block of a profile's own name."""
        return Reference(*self._db.execute(HOME, [profile]).fetchone())

    def _count(self, found: Sequence[Any], appearance: Appearance, scope: str) -> int:
        a = appearance
        profile, contested, *seen = found
        values = {"id": profile, "quotes": a.quotes, "published": a.published}
        after = self._db.execute(COUNT_APPEARANCE, values).fetchone()
        before = _Seen(*seen)
        if before.appearances == 0 or _matters(contested, before, _Seen(*after)):
            self.touched.add(Reference(a.kind, a.block, scope))
        return int(profile)

    def _make(self, appearance: Appearance, scope: str) -> int:
        a = appearance
        organization = organization_of(a.role) if a.role else None
        told = (a.role_key, a.fields, int(a.is_weak), organization)
        row = (a.name, a.kind, a.role, a.outlet, scope, a.block, *told, a.quotes)
        dates = (a.published, a.published)
        (profile,) = self._db.execute(INSERT_PROFILE, [*row, *dates]).fetchone()
        if scope or a.aliases or not self._adopt(int(profile), a):
            self.touched.add(Reference(a.kind, a.block, scope))
        return int(profile)

    def _adopt(self, profile: int, appearance: Appearance) -> bool:
        """Give a profile the speaker of the same name and role, if that cannot change anything."""
        found = self._sibling(appearance)
        if found is None:
            return False
        *link, first, last = found
        if not _is_within(appearance.published, first, last):
            values = [appearance.name, appearance.kind, Rule.NAME.value, link[0]]
            if not _is_within(appearance.published, *self._db.execute(SPAN, values).fetchone()):
                return False
        self._db.execute(ADOPT, [*link, profile])
        return True

    def _sibling(self, appearance: Appearance) -> Sequence[Any] | None:
        """Return the link, and the dates, of a profile that whatever is decided goes for too."""
        a, name = appearance, Rule.NAME.value
        named = bool(role_of(a.role).named) and a.kind == SpeakerKind.PERSON.value
        found: Sequence[Any] | None
        found = self._db.execute(FIND_SIBLING, [a.name, a.kind, a.role_key, name]).fetchone()
        if found is not None and (not named or found[3] == Sure.CERTAIN.value):
            return found
        if named or a.is_weak or self._db.execute(HAS_WEAK, [a.block, a.kind]).fetchone():
            return None
        values = [a.name, a.kind, a.fields, name, Sure.LIKELY.value]
        found = self._db.execute(FIND_COLLEAGUE, values).fetchone()
        return found

    def _touch_alias(self, profile: int, block: Reference) -> None:
        self.touched.add(block)
        self.touch(profile)


class _Seen(NamedTuple):
    """In how many articles a profile was met, and when."""

    appearances: int
    first: str | None
    last: str | None


def _is_within(published: str | None, first: str | None, last: str | None) -> bool:
    """Whether a date lies within the decades of others."""
    when = decade(quarter_of(published))
    return decade(quarter_of(first)) <= when <= decade(quarter_of(last))


def _matters(contested: int, before: _Seen, after: _Seen) -> bool:
    """Whether other dates or another number of appearances could change who somebody is."""
    old, new = Row.span(*before), Row.span(*after)
    decades = [(decade(span.first), decade(span.last)) for span in (old, new)]
    return bool(contested and old != new) or decades[0] != decades[1]
