"""Whose words they are where one person's report stands in another's: those beside the marks.

“Police said the man shouted, “…”” is the man's, ““…,” Roe said, according to the Echo” is Roe's.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from indexer.attribution.cues import OBJECTS
from indexer.attribution.layout import OUTSIDE, SUBJECTS
from indexer.attribution.lexicon import SURE_CUE, UNSEEN_CUE
from indexer.languages.en import words
from indexer.languages.en.nouns import left_edge
from indexer.languages.en.phrases import PRONOUN_GENDERS
from indexer.languages.en.proper_names import is_name_part, is_person_noun, name_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.attribution.features import Scene
    from indexer.models import Tokens

Reporter = tuple[int, int]
"""The head of who said it, and the cue of which that is the subject."""

LONGEST_LEAD = 2
LONGEST_CLAUSE = 6
LONGEST_AS = 12
"""Tokens."""

LEAST_BEFORE = 4
"""Tokens up to a quotation's words: a comma, a noun, a verb and the mark."""

AGENTS = frozenset(("agent",))
PREPOSITIONAL = frozenset(("pobj",))
LEADS = frozenset((",", ":"))
REPORTING_TAGS = frozenset(("VBD", "VBZ", "VBP", "VBN"))
MODIFIER_TAGS = frozenset(("DT", "JJ", "NN", "CD", "PRP$"))
PAST = frozenset(("VBD", "VBZ"))


def nested_reporters(scene: Scene) -> Iterator[Reporter]:
    """Yield who said a quotation that somebody else passes on, the surest first."""
    yield from chain(_reporters_before(scene), _noun_before(scene), _quoted_by_others(scene))
    yield from chain(_beside_according(scene), _after_according(scene))
    yield from chain(_in_as_clause(scene), _right_after(scene), _right_beside(scene))
    yield from _of_somebody_saying(scene)


def _reporters_before(scene: Scene) -> Iterator[Reporter]:
    """Yield who shouted in “Police said the man shouted, “Get down”” and the like.

    The verb stands right before the mark and has a noun of its own as subject: with a comma or
    colon between and a capital in the marks; or, where it stands in what another verb reports, with
    a pronoun (“had called him “a liar””) or “to” (“told her to “say nothing””).
    """
    tokens, first = scene.layout.tokens, scene.parts[0].start
    paragraph = scene.layout.paragraph_of(first).start
    lead = first - 2
    if lead <= paragraph:
        return
    capital = tokens.text[scene.layout.quotations[scene.quotation].span.start].isupper()
    if tokens.word[lead] in LEADS and capital:
        yield from _by_subject(scene, lead - 1)
        return
    for cue in range(lead, max(paragraph, lead - LONGEST_LEAD - 1), -1):
        if cue in scene.cues and tokens.tag[cue] in REPORTING_TAGS:
            if _is_reported(scene, cue):
                yield from _by_subject(scene, cue)
            yield from ((who, cue) for who in _relative_subject(scene, cue))
            return
        if tokens.tag[cue] not in ("PRP", "TO"):
            return


def _noun_before(scene: Scene) -> Iterator[Reporter]:
    """Yield the man in “said it was great to be home, a man yelled “…””.

    The parser may take him for anything there; between a comma and the verb before the marks he
    is its subject.
    """
    tokens, first = scene.layout.tokens, scene.parts[0].start
    if first - LEAST_BEFORE < scene.layout.paragraph_of(first).start:
        return
    cue = first - 3 if tokens.word[first - 2] in LEADS else first - 2
    noun, opens = cue - 1, scene.layout.sentence_of(first - 2).start
    if tokens.tag[cue] not in PAST or not is_sure(scene, cue):
        return
    speaks = tokens.word[noun].lower() in words("group_nouns") or is_person_noun(tokens, noun)
    before = noun - 1
    while before > opens and tokens.tag[before] in MODIFIER_TAGS:
        before -= 1
    if before > opens and tokens.word[before] == "," and speaks:
        yield noun, cue


def _is_reported(scene: Scene, cue: int) -> bool:
    """Whether a verb stands in what another sure cue before it reports."""
    tokens = scene.layout.tokens
    above = tokens.head[cue]
    return tokens.dep[cue] == "ccomp" and above < cue and is_sure(scene, above)


