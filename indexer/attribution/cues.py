"""How the words that may report speech stand to a quotation, and whom they name."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from indexer.attribution.layout import OUTSIDE, SUBJECTS
from indexer.attribution.lexicon import UNSEEN_CUE, VERB_TAGS
from indexer.languages.en import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indexer.attribution.layout import Layout
    from indexer.attribution.lexicon import Lexicon
    from indexer.models import Span, Tokens

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
MOST_SHARING = 3
"""Verbs below one another that share a subject with the first."""

LONGEST_CLIMB = 6

REACH = 250
"""Tokens from a quotation: what is farther off does not report it, however long the paragraph."""


class Cue(NamedTuple):
    """A word outside the quotations that may report a quotation, and how it stands to it.

    `share` is the lexicon's; `above` counts the syntactic steps from the quotation's words up to it
    (None: it is not above them), `below` those from it up to the quotation's words; `gap` counts
    the tokens between it and the quotation's nearest mark, negative before the quotation;
    `other_between` says that another quotation lies between. `strength` is how likely it reports
    the quotation: for choosing among cues, not a probability.
    """

    token: int
    share: float
    above: int | None
    below: int | None
    gap: int
    other_between: bool
    same_sentence: bool
    strength: float


class PossibleCues(NamedTuple):
    """The reporter's verbs in an article and other words that may report, with their shares."""

    tokens: Sequence[int]
    shares: Sequence[float]


def possible_cues(layout: Layout, lexicon: Lexicon) -> PossibleCues:
    """Return what may report an article's quotations, in order, from the paragraphs they are in."""
    tokens, inside, tables = layout.tokens, layout.inside, lexicon.cues
    found, shares = [], []
    quoted = {tokens.paragraph[part.start] for parts in layout.parts for part in parts}
    for number in sorted(quoted):
        for token in range(*tokens.paragraphs[number]):
            if inside[token] == OUTSIDE and tokens.tag[token] in tables:
                share = _share(tokens, token, lexicon)
                if share > 0 or tokens.tag[token] in VERB_TAGS:
                    found.append(token)
                    shares.append(share)
    return PossibleCues(found, shares)


def find_cues(layout: Layout, quotation: int, possible: PossibleCues) -> Mapping[int, Cue]:
    """Return by token the possible cues in the quotation's own paragraphs."""
    parts, tokens = layout.parts[quotation], layout.tokens
    above = _above(layout, quotation)
    beside = {tokens.sentence[end] for part in parts for end in (part.start, part.end - 1)}
    cues = {}
    for number in dict.fromkeys(tokens.paragraph[part.start] for part in parts):
        start, end = tokens.paragraphs[number]
        first = bisect_left(possible.tokens, max(start, parts[0].start - REACH))
        last = bisect_left(possible.tokens, min(end, parts[-1].end + REACH))
        for place in range(first, last):
            token, share = possible.tokens[place], possible.shares[place]
            steps, below = above.get(token), _below(layout, quotation, token)
            gap, other = _gap(layout, parts, token)
            same = tokens.sentence[token] in beside
            strength = _strength(share, steps, below, gap, other, same)
            cues[token] = Cue(token, share, steps, below, gap, other, same, strength)
    return cues


def _strength(
    share: float, above: int | None, below: int | None, gap: int, other: bool, same: bool
) -> float:
    score = share + 0.02
    if above is not None:
        score *= 1.6 / (1 + 0.25 * above)
    if below is not None:
        score *= 1.5 / (1 + 0.25 * below)
    if other:
        score *= 0.35
    if not same:
        score *= 0.7
    return score / (1 + 0.06 * abs(gap))


def _share(tokens: Tokens, token: int, lexicon: Lexicon) -> float:
    """Return how surely a word reports speech, with the particle after it: “hit out”."""
    share = lexicon.cue(tokens.word[token], tokens.tag[token])
    if share >= UNSEEN_CUE or tokens.tag[token] not in VERB_TAGS:
        return share
    phrase = " ".join(tokens.word[token : token + 2]).lower()
    return UNSEEN_CUE if phrase in words("phrasal_verbs") else share


def _gap(layout: Layout, parts: Sequence[Span], token: int) -> tuple[int, bool]:
    """Return the signed distance to the nearest part and whether another quotation lies between."""
    best, between = 10**6, (0, 0)
    for start, end in parts:
        if token >= end and token - end < abs(best):
            best, between = token - end, (end, token)
        elif token < start and start - token < abs(best):
            best, between = token - start, (token + 1, start)
    first, last = between
    other = last - first > layout.outer[last] - layout.outer[first]
    return best, other


