"""Has anybody said this? The page that answers for words or a whole text that a visitor pastes.

Short words stand in the address, so that an answer can be passed on. A text does not: it would be
too long, and addresses are written into logs.
"""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette import Response  # type: ignore[import-untyped]
from datasette.utils import add_cors_headers, sqlite_timelimit  # type: ignore[import-untyped]

from indexer.checking import (
    Answer,
    Claim,
    Outcome,
    Searched,
    answers_json,
    check,
    claims,
    explained,
)
from indexer.site import quotes
from indexer.site.bodies import form_sent
from indexer.site.differing import Piece, compared
from indexer.site.exports import CONTENT_TYPES, HEADERS
from indexer.site.links import Links
from indexer.site.speakers import LONGEST_NAME
from indexer.site.views import of_index, page
from indexer.wordings import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.checking import Match
    from indexer.site.indexes import Index

LONGEST_TEXT = 20_000
"""Characters that are read of what is pasted."""
LONGEST_FORM = 12 * LONGEST_TEXT + 10_000
"""Bytes of a form, in which a character may take twelve."""
LONGEST_ADDRESS = 1_000
"""Characters of words that an address holds."""
MOST_CLAIMS = 30
MOST_SECONDS = 8.0
"""For all claims of a text; those for which no time is left are not answered."""

CONFIDENCES = """
SELECT id, confidence FROM quotes WHERE id IN (SELECT value FROM json_each(:ids))
"""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a visitor asks: words, and who is said to have said them; `is_cut` if there was more."""

    words: str = ""
    speaker: str = ""
    is_cut: bool = False

    @property
    def fits_an_address(self) -> bool:
        """Whether an address can hold it."""
        return not self.is_cut and len(self.words) <= LONGEST_ADDRESS

    def state(self) -> dict[str, str]:
        """Return what an address has to say, without what is empty."""
        state = {"words": self.words, "speaker": self.speaker}
        return {key: value for key, value in state.items() if value}


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A match as the page shows it.

    `pieces` are the quote with the claim's words as SAME, if it has them all; else the claim beside
    the quote. None where they are too long, and for equal words. `confidence` is the highest with
    which the speaker was found among the printings that are named.
    """

    match: Match
    explanation: str
    pieces: tuple[Piece, ...] | None
    confidence: float = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim with its answer, which is None where looking for it took too long."""

    claim: Claim
    answer: Answer | None
    matches: tuple[ShownMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The answers for what was pasted. `unasked` claims were more than are looked for at once."""

    shown: tuple[Shown, ...]
    unasked: int
    searched: Searched

    def count(self, outcome: str) -> int:
        """Return for how many claims this was the outcome."""
        return sum(bool(one.answer and one.answer.outcome.value == outcome) for one in self.shown)


async def _check(index: Index, request: Any) -> Any:
    pasted = await _read(request)
    if pasted is None:
        context = {"pasted": Pasted(is_cut=True), "longest": LONGEST_TEXT}
        return await page(index, request, "check.html", context, status=413)
    if request.method == "POST" and pasted.fits_an_address:
        address = Links(index.datasette, index.name).check(**pasted.state())
        return Response.redirect(address, status=303)
    context = {"pasted": pasted, "longest": LONGEST_TEXT}
    if pasted.words:
        context["checked"] = await checked(index, pasted)
    return await page(index, request, "check.html", context)


async def _check_as_json(index: Index, request: Any) -> Any:
    pasted = await _read(request)
    if pasted is None or pasted.is_cut:
        message = f"words have at most {LONGEST_TEXT:,} characters"
        return Response.json({"error": message}, status=413, headers=_headers(index))
    found = await checked(index, pasted)
    answers = [one.answer for one in found.shown if one.answer]
    if found.unasked or len(answers) < len(found.shown):
        message = f"only {len(answers)} quotations of this text could be checked at once"
        return Response.json({"error": message}, status=503, headers=_headers(index))
    body = answers_json(answers, found.searched)
    return Response(body, headers=_headers(index), content_type=CONTENT_TYPES["json"])


