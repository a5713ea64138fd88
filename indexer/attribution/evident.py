"""Speakers whom the form makes evident: there the ranker is not asked.

Some layouts name the speaker beyond doubt (a signature, a transcript). Where reports are nested,
the words are those of the person beside the marks, and not of who passes them on: annotated news is
divided on that, and so is a model that learned from it, but readers are not.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from indexer.attribution.cues import FINITE_TAGS
from indexer.attribution.nested import is_sure, nested_reporters
from indexer.languages.en import words
from indexer.languages.en.nouns import NAME_TAGS
from indexer.languages.en.phrases import DASHES
from indexer.languages.en.proper_names import is_name_part, is_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.attribution.features import Scene
    from indexer.models import Tokens

LONGEST_SIGNATURE = 14
LONGEST_LABEL = 5
LONGEST_CLAUSE = 6
"""Tokens."""

PREPOSITION_TAGS = frozenset(("IN", "TO"))
IN_WORDS_OF = ("in", "the", "words", "of")
ENDS = frozenset((".", "!", "?", ":"))
VIEWS = frozenset(("to", "for"))


class Evident(NamedTuple):
    """A candidate's head and the cue that it is the subject of, if it is of one.

    `laid_out` says that a layout names it.
    """

    head: int
    cue: int | None = None
    laid_out: bool = False


def evident_speaker(scene: Scene, heads: Sequence[int]) -> Evident | None:
    """Return the candidate that the form makes evident; None where the ranker must tell."""
    named = next((head for head in _named_by_layout(scene, heads) if head in heads), None)
    if named is not None:
        return Evident(named, laid_out=True)
    nested = (Evident(head, cue) for head, cue in nested_reporters(scene))
    forms = (_in_whose_words, _in_whose_view, _owner_of_label, _sender_of_label)
    others = (Evident(head) for form in forms for head in form(scene))
    return next((found for found in chain(nested, others) if found.head in heads), None)


def _named_by_layout(scene: Scene, heads: Sequence[int]) -> Iterator[int]:
    """Yield whom a layout names.

    “…” — Name, in one paragraph; “Name: “…””, as in transcripts; “From Name:” or “Name, baker” on
    the line above.
    """
    found = (_signature(scene), _label(scene), _heading(scene), _line_above(scene))
    names = (_only_name(scene, heads, stretch) for stretch in found if stretch)
    yield from (name for name in names if name is not None)
    yield from _before_colon(scene)


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
    if _said_after(scene) or _has_tag(scene, stretch, FINITE_TAGS | PREPOSITION_TAGS):
        return None
    return stretch


def _before_colon(scene: Scene) -> Iterator[int]:
    """Yield the name in “It does not surprise the pollster Ann Roe: “…””, where nothing reports."""
    layout, tokens = scene.layout, scene.layout.tokens
    name = _led_by_colon(scene)
    if name is None:
        return
    noun = tokens.head[name] if tokens.dep[name] == "appos" else name
    governed = tokens.dep[noun] == "pobj"  # “on Twitter: “…””, “to the newspaper Echo: “…””
    sentence = range(layout.sentence_of(name).start, name + 1)
    if is_name_part(tokens, name) and not governed and not _said_in(scene, sentence):
        yield name


def _owner_of_label(scene: Scene) -> Iterator[int]:
    """Yield her in “Her verdict: “…””: a sentence that is a noun for a text or utterance alone."""
    tokens, noun = scene.layout.tokens, _led_by_colon(scene)
    if noun is None:
        return
    label = range(scene.layout.sentence_of(noun).start, noun)
    speaks = tokens.word[noun].lower() in words("document_nouns") and not _said_after(scene)
    if speaks and not _has_tag(scene, label, FINITE_TAGS | PREPOSITION_TAGS):
        yield from (token for token in tokens.children[noun] if tokens.dep[token] == "poss")


def _sender_of_label(scene: Scene) -> Iterator[int]:
    """Yield Roe in “The response from Roe came at once: “…””, where nothing reports."""
    tokens, last = scene.layout.tokens, _led_by_colon(scene)
    if last is None:
        return
    sentence = range(scene.layout.sentence_of(last).start, last + 1)
    if _said_in(scene, sentence) or _said_after(scene):
        return
    for token in sentence:
        noun = tokens.word[tokens.head[token]].lower()
        if tokens.word[token].lower() == "from" and noun in words("document_nouns"):
            yield from (child for child in tokens.children[token] if tokens.dep[child] == "pobj")


def _led_by_colon(scene: Scene) -> int | None:
    """Return the word before a colon before a quotation, unless it opens the paragraph."""
    layout, first = scene.layout, scene.parts[0].start
    leads = first - 3 > layout.paragraph_of(first).start and layout.tokens.word[first - 2] == ":"
    return first - 3 if leads else None


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


def _line_above(scene: Scene) -> range | None:
    """Return “Name” or “Name, 34, baker” on a line of its own above a quotation on one of its own.

    Where whoever spoke before stands there, it is what signs the quotation above it.
    """
    layout, first = scene.layout, scene.parts[0].start
    own = layout.paragraph_of(first)
    if own.start == 0 or first - own.start > 1 or scene.parts[-1].end + 1 < own.end:
        return None
    word, tag = layout.tokens.word, layout.tokens.tag
    stretch = range(*layout.tokens.paragraphs[layout.tokens.paragraph[first] - 1])
    name = next((t for t in stretch if tag[t] not in NAME_TAGS), stretch.stop)
    stands_alone = name == stretch.stop or word[name] == ","
    reported = _has_tag(scene, stretch, FINITE_TAGS) or scene.previous in stretch
    if name == stretch.start or not stands_alone or reported:
        return None
    return stretch if len(stretch) <= LONGEST_SIGNATURE and word[stretch[-1]] not in ENDS else None


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


def _in_whose_words(scene: Scene) -> Iterator[int]:
    """Yield Roe in “It was, in the words of Roe, “…””, where nothing reports."""
    layout, tokens = scene.layout, scene.layout.tokens
    sentence = range(*layout.sentence_of(scene.parts[0].start))
    for of in sentence[len(IN_WORDS_OF) - 1 :]:
        if tokens.word[of].lower() != IN_WORDS_OF[-1]:
            continue
        lead = tokens.word[of + 1 - len(IN_WORDS_OF) : of + 1]
        if tuple(map(str.lower, lead)) == IN_WORDS_OF and not _said_in(scene, sentence):
            yield from (child for child in tokens.children[of] if tokens.dep[child] == "pobj")


def _in_whose_view(scene: Scene) -> Iterator[int]:
    """Yield Roe in “To Roe, it is “…”” and “For Roe, it was over. “…””, where nothing reports."""
    layout, tokens = scene.layout, scene.layout.tokens
    sentence = layout.sentence_of(scene.parts[0].start)
    first = sentence.start == layout.paragraph_of(sentence.start).start
    if not first and not _reporters_words(scene, range(*sentence)):
        sentence = layout.sentence_of(sentence.start - 1)
    opens = sentence.start
    if tokens.word[opens].lower() in VIEWS and not _said_in(scene, range(*sentence)):
        for noun in tokens.children[opens]:
            person = tokens.tag[noun] == "NNP" and is_name_part(tokens, noun)
            if person and tokens.word[noun + 1 : noun + 2] == (",",):
                yield noun


def _reporters_words(scene: Scene, sentence: range) -> bool:
    layout = scene.layout
    own = (t for t in sentence if layout.inside[t] != scene.quotation)
    return any(layout.tokens.word[t][0].isalnum() for t in own)


def _said_after(scene: Scene) -> bool:
    beside, last = scene.parts[-1].end + 1, scene.layout.paragraph_of(scene.parts[-1].end - 1).end
    return _said_in(scene, range(beside, min(last, beside + LONGEST_CLAUSE)))


def _said_in(scene: Scene, sentence: range) -> bool:
    return any(is_sure(scene, token) for token in sentence)
