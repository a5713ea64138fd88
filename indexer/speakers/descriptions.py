"""Speakers without a name: “the mayor”, “a senior aide”, “the report”, “residents”, “it”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.languages.en import genders, title_forms, words
from indexer.languages.en.phrases import noun_span
from indexer.models import Span, Speaker, SpeakerKind

if TYPE_CHECKING:
    from indexer.models import Tokens
    from indexer.speakers.cast import Cast, Figure

AGE = re.compile(r"(\d{1,3})-year-old", re.IGNORECASE)
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
ARTICLES = frozenset(("the", "a", "an", "its", "his", "her", "their", "this", "that"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
THINGS = frozenset((SpeakerKind.DOCUMENT, SpeakerKind.ORGANIZATION))
PEOPLE = frozenset((SpeakerKind.PERSON, SpeakerKind.GROUP, SpeakerKind.UNKNOWN))
MEANT_BY = {
    "it": THINGS,
    "they": frozenset((SpeakerKind.GROUP, SpeakerKind.ORGANIZATION)),
    "he": frozenset((SpeakerKind.UNKNOWN,)),
    "she": frozenset((SpeakerKind.UNKNOWN,)),
}
FARTHEST = 4
"""Sentences back that what “it” means may have been met."""

LONGEST_CLIMB = 4
LONGEST_MEMORY = 3000
"""Tokens back that a bare description may point."""

NOUN_KINDS = (
    ("document_nouns", SpeakerKind.DOCUMENT),
    ("organization_nouns", SpeakerKind.ORGANIZATION),
    ("group_nouns", SpeakerKind.GROUP),
    ("person_nouns", SpeakerKind.UNKNOWN),
)


def described_figure(tokens: Tokens, cast: Cast, head: int) -> Figure | None:
    """Return whom a definite description means: the figure last met whose role or name fits.

    “the mayor” is who has “mayor” in a role; “the 42-year-old” whose name is followed by that age;
    “the board” the organisation with the word in its name.
    """
    phrase = noun_span(tokens, head)
    if tokens.word[phrase.start].lower() not in DEFINITE:
        return None
    fitting = [figure for figure in cast.figures if _fits(tokens, figure, head, phrase)]
    met = [(start, figure) for figure in fitting if (start := _last_met(figure, head)) is not None]
    return max(met, key=lambda item: item[0], default=(0, None))[1]


def _fits(tokens: Tokens, figure: Figure, head: int, phrase: Span) -> bool:
    noun = tokens.word[head].lower()
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
        return any(noun in _nouns_of(role) for role in figure.roles)
    return noun in (word.lower() for word in figure.fullest.words)


def _nouns_of(role: str) -> set[str]:
    """Return the words of a role, abbreviated titles spelled out as well."""
    said = {word.rstrip(".") for word in role.lower().replace("-", " ").split()}
    return said.union(*(title_forms().get(word, frozenset()) for word in said))


def _last_met(figure: Figure, head: int) -> int | None:
    return max((n.tokens.start for n in figure.names if n.tokens.start < head), default=None)


def only_person_near(
    tokens: Tokens, cast: Cast, pronouns: dict[int, Figure], head: int
) -> Figure | None:
    """Return whom “the chief constable of Westmere” means, met for the first time by this office.

    News varies its words: where the paragraph right before has one person, of whom no role is
    known, and nobody else, the description is that person's.
    """
    phrase = noun_span(tokens, head)
    definite = tokens.word[phrase.start].lower() == "the"
    bare = phrase.end - phrase.start <= 2  # “the driver” may be anybody
    if not definite or bare or noun_kind(tokens, head) is not SpeakerKind.UNKNOWN:
        return None
    first = tokens.paragraphs[max(0, tokens.paragraph[head] - 1)].start
    near = {cast.at(t) or pronouns.get(t) for t in range(first, phrase.start)}
    persons = [figure for figure in near if figure and figure.is_person]
    alone = len(persons) == 1 and not persons[0].roles
    return persons[0] if alone and _introduction(tokens, head, frozenset()) == head else None


def described_by(tokens: Tokens, cast: Cast, relative: int) -> int:
    """Return the noun that “who” stands for; the pronoun itself if that can't be told.

    A person, so not the organisation right before: “the chief of Westmere Police, who said”.
    """
    clause = relative
    for _ in range(LONGEST_CLIMB):
        if tokens.dep[clause] == "relcl":
            return _person_above(tokens, cast, tokens.head[clause], tokens.word[relative].lower())
        clause = tokens.head[clause]
    return relative


def _person_above(tokens: Tokens, cast: Cast, noun: int, relative: str) -> int:
    """Return the noun or, for “who” after a thing in a complement, whom the complement is about."""
    token = noun
    for _ in range(LONGEST_CLIMB):
        figure = cast.at(token)
        kind = figure.kind if figure else noun_kind(tokens, token)
        if relative != "who" or kind in PEOPLE:
            return token
        if tokens.dep[token] not in ("pobj", "prep", "amod", "acl"):
            break
        token = tokens.head[token]
    return noun


def noun_kind(tokens: Tokens, head: int) -> SpeakerKind | None:
    """Return what a noun that heads a phrase stands for; None where no list has it."""
    noun = tokens.word[head].lower()
    for name, kind in NOUN_KINDS:
        if noun in words(name) or noun.removesuffix("s") in words(name):
            plural = kind is SpeakerKind.UNKNOWN and tokens.tag[head] == "NNS"
            return SpeakerKind.GROUP if plural else kind
    return None


def described_speaker(tokens: Tokens, head: int, quoted: frozenset[int]) -> Speaker:
    """Return the unnamed speaker that a noun phrase means, as the article introduced it.

    “The aide” is “a senior aide to the governor” where that came first.
    """
    introduced = _introduction(tokens, head, quoted)
    kind = noun_kind(tokens, head)
    if kind is None:
        kind = SpeakerKind.GROUP if tokens.tag[head] == "NNS" else SpeakerKind.UNKNOWN
    forms = dict.fromkeys(_words(tokens, place, kind) for place in (introduced, head))
    return Speaker(next(iter(forms)), kind, tuple(forms))


def _introduction(tokens: Tokens, head: int, quoted: frozenset[int]) -> int:
    """Return the head of the phrase that a bare one (“the aide”) points back to, else the head.

    It is the last phrase with the same noun that says more than that.
    """
    if not _is_bare(tokens, head):
        return head
    noun = tokens.word[head].lower()
    earlier = (
        token
        for token in range(head - 1, max(-1, head - LONGEST_MEMORY), -1)
        if tokens.word[token].lower() == noun
        and token not in quoted
        and tokens.dep[token] != "compound"
        and not _is_bare(tokens, token)
    )
    return next(earlier, head)


def _is_bare(tokens: Tokens, head: int) -> bool:
    phrase = noun_span(tokens, head)
    short = phrase.end - phrase.start == 2
    return short and tokens.word[phrase.start].lower() in DEFINITE


def _words(tokens: Tokens, head: int, kind: SpeakerKind) -> str:
    """Return an unnamed speaker's words: as introduced, or without the article for a thing."""
    phrase = noun_span(tokens, head)
    named_as_thing = kind in THINGS or kind is SpeakerKind.GROUP
    if named_as_thing and tokens.word[phrase.start].lower() in ARTICLES and phrase.start < head:
        phrase = Span(phrase.start + 1, phrase.end)
    text = " ".join(tokens.span(phrase).of(tokens.text).split())
    is_name = tokens.tag[phrase.start].startswith("NNP")
    in_capitals = text[1:2].isupper()
    return text if is_name or in_capitals else text[:1].lower() + text[1:]


def meant_noun(tokens: Tokens, cast: Cast, pronoun: int, quoted: frozenset[int]) -> int | None:
    """Return the head of the phrase that a pronoun without a named person means, if any.

    “it” is the subject last met that is an organisation or a document, “they” a group or an
    organisation, “he” and “she” an unnamed person.
    """
    kinds = MEANT_BY.get(tokens.word[pronoun].lower())
    if kinds is None:
        return None
    last = tokens.sentence[pronoun]
    for number in range(last, max(-1, last - FARTHEST), -1):
        start, end = tokens.sentences[number]
        for token in range(start, min(end, pronoun)):
            if tokens.dep[token] in SUBJECTS and token not in quoted:
                figure = cast.at(token)
                kind = figure.kind if figure else noun_kind(tokens, token)
                if kind in kinds:
                    return token
    return None
