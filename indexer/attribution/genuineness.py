"""What tells somebody's words from a title, a nickname, a term or scare quotes: more features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.attribution.cues import FINITE_TAGS
from indexer.attribution.features import (
    NAMES,
    QUOTATION_NAMES,
    bare_wording,
    quotation_features,
)
from indexer.attribution.hanging import HANGING_NAMES, hanging_features
from indexer.attribution.layout import OUTSIDE
from indexer.attribution.lexicon import DEFAULT_LABEL
from indexer.attribution.reports import REPORT_NAMES
from indexer.languages.en import words
from indexer.languages.en.nouns import NAME_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.attribution.features import Scene
    from indexer.attribution.layout import Layout

SHORT_WORD = 4
"""Characters, from which on a word has a capital in a title."""

INNER_MARKS = frozenset((",", ";", "—", "--"))

WORDING_NAMES = (
    "capitalised_share",
    "title_case",
    "word_count",
    "name_tag_share",
    "has_finite_verb",
    "has_pronoun",
    "starts_lower",
    "ends_in_period",
    "inner_punctuation",
)


def wording_features(scene: Scene) -> tuple[float, ...]:
    """Measure the quoted words themselves."""
    tokens = scene.layout.tokens
    quoted = [word for start, end in scene.parts for word in tokens.word[start:end]]
    tags = [tag for start, end in scene.parts for tag in tokens.tag[start:end]]
    visible = [(word, tag) for word, tag in zip(quoted, tags, strict=True) if word[0].isalnum()]
    capitalised = sum(word[0].isupper() for word, _ in visible)
    count = len(visible) or 1
    text = tokens.text
    start, end = scene.layout.quotations[scene.quotation].span
    return (
        capitalised / count,
        float(all(len(word) < SHORT_WORD or word[0].isupper() for word, _ in visible)),
        float(min(30, len(visible))),
        sum(tag in NAME_TAGS for _, tag in visible) / count,
        float(not FINITE_TAGS.isdisjoint(tags)),
        float("PRP" in tags or "PRP$" in tags),
        float(text[start].islower()),
        float(text[end - 1] in ".!?"),
        float(not INNER_MARKS.isdisjoint(quoted[:-1])),
    )


SURROUNDING_NAMES = (
    "word_before_name",
    "word_before_determiner",
    "word_before_verb",
    "word_before_preposition",
    "word_before_that",
    "word_before_cue",
    "word_before_label",
    "word_after_name",
    "word_after_noun",
    "word_after_verb",
    "word_after_preposition",
    "word_after_cue",
    "inside_name",
    "naming_word_before",
    "naming_word_near",
    "work_near",
    "cue_near",
    "in_brackets",
    "ends_the_sentence",
    "head_is_noun",
    "recurs",
    "recurs_unquoted",
    "quotations_in_sentence",
    "quoted_share_of_article",
    "company_most",
    "company_least",
    "company_mean",
)


def surrounding_features(scene: Scene) -> tuple[float, ...]:
    """Measure the words beside the marks, and whether the article uses the words elsewhere."""
    layout, tokens = scene.layout, scene.layout.tokens
    sentence = layout.sentence_of(scene.parts[0].start)
    before = _neighbour(layout, scene.parts[0].start, -1)
    after = _neighbour(layout, scene.parts[-1].end - 1, 1)
    tag_before, word_before = _tag_and_word(layout, before)
    tag_after, word_after = _tag_and_word(layout, after)
    quoted, unquoted = _occurrences(scene)
    head = _first_head_outside(scene)
    numbers = set(layout.inside[sentence.start : sentence.end]) - {OUTSIDE}
    inside = len(tokens) - layout.outer[-1]
    return (
        float(tag_before.startswith("NNP")),
        float(tag_before in ("DT", "PRP$", "POS")),
        float(tag_before.startswith("V")),
        float(tag_before in ("IN", "TO")),
        float(word_before in ("that", "as")),
        scene.lexicon.cue(word_before, tag_before),
        scene.lexicon.label(word_before),
        float(tag_after.startswith("NNP")),
        float(tag_after in ("NN", "NNS")),
        float(tag_after.startswith("V") or tag_after == "MD"),
        float(tag_after in ("IN", "TO")),
        scene.lexicon.cue(word_after, tag_after),
        float(tag_before.startswith("NNP") and tag_after.startswith("NNP")),
        float(word_before in words("naming_words")),
        *_listed_near(scene),
        float(word_before == "(" or word_after == ")"),
        float(after is None or word_after in (".", "!", "?")),
        float(head is not None and tokens.tag[head].startswith("N")),
        float(min(5, quoted)),
        float(min(5, unquoted)),
        float(min(6, len(numbers))),
        inside / len(tokens),
        *_company_shares(scene),
    )


def _first_head_outside(scene: Scene) -> int | None:
    inside, quotation = scene.layout.inside, scene.quotation
    for start, end in scene.parts:
        for head in scene.layout.tokens.head[start:end]:
            if inside[head] != quotation:
                return head
    return None


def _listed_near(scene: Scene) -> tuple[float, float, float]:
    """Return whether a naming word, a kind of work and a sure cue stand near before the mark."""
    layout, tokens = scene.layout, scene.layout.tokens
    first = scene.parts[0].start
    start = max(layout.sentence_of(first).start, first - NEAR)
    near = [t for t in range(start, first) if layout.inside[t] == OUTSIDE]
    before = {tokens.word[t].lower() for t in near}
    cues = [scene.lexicon.cue(tokens.word[t], tokens.tag[t]) for t in near]
    return (
        float(bool(before & words("naming_words"))),
        float(bool(before & words("work_nouns"))),
        max(cues, default=0.0),
    )


def _company_shares(scene: Scene) -> tuple[float, float, float]:
    """Return the most, the least and the mean that the words around say for a title or term."""
    lexicon, word = scene.lexicon, scene.layout.tokens.word
    shares = [
        lexicon.company.get(word[t].lower(), DEFAULT_LABEL)
        for t in company(scene.layout, scene.quotation)
    ]
    if not shares:
        return DEFAULT_LABEL, DEFAULT_LABEL, DEFAULT_LABEL
    return max(shares), min(shares), sum(shares) / len(shares)


def company(layout: Layout, quotation: int) -> list[int]:
    """Return the reporter's common nouns and verbs near a quotation, in its own sentences."""
    tokens, parts = layout.tokens, layout.parts[quotation]
    first, last = parts[0].start, parts[-1].end
    start = max(layout.sentence_of(first).start, first - NEAR)
    end = min(layout.sentence_of(last - 1).end, last + NEAR)
    return [
        token
        for token in (*range(start, first), *range(last, end))
        if layout.inside[token] == OUTSIDE
        and tokens.tag[token][0] in "NV"
        and tokens.tag[token] not in NAME_TAGS
    ]


