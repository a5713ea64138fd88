"""Whether words stand in a report of what somebody says or thinks, also of indirect speech.

Words in marks inside of “Roe said that the law was …” are Roe's; the same words in a sentence that
reports nothing are a term or scare quotes. Which words lead into reports and what stands in them
is learned from all reports that are annotated, of which most have no quotation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.hanging import top_of, way_up
from indexer.attribution.layout import OUTSIDE, SUBJECTS
from indexer.models import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.features import Scene
    from indexer.attribution.layout import Layout
    from indexer.attribution.lexicon import Lexicon

REACH = 60
"""Tokens on either side of the words in which their sentence is looked at."""

NO_STEPS = 11
"""Where no word above reports anything with a clause: more than way_up climbs."""

ROLES = {
    "clause": ("ccomp", "parataxis"),
    "adverbial": ("advcl",),
    "open_clause": ("xcomp",),
    "object": ("dobj", "attr", "oprd"),
    "subject": ("nsubj", "nsubjpass", "csubj"),
    "preposition": ("prep", "pobj", "agent"),
    "relative": ("relcl", "acl", "pcomp"),
    "joined": ("conj", "appos"),
}
ROLE_OF = {dependency: role for role, dependencies in ROLES.items() for dependency in dependencies}

ABOVE_NAMES = (
    *(f"report_above_{role}" for role in ROLES),
    "report_above_otherwise",
    "report_above_first_verb",
    "report_above_sum",
    "report_above_at_root",
    "report_clause_steps",
    "report_clause_follows",
    "report_reporter_named",
    "report_root_steps",
    "report_root_follows",
)


def above_features(layout: Layout, lexicon: Lexicon, top: int) -> tuple[float, ...]:
    """Measure the words above a token: how surely each leads into a report, and by which role."""
    tokens = layout.tokens
    surest = dict.fromkeys((*ROLES, "otherwise"), 0.0)
    first_verb = total = share = 0.0
    clause: tuple[int, int, int] | None = None
    steps, root = 0, top
    for steps, (below, root) in enumerate(way_up(layout, top), start=1):
        share = report_share(layout, lexicon, root)
        role = ROLE_OF.get(tokens.dep[below], "otherwise")
        total += share
        if first_verb == 0 and tokens.tag[root].startswith("V"):
            first_verb = share
        if share > surest[role]:
            surest[role] = share
            clause = (steps, below, root) if role == "clause" else clause
    return (
        *surest.values(),
        first_verb,
        total,
        share,
        *_clause(layout, clause),
        steps,
        float(root > top),
    )


def _clause(layout: Layout, clause: tuple[int, int, int] | None) -> tuple[float, float, float]:
    """Return the steps up to what reports the surest clause, the clause's side, and if a name does.

    The side is 1 where the clause follows (“Roe said it was …”), -1 where it precedes, 0 for none.
    """
    if clause is None:
        return NO_STEPS, 0.0, 0.0
    tokens = layout.tokens
    steps, below, above = clause
    subjects = [child for child in tokens.children[above] if tokens.dep[child] in SUBJECTS]
    named = any(tokens.tag[subject].startswith("NNP") for subject in subjects)
    return steps, 1.0 if above < below else -1.0, float(named)


AROUND_NAMES = (
    "report_before",
    "report_after",
    "report_gap_before",
    "report_gap_after",
    "report_after_comma",
    "report_sentence_before",
    "report_sentence_after",
    "report_words_in_sentence",
    "report_words_before",
    "report_according_after",
    "report_colon_before",
    "report_head_is_verb",
    "report_head_is_noun",
)


def around_features(layout: Layout, lexicon: Lexicon, top: int, span: Span) -> tuple[float, ...]:
    """Measure the words around a token span, headed by `top`: what leads into a report, how near.

    Looked at are the sentences of the span and those before and after in its paragraph.
    """
    tokens = layout.tokens
    first, last = layout.sentence_of(span.start), layout.sentence_of(span.end - 1)
    before = range(max(first.start, span.start - REACH), span.start)
    after = range(span.end, min(last.end, span.end + REACH))
    shares_before = _shares(layout, lexicon, before)[::-1]
    shares_after = _shares(layout, lexicon, after)
    following = map(str.lower, tokens.word[after.start : after.stop])
    return (
        max(shares_before, default=0.0),
        max(shares_after, default=0.0),
        _place_of_surest(shares_before),
        _place_of_surest(shares_after),
        _surest_after_comma(layout, after, shares_after),
        _surest_in_sentence(layout, lexicon, span.start, -1),
        _surest_in_sentence(layout, lexicon, span.end - 1, 1),
        float(last.end - first.start),
        float(span.start - first.start),
        float("according" in following),
        float(":" in tokens.word[before.start : before.stop]),
        float(tokens.tag[top].startswith("V")),
        float(tokens.tag[top].startswith("N")),
    )


def _place_of_surest(shares: Sequence[float]) -> float:
    """Return the place of the greatest share; REACH where nothing reports."""
    surest = max(shares, default=0.0)
    return float(shares.index(surest)) if surest > 0 else float(REACH)


def _surest_after_comma(layout: Layout, after: range, shares: Sequence[float]) -> float:
    """Return the greatest share after a comma: the law was …, Roe said."""
    words = layout.tokens.word[after.start : after.stop]
    return max(shares[words.index(",") :]) if "," in words else 0.0


def _surest_in_sentence(layout: Layout, lexicon: Lexicon, token: int, step: int) -> float:
    """Return the greatest share in the sentence before or after the token's; -1 if there is none.

    Only sentences of the same paragraph count, and of a long one the REACH tokens that are nearest.
    """
    tokens = layout.tokens
    number, paragraph = tokens.sentence[token] + step, layout.paragraph_of(token)
    if not 0 <= number < len(tokens.sentences):
        return -1.0
    start, end = tokens.sentences[number]
    if start < paragraph.start or end > paragraph.end:
        return -1.0
    near = (
        range(max(start, end - REACH), end) if step < 0 else range(start, min(end, start + REACH))
    )
    return max(_shares(layout, lexicon, near), default=0.0)


def _shares(layout: Layout, lexicon: Lexicon, stretch: range) -> list[float]:
    """Return the report share of each token of a stretch."""
    return [report_share(layout, lexicon, token) for token in stretch]


def report_share(layout: Layout, lexicon: Lexicon, token: int) -> float:
    """Return how surely a word of the reporter's leads into a report; 0 of a quoted word."""
    if layout.inside[token] != OUTSIDE:
        return 0.0
    return lexicon.report(layout.tokens.word[token], layout.tokens.tag[token])


REPORT_NAMES = (*ABOVE_NAMES, *AROUND_NAMES)


def report_features(layout: Layout, lexicon: Lexicon, top: int, span: Span) -> tuple[float, ...]:
    """Return len(REPORT_NAMES) numbers about a token span, headed by the token `top`."""
    return (
        *above_features(layout, lexicon, top),
        *around_features(layout, lexicon, top, span),
    )


def quotation_report_features(scene: Scene) -> tuple[float, ...]:
    """Return len(REPORT_NAMES) numbers about a quotation."""
    span = Span(scene.parts[0].start, scene.parts[-1].end)
    return report_features(scene.layout, scene.lexicon, top_of(scene), span)
