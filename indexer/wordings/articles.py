"""Which articles are copies of one text: the same wire story, printed by several outlets.

Runs of eight words are sampled by their first word (Manber's anchors: “Finding similar files in a
large file system”, 1994), so that the sample of a cut text is part of that of the whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from zlib import crc32

from indexer.wordings.words import digest_of

PLAIN_WORD = re.compile(r"[^\W_]+")

LENGTH = 8
"""Words in a run."""

SHORTEST_ANCHOR = 5
ONE_IN = 8
"""A run is in the sample if its first word has so many letters, and one such word in eight has."""

FEWEST_RUNS = 6
COPIED = 0.6
"""Runs that the smaller sample must have to be judged by, and the share of it to be shared."""


class Sketch(NamedTuple):
    """An article's text in short: a number for its words, and its sample of runs, ascending."""

    digest: int
    runs: tuple[int, ...]


def sketch(text: str) -> Sketch:
    """Return the sketch of a text, the same in any process."""
    words = PLAIN_WORD.findall(text.casefold())
    starts = [
        at
        for at, word in enumerate(words[: max(0, len(words) - LENGTH + 1)])
        if len(word) >= SHORTEST_ANCHOR and _number(word) % ONE_IN == 0
    ]
    runs = {_number(" ".join(words[at : at + LENGTH])) for at in starts}
    return Sketch(digest_of(words), tuple(sorted(runs)))


def copies(shared: int, one: int, other: int) -> float:
    """Return the share of the smaller sample that is shared; 0 where that is no copy.

    `one` and `other` are the sizes of the samples.
    """
    smaller = min(one, other)
    share = shared / smaller if smaller >= FEWEST_RUNS else 0.0
    return share if share >= COPIED else 0.0


def _number(words: str) -> int:
    return crc32(words.encode("utf-8", "surrogatepass"))
