"""What one printing of an utterance changes in another, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from indexer.models import Span
from indexer.wordings.words import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.wordings.words import Word


class Change(str, Enum):
    """What becomes of a stretch of words: `from_text` to `to_text` in `differences`."""

    SAME = "same"
    OMITTED = "omitted"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of words that both texts have, one has, or that stand for one another.

    `source` are characters of the text that was changed, `target` those of the text that it became,
    from the first word's start to the last word's end; empty where it has none of the words, and
    then it stands where they would.
    """

    change: Change
    source: Span
    target: Span


CHANGES = {
    "equal": Change.SAME,
    "delete": Change.OMITTED,
    "insert": Change.ADDED,
    "replace": Change.CHANGED,
}


def differences(from_text: str, to_text: str) -> tuple[Difference, ...]:
    """Return what was done to the words of one text to get the other, in order.

    Together the stretches cover every word of both texts. Case, accents and punctuation are no
    difference; words in square brackets are words here. Offsets count characters of each original
    text from 0, end exclusive.
    """
    source, target = read_words(from_text), read_words(to_text)
    forms = [word.form for word in source], [word.form for word in target]
    return tuple(
        Difference(change, _span(source, *span), _span(target, *other))
        for change, span, other in _merged(*forms)
    )


def _merged(
    source: list[str], target: list[str]
) -> Iterator[tuple[Change, tuple[int, int], tuple[int, int]]]:
    """Yield stretches of words, what is left out next to what comes in being one change."""
    at, to = 0, 0
    for block in _blocks(source, target):
        if (block[0], block[1]) != (at, to):
            kind = "insert" if at == block[0] else "delete" if to == block[1] else "replace"
            yield CHANGES[kind], (at, block[0]), (to, block[1])
        at, to = block[0] + block[2], block[1] + block[2]
        if block[2]:
            yield Change.SAME, (block[0], at), (block[1], to)


def _blocks(source: list[str], target: list[str]) -> list[tuple[int, int, int]]:
    """Return the runs of words that both have: start here, start there, length; the end is one.

    An excerpt is one run where it stands whole: an alignment of single words may scatter it.
    """
    end = (len(source), len(target), 0)
    if whole := _whole(source, target):
        return [whole, end]
    if whole := _whole(target, source):
        return [(whole[1], whole[0], whole[2]), end]
    blocks = LCSseq.opcodes(source, target).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size] + [end]


def _whole(part: list[str], text: list[str]) -> tuple[int, int, int] | None:
    size = len(part)
    for start in range(len(text) - size + 1) if size else ():
        if text[start : start + size] == part:
            return 0, start, size
    return None


def _span(words: Sequence[Word], first: int, end: int) -> Span:
    if first < end:
        return Span(words[first].start, words[end - 1].end)
    place = words[first].start if first < len(words) else words[-1].end if words else 0
    return Span(place, place)
