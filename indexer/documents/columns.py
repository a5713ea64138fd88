"""What is kept of a parse: plain columns, with offsets in the article."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from indexer.models import Span, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from spacy.strings import StringStore
    from spacy.tokens import Doc

    from indexer.documents.passages import Passage

ATTRIBUTES: list[int | str] = ["IDX", "LENGTH", "TAG", "DEP", "HEAD", "SENT_START", "IS_SPACE"]

NOTHING = np.zeros((0, len(ATTRIBUTES)), dtype=np.int64)


def columns(text: str, parsed: Iterable[tuple[Passage, Doc | None]], names: StringStore) -> Tokens:
    """Return the tokens of an article from the parses of its passages, None where there is none.

    Every passage is a paragraph of the tokens, if only one without any. `names` are those of tags
    and dependencies.
    """
    table = _table(parsed)
    visible = table.visible
    if not visible.any():
        return Tokens(text)
    start, head = table.start[visible].tolist(), table.heads().tolist()
    end = (table.start + table.length)[visible].tolist()
    sentences, paragraphs = _spans(table.sentences()), _spans(table.paragraphs())
    return Tokens(
        text=text,
        start=tuple(start),
        end=tuple(end),
        word=tuple(text[first:last] for first, last in zip(start, end, strict=True)),
        tag=_named(table.tag[visible], names),
        dep=_named(table.dep[visible], names),
        head=tuple(head),
        children=_children(head),
        sentence=_numbers(sentences),
        paragraph=_numbers(paragraphs),
        sentences=sentences,
        paragraphs=paragraphs,
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """All tokens of an article's parses, white space too, in arrays of one entry for each.

    `start` is where it starts in the article, `length` its characters; `tag` and `dep` are spaCy's
    numbers for names; `head` is the entry of its head, `opens` is true where a sentence begins,
    `visible` where there is no white space. `before` has one more entry: how many visible tokens
    stand before each, and in all. `ends` are the entries that passages end before.
    """

    start: NDArray[np.int64]
    length: NDArray[np.int64]
    tag: NDArray[np.int64]
    dep: NDArray[np.int64]
    head: NDArray[np.int64]
    opens: NDArray[np.bool_]
    visible: NDArray[np.bool_]
    before: NDArray[np.int64]
    ends: NDArray[np.int64]

    def heads(self) -> NDArray[np.int64]:
        """Return of each visible token the visible one that is its head.

        One that is white space gives way to the visible token after it, or its passage's last.
        """
        sizes = np.diff(self.ends, prepend=0)
        last = np.repeat(self.before[self.ends] - 1, sizes)
        found: NDArray[np.int64] = np.minimum(self.before[self.head], last)[self.visible]
        return found

    def sentences(self) -> NDArray[np.int64]:
        """Return between which visible tokens the sentences that have any begin and end."""
        return np.unique(np.append(self.before[:-1][self.opens], self.before[-1]))

    def paragraphs(self) -> NDArray[np.int64]:
        """Return between which visible tokens the passages begin and end, those without any too."""
        return np.insert(self.before[self.ends], 0, 0)


def _table(parsed: Iterable[tuple[Passage, Doc | None]]) -> _Table:
    arrays, starts = [], []
    for passage, doc in parsed:
        # As one array: to ask every token for every property takes three times as long. And at
        # once, for the parses of a book would fill the memory.
        array = NOTHING if doc is None else doc.to_array(ATTRIBUTES).view(np.int64)
        arrays.append(array)
        starts.append(passage.offsets(array[:, 0]))
    table = np.concatenate(arrays or [NOTHING])
    ends = np.cumsum([len(array) for array in arrays], dtype=np.int64)
    opens = np.append(table[:, 5] == 1, False)
    opens[np.insert(ends, 0, 0)] = True
    visible = table[:, 6] == 0
    return _Table(
        start=np.concatenate(starts or [NOTHING[:, 0]]),
        length=table[:, 1],
        tag=table[:, 2],
        dep=table[:, 3],
        head=np.arange(len(table)) + table[:, 4],
        opens=opens[:-1],
        visible=visible,
        before=np.insert(np.cumsum(visible), 0, 0),
        ends=ends,
    )


def _named(numbers: NDArray[np.int64], names: StringStore) -> tuple[str, ...]:
    """Return spaCy's names for its numbers."""
    every = numbers.view(np.uint64).tolist()
    named = {number: names[number] for number in set(every)}
    return tuple(map(named.__getitem__, every))


def _children(heads: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    return tuple(map(tuple, children))


def _spans(bounds: NDArray[np.int64]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairwise(bounds.tolist()))


def _numbers(spans: Sequence[Span]) -> tuple[int, ...]:
    """Return for each token the number of the span it lies in; the spans leave no gap."""
    return tuple(number for number, (start, end) in enumerate(spans) for _ in range(start, end))
