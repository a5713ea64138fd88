"""What the article calls a person: titles before the name, appositions after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.languages.en.phrases import DASHES, LONG_DASHES, leftmost, noun_span
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.models import Tokens
    from indexer.speakers.names import Name

ARTICLES = frozenset(("the", "a", "an"))
LONGEST_ROLE = 14
"""Tokens: what is longer is a description, not a role."""

BEFORE_NAME = frozenset(("compound", "amod", "nmod", "poss", "nummod", "det", "case", "punct"))


def roles_of(tokens: Tokens, names: Sequence[Name]) -> Iterator[str]:
    """Yield the roles that stand beside these names, in order, as the article words them."""
    for name in sorted(names, key=lambda name: name.tokens):
        for span in (*_before(tokens, name), *_after(tokens, name)):
            role = _role(tokens, span)
            if role:
                yield role


def _before(tokens: Tokens, name: Name) -> Iterator[Span]:
    """Yield what stands before the name inside its phrase: “NATO Secretary-General”."""
    head = name.tokens.end - 1
    children = [c for c in tokens.children[head] if tokens.dep[c] in BEFORE_NAME]
    start = min([name.tokens.start, *(leftmost(tokens, child) for child in children)])
    start = _over_of(tokens, start)
    if name.tokens.start - LONGEST_ROLE <= start < name.tokens.start:
        span = Span(start, name.tokens.start)
        if any(_names_a_person(tokens, token) for token in range(*span)):
            yield span


def _over_of(tokens: Tokens, start: int) -> int:
    """Return the start of “Secretary of State” where the parser took “State Antony Blinken”."""
    while start > 2 and tokens.word[start - 1] == "of" and tokens.tag[start - 2] == "NNP":
        start -= 2
        while start > 0 and tokens.tag[start - 1] in ("NNP", "NNPS", "POS"):
            start -= 1
    return start


def _after(tokens: Tokens, name: Name) -> Iterator[Span]:
    """Yield the descriptions beside the name: “, the port's chief engineer,”, “the mayor, …”."""
    head = name.tokens.end - 1
    beside = [c for c in tokens.children[head] if tokens.dep[c] == "appos" and c > head]
    if tokens.dep[head] == "appos":
        beside.append(tokens.head[head])
    for noun in beside:
        if tokens.tag[noun] in ("NN", "NNS") and _names_a_person(tokens, noun):
            yield noun_span(tokens, noun)


def _names_a_person(tokens: Tokens, token: int) -> bool:
    word = tokens.word[token].lower().rstrip(".")
    last = word.rpartition("-")[2]
    return any(w in words("titles") or w in words("person_nouns") for w in (word, last))


def _is_spaced(tokens: Tokens, dash: int) -> bool:
    """Whether a dash stands between words, after a dateline or before a signature."""
    return (
        dash == 0 or tokens.end[dash - 1] < tokens.start[dash] or tokens.word[dash] in LONG_DASHES
    )


def _role(tokens: Tokens, span: Span) -> str | None:
    start, end = span
    dashes = [token for token in range(start, end) if tokens.word[token] in DASHES]
    start = max([start, *(token + 1 for token in dashes if _is_spaced(tokens, token))])
    while start < end and (
        tokens.word[start].lower() in ARTICLES or not tokens.word[start][0].isalnum()
    ):
        start += 1
    while (
        end > start and not tokens.word[end - 1][-1].isalnum() and tokens.word[end - 1][-1] != "."
    ):
        end -= 1
    if start == end or end - start > LONGEST_ROLE:
        return None
    role = tokens.span(Span(start, end)).of(tokens.text)
    courtesy = role.lower().rstrip(".") in words("courtesy_titles")
    return None if courtesy or "\n" in role else role
