"""The names in an article, by their tags: persons' and organisations', with what stands around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.languages.en.phrases import SUFFIXES, is_name_part, name_span
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.models import Tokens

MARKS = "“”\"'‘’"
JOINING = frozenset(("of", "for", "and", "&", "the", "'", "’", "on"))
POSSESSIVE = frozenset(("'", "’"))
LONGEST_NAME = 6


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
        full = [w for w in self.words if len(w.rstrip(".")) > 1 and w[0].isalpha()]
        full = [w for w in full if w.lower().rstrip(".") not in SUFFIXES] or full
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
