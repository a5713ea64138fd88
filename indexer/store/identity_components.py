"""Speakers as the profiles of the database make them, one block of names after the other.

A block holds the profiles whose names may be one's. Speakers reach from one block into another
where an article gives both names, or where a person joined them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from indexer.identity import (
    Group,
    Link,
    Profile,
    Rule,
    Sure,
    decide_organizations,
    decide_persons,
    fullness,
    proper_name,
    quarter_of,
)
from indexer.models import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

COLUMNS = """
p.id, p.name, p.kind, p.role, p.outlet, p.scope, p.block, p.speaker_id, p.rule, p.evidence, p.sure,
p.contested, p.appearance_count, p.first_seen, p.last_seen,
(SELECT name FROM speakers WHERE id = p.speaker_id)
"""

IN_BLOCK = f"""
SELECT {COLUMNS}, NULL FROM speaker_profiles AS p
WHERE p.block = :block AND p.kind = :kind AND p.scope = '' AND p.appearance_count > 0
UNION ALL
SELECT {COLUMNS}, a.name FROM profile_aliases AS a
JOIN speaker_profiles AS p ON p.id = a.profile_id AND p.kind = :kind AND p.appearance_count > 0
WHERE a.block = :block AND p.scope = ''
"""  # noqa: S608, columns of our own

IN_SCOPE = f"""
SELECT {COLUMNS}, NULL FROM speaker_profiles AS p
WHERE p.block = :block AND p.kind = :kind AND p.scope = :scope AND p.appearance_count > 0
"""  # noqa: S608, columns of our own

ALIASES = """
SELECT a.profile_id, a.block FROM speaker_profiles AS p
JOIN profile_aliases AS a ON a.profile_id = p.id
WHERE p.block = :block AND p.kind = :kind AND p.scope = ''
"""

HAS_ALIASES = "SELECT 1 FROM profile_aliases LIMIT 1"

# Those that were set apart together are one speaker too.
MERGES = """
SELECT DISTINCT decision_id, profile_id FROM decision_appearances
JOIN speaker_decisions ON speaker_decisions.id = decision_id AND action IN ('merge', 'split')
WHERE profile_id IS NOT NULL
"""

NAMES = """
SELECT profile_id, decision_id, speaker_decisions.name FROM decision_appearances
JOIN speaker_decisions ON speaker_decisions.id = decision_id AND action = 'rename'
WHERE profile_id IS NOT NULL ORDER BY decision_id
"""

HOME = "SELECT kind, block, scope FROM speaker_profiles WHERE id = ?"

PERSONS = SpeakerKind.PERSON.value


class Reference(NamedTuple):
    """A block: the kind of speakers, what their names share, and a scope by decision."""

    kind: str
    block: str
    scope: str = ""


class Span(NamedTuple):
    """What of dates and numbers a decision may depend on: quarters, and the number's magnitude."""

    first: int | None
    last: int | None
    weight: int


class Row(NamedTuple):
    """A profile as the database has it."""

    id: int
    name: str
    kind: str
    role: str
    outlet: str
    scope: str
    block: str
    speaker_id: int | None
    rule: str | None
    evidence: str | None
    sure: str | None
    contested: int
    appearances: int
    first_seen: str | None
    last_seen: str | None
    speaker_name: str | None

    @staticmethod
    def span(count: int, first: str | None, last: str | None) -> Span:
        """Return dates and number as coarsely as decisions see them, so that few changes count."""
        return Span(quarter_of(first), quarter_of(last), 1 << max(count.bit_length() - 1, 0))

    @property
    def home(self) -> Reference:
        """The block of its own name."""
        return Reference(self.kind, self.block, self.scope)

    def profile(self, alias: str | None) -> Profile:
        """Return it as decisions see it, under its own name or another."""
        first, last, weight = self.span(self.appearances, self.first_seen, self.last_seen)
        known = (self.role, self.outlet, first, last, weight, alias is not None)
        return Profile(self.id, alias or self.name, *known)


@dataclass(frozen=True, slots=True)
class Component:
    """One speaker: the rows of all profiles, each with its link, and the name to be shown."""

    links: dict[int, Link]
    rows: dict[int, Row]
    contested: frozenset[int]
    name: str


