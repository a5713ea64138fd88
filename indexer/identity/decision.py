"""Who is who among all that share a last name, or the letters of an organisation's name.

The answer depends on the profiles alone, never on their order or keys.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from indexer.identity.evidence import Link, Persona, Profile, Rule, Sure
from indexer.identity.names import Likeness, compare
from indexer.identity.namesakes import Person, connected, persons
from indexer.identity.organizations import organization_name
from indexer.identity.roles import far_apart
from indexer.languages.en import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.identity.names import PersonName


HYPHEN = "hyphen"

PLAIN_FORMS = frozenset(("short form", "initial", "double last name"))
"""What forms of a name may differ in where one outlet is enough to take them for one's."""

WELL_KNOWN = 8
"""Appearances from which on a bare “Mayor Roe” is the only mayor of the name at any outlet."""

FORMS_IN_WORDS = {
    "hyphen": "hyphen more or less",
    "suffix": "name without its suffix",
    "spelling": "different spelling",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One speaker's profiles, each with why it is among them.

    Unless `contested`, other dates or numbers of appearances, within the same decades, would not
    have changed the answer, and neither would another outlet.
    """

    links: dict[Profile, Link]
    contested: bool

    @property
    def weight(self) -> int:
        """About how many appearances there are."""
        return sum(profile.weight for profile in self.links)


def decide_persons(profiles: Sequence[Profile]) -> list[Group]:
    """Return the persons among all profiles of one last name.

    Bare last names and single initials must have a role: without one they are nobody's.
    """
    ordered = sorted(profiles, key=lambda profile: profile.order)
    full = [profile for profile in ordered if profile.person.is_full]
    weak = [profile for profile in ordered if not profile.person.is_full]
    by_name: defaultdict[tuple[str, tuple[str, ...], str], list[Profile]] = defaultdict(list)
    for profile in full:
        first, last, suffix = profile.person.short
        by_name[first, last, suffix or ""].append(profile)
    known = [person for same in by_name.values() for person in persons(tuple(same))]
    return _attached(_variants_joined(known), weak)


def _variants_joined(known: list[Person]) -> list[Person]:
    """Join persons whose names are forms of one, where that speaks for one of them only."""
    variants: dict[tuple[int, int], str] = {}
    for a, b in _candidates(known):
        names = (known[n].persona.profiles[0].person for n in (a, b))
        likeness, differs = compare(*names)
        if likeness is Likeness.VARIANT:
            variants[a, b] = differs
    for number in {number for pair in variants for number in pair}:
        known[number] = known[number]._replace(contested=True)
    told = {pair for pair, differs in variants.items() if _told(known, pair, differs)}
    # Both sides have to have no other choice: else a form would tie two people together.
    choices = Counter(number for pair in told for number in pair)
    clear = {pair for pair in told if all(choices[number] == 1 for number in pair)}
    chances = Counter(number for pair in variants for number in pair)
    alike = {
        pair
        for pair, differs in variants.items()
        if differs in PLAIN_FORMS and all(chances[n] == 1 for n in pair) and _fit(known, pair)
    }
    joined = []
    for numbers in connected(len(known), sorted(clear | alike)):
        whole = known[numbers[0]]
        for number in numbers[1:]:
            pair = numbers[0], number
            whole = _merged(whole, known[number], variants[pair], pair in clear)
        joined.append(whole)
    return joined


def _told(known: list[Person], pair: tuple[int, int], differs: str) -> bool:
    """Whether roles, or an office at one outlet, speak for two forms of a name being one's."""
    one, other = (known[number].persona for number in pair)
    office = bool(one.offices & other.offices) and not (one.named and other.named)
    plain = office and bool(one.outlets.keys() & other.outlets.keys())
    return differs == HYPHEN or one.agrees(other) or (plain and _fit(known, pair))


def _fit(known: list[Person], pair: tuple[int, int]) -> bool:
    """Whether two forms are met in one outlet, and no roles speak against their being one's."""
    one, other = (known[number].persona for number in pair)
    elsewhere = one.named and other.named and not one.named & other.named
    shared = bool(one.outlets.keys() & other.outlets.keys())
    return shared and not elsewhere and not far_apart(one.fields, other.fields)


def _merged(one: Person, other: Person, differs: str, told: bool) -> Person:
    """Return two persons as one; the links of the one with fewer appearances say why."""
    large, small = sorted(
        (one, other), key=lambda person: (-person.persona.weight, person.persona.order)
    )
    names = f"{small.persona.name} is {large.persona.name}"
    because = "their roles agree" if told else "one outlet has both, and nobody else fits"
    words = f"{names}, by a {FORMS_IN_WORDS.get(differs, differs)}: {because}"
    sure = Sure.LIKELY if told else Sure.POSSIBLE
    links = large.links | dict.fromkeys(small.links, Link(Rule.VARIANT, words, sure))
    return Person(Persona.of(links), links, True)


def _candidates(known: list[Person]) -> list[tuple[int, int]]:
    """Return the pairs of persons whose given names might be forms of one, smaller number first."""
    sharing: defaultdict[object, list[int]] = defaultdict(list)
    for number, person in enumerate(known):
        name = person.persona.profiles[0].person
        for key in _keys_of_given(name):
            sharing[key].append(number)
    pairs = {pair for numbers in sharing.values() for pair in combinations(numbers, 2)}
    return sorted(pairs)


def _keys_of_given(name: PersonName) -> Iterator[str]:
    """Yield what a given name shares with its short forms and misspellings."""
    first = name.short[0]
    yield first
    yield from forms("nicknames").get(first, ())
    yield from (first[:n] + first[n + 1 :] for n in range(1, len(first)))
    if len(name.given) > 1 and len(name.given[0]) == 1:
        yield name.given[1]
    yield " ".join((*name.given, *name.last))


def _attached(known: list[Person], weak: list[Profile]) -> list[Group]:
    """Give names without a given name to whom their role leads; the others are by themselves."""
    index = _Index(known)
    found: list[dict[Profile, Link]] = [dict(person.links) for person in known]
    left = []
    name_of = cache(lambda number: known[number].persona.name)
    for profile in weak:
        place, sure = index.find(profile)
        if place is None:
            left.append(profile)
            continue
        name = name_of(place)
        if profile.parsed.offices or profile.parsed.named:
            link = Link(Rule.LAST_NAME, f"“{profile.role}” is what {name} is called", sure)
        else:
            words = f"of all with the initial, its outlet quotes only {name}"
            link = Link(Rule.VARIANT, words, sure)
        found[place][profile] = link
    whole = [
        Group(links, person.contested or number in index.asked)
        for number, (links, person) in enumerate(zip(found, known, strict=True))
    ]
    return whole + _by_themselves(left)


class _Index:
    """Persons by the words of their roles, as a last name has thousands.

    `asked` are those whose outlets and numbers of appearances had a say in an answer.
    """

    def __init__(self, known: list[Person]) -> None:
        self._known = known
        self.asked: set[int] = set()
        self._by_initial: defaultdict[str, list[int]] = defaultdict(list)
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        for number, person in enumerate(known):
            for word in (*person.persona.named, *person.persona.offices):
                self._by_word[word].add(number)
            self._by_initial[person.persona.profiles[0].person.short[0][:1]].append(number)

    def find(self, profile: Profile) -> tuple[int | None, Sure]:
        """Return whom a role leads to: the only one whose role names the same or has the office."""
        own = Persona.of([profile])
        if profile.person.given and not (own.named or own.offices):
            return self._find_by_initial(profile), Sure.POSSIBLE
        words = (*own.named, *own.offices)
        near = sorted({number for word in words for number in self._by_word.get(word, ())})
        fitting = [n for n in near if self._fits(n, profile)]
        same = [n for n in fitting if self._known[n].persona.agrees(own)]
        offices = [n for n in same if self._known[n].persona.offices & own.offices]
        for few, sure in ((offices, Sure.CERTAIN), (same, Sure.LIKELY)):
            if len(few) == 1:
                return few[0], sure
        if own.named or same:
            return None, Sure.POSSIBLE
        self.asked.update(fitting)
        only = fitting[0] if len(fitting) == 1 else None
        if only is None:
            return None, Sure.POSSIBLE
        known = self._known[only].persona
        there = bool(known.outlets.keys() & own.outlets.keys())
        return (only if there or known.weight >= WELL_KNOWN else None), Sure.POSSIBLE

    def _find_by_initial(self, profile: Profile) -> int | None:
        """Return whom an initial without a role means: the only one it fits, at that outlet."""
        same = self._by_initial.get(profile.person.given[0], ())
        fitting = [number for number in same if self._fits(number, profile)]
        self.asked.update(fitting)
        there = fitting and profile.outlet in self._known[fitting[0]].persona.outlets
        return fitting[0] if len(fitting) == 1 and there else None

    def _fits(self, number: int, profile: Profile) -> bool:
        name = self._known[number].persona.profiles[0].person
        return compare(name, profile.person)[0] is not Likeness.APART


def _by_themselves(left: list[Profile]) -> list[Group]:
    """Return last names alone that no full name goes with: one where role and office agree."""
    personas = [Persona.of([profile]) for profile in left]
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for number, persona in enumerate(personas):
        for word in persona.named:
            sharing[word].append(number)
    near = {pair for numbers in sharing.values() for pair in combinations(numbers, 2)}
    pairs = [(a, b) for a, b in near if _are_same(personas[a], personas[b])]
    return [
        _group_of([left[n] for n in numbers], Rule.LAST_NAME, "the same last name, office and role")
        for numbers in connected(len(left), pairs)
    ]


def _are_same(one: Persona, other: Persona) -> bool:
    names = compare(one.profiles[0].person, other.profiles[0].person)
    office = one.offices & other.offices or one.offices == other.offices
    return names[0] is not Likeness.APART and bool(office) and one.agrees(other)


def _group_of(profiles: list[Profile], rule: Rule, words: str) -> Group:
    alone = len(profiles) == 1
    link = (
        Link(Rule.ALONE, "nobody else has this name and role", Sure.LIKELY)
        if alone
        else Link(rule, words, Sure.LIKELY)
    )
    return Group(dict.fromkeys(profiles, link), False)


def decide_organizations(profiles: Sequence[Profile]) -> list[Group]:
    """Return the organisations among the profiles of one name, or of the same initials.

    An abbreviation alone is the one organisation of which an article gives it.
    """
    groups: defaultdict[tuple[str, ...], list[Profile]] = defaultdict(list)
    meant: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for profile in sorted(profiles, key=lambda profile: profile.order):
        words = organization_name(profile.name).words
        if profile.alias:
            meant[words].add(profile.key)
        else:
            groups[words].append(profile)
    owner = {profile.key: words for words, same in groups.items() for profile in same}
    links = {words: _links_of(same) for words, same in groups.items()}
    for short, keys in sorted(meant.items()):
        whole = {owner[key] for key in keys if key in owner} - {short}
        if len(whole) == 1 and short in links:
            (long,) = whole
            name = groups[long][0].name
            link = Link(Rule.ABBREVIATION, f"an article gives it for {name}", Sure.LIKELY)
            if long in links:
                links[long].update(dict.fromkeys(links.pop(short), link))
    return [Group(same, False) for same in links.values()]


def _links_of(same: Iterable[Profile]) -> dict[Profile, Link]:
    profiles = list(same)
    if len(profiles) == 1:
        return {profiles[0]: Link(Rule.ALONE, "nothing else has the name", Sure.CERTAIN)}
    return dict.fromkeys(profiles, Link(Rule.NAME, "the same name", Sure.CERTAIN))