check_page = of_index(_check)
check_as_json = of_index(_check_as_json)


def _headers(index: Index) -> dict[str, str]:
    headers = {**HEADERS}
    if index.datasette.cors:
        add_cors_headers(headers)
    return headers


async def checked(index: Index, pasted: Pasted) -> Checked:
    """Return the answers for all that is claimed, as far as there is time for it."""
    claimed = claims(pasted.words, pasted.speaker or None)
    ends = time.monotonic() + MOST_SECONDS
    shown = []
    for claim in claimed[:MOST_CLAIMS]:
        answer = await _answer(index, claim) if time.monotonic() < ends else None
        shown.append(Shown(claim, answer, await _matches(index, answer) if answer else ()))
    sums = await quotes.summary(index)
    searched = Searched(sums["documents"], sums["quotes"], sums["first"], sums["last"])
    return Checked(tuple(shown), len(claimed[MOST_CLAIMS:]), searched)


async def _answer(index: Index, claim: Claim) -> Answer | None:
    limit = index.datasette.setting("sql_time_limit_ms")

    def ask(connection: sqlite3.Connection) -> Answer | None:
        with sqlite_timelimit(connection, limit):
            try:
                return check(connection, claim)
            except sqlite3.OperationalError as error:
                if error.args == ("interrupted",):
                    return None
                raise

    answer: Answer | None = await index.database.execute_fn(ask)
    return answer


async def _matches(index: Index, answer: Answer) -> tuple[ShownMatch, ...]:
    is_exact = answer.outcome is Outcome.EXACT
    sure = await _confidences(index, answer.matches)
    return tuple(
        ShownMatch(match, explained(match), _pieces(answer.claim.words, match), how_sure)
        for match, how_sure in zip(answer.matches, sure, strict=True)
        # Beside the words themselves, what is only like them says nothing.
        if not is_exact or _has_all(answer.claim.words, match)
    )


async def _confidences(index: Index, matches: Sequence[Match]) -> list[float]:
    named = [[sighting.quote_id for sighting in match.sightings] for match in matches]
    asked = {"ids": json.dumps([quote_id for ids in named for quote_id in ids])}
    rows = {row["id"]: row["confidence"] for row in await index.rows(CONFIDENCES, asked)}
    return [max((rows.get(quote_id, 0) for quote_id in ids), default=0) for ids in named]


def _pieces(words: str, match: Match) -> tuple[Piece, ...] | None:
    if match.likeness.relation is Relation.EQUAL:
        return None
    if not _has_all(words, match):
        return compared(match.text, words)
    pieces = compared(words, match.text)
    return pieces and tuple(piece for piece in pieces if piece.text)


def _has_all(words: str, match: Match) -> bool:
    """Whether all words of the claim stand in the quote, in a row."""
    if match.likeness.relation is Relation.EQUAL:
        return True
    is_contained = match.likeness.relation is Relation.CONTAINED
    return is_contained and len(match.text.split()) > len(words.split())


async def _read(request: Any) -> Pasted | None:
    """Return what was asked; None where a form is too long to be read."""
    sent: Mapping[str, str] | None = request.args
    if request.method == "POST":
        sent = await form_sent(request, LONGEST_FORM)
    if sent is None:
        return None
    words = _clean(sent.get("words") or "")
    speaker = _clean(sent.get("speaker") or "")[:LONGEST_NAME]
    return Pasted(words[:LONGEST_TEXT], speaker, len(words) > LONGEST_TEXT)


def _clean(typed: str) -> str:
    # A database's strings know neither NUL nor halves of characters, and no visitor types them.
    return typed.encode("utf-8", "ignore").decode().replace("\0", " ").replace("\r\n", "\n").strip()
