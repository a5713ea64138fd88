"""Relatives and partners: “his wife” whose name stands beside it, “his mother” without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.languages.en.phrases import name_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.models import Tokens
    from indexer.speakers.names import Name


def kinship_nouns(tokens: Tokens, names: Sequence[Name]) -> Iterator[str]:
    """Yield the nouns for a relative that stand beside a name: “his wife, Ann Roe”."""
    kin = words("kinship_nouns")
    for name in names:
        head, before = name.tokens.end - 1, name.tokens.start - 1
        beside = [c for c in tokens.children[head] if tokens.dep[c] == "appos"]
        if tokens.dep[head] == "appos":
            beside.append(tokens.head[head])
        if before >= 0:
            beside.append(before)
        for token in beside:
            noun = tokens.word[token].lower()
            if noun in kin:
                yield noun


def is_owned_relative(tokens: Tokens, noun: int) -> bool:
    """Whether a noun is for one relative of somebody: “his mother”, “Roe's mother”."""
    if tokens.tag[noun] != "NN" or tokens.word[noun].lower() not in words("kinship_nouns"):
        return False
    return any(tokens.dep[c] == "poss" for c in tokens.children[noun])


def is_unnamed_relative(tokens: Tokens, noun: int) -> bool:
    """Whether “his mother” has no name beside it and shows a gender, so that “she” may be her."""
    gendered = tokens.word[noun].lower() in genders("gendered_nouns")
    return gendered and is_owned_relative(tokens, noun) and name_beside(tokens, noun) == noun
