"""What is measured of a candidate before the ranker judges it: groups of named numbers.

Every group is a function from the scene (one quotation in its article) and a candidate to a tuple,
whose names stand beside it in the same order. Flags are 0 or 1; distances are in tokens of the
reporter's own words, capped, so that long quotations don't stretch them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING

from indexer.attribution.cues import find_cues, reporting_words
from indexer.attribution.layout import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.attribution.candidates import Candidate
    from indexer.attribution.cues import Cue
    from indexer.attribution.layout import Layout
    from indexer.attribution.lexicon import Lexicon
    from indexer.models import Span

FAR = 40
"""The cap of distances."""

NO_STEPS = 9
"""Where there is no syntactic path."""

PATHS = (
    "subject",
    "agent",
    "conj",
    "control",
    "adverbial",
    "embedded",
    "relative",
    "possessive",
    "of",
    "preposition",
    "according",
    "joined",
    "apposition",
)

PRONOUNS = {
    "he": 0,
    "she": 0,
    "they": 1,
    "i": 2,
    "we": 3,
    "it": 4,
    "you": 5,
    "who": 6,
    "him": 7,
    "her": 7,
    "them": 7,
    "me": 7,
    "us": 7,
    "himself": 7,
    "his": 8,
    "their": 8,
    "my": 8,
    "our": 8,
    "its": 8,
}

ROLES = ("nsubj", "nsubjpass", "pobj", "poss", "dobj", "appos", "conj", "ROOT", "attr")


@dataclass(frozen=True, slots=True)
class Scene:
    """One quotation in its article, with what all its candidates have in common.

    `salience[w]` sums, over the article, the strengths of the cues that a phrase headed by the
    lower-case word w is the subject of; `previous` is the head token that the quotation before this
    one was given to, None if there is none; `structural` are the subjects of the strongest cue of
    the quotations before and after it.
    """

    layout: Layout
    lexicon: Lexicon
    quotation: int
    cues: Mapping[int, Cue]
    strongest: float
    salience: Mapping[str, float]
    previous: int | None
    neighbours: tuple[int | None, int | None]

    @property
    def parts(self) -> tuple[Span, ...]:
        """The quotation's token spans."""
        return self.layout.parts[self.quotation]


def best_link(scene: Scene, head: int) -> tuple[Cue | None, str | None]:
    """Return the strongest cue that the candidate may be the reporter of, and by which path."""
    best: tuple[float, Cue | None, str | None] = (0.0, None, None)
    for token, path in reporting_words(scene.layout, head):
        cue = scene.cues.get(token)
        if cue and cue.strength > best[0]:
            best = (cue.strength, cue, path)
    return best[1], best[2]


LINK_NAMES = (
    *(f"path_{path}" for path in PATHS),
    "cue_share",
    "cue_strength",
    "cue_relative_strength",
    "cue_above",
    "cue_below",
    "cue_gap",
    "cue_distance",
    "cue_other_between",
    "cue_same_sentence",
    "cue_to_candidate",
)


def link_features(scene: Scene, head: int) -> tuple[float, ...]:
    """Measure how the candidate is tied to the words that may report the quotation."""
    cue, path = best_link(scene, head)
    flags = tuple(float(path == name) for name in PATHS)
    if cue is None:
        return (*flags, 0.0, 0.0, 0.0, NO_STEPS, NO_STEPS, FAR, FAR, 0.0, 0.0, FAR)
    return (
        *flags,
        cue.share,
        cue.strength,
        cue.strength / scene.strongest,
        NO_STEPS if cue.above is None else cue.above,
        NO_STEPS if cue.below is None else cue.below,
        max(-FAR, min(FAR, cue.gap)),
        min(FAR, abs(cue.gap)),
        float(cue.other_between),
        float(cue.same_sentence),
        max(-FAR, min(FAR, cue.token - head)),
    )


FORM_NAMES = (
    *(f"pronoun_{kind}" for kind in range(9)),
    "name",
    "common_noun",
    "plural",
    *(f"role_{role}" for role in ROLES),
    "source_share",
    "definite",
    "indefinite",
    "salience",
    "followed_by_colon",
    "sentence_ends_in_colon",
    "after_dash",
    "opens_paragraph",
    "preposition_from",
)


