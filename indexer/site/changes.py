"""What differs between two texts, word by word: a longest common subsequence, first of their
paragraphs, then of the words of paragraphs that differ.

How much is compared has a bound, since an article may be as long as a book.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from indexer.site.marks import Mark, Run, marked_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_COMPARED = 25_000_000
"""The product of two lengths, in paragraphs or words: so many take 10 milliseconds and 3 MB.
Longer stretches are shown as a whole as taken out and put in."""
SHORTEST_SAME = 4
"""So many words and spaces between two changes part them; fewer, such as “the”, belong to both."""

# With the blank lines after it: these alone would make all paragraphs look alike.
PARAGRAPH = re.compile(r"[^\n]*\n\s*|[^\n]+")
TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
OUT, IN = "out", "in"
Block = tuple[Sequence[str], Sequence[str]]
"""A stretch of the older text and the one of the newer that stands in its place: its tokens."""


class Piece(NamedTuple):
    """A stretch of text: `kind` is OUT, IN, or empty where both texts have it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Both texts in one: runs of kind OUT are of the older text alone, IN of the newer alone."""

    paragraphs: list[list[Run]]

    @property
    def are_any(self) -> bool:
        """Whether a word differs."""
        return any(run.kind for runs in self.paragraphs for run in runs)


def changes(older: str, newer: str) -> Changes:
    """Return both texts in one, with what differs marked.

    Spaces and line ends alone are no difference; those of the newer text are shown.
    """
    pieces = list(_pieces(older, newer))
    marks = []
    at = 0
    for piece in pieces:
        if piece.kind:
            marks.append(Mark(piece.kind, at, at + len(piece.text)))
        at += len(piece.text)
    return Changes(marked_paragraphs("".join(piece.text for piece in pieces), marks))


def _pieces(older: str, newer: str) -> Iterator[Piece]:
    for out, put_in in _blocks(PARAGRAPH.findall(older), PARAGRAPH.findall(newer)):
        if out == put_in:
            yield Piece("", "".join(put_in))
            continue
        words = TOKEN.findall("".join(out)), TOKEN.findall("".join(put_in))
        for gone, come in _slid(_joined(_blocks(*words))):
            yield from _changed("".join(gone), "".join(come))


def _changed(gone: str, come: str) -> Iterator[Piece]:
    if gone.split() == come.split():
        yield Piece("", come)
        return
    if gone:
        yield Piece(OUT, gone)
    if come:
        yield Piece(IN, come)


def _blocks(older: Sequence[str], newer: Sequence[str]) -> Iterator[Block]:
    """Yield stretches of both in order, in turns equal and different."""
    first = _common(older, newer)
    last = _common(older[first:][::-1], newer[first:][::-1])
    if first:
        yield older[:first], newer[:first]
    yield from _different(older[first : len(older) - last], newer[first : len(newer) - last])
    if last:
        yield older[len(older) - last :], newer[len(newer) - last :]


def _common(older: Sequence[str], newer: Sequence[str]) -> int:
    """Return how many elements both have in common from their beginning."""
    pairs = enumerate(zip(older, newer, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(older), len(newer)))


def _different(older: Sequence[str], newer: Sequence[str]) -> Iterator[Block]:
    if not older or not newer or len(older) * len(newer) > MOST_COMPARED:
        if older or newer:
            yield older, newer
        return
    done = [0, 0]
    for same in Indel.opcodes(older, newer):
        if same.tag != "equal":
            continue
        if done != [same.src_start, same.dest_start]:
            yield older[done[0] : same.src_start], newer[done[1] : same.dest_start]
        yield older[same.src_start : same.src_end], newer[same.dest_start : same.dest_end]
        done = [same.src_end, same.dest_end]
    if done != [len(older), len(newer)]:
        yield older[done[0] :], newer[done[1] :]


def _joined(
    blocks: Iterable[Block],
) -> Iterator[Block]:
    """Yield the stretches, changes with next to nothing between them as one."""
    gone: list[str] = []
    come: list[str] = []
    waiting: Sequence[str] = ()
    for out, put_in in blocks:
        is_same = out == put_in
        if is_same and (gone or come) and len(out) < SHORTEST_SAME:
            waiting = out
            continue
        if is_same:
            if gone or come:
                yield gone, come
                gone, come = [], []
            yield out, put_in
            continue
        gone = [*gone, *waiting, *out]
        come = [*come, *waiting, *put_in]
        waiting = ()
    if gone or come:
        yield gone, come
    if waiting:
        yield waiting, waiting


def _slid(
    blocks: Iterable[Block],
) -> Iterator[Block]:
    """Yield the stretches, each that only one text has as far on as it can stand.

    So a sentence that was put in begins with its own first word, not with the full stop before it.
    """
    waiting: Block | None = None
    for block in blocks:
        if waiting is None:
            waiting = block
            continue
        before, at, after = _slid_one(waiting, block)
        yield before, before
        yield at
        waiting = after
    if waiting is not None:
        yield waiting


def _slid_one(block: Block, after: Block) -> tuple[Sequence[str], Block, Block]:
    """Return what now comes before a stretch, the stretch itself, and what comes after it."""
    gone, come = block
    if (gone and come) or after[0] != after[1]:
        return (), block, after
    alone, same = gone or come, after[0]
    shift = _common([*alone, *same], same)
    turned = [*alone, *same[:shift]]
    rest = same[shift:], same[shift:]
    moved = turned[shift:]
    return turned[:shift], (moved, ()) if gone else ((), moved), rest
