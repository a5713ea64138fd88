"""The scanner: what stands between quotation marks, whatever marks an article uses."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.paragraphs import find_paragraphs
from indexer.quotations import find_quotations


def scan(text: str) -> list[list[str]]:
    """Return the parts of each quotation."""
    quotations = find_quotations(text, find_paragraphs(text))
    return [[part.of(text) for part in quotation.parts] for quotation in quotations]


def single(text: str) -> list[str]:
    """Return the quotations of a text in which each has one part."""
    found = scan(text)
    assert all(len(parts) == 1 for parts in found)
    return [parts[0] for parts in found]


@pytest.mark.parametrize(
    "text",
    [
        "“We won,” he said.",
        '"We won," he said.',
        "``We won,'' he said.",
        "''We won,'' he said.",
        "«We won,» he said.",
        "« We won, » he said.",
        "»We won,« he said.",
        "„We won,“ he said.",
        "„We won,” he said.",
        '“We won," he said.',
        '"We won,” he said.',
        "He said:“We won,”and left.",
        "(“We won,” he said.)",
    ],
)
def test_every_style_of_double_marks(text: str) -> None:
    """Curly, straight, typewriter, guillemets, low-high, and the sloppy pairs of the web."""
    assert single(text) == ["We won,"]


def test_single_marks_count_where_they_are_the_main_marks() -> None:
    """A British article's apostrophes, possessives and inner double marks stay inside."""
    text = (
        "‘It’s the farmers’ market that we’ll miss,’ said Jo.\n"
        "‘They called it “a mess”, didn’t they?’ she added. Rock ’n’ roll isn’t dead, ’tis said.\n"
        "The ’90s were ‘a long, long time ago’, he said."
    )
    assert single(text) == [
        "It’s the farmers’ market that we’ll miss,",
        "They called it “a mess”, didn’t they?",
        "a long, long time ago",
    ]


def test_straight_single_marks_can_be_the_main_marks() -> None:
    """The typewriter form of the same."""
    text = "'It's over,' said the workers' leader.\n'We don't agree,' she said of the bosses' plan."
    assert single(text) == ["It's over,", "We don't agree,"]


def test_single_marks_beside_double_ones_are_not_quotations() -> None:
    """Where double marks lead, single ones are inner quotations, scare quotes and apostrophes."""
    text = "“He told me ‘no’ twice,” she said of the ‘deal’. “I won’t ask again,” she said."
    assert single(text) == ["He told me ‘no’ twice,", "I won’t ask again,"]


@pytest.mark.parametrize(
    "text",
    [
        "The farmers' market isn't open; 'tis closed since the '90s.",
        "He is 6'2\" tall and she is 5'11\".",
        'The board was 12" long and 4" wide.',
        "The pipe is 12″ wide, 3′ long.",
        "It shouldn‘t matter.",
        'See <a href="http://a.example/x" title="x">here</a> and <tweet id="77" author="me"/>.',
        "A lone ” mark, and another ”.",
        "“…” and “ ” and \"\" and ''''.",
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    """Apostrophes, primes, inches, attributes of markup, lone and empty marks."""
    assert scan(text) == []


def test_inches_inside_a_quotation_do_not_end_it() -> None:
    """“6'2"” is a height, whatever mark ends the quotation."""
    assert single('"He\'s 6\'2" and fast," she said.') == ["He's 6'2\" and fast,"]


def test_paragraphs_that_reopen_a_quotation_are_one() -> None:
    """The mark is closed only in the last paragraph; every paragraph is a part."""
    text = "“First paragraph.\n\n“Second one.\n\n“Third, and done,” she said. “Another.”"
    assert scan(text) == [["First paragraph.", "Second one.", "Third, and done,"], ["Another."]]


def test_single_marks_reopen_a_quotation_too() -> None:
    """Also one that began in the middle of its paragraph."""
    text = "‘We sang,’ he said. ‘It’s odd, but it went on.\n‘I’d do it again,’ he said. ‘So.’"
    assert scan(text) == [["We sang,"], ["It’s odd, but it went on.", "I’d do it again,"], ["So."]]


def test_a_quotation_that_goes_on_without_a_mark_is_one() -> None:
    """Some web sites set marks only at the start and end of what spans two paragraphs."""
    text = "“A first paragraph that nothing closes.\nand the second, which ends here,” he said."
    assert scan(text) == [
        ["A first paragraph that nothing closes.", "and the second, which ends here,"]
    ]


def test_the_name_under_a_pull_quote_is_no_part_of_it() -> None:
    """“Words⏎Jane Roe, editor” is signed inside the marks."""
    assert scan("“We will not go back to what was.\nJane Roe, editor.”") == [
        ["We will not go back to what was."]
    ]


def test_a_stray_mark_in_a_sentence_swallows_no_other_quotation() -> None:
    """What nothing closes and no paragraph reopens as its own sentence stays apart."""
    text = "The “market is closed, the mayor of Dover said.\n\n“We will reopen in May,” he said."
    assert scan(text)[-1] == ["We will reopen in May,"]


def test_a_closed_quotation_is_not_joined_to_the_next_paragraph() -> None:
    """Two speakers in two paragraphs are two quotations."""
    assert scan("“One,” he said.\n\n“Two,” she said.") == [["One,"], ["Two,"]]


def test_an_unclosed_quotation_runs_to_the_end_of_its_paragraph() -> None:
    """Nothing is lost for a missing mark; what follows stays apart."""
    text = "He said: “We will go on until it is done.\n\nNobody else spoke. “Fine,” she said."
    assert scan(text) == [["We will go on until it is done."], ["Fine,"]]
    assert [q.closed for q in find_quotations(text, find_paragraphs(text))] == [False, True]


def test_a_nickname_does_not_break_the_quotation_around_it() -> None:
    """Inner marks of another style belong to the outer part."""
    assert single("“Ask Anna ‘Birdie’ Kowal or ‘Skip’,” he said.") == [
        "Ask Anna ‘Birdie’ Kowal or ‘Skip’,"
    ]


def test_parts_are_trimmed_and_exclude_their_marks() -> None:
    """White space of any kind at a part's ends is outside of it."""
    assert single("“\u00a0 We won \u00a0” he said.") == ["We won"]


def test_many_marks_take_linear_time() -> None:
    """A hundred thousand marks in a row end in seconds, not hours."""
    start = process_time()
    for marks in ('"', "“", "' ", "s' a", "s‘ a ", "'s‘ a ", '<a "', " ", "“‘ ’” ", "5'1\" "):
        text = marks * 50_000
        find_quotations(text, find_paragraphs(text))
    assert (
        process_time() - start < 60
    )  # seconds of processor time; quadratic work takes many minutes


@given(st.text(alphabet="ab ,.1s\n“”\"'‘’«»„`<>=″", max_size=300))
def test_any_text_gives_ordered_parts_with_something_to_read(text: str) -> None:
    """Never an exception; parts don't overlap and exclude white space at their ends."""
    end = 0
    for quotation in find_quotations(text, find_paragraphs(text)):
        for part in quotation.parts:
            words = part.of(text)
            assert end <= part.start < part.end
            assert words == words.strip()
            assert any(map(str.isalnum, words))
            end = part.end
