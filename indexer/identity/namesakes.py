"""The persons who bear one full name: one, as long as nothing clearly disagrees.

Roles that name the same town or firm are one persona. Personas are two people where they disagree
at the same time: by their fields of work, or by whose the same office is; or by middle names. What
tells nothing goes to the persona that it agrees with best, and to nobody where two fit as well.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from indexer.identity.evidence import QUARTERS, Link, Persona, Profile, Rule, Sure
from indexer.identity.names import middles_agree
from indexer.identity.roles import far_apart, overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

DECADE = 10 * QUARTERS
LONGEST_SILENCE = 4
"""Decades without a quotation after which the name is somebody else's."""

LONGEST_CHANGE = 2 * QUARTERS
"""So soon nobody goes over from one field of work to a far one."""

HANDOVER = 1
"""Quarters by which two offices may overlap where one follows the other."""

LONGEST_OVERLAP = 2
"""The same for posts that have nothing in common."""

OUTWEIGHED = 10
"""A persona with so many times fewer appearances is an odd description, and no namesake."""

SURE_BY_NAMED = {True: Sure.CERTAIN, False: Sure.LIKELY}
"""How sure it is whose a profile is that is told from namesakes, if it names a town or firm."""


class Person(NamedTuple):
    """Somebody: their profiles, each with why it is there.

    `contested` says that dates and numbers of appearances had a say, or could have one.
    """

    persona: Persona
    links: dict[Profile, Link]
    contested: bool


@lru_cache(maxsize=4_096)  # of all who share a last name few have changed since it was asked last
def persons(profiles: tuple[Profile, ...]) -> tuple[Person, ...]:
    """Return the persons among profiles that share first given name, last name and suffix."""
    return tuple(person for era in _eras(profiles) for person in _of_era(era))


