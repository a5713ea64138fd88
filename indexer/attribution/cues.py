"""How the words that may report speech stand to a quotation, and whom they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.attribution.layout import OUTSIDE, SUBJECTS
from indexer.attribution.lexicon import UNSEEN_CUE
from indexer.languages.en import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indexer.attribution.layout import Layout
    from indexer.attribution.lexicon import Lexicon
    from indexer.models import Tokens

OBJECTS = frozenset(("dobj", "dative"))
FINITE_TAGS = frozenset(("VBD", "VBZ", "VBP", "MD"))
SHARES_SUBJECT = {
    "conj": "conj",
    "xcomp": "control",
    "advcl": "adverbial",
    "acl": "adverbial",
    "pcomp": "adverbial",
    "prep": "adverbial",
    "dep": "control",
    "ccomp": "embedded",
    "parataxis": "embedded",
}
LONGEST_CLIMB = 6

REACH = 250
"""Tokens from a quotation: what is farther off does not report it, however long the paragraph."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word outside the quotations that may report a quotation, and how it stands to it.

    `share` is the lexicon's; `above` counts the syntactic steps from the quotation's words up to it
    (None: it is not above them), `below` those from it up to the quotation's words; `gap` counts
    the tokens between it and the quotation's nearest mark, negative before the quotation;
    `barred` says that another quotation or a sentence's end lies between.
    """

    token: int
    share: float
    above: int | None
    below: int | None
    gap: int
    other_between: bool
    same_sentence: bool

    @property
    def strength(self) -> float:
        """How likely it reports the quotation: for choosing among cues, not a probability."""
        score = self.share + 0.02
        if self.above is not None:
            score *= 1.6 / (1 + 0.25 * self.above)
        if self.below is not None:
            score *= 1.5 / (1 + 0.25 * self.below)
        if self.other_between:
            score *= 0.35
        if not self.same_sentence:
            score *= 0.7
        return score / (1 + 0.06 * abs(self.gap))


def find_cues(layout: Layout, quotation: int, lexicon: Lexicon) -> Mapping[int, Cue]:
    """Return by token the possible cues in the quotation's own paragraphs."""
    parts = layout.parts[quotation]
    above = _above(layout, quotation)
    numbers = dict.fromkeys(layout.tokens.paragraph[part.start] for part in parts)
    cues = {}
    for number in numbers:
        start, end = layout.tokens.paragraphs[number]
        first = max(start, parts[0].start - REACH)
        for token in range(first, min(end, parts[-1].end + REACH)):
            if layout.inside[token] != OUTSIDE:
                continue
            share = _share(layout.tokens, token, lexicon)
            if share > 0 or layout.tokens.tag[token].startswith("V"):
                cues[token] = _cue(layout, quotation, token, share, above)
    return cues


def _share(tokens: Tokens, token: int, lexicon: Lexicon) -> float:
    """Return how surely a word reports speech, with the particle after it: “hit out”."""
    share = lexicon.cue(tokens.word[token], tokens.tag[token])
    if not tokens.tag[token].startswith("V"):
        return share
    phrase = " ".join(tokens.word[token : token + 2]).lower()
    return max(share, UNSEEN_CUE) if phrase in words("phrasal_verbs") else share


def _cue(layout: Layout, quotation: int, token: int, share: float, above: Mapping[int, int]) -> Cue:
    gap, other = _gap(layout, quotation, token)
    sentence = layout.tokens.sentence
    ends = {t for start, end in layout.parts[quotation] for t in (start, end - 1)}
    return Cue(
        token=token,
        share=share,
        above=above.get(token),
        below=_below(layout, quotation, token),
        gap=gap,
        other_between=other,
        same_sentence=any(sentence[end] == sentence[token] for end in ends),
    )


def _gap(layout: Layout, quotation: int, token: int) -> tuple[int, bool]:
    """Return the signed distance to the nearest part and whether another quotation lies between."""
    best, between = 10**6, (0, 0)
    for start, end in layout.parts[quotation]:
        if token >= end and token - end < abs(best):
            best, between = token - end, (end, token)
        elif token < start and start - token < abs(best):
            best, between = token - start, (token + 1, start)
    first, last = between
    other = last - first > layout.outer[last] - layout.outer[first]
    return best, other


