"""Marking spans in an article's text, without ever making HTML: templates escape what is here."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BLANK_LINES = re.compile(r"(?:\r?\n[ \t]*){2,}")
LINE_END = re.compile(r"\r?\n")
# Control characters that no keyboard types; in a text they would only misplace a highlight.
HIT_START, HIT_END = "\x02", "\x03"


class Mark(NamedTuple):
    """A span to mark, in characters from 0, end exclusive. Where marks overlap the first wins."""

    kind: str
    start: int
    end: int


class Run(NamedTuple):
    """A stretch of text of one kind; `kind` is empty where nothing marks it."""

    text: str
    kind: str = ""
    is_first: bool = False


def marked_paragraphs(text: str, marks: Sequence[Mark]) -> list[list[Run]]:
    """Return the text's paragraphs, each cut into runs; joined, a paragraph's runs are its text.

    Paragraphs end at blank lines, or at every line's end where there is no blank line. The first
    run of each kind has `is_first`.
    """
    seen: set[str] = set()
    paragraphs = []
    spans = list(_paragraph_spans(text))
    for (start, end), inside in zip(spans, _marks_inside(spans, marks), strict=True):
        runs = []
        for run in _runs(text, start, end, inside):
            runs.append(run._replace(is_first=bool(run.kind) and run.kind not in seen))
            seen.add(run.kind)
        paragraphs.append(runs)
    return paragraphs


def marked_parts(text: str, lengths: Iterable[int], marks: Sequence[Mark]) -> list[list[Run]]:
    """Return the runs of each part of a quote, whose text is its parts joined by one space."""
    parts = []
    start = 0
    for length in lengths:
        parts.append(list(_runs(text, start, start + length, marks)))
        start += length + 1
    return parts


def hits(highlighted: str) -> list[Mark]:
    """Return where the hits are in a text around whose hits SQLite put HIT_START and HIT_END."""
    found = []
    start = position = 0
    for piece in re.split(f"([{HIT_START}{HIT_END}])", highlighted):
        if piece == HIT_START:
            start = position
        elif piece == HIT_END:
            found.append(Mark("hit", start, position))
        else:
            position += len(piece)
    return found


def _paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    separator = BLANK_LINES if BLANK_LINES.search(text.strip()) else LINE_END
    start = 0
    for found in separator.finditer(text):
        if text[start : found.start()].strip():
            yield start, found.start()
        start = found.end()
    if text[start:].strip():
        yield start, len(text)


def _marks_inside(spans: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Give each span, of which none overlap, the marks that reach into it, in their order.

    A long article has thousands of both: so marks are not compared with every paragraph.
    """
    waiting = sorted(enumerate(marks), key=lambda numbered: numbered[1].start, reverse=True)
    inside: list[tuple[int, Mark]] = []
    for start, end in spans:
        while waiting and waiting[-1][1].start < end:
            inside.append(waiting.pop())
        inside = [numbered for numbered in inside if numbered[1].end > start]
        yield [mark for _, mark in sorted(inside)]


def _runs(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[Run]:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end}
    cuts = [start, *sorted(edges), end]
    kinds = [_kind(left, right, inside) for left, right in pairwise(cuts)]
    for kind, same in groupby(zip(pairwise(cuts), kinds, strict=True), key=itemgetter(1)):
        spans = [span for span, _ in same]
        yield Run(text[spans[0][0] : spans[-1][1]], kind)


def _kind(start: int, end: int, marks: Iterable[Mark]) -> str:
    return next((mark.kind for mark in marks if mark.start <= start and mark.end >= end), "")
