"""The candidate's own words, and what stands right beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.attribution.cues import reporting_words
from indexer.languages.en.phrases import DASHES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.attribution.layout import Layout
    from indexer.attribution.lexicon import Lexicon


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

PRONOUN_FLAGS = {kind: tuple(float(kind == other) for other in range(9)) for kind in range(-1, 9)}
ROLE_FLAGS = {role: tuple(float(role == other) for other in ROLES) for role in ROLES}
NO_ROLE = (0.0,) * len(ROLES)

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


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of an article's noun phrases: `forms[head]` is a row of len(FORM_NAMES) numbers.

    A phrase is a candidate for every quotation around it, and looked at once. `salience` is that of
    `Scene`.
    """

    layout: Layout
    lexicon: Lexicon
    salience: Mapping[str, float]
    _measured: dict[int, tuple[float, ...]] = field(default_factory=dict)
    _reporting: dict[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    def __getitem__(self, head: int) -> tuple[float, ...]:
        """Return the form of the phrase with this head token."""
        if head not in self._measured:
            self._measured[head] = _form(self, head)
        return self._measured[head]

    def reporting(self, head: int) -> tuple[tuple[int, str], ...]:
        """Return the words whose reporter the phrase may be, each with the path to it."""
        if head not in self._reporting:
            self._reporting[head] = tuple(reporting_words(self.layout, head))
        return self._reporting[head]


def _form(forms: Forms, head: int) -> tuple[float, ...]:
    layout, tokens = forms.layout, forms.layout.tokens
    word, tag, dep = tokens.word[head].lower(), tokens.tag[head], tokens.dep[head]
    pronoun = PRONOUNS.get(word, -1)
    name, noun = tag.startswith("NNP"), tag in ("NN", "NNS")
    children = {tokens.word[child].lower() for child in layout.tokens.children[head]}
    after = tokens.word[head + 1] if head + 1 < len(tokens) else ""
    sentence, paragraph = layout.sentence_of(head), layout.paragraph_of(head)
    start = min([head, *layout.tokens.children[head]])
    before = tokens.word[start - 1] if start > paragraph.start else ""
    return (
        *PRONOUN_FLAGS[pronoun],
        float(name),
        float(noun),
        float(tag in ("NNS", "NNPS")),
        *ROLE_FLAGS.get(dep, NO_ROLE),
        forms.lexicon.sources.get(word, 0.0) if noun else -1.0,
        float("the" in children),
        float("a" in children or "an" in children),
        min(5.0, forms.salience.get(word, 0.0)),
        float(after == ":"),
        float(tokens.word[sentence.end - 1] == ":"),
        float(before in DASHES),
        float(start == paragraph.start),
        float(dep == "pobj" and tokens.word[tokens.head[head]].lower() == "from"),
    )
