"""Roles as they are compared: the office, whose it is, and the field of work that both speak of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.identity.names import fold
from indexer.languages.en import forms, words
from indexer.languages.en.proper_names import PERSON_ENDINGS

WORD = re.compile(r"[^\W_](?:[\w.'’&-]*[\w.])?")
POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
ADJECTIVES = ("ial", "nal", "ral", "cal", "ual", "ive", "ous", "ary")
"""Endings of words that are capitalised in titles and name nothing: “Presidential candidate”."""

JOINERS = frozenset(("of", "for", "and", "the", "&"))


class Role(NamedTuple):
    """What an article calls somebody, in keys.

    `offices` are nouns for what the person is (“mayor”), `named` the capitalised words of whose
    (“Port Ellery”), `plain` the other words that tell something (“football”); `fields` are the
    fields of work that they belong to. `former` says that it is over.
    """

    offices: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    former: bool = False

    @property
    def key(self) -> str:
        """The role as text that is the same for all wordings between which nothing decides."""
        words = (" ".join(sorted(part)) for part in (self.offices, self.named, self.plain))
        return "/".join((*words, "past")) if self.former else "/".join(words)


NO_ROLE = Role()


@lru_cache(maxsize=16_384)  # the same few roles come again and again
def role_of(written: str) -> Role:
    """Return a role as it is compared; nothing in it for an empty one."""
    offices: set[str] = set()
    named: set[str] = set()
    plain: set[str] = set()
    former = False
    for word in WORD.findall(written):
        bare = POSSESSIVE.sub("", word)
        for key, capital in _pieces(bare):
            former = former or key in words("past_words")
            if key in words("role_modifiers") or key in words("past_words"):
                continue
            spelt = forms("title_forms").get(key) or forms("place_forms").get(key) or {key}
            if _is_office(key):
                offices.update({_plain_office(key)} if spelt == {key} else spelt)
            elif capital and not _is_common(key):
                named.update(spelt)
            elif len(key) > 1:
                plain.update(spelt)
    if offices & words("kinship_nouns"):
        offices, named = set(), set()  # “Roe’s husband” has nothing to do with what Roe does
    table = forms("role_fields")
    fields = {field for key in (*offices, *plain) for field in table.get(key, ())}
    return Role(frozenset(offices), frozenset(named), frozenset(plain), frozenset(fields), former)


def _pieces(word: str) -> list[tuple[str, bool]]:
    """Return the keys of a word, or of its parts at hyphens, and whether each has a capital."""
    whole = fold(word)
    if "-" not in word or whole in words("person_nouns") or whole in words("titles"):
        return [(whole, word[0].isupper())]
    return [(fold(part), part[0].isupper()) for part in word.split("-") if part and fold(part)]


def _is_office(key: str) -> bool:
    if key in words("party_nouns"):
        return False
    known = key in words("titles") or key in words("person_nouns")
    return known or (len(key) > 6 and key.endswith(PERSON_ENDINGS))


def _plain_office(key: str) -> str:
    """Return an office without what tells a man's from a woman's: “chairwoman”."""
    for ending in ("woman", "person"):
        if key.endswith(ending) and f"{key[: -len(ending)]}man" in words("person_nouns"):
            return f"{key[: -len(ending)]}man"
    return key


def _is_common(key: str) -> bool:
    """Whether a capitalised word names nothing of its own: “Board”, “Republican”, “Monday”."""
    lists = ("organization_words", "organization_nouns", "party_nouns", "party_words")
    known = any(key in words(name) for name in (*lists, "calendar_words"))
    return known or len(key) == 1 or key.endswith(ADJECTIVES)


@lru_cache(maxsize=16_384)  # as above
def organization_of(written: str) -> str | None:
    """Return the words of a role that say whose it is: “Harbour Board” of “Harbour Board chair”.

    The longest stretch of capitalised words that are no office; None where there is none.
    """
    best, open_at, end = "", None, 0
    for match in WORD.finditer(written):
        bare = POSSESSIVE.sub("", match[0])
        capital = match[0][0].isupper() and _may_name(fold(bare.rpartition("-")[2]))
        if capital:
            open_at = match.start() if open_at is None else open_at
            end = match.start() + len(bare)
            best = max(best, written[open_at:end], key=len)
        if (not capital and bare.lower() not in JOINERS) or bare != match[0]:
            open_at = None
    return best or None


def _may_name(key: str) -> bool:
    return not (_is_office(key) or key in words("party_nouns") or key in forms("place_forms"))


def overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of words share more than half of the smaller one."""
    shared = len(one & other)
    return shared > 0 and 2 * shared > min(len(one), len(other))


def far_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of fields of work are hardly one person's: both known, none near another."""
    return bool(one and other) and not any(_near(a, b) for a in one for b in other)


def _near(one: str, other: str) -> bool:
    table = forms("near_fields")
    return one == other or other in table.get(one, ()) or one in table.get(other, ())
