"""The candidate's own words, and what stands right beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from indexer.attribution.cues import reporting_words
from indexer.languages.en.phrases import DASHES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.attribution.layout import Layout
    from indexer.attribution.lexicon import Lexicon
    from indexer.models import Tokens


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

CLAUSES = frozenset(("ccomp", "xcomp", "acl", "relcl", "advcl", "pcomp", "parataxis"))
LONGEST_CLIMB = 10

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


class Form(NamedTuple):
    """What a noun phrase is, whatever quotation it is a candidate for.

    `row` has len(FORM_NAMES) numbers; `reporting` are the words whose reporter it may be, each with
    the path to it; `within` are the words above it that have it in a clause of theirs.
    """

    row: tuple[float, ...]
    reporting: tuple[tuple[int, str], ...]
    within: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of an article's noun phrases by their head token.

    A phrase is a candidate for every quotation around it, and looked at once. `salience` is that of
    `Scene`.
    """

    layout: Layout
    lexicon: Lexicon
    salience: Mapping[str, float]
    _seen: dict[int, Form] = field(default_factory=dict)

    def __getitem__(self, head: int) -> Form:
        """Return the form of the phrase with this head token."""
        form = self._seen.get(head)
        if form is None:
            reporting = tuple(reporting_words(self.layout.tokens, head))
            form = Form(_form(self, head), reporting, _within(self.layout.tokens, head))
            self._seen[head] = form
        return form


def _within(tokens: Tokens, head: int) -> tuple[int, ...]:
    found, token = [], head
    for _ in range(LONGEST_CLIMB):
        above = tokens.head[token]
        if above == token:
            break
        if tokens.dep[token] in CLAUSES:
            found.append(above)
        token = above
    return tuple(found)


def _form(forms: Forms, head: int) -> tuple[float, ...]:
    layout, tokens = forms.layout, forms.layout.tokens
    word, tag, dep = tokens.word[head].lower(), tokens.tag[head], tokens.dep[head]
    pronoun = PRONOUNS.get(word, -1)
    name, noun = tag.startswith("NNP"), tag in ("NN", "NNS")
    children = tokens.children[head]
    beside = [tokens.word[child].lower() for child in children]
    after = tokens.word[head + 1] if head + 1 < len(tokens) else ""
    sentence, paragraph = layout.sentence_of(head), layout.paragraph_of(head)
    start = children[0] if children and children[0] < head else head
    before = tokens.word[start - 1] if start > paragraph.start else ""
    return (
        *PRONOUN_FLAGS[pronoun],
        float(name),
        float(noun),
        float(tag in ("NNS", "NNPS")),
        *ROLE_FLAGS.get(dep, NO_ROLE),
        forms.lexicon.sources.get(word, 0.0) if noun else -1.0,
        float("the" in beside),
        float("a" in beside or "an" in beside),
        min(5.0, forms.salience.get(word, 0.0)),
        float(after == ":"),
        float(tokens.word[sentence.end - 1] == ":"),
        float(before in DASHES),
        float(start == paragraph.start),
        float(dep == "pobj" and tokens.word[tokens.head[head]].lower() == "from"),
    )