def _relative_subject(scene: Scene, cue: int) -> Iterator[int]:
    """Yield the note in “Roe had a note that told her to “go home””, “who” of somebody."""
    tokens = scene.layout.tokens
    if tokens.dep[cue] == "relcl" and is_sure(scene, cue):
        subjects = [c for c in tokens.children[cue] if tokens.dep[c] == "nsubj"]
        yield from (c for c in subjects if tokens.tag[c] == "WP")
        if tokens.word[tokens.head[cue]].lower() in words("document_nouns"):
            yield from (tokens.head[cue] for c in subjects if tokens.tag[c] == "WDT")


def _quoted_by_others(scene: Scene) -> Iterator[Reporter]:
    """Yield the engineer in “the report quotes an engineer as saying …”, Hill in “accused by Hill”.

    But not the paper by which somebody “was quoted”.
    """
    tokens, cues = scene.layout.tokens, _above(scene)
    for cue in cues:
        above = tokens.head[cue]
        if tokens.dep[cue] == "pcomp" and tokens.word[above] == "as":
            yield from ((c, cue) for c in _children(tokens, tokens.head[above], OBJECTS))
    relaying = words("relaying_verbs")
    for cue in [c for c in cues[:1] if tokens.word[c].lower() not in relaying]:
        for by in _children(tokens, cue, AGENTS):
            yield from ((c, cue) for c in _children(tokens, by, PREPOSITIONAL))


def _beside_according(scene: Scene) -> Iterator[Reporter]:
    """Yield Roe in ““…,” Roe said, according to the Echo” and in “According to it, Roe said …”."""
    tokens, first, last = scene.layout.tokens, scene.parts[0].start, scene.parts[-1].end
    rest = range(last + 1, scene.layout.sentence_of(last - 1).end)
    if _has_according(tokens, rest):
        for cue in rest[:LONGEST_CLAUSE]:
            yield from _by_subject(scene, cue, pronouns=True)
    opening = scene.layout.sentence_of(first).start
    if _has_according(tokens, range(opening, min(opening + 1, first))):
        for cue in _above(scene)[:1]:
            yield from _by_subject(scene, cue, pronouns=True)


def _after_according(scene: Scene) -> Iterator[Reporter]:
    """Yield who goes on after ““…,” Roe said, according to the Echo. “…””."""
    tokens, before = scene.layout.tokens, _end_before(scene)
    if before is None:
        return
    between = range(before + 1, scene.parts[0].start - 1)
    ended = len(between) > 0 and tokens.word[between[-1]] == "."
    if ended and scene.previous in between and _has_according(tokens, between):
        found = (pair for cue in between for pair in _by_subject(scene, cue, pronouns=True))
        yield from (pair for pair in found if pair[0] == scene.previous)


def _has_according(tokens: Tokens, stretch: range) -> bool:
    return any(tokens.word[token].lower() == "according" for token in stretch)


def _end_before(scene: Scene) -> int | None:
    """Return where the quotation before this one ends, if it is in the same paragraph."""
    layout, number = scene.layout, scene.quotation
    parts = layout.parts[number - 1] if number else ()
    opens = layout.paragraph_of(scene.parts[0].start).start
    return parts[-1].end if parts and parts[-1].start >= opens else None


def _in_as_clause(scene: Scene) -> Iterator[Reporter]:
    """Yield who said it in “They hear “…,” as the host Ann Roe said in April”."""
    tokens, last = scene.layout.tokens, scene.parts[-1].end
    rest = range(last + 1, scene.layout.sentence_of(last - 1).end)
    opens = next((t for t in rest if tokens.word[t].isalpha()), rest.stop)
    if opens in rest and tokens.word[opens].lower() == "as":
        for cue in range(opens + 1, min(opens + LONGEST_AS, rest.stop)):
            if is_sure(scene, cue):
                yield from (pair for pair in _by_subject(scene, cue) if pair[0] > opens)
                return


def _of_somebody_saying(scene: Scene) -> Iterator[Reporter]:
    """Yield Roe in “an account of Roe telling an aide to “…”” and “mocked Roe for saying “…””."""
    tokens, first = scene.layout.tokens, scene.parts[0].start
    opens = scene.layout.sentence_of(first).start
    for cue in range(first - 2, max(opens, first - LONGEST_CLAUSE), -1):
        if is_sure(scene, cue):
            before = cue - 1
            if tokens.tag[cue] == "VBG" and _is_of_name(tokens, before):
                yield before, cue
            elif tokens.tag[cue] == "VBG" and tokens.word[before].lower() == "for":
                blamed = _children(tokens, tokens.head[before], frozenset(("dobj",)))
                yield from ((c, cue) for c in blamed if is_name_part(tokens, c) and c < before)
            return


