"""Who is in the reader's mind: the mentions before a pronoun, weighed by how prominent they are.

Every mention of a figure in the last sentences has features with names (“subject of its sentence”,
“one sentence back”); their weights are in `antecedent_weights.tsv` with the word lists. A figure's
share is its part of the likelihood, which its mentions add up to.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from indexer.languages.en import weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.models import Tokens
    from indexer.speakers.cast import Cast, Figure

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
OBJECTS = frozenset(("dobj", "dative", "iobj"))
FARTHEST = 5
"""Sentences of the reporter's own words back that an antecedent may stand in."""

PLACES = {
    **dict.fromkeys(SUBJECTS, "subject"),
    **dict.fromkeys(OBJECTS, "object"),
    **dict.fromkeys(("poss", "case"), "possessor"),
    **dict.fromkeys(("compound", "nmod", "amod"), "modifier"),
    **dict.fromkeys(("pobj", "agent"), "oblique"),
    "appos": "apposition",
    "conj": "conjunct",
}


class Mention(NamedTuple):  # an article has hundreds, and a frozen dataclass takes thrice as long
    """A place where a figure is mentioned: the last token of a name, or a pronoun or description.

    `prominence` sums the weights of the features that are the mention's own. `sentence` counts the
    sentences with the reporter's own words up to it.
    """

    token: int
    figure: Figure
    prominence: float
    sentence: int


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Whom a pronoun or description means, and how surely.

    `score` is the logarithm of its likelihood, `share` its part of all likelihoods, 0 to 1;
    `rivals` counts the others who might be meant; `sentences_back` leads to the figure's last
    mention, in sentences of the reporter's own words, -1 where it follows.
    """

    figure: Figure
    score: float
    share: float
    rivals: int
    sentences_back: int


class Scene:
    """The mentions of figures outside quotations, in order; pronouns are added when followed.

    `voiced` are the tokens of mentions to which a quotation is attributed.
    """

    def __init__(
        self, tokens: Tokens, cast: Cast, quoted: frozenset[int], voiced: frozenset[int]
    ) -> None:
        self._tokens = tokens
        self._weights = weights("antecedent_weights")
        self._by_sentences = [
            self._weights[f"link: {n} sentences back"] for n in range(FARTHEST + 1)
        ]
        self._by_paragraphs = [self._weights[f"link: {n} paragraphs back"] for n in range(3)]
        self._voiced = voiced
        self._narrated = _narrated_sentences(tokens, quoted)
        named = [(token, figure) for token, figure in cast.last_tokens() if token not in quoted]
        named.sort(key=itemgetter(0))
        self._mentions = [self._mention(*item) for item in named]
        self._places = [mention.token for mention in self._mentions]

    def add(self, token: int, figure: Figure) -> None:
        """Count a pronoun or description as a mention of its figure."""
        at = bisect_right(self._places, token)
        self._places.insert(at, token)
        self._mentions.insert(at, self._mention(token, figure))

    def _mention(self, token: int, figure: Figure) -> Mention:
        sentence = self._narrated[self._tokens.sentence[token]]
        return Mention(token, figure, self._prominence(token), sentence)

    def antecedent(
        self,
        token: int,
        weigh: Callable[[Figure], float | None],
        *,
        earlier_sentences: bool = False,
    ) -> Antecedent | None:
        """Return whom a pronoun or description at a token means; None if nobody is near.

        `weigh` says how well a figure fits by gender and the like: a weight that is added, or None
        where it can't be meant at all. With `earlier_sentences` nobody in the same one is meant.
        """
        near = self._near(token, earlier_sentences=earlier_sentences)
        here = self._narrated[self._tokens.sentence[token]]
        barred = self._barred(token)
        scores: dict[Figure, float] = {}
        latest: dict[Figure, int] = {}
        fits: dict[Figure, float | None] = {}
        for place, mentioned, prominence, sentence in near:
            figure = _bearer(mentioned, weigh) if mentioned.bearers else mentioned
            if figure not in fits:
                fits[figure] = weigh(figure)
            fit = fits[figure]
            if fit is None or place in barred:
                continue
            back = here - sentence if place < token else -1
            score = fit + prominence + self._nearness(place, token, back)
            if score >= scores.get(figure, score):
                scores[figure] = score
            latest[figure] = back
        if not scores:
            return None
        best = max(scores, key=scores.__getitem__)
        share = exp(scores[best]) / sum(map(exp, scores.values()))
        return Antecedent(best, scores[best], share, len(scores) - 1, latest[best])

    def _near(self, token: int, *, earlier_sentences: bool) -> list[Mention]:
        """Return the mentions near enough: before it, and a subject that the sentence leads to."""
        tokens, places = self._tokens, self._places
        number = tokens.sentence[token]
        sentence = tokens.sentences[number]
        earliest = bisect_left(self._narrated, self._narrated[number] - FARTHEST)
        first = bisect_left(places, tokens.sentences[earliest].start)
        if earlier_sentences:
            return self._mentions[first : bisect_left(places, sentence.start)]
        at, end = bisect_left(places, token), bisect_left(places, sentence.end)
        after = self._mentions[at:end]
        led_to = [m for m in after if m.token > token and self._leads_to(token, m.token)]
        return self._mentions[first:at] + led_to

    def _leads_to(self, pronoun: int, subject: int) -> bool:
        """Whether a pronoun stands in a phrase or clause before the subject of its main clause."""
        tokens = self._tokens
        verb = tokens.head[subject]
        if tokens.dep[subject] not in SUBJECTS or tokens.head[pronoun] == verb:
            return False
        above = tokens.head[pronoun]
        while tokens.head[above] not in (above, verb):
            above = tokens.head[above]
        return tokens.head[above] == verb and tokens.dep[above] in (
            "advcl",
            "prep",
            "mark",
            "advmod",
        )

    def _barred(self, pronoun: int) -> list[int]:
        """Return the mentions that grammar excludes: “Roe saw her” is somebody else."""
        tokens = self._tokens
        if tokens.dep[pronoun] not in OBJECTS or _reflexive(tokens, pronoun):
            return []
        return [c for c in tokens.children[tokens.head[pronoun]] if tokens.dep[c] in SUBJECTS]

    def _prominence(self, token: int) -> float:
        """Return how much a mention's own place and kind speak for it."""
        tokens = self._tokens
        above = tokens.head[token]
        beside = tokens.dep[token] == "appos" and tokens.dep[above] in SUBJECTS
        noun = above if beside else token  # “a spokeswoman, Ann Roe, said”
        place = PLACES.get(tokens.dep[noun], "elsewhere")
        main = place == "subject" and tokens.dep[tokens.head[noun]] in ("ROOT", "conj")
        if main or is_source(tokens, noun):
            place = "main subject"
        weight = self._weights[f"mention: {place}"]
        if tokens.tag[token] in ("PRP", "PRP$"):
            weight += self._weights["mention: pronoun"]
        return weight

    def _nearness(self, mention: int, token: int, back: int) -> float:
        """Return how much the places of mention and pronoun to each other speak for the mention.

        `back` counts the sentences between them, -1 where the mention follows.
        """
        tokens, known = self._tokens, self._weights
        weight = self._by_sentences[back] if back >= 0 else known["link: follows"]
        paragraphs = tokens.paragraph[token] - tokens.paragraph[mention]
        weight += self._by_paragraphs[min(paragraphs, 2)]
        if tokens.dep[token] in SUBJECTS and tokens.dep[mention] in SUBJECTS:
            weight += known[
                "link: both subjects" if back else "link: both subjects of one sentence"
            ]
        if mention in self._voiced and token in self._voiced:
            weight += known["link: both speak"]
        if not back and tokens.tag[token] == "PRP$":
            weight += known["link: possessive in the same sentence"]
        return weight


