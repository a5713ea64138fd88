"""The skeleton of an article: as much of it as decides who said what.

What stands inside quotation marks doesn't tell who said it: of long quotations only the first and
last words are parsed. And of the paragraphs away from all quotations only those sentences tell
something that introduce somebody who is named or described near one: that give the full name of
“Roe”, or say who “the mayor” is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from indexer.documents.passages import Passage, stretches
from indexer.languages.en import genders, words
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from indexer.models import Quotation

PARAGRAPHS_BEFORE = 2
"""That are parsed before a paragraph with quotation marks."""

FIRST_WORDS, LAST_WORDS = 6, 3
"""That are parsed of a long part of a quotation: the reporter's words join on to these."""

UNBROKEN = re.compile(r"\S+")
NAME = re.compile(r"[^\W\d_a-z][\w’'-]*(?: [^\W\d_]\.)? [^\W\d_a-z][\w’'-]")
"""Two capitalised words, perhaps with an initial between."""

WORD = re.compile(r"[^\W\d_][\w’'-]*")

SENTENCE_END = re.compile(
    r"(?:[^\W\d_]{5}|\b[a-z]\w*|[)\d%])[.!?][”’\"')]*\s+(?=[“‘\"'(]*[^\W\d_a-z])"
)
"""Where a sentence surely ends: “Gov. Roe” and “J. Roe” stay together, and so may two sentences."""

LONGEST_SIGNATURE = 80
"""Characters: “— Ann Roe, harbour master of Port Levering”."""

LONGEST_BETWEEN = 4
"""Characters between two words of a name: a space, or an initial with its full stop."""


class _Sentence(NamedTuple):
    """A sentence in the paragraph of a number."""

    paragraph: int
    span: Span
    words: str


def skeleton(
    text: str, paragraphs: Iterable[Span], quotations: Iterable[Quotation]
) -> tuple[Passage, ...]:
    """Return what is to be parsed of every paragraph, perhaps nothing.

    Measured on annotated news (polnear-train): 72% of the words, and as many right speakers as when
    all are parsed.
    """
    parts = sorted(part for quotation in quotations for part in quotation.parts)
    spans = tuple(stretches(text, paragraphs))
    near = _near(text, spans, parts)
    reported = (" ".join(p.of(text) for p in _without(spans[n], parts)) for n in sorted(near))
    told = _introducing(reported, tuple(_sentences(text, spans, near)))
    middles = [middle for part in parts for middle in _middle(text, part)]
    return tuple(
        Passage(tuple(_without(span, middles) if number in near else told.get(number, ())))
        for number, span in enumerate(spans)
    )


def _near(text: str, spans: Sequence[Span], parts: Iterable[Span]) -> frozenset[int]:
    """Return the numbers of the paragraphs with quotations and of some beside them.

    After one a signature may follow, or a paragraph that opens with the name of “the aide”.
    """
    starts = [span.start for span in spans]
    found: set[int] = set()
    for part in parts:
        first = bisect_right(starts, part.start) - 1
        last = bisect_right(starts, part.end - 1) - 1
        found.update(range(max(0, first - PARAGRAPHS_BEFORE), last + 1))
        found.update(last + 1 for span in spans[last + 1 : last + 2] if _may_name(text, span))
    return frozenset(found)


def _may_name(text: str, following: Span) -> bool:
    """Whether the paragraph after a quotation may begin by naming its speaker."""
    short = following.end - following.start <= LONGEST_SIGNATURE
    return short or NAME.match(text, *following) is not None


def _sentences(text: str, spans: Iterable[Span], near: Container[int]) -> Iterator[_Sentence]:
    """Yield the sentences of the paragraphs that are not near a quotation."""
    for number, span in enumerate(spans):
        if number not in near:
            ends = (end.end() for end in SENTENCE_END.finditer(text, *span))
            for start, end in pairwise(dict.fromkeys((span.start, *ends, span.end))):
                yield _Sentence(number, Span(start, end), text[start:end])


def _introducing(
    reported: Iterable[str], sentences: Sequence[_Sentence]
) -> Mapping[int, Sequence[Span]]:
    """Return, by paragraph, sentences with the first longer form of a name or use of a noun."""
    if not sentences:
        return {}
    person_nouns, given_names = words("person_nouns"), genders("given_names")
    names: set[str] = set()
    nouns: set[str] = set()
    known: set[tuple[str, str]] = set()
    for paragraph in reported:
        found, pairs = _words_and_pairs(paragraph)
        names.update(word for word in found if word[0].isupper())
        nouns.update(person_nouns.intersection(found))
        known.update(pairs)
    names -= {last for first, last in known if first.lower() in given_names}
    told: dict[int, list[Span]] = {}
    for sentence in sentences:
        found, pairs = _words_and_pairs(sentence.words)
        new = {pair for pair in pairs if not names.isdisjoint(pair)} - known
        described = nouns.intersection(found)
        if new or described:
            known |= new
            nouns -= described
            told.setdefault(sentence.paragraph, []).append(sentence.span)
    return told


def _words_and_pairs(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return all words, and every two beside each other that may be parts of one name."""
    found, pairs = [], []
    last, end = "", -LONGEST_BETWEEN
    for match in WORD.finditer(text):
        word = match.group()
        found.append(word)
        if word[0].isupper():
            if last and match.start() - end <= LONGEST_BETWEEN:
                pairs.append((last, word))
            last, end = word, match.end()
    return found, pairs


def _middle(text: str, part: Span) -> Iterator[Span]:
    """Yield what of a long part is left out: it begins with a word and ends before one."""
    found = list(UNBROKEN.finditer(text, *part))
    if len(found) > FIRST_WORDS + LAST_WORDS:
        yield Span(found[FIRST_WORDS].start(), found[-LAST_WORDS].start())


def _without(span: Span, holes: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of a span outside the holes, which are in order and apart."""
    start = span.start
    for hole in holes[bisect_right(holes, span.start, key=lambda hole: hole.end) :]:
        if hole.start >= span.end:
            break
        if hole.start > start:
            yield Span(start, hole.start)
        start = hole.end
    if start < span.end:
        yield Span(start, span.end)