def _above(layout: Layout, quotation: int) -> dict[int, int]:
    """Return the outside tokens above the quotation's words, with the fewest steps to each."""
    head, inside = layout.tokens.head, layout.inside
    found: dict[int, int] = {}
    for start, end in layout.parts[quotation]:
        for above in head[start:end]:
            if inside[above] == quotation:
                continue
            step, current = 0, above
            while step < LONGEST_CLIMB and found.get(current, LONGEST_CLIMB) > step:
                found[current] = step
                current, step = head[current], step + 1
    return found


def _below(layout: Layout, quotation: int, token: int) -> int | None:
    """Return the steps from a token up to the quotation's words; None if they are not above it."""
    head, inside = layout.tokens.head, layout.inside
    for step in range(LONGEST_CLIMB):
        above = head[token]
        if inside[above] == quotation:
            return step
        if above == token:
            return None
        token = above
    return None


def reporting_words(tokens: Tokens, candidate: int) -> list[tuple[int, str]]:
    """Return (token, path) for each word whose reporter the candidate may be.

    The path says how. `subject`: the candidate is its subject; `conj`, `control`, `adverbial`,
    `embedded`: it shares the subject of a verb above it; `agent` of a passive; `relative`: its
    clause describes the candidate; `possessive` or `of`: the candidate owns the noun; `according`
    to it; another `preposition`; `joined` to or in `apposition` with such a phrase.
    """
    dep, head = tokens.dep[candidate], tokens.head[candidate]
    found = _direct_verbs(tokens, candidate)
    if dep == "dobj":
        found = [(token, "control") for token in _said_to_say(tokens, head)]
    elif dep == "poss":
        found = [(head, "possessive")]
        if tokens.dep[head] in SUBJECTS:
            found.append((tokens.head[head], "possessive"))
    elif dep in ("conj", "appos") and head != candidate:
        path = "joined" if dep == "conj" else "apposition"
        found = [(token, path) for token, _ in _direct_verbs(tokens, head)]
    return found + _described_by(tokens, candidate)


def _said_to_say(tokens: Tokens, verb: int) -> Iterator[int]:
    """Yield “saying” in “quotes an engineer as saying”: its subject is the verb's object."""
    for child in tokens.children[verb]:
        if tokens.word[child].lower() == "as":
            yield from (c for c in tokens.children[child] if tokens.dep[c] == "pcomp")


def _direct_verbs(tokens: Tokens, candidate: int) -> list[tuple[int, str]]:
    dep, head = tokens.dep[candidate], tokens.head[candidate]
    if dep in SUBJECTS:
        return _verbs_of_subject(tokens, head, "subject")
    return [_of_preposition(tokens, head)] if dep == "pobj" else []


def _verbs_of_subject(
    tokens: Tokens, verb: int, path: str, depth: int = 0
) -> list[tuple[int, str]]:
    found = [(verb, path)]
    if depth < MOST_SHARING:
        for child in tokens.children[verb]:
            shared = SHARES_SUBJECT.get(tokens.dep[child])
            if shared and not subjects_of(tokens, child):
                found += _verbs_of_subject(tokens, child, shared, depth + 1)
    return found


def subjects_of(tokens: Tokens, verb: int) -> list[int]:
    """Return the subjects of a verb, in order."""
    return [child for child in tokens.children[verb] if tokens.dep[child] in SUBJECTS]


def _of_preposition(tokens: Tokens, preposition: int) -> tuple[int, str]:
    governor = tokens.head[preposition]
    word = tokens.word[preposition].lower()
    if tokens.dep[preposition] == "agent" or (word == "by" and tokens.tag[governor] == "VBN"):
        return governor, "agent"
    if word == "to" and tokens.word[governor].lower() == "according":
        return governor, "according"
    return governor, "of" if word in ("of", "from", "by") else "preposition"


def _described_by(tokens: Tokens, candidate: int) -> list[tuple[int, str]]:
    """Return the verbs of relative and participle clauses: “Roe, who called …”, “Roe, citing …”."""
    found: list[tuple[int, str]] = []
    for child in tokens.children[candidate]:
        if tokens.dep[child] in ("relcl", "acl"):
            relative = (tokens.tag[c] in ("WP", "WDT") for c in subjects_of(tokens, child))
            if all(relative):
                found += _verbs_of_subject(tokens, child, "relative", 1)
    return found
