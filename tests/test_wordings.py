"""indexer.wordings: the words of quotations, and what was done to them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.wordings import (
    Change,
    Link,
    Measure,
    Relation,
    Wording,
    compare,
    differences,
    digest_of,
    group,
    measure,
    read_words,
    shingles,
    spoken,
)

SENTENCE = (
    "We have no choice but to close the harbour before the winter storms arrive, "
    "and everybody in this town knows that it will cost us dearly"
)


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("Don’t DON'T don`t", "dont dont dont"),
        ("the U.S. and the US", "the us and the us"),
        ("café cafe\u0301 CAFÉ", "cafe cafe cafe"),
        ("well-known — well known", "well known well known"),
        ("1,000.5 and 10,000", "1000.5 and 10000"),
        ("He … is ... great [...] now", "he is great now"),
        ("He [Mr. Bell] said [T]hat we walk[ed]", "he said that we walked"),
        ("“the ‘so-called’ ﬁnal” word!?", "the so called final word"),
        ("🚢 \ud800 \0", ""),
    ],
)
def test_printing_makes_no_difference(printed: str, words: str) -> None:
    """Case, accents, marks, apostrophes, points, commas; the newsroom's words are not spoken."""
    assert " ".join(spoken(printed)) == words


@given(st.text())
def test_words_are_where_they_are_said_to_be(text: str) -> None:
    """Whatever the text: in order, without overlap, each with something to compare."""
    end = 0
    for word in read_words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.form
        end = word.end
    assert spoken(text) == tuple(word.form for word in read_words(text) if not word.added)


def test_numbers_are_the_same_in_every_process() -> None:
    """They are stored: Python's own hashes differ from run to run."""
    forms = spoken(SENTENCE)
    script = (
        "from indexer.wordings import *; "
        f"f = spoken({SENTENCE!r}); print(digest_of(f), *shingles(f))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == [str(digest_of(forms)), *map(str, shingles(forms))]


@given(st.integers(0, 24), st.integers(5, 12))
def test_five_words_in_a_row_lead_to_the_whole(start: int, length: int) -> None:
    """However much stands around them."""
    whole = spoken(f"{SENTENCE} {SENTENCE.upper()} or so they say")
    part = whole[start : start + length]
    assert set(shingles(part)) & set(shingles(whole))


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (SENTENCE, SENTENCE.upper(), Relation.EQUAL),
        (SENTENCE, "before the winter storms", Relation.CONTAINED),
        (SENTENCE, SENTENCE.replace("close", "shut").replace("this ", ""), Relation.REWORDED),
        (SENTENCE, "close the harbour … everybody in this town knows", Relation.REWORDED),
        (SENTENCE, "knows that it will cost us dearly and our children too", None),
        (SENTENCE, f"{SENTENCE[76:]} and our children", Relation.OVERLAPPING),
        (SENTENCE, "We have no choice but to sell the boats and to leave", None),
        (SENTENCE, "Nothing of the kind has been said", None),
        ("", SENTENCE, None),
    ],
)
def test_what_is_one_utterance(one: str, other: str, relation: Relation | None) -> None:
    """And what only begins or ends the same; whichever is given first."""
    found = compare(spoken(one), spoken(other))
    assert (found.relation if found else None) == relation
    assert compare(spoken(other), spoken(one)) == found


def test_commonplaces_tell_no_utterance() -> None:
    """By their words alone: nobody need have said them before."""
    for words in (
        "No comment.",
        "Thank you very much!",
        "We will see what happens",
        "It is what it is",
    ):
        assert not measure(spoken(words)).can_join(named=True)
    assert measure(spoken("close the harbour now")).can_join(named=True)
    assert not measure(spoken("close the harbour now")).can_join(named=False)


def test_differences_are_told_by_the_original_words() -> None:
    """Changed, left out and added; marks, case and accents are no difference."""
    before = "“We won’t close the café now,” he said."
    after = "we wont SHUT the cafe [in town]"
    told = [
        (each.change, each.source.of(before), each.target.of(after))
        for each in differences(before, after)
    ]
    assert told == [
        (Change.SAME, "We won’t", "we wont"),
        (Change.CHANGED, "close", "SHUT"),
        (Change.SAME, "the café", "the cafe"),
        (Change.CHANGED, "now,” he said", "in town"),
    ]


@given(st.text("ab “’…[]é", max_size=40), st.text("ab “’…[]é", max_size=40))
def test_differences_cover_all_words(before: str, after: str) -> None:
    """Every word of both texts is in one stretch, in order."""
    found = differences(before, after)
    for text, side in ((before, "source"), (after, "target")):
        spans = [getattr(each, side) for each in found]
        inside = [word for word in read_words(text) for s in spans if s[0] <= word.start < s[1]]
        assert inside == list(read_words(text))
        assert spans == sorted(spans)


LONG, SHORT = Measure(12, 8), Measure(6, 4)


def test_an_excerpt_ties_no_two_speeches() -> None:
    """It goes with the one that it is closer to."""
    speeches = [Wording(1, 11, 7, Measure(30, 20)), Wording(2, 12, 7, Measure(20, 15))]
    excerpt = Wording(3, 13, 7, SHORT)
    links = [
        Link(1, 3, Relation.CONTAINED, 1.0, 0.3),
        Link(2, 3, Relation.CONTAINED, 1.0, 0.5),
    ]
    assert parts([*speeches, excerpt], links) == [[1], [2, 3]]


def test_who_is_not_named_stands_between_no_two_people() -> None:
    """Not even where the words of nobody are the longest: they go over to one of the two."""
    nobody = Wording(1, 11, 0, Measure(30, 20))
    people = [Wording(2, 12, 7, SHORT), Wording(3, 13, 8, SHORT)]
    links = [
        Link(1, 2, Relation.CONTAINED, 1.0, 0.5),
        Link(1, 3, Relation.CONTAINED, 1.0, 0.4),
    ]
    assert parts([nobody, *people], links) == [[1, 2], [3]]


@pytest.mark.parametrize(
    ("length", "expected"), [(SHORT, [[1], [2], [3]]), (LONG, [[1, 2, 3]])], ids=["few", "many"]
)
def test_the_same_words_of_two_people(length: Measure, expected: list[list[int]]) -> None:
    """Few of them tell not who else said them; many are disputed, and nobody's go with both."""
    wordings = [Wording(1, 11, 7, length), Wording(2, 11, 8, length), Wording(3, 11, 0, length)]
    links = [Link(1, 3, Relation.EQUAL, 1.0, 1.0), Link(2, 3, Relation.EQUAL, 1.0, 1.0)]
    if length is LONG:
        links.append(Link(1, 2, Relation.DISPUTED, 1.0, 1.0))
    assert parts(wordings, links) == expected


def parts(wordings: list[Wording], links: list[Link]) -> list[list[int]]:
    """Return the utterances in order, the same for any order of wordings and links."""
    found = sorted(sorted(utterance) for utterance in group(wordings, links))
    assert found == sorted(map(sorted, group(wordings[::-1], links[::-1])))
    return found
