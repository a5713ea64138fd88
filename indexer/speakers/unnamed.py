"""Speakers without a name: “a senior aide”, “the report”, “residents”, “it”, “they”."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.languages.en.nouns import noun_span, whole_word
from indexer.languages.en.phrases import joint_speakers
from indexer.models import Span, Speaker, SpeakerKind
from indexer.speakers.antecedents import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.models import Tokens
    from indexer.speakers.cast import Cast

DEFINITE = frozenset(("the", "this", "that", "these", "those"))
INTRODUCING = frozenset(("a", "an", "one"))
ARTICLES = frozenset(("the", "a", "an", "its", "his", "her", "their", "this", "that"))
THINGS = frozenset((SpeakerKind.DOCUMENT, SpeakerKind.ORGANIZATION))
PEOPLE = frozenset((SpeakerKind.PERSON, SpeakerKind.GROUP, SpeakerKind.UNKNOWN))
MEANT_BY = {
    "it": THINGS,
    "they": frozenset((SpeakerKind.GROUP, SpeakerKind.ORGANIZATION)),
}
READS = frozenset(("read", "reads"))
SOMEBODY = frozenset(("someone", "somebody"))
FARTHEST = 4
"""Sentences back that what “it” means may have been met."""

LONGEST_CLIMB = 4
"""Steps up the tree from “who” to what it stands for."""

LONGEST_MEMORY = 3000
"""Tokens back that a bare description may point."""

OPENING_MARKS = frozenset('“"‘')
CLOSING_MARKS = frozenset('“”"’')
LONGEST_TITLE = 12
"""Tokens of a document's title."""

NOUN_KINDS = (
    ("document_nouns", SpeakerKind.DOCUMENT),
    ("organization_nouns", SpeakerKind.ORGANIZATION),
    ("group_nouns", SpeakerKind.GROUP),
    ("person_nouns", SpeakerKind.UNKNOWN),
    ("nationality_nouns", SpeakerKind.UNKNOWN),
)


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


def main_subject(tokens: Tokens, noun: int) -> int:
    """Return who “for someone who lost, Ann Roe had a good night” speaks of, else the noun itself.

    The phrase opens the sentence, and the name is the subject of its verb.
    """
    preposition = tokens.head[noun]
    opens = preposition == tokens.sentences[tokens.sentence[noun]].start
    if not opens or tokens.word[noun].lower() not in SOMEBODY or preposition != noun - 1:
        return noun
    subjects = (c for c in tokens.children[tokens.head[preposition]] if c > noun)
    named = (c for c in subjects if tokens.dep[c] in SUBJECTS and tokens.tag[c] == "NNP")
    return next(named, noun)


def noun_kind(tokens: Tokens, head: int) -> SpeakerKind | None:
    """Return what a noun that heads a phrase stands for; None where no list has it."""
    kind = _listed_kind("".join(tokens.word[slice(*whole_word(tokens, head))]).lower())
    plural = kind is SpeakerKind.UNKNOWN and tokens.tag[head] == "NNS"
    return SpeakerKind.GROUP if plural else kind


@lru_cache(maxsize=8192)
def _listed_kind(noun: str) -> SpeakerKind | None:
    singular = noun.removesuffix("s")
    kinds = (kind for name, kind in NOUN_KINDS if not words(name).isdisjoint((noun, singular)))
    return next(kinds, None)


def described_speaker(tokens: Tokens, head: int, quoted: frozenset[int]) -> Speaker:
    """Return the unnamed speaker that a noun phrase means, as the article introduced it.

    “The aide” is “a senior aide to the governor” where that came first.
    """
    kind = noun_kind(tokens, head)
    known = introduction(tokens, head, quoted)
    introduced = known if kind in THINGS else first_introduction(tokens, known, quoted)
    if kind is None:
        kind = SpeakerKind.GROUP if tokens.tag[head] == "NNS" else SpeakerKind.UNKNOWN
    forms = dict.fromkeys(_words(tokens, place, kind) for place in (introduced, head))
    return Speaker(next(iter(forms)), kind, tuple(forms))


def introduction(tokens: Tokens, head: int, quoted: frozenset[int]) -> int:
    """Return the head of the phrase that a bare one (“the aide”) points back to, else the head.

    It is the last phrase with the same noun that says more than that.
    """
    if not _is_bare(tokens, head):
        return head
    earlier = same_noun_before(tokens, head, quoted)
    return next((token for token in earlier if not _is_bare(tokens, token)), head)


def first_introduction(tokens: Tokens, head: int, quoted: frozenset[int]) -> int:
    """Return the head of the phrase with “a” by which a definite one came in, else the head.

    “The port employee” is “an employee of the port” where that came first.
    """
    if tokens.word[noun_span(tokens, head).start].lower() not in DEFINITE:
        return head
    told = _telling_words(tokens, head)
    earlier = (
        token
        for token in same_noun_before(tokens, head, quoted)
        if tokens.word[noun_span(tokens, token).start].lower() in INTRODUCING
        and told <= _telling_words(tokens, token)
    )
    return next(earlier, head)


def same_noun_before(tokens: Tokens, head: int, quoted: frozenset[int]) -> Iterator[int]:
    """Yield the heads of the phrases with this noun before it, the nearest first."""
    noun = tokens.word[head].lower()
    for token in range(head - 1, max(-1, head - LONGEST_MEMORY), -1):
        same = tokens.word[token].lower() == noun and token not in quoted
        if same and tokens.dep[token] != "compound":
            yield token


