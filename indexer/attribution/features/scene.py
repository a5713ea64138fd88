"""The scene that a quotation stands in, and the cap of all distances in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from indexer.attribution.cues import find_cues, possible_cues
from indexer.attribution.features.form import Forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.attribution.cues import Cue
    from indexer.attribution.layout import Layout
    from indexer.attribution.lexicon import Lexicon
    from indexer.models import Span


FAR = 40
"""The cap of distances."""


class Scene(NamedTuple):
    """One quotation in its article, with what all its candidates have in common.

    `parts` are the quotation's token spans. `forms` are those of the article's phrases; their
    salience sums, by lower-case word and over the article, the strengths of the cues that a phrase
    headed by it is the subject of. `wordings` counts the parts of all quotations by their words;
    `previous` is the head token that the quotation before this one was given to, None if there is
    none; `neighbours` are the subjects of the strongest cue of the quotations before and after it.
    """

    layout: Layout
    lexicon: Lexicon
    quotation: int
    parts: tuple[Span, ...]
    cues: Mapping[int, Cue]
    strongest: float
    forms: Forms
    wordings: Mapping[str, int]
    previous: int | None
    neighbours: tuple[int | None, int | None]


def set_scenes(layout: Layout, lexicon: Lexicon) -> tuple[Scene, ...]:
    """Return a scene for each quotation, its `previous` still to be filled in by who decides."""
    possible = possible_cues(layout, lexicon)
    cues = [find_cues(layout, q, possible) for q in range(len(layout.quotations))]
    subjects = [_subject_of_strongest(layout, found) for found in cues]
    forms = Forms(layout, lexicon, _salience(layout, cues))
    parts = (part for quotation in layout.quotations for part in quotation.parts)
    wordings = Counter(bare_wording(part.of(layout.tokens.text)) for part in parts)
    return tuple(
        Scene(
            layout=layout,
            lexicon=lexicon,
            quotation=q,
            parts=layout.parts[q],
            cues=cues[q],
            strongest=max((cue.strength for cue in cues[q].values()), default=0.0) or 1e-6,
            forms=forms,
            wordings=wordings,
            previous=None,
            neighbours=(
                subjects[q - 1] if q else None,
                subjects[q + 1] if q + 1 < len(subjects) else None,
            ),
        )
        for q in range(len(layout.quotations))
    )


def bare_wording(words: str) -> str:
    """Return quoted words without the punctuation at their ends."""
    return words.strip(".,!?")


def _subject_of_strongest(layout: Layout, cues: Mapping[int, Cue]) -> int | None:
    tokens = layout.tokens
    if not cues:
        return None
    best = max(cues.values(), key=lambda cue: cue.strength)
    subjects = [c for c in layout.tokens.children[best.token] if tokens.dep[c] == "nsubj"]
    return subjects[0] if subjects else None


def _salience(layout: Layout, cues: Sequence[Mapping[int, Cue]]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for found in cues:
        subject = _subject_of_strongest(layout, found)
        if subject is not None and layout.tokens.tag[subject] in ("NNP", "NN", "NNS", "NNPS"):
            word = layout.tokens.word[subject].lower()
            sums[word] = sums.get(word, 0.0) + max(cue.strength for cue in found.values())
    return sums
