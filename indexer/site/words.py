"""From what a visitor types to a full-text query, and the comparison of exact words.

The full-text index holds stems without accents. What it finds for a phrase is therefore only near;
whether the words themselves are there, in their order, is told by `exact_words`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

PHRASE_OR_WORD = re.compile(r'"([^"]*)"|“([^“”]*)”|([^\s"“”]+)')
WORD = re.compile(r"[^\W_]+")
ACCENT = re.compile("[\u0300-\u036f]")
MAX_TERMS = 40


@dataclass(frozen=True, slots=True)
class Words:
    """What to look for. `terms` are words and phrases as typed; `phrases` need exact words."""

    terms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def match(self) -> str:
        """The full-text query: every term, each quoted, so that nothing in it is an operator."""
        return " AND ".join(quoted(term) for term in self.terms)


def read_words(typed: str) -> Words:
    """Read a search as it was typed; never raises.

    What stands between two double quotation marks is a phrase. A mark without its pair and terms
    without a letter or digit are ignored, and so are terms beyond the fortieth.
    """
    terms: list[str] = []
    phrases: list[str] = []
    # SQLite's full-text parser would read only as far as a NUL character.
    for straight, curly, word in PHRASE_OR_WORD.findall(typed.replace("\0", " ")):
        term = (straight or curly or word).strip()
        if not has_words(term) or len(terms) == MAX_TERMS:
            continue
        terms.append(term)
        if not word:
            phrases.append(term)
    return Words(tuple(terms), tuple(phrases))


def has_words(text: str) -> bool:
    """Whether there is anything that the full-text index would take for a word."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def quoted(term: str) -> str:
    """Return a term as a string of the full-text query language."""
    return '"' + term.replace('"', '""') + '"'


def exact_words(text: object) -> str:
    """Return the words without case, accents and punctuation, each between single spaces.

    A phrase stands in a text if its exact words are a substring of the text's exact words. SQL
    calls this too, with whatever a column holds: what is no text has no words.
    """
    if not isinstance(text, str):
        return ""
    # Most text has no accents, and this is asked of thousands of quotes at a time.
    bare = text if text.isascii() else ACCENT.sub("", unicodedata.normalize("NFD", text))
    bare = bare.casefold()
    return f" {' '.join(WORD.findall(bare))} "
