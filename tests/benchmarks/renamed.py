"""Articles over and over again, each time about other people: any number, from few.

Copies that were all the same would teach a run nothing new. In a copy every name is another
invented one, the same all through the copy, so that every article brings words that were never
seen: more of them than news does, where names come back.
"""

from __future__ import annotations

import random
import re
from itertools import count, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SYLLABLES = tuple(map("".join, product("bdfghklmnprstvz", "aeiou", ("", "n", "r", "l", "s"))))

NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
"""A capital within a sentence."""

CAPITALISED = re.compile(r"\b[A-Z][a-z]{2,}\b")

NO_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december president senator governor mayor minister
    secretary chief director doctor professor judge miss mister""".split()  # noqa: SIM905, as a text
)


def endlessly(texts: Sequence[str], first_copy: int = 0) -> Iterator[str]:
    """Yield the texts as they are, then copies of all of them, again and again.

    With a `first_copy` the texts as they are and the copies before that are left out.
    """
    names = names_in(texts)
    for copy in count(first_copy):
        for text in texts:
            yield renamed(text, names, copy) if copy else text


def names_in(texts: Sequence[str]) -> frozenset[str]:
    """Return the words of names: capitalised within a sentence, and nowhere in lower case."""
    plain = {word for text in texts for word in re.findall(r"\b[a-z]+\b", text)} | NO_NAMES
    found = {name for text in texts for name in NAME.findall(text)}
    return frozenset(name for name in found if name.lower() not in plain)


def renamed(text: str, names: frozenset[str], copy: int) -> str:
    """Return the text with other names; the same for the same number of the copy."""

    def other(word: re.Match[str]) -> str:
        return _invented(word.group(), copy) if word.group() in names else word.group()

    return CAPITALISED.sub(other, text)


def _invented(name: str, copy: int) -> str:
    pick = random.Random(f"{copy} {name}")  # noqa: S311, nothing secret
    return "".join(pick.choices(SYLLABLES, k=3)).title()
