"""What resolution answers: who a mention is, what the article calls them, how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.models import Speaker


class Way(str, Enum):
    """How a mention was resolved, from the surest to what is only likely.

    `NAME`: the mention is a name. `NAMESAKE`: one that several in the article bear, told apart by
    what is near. `GROUP`: several names joined. `DESCRIPTION`: a role, age or
    abbreviation that the article gives to somebody. `PRONOUN`: “he”, “she”, “it” or “they”.
    `UNNAMED`: nobody with a name; the speaker is the phrase that introduces them. `GUESS`: a
    description that nothing but the context ties to its person. `AMBIGUOUS`: a name that several
    bear, so no speaker. `NOBODY`: nobody to be told.
    """

    NAME = "name"
    NAMESAKE = "namesake"
    GROUP = "group"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"
    UNNAMED = "unnamed"
    GUESS = "guess"
    AMBIGUOUS = "ambiguous"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What could tell a doubtful answer from a certain one, for pronouns and guesses.

    `share` is the part of the likelihood, 0 to 1, that the answer has among all who may be meant;
    `rivals` counts the others; `sentences_back` is how many sentences of the reporter's own words
    lie between the pronoun and the antecedent's last mention, 0 in the same one and negative where
    it follows; `gender_known` says that a title or given name shows the gender.
    """

    share: float
    rivals: int
    sentences_back: int
    gender_known: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a mention is: the speaker, or None where nobody can be told, and the role if given.

    `doubt` is None unless the context decided among several.
    """

    speaker: Speaker | None
    role: str | None
    way: Way = Way.NOBODY
    doubt: Doubt | None = None


NOBODY = Identity(None, None)
