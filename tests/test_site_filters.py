"""The state of a search: read from an address, and written back into one for every other choice."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.site.conditions import condition
from indexer.site.filters import (
    ADDRESS_NAMES,
    LONGEST_SEARCH,
    NOBODY,
    READERS,
    Filters,
    Position,
    read_filters,
)

EVERYTHING = {
    "q": 'tunnel "of love"',
    "speaker": "7",
    "outlet": "3",
    "kind": "mixed",
    "role": "mayor",
    "from": "2024-03",
    "to": "2024-03-31",
    "confidence": "0.9",
    "attributed": "yes",
    "order": "date",
    "next": "20-1234",
}
NAMES = [ADDRESS_NAMES.get(name, name) for name in READERS]


def test_an_address_holds_the_whole_state() -> None:
    """What was read is written back, word for word, and empty filters leave nothing behind."""
    filters = read_filters(EVERYTHING)
    assert filters.state() == EVERYTHING
    assert filters.next == Position(20, 1234)
    assert not filters.unread
    assert Filters().state() == {}
    assert read_filters({}) == Filters()


def test_a_choice_changes_one_thing_and_begins_at_the_first_page() -> None:
    """A choice of None undoes the filter; no choice at all leads to the first page."""
    filters = read_filters(EVERYTHING)
    without_next = {key: value for key, value in EVERYTHING.items() if key != "next"}
    assert filters.with_() == without_next
    assert filters.with_(speaker=9) == without_next | {"speaker": "9"}
    assert "role" not in filters.with_(role=None)
    assert filters.with_(since="2023", until=None)["from"] == "2023"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("kind", "indirect"),
        ("from", "yesterday"),
        ("from", "2024-13"),
        ("from", "24"),
        ("to", "2024-02-40"),
        ("confidence", "2"),
        ("confidence", "nan"),
        ("confidence", "-0.1"),
        ("attributed", "maybe"),
        ("order", "text; drop table"),
        ("next", "-1"),
        ("next", "1e3"),
        ("next", "9" * 30),
    ],
)
def test_what_cannot_be_read_is_left_out_and_named(name: str, typed: str) -> None:
    """The page can say which filter it left out, and need not repeat what stood there."""
    filters = read_filters({name: typed})
    assert filters.unread == (name,)
    assert filters.state() == {}


@pytest.mark.parametrize("typed", ["x", "-1", "1 or 1", "9" * 40, "١", "1.0"])
def test_an_id_that_is_none_is_nobodys(typed: str) -> None:
    """A speaker or outlet that cannot be read is one that is not there: it must not find all."""
    assert read_filters({"speaker": typed}).speaker == NOBODY
    assert read_filters({"outlet": typed}).outlet == NOBODY


def test_long_and_odd_text_is_cut_and_cleaned() -> None:
    """A search has its limits; NUL and half characters are no part of it."""
    assert len(read_filters({"q": "a" * 9999}).q) == LONGEST_SEARCH
    assert read_filters({"q": "a\0b\ud800c"}).q == "a bc"


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=40)))
def test_reading_never_fails_and_is_stable(arguments: dict[str, str]) -> None:
    """Whatever stands in an address is read; its state, through an address, is read as the same."""
    filters = read_filters(arguments)
    again = read_filters(dict(parse_qsl(urlencode(filters.state()))))
    assert again.state() == filters.state()
    condition(filters, None, has_roles=True)


def test_words_are_looked_for_in_quotes_and_names_only() -> None:
    """The full-text index knows roles too, which only the filter of roles asks."""
    wanted = condition(Filters(q="a b", role="the mayor"), None, has_roles=True)
    assert wanted.match == '{text speaker_name} : ("a" AND "b") AND role : ("the" AND "mayor")'
    assert wanted.where == "1"
    assert wanted.is_only_words


def test_a_speakers_name_narrows_words_inside_the_index() -> None:
    """With words, the name is a part of the full-text query; alone, the id is enough."""
    speaker = {"id": 7, "name": 'Bo "x" Lind'}
    with_words = condition(Filters(q="a", speaker=7), speaker, has_roles=True)
    assert with_words.match.endswith('speaker_name : "Bo ""x"" Lind"')
    alone = condition(Filters(speaker=7), speaker, has_roles=True)
    assert alone.match == ""
    assert alone.is_only_indexed