def _is_of_name(tokens: Tokens, token: int) -> bool:
    """Whether a name ends here that stands after “of”."""
    if not is_name_part(tokens, token):
        return False
    start = name_span(tokens, token).start
    return start > 0 and tokens.word[start - 1].lower() == "of"


def _right_after(scene: Scene) -> Iterator[Reporter]:
    """Yield Hale in ““Yes,” said Roe, and “no,” said Hale”: nothing parts him from the marks."""
    layout, last, before = scene.layout, scene.parts[-1].end, _end_before(scene)
    tokens, cue = layout.tokens, last + 1
    if before is None or tokens.sentence[before] != tokens.sentence[last - 1]:
        return
    follows = cue < len(tokens) and tokens.word[last - 1] in (",", "?", "!")
    if follows and tokens.tag[cue] in PAST and layout.inside[cue] == OUTSIDE:
        named = (pair for pair in _by_subject(scene, cue) if tokens.tag[pair[0]] == "NNP")
        yield from (pair for pair in named if name_span(tokens, pair[0]).start == cue + 1)


def _right_beside(scene: Scene) -> Iterator[Reporter]:
    """Yield Hale in ““No,” her uncle, Tim Hale, cut in” and ““No,” added her uncle, Tim Hale”.

    Only where the model may err: the verb is rare in what it learned from, or the parser took him
    for its object. The quotation opens its sentence and leads on.
    """
    layout, tokens = scene.layout, scene.layout.tokens
    first, beside = scene.parts[0].start, scene.parts[-1].end + 1
    opens = layout.sentence_of(first).start >= first - 1
    if not opens or beside >= len(tokens) or tokens.word[beside - 2] not in (",", "?", "!"):
        return
    if is_sure(scene, beside) and not any(_children(tokens, beside, SUBJECTS)):
        objects = _children(tokens, beside, OBJECTS)
        yield from ((c, beside) for c in objects if left_edge(tokens, c) == beside + 1)
    for cue in range(beside + 1, min(beside + LONGEST_AS, layout.paragraph_of(first).end)):
        if cue in scene.cues and scene.cues[cue].share == UNSEEN_CUE:
            named = _by_subject(scene, cue)
            yield from (pair for pair in named if left_edge(tokens, pair[0]) == beside)
            return


def _above(scene: Scene) -> list[int]:
    """Return the sure cues above the quotation's words, the nearest first."""
    found = [cue for cue in scene.cues.values() if cue.above is not None and cue.share >= SURE_CUE]
    return [cue.token for cue in sorted(found, key=lambda cue: (cue.above, abs(cue.gap)))]


def _by_subject(scene: Scene, cue: int, *, pronouns: bool = False) -> Iterator[Reporter]:
    """Yield the noun that is the subject of a sure cue, or of “used to” before it.

    With `pronouns` “he” and “she” too. Who “was told” says nothing.
    """
    tokens = scene.layout.tokens
    if not is_sure(scene, cue):
        return
    verb, above = cue, tokens.head[cue]
    if tokens.dep[cue] == "xcomp" and not any(_children(tokens, above, OBJECTS)):
        verb = above
    # Of two the nearest: “Tuesday in Kelby, OH, Roe said” leaves the parser with both.
    for subject in sorted(_children(tokens, verb, SUBJECTS), key=lambda c: abs(c - verb)):
        spoken = tokens.dep[subject] != "nsubjpass"
        person = pronouns and tokens.word[subject].lower() in PRONOUN_GENDERS
        if spoken and (person or tokens.tag[subject].startswith("N")):
            yield subject, cue


def _children(tokens: Tokens, token: int, dependencies: frozenset[str]) -> Iterator[int]:
    return (child for child in tokens.children[token] if tokens.dep[child] in dependencies)


def is_sure(scene: Scene, token: int) -> bool:
    """Whether a token is a verb that reports the quotation without looking further."""
    tokens = scene.layout.tokens
    known = token in scene.cues and tokens.tag[token].startswith("V")
    return known and scene.cues[token].share >= SURE_CUE
