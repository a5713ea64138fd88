"""Joining the two halves of a quotation that its reporting clause interrupts.

“I will,” he said, “be back.” is one utterance: the first half ends in a comma, and between the
halves stands a short clause with a cue that ends in a comma too. A full stop in between ends the
utterance.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from indexer.models import Quotation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.lexicon import Lexicon
    from indexer.models import Tokens

LONGEST_CLAUSE = 90
"""Characters between the halves, marks included."""

SUREST_CUE = 0.35
MARKS = "“”\"'‘’`«»„ \u00a0"


def join_interrupted(
    tokens: Tokens, quotations: Sequence[Quotation], lexicon: Lexicon
) -> tuple[Quotation, ...]:
    """Return the quotations, interrupted ones joined to one of several parts."""
    joined: list[Quotation] = []
    for quotation in quotations:
        if joined and _goes_on(tokens, joined[-1], quotation, lexicon):
            parts = joined[-1].parts + quotation.parts
            joined[-1] = Quotation(parts, closed=quotation.closed)
        else:
            joined.append(quotation)
    return tuple(joined)


def _goes_on(tokens: Tokens, before: Quotation, after: Quotation, lexicon: Lexicon) -> bool:
    gap = Span(before.parts[-1].end, after.parts[0].start)
    between = gap.of(tokens.text)
    clause = between.strip(MARKS)
    if (
        len(between) > LONGEST_CLAUSE
        or "\n" in between
        or not clause.endswith((",", "—", "–", "-"))
    ):
        return False
    inner = tokens.text[before.parts[-1].end - 1]
    if not (inner in ",—–" or clause.startswith((",", "—", "–"))) or _ends_sentence(clause):
        return False
    first, last = bisect_left(tokens.start, gap.start), bisect_left(tokens.start, gap.end)
    cues = [lexicon.cue(tokens.word[t], tokens.tag[t]) for t in range(first, last)]
    return max(cues, default=0.0) >= SUREST_CUE


def _ends_sentence(clause: str) -> bool:
    return any(mark in clause for mark in ("? ", "! ", "; ")) or clause.endswith(("?", "!"))
