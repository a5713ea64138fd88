"""Which of a register's people a speaker is: by name, role and time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from indexer.identity.evidence import Sure
from indexer.identity.names import Likeness, compare, person_name
from indexer.identity.roles import Role, far_apart, overlap, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

YOUNGEST = 10
"""Years of age before which nobody is quoted by name."""

POSTHUMOUS = 1
"""Years after a death in which words still appear."""


class Known(NamedTuple):
    """Somebody in a register: `id` is theirs there, such as Q42.

    `names` are all, the usual one first; dates are ISO 8601 or years, None where they are not
    known; `description` may be empty.
    """

    id: str
    names: tuple[str, ...]
    description: str
    born: str | None
    died: str | None


class Spoken(NamedTuple):
    """What a database knows of a speaker."""

    names: tuple[str, ...]
    roles: tuple[str, ...]
    first_quoted: str | None
    last_quoted: str | None


class Candidate(NamedTuple):
    """Somebody whom a speaker may be: what speaks for it, and how sure it is."""

    person: str
    evidence: str
    sure: Sure


def candidates(speaker: Spoken, people: Iterable[Known]) -> list[Candidate]:
    """Return the people of a register that a speaker may be.

    One is certain if the full name is the same, a role fits the description, and no other of the
    name is left. Who was dead or a child then, or works in a field far from it, is none.
    """
    found = [one for one in (_candidate(speaker, person) for person in people) if one]
    same = [one for one in found if one.sure is not Sure.POSSIBLE]
    if len(same) > 1:
        # Rivals: the role alone has to tell them apart, and only where it fits one of them.
        fitting = [one for one in same if one.sure is Sure.CERTAIN]
        sure = Sure.LIKELY if len(fitting) == 1 else Sure.POSSIBLE
        return [one._replace(sure=sure if one in fitting else Sure.POSSIBLE) for one in found]
    return found


def _candidate(speaker: Spoken, person: Known) -> Candidate | None:
    likeness = _likeness(speaker.names, person.names)
    if likeness is Likeness.APART or not _lived(speaker, person):
        return None
    description = role_of(person.description)
    roles = [role_of(role) for role in speaker.roles]
    shared = [
        text for text, role in zip(speaker.roles, roles, strict=True) if _fits(role, description)
    ]
    if not shared and any(far_apart(role.fields, description.fields) for role in roles):
        return None
    named = "the same name" if likeness is Likeness.SAME else "a form of the name"
    if not shared:
        sure = Sure.LIKELY if likeness is Likeness.SAME else Sure.POSSIBLE
        return Candidate(person.id, f"{named}; no role says more", sure)
    sure = Sure.CERTAIN if likeness is Likeness.SAME else Sure.POSSIBLE
    words = f"{named}, and “{min(shared)}” fits “{person.description}”"
    return Candidate(person.id, words, sure)


def _likeness(names: Sequence[str], known: Sequence[str]) -> Likeness:
    """Return how alike the most alike of the names are; a last name alone is none."""
    full = [person_name(name) for name in names]
    pairs = [(a, person_name(b)) for a in full if not a.is_bare for b in known]
    found = {compare(a, b)[0] for a, b in pairs if not b.is_bare}
    same = any(a.is_full and b.is_full and compare(a, b)[0] is Likeness.SAME for a, b in pairs)
    if same:
        return Likeness.SAME
    return Likeness.VARIANT if found - {Likeness.APART} else Likeness.APART


def _lived(speaker: Spoken, person: Known) -> bool:
    """Whether the dates of the quotes go with those of a life, as far as there are any."""
    first, last = _year(speaker.first_quoted), _year(speaker.last_quoted)
    born, died = _year(person.born), _year(person.died)
    child = born is not None and first is not None and first < born + YOUNGEST
    dead = died is not None and last is not None and last > died + POSTHUMOUS
    return not (child or dead)


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdigit() else None


def _fits(role: Role, description: Role) -> bool:
    """Whether a role fits a description: the same place or firm, office, or field of work."""
    if far_apart(role.fields, description.fields):
        return False
    office = bool(role.offices & description.offices)
    return (
        overlap(role.named, description.named) or office or bool(role.fields & description.fields)
    )
