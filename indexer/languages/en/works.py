"""How titles of books, shows and songs are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORTEST_CAPITAL = 4
"""Letters: shorter words are small in titles."""


def has_title_case(quoted: Sequence[str]) -> bool:
    """Whether the words between marks are capitalised like a title: “The Heart of the Sea”.

    `quoted` are the words without the marks; of short ones alone every one must be.
    """
    long = [word for word in quoted if len(word) >= SHORTEST_CAPITAL] or quoted
    return all(word[0].isupper() for word in long) and any(word[0].isupper() for word in quoted)