class Blocks:
    """The blocks of a database, each read and decided when it is first asked for."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._groups: dict[Reference, list[Group]] = {}
        self._places: dict[Reference, dict[int, list[int]]] = {}
        self._rows: dict[int, Row] = {}
        self._has_aliases = db.execute(HAS_ALIASES).fetchone() is not None
        self._merged: defaultdict[int, set[int]] = defaultdict(set)
        self._merges: defaultdict[int, set[int]] = defaultdict(set)
        for decision, profile in db.execute(MERGES).fetchall():
            self._merged[profile].add(decision)
            self._merges[decision].add(profile)
        self._aliases: defaultdict[int, set[Reference]] = defaultdict(set)
        self._names = {key: (number, name) for key, number, name in db.execute(NAMES).fetchall()}

    def components(self, touched: Iterable[Reference]) -> list[Component]:
        """Return the speakers with a profile in these blocks, whole, in an order of their own."""
        seen: set[tuple[Reference, int]] = set()
        places = ((r, n) for r in sorted(touched) for n in range(len(self._decided(r))))
        return [self._component(self._reach(p, seen)) for p in places if p not in seen]

    def _reach(self, start: tuple[Reference, int], seen: set[tuple[Reference, int]]) -> list[Group]:
        """Return the groups that are one speaker's with a first one."""
        queue, found = [start], []
        seen.add(start)
        for reference, number in queue:
            group = self._decided(reference)[number]
            found.append(group)
            tied = {p.key for p in group.links if p.alias or self._is_tied(p.key)}
            for key in tied:
                for place in self._ties(key):
                    if place not in seen:
                        seen.add(place)
                        queue.append(place)
        return found

    def _is_tied(self, key: int) -> bool:
        return key in self._aliases or key in self._merged

    def _ties(self, key: int) -> Iterator[tuple[Reference, int]]:
        """Yield the groups that are one speaker's because of a profile in one of them.

        Those in which it is by its own name and by others, and those of what it was merged with.
        """
        merged = {other for number in self._merged.get(key, ()) for other in self._merges[number]}
        for other in sorted({key, *merged}):
            home = self._home(other)
            self._decided(home)
            for reference in sorted({home, *self._aliases.get(other, ())}):
                self._decided(reference)
                for number in self._places[reference].get(other, ()):
                    yield reference, number

    def _home(self, key: int) -> Reference:
        if key in self._rows:
            return self._rows[key].home
        return Reference(*self._db.execute(HOME, [key]).fetchone())

    def _decided(self, reference: Reference) -> list[Group]:
        if reference not in self._groups:
            groups = self._decide(reference)
            places: defaultdict[int, list[int]] = defaultdict(list)
            for number, group in enumerate(groups):
                for key in {profile.key for profile in group.links}:
                    places[key].append(number)
            self._groups[reference], self._places[reference] = groups, places
        return self._groups[reference]

    def _decide(self, reference: Reference) -> list[Group]:
        sql = IN_SCOPE if reference.scope else IN_BLOCK
        profiles = []
        for *columns, alias in self._db.execute(sql, reference._asdict()).fetchall():
            row = Row(*columns)
            self._rows[row.id] = row
            profiles.append(row.profile(alias))
        if not profiles:
            return []
        if self._has_aliases and not reference.scope:
            for key, block in self._db.execute(ALIASES, reference._asdict()).fetchall():
                self._aliases[key].add(Reference(reference.kind, block))
        if reference.scope:
            link = Link(Rule.DECISION, "a person set it apart", Sure.CERTAIN)
            return [Group(dict.fromkeys(profiles, link), False)]
        decide = decide_persons if reference.kind == PERSONS else decide_organizations
        return decide(profiles)

    def _component(self, groups: list[Group]) -> Component:
        rows = {p.key: self._rows[p.key] for group in groups for p in group.links}
        contested = {p.key for group in groups if group.contested for p in group.links}
        own = max(groups, key=_prominence)
        links: dict[int, Link] = {}
        # Its own first, so that a profile in several has the plainest reason.
        for group in sorted(groups, key=lambda group: (group is own, _prominence(group))):
            for profile, link in group.links.items():
                if not profile.alias:
                    links[profile.key] = link if group is own else self._reason(group, own)
        renamed = [self._names[key] for key in rows if key in self._names]
        name = max(renamed)[1] if renamed else max((r.name for r in rows.values()), key=fullness)
        return Component(links, rows, frozenset(contested), name)

    def _reason(self, group: Group, own: Group) -> Link:
        """Return why a group is one speaker with the one that has the fullest name."""
        if any(profile.key in self._merged for profile in group.links):
            return Link(Rule.DECISION, "a person joined them", Sure.CERTAIN)
        names = sorted(proper_name(_own_names(g)) for g in (group, own))
        return Link(
            Rule.OTHER_NAME, f"an article gives both names: {' and '.join(names)}", Sure.LIKELY
        )


def _prominence(group: Group) -> tuple[object, ...]:
    """Return a sort key that depends on the profiles alone: the fullest name comes last."""
    return max(map(fullness, _own_names(group))), sorted(p.order for p in group.links)


def _own_names(group: Group) -> list[str]:
    own = [profile.name for profile in group.links if not profile.alias]
    return own or [profile.name for profile in group.links]
