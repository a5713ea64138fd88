"""One wording beside another, word by word, in pieces that a template can mark.

What differs is told by `indexer.wordings`, which also tells what is one utterance.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.wordings import Change, Difference, differences

LONGEST_COMPARED = 6_000
"""Characters of a wording beyond which it is shown without a comparison."""
LONGEST_OMISSION = 14
WORDS_OF_OMISSION = 5
"""Words left out beyond which only so many of the first and the last are shown."""

SAME, ADDED, OMITTED, CHANGED = "", "added", "omitted", "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording: `text` as it is printed there; empty where words are left out.

    `before` are the words of the other wording that stand in its place, or stood there, of which
    `untold` in the middle are not shown.
    """

    kind: str
    text: str
    before: str = ""
    untold: int = 0


def compared(original: str, text: str) -> tuple[Piece, ...] | None:
    """Return a wording in pieces, whose texts together are `text`; None where it is too long.

    Words that only the wording has are ADDED, those that only the original has OMITTED, words in
    the place of others CHANGED. Case, accents and punctuation are no difference.
    """
    if max(len(original), len(text)) > LONGEST_COMPARED:
        return None
    pieces: list[Piece] = []
    at = 0
    for difference in differences(original, text):
        start, end = difference.target.start, difference.target.end
        if difference.change is Change.SAME:
            continue
        if at < start:
            pieces.append(Piece(SAME, text[at:start]))
        pieces.append(_piece(difference, original, text))
        at = max(end, at)
    if at < len(text):
        pieces.append(Piece(SAME, text[at:]))
    return tuple(pieces)


def _piece(difference: Difference, original: str, text: str) -> Piece:
    printed = text[difference.target.start : difference.target.end]
    if difference.change is Change.ADDED:
        return Piece(ADDED, printed)
    before, untold = _shortened(original[difference.source.start : difference.source.end])
    kind = OMITTED if difference.change is Change.OMITTED else CHANGED
    return Piece(kind, printed, before, untold)


def _shortened(words: str) -> tuple[str, int]:
    """Return words with the middle of many left out, and how many that are."""
    each = words.split()
    if len(each) <= LONGEST_OMISSION:
        return words, 0
    first, last = each[:WORDS_OF_OMISSION], each[-WORDS_OF_OMISSION:]
    return f"{' '.join(first)} … {' '.join(last)}", len(each) - 2 * WORDS_OF_OMISSION