def _neighbour(layout: Layout, token: int, step: int) -> int | None:
    """Return the token beyond the quotation mark before or after a token, within its paragraph."""
    paragraph = layout.paragraph_of(token)
    beyond = token + 2 * step
    return beyond if paragraph.start <= beyond < paragraph.end else None


def _tag_and_word(layout: Layout, token: int | None) -> tuple[str, str]:
    if token is None:
        return "", ""
    return layout.tokens.tag[token], layout.tokens.word[token].lower()


def _occurrences(scene: Scene) -> tuple[int, int]:
    """Return how often else the article has the very words between marks, and without them."""
    layout = scene.layout
    text = layout.tokens.text
    wording = bare_wording(layout.quotations[scene.quotation].parts[0].of(text))
    if len(wording) > LONGEST_TERM:
        return 0, 0
    quoted = scene.wordings[wording] - 1
    return quoted, text.count(wording) - 1 - quoted


NEAR = 6
"""Tokens on either side of a quotation that keep it company."""

LONGEST_TERM = 60
"""Characters: what is longer is no title or term, and not worth looking for again."""

JUDGED_NAMES = ("best_score", "margin", "candidates")

CHOSEN_NAMES = tuple(name for name in NAMES if name not in QUOTATION_NAMES)
"""What was measured of the candidate that the ranker chose."""

GENUINENESS_NAMES = (
    *JUDGED_NAMES,
    *WORDING_NAMES,
    *SURROUNDING_NAMES,
    *HANGING_NAMES,
    *QUOTATION_NAMES,
    *CHOSEN_NAMES,
    *REPORT_NAMES,
    "reported",
)


def genuineness_features(
    scene: Scene,
    scores: Sequence[float],
    rows: Sequence[Sequence[float]],
    report: Sequence[float],
    reported: float,
) -> tuple[float, ...]:
    """Return len(GENUINENESS_NAMES) numbers.

    `scores` are the ranker's and `rows` what it went by, of all candidates; `reported` is the logit
    of the quotation's standing in a report and `report` what that was judged by.
    """
    best, second = (*sorted(scores, reverse=True), -10.0, -10.0)[:2]
    chosen = rows[scores.index(best)] if scores else (*NOBODY, *quotation_features(scene))
    return (
        best,
        best - second,
        float(min(30, len(scores))),
        *wording_features(scene),
        *surrounding_features(scene),
        *hanging_features(scene),
        *chosen[len(CHOSEN_NAMES) :],
        *chosen[: len(CHOSEN_NAMES)],
        *report,
        reported,
    )


NOBODY = (0.0,) * len(CHOSEN_NAMES)
