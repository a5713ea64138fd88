"""indexer.identity: how names, roles and dates are compared, and who is who by them."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.identity import (
    Known,
    Profile,
    Rule,
    Spoken,
    Sure,
    candidates,
    decide_organizations,
    decide_persons,
    fullness,
    namesakes,
    organization_of,
    other_names,
    person_name,
    quarter_of,
)
from indexer.identity.evidence import Persona
from indexer.identity.names import Likeness, compare

MAYOR, STRIKER = "mayor of Port Ellery", "Wenbury United striker"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "Jose Nunez"),
        ("Conor O’Brien", "Conor O'Brien"),
        ("J.K. Roe", "J. K. Roe"),
        ("JD Vane", "J. D. Vane"),
        ("Jean-Claude Roe", "Jean Claude Roe"),
        ("ANN ROE", "Ann Roe"),
        ("Roe, Ann", "Ann Roe"),
        ("MARSH Ann", "Ann Marsh"),
        ("Dr. Ann Roe, MP", "Ann Roe"),
        ("Ann “Bo” Roe", "Ann Roe"),
        ("Ann Q. Roe", "Ann Roe"),
        ("Ann Q. Roe", "Ann Quill Roe"),
        ("Ursula von der Leyen", "Ursula Leyen"),
        ("Dean Marsh", "Dean R. Marsh"),
        ("John Roe, Jr.", "John Roe Jr"),
        ("Søren Møller", "Soren Moller"),
        ("王小明", "王小明"),
    ],
)
def test_one_name_is_written_in_several_ways(one: str, other: str) -> None:
    """Accents, marks, order, titles, initials and capitals tell no two people apart."""
    assert compare(person_name(one), person_name(other)) == (Likeness.SAME, "")


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("A. Roe", "Ann Roe", "initial"),
        ("J. Edgar Roe", "Edgar Roe", "initial"),
        ("Bill Roe", "William Roe", "short form"),
        ("Anthony Roe", "Antony Roe", "spelling"),
        ("Ann Roe-Lee", "Ann Lee", "double last name"),
        ("Ann Roe-Lee", "Ann Roe Lee", "hyphen"),
        ("John Roe Jr.", "John Roe", "suffix"),
        ("Roe", "Ann Roe", "last name alone"),
    ],
)
def test_a_name_has_forms(one: str, other: str, differs: str) -> None:
    """They may be one person's, if something else says so."""
    assert compare(person_name(one), person_name(other)) == (Likeness.VARIANT, differs)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("Chloe Smith", "Owen Smith", "given name"),
        ("John Q. Smith", "John R. Smith", "middle name"),
        ("John Smith Jr.", "John Smith Sr.", "suffix"),
        ("Ann Roe", "Ann Lee", "last name"),
        ("J. Roe", "Ann Roe", "given name"),
        ("Maria Roe", "Marta Roe", "spelling"),
    ],
)
def test_other_names_are_other_people(one: str, other: str, differs: str) -> None:
    """But for one letter, which may be a slip: that is a form, which roles have to confirm."""
    likeness, told = compare(person_name(one), person_name(other))
    assert told == differs
    assert likeness is (Likeness.VARIANT if differs == "spelling" else Likeness.APART)


@given(st.text(max_size=40))
def test_every_text_is_some_name(text: str) -> None:
    """Names are hostile: whatever comes has a last word, and is the same as itself."""
    name = person_name(text)
    assert isinstance(name.block, str)
    assert compare(name, name)[0] is not Likeness.APART
    assert fullness(text) >= fullness("")


@pytest.mark.parametrize(
    ("role", "organization"),
    [
        ("mayor of Port Ellery", "Port Ellery"),
        ("Port Ellery's mayor", "Port Ellery"),
        ("chairwoman of the Harbor Safety Board", "Harbor Safety Board"),
        ("Guild of Museum Attendants spokesman", "Guild of Museum Attendants"),
        ("senior lecturer", None),
        ("Republican senator", None),
    ],
)
def test_a_role_says_whose_it_is(role: str, organization: str | None) -> None:
    """In the role's own words."""
    assert organization_of(role) == organization


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Then Ann Roe, née Lee, spoke.", (), ("Ann Lee",)),
        ("Ann Roe (formerly Ann Lee) spoke.", (), ("Ann Lee",)),
        ("Ann Roe spoke.", ("Ann Roe", "Ann Lee", "Roe"), ("Ann Lee",)),
        ("Tim Ash, née Lee, met Ann Roe, born in Carrow.", ("Roe",), ()),
        ("Ann Roe, née Bo Lee, spoke.", (), ()),
    ],
)
def test_an_article_gives_other_names(
    text: str, names: tuple[str, ...], found: tuple[str, ...]
) -> None:
    """A name that somebody had before, right behind the one of now."""
    assert other_names("Ann Roe", "person", names, text) == found


