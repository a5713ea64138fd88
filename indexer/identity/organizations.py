"""Names of organisations as they are compared."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from indexer.identity.names import fold
from indexer.languages.en import words

FEWEST_INITIALS = 3


class OrganizationName(NamedTuple):
    """An organisation's name: its words as keys, without articles, and its initials.

    `initials` are those of a name of several words, or the letters of a name that is nothing but
    capitals; empty where they are fewer than three.
    """

    words: tuple[str, ...]
    initials: str
    is_acronym: bool

    @property
    def block(self) -> str:
        """What an organisation and its abbreviation share; for short names all their words."""
        return self.initials or " ".join(self.words)


@lru_cache(maxsize=16_384)  # as with persons
def organization_name(written: str) -> OrganizationName:
    """Return an organisation's name as it is compared: “the Rivers & Coast Agency, Inc.”"""
    parts = written.replace("&", " and ").replace("-", " ").replace(",", " ").split()
    parts = [part for part in parts if fold(part)]
    keys = [fold(part) for part in parts]
    if len(keys) > 1 and keys[0] == "the":
        parts, keys = parts[1:], keys[1:]
    while len(keys) > 1 and keys[-1] in words("company_forms"):
        parts, keys = parts[:-1], keys[:-1]
    letters = "".join(letter for letter in written if letter.isalpha())
    acronym = len(keys) == 1 and letters.isupper() and len(letters) >= FEWEST_INITIALS
    capitals = (key[0] for key, part in zip(keys, parts, strict=True) if part[:1].isupper())
    initials = keys[0] if acronym else "".join(capitals)
    known = initials if len(initials) >= FEWEST_INITIALS else ""
    return OrganizationName(tuple(keys) or (written,), known, acronym)