def form_features(scene: Scene, head: int) -> tuple[float, ...]:
    """Measure the candidate's own words and what stands right beside them."""
    layout, tokens = scene.layout, scene.layout.tokens
    word, tag, dep = tokens.word[head].lower(), tokens.tag[head], tokens.dep[head]
    pronoun = PRONOUNS.get(word, -1)
    name, noun = tag.startswith("NNP"), tag in ("NN", "NNS")
    children = {tokens.word[child].lower() for child in layout.tokens.children[head]}
    after = tokens.word[head + 1] if head + 1 < len(tokens) else ""
    sentence, paragraph = layout.sentence_of(head), layout.paragraph_of(head)
    start = min([head, *layout.tokens.children[head]])
    before = tokens.word[start - 1] if start > paragraph.start else ""
    return (
        *(float(pronoun == kind) for kind in range(9)),
        float(name),
        float(noun),
        float(tag in ("NNS", "NNPS")),
        *(float(dep == role) for role in ROLES),
        scene.lexicon.sources.get(word, 0.0) if noun else -1.0,
        float("the" in children),
        float("a" in children or "an" in children),
        min(5.0, scene.salience.get(word, 0.0)),
        float(after == ":"),
        float(tokens.word[sentence.end - 1] == ":"),
        float(before in ("—", "–", "-", "--", "―")),
        float(start == paragraph.start),
        float(dep == "pobj" and tokens.word[tokens.head[head]].lower() == "from"),
    )


PLACE_NAMES = (
    "paragraph",
    "before",
    "distance",
    "sentences_away",
    "in_first_sentence",
    "in_last_sentence",
    "quotations_between",
    "candidates_between",
    "subjects_between",
    "adjacent",
)


def place_features(scene: Scene, candidate: Candidate, rivals: Sequence[int]) -> tuple[float, ...]:
    """Measure where the candidate stands. `rivals` are the heads of all candidates, in order."""
    layout, head = scene.layout, candidate.head
    sentence, parts = layout.tokens.sentence, scene.parts
    start, end = _nearest_part(parts, head)
    before = head < start
    stretch = range(head + 1, start) if before else range(end, head)
    edge = start if before else end - 1
    between = [rival for rival in rivals if rival in stretch]
    others = {layout.inside[t] for t in stretch} - {OUTSIDE, scene.quotation}
    distance = layout.outer[start] - layout.outer[head] if before else 0
    distance = distance if before else layout.outer[head] - layout.outer[end - 1]
    return (
        float(candidate.paragraph),
        float(before),
        float(min(FAR, distance)),
        float(min(5, abs(sentence[edge] - sentence[head]))),
        float(sentence[head] == sentence[parts[0].start]),
        float(sentence[head] == sentence[parts[-1].end - 1]),
        float(min(5, len(others))),
        float(min(10, len(between))),
        float(min(5, sum(layout.tokens.dep[rival] == "nsubj" for rival in between))),
        float(distance <= 2),
    )


def _nearest_part(parts: Sequence[Span], head: int) -> Span:
    return min(parts, key=lambda part: min(abs(part.start - head), abs(part.end - head)))


QUOTATION_NAMES = (
    "words",
    "starts_upper",
    "ends_in_comma",
    "ends_sentence",
    "closed",
    "several_parts",
    "outside_in_sentences",
    "outside_in_paragraph",
    "first_in_paragraph",
    "opens_paragraph_itself",
    "mark_before",
    "strongest_cue",
)