def test_a_nickname_is_another_name() -> None:
    """With the last name, as other articles have it."""
    assert other_names("Walter “Skip” Dunning", "person", (), "") == ("Skip Dunning",)


def test_the_same_full_name_is_one_person_until_something_disagrees() -> None:
    """With the reason, and how sure it is."""
    (person,) = decide_persons(
        [profile("Ann Roe", MAYOR), profile("Ann Roe"), profile("Ann Roe", "Port Ellery mayor")]
    )
    assert {(link.rule, link.sure) for link in person.links.values()} == {
        (Rule.NAME, Sure.CERTAIN),
        (Rule.NAME, Sure.LIKELY),
    }


@pytest.mark.parametrize(
    ("one", "other", "people"),
    [
        ((MAYOR, 2020, 2024), (STRIKER, 2020, 2024), 2),
        ((MAYOR, 2010, 2014), (STRIKER, 2020, 2024), 1),
        ((MAYOR, 2020, 2024), ("mayor of Wenbury", 2020, 2024), 2),
        ((MAYOR, 2016, 2019), ("mayor of Wenbury", 2020, 2024), 1),
        ((MAYOR, 2020, 2024), ("former mayor of Wenbury", 2020, 2024), 1),
        ((MAYOR, 2020, 2024), ("Ohio senator", 2021, 2024), 1),
        ((MAYOR, 2020, 2024), ("lawyer", 2020, 2024), 1),
        (("", 1950, 1951), ("", 2020, 2024), 2),
        ((MAYOR, 2020, 2024), ("Democratic mayor", 2020, 2024), 1),
    ],
)
def test_namesakes_are_two_where_roles_and_dates_disagree(
    one: tuple[str, int, int], other: tuple[str, int, int], people: int
) -> None:
    """Not where one post can follow the other, or where nothing is clear."""
    profiles = [
        Profile(n, "John Smith", role, "b", first * 4, last * 4 + 3)
        for n, (role, first, last) in enumerate([one, other])
    ]
    assert len(decide_persons(profiles)) == people


