"""The names in an article, by their tags: persons' and organisations', with what stands around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.languages.en.phrases import NICKNAME_MARKS, SUFFIXES, is_name_part, name_span
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.models import Tokens

JOINING = frozenset(("of", "for", "and", "&", "the", "'", "’", "on"))
POSSESSIVE = frozenset(("'", "’"))
LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Name:
    """An occurrence of a name: its tokens, its text, its words, and what the text shows of it.

    `words` are without marks; `key`, by which occurrences are compared, is without initials and
    suffix and in lower case. `suffix` is “jr” or the like. `gender` is m, f or None; `titled` says
    that a title or a person's role stands right before it; `organization` that its own words name
    an organisation; `definite` that “the” before it or its capitals speak for one.
    """

    tokens: Span
    text: str
    words: tuple[str, ...]
    key: tuple[str, ...]
    suffix: str | None
    gender: str | None
    titled: bool
    organization: bool
    definite: bool


def find_names(tokens: Tokens) -> Iterator[Name]:
    """Yield the names of an article in order, those between quotation marks too."""
    token = 0
    while token < len(tokens):
        if not is_name_part(tokens, token):
            token += 1
            continue
        end = token + 1
        while end < len(tokens) and _same_name(tokens, end):
            end += 1
        span = name_span(tokens, _last_name_part(tokens, token, end))
        span = Span(span.start, max(span.end, token + 1))
        span = _whole_organization(tokens, span)
        yield _name(tokens, span)
        token = max(end, span.end)


def _whole_organization(tokens: Tokens, span: Span) -> Span:
    """Return a name with what it goes on with over small words: “Guild of Museum Attendants”.

    It goes on after a word for an organisation (“Ministry for …”), and up to one (“the Rivers and
    Coast Agency”, “Residents' Association”).
    """
    while True:
        end = _after_small_words(tokens, span.end)
        if end is None or not _is_one_organization(tokens, span, end):
            return span
        span = Span(span.start, end)


def _after_small_words(tokens: Tokens, start: int) -> int | None:
    """Return the end of the name that follows small words right on; None if there is none."""
    last = tokens.sentences[tokens.sentence[start - 1]].end
    small = start
    while small < last and tokens.word[small].lower() in JOINING:
        small += 1
    end = small
    while end < last and end - small < LONGEST_NAME and is_name_part(tokens, end):
        end += 1
    return end if end > small > start else None


def _is_one_organization(tokens: Tokens, span: Span, end: int) -> bool:
    joint = tokens.word[span.end].lower()
    inner = tokens.word[span.start : span.end]
    leads = any(map(is_organization_word, inner))
    ends = is_organization_word(tokens.word[end - 1])
    if joint in ("of", "for"):
        return leads
    if joint in ("and", "&"):
        definite = span.start > 0 and tokens.word[span.start - 1].lower() == "the"
        return (ends and definite and not leads) or "for" in inner or "of" in inner
    return joint in POSSESSIVE and inner[-1].lower().endswith("s") and ends


def is_organization_word(word: str) -> bool:
    """Whether a word of a name shows that it names an organisation."""
    return word.lower().rstrip(".") in words("organization_words")


def _same_name(tokens: Tokens, token: int) -> bool:
    """Whether a token goes on with the name that the token before it belongs to."""
    if tokens.sentence[token] != tokens.sentence[token - 1]:
        return False
    if is_name_part(tokens, token):
        return True
    reaches = token + 1 < len(tokens) and is_name_part(tokens, token + 1)
    return reaches and name_span(tokens, token + 1).start < token


def _last_name_part(tokens: Tokens, start: int, end: int) -> int:
    return max(token for token in range(start, end) if is_name_part(tokens, token))


def single_name(tokens: Tokens, token: int) -> Name:
    """Return one token as a name, whatever its tag."""
    return _name(tokens, Span(token, token + 1))


def _name(tokens: Tokens, span: Span) -> Name:
    parts = tuple(word for word in tokens.word[span.start : span.end] if word not in NICKNAME_MARKS)
    before = _word_before(tokens, span)
    plain = [part.lower().rstrip(".") for part in parts]
    suffix = plain[-1] if len(plain) > 1 and plain[-1] in SUFFIXES else None
    key = tuple(word for word in plain if len(word) > 1 and word[0].isalpha() and word != suffix)
    modifies = tokens.dep[span.end - 1] in ("compound", "poss", "nmod")
    acronym = len(parts) == 1 and len(parts[0]) > 1 and parts[0].isupper()
    return Name(
        tokens=span,
        text=" ".join(tokens.span(span).of(tokens.text).split()),
        words=parts,
        key=key or tuple(plain),
        suffix=suffix,
        gender=_gender(parts, before),
        titled=before in words("titles") or before in words("person_nouns"),
        organization=any(map(is_organization_word, parts)),
        definite=acronym or (before == "the" and not modifies),
    )


def _word_before(tokens: Tokens, span: Span) -> str:
    """Return the lower-case word before a name in its sentence, without a full stop."""
    before = span.start - 1
    if before < 0 or tokens.sentence[before] != tokens.sentence[span.start]:
        return ""
    return tokens.word[before].lower().rstrip(".")


def _gender(parts: tuple[str, ...], before: str) -> str | None:
    by_title = genders("gendered_nouns").get(before)
    by_name = genders("given_names").get(parts[0].lower()) if len(parts) > 1 else None
    return by_title or by_name
