"""The names in an article, by their tags: persons' and organisations', with what stands around."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from indexer.languages.en import genders, words
from indexer.languages.en.proper_names import NICKNAME_MARKS, SUFFIXES, is_name_part, name_span
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.models import Tokens

JOINING = frozenset(("of", "for", "and", "&", "the", "'", "’", "on"))
POSSESSIVE = frozenset(("'", "’"))
LONGEST_NAME = 6
DOMAIN = re.compile(r"\w\.[a-z]{2,}$", re.IGNORECASE)
MOST_BETWEEN = 3
"""Small words and marks between two words of a name, and the word after them."""

HYPHENATED = 3
"""Words of “Jo-Anne”, the mark among them."""

LONGEST_PLAIN = 4
"""Words from which on a name may have an office in front."""


class Name(NamedTuple):  # an article has hundreds, and a frozen dataclass takes thrice as long
    """An occurrence of a name: its tokens, its text, its words, and what the text shows of it.

    `words` are without marks; `key`, by which occurrences are compared, is without initials and
    suffix and in lower case. `suffix` is “jr” or the like. Genders are m, f or None: `title_gender`
    is what “Ms.” or “spokesman” before it says, `given_gender` what the given name makes likely;
    `titled` says that a title or a person's role stands right before it; `organization` that its
    own words name an organisation; `definite` that its capitals or what stands beside it speak for
    one.
    """

    tokens: Span
    text: str
    words: tuple[str, ...]
    key: tuple[str, ...]
    suffix: str | None
    title_gender: str | None
    given_gender: str | None
    titled: bool
    organization: bool
    definite: bool

    @property
    def gender(self) -> str | None:
        """The gender that a title says, else the one that the given name makes likely."""
        return self.title_gender or self.given_gender


def find_names(tokens: Tokens) -> Iterator[Name]:
    """Yield the names of an article in order, those between quotation marks too."""
    capitals = [token for token, word in enumerate(tokens.word) if word[0].isupper()]
    parts = [token for token in capitals if is_name_part(tokens, token)]
    known = frozenset(parts)
    last, stop = 0, len(tokens)
    for token in parts:
        if token < last:
            continue
        head, end = token, token + 1
        while end < stop and _same_name(tokens, known, end):
            head = end if end in known else head
            end += 1
        span = name_span(tokens, head)
        if span.end <= token:
            span = Span(span.start, token + 1)
        person = _without_office(tokens, span)
        span = person if person != span else _whole_organization(tokens, span)
        yield _name(tokens, span)
        last = max(end, span.end)


def _without_office(tokens: Tokens, span: Span) -> Span:
    """Return a long name from its given name on: “Marsh County Recorder Helen Purcell”."""
    if span.end - span.start < LONGEST_PLAIN or is_organization_word(tokens.word[span.end - 1]):
        return span
    given = [t for t in range(*span) if tokens.word[t].lower() in genders("given_names")]
    office = given and given[0] > span.start + 1 and given[0] < span.end - 1
    office = office and tokens.word[given[0] - 1] != "-"  # “Jo-Anne van der Berg”
    return Span(given[0], span.end) if office else span


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
    if small == start:
        return None
    end = small
    while end < last and end - small < LONGEST_NAME and is_name_part(tokens, end):
        end += 1
    return end if end > small else None


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
    return word.lower().rstrip(".") in words("organization_words") or bool(DOMAIN.search(word))


def _same_name(tokens: Tokens, parts: frozenset[int], token: int) -> bool:
    """Whether a token goes on with the name that the token before it belongs to.

    `parts` are the words of names.
    """
    if tokens.sentence[token] != tokens.sentence[token - 1]:
        return False
    if token in parts:
        return True
    for following in range(token + 1, token + MOST_BETWEEN + 1):
        if following in parts:
            comma = tokens.word[following - 1] == ","  # as in most lists: it ties no names
            return not comma and name_span(tokens, following).start < token
    return False


def single_name(tokens: Tokens, token: int) -> Name:
    """Return one token as a name, whatever its tag."""
    return _name(tokens, Span(token, token + 1))


def _name(tokens: Tokens, span: Span) -> Name:
    form = _form(tokens.word[span.start : span.end])
    before = _word_before(tokens, span)
    modifies = tokens.dep[span.end - 1] in ("compound", "poss", "nmod")
    return Name(
        tokens=span,
        text=" ".join(tokens.text[tokens.start[span.start] : tokens.end[span.end - 1]].split()),
        words=form.words,
        key=form.key,
        suffix=form.suffix,
        title_gender=genders("gendered_nouns").get(before),
        given_gender=form.given_gender,
        titled=before in words("titles") or before in words("person_nouns"),
        organization=form.organization,
        definite=form.acronym
        or (before == "the" and not modifies)
        or _is_called_thing(tokens, span, before),
    )


def _is_called_thing(tokens: Tokens, span: Span, before: str) -> bool:
    """Whether it says beside a name that it is a thing's.

    “Ashby, which”, “Ashby, a publisher”, “the publisher, Ashby”.
    """
    known, name, end = words("organization_nouns"), span.end - 1, span.end
    if before in known or tokens.word[end : end + 2] == (",", "which"):
        return True
    beside = [c for c in tokens.children[name] if tokens.dep[c] == "appos"]
    if tokens.dep[name] == "appos":
        beside.append(tokens.head[name])
    return any(tokens.tag[c] == "NN" and tokens.word[c].lower() in known for c in beside)


class _Form(NamedTuple):
    """What a name's own words show, as in Name."""

    words: tuple[str, ...]
    key: tuple[str, ...]
    suffix: str | None
    given_gender: str | None
    organization: bool
    acronym: bool