@pytest.mark.parametrize("role", ["Acme Foods governor of Ellery{}", "governor of Port Ellery{}"])
def test_thousands_of_roles_are_not_all_compared_with_each_other(
    role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not the word that all of them have makes them one."""
    compared: list[Persona] = []
    are_one = namesakes._are_one

    def noted(one: Persona, other: Persona) -> bool:
        compared.append(other)
        return are_one(one, other)

    monkeypatch.setattr(namesakes, "_are_one", noted)
    roles = [role.format(number) for number in range(1_000)]
    (person,) = decide_persons([profile("Ann Roe", one) for one in roles])
    assert len(person.links) == len(roles)
    assert len(compared) < 2 * len(roles)


@pytest.mark.parametrize("seed", range(20))
def test_what_agrees_is_found_without_comparing_all(seed: int) -> None:
    """Personas are connected by the pairs that agree, as if each had been compared with each."""
    rng = Random(seed)  # noqa: S311, nothing is secret
    places, posts = ["Acme", "Foods", "Pell", "Ettry", "Nairn"], ["mayor", "striker", "doctor"]
    personas = []
    for post in rng.choices(posts, k=12):
        name = rng.choice(["Ann Roe", "Ann Q. Roe", "Ann B. Roe"])
        role = " ".join((*rng.sample(places, rng.randint(0, 4)), post))
        personas.append(Persona.of([profile(name, role)]))
    pairs = [
        (a, b)
        for a, b in combinations(range(12), 2)
        if namesakes._are_one(personas[a], personas[b])
    ]
    expected = [[personas[n] for n in group] for group in namesakes.connected(12, pairs)]
    assert namesakes._agreeing(personas) == expected


def test_who_fits_two_namesakes_is_given_to_neither() -> None:
    """A John Smith without a role goes to the one whom its outlet quotes, or to nobody."""
    known = [
        profile("John Smith", MAYOR, outlet="beacon", weight=2),
        profile("John Smith", STRIKER, outlet="gazette", weight=2),
    ]
    (at_beacon,) = groups_of([*known, profile("John Smith", outlet="beacon")], "", "beacon")
    assert any(one.role == MAYOR for one in at_beacon)
    (elsewhere,) = groups_of([*known, profile("John Smith", outlet="times")], "", "times")
    assert len(elsewhere) == 1


def test_a_bare_last_name_needs_a_role_that_agrees() -> None:
    """With one of those who bear it, and only one."""
    known = [profile("Ann Roe", MAYOR), profile("Owen Roe", STRIKER)]
    (found,) = groups_of([*known, profile("Roe", "Ellery mayor")], "Ellery mayor", "b")
    assert any(one.name == "Ann Roe" for one in found)
    both = [*known, profile("Tim Roe", "Port Ellery mayor", outlet="c")]
    (found,) = groups_of([*both, profile("Roe", "Ellery mayor")], "Ellery mayor", "b")
    assert len(found) == 1


def test_evidence_names_people_by_a_proper_form() -> None:
    """And not in the capitals of a headline, where there is another form."""
    shouted = profile("WILLIAM Q. MARSH", MAYOR), profile("BILL MARSH", MAYOR)
    proper = profile("William Marsh", MAYOR, "a", 9), profile("Bill Marsh", MAYOR, "a")
    alone = profile("MARSH", "Port Ellery mayor")
    (group,) = decide_persons([*shouted, *proper, alone])
    (because,) = {link.evidence for link in group.links.values() if link.rule is Rule.VARIANT}
    assert because.startswith("Bill Marsh is William Marsh, by a short form")
    assert group.links[alone].evidence == "“Port Ellery mayor” is what William Marsh is called"
    (group,) = decide_persons([shouted[0], alone])
    assert group.links[alone].evidence.endswith("is what WILLIAM Q. MARSH is called")


def test_an_abbreviation_is_whose_article_gives_it() -> None:
    """And nobody's where two organisations have it."""
    board = Profile(1, "Harbor Safety Board", "", "")
    short, given_for = Profile(2, "HSB", "", ""), Profile(1, "HSB", "", "", alias=True)
    assert len(decide_organizations([board, short])) == 2
    assert len(decide_organizations([board, short, given_for])) == 1
    bank = Profile(3, "Home Savings Bank", "", "")
    also = Profile(3, "HSB", "", "", alias=True)
    assert len(decide_organizations([board, short, given_for, bank, also])) == 3


def test_a_person_of_a_register_is_certain_only_alone() -> None:
    """Of two with the same name and work neither is; a dead one is none."""
    speaker = Spoken(("Ann Roe",), (MAYOR,), "2020-01-01", "2024-01-01")
    mayor = Known("Q1", ("Ann Roe",), "mayor of Port Ellery", "1960", None)
    rival = Known("Q2", ("Ann Roe",), "politician, mayor", None, None)
    dead = Known("Q3", ("Ann Roe",), "mayor of Port Ellery", None, "1990")
    assert [one.sure for one in candidates(speaker, [mayor, dead])] == [Sure.CERTAIN]
    assert {one.sure for one in candidates(speaker, [mayor, rival])} == {Sure.POSSIBLE}


@pytest.mark.parametrize(
    ("date", "quarter"),
    [("2024-11-05", 8099), ("2024", 8096), ("2024-01", 8096), ("soon", None), (None, None)],
)
def test_dates_are_compared_by_quarter(date: str | None, quarter: int | None) -> None:
    """Of whatever is a date; a year alone is its first."""
    assert quarter_of(date) == quarter


def profile(name: str, role: str = "", outlet: str = "b", weight: int = 1) -> Profile:
    """Return a profile of the year 2024."""
    return Profile(hash((name, role, outlet)), name, role, outlet, 8096, 8099, weight)


def groups_of(profiles: list[Profile], role: str, outlet: str) -> list[list[Profile]]:
    """Return the groups with the last profile."""
    last = profiles[-1]
    assert (last.role, last.outlet) == (role, outlet)
    return [[*group.links] for group in decide_persons(profiles) if last in group.links]
