"""Where the paragraphs of an article are: quotation marks and parsing both go by them."""

from __future__ import annotations

import re
from itertools import pairwise

from indexer.models import Span

LINE = re.compile(r"[^\n\r\u2028\u2029]+")
BLOCK = re.compile(r"(?:[^\n]+\n?)+")

WRAPPED_WIDTH = 100
"""A text whose lines all are shorter, and many of which end in mid-sentence, is hard-wrapped."""


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs in order, each with something to read in it and no line end around it.

    Every line is a paragraph, except in a hard-wrapped text (plain-text mail, terminals), where
    blank lines part the paragraphs.
    """
    lines = _trimmed(text, LINE)
    return _trimmed(text, BLOCK) if _is_hard_wrapped(text, lines) else lines


def _trimmed(text: str, pattern: re.Pattern[str]) -> tuple[Span, ...]:
    """Return the matches that hold more than white space, without the white space at their ends."""
    spans = []
    for match in pattern.finditer(text):
        found = match.group()
        start = match.start() + len(found) - len(found.lstrip())
        if found.strip():
            spans.append(Span(start, start + len(found.strip())))
    return tuple(spans)


def _is_hard_wrapped(text: str, lines: tuple[Span, ...]) -> bool:
    if len(lines) < 4 or max(end - start for start, end in lines) > WRAPPED_WIDTH:
        return False
    followed = sum(_continues(text, line, after) for line, after in pairwise(lines))
    return followed * 2 > len(lines)


def _continues(text: str, line: Span, after: Span) -> bool:
    """Whether the line breaks off in mid-sentence and the one right below it goes on."""
    adjacent = text.count("\n", line.end, after.start) == 1
    return adjacent and text[line.end - 1] not in '.!?:”"'
