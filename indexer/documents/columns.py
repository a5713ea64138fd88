"""What is kept of a parse: plain columns, with offsets in the article."""

from __future__ import annotations

from itertools import accumulate, compress
from operator import add
from typing import TYPE_CHECKING

from indexer.models import Span, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc

    from indexer.documents.passages import Passage

ATTRIBUTES: list[int | str] = ["IDX", "LENGTH", "TAG", "DEP", "HEAD"]


def columns(text: str, parsed: Iterable[tuple[Passage, Doc | None]]) -> Tokens:
    """Return the tokens of an article from the parses of its passages, None where there is none.

    Every passage is a paragraph of the tokens, if only one without any.
    """
    start: list[int] = []
    word: list[str] = []
    tag: list[str] = []
    dep: list[str] = []
    head: list[int] = []
    sentences: list[Span] = []
    paragraphs: list[Span] = []
    for passage, doc in parsed:
        first = len(start)
        if doc is not None:
            visible = [not token.is_space for token in doc]
            index = list(accumulate(visible, initial=first))
            values = _values(doc, passage, index)
            start += compress(values[0], visible)
            word += compress(values[1], visible)
            tag += compress(values[2], visible)
            dep += compress(values[3], visible)
            head += compress(values[4], visible)
            for sentence in doc.sents:
                span = Span(index[sentence.start], index[sentence.end])
                sentences += [span] * (span.end > span.start)
        paragraphs.append(Span(first, len(start)))
    if not start:
        return Tokens(text)
    return Tokens(
        text=text,
        start=tuple(start),
        end=tuple(map(add, start, map(len, word))),
        word=tuple(word),
        tag=tuple(tag),
        dep=tuple(dep),
        head=tuple(head),
        children=_children(head),
        sentence=_numbers(sentences),
        paragraph=_numbers(paragraphs),
        sentences=tuple(sentences),
        paragraphs=tuple(paragraphs),
    )


def _values(
    doc: Doc, passage: Passage, index: Sequence[int]
) -> tuple[Iterable[int], Iterable[str], Iterable[str], Iterable[str], Iterable[int]]:
    """Return where each token starts, its word, tag, dependency and head.

    `index` counts the visible tokens before it in the article. A head that is white space is the
    visible token after it, or the last one.
    """
    # As one array: to ask every token for every property takes three times as long.
    places, lengths, tags, labels, above = doc.to_array(ATTRIBUTES).T.tolist()
    text, strings, last = doc.text, doc.vocab.strings, index[-1] - 1
    name = {number: strings[number] for number in {*tags, *labels}}
    heads = (token + _signed(steps) for token, steps in enumerate(above))
    return (
        passage.offsets(places),
        (text[place : place + length] for place, length in zip(places, lengths, strict=True)),
        map(name.__getitem__, tags),
        map(name.__getitem__, labels),
        (min(index[head], last) for head in heads),
    )


def _signed(number: int) -> int:
    """Return how many tokens after it a token's head stands, from spaCy's unsigned number."""
    return number - 2**64 if number >= 2**63 else number


def _children(heads: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    return tuple(map(tuple, children))


def _numbers(spans: Sequence[Span]) -> tuple[int, ...]:
    """Return for each token the number of the span it lies in; the spans leave no gap."""
    return tuple(number for number, (start, end) in enumerate(spans) for _ in range(start, end))