def quotation_features(scene: Scene) -> tuple[float, ...]:
    """Measure the quotation itself: the same for all its candidates."""
    layout, tokens, parts = scene.layout, scene.layout.tokens, scene.parts
    quotation = layout.quotations[scene.quotation]
    text = tokens.text
    start, end = quotation.span
    paragraph = layout.paragraph_of(parts[0].start)
    first, last = layout.sentence_of(parts[0].start), layout.sentence_of(parts[-1].end - 1)
    quoted = layout.quoted_in(tokens.paragraph[parts[0].start])
    return (
        log1p(sum(part.end - part.start for part in parts)),
        float(text[start].isupper()),
        float(text[end - 1] == ","),
        float(text[end - 1] in ".!?"),
        float(quotation.closed),
        float(len(parts) > 1),
        float(min(FAR, _reporters_words(layout, first.start, last.end))),
        float(min(FAR, _reporters_words(layout, paragraph.start, paragraph.end))),
        float(not quoted or quoted[0] == scene.quotation),
        float(parts[0].start - paragraph.start <= 1),
        _mark_before(scene),
        scene.strongest,
    )


def _reporters_words(layout: Layout, start: int, end: int) -> int:
    words = layout.tokens.word
    return sum(layout.inside[t] == OUTSIDE and words[t][0].isalnum() for t in range(start, end))


def _mark_before(scene: Scene) -> float:
    """Return what stands before the opening mark: 0 start, 1 comma, 2 colon, 3 a word, 4 other."""
    layout, first = scene.layout, scene.parts[0].start
    paragraph = layout.paragraph_of(first)
    if first - 2 < paragraph.start:
        return 0.0
    word = layout.tokens.word[first - 2]
    return {",": 1.0, ":": 2.0}.get(word, 3.0 if word[0].isalpha() else 4.0)


THREAD_NAMES = (
    "is_previous_speaker",
    "same_word_as_previous",
    "has_previous",
    "previous_paragraphs_away",
    "previous_after_candidate",
    "is_subject_of_earlier",
    "is_subject_of_later",
    "later_in_same_paragraph",
)


def thread_features(scene: Scene, head: int) -> tuple[float, ...]:
    """Measure how the candidate stands to who spoke just before and speaks next."""
    tokens, previous = scene.layout.tokens, scene.previous
    paragraph = tokens.paragraph[scene.parts[0].start]
    earlier, later = scene.neighbours
    away = 5 if previous is None else min(5, paragraph - _previous_paragraph(scene))
    return (
        float(head == previous),
        float(previous is not None and tokens.word[head].lower() == tokens.word[previous].lower()),
        float(previous is not None),
        float(away),
        float(previous is not None and previous > head),
        float(earlier == head),
        float(later == head),
        float(later is not None and tokens.paragraph[later] == paragraph),
    )


def _previous_paragraph(scene: Scene) -> int:
    parts = scene.layout.parts[scene.quotation - 1]
    return scene.layout.tokens.paragraph[parts[-1].start] if parts else 0


NAMES = (*LINK_NAMES, *FORM_NAMES, *PLACE_NAMES, *THREAD_NAMES, *QUOTATION_NAMES)


def candidate_features(scene: Scene, candidates: Sequence[Candidate]) -> list[tuple[float, ...]]:
    """Return one row of len(NAMES) numbers for each candidate."""
    rivals = [candidate.head for candidate in candidates]
    shared = quotation_features(scene)
    return [
        (
            *link_features(scene, candidate.head),
            *form_features(scene, candidate.head),
            *place_features(scene, candidate, rivals),
            *thread_features(scene, candidate.head),
            *shared,
        )
        for candidate in candidates
    ]


def set_scenes(layout: Layout, lexicon: Lexicon) -> tuple[Scene, ...]:
    """Return a scene for each quotation, its `previous` still to be filled in by who decides."""
    cues = [find_cues(layout, q, lexicon) for q in range(len(layout.quotations))]
    subjects = [_subject_of_strongest(layout, found) for found in cues]
    salience = _salience(layout, cues)
    return tuple(
        Scene(
            layout=layout,
            lexicon=lexicon,
            quotation=q,
            cues=cues[q],
            strongest=max((cue.strength for cue in cues[q].values()), default=0.0) or 1e-6,
            salience=salience,
            previous=None,
            neighbours=(
                subjects[q - 1] if q else None,
                subjects[q + 1] if q + 1 < len(subjects) else None,
            ),
        )
        for q in range(len(layout.quotations))
    )


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
