"""How quotations and the reporter's own words lie among the tokens of an article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Quotation, Tokens

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
NOMINAL = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "WP"))
HEADS = NOMINAL | {"PRP$", "DT", "JJ", "CD", "VBG", "FW"}
"""Tags of words that may head a noun phrase; the last five only as subjects."""

PROMINENT = SUBJECTS | {"ROOT", "appos"}
"""What a subject is, or what heads its own sentence (a signature, a caption)."""

NAMES = frozenset(("NNP", "NNPS"))
INNER = frozenset(("compound", "nmod", "amod", "npadvmod", "quantmod", "nummod", "det"))
BEING = frozenset(("is", "was", "'s", "’s", "be", "been"))
DEMONSTRATIVE = frozenset(("this", "that"))
"""“This prompted the paper to write “…””: what was said before, nobody who speaks."""

OUTSIDE = -1
"""In `Layout.inside`: the reporter's own words."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The tokens of an article with what lies inside which quotation.

    `parts[q]` are the token spans of quotation q's parts; `inside[t]` is the quotation that token t
    lies in, or OUTSIDE; `outer[t]` counts the reporter's own tokens before token t, and `words[t]`
    those of them that are words, so that a difference of two is a distance in the reporter's text;
    `heads` are the head tokens of the reporter's noun phrases, in order, and `prominent` those of
    them that stand out in their paragraph.
    """

    tokens: Tokens
    quotations: tuple[Quotation, ...]
    parts: tuple[tuple[Span, ...], ...]
    inside: tuple[int, ...]
    outer: tuple[int, ...]
    words: tuple[int, ...]
    heads: tuple[int, ...]
    prominent: tuple[int, ...]

    def paragraph_of(self, token: int) -> Span:
        """Return the token span of the paragraph that holds the token."""
        return self.tokens.paragraphs[self.tokens.paragraph[token]]

    def sentence_of(self, token: int) -> Span:
        """Return the token span of the sentence that holds the token."""
        return self.tokens.sentences[self.tokens.sentence[token]]


def lay_out(tokens: Tokens, quotations: Sequence[Quotation]) -> Layout:
    """Return the layout of an article.

    A part holds every token that it shares a character with. Only a quotation in a stretch that was
    not parsed has no parts.
    """
    parts = tuple(_token_parts(tokens, quotation) for quotation in quotations)
    inside = [OUTSIDE] * len(tokens)
    for number, spans in enumerate(parts):
        for start, end in spans:
            inside[start:end] = [number] * (end - start)
    own = [number == OUTSIDE for number in inside]
    spoken = [mine and word[0].isalnum() for mine, word in zip(own, tokens.word, strict=True)]
    nominal = [mine and tag in HEADS for mine, tag in zip(own, tokens.tag, strict=True)]
    heads = [t for t in compress(range(len(own)), nominal) if _is_nominal_head(tokens, t)]
    return Layout(
        tokens=tokens,
        quotations=tuple(quotations),
        parts=parts,
        inside=tuple(inside),
        outer=tuple(accumulate(own, initial=0)),
        words=tuple(accumulate(spoken, initial=0)),
        heads=tuple(heads),
        prominent=tuple(head for head in heads if _stands_out(tokens, head)),
    )


def _token_parts(tokens: Tokens, quotation: Quotation) -> tuple[Span, ...]:
    spans = (
        Span(bisect_right(tokens.end, part.start), bisect_left(tokens.start, part.end))
        for part in quotation.parts
    )
    return tuple(span for span in spans if span.end > span.start)


def _is_nominal_head(tokens: Tokens, token: int) -> bool:
    """Whether a token with one of the tags HEADS heads a noun phrase, and stands for somebody."""
    tag, dep = tokens.tag[token], tokens.dep[token]
    if tag in NOMINAL:
        heads = dep not in INNER or tokens.tag[tokens.head[token]] not in NOMINAL
    else:
        heads = tag == "PRP$" or dep in SUBJECTS
    if not heads or not any(map(str.isalpha, tokens.word[token])):
        return False
    return tag == "PRP$" or not _stands_for_nobody(tokens, token)


def _stands_for_nobody(tokens: Tokens, token: int) -> bool:
    """Whether “this”, “that” or the “it” of “it is no wonder that …” stands here."""
    word = tokens.word[token].lower()
    if word == "it":
        return tokens.word[tokens.head[token]].lower() in BEING
    return word in DEMONSTRATIVE and tokens.tag[token] == "DT"


def _stands_out(tokens: Tokens, head: int) -> bool:
    """Whether a phrase of another paragraph may still be whom a quotation leans on."""
    return tokens.dep[head] in PROMINENT or tokens.tag[head] in NAMES
