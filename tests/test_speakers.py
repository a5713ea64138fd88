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


NAMES = {
    "a last name": (
        "Anna Kowal, the port's chief engineer, closed the pier on Monday.",
        "“It was not safe for anybody,” Kowal said.",
        "Anna Kowal",
    ),
    "she, in a later sentence": (
        "Anna Kowal closed the pier on Monday. She gave no reason at first.",
        "“It was not safe for anybody,” she said.",
        "Anna Kowal",
    ),
    "a title that tells two namesakes apart": (
        "Mayor Owen Marsh met Chloe Marsh, a teacher.",
        "“It was not for me to say,” Ms. Marsh said.",
        "Chloe Marsh",
    ),
    "he, where a woman was met too": (
        "Anna Kowal met David Ruiz at the pier.",
        "“We talked about the cost of it,” he said.",
        "David Ruiz",
    ),
    "an office": (
        "Mayor Owen Marsh closed the pier.",
        "“It was not safe for anybody,” the mayor said.",
        "Owen Marsh",
    ),
    "an age": (
        "David Ruiz, 42, lost his boat.",
        "“I had it for years and years,” the 42-year-old said.",
        "David Ruiz",
    ),
    "an organisation by its last word": (
        "The Harbour Safety Board met on Monday.",
        "“We will look at every bolt,” the board said.",
        "Harbour Safety Board",
    ),
    "an abbreviation": (
        "The Harbour Safety Board (HSB) met on Monday.",
        "“We will look at every bolt,” the HSB said.",
        "Harbour Safety Board",
    ),
    "a nickname inside the name": (
        "Walter “Skip” Dunning owns the line.",
        "“We will sail tomorrow at noon,” Dunning said.",
        "Walter “Skip” Dunning",
    ),
    "small words in a name": (
        "The envoy arrived late.",
        "“He is right about it,” said U.N. envoy Marie van der Berg.",
        "Marie van der Berg",
    ),
    "small words in an organisation's name": (
        "The Ministry for Rivers and Coasts was asked.",
        "“We will look at every gauge,” the ministry said.",
        "Ministry for Rivers and Coasts",
    ),
    "an organisation that begins with a title": (
        "General Motors and the Justice Department met.",
        "“We will pay what we owe,” General Motors said.",
        "General Motors",
    ),
    "a father beside his son": (
        "Walter Moss Jr. runs the firm that Walter Moss founded.",
        "“He is a good boy and he works hard,” Walter Moss said.",
        "Walter Moss",
    ),
    "a son beside his father": (
        "Walter Moss Jr. runs the firm that Walter Moss founded.",
        "“I trust my dad in all of this,” Walter Moss Jr. said.",
        "Walter Moss Jr.",
    ),
    "a name that modified a noun before": (
        "Donald Park, the senator, spoke. The Park campaign was loud.",
        "“We will win this one in the end,” Park said.",
        "Donald Park",
    ),
    "a name after a dateline": (
        "OTTAWA - Greta Moss closed the pier on Monday.",
        "“It was not safe for anybody,” Moss said.",
        "Greta Moss",
    ),
    "a nickname of two words": (
        "Mary “The Hammer” Dunn owns the line.",
        "“We will sail tomorrow at noon,” Dunn said.",
        "Mary “The Hammer” Dunn",
    ),
    "a name in capitals": (
        "",
        "“We will never give in to this,” the PRESIDENT said.",
        "the PRESIDENT",
    ),
    "an unnamed source": (
        "",
        "“We knew nothing of all that,” a senior aide said.",
        "a senior aide",
    ),
    "an unnamed source, met again": (
        "A senior aide to the governor spoke of a mistake.",
        "“We knew nothing of all that,” the aide said.",
        "a senior aide to the governor",
    ),
    "a document": ("", "The report said the bridge was “unsafe under any load at all.”", "report"),
}


@pytest.mark.parametrize(("before", "quoting", "name"), NAMES.values(), ids=NAMES)
def test_a_mention_is_resolved_to_the_fullest_name(
    extractor: Extractor, before: str, quoting: str, name: str
) -> None:
    """Last names, pronouns, titles, ages, abbreviations; the unnamed as they are introduced."""
    speaker = last_quote(extractor, f"{before}\n\n{quoting}").speaker
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
    ("“We will not pay a cent more,” said Mayor Owen Marsh.", "Mayor"),
    ("“We will not pay a cent more than that.” —Commissioner Owen Marsh", "Commissioner"),
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
