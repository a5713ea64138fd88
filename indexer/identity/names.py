"""Names as they are compared: what is left of one without titles, accents, marks and order."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from rapidfuzz.distance import OSA

from indexer.languages.en import forms, genders, words
from indexer.languages.en.proper_names import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

ASIDE = re.compile(r"[“\"‘(\[][^”\"’)\]]*[”\"’)\]]")
"""A nickname or a remark inside a name: Ann “Bo” Roe, Ann (Bo) Roe."""

QUOTES = "“”\"‘’' "

MARKS = re.compile(r"['’‘`´ʼ.]")
DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
SHORTEST_CAPITALS = 4
"""Letters from which on a first word in capitals is a last name put first: ROE Ann."""

LONGEST_INITIALS = 3
SHORTEST_MISSPELT = 5


class PersonName(NamedTuple):
    """A person's name, as keys: small letters without accents and marks.

    `given` are the words before the last name, an initial being one letter; none for a bare last
    name. `last` are the words of the last name, of which a double one has two; particles (“von”)
    are left out. `suffix` is “jr” or the like.
    """

    given: tuple[str, ...]
    last: tuple[str, ...]
    suffix: str | None = None

    @property
    def block(self) -> str:
        """The last word of the last name: names that differ in it are nobody's together."""
        return self.last[-1]

    @property
    def is_bare(self) -> bool:
        """Whether it is a last name alone. A name in a script without capitals is written whole."""
        return not self.given and self.block.upper() != self.block

    @property
    def is_full(self) -> bool:
        """Whether it has enough of a given name to stand for one person: no single initial."""
        if not self.given:
            return not self.is_bare
        return len(self.given) > 1 or len(self.given[0]) > 1

    @property
    def short(self) -> tuple[str, tuple[str, ...], str | None]:
        """First given name, last name, suffix: what the forms of one full name share."""
        first = "".join(self.given) if self._is_initials else "".join(self.given[:1])
        return first, self.last, self.suffix

    @property
    def middle(self) -> tuple[str, ...]:
        """The given names after the first."""
        return () if self._is_initials else self.given[1:]

    @property
    def _is_initials(self) -> bool:
        return len(self.given) > 1 and all(len(word) == 1 for word in self.given)


class Likeness(Enum):
    """How two names go together: as one full name, as forms of one, or not at all."""

    SAME = "same"
    VARIANT = "variant"
    APART = "apart"


def fold(word: str) -> str:
    """Return a word in small letters, without accents, apostrophes and full stops."""
    plain = MARKS.sub("", word).casefold()
    if plain.isascii():
        return plain
    table = forms("letter_forms")
    spelt = "".join(next(iter(table.get(letter, (letter,)))) for letter in plain)
    return "".join(c for c in normalize("NFKD", spelt) if not combining(c)).casefold()


@lru_cache(maxsize=16_384)  # a batch names the same people again and again
def person_name(written: str) -> PersonName:
    """Return a person's name as it is compared.

    Titles before it and letters after it go (“Dr. Ann Roe, MP”), so does what stands in brackets or
    quotation marks; “Roe, Ann” and “ROE Ann” are Ann Roe. A name that has nothing else keeps what
    it is made of, so that every name has a last word.
    """
    text = " ".join(ASIDE.sub(" ", written).split()) or written.strip(QUOTES)
    tokens = _in_order(text)
    tokens, suffix = _without_suffix(tokens)
    tokens = _without_titles(tokens)
    *given, last = _parts(tokens) or [(fold(written) or written,)]
    return PersonName(tuple(key for part in given for key in part), last, suffix)


def _in_order(text: str) -> list[str]:
    """Return the words with the last name at the end."""
    before, comma, after = text.partition(",")
    rest = after.strip()
    if comma and rest and not _follows_names(rest.split()[0]):
        given = rest.replace(",", " ").split()
        end = len(given) - (fold(given[-1]) in SUFFIXES)
        return [*given[:end], *before.split(), *given[end:]]
    tokens = text.replace(",", " ").split()
    capitals = [t for t in tokens if t.isupper() and len(fold(t)) >= SHORTEST_CAPITALS]
    if len(tokens) > 1 and capitals == tokens[:1]:
        return [*tokens[1:], tokens[0]]
    return tokens


def _follows_names(word: str) -> bool:
    key = fold(word)
    return key in SUFFIXES or key in words("titles")


def _without_suffix(tokens: list[str]) -> tuple[list[str], str | None]:
    """Return a name without what follows it, and its suffix: “Ann Roe Jr. MP”."""
    kept, suffix = list(tokens), None
    while len(kept) > 1 and (_is_letters_after(kept[-1]) or fold(kept[-1]) in SUFFIXES):
        last = fold(kept.pop())
        suffix = last if last in SUFFIXES else suffix
    return kept, suffix


