"""Four-word shingles: by one of them two wordings of an utterance find each other.

Of a long wording some are chosen by winnowing (Schleimer, Wilkerson, Aiken: “Winnowing: Local
Algorithms for Document Fingerprinting”, 2003): of each three neighbours the one that comes first in
a fixed order. So any six words in a row that two wordings share lead from one to the other, however
much stands around them; the smallest of all hashes would be lost with the end that is cut off.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from indexer.wordings.words import common_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

LENGTH = 4
"""Words in a shingle."""

WINDOW = 2
"""Neighbouring shingles of which one is chosen."""

SHORT = 16
"""Words up to which all shingles of a wording are kept: its few are easily lost."""

BYTES = 6
"""Of a hash: among ten million shingles a few thousand collide, which only costs a comparison."""


def shingles(forms: Sequence[str]) -> tuple[int, ...]:
    """Return the chosen shingles of a wording, as numbers of 48 bits, in ascending order.

    Empty for fewer than four words. The numbers are the same in any process.
    """
    runs = list(zip(*(forms[at:] for at in range(LENGTH)), strict=False))
    numbers = [_hash(" ".join(run)) for run in runs]
    if len(forms) > SHORT:
        # The most telling come first: shingles of common words alone stand in thousands of quotes.
        common = common_forms()
        plain = [form in common for form in forms]
        several = zip(*(plain[at:] for at in range(LENGTH)), strict=False)
        ordered = list(zip(map(sum, several), numbers, strict=True))
        windows = zip(*(ordered[at:] for at in range(WINDOW)), strict=False)
        numbers = [number for _, number in map(min, windows)]
    return tuple(sorted(set(numbers)))


def _hash(words: str) -> int:
    encoded = words.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(encoded, digest_size=BYTES).digest(), "big")