def _telling_words(tokens: Tokens, head: int) -> frozenset[str]:
    """Return the lower-case words of a phrase without its article."""
    phrase = noun_span(tokens, head)
    start = phrase.start + (tokens.dep[phrase.start] == "det")
    return frozenset(word.lower() for word in tokens.word[start : phrase.end])


def _is_bare(tokens: Tokens, head: int) -> bool:
    phrase = noun_span(tokens, head)
    short = phrase.end - phrase.start == 2
    return short and tokens.word[phrase.start].lower() in DEFINITE


def _words(tokens: Tokens, head: int, kind: SpeakerKind) -> str:
    """Return an unnamed speaker's words: as introduced, or without the article for a thing."""
    title = _title(tokens, head)
    if title:
        return title
    phrase = noun_span(tokens, head)
    named_as_thing = kind in THINGS or kind is SpeakerKind.GROUP
    if named_as_thing and tokens.word[phrase.start].lower() in ARTICLES and phrase.start < head:
        phrase = Span(phrase.start + 1, phrase.end)
    if named_as_thing and tokens.tag[head] == "NNP":
        phrase = Span(_first_capital(tokens, phrase.start, head), phrase.end)
    text = " ".join(tokens.span(phrase).of(tokens.text).split())
    if _ends_sentence(tokens, phrase.end - 1):
        text = text[:-1]
    begins = _only_begins_sentence(tokens, phrase.start, head)
    return text[:1].lower() + text[1:] if begins else text


def _ends_sentence(tokens: Tokens, token: int) -> bool:
    """Whether a word has a full stop that is the sentence's, left on it by the tokenizer: “B2B.”"""
    word = tokens.word[token]
    mixed = any(map(str.isdigit, word)) and word[:-1].isalnum() and not word[:-1].isdigit()
    return word.endswith(".") and mixed


def _first_capital(tokens: Tokens, start: int, head: int) -> int:
    """Return where the name in a phrase starts: “its hefty Harbour Safety Survey”."""
    small = [token for token in range(start, head) if tokens.word[token][0].islower()]
    return small[-1] + 1 if small and tokens.word[head][0].isupper() else start


def _title(tokens: Tokens, head: int) -> str | None:
    """Return what a document is called: “a website called “Harbour Watch””; None if nothing."""
    called = next((c for c in tokens.children[head] if tokens.dep[c] == "acl"), len(tokens))
    opened = called + 2
    if opened >= len(tokens) or called != head + 1:
        return None
    # Not so in “a sign reading “No Entry””: what it says is not what it is called.
    if tokens.word[called] not in words("naming_words") or tokens.tag[called] == "VBG":
        return None
    closed = range(opened, min(opened + LONGEST_TITLE, len(tokens)))
    end = next((t for t in closed if tokens.word[t] in CLOSING_MARKS), opened)
    titled = tokens.word[opened - 1] in OPENING_MARKS and end > opened
    return tokens.span(Span(opened, end)).of(tokens.text).rstrip(".,") if titled else None


def _only_begins_sentence(tokens: Tokens, first: int, head: int) -> bool:
    """Whether the first word is capitalised for nothing but its place in the sentence."""
    word = tokens.word[first]
    owner = tokens.tag[first + 1 : first + 2] == ("POS",)
    if owner or tokens.tag[first].startswith("NNP") or word[1:2].isupper():
        return False
    listed = first != head or noun_kind(tokens, head) or tokens.tag[head] in ("NNS", "CD")
    starts = first == tokens.sentences[tokens.sentence[first]].start
    return bool(listed) and (starts or not tokens.word[first - 1][-1].isalnum())


def meant_noun(tokens: Tokens, cast: Cast, pronoun: int, quoted: frozenset[int]) -> int | None:
    """Return the head of the phrase that a pronoun without a named person means, if any.

    “it” is the subject last met that is an organisation or a document, “they” a group, an
    organisation or several speakers; what “reads” is the text last met, subject or not.
    """
    word = tokens.word[pronoun].lower()
    kinds = MEANT_BY.get(word)
    if kinds is None:
        return None
    if word == "it" and tokens.word[tokens.head[pronoun]].lower() in READS:
        return _text_before(tokens, pronoun, quoted)
    last = tokens.sentence[pronoun]
    for number in range(last, max(-1, last - FARTHEST), -1):
        start, end = tokens.sentences[number]
        for token in range(start, min(end, pronoun)):
            if tokens.dep[token] in SUBJECTS and token not in quoted:
                figure = cast.at(token)
                kind = figure.kind if figure else noun_kind(tokens, token)
                if kind in kinds or (word == "they" and joint_speakers(tokens, token)):
                    return token
    return None


def _text_before(tokens: Tokens, token: int, quoted: frozenset[int]) -> int | None:
    """Return the noun for a text last met before a token, a few sentences back at most.

    Of several in a sentence it is the subject, else the last.
    """
    last = tokens.sentence[token]
    for number in range(last, max(-1, last - FARTHEST), -1):
        start, end = tokens.sentences[number]
        nouns = [t for t in range(start, min(end, token)) if t not in quoted]
        texts = [t for t in nouns if _is_text(tokens, t)]
        subjects = [t for t in texts if tokens.dep[t] in SUBJECTS]
        if texts:
            return (subjects or texts)[-1]
    return None


def _is_text(tokens: Tokens, noun: int) -> bool:
    heads = tokens.tag[noun] in ("NN", "NNP") and tokens.dep[noun] != "compound"
    return heads and noun_kind(tokens, noun) is SpeakerKind.DOCUMENT
