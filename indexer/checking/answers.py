"""What is asked, and what is answered: frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.wordings import Difference, Likeness


class Outcome(str, Enum):
    """What was found: the words as they are, words like them, or neither."""

    EXACT = "exact"
    NEAR = "near"
    NOT_FOUND = "not found"


class Verdict(str, Enum):
    """What was found says of who is claimed to have said it."""

    AGREES = "said by the one claimed"
    SOMEBODY_ELSE = "said by somebody else"
    NOBODY_NAMED = "nobody is named"


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that somebody is said to have said; `speaker` is who, if that is claimed."""

    words: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One printing: a row of quotes, with what is known of its article."""

    quote_id: str
    document_id: str
    publication: str | None
    published: str | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """A wording of one speaker that is like the claim.

    `differences` lead from the quote's text to the claim's words. `quote_count` printings of the
    wording are in the database, from `first_seen` to `last_seen`; `sightings` are the first of
    them, by date.
    """

    text: str
    likeness: Likeness
    differences: tuple[Difference, ...]
    speaker_id: int | None
    speaker_name: str | None
    is_claimed: bool
    quote_count: int
    document_count: int
    first_seen: str | None
    last_seen: str | None
    sightings: tuple[Sighting, ...]

    @property
    def similarity(self) -> float:
        """The share of words of the shorter of both that are in the other, in order, 0 to 1."""
        return self.likeness.coverage


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched, which is what “not found” means."""

    documents: int
    quotes: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a database knows of a claim; `matches` with the most like first.

    `verdict` is None where no speaker was claimed, or nothing was found.
    """

    claim: Claim
    outcome: Outcome
    verdict: Verdict | None
    matches: tuple[Match, ...]
