"""Speakers whom the form makes evident: there the ranker is not asked.

Some layouts name the speaker beyond doubt (a signature, a transcript). Where reports are nested,
the words are those of the person beside the marks, and not of who passes them on: annotated news is
divided on that, and so is a model that learned from it, but readers are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from indexer.attribution.cues import FINITE_TAGS, OBJECTS
from indexer.attribution.layout import SUBJECTS
from indexer.attribution.lexicon import SURE_CUE
from indexer.languages.en import words
from indexer.languages.en.nouns import NAME_TAGS
from indexer.languages.en.phrases import DASHES
from indexer.languages.en.proper_names import is_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.attribution.features import Scene
    from indexer.models import Tokens

LONGEST_SIGNATURE = 14
LONGEST_LABEL = 5
LONGEST_LEAD = 2
LONGEST_CLAUSE = 6
"""Tokens."""

AGENTS = frozenset(("agent",))
PREPOSITIONAL = frozenset(("pobj",))
PREPOSITION_TAGS = frozenset(("IN", "TO"))
LEADS = frozenset((",", ":"))
REPORTING_TAGS = frozenset(("VBD", "VBZ", "VBP", "VBN"))


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
    found = (_signature(scene), _label(scene), _heading(scene))
    names = (_only_name(scene, heads, stretch) for stretch in found if stretch)
    return next((name for name in names if name is not None), None)


def _signature(scene: Scene) -> range | None:
    """Return what follows a dash after a quotation that opens its paragraph, to the end of it."""
    tokens, last = scene.layout.tokens, scene.parts[-1].end
    paragraph = scene.layout.paragraph_of(last - 1)
    stretch = range(last + 2, paragraph.end)
    opens = scene.parts[-1].start - paragraph.start <= 1
    signed = 0 < len(stretch) <= LONGEST_SIGNATURE and tokens.word[last + 1] in DASHES
    return stretch if opens and signed and not _has_tag(scene, stretch, FINITE_TAGS) else None


def _label(scene: Scene) -> range | None:
    """Return “Name” or “Name, baker” before a colon, where no “said” follows the quotation."""
    tokens, first = scene.layout.tokens, scene.parts[0].start
    stretch = range(scene.layout.paragraph_of(first).start, first - 2)
    if not 0 < len(stretch) <= LONGEST_LABEL or tokens.word[first - 2] != ":":
        return None
    beside, last = scene.parts[-1].end + 1, scene.layout.paragraph_of(scene.parts[-1].end - 1).end
    following = range(beside, min(last, beside + LONGEST_CLAUSE))
    said = any(_is_sure(scene, token) for token in following)
    return None if said or _has_tag(scene, stretch, FINITE_TAGS | PREPOSITION_TAGS) else stretch


def _heading(scene: Scene) -> range | None:
    """Return “Name” of “From Name:” on a line of its own above the quotation."""
    tokens, first = scene.layout.tokens, scene.parts[0].start
    paragraph = scene.layout.paragraph_of(first).start
    if paragraph == 0 or first - paragraph > 1:
        return None
    above = tokens.paragraphs[tokens.paragraph[first] - 1]
    stretch = range(above.start + 1, above.end - 1)
    letter = tokens.word[above.start].lower() == "from" and tokens.word[above.end - 1] == ":"
    if not letter or not 0 < len(stretch) <= LONGEST_SIGNATURE:
        return None
    return None if _has_tag(scene, stretch, FINITE_TAGS | frozenset(("TO",))) else stretch


def _has_tag(scene: Scene, stretch: range, tags: frozenset[str]) -> bool:
    return any(scene.layout.tokens.tag[token] in tags for token in stretch)


def _only_name(scene: Scene, heads: Sequence[int], stretch: range) -> int | None:
    """Return the candidate that heads the name with which a stretch begins, titles apart."""
    tokens = scene.layout.tokens
    start = next((t for t in stretch if not _leads_to_name(tokens, t)), stretch.stop)
    return next((h for h in heads if h in stretch and _is_name_from(tokens, start, h)), None)


def _leads_to_name(tokens: Tokens, token: int) -> bool:
    """Whether a word may stand before a name in a signature: a title, an article, “'s”."""
    return tokens.tag[token] in ("DT", "PRP$", "POS", "NN", "JJ") or is_title(tokens, token)


def _is_name_from(tokens: Tokens, start: int, head: int) -> bool:
    inside = range(start, head)
    named = all(tokens.tag[t] in NAME_TAGS or not tokens.word[t].isalpha() for t in inside)
    return named and tokens.tag[head] == "NNP" and start <= head


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
        if cue in scene.cues and tokens.tag[cue] in REPORTING_TAGS:
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
    tokens, cues = scene.layout.tokens, _above(scene)
    for cue in cues:
        above = tokens.head[cue]
        if tokens.dep[cue] == "pcomp" and tokens.word[above] == "as":
            yield from (Evident(c, cue) for c in _children(tokens, tokens.head[above], OBJECTS))
    relaying = words("relaying_verbs")
    for cue in [c for c in cues[:1] if tokens.word[c].lower() not in relaying]:
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
