"""Speakers whom the form makes evident: there the ranker is not asked.

Some layouts name the speaker beyond doubt (a signature, a transcript). Where reports are nested,
the words are those of the person beside the marks, and not of who passes them on: annotated news is
divided on that, and so is a model that learned from it, but readers are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from indexer.attribution.cues import SUBJECTS
from indexer.languages.en.phrases import DASHES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.attribution.features import Scene
    from indexer.models import Tokens

LONGEST_SIGNATURE = 14
LONGEST_LABEL = 5
LONGEST_LEAD = 2
LONGEST_CLAUSE = 6
"""Tokens."""

SURE_CUE = 0.35
"""The lexicon's share from which on a verb is taken for a report without looking further."""

OBJECTS = frozenset(("dobj", "dative"))
AGENTS = frozenset(("agent",))
PREPOSITIONAL = frozenset(("pobj",))
LEADS = frozenset((",", ":"))
FINITE_TAGS = frozenset(("VBD", "VBZ", "VBP", "VBN"))


class Evident(NamedTuple):
    """A candidate's head and the cue that it is the subject of; no cue where the layout names."""

    head: int
    cue: int | None


def evident_speaker(scene: Scene, heads: Sequence[int]) -> Evident | None:
    """Return the candidate that the form makes evident; None where the ranker must tell."""
    named = _named_by_layout(scene, heads)
    if named is not None:
        return Evident(named, None)
    found = (*_reporters_before(scene), *_relayed(scene))
    return next((evident for evident in found if evident.head in heads), None)


def _named_by_layout(scene: Scene, heads: Sequence[int]) -> int | None:
    """Return whom a layout names.

    “…” — Name, in one paragraph; “Name: “…””, as in transcripts; “From Name:” on the line above.
    """
    layout, tokens = scene.layout, scene.layout.tokens
    start, end = scene.parts[0].start, scene.parts[-1].end
    paragraph = layout.paragraph_of(start)
    signature = range(end + 2, layout.paragraph_of(end - 1).end)
    if 0 < len(signature) <= LONGEST_SIGNATURE and tokens.word[end + 1] in DASHES:
        return _first_name(scene, heads, signature)
    label = range(paragraph.start, start - 2)
    if 0 < len(label) <= LONGEST_LABEL and tokens.word[start - 2] == ":":
        return _first_name(scene, heads, label)
    if paragraph.start and start - paragraph.start <= 1:
        above = tokens.paragraphs[tokens.paragraph[start] - 1]
        letter = tokens.word[above.start].lower() == "from" and tokens.word[above.end - 1] == ":"
        if letter and above.end - above.start <= LONGEST_SIGNATURE:
            return _first_name(scene, heads, range(*above))
    return None


def _first_name(scene: Scene, heads: Sequence[int], tokens: range) -> int | None:
    """Return the first candidate in a stretch that is a name."""
    tags = scene.layout.tokens.tag
    return next((head for head in heads if head in tokens and tags[head] == "NNP"), None)


def _reporters_before(scene: Scene) -> Iterator[Evident]:
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
        if cue in scene.cues and tokens.tag[cue] in FINITE_TAGS:
            if _is_reported(scene, cue):
                yield from _by_subject(scene, cue)
            return
        if tokens.tag[cue] not in ("PRP", "TO"):
            return


def _is_reported(scene: Scene, cue: int) -> bool:
    """Whether a verb stands in what another sure cue before it reports."""
    tokens = scene.layout.tokens
    above = tokens.head[cue]
    return tokens.dep[cue] == "ccomp" and above < cue and _is_sure(scene, above)


def _relayed(scene: Scene) -> Iterator[Evident]:
    """Yield whose words others pass on.

    ““…,” Roe said, according to the Echo”: what Roe said is Roe's. “The report quotes an engineer
    as saying …”: the engineer's. “Roe was accused by Hill of …”: Hill's.
    """
    tokens = scene.layout.tokens
    for cue in _above(scene):
        above = tokens.head[cue]
        if tokens.dep[cue] == "pcomp" and tokens.word[above] == "as":
            yield from (Evident(c, cue) for c in _children(tokens, tokens.head[above], OBJECTS))
    for cue in _above(scene)[:1]:
        for by in _children(tokens, cue, AGENTS):
            yield from (Evident(c, cue) for c in _children(tokens, by, PREPOSITIONAL))
    beside = scene.parts[-1].end + 1
    sentence = scene.layout.sentence_of(scene.parts[-1].end - 1)
    rest = range(beside, sentence.end)
    if any(tokens.word[t].lower() == "according" for t in rest):
        for cue in rest[:LONGEST_CLAUSE]:
            yield from _by_subject(scene, cue)


def _above(scene: Scene) -> list[int]:
    """Return the sure cues above the quotation's words, the nearest first."""
    found = [cue for cue in scene.cues.values() if cue.above is not None and cue.share >= SURE_CUE]
    return [cue.token for cue in sorted(found, key=lambda cue: (cue.above, abs(cue.gap)))]


def _by_subject(scene: Scene, cue: int) -> Iterator[Evident]:
    """Yield the noun that is the subject of a sure cue, or of “used to” before it."""
    tokens = scene.layout.tokens
    if not _is_sure(scene, cue):
        return
    verb, above = cue, tokens.head[cue]
    if tokens.dep[cue] == "xcomp" and not any(_children(tokens, above, OBJECTS)):
        verb = above
    subjects = _children(tokens, verb, SUBJECTS)
    yield from (Evident(c, cue) for c in subjects if tokens.tag[c].startswith("N"))


def _children(tokens: Tokens, token: int, dependencies: frozenset[str]) -> Iterator[int]:
    return (child for child in tokens.children[token] if tokens.dep[child] in dependencies)


def _is_sure(scene: Scene, token: int) -> bool:
    tokens = scene.layout.tokens
    known = token in scene.cues and tokens.tag[token].startswith("V")
    return known and scene.cues[token].share >= SURE_CUE
