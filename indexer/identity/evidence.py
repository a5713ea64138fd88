"""What the decision works on: profiles, what joins them, and personas, whose roles agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.identity.names import PersonName, person_name, proper_name
from indexer.identity.roles import NO_ROLE, Role, far_apart, overlap, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable

QUARTERS = 4
"""Of a year: dates are compared by quarter."""


class Rule(str, Enum):
    """Why appearances are one speaker, from the plainest reason.

    `ALONE`: nothing else has the name. `NAME`: the same full name, and nothing disagrees. `ROLE`:
    told from namesakes by role or middle name. `OUTLET`: told from them only by who is quoted
    there.
    `VARIANT`: two forms of a name, and roles that agree. `LAST_NAME`: a last name alone, and a role
    that agrees. `OTHER_NAME`: an article gives both names. `ABBREVIATION`: an article gives the
    abbreviation. `DECISION`: a person said so.
    """

    ALONE = "alone"
    NAME = "full name"
    ROLE = "role"
    OUTLET = "outlet"
    VARIANT = "name variant"
    LAST_NAME = "last name and role"
    OTHER_NAME = "other name"
    ABBREVIATION = "abbreviation"
    DECISION = "decision"


class Sure(str, Enum):
    """How sure a join is: hardly wrong, more likely than not by far, or only the best guess."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Link:
    """Why a profile belongs to its speaker: the rule, the evidence in words, how sure."""

    rule: Rule
    evidence: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class Profile:
    """Appearances that nothing tells apart: one name, one role, one outlet.

    `key` is whatever the caller knows it by; no decision depends on it. `first` and `last` are
    quarters, counted from the year 0, or None without a date; `weight` is about how many
    appearances there are. `alias` marks a name that an article gives beside the profile's own.
    """

    key: int
    name: str
    role: str
    outlet: str
    first: int | None = None
    last: int | None = None
    weight: int = 1
    alias: bool = False

    @property
    def order(self) -> tuple[str, str, str, bool]:
        """A sort key that is a profile's own, whenever it came."""
        return self.name, self.role, self.outlet, self.alias

    @property
    def person(self) -> PersonName:
        """The name, as a person's."""
        return person_name(self.name)

    @property
    def parsed(self) -> Role:
        """The role, as it is compared, without the words of the name itself."""
        return _parsed(self.role, self.name) if self.role else NO_ROLE


@lru_cache(maxsize=65_536)  # asked for several times of each of somebody's thousands of roles
def _parsed(written: str, name: str) -> Role:
    role, person = role_of(written), person_name(name)
    own = role.named.intersection(person.given, person.last)
    return role._replace(named=role.named - own) if own else role


@lru_cache(maxsize=16_384)  # the days of some years
def quarter_of(published: str | None) -> int | None:
    """Return the quarter, counted from the year 0, of an ISO 8601 date; None if it is none."""
    date = published or ""
    if not (date[:4].isdigit() and date[4:5] == "-" and date[5:7].isdigit()):
        return int(date[:4]) * QUARTERS if len(date) >= QUARTERS and date[:4].isdigit() else None
    return int(date[:4]) * QUARTERS + (int(date[5:7]) - 1) // 3


@dataclass(slots=True)
class Persona:
    """Profiles taken together, and what is known of whom they are.

    `is_over` says that all roles are of the past, which is compatible with everything.
    """

    profiles: list[Profile] = field(default_factory=list)
    named: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    outlets: Counter[str] = field(default_factory=Counter)
    middles: frozenset[tuple[str, ...]] = frozenset()
    first: int | None = None
    last: int | None = None
    weight: int = 0
    is_over: bool = False

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> Persona:
        """Return the persona of some profiles; roles that are over don't date it."""
        whole = cls(sorted(profiles, key=lambda profile: profile.order))
        roles = [profile.parsed for profile in whole.profiles]
        told = set(roles)
        whole.named = frozenset().union(*(role.named for role in told))
        whole.offices = frozenset().union(*(role.offices for role in told))
        whole.plain = frozenset().union(*(role.plain for role in told))
        whole.fields = frozenset().union(*(role.fields for role in told))
        middles = {profile.person.middle for profile in whole.profiles}
        whole.middles = frozenset(middle for middle in middles if middle)
        for profile in whole.profiles:
            if profile.outlet:
                whole.outlets[profile.outlet] += profile.weight
        held = [p for p, role in zip(whole.profiles, roles, strict=True) if not role.former]
        whole.first = min((p.first for p in held if p.first is not None), default=None)
        whole.last = max((p.last for p in held if p.last is not None), default=None)
        whole.is_over = not held
        whole.weight = sum(profile.weight for profile in whole.profiles)
        return whole

    @property
    def order(self) -> tuple[object, ...]:
        """A sort key that depends on the profiles alone."""
        return self.profiles[0].order

    @property
    def name(self) -> str:
        """The form of the name by which evidence calls whom it is about."""
        return proper_name({profile.name for profile in self.profiles})

    def described(self) -> str:
        """Return the role that most of its articles give, quoted; or else a name or outlet."""
        roles: Counter[str] = Counter()
        for profile in self.profiles:
            roles[profile.role] += profile.weight
        roles.pop("", None)
        if roles:
            return f"“{min(roles, key=lambda role: (-roles[role], role))}”"
        return "no role"

    def agrees(self, other: Persona) -> bool:
        """Whether the roles of both name the same thing, such as one town or firm."""
        return overlap(self.named, other.named) and not far_apart(self.fields, other.fields)