def _above(layout: Layout, quotation: int) -> dict[int, int]:
    """Return the outside tokens above the quotation's words, with the fewest steps to each."""
    head = layout.tokens.head
    found: dict[int, int] = {}
    for start, end in layout.parts[quotation]:
        for token in range(start, end):
            step, current = 0, head[token]
            if layout.inside[current] == quotation:
                continue
            while step < LONGEST_CLIMB and found.get(current, LONGEST_CLIMB) > step:
                found[current] = step
                current, step = head[current], step + 1
    return found


def _below(layout: Layout, quotation: int, token: int) -> int | None:
    """Return the steps from a token up to the quotation's words; None if they are not above it."""
    head = layout.tokens.head
    for step in range(LONGEST_CLIMB):
        if layout.inside[head[token]] == quotation:
            return step
        if head[token] == token:
            return None
        token = head[token]
    return None


def reporting_words(layout: Layout, candidate: int) -> Iterator[tuple[int, str]]:
    """Yield (token, path) for each word whose reporter the candidate may be.

    The path says how. `subject`: the candidate is its subject; `conj`, `control`, `adverbial`,
    `embedded`: it shares the subject of a verb above it; `agent` of a passive; `relative`: its
    clause describes the candidate; `possessive` or `of`: the candidate owns the noun; `according`
    to it; another `preposition`; `joined` to or in `apposition` with such a phrase.
    """
    tokens = layout.tokens
    dep, head = tokens.dep[candidate], tokens.head[candidate]
    if dep in SUBJECTS:
        yield from _verbs_of_subject(layout, head, "subject")
    elif dep == "pobj":
        yield from _of_preposition(layout, head)
    elif dep == "dobj":
        yield from ((token, "control") for token in _said_to_say(layout, head))
    elif dep == "poss":
        yield head, "possessive"
        yield from _verbs_of_noun(layout, head, "possessive")
    elif dep in ("conj", "appos") and head != candidate:
        path = "joined" if dep == "conj" else "apposition"
        yield from ((token, path) for token, _ in _direct_verbs(layout, head))
    yield from _described_by(layout, candidate)


def _said_to_say(layout: Layout, verb: int) -> Iterator[int]:
    """Yield “saying” in “quotes an engineer as saying”: its subject is the verb's object."""
    tokens = layout.tokens
    for child in tokens.children[verb]:
        if tokens.word[child].lower() == "as":
            yield from (c for c in tokens.children[child] if tokens.dep[c] == "pcomp")


def _direct_verbs(layout: Layout, candidate: int) -> Iterator[tuple[int, str]]:
    tokens = layout.tokens
    if tokens.dep[candidate] in SUBJECTS:
        yield from _verbs_of_subject(layout, tokens.head[candidate], "subject")
    elif tokens.dep[candidate] == "pobj":
        yield from _of_preposition(layout, tokens.head[candidate])


def _verbs_of_noun(layout: Layout, noun: int, path: str) -> Iterator[tuple[int, str]]:
    if layout.tokens.dep[noun] in SUBJECTS:
        yield layout.tokens.head[noun], path


def _verbs_of_subject(
    layout: Layout, verb: int, path: str, depth: int = 0
) -> Iterator[tuple[int, str]]:
    yield verb, path
    if depth == 3:
        return
    tokens = layout.tokens
    for child in layout.tokens.children[verb]:
        shared = SHARES_SUBJECT.get(tokens.dep[child])
        if shared and not any(tokens.dep[c] in SUBJECTS for c in layout.tokens.children[child]):
            yield from _verbs_of_subject(layout, child, shared, depth + 1)


def _of_preposition(layout: Layout, preposition: int) -> Iterator[tuple[int, str]]:
    tokens = layout.tokens
    governor = tokens.head[preposition]
    word = tokens.word[preposition].lower()
    if tokens.dep[preposition] == "agent" or (word == "by" and tokens.tag[governor] == "VBN"):
        yield governor, "agent"
    elif word == "to" and tokens.word[governor].lower() == "according":
        yield governor, "according"
    else:
        yield governor, "of" if word in ("of", "from", "by") else "preposition"


def _described_by(layout: Layout, candidate: int) -> Iterator[tuple[int, str]]:
    """Yield the verbs of relative and participle clauses: “Bannon, who called …”, “X, citing …”."""
    tokens = layout.tokens
    for child in layout.tokens.children[candidate]:
        if tokens.dep[child] in ("relcl", "acl"):
            subjects = [c for c in layout.tokens.children[child] if tokens.dep[c] in SUBJECTS]
            if all(tokens.tag[c] in ("WP", "WDT") for c in subjects):
                yield from _verbs_of_subject(layout, child, "relative", 1)
