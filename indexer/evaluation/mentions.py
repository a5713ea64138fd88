"""How a text names the speaker of a quotation: by name, pronoun or description, or not beside it.

Read off the annotated source and the plain text, without a parser. tests/evaluation/README.md has
the classes as people gave them; this agrees with them for more than nine in ten.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

PRONOUNS = frozenset(
    ("he", "she", "they", "it", "we", "i", "you", "him", "them", "who", "whom", "which")
)
DETERMINERS = frozenset(("her", "that", "this", "these", "those"))
"""Pronouns only by themselves: “her lawyer” is a description."""

POSSESSOR = re.compile(r"(?:[A-Z][\w.-]*\s)*[A-Z][\w.-]*(?:['’]s|s['’])\s")
COMPLEMENT = re.compile(r"\b(?:of|for|from|with|at|in|on|to|by|who|whose|which|that)\s[^,]*")
BETWEEN_PARTS = re.compile(r"\s*[,;(—]\s*|\s-+\s|\sand\s")
EDGES = "“”\"‘’'`.,:;()[]-– \n"

SENTENCE_END = re.compile(
    r"(?<!\S)(?P<last>\S*[.!?…])[”\"’')\]]*\s+(?=[“\"‘'`(\[]*[A-Z0-9“\"‘'`])|(?<![:,\n])\n"
)
INITIALS = re.compile(r"[a-z](?:\.[a-z])*")


class MentionClass(str, Enum):
    """By what the text names the speaker of a quotation.

    A name; a pronoun; a description (“a senior aide”); or none of them in the quotation's own
    sentence.
    """

    NAMED = "named"
    PRONOUN = "pronoun"
    ROLE = "role"
    ORPHAN = "orphan"


def mention_class(
    text: str, quotation: Span, sources: Sequence[Span], quoted: Sequence[Span]
) -> MentionClass:
    """Return the class of the annotated sources of a quotation.

    An orphan has no source, or each lies beyond the end of a sentence: a full stop, exclamation or
    question mark (not that of a title or of initials) before white space and a capital, digit or
    quotation mark; or the end of a paragraph without colon or comma. What stands inside the other
    quotations of the article, `quoted`, ends no sentence but by its last character; “?” and “!” at
    the quotation's own end let the sentence go on: “Why?” she said.
    """
    if all(_is_beyond_sentence(text, quotation, source, quoted) for source in sources):
        return MentionClass.ORPHAN
    return _class_of_words(" ".join(source.of(text) for source in sources), text)


def _class_of_words(source: str, text: str) -> MentionClass:
    found = [word for word in (word.strip(EDGES) for word in source.split()) if word]
    first = re.split(r"['’]", found[0].lower())[0] if found else ""
    if first in PRONOUNS or (first in DETERMINERS and len(found) == 1):
        return MentionClass.PRONOUN
    alone = len(found) == 1
    return MentionClass.NAMED if _has_name(source, text, alone=alone) else MentionClass.ROLE


def _has_name(source: str, text: str, *, alone: bool) -> bool:
    """Whether a part of the source ends with a capitalised word: “an aide, Ann Roe, …”.

    Names of others in it don't count: “Roe's aide”, “the mayor of Ellery”, “the Ellery mayor”. A
    word that is all of the source may be capitalised for its place: the article tells, if it has
    the same word in lower case.
    """
    own = COMPLEMENT.sub("", POSSESSOR.sub(" ", source))
    lasts = (part.split()[-1].strip(EDGES) for part in BETWEEN_PARTS.split(own) if part.strip())
    names = [last for last in lasts if last[:1].isupper() and last.lower() not in words("titles")]
    return bool(names) and not (
        alone and re.search(rf"\b{re.escape(names[0].lower())}\b", text) is not None
    )


def _is_beyond_sentence(text: str, quotation: Span, source: Span, quoted: Sequence[Span]) -> bool:
    if source.end <= quotation.start:
        between = _hidden(text, Span(source.end, quotation.start), quoted)
    elif source.start >= quotation.end:
        last = text[quotation.end - 1]
        after = _hidden(text, Span(quotation.end, source.start + 1), quoted)
        between = after if last in "?!" else last + after
    else:
        return False
    ends = SENTENCE_END.finditer(between)
    return any(end["last"] is None or not _is_abbreviation(end["last"]) for end in ends)


def _hidden(text: str, span: Span, quoted: Sequence[Span]) -> str:
    """Return the span's text with the insides of quotations, last characters apart, blotted out."""
    shown = list(span.of(text))
    for start, end in quoted:
        for place in range(max(start, span.start), min(end - 1, span.end)):
            if text[place] != "\n":
                shown[place - span.start] = "x"
    return "".join(shown)


def _is_abbreviation(word: str) -> bool:
    """Whether a word that ends with a full stop is a title, or initials: “Sen.”, “U.S.”, “J.”."""
    bare = word.strip(EDGES).lower()
    listed = bare in words("titles") or bare in words("courtesy_titles")
    return word.endswith(".") and (listed or INITIALS.fullmatch(bare) is not None)
