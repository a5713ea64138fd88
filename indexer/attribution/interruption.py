"""Joining the two halves of a quotation that its reporting clause interrupts.

“I will,” he said, “be back.” is one utterance: the first half ends in a comma, and between the
halves stands a short clause with a cue that ends in a comma too, or any clause between dashes. A
full stop in between ends the utterance, and so does somebody else who begins to speak.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from indexer.attribution.layout import SUBJECTS
from indexer.attribution.lexicon import SURE_CUE
from indexer.languages.en import words
from indexer.languages.en.works import has_title_case
from indexer.models import Quotation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.lexicon import Lexicon
    from indexer.models import Tokens

LONGEST_CLAUSE = 90
"""Characters between the halves, marks included."""

MARKS = "“”\"'‘’`«»„ \u00a0"
DASHES = ("—", "–", "-")
CLOSING = (",", *DASHES)
ENDS = frozenset((".", "?", "!"))


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
    if len(between) > LONGEST_CLAUSE or "\n" in between or not clause.endswith(CLOSING):
        return False
    inner = tokens.text[before.parts[-1].end - 1]
    if not (inner in CLOSING or clause.startswith(CLOSING)):
        return False
    stretch = range(bisect_left(tokens.start, gap.start), bisect_left(tokens.start, gap.end))
    if any(tokens.word[t] in ENDS or tokens.word[t] == ";" for t in stretch):
        return False
    if _introduces_title(tokens, stretch, after):
        return False
    cues = [t for t in stretch if lexicon.cue(tokens.word[t], tokens.tag[t]) >= SURE_CUE]
    reporters = _reporters(tokens, stretch, cues)
    if clause.startswith(DASHES) and clause.endswith(DASHES):
        return len(reporters) <= 1
    if reporters and _begins_anew(clause):
        return False
    as_put = clause.lstrip(", ").lower().startswith("as ")  # as she put it
    return len(reporters) == 1 or (not reporters and (as_put or bool(cues)))


def _introduces_title(tokens: Tokens, stretch: range, after: Quotation) -> bool:
    """Whether the second half is a work's title: “No,” he wrote in his memoir, “Grey Water”."""
    spoken = [t for t in stretch if tokens.word[t].isalpha()]
    title = [word for word in after.span.of(tokens.text).split() if word[0].isalpha()]
    of_work = bool(spoken) and tokens.word[spoken[-1]].lower() in words("work_nouns")
    return of_work and len(title) > 1 and has_title_case(title)


def _begins_anew(clause: str) -> bool:
    """Whether a clause of its own leads to the second half: “Come,” and Roe said, “No.”"""
    return clause.lstrip(", ").lower().startswith(("and ", "but ", "so "))


def _reporters(tokens: Tokens, stretch: range, cues: Sequence[int]) -> set[int]:
    """Return the subjects of the cues between the halves: two people don't share an utterance."""
    return {
        child
        for cue in cues
        for child in tokens.children[cue]
        if tokens.dep[child] in SUBJECTS and child in stretch
    }