@lru_cache(maxsize=2048)  # an article names few, each of them often
def _form(inside: tuple[str, ...]) -> _Form:
    parts = tuple(word for word in inside if word not in NICKNAME_MARKS)
    plain = [_plain(part) for part in parts]
    suffix = plain[-1] if len(plain) > 1 and plain[-1] in SUFFIXES else None
    key = tuple(word for word in plain if len(word) > 1 and word[0].isalpha() and word != suffix)
    capitals = parts[0].isalpha() and parts[0].isupper() and len(parts[0]) > 1
    acronym = capitals and (len(parts) == 1 or not parts[-1].isupper())  # “CNN”, “CNN Money”
    given, organization = _given_gender(parts), _names_organization(parts)
    return _Form(parts, key or tuple(plain), suffix, given, organization, acronym)


def _word_before(tokens: Tokens, span: Span) -> str:
    """Return the lower-case word before a name in its sentence, without a full stop."""
    before = span.start - 1
    if before < 0 or tokens.sentence[before] != tokens.sentence[span.start]:
        return ""
    return tokens.word[before].lower().rstrip(".")


def _names_organization(parts: tuple[str, ...]) -> bool:
    """Whether a name has a word for an organisation; “Cheryl Mills” has only a surname like one."""
    if not any(map(is_organization_word, parts)):
        return False
    surname = len(parts) == 2 and parts[1].lower() not in words("organization_nouns")
    return not (surname and parts[0].lower() in genders("given_names"))


def _plain(word: str) -> str:
    """Return a word as names are compared: lower-case, without accents and full stop."""
    if word.isascii():
        return word.lower().rstrip(".")
    letters = normalize("NFD", word.lower().rstrip("."))
    return "".join(letter for letter in letters if not combining(letter))


def _given_gender(parts: tuple[str, ...]) -> str | None:
    """Return what a given name says, “Jo-Anne” by both; “Mark-Ellis” alone has none."""
    known = genders("given_names")
    first = parts[0].lower()
    if parts[1:2] != ("-",):
        return known.get(first) if len(parts) > 1 else None
    if len(parts) <= HYPHENATED:
        return None
    second = parts[2].lower()
    told = {gender for word in (first, second) if (gender := known.get(word))}
    return known.get(f"{first}-{second}") or (told.pop() if len(told) == 1 else None)
