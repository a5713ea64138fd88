"""Speakers without a name: “the mayor”, “a senior aide”, “the report”, “residents”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.languages.en.phrases import noun_span
from indexer.models import Span, SpeakerKind

if TYPE_CHECKING:
    from indexer.models import Tokens
    from indexer.speakers.cast import Cast, Figure

AGE = re.compile(r"(\d{1,3})-year-old", re.IGNORECASE)
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
POSSESSIVE = frozenset(("PRP$", "POS"))


def described_figure(tokens: Tokens, cast: Cast, head: int) -> Figure | None:
    """Return whom a definite description means: the figure last met whose role or name fits.

    “the mayor” is who has “mayor” in a role; “the 42-year-old” whose name is followed by that age;
    “the board” the organisation with the word in its name.
    """
    phrase = noun_span(tokens, head)
    if tokens.word[phrase.start].lower() not in DEFINITE:
        return None
    noun = tokens.word[head].lower()
    fitting = [figure for figure in cast.figures if _fits(tokens, figure, noun, phrase)]
    met = [(start, figure) for figure in fitting if (start := _last_met(figure, head)) is not None]
    return max(met, key=lambda item: item[0], default=(0, None))[1]


def _fits(tokens: Tokens, figure: Figure, noun: str, phrase: Span) -> bool:
    age = AGE.search(tokens.span(phrase).of(tokens.text))
    if age:
        return figure.is_person and any(
            tokens.word[name.tokens.end : name.tokens.end + 2] == (",", age[1])
            for name in figure.names
        )
    if figure.is_person:
        gender = genders("gendered_nouns").get(noun)
        if gender and figure.gender and gender != figure.gender:
            return False
        return any(noun in role.lower().replace("-", " ").split() for role in figure.roles)
    return noun in (word.lower() for word in figure.fullest.words)


def _last_met(figure: Figure, head: int) -> int | None:
    return max((n.tokens.start for n in figure.names if n.tokens.start < head), default=None)


def description_kind(tokens: Tokens, head: int) -> SpeakerKind:
    """Return what an unnamed speaker is, by the noun."""
    noun = tokens.word[head].lower()
    kinds = (
        ("document_nouns", SpeakerKind.DOCUMENT),
        ("organization_nouns", SpeakerKind.ORGANIZATION),
        ("group_nouns", SpeakerKind.GROUP),
    )
    for name, kind in kinds:
        if noun in words(name) or noun.removesuffix("s") in words(name):
            return kind
    return SpeakerKind.GROUP if tokens.tag[head] == "NNS" else SpeakerKind.UNKNOWN


def description_name(tokens: Tokens, head: int, kind: SpeakerKind) -> str:
    """Return an unnamed speaker's words: as introduced, or without the article for a thing."""
    phrase = noun_span(tokens, head)
    articles = ("the", "a", "an", "its", "his", "her", "their")
    named_thing = kind in (SpeakerKind.DOCUMENT, SpeakerKind.ORGANIZATION, SpeakerKind.GROUP)
    if named_thing and tokens.word[phrase.start].lower() in articles and phrase.start < head:
        phrase = Span(phrase.start + 1, phrase.end)
    text = " ".join(tokens.span(phrase).of(tokens.text).split())
    first_is_common = not tokens.tag[phrase.start].startswith("NNP")
    return text[:1].lower() + text[1:] if first_is_common else text
