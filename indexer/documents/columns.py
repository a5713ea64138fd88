"""What is kept of a parse: plain columns, with offsets in the article."""

from __future__ import annotations

from itertools import accumulate, compress
from typing import TYPE_CHECKING

from indexer.models import Span, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc

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
            visible = [not token.is_space for token in doc]
            index = list(accumulate(visible, initial=first))
            rows += compress(_rows(doc, passage, index), visible)
            for sentence in doc.sents:
                span = Span(index[sentence.start], index[sentence.end])
                sentences += [span] * (span.end > span.start)
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


def _rows(
    doc: Doc, passage: Passage, index: Sequence[int]
) -> Iterator[tuple[int, int, str, str, str, int]]:
    """Yield a row for each token; `index` counts the visible tokens before it in the article.

    A head that is white space is the visible token after it, or the last one.
    """
    last = index[-1] - 1
    for token in doc:
        start = passage.offset(token.idx)
        head = min(index[token.head.i], last)
        yield start, start + len(token), token.text, token.tag_, token.dep_, head


def _children(heads: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    return tuple(map(tuple, children))


def _numbers(spans: Sequence[Span]) -> tuple[int, ...]:
    """Return for each token the number of the span it lies in; the spans leave no gap."""
    return tuple(number for number, (start, end) in enumerate(spans) for _ in range(start, end))
