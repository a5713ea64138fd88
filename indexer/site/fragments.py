"""Addresses that have a browser scroll to words and mark them: text fragments, `#:~:text=`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from indexer.site.wording import web_address

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PARTS = 4
LONGEST_EXACT = 120
END_WORDS = 5
PREFIX_WORDS = 3
WORDS = re.compile(r"\S+")


def address_of_words(url: str | None, article: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """Return the article's address, made to jump to these spans of its text; None without one.

    Browsers that don't know text fragments open the article.
    """
    address = web_address(url)
    if address is None or not spans:
        return address
    directives = [f"text={_directive(article, *span)}" for span in spans[:MOST_PARTS]]
    return f"{address}{'' if '#' in address else '#'}:~:{'&'.join(directives)}"


def _directive(article: str, start: int, end: int) -> str:
    words = article[start:end]
    if len(words) > LONGEST_EXACT or "\n" in words:
        found = WORDS.findall(words)
        if len(found) >= 2 * END_WORDS:
            ends = found[:END_WORDS], found[-END_WORDS:]
            return ",".join(_encoded(" ".join(words)) for words in ends)
    return f"{_prefix(article, start, words)}{_encoded(' '.join(words.split()))}"


def _prefix(article: str, start: int, words: str) -> str:
    """Return the words before, where without them other words of the article would be meant."""
    if article.find(words) == start:
        return ""
    line = article[article.rfind("\n", 0, start) + 1 : start]
    before = WORDS.findall(line)[-PREFIX_WORDS:]
    return f"{_encoded(' '.join(before))}-," if before else ""


def _encoded(words: str) -> str:
    # A hyphen, too, has a meaning among these, and quote() leaves it as it is.
    return quote(words, safe="").replace("-", "%2D")
