"""From a quotation as it was printed to its words, without what printing makes different.

Case, accents, punctuation, the form of apostrophes, points in abbreviations, commas in numbers,
and ellipses tell nothing; what stands in square brackets is the newsroom's and not the speaker's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from indexer.languages.en import words

if TYPE_CHECKING:
    from collections.abc import Sequence

WORD = re.compile(
    r"""
    \[[^\W\d_]{1,3}\][^\W\d_]+            # [T]he
    | [^\W\d_]+\[[^\W\d_]{1,4}\]          # walk[ed]
    | (?<![^\W_])(?:[^\W\d_]\.){2,}       # U.S.
    | \d+(?:[.,]\d+)+                     # 1,000.5
    | (?:[^\W_][\u0300-\u036f]*)+(?:['’‘ʼ´`](?:[^\W_][\u0300-\u036f]*)+)*
    """,
    re.VERBOSE,
)
BRACKETED = re.compile(r"\[[^\[\]]*\]")
NOT_OF_A_NUMBER = re.compile(r"[^\d.]")

FEWEST_WORDS = 4
"""Of what is said in fewer, nobody can tell whether it is the same utterance."""

FEWEST_TELLING = 2
ENOUGH_WORDS = 12
"""Words that are not common, or else words in all: what has fewer is a commonplace."""

FEWEST_WORDS_OF_NOBODY = 6
FEWEST_TELLING_OF_NOBODY = 3
"""The same where nobody is named: anybody's words are compared then."""

LONG = 10
TELLING_OF_LONG = 4
"""Words from which on two people do not say the same by chance."""


class Word(NamedTuple):
    """A word: characters of the original text, end exclusive, and the form that is compared.

    `added` says that it stands in square brackets: the newsroom's word.
    """

    start: int
    end: int
    form: str
    added: bool


class Measure(NamedTuple):
    """How much a wording tells: its words, and those among them that are not common."""

    words: int
    telling: int

    def can_join(self, *, named: bool) -> bool:
        """Whether it tells an utterance from others: of one speaker, or of everybody."""
        if named:
            telling = self.telling >= FEWEST_TELLING or self.words >= ENOUGH_WORDS
            return self.words >= FEWEST_WORDS and telling
        return self.words >= FEWEST_WORDS_OF_NOBODY and self.telling >= FEWEST_TELLING_OF_NOBODY

    @property
    def is_long(self) -> bool:
        """Whether nobody says the same by chance."""
        return self.words >= LONG and self.telling >= TELLING_OF_LONG


def read_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; never raises."""
    added = [match.span() for match in BRACKETED.finditer(text)]
    found = []
    for match in WORD.finditer(text):
        start, end = match.span()
        inside = any(left < start and end < right for left, right in added)
        if form := _form(match.group()):
            found.append(Word(start, end, form, inside))
    return tuple(found)


def spoken(text: str) -> tuple[str, ...]:
    """Return the words that are compared, in order: those that the newsroom did not add."""
    if "[" in text:
        return tuple(word.form for word in read_words(text) if not word.added)
    return tuple(filter(None, map(_form, WORD.findall(text))))


def digest_of(forms: Sequence[str]) -> int:
    """Return a number of 63 bits that is the same for the same words, in any process."""
    digest = blake2b(" ".join(forms).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def measure(forms: Sequence[str]) -> Measure:
    """Return how many words there are, and how many are not common."""
    common = common_forms()
    return Measure(len(forms), sum(form not in common for form in forms))


def is_common(form: str) -> bool:
    """Whether a word, in the form in which words are compared, tells nothing."""
    return form in common_forms()


@cache
def common_forms() -> frozenset[str]:
    """Return the common words in the form in which words are compared."""
    return frozenset(map(_form, words("common_words")))


def _form(printed: str) -> str:
    if printed.isascii() and printed.isalpha():
        return printed.lower()
    folded = unicodedata.normalize("NFKD", printed).casefold()
    if folded[:1].isdigit() and not folded.isalnum():
        return NOT_OF_A_NUMBER.sub("", folded)
    return "".join(filter(str.isalnum, folded))