def _is_letters_after(word: str) -> bool:
    letters = MARKS.sub("", word)
    capitals = sum(letter.isupper() for letter in letters)
    return capitals > 1 and fold(word) in words("titles")


def _without_titles(tokens: list[str]) -> list[str]:
    """Return a name without titles before it; an office only before two words (not Dean Roe)."""
    kept = list(tokens)
    while len(kept) > 1:
        key = fold(kept[0])
        courtesy = key in words("courtesy_titles")
        left = [token for token in kept[1:] if len(fold(token)) > 1]
        if not courtesy and (key not in words("titles") or len(left) < 2):
            break
        kept = kept[1:]
    return kept


def _parts(tokens: list[str]) -> list[tuple[str, ...]]:
    """Return the keys of each word but particles: two for a hyphen, one for each initial."""
    shouted = all(token.isupper() for token in tokens)
    parts: list[tuple[str, ...]] = []
    for number, token in enumerate(tokens):
        small = fold(token) in words("name_particles")
        given = number == 0 and len(tokens) == 2 and _is_given(fold(token))
        if small and not given and number < len(tokens) - 1:
            continue
        keys = tuple(key for piece in token.replace("–", "-").split("-") if (key := fold(piece)))
        initials = not shouted and token.isupper() and 1 < len(token) <= LONGEST_INITIALS
        if number < len(tokens) - 1 and (
            DOTTED.fullmatch(token) or (initials and _no_vowel(token))
        ):
            keys = tuple("".join(keys))
        if keys:
            parts.append(keys)
    return parts


def _is_given(key: str) -> bool:
    return key in genders("given_names") or key in forms("nicknames")


def _no_vowel(word: str) -> bool:
    return not set(fold(word)) & set("aeiouy")


def compare(one: PersonName, other: PersonName) -> tuple[Likeness, str]:
    """Return how two names go together, and in words what differs (empty where nothing does)."""
    if one.suffix != other.suffix and one.suffix and other.suffix:
        return Likeness.APART, "suffix"
    if one.last != other.last and not _is_double_of(one.last, other.last):
        return Likeness.APART, "last name"
    if one.is_bare or other.is_bare:
        return Likeness.VARIANT, "last name alone"
    if one.suffix == other.suffix and (*one.given, *one.last) == (*other.given, *other.last):
        return (Likeness.SAME, "") if one == other else (Likeness.VARIANT, "hyphen")
    given = _compare_given(one.given, other.given)
    if given is None:
        return Likeness.APART, "given name"
    middles = one.middle, other.middle
    if not given and all(middles) and not middles_agree(*middles):
        return Likeness.APART, "middle name"
    differs = given or ("double last name" if one.last != other.last else "")
    differs = differs or ("suffix" if one.suffix != other.suffix else "")
    return (Likeness.VARIANT if differs else Likeness.SAME), differs


def _is_double_of(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    short, double = sorted((one, other), key=len)
    return len(short) == 1 and len(double) > 1 and short[0] in double


def _compare_given(one: tuple[str, ...], other: tuple[str, ...]) -> str | None:
    """Return in words how given names differ, empty if they don't, None if they are of two."""
    first, second = one[:1], other[:1]
    if one == other or (first == second and (len(one[0]) > 1 if one else True)):
        return ""
    if not first or not second:
        return None
    a, b = sorted((first[0], second[0]), key=len)
    if len(a) == 1:
        middle = one[1:2] == (b,) or other[1:2] == (b,)  # “J. Edgar Roe” is Edgar Roe
        return "initial" if b.startswith(a) or middle else None
    if b in forms("nicknames").get(a, ()) or a in forms("nicknames").get(b, ()):
        return "short form"
    close = len(a) >= SHORTEST_MISSPELT and OSA.distance(a, b, score_cutoff=1) <= 1
    return "spelling" if close and a[0] == b[0] else None


def middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether middle names may be one person's: “J.” and “James”."""
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


@lru_cache(maxsize=16_384)  # as above
def fullness(written: str) -> tuple[int, int, int, int, str]:
    """Return a sort key for the forms of one name: the fullest comes last, of equals one of them.

    More words that are no initials, then more words, then capitals and small letters, then more
    accents, then the text itself.
    """
    keys = [fold(word) for word in written.split()]
    mixed = not _is_in_one_case(written)
    accents = sum(not letter.isascii() for letter in written)
    return sum(len(key) > 1 for key in keys), len(keys), int(mixed), accents, written


def proper_name(written: Iterable[str]) -> str:
    """Return the fullest form of one name; one in capitals, as in headlines, only if all are."""
    return max(written, key=lambda form: (not _is_in_one_case(form), fullness(form)))


def _is_in_one_case(written: str) -> bool:
    return written.isupper() or written.islower()
