"""Who “he”, “Kowal” and “the mayor” are, inside one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.models import Article, SpeakerKind

if TYPE_CHECKING:
    from indexer.models import Quote
    from indexer.pipeline.extractor import Extractor


def last_quote(extractor: Extractor, text: str) -> Quote:
    """Return the last quote of a text."""
    (indexed,) = extractor.extract([Article("test", text)])
    return indexed.quotes[-1]


NAMES = [
    (
        "Anna Kowal, the port's chief engineer, closed the pier on Monday.\n\n"
        "“It was not safe for anybody,” Kowal said.",
        "Anna Kowal",
    ),
    (
        "Anna Kowal closed the pier on Monday. She gave no reason at first.\n\n"
        "“It was not safe for anybody,” she said.",
        "Anna Kowal",
    ),
    (
        "Mayor Owen Marsh met Chloe Marsh, a teacher.\n\n“It was not for me to say,” Ms. Marsh said.",
        "Chloe Marsh",
    ),
    (
        "Anna Kowal met David Ruiz at the pier.\n\n“We talked about the cost of it,” he said.",
        "David Ruiz",
    ),
    (
        "Mayor Owen Marsh closed the pier.\n\n“It was not safe for anybody,” the mayor said.",
        "Owen Marsh",
    ),
    (
        "David Ruiz, 42, lost his boat.\n\n“I had it for years and years,” the 42-year-old said.",
        "David Ruiz",
    ),
    (
        "The Harbour Safety Board met on Monday.\n\n“We will look at every bolt,” the board said.",
        "Harbour Safety Board",
    ),
    (
        "The Harbour Safety Board (HSB) met on Monday.\n\n“We will look at every bolt,” the HSB said.",
        "Harbour Safety Board",
    ),
    (
        "Walter “Skip” Dunning owns the line.\n\n“We will sail tomorrow at noon,” Dunning said.",
        "Walter “Skip” Dunning",
    ),
    ("“We knew nothing of all that,” a senior aide said.", "a senior aide"),
    ("The report said the bridge was “unsafe under any load at all.”", "report"),
    ("“Ambassador Li is right about it,” said U.N. envoy Marie van der Berg.", "Marie van der Berg"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_mention_is_resolved_to_the_fullest_name(
    extractor: Extractor, text: str, name: str
) -> None:
    """Last names, pronouns, titles, ages, abbreviations; the unnamed as they are introduced."""
    speaker = last_quote(extractor, text).speaker
    assert speaker is not None
    assert speaker.name == name


def test_nobody_is_named_where_nobody_can_be_told(extractor: Extractor) -> None:
    """A “she” without a woman in the article has a mention and no speaker."""
    quote = last_quote(extractor, "“We never saw any of that money,” she said.")
    assert quote.attribution.mention is not None
    assert quote.speaker is None


ROLES = [
    (
        "NATO Secretary-General Mark Rutte said it was “a dangerous expansion of the war.”",
        "NATO Secretary-General",
    ),
    (
        "Anna Kowal, the port's chief engineer, said the pier was “beyond repair by now.”",
        "port's chief engineer",
    ),
    (
        "“We will not pay a cent more,” said Mayor Owen Marsh.",
        "Mayor",
    ),
]


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_the_role_is_what_the_article_calls_the_speaker(
    extractor: Extractor, text: str, role: str
) -> None:
    """Titles before the name and appositions after it, in the article's own words."""
    assert last_quote(extractor, text).role == role


KINDS = [
    ("“We talked about it,” said Anna Kowal.", SpeakerKind.PERSON),
    ("“We looked at it closely,” the Harbour Safety Board said.", SpeakerKind.ORGANIZATION),
    ("The report called the bridge “unsafe at any load whatsoever.”", SpeakerKind.DOCUMENT),
    ("“We want our street back now,” residents said.", SpeakerKind.GROUP),
    ("“We want our street back now,” one man said.", SpeakerKind.UNKNOWN),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_a_speaker(extractor: Extractor, text: str, kind: SpeakerKind) -> None:
    """Person, organisation, document, group, or an unnamed source."""
    speaker = last_quote(extractor, text).speaker
    assert speaker is not None
    assert speaker.kind is kind


def test_every_form_of_a_name_is_kept(extractor: Extractor) -> None:
    """The forms by which a speaker was met; pronouns are none."""
    text = (
        "Anna Kowal closed the pier. Mrs. Kowal gave no reason.\n\n"
        "“It was not safe for anybody,” she said."
    )
    speaker = last_quote(extractor, text).speaker
    assert speaker is not None
    assert set(speaker.names) == {"Anna Kowal", "Kowal"}