def _eras(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Return the profiles, apart where decades lie between; those without a date with the last."""
    dated = sorted((p for p in profiles if p.first is not None), key=lambda p: (p.first, p.order))
    undated = [p for p in profiles if p.first is None]
    eras: list[list[Profile]] = []
    end = 0
    for profile in dated:
        if not eras or decade(profile.first) - end > LONGEST_SILENCE:
            eras.append([])
        eras[-1].append(profile)
        end = max(end, decade(profile.last))
    if not eras:
        return [undated]
    eras[-1] += undated
    return eras


def decade(quarter: int | None) -> int:
    """Return the decade of a quarter; -1 without one."""
    return -1 if quarter is None else quarter // DECADE


def _of_era(profiles: list[Profile]) -> list[Person]:
    personas, rest = _personas(profiles)
    if not _may_conflict(personas):
        return [_one_person(Persona.of(profiles), personas)]
    most = max(persona.weight for persona in personas)
    heavy = [persona for persona in personas if persona.weight * OUTWEIGHED >= most]
    at_odds = {
        id(persona) for pair in combinations(heavy, 2) if conflict(*pair) for persona in pair
    }
    if not at_odds:
        whole = _one_person(Persona.of(profiles), personas)
        return [whole._replace(contested=True)]
    cores = _joined([persona for persona in heavy if id(persona) in at_odds])
    others = [persona for persona in personas if id(persona) not in at_odds]
    return _placed(cores, [*others, *(Persona.of([profile]) for profile in rest)])


def _one_person(whole: Persona, personas: list[Persona]) -> Person:
    """Return all as one person; sure where another article names the same town or firm."""
    if len(whole.profiles) == 1:
        only = Link(Rule.ALONE, "nobody else has the name", Sure.CERTAIN)
        return Person(whole, {whole.profiles[0]: only}, False)
    agreeing = {
        profile for persona in personas if len(persona.profiles) > 1 for profile in persona.profiles
    }
    plain = Link(Rule.NAME, "the same full name; no role or date disagrees", Sure.LIKELY)
    told = Link(Rule.NAME, "the same full name, and roles that agree", Sure.CERTAIN)
    links = {p: told if p in agreeing and p.parsed.named else plain for p in whole.profiles}
    return Person(whole, links, False)


def _personas(profiles: list[Profile]) -> tuple[list[Persona], list[Profile]]:
    """Return the profiles of roles that agree, together, and those whose role tells nothing."""
    rest = [p for p in profiles if not (p.parsed.named or p.parsed.fields or p.person.middle)]
    nodes: defaultdict[tuple[object, ...], list[Profile]] = defaultdict(list)
    for profile in profiles:
        role = profile.parsed
        if role.named or role.fields or profile.person.middle:
            generic = frozenset() if role.named else role.fields
            nodes[role.named, generic, role.fields, profile.person.middle].append(profile)
    known = [Persona.of(same) for same in nodes.values()]
    return [_whole(some) for some in _agreeing(known)], rest


def _whole(some: list[Persona]) -> Persona:
    return some[0] if len(some) == 1 else Persona.of(p for one in some for p in one.profiles)


def _agreeing(personas: list[Persona]) -> list[list[Persona]]:
    """Return personas in groups, each connected by agreement."""
    sharing: defaultdict[object, list[int]] = defaultdict(list)
    with_word: defaultdict[str, list[int]] = defaultdict(list)
    for number, persona in enumerate(personas):
        for key in _keys(persona):
            sharing[key].append(number)
        for word in persona.named:
            with_word[word].append(number)
    joined = [pair for numbers in sharing.values() for pair in _links_among(personas, numbers)]
    for number, persona in enumerate(personas):
        if len(persona.named) == 1:
            (word,) = persona.named
            others = (other for other in with_word[word] if other != number)
            joined += [(number, n) for n in others if _are_one(persona, personas[n])]
    return [[personas[n] for n in group] for group in connected(len(personas), joined)]


def _keys(persona: Persona) -> Iterator[object]:
    """Yield what two personas share if they are one, and neither names a single word.

    More than half of two words or more is two at least: so what many roles name besides, such as a
    country, brings nobody together.
    """
    yield from combinations(sorted(persona.named), 2)
    if not persona.named:
        yield from (("field", name) for name in persona.fields)
    yield from (("middle", middle) for middle in persona.middles)


def _links_among(personas: list[Persona], numbers: list[int]) -> list[tuple[int, int]]:
    """Return enough pairs that agree to connect all that agreement connects.

    Of those that are connected already each is compared only until one agrees: else somebody with
    thousands of roles that all name one firm would take millions of comparisons.
    """
    found: list[tuple[int, int]] = []
    apart: list[list[int]] = []
    for number in numbers:
        whole, others = [number], []
        for some in apart:
            near = next((n for n in some if _are_one(personas[n], personas[number])), None)
            if near is None:
                others.append(some)
            else:
                found.append((near, number))
                whole += some
        apart = [*others, whole]
    return found


def _are_one(one: Persona, other: Persona) -> bool:
    if far_apart(one.fields, other.fields) or not _middles_fit(one, other):
        return False
    same_middle = bool(one.middles) and one.middles == other.middles
    general = not one.named and not other.named and bool(one.fields & other.fields)
    return same_middle or general or overlap(one.named, other.named)


def _middles_fit(one: Persona, other: Persona) -> bool:
    return all(middles_agree(a, b) for a in one.middles for b in other.middles)


def connected(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the numbers from 0 to `count` in groups that the pairs connect, in order."""
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, other in pairs:
        a, b = sorted((root(one), root(other)))
        parent[b] = a
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(count):
        groups[root(number)].append(number)
    return list(groups.values())


def _may_conflict(personas: list[Persona]) -> bool:
    """Whether any two could be two people's, at whatever dates."""
    middles = {middle for persona in personas for middle in persona.middles}
    if any(not middles_agree(*pair) for pair in combinations(sorted(middles), 2)):
        return True
    kinds = sorted({tuple(sorted(persona.fields)) for persona in personas})
    if any(far_apart(frozenset(a), frozenset(b)) for a, b in combinations(kinds, 2)):
        return True
    return sum(bool(persona.named) for persona in personas) > 1


def conflict(one: Persona, other: Persona) -> bool:
    """Whether two personas clearly are two people.

    Middle names that differ; fields of work far from one another within two years; the same office
    of two places at the same time; or, for longer than a change of post takes, places or firms that
    differ without anything in common. Where dates lack, they are taken to be the same.
    """
    if not _middles_fit(one, other):
        return True
    if one.is_over or other.is_over:
        return False
    apart = _quarters_between(one, other)
    if apart is not None and apart >= LONGEST_CHANGE:
        return False
    if far_apart(one.fields, other.fields):
        return True
    if not (one.named and other.named) or one.named & other.named:
        return False
    if one.offices & other.offices:
        return apart is None or apart < -HANDOVER or _both_brief(one, other)
    common = one.fields & other.fields or one.plain & other.plain
    return not common and apart is not None and apart < -LONGEST_OVERLAP


def _quarters_between(one: Persona, other: Persona) -> int | None:
    """Return how long after one the other begins, negative where they overlap; None undated."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return None
    return max(one.first, other.first) - min(one.last, other.last)


def _both_brief(one: Persona, other: Persona) -> bool:
    """Whether both are met within a year: too short to tell one after the other."""
    ends = [end for persona in (one, other) for end in (persona.first, persona.last)]
    known = [end for end in ends if end is not None]
    return max(known) - min(known) < QUARTERS


def likeness(one: Persona, other: Persona) -> int:
    """Return how much speaks for two personas being one: 0 where nothing does."""
    same_middle = 4 * (bool(one.middles) and one.middles == other.middles)
    named = 4 * overlap(one.named, other.named)
    office = 2 * bool(one.offices & other.offices)
    work = bool(one.fields & other.fields) + bool(one.plain & other.plain)
    return same_middle + named + office + work


def _joined(cores: list[Persona]) -> list[Persona]:
    """Join personas that don't disagree and are alike, the most alike first."""
    people = sorted(cores, key=lambda core: core.order)
    while True:
        fitting = [
            (-likeness(a, b), a.order, b.order, a, b)
            for a, b in combinations(people, 2)
            if likeness(a, b) and not conflict(a, b)
        ]
        if not fitting:
            return people
        *_, a, b = min(fitting, key=lambda fit: fit[:3])
        whole = Persona.of([*a.profiles, *b.profiles])
        people = sorted([p for p in people if p not in (a, b)] + [whole], key=lambda p: p.order)


def _placed(cores: list[Persona], others: list[Persona]) -> list[Person]:
    """Return the persons at the cores, with what belongs to each; what fits none is by itself."""
    found: list[dict[Profile, Link]] = []
    for core in cores:
        rivals = [other.described() for other in cores if other is not core][:2]
        words = f"{core.described()}; other bearers of the name: {', '.join(rivals)}"
        told = {named: Link(Rule.ROLE, words, sure) for named, sure in SURE_BY_NAMED.items()}
        found.append({profile: told[_is_told(profile)] for profile in core.profiles})
    alone: list[Person] = []
    for other in others:
        place, link = _place(cores, other)
        if place is None:
            links = dict.fromkeys(other.profiles, link)
            alone.append(Person(other, links, True))
        else:
            found[place].update(dict.fromkeys(other.profiles, link))
    return [Person(Persona.of(links), links, True) for links in found] + alone


def _is_told(profile: Profile) -> bool:
    return bool(profile.parsed.named or profile.person.middle)


def _place(cores: list[Persona], other: Persona) -> tuple[int | None, Link]:
    """Return the core that a persona belongs to, None where none fits better than the others."""
    fitting = [n for n, core in enumerate(cores) if not conflict(core, other)]
    best = _only_best(fitting, lambda n: likeness(cores[n], other))
    if best is not None:
        words = f"{other.described()} fits {cores[best].described()}"
        return best, Link(Rule.ROLE, words, Sure.LIKELY)
    if not (other.named or other.middles):
        best = _only_quoted(fitting, lambda n: _in_outlet(cores[n], other))
        if best is not None:
            words = f"of all who have the name, its outlet quotes only {cores[best].described()}"
            return best, Link(Rule.OUTLET, words, Sure.POSSIBLE)
    return None, Link(Rule.ALONE, "it cannot be told which bearer of the name it is", Sure.LIKELY)


def _only_best(fitting: list[int], score: Callable[[int], int]) -> int | None:
    scores = sorted(((score(n), n) for n in fitting), reverse=True)
    if not scores or scores[0][0] == 0 or (len(scores) > 1 and scores[1][0] == scores[0][0]):
        return None
    return scores[0][1]


def _only_quoted(fitting: list[int], count: Callable[[int], int]) -> int | None:
    """Return the only one who is quoted, and more than once."""
    counts = {n: count(n) for n in fitting if count(n)}
    (only,) = counts if len(counts) == 1 else (None,)
    return only if only is not None and counts[only] > 1 else None


def _in_outlet(core: Persona, other: Persona) -> int:
    return sum(core.outlets[outlet] for outlet in other.outlets)
