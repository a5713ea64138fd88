"""The names in an article, by their tags: persons' and organisations', with what stands around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.languages.en.phrases import is_name_part, name_span
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.models import Tokens

MARKS = "“”\"'‘’"


@dataclass(frozen=True, slots=True)
class Name:
    """An occurrence of a name: its tokens, its text, and its words without marks.

    `gender` is m, f or None; `titled` says that a title or a person's role stands right before it,
    `organization` that its words or the article before it speak for an organisation.
    """

    tokens: Span
    text: str
    words: tuple[str, ...]
    gender: str | None
    titled: bool
    organization: bool

    @property
    def key(self) -> tuple[str, ...]:
        """The words by which occurrences are compared: no initials, no suffix, no final s'."""
        full = [w for w in self.words if len(w.rstrip(".")) > 1]
        return tuple(w.lower().rstrip(".") for w in full) or self.words


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
        yield _name(tokens, Span(min(token, span.start), max(span.end, token + 1)))
        token = max(end, span.end)


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


def _name(tokens: Tokens, span: Span) -> Name:
    parts = tuple(word for word in tokens.word[span.start : span.end] if word not in MARKS)
    before = tokens.word[span.start - 1].lower().rstrip(".") if span.start else ""
    same_sentence = (
        span.start > 0 and tokens.sentence[span.start - 1] == tokens.sentence[span.start]
    )
    before = before if same_sentence else ""
    return Name(
        tokens=span,
        text=" ".join(tokens.span(span).of(tokens.text).split()),
        words=parts,
        gender=_gender(parts, before),
        titled=before in words("titles") or before in words("person_nouns"),
        organization=_is_organization(tokens, span, parts, before),
    )


def _gender(parts: tuple[str, ...], before: str) -> str | None:
    by_title = genders("gendered_nouns").get(before)
    by_name = genders("given_names").get(parts[0].lower()) if len(parts) > 1 else None
    return by_title or by_name


def _is_organization(tokens: Tokens, span: Span, parts: tuple[str, ...], before: str) -> bool:
    lower = {part.lower().rstrip(".") for part in parts}
    if lower & words("organization_words"):
        return True
    acronym = len(parts) == 1 and len(parts[0]) > 1 and parts[0].isupper()
    return acronym or (before == "the" and tokens.tag[span.end - 1] in ("NNP", "NNPS"))