def _bearer(figure: Figure, weigh: Callable[[Figure], float | None]) -> Figure:
    """Return, for a last name that several share, the only one who fits, if one alone does."""
    fitting = [bearer for bearer in figure.bearers if (weigh(bearer) or 0.0) > 0.0]
    return fitting[0] if len(fitting) == 1 else figure


def is_source(tokens: Tokens, noun: int) -> bool:
    """Whether a noun stands after “according to”: as good as the subject of “said”."""
    if tokens.dep[noun] != "pobj":
        return False
    to = tokens.head[noun]
    according = tokens.word[tokens.head[to]].lower() == "according"
    return according and tokens.word[to].lower() == "to"


def _reflexive(tokens: Tokens, pronoun: int) -> bool:
    return tokens.word[pronoun].lower().endswith("self")


def _narrated_sentences(tokens: Tokens, quoted: frozenset[int]) -> list[int]:
    """Return, for each sentence, how many up to it have words outside quotations."""
    narrated = (
        any(token not in quoted and tokens.word[token][0].isalnum() for token in range(*sentence))
        for sentence in tokens.sentences
    )
    return list(accumulate(map(int, narrated)))


def gender_weight(figure: Figure, gender: str) -> float | None:
    """Return how well a gender fits a figure; None for a thing or where a title says otherwise."""
    if not figure.is_person:
        return None
    known = weights("antecedent_weights")
    if figure.title_gender:
        related = known["figure: somebody's relative"] if figure.relative else 0.0
        weight = known["figure: title of this gender"] + related
        return weight if figure.title_gender == gender else None
    if figure.pronouns:
        agrees = "this" if gender in figure.pronouns else "the other"
        return known[f"figure: pronouns of {agrees} gender"]
    if figure.given_gender:
        agrees = "this" if figure.given_gender == gender else "the other"
        return known[f"figure: given name of {agrees} gender"]
    if figure.placed and not figure.roles:
        return known["figure: named as a place"]
    shown = len(figure.fullest.key) > 1 or figure.roles or figure.is_source
    return known[
        "figure: a person of unknown gender" if shown else "figure: nothing shows a person"
    ]
