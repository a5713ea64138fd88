"""What is kept of a parse: plain columns, with offsets in the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.models import Span, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Token

    from indexer.documents.passages import Passage


def columns(text: str, parsed: Iterable[tuple[Passage, Doc | None]]) -> Tokens:
    """Return the tokens of an article from the parses of its passages, None where there is none.

    Every passage is a paragraph of the tokens, if only one without any.
    """
    rows: list[tuple[int, int, str, str, str, int]] = []
    sentences: list[Span] = []
    paragraphs: list[Span] = []
    for passage, doc in parsed:
        first = len(rows)
        if doc is not None:
            index = _indexes_without_space(doc, first)
            for sentence in doc.sents:
                before = len(rows)
                rows += [_row(token, passage, index) for token in sentence if not token.is_space]
                sentences += [Span(before, len(rows))] * (len(rows) > before)
        paragraphs.append(Span(first, len(rows)))
    if not rows:
        return Tokens(text)
    start, end, word, tag, dep, head = zip(*rows, strict=True)
    return Tokens(
        text=text,
        start=start,
        end=end,
        word=word,
        tag=tag,
        dep=dep,
        head=head,
        children=_children(head),
        sentence=_numbers(sentences),
        paragraph=_numbers(paragraphs),
        sentences=tuple(sentences),
        paragraphs=tuple(paragraphs),
    )


def _row(
    token: Token, passage: Passage, index: Sequence[int]
) -> tuple[int, int, str, str, str, int]:
    start = passage.offset(token.idx)
    head = index[token.head.i]
    return start, start + len(token), token.text, token.tag_, token.dep_, head


def _indexes_without_space(doc: Doc, offset: int) -> list[int]:
    """Return for each token of the document its index among the article's visible tokens.

    A white-space token gets the index of the visible token after it, or of the last one.
    """
    indexes, visible = [], offset
    for token in doc:
        indexes.append(visible)
        visible += not token.is_space
    return [min(index, visible - 1) for index in indexes]


def _children(heads: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    return tuple(map(tuple, children))


def _numbers(spans: Sequence[Span]) -> tuple[int, ...]:
    """Return for each token the number of the span it lies in; the spans leave no gap."""
    return tuple(number for number, (start, end) in enumerate(spans) for _ in range(start, end))
