"""Descriptions of somebody who has a name: “the mayor”, “the 42-year-old”, “the Texas senator”."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.languages.en import genders, weights, words
from indexer.languages.en.nouns import AGE_TOKENS, noun_span
from indexer.languages.en.proper_names import is_person_noun
from indexer.models import SpeakerKind
from indexer.speakers.antecedents import gender_weight
from indexer.speakers.relatives import is_owned_relative
from indexer.speakers.unnamed import DEFINITE, introduction, noun_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Tokens
    from indexer.speakers.antecedents import Antecedent, Scene
    from indexer.speakers.cast import Cast, Figure

CAPITAL = ("party_nouns", "nationality_nouns")
"""Nouns for a person that are no name for their capital."""

FULL_NAME = 2
"""Words."""

AGE = re.compile(r"(\d{1,3})-year-old", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Description:
    """A phrase for somebody or something: its noun, how it starts, and its other telling words.

    `names` are the capitalised words besides the noun (“the *Florida* senator”), lower-case;
    `owned` says that the owner stands before it (“Roe's lawyer”), `kin` that it is a relative of
    somebody; `age` is the figure in “the 42-year-old”; `sentence` numbers where it stands.
    """

    noun: str
    definite: bool
    owned: bool
    kin: bool
    names: frozenset[str]
    age: str | None
    sentence: int


def read_description(tokens: Tokens, head: int) -> Description:
    """Return what a noun phrase tells of whom it means."""
    phrase = noun_span(tokens, head)
    inside = [t for t in range(*phrase) if t != head and t > phrase.start]
    owned = any(tokens.tag[t] in ("POS", "''") for t in range(phrase.start, head))
    inside += [phrase.start] * owned
    capitals = [t for t in inside if tokens.word[t][0].isupper()]
    age = AGE.search(tokens.span(phrase).of(tokens.text))
    return Description(
        noun=tokens.word[head].lower(),
        definite=tokens.word[phrase.start].lower() in DEFINITE,
        owned=owned,
        kin=is_owned_relative(tokens, head),
        names=frozenset(tokens.word[t].lower() for t in capitals),
        age=age[1] if age else None,
        sentence=tokens.sentence[head],
    )


def described_figure(tokens: Tokens, cast: Cast, head: int) -> Figure | None:
    """Return whom a definite description means by what the article says of them.

    “The mayor” is who has “mayor” in a role; “the 42-year-old” whose name is followed by that age;
    “the board” the organisation with the word in its name; of several the one of whom more of its
    words are said, then who was last met.
    """
    called = cast.called(tokens.word[head].lower())
    best = _best_called(tokens, cast, called, head) if called else None
    return best or _of_that_age(tokens, cast, head)


def _best_called(tokens: Tokens, cast: Cast, called: Sequence[Figure], head: int) -> Figure | None:
    """Return whom of those called by its noun a description fits best; None if it fits nobody."""
    description = read_description(tokens, head)
    fits = [(figure, _fit(cast, figure, description)) for figure in called]
    fitting = {figure: fit for figure, fit in fits if fit is not None}
    met = {figure: _last_met(figure, head) for figure in fitting}
    known = [figure for figure in fitting if met[figure] >= 0]
    return max(known, key=lambda figure: (fitting[figure], met[figure]), default=None)


def _fit(cast: Cast, figure: Figure, description: Description) -> int | None:
    """Return how many of a description's names are said of a figure that it fits, else None."""
    known_owner = description.owned and description.names & figure.said_of
    if not (description.definite or description.kin or known_owner):
        return None
    if not figure.is_person:
        return 0
    gender = genders("gendered_nouns").get(description.noun)
    if gender and figure.gender and gender != figure.gender:
        return None
    if not description.names:
        return 0
    said = description.names & (figure.said_of | cast.company(figure, description.sentence))
    return len(said) or None


def _of_that_age(tokens: Tokens, cast: Cast, head: int) -> Figure | None:
    """Return who is “the 42-year-old”: the name that is followed by that age."""
    if "-" not in tokens.word[max(0, head - AGE_TOKENS) : head + AGE_TOKENS]:
        return None
    age = read_description(tokens, head).age
    for figure in cast.figures if age else ():
        ends = [name.tokens.end for name in figure.names]
        if figure.is_person and any(tokens.word[end : end + 2] == (",", age) for end in ends):
            return figure
    return None


def _last_met(figure: Figure, head: int) -> int:
    """Return where the figure was last named before a token, -1 if it was not."""
    before = bisect_left(figure.names, head, key=lambda name: name.tokens.start)
    return figure.names[before - 1].tokens.start if before else -1


def figure_spoken_for(tokens: Tokens, cast: Cast, head: int) -> Figure | None:
    """Return the one who is named elsewhere in the article where “a spokesman for X” is quoted."""
    if not tokens.word[head].lower().startswith("spokes"):
        return None
    description = read_description(tokens, head)
    article = tokens.word[noun_span(tokens, head).start].lower() in ("a", "an")
    if not (article and description.names):
        return None
    named = [
        figure
        for figure in cast.called(description.noun)
        if figure.is_person and description.names & figure.said_of
    ]
    return named[0] if len(named) == 1 else None


def figure_named_next(tokens: Tokens, cast: Cast, head: int) -> Figure | None:
    """Return whom the next paragraph names first where this one only describes somebody.

    “The governor's chief aide said: “…”” and below it “Ann Roe, who joined him in May, …”: a full
    name, there for the first time, with a description of its own, opens the paragraph.
    """
    following = tokens.paragraph[head] + 1
    if following >= len(tokens.paragraphs) or not _is_somebody_known(tokens, head):
        return None
    start, end = tokens.paragraphs[following]
    figure = cast.at(start) if end > start else None
    if figure is None or not figure.is_person or len(figure.names[0].key) < FULL_NAME:
        return None
    first = figure.names[0].tokens
    described = tokens.word[first.end : first.end + 1] == (",",)
    gender = genders("gendered_nouns").get(tokens.word[head].lower())
    agrees = not gender or figure.gender in (gender, None)
    return figure if first.start == start and described and agrees else None


def _is_somebody_known(tokens: Tokens, head: int) -> bool:
    """Whether a noun for a person stands with “the” or a named owner: “Roe's chief aide”."""
    start = noun_span(tokens, head).start
    owned = any(tokens.tag[t] == "POS" for t in range(start, head))
    definite = owned or tokens.word[start].lower() in DEFINITE
    return definite and tokens.tag[head] == "NN" and is_person_noun(tokens, head)


def guessed_figure(tokens: Tokens, cast: Cast, scene: Scene, head: int) -> Antecedent | None:
    """Return whom “the Texas senator” or “the company” means where only the context shows it.

    News varies its words: a definite description of a person or organisation that was not
    introduced by it is mostly whom the sentences before are about.
    """
    description = read_description(tokens, head)
    kind = SpeakerKind.UNKNOWN if description.age else noun_kind(tokens, head)
    likeness = LIKENESS.get(kind) if kind else None
    if likeness is None or not description.definite or description.noun in words("unnamed_nouns"):
        return None
    capital = any(description.noun in words(nouns) for nouns in CAPITAL)
    named = tokens.word[head][0].isupper() and not capital
    if named or tokens.tag[head] == "NNS" or _is_named_next(tokens, head):
        return None
    introduced = introduction(tokens, head, frozenset())
    if introduced != head:
        return guessed_figure(tokens, cast, scene, introduced)
    meant = scene.antecedent(
        head, lambda figure: likeness(figure, description, cast), earlier_sentences=True
    )
    least = weights("antecedent_weights")["least for a description"]
    return meant if meant and meant.score > least else None


def _is_named_next(tokens: Tokens, head: int) -> bool:
    """Whether a name follows right on: “the envoy at the time, Ann Roe”."""
    end = noun_span(tokens, head).end
    return tokens.word[end : end + 1] == (",",) and tokens.tag[end + 1 : end + 2] == ("NNP",)


def _likeness_of_organization(figure: Figure, description: Description, _: Cast) -> float | None:
    """Return the weight with which “the company” fits a figure, None where it is a person."""
    known = weights("antecedent_weights")
    shown_person = figure.title_gender or figure.given_gender or figure.roles or figure.pronouns
    if shown_person or figure.phrase is not None or description.names:
        return None  # “the People's Daily newspaper” says its name itself
    weight = 0.0 if figure.is_person else known["description: an organisation"]
    if figure.placed:
        weight += known["figure: named as a place"]
    return weight


def _likeness_of_person(figure: Figure, description: Description, cast: Cast) -> float | None:
    """Return the weight with which a description fits a person, None where it can't be."""
    if not figure.is_person:
        return None
    known = weights("antecedent_weights")
    gender = genders("gendered_nouns").get(description.noun)
    weight = gender_weight(figure, gender) if gender else 0.0
    if weight is None:
        return None
    if description.noun in figure.called:
        weight += known["description: noun said of the figure"]
    elif figure.roles:
        weight += known["description: other nouns said of the figure"]
    if description.names & (figure.said_of | cast.company(figure, description.sentence)):
        weight += known["description: name met beside the figure"]
    elif description.names:
        weight += known["description: names met elsewhere"]
    if len(figure.fullest.key) == 1 and not figure.roles:
        weight += known["figure: nothing shows a person"]
    return weight


LIKENESS = {
    SpeakerKind.UNKNOWN: _likeness_of_person,
    SpeakerKind.ORGANIZATION: _likeness_of_organization,
}
