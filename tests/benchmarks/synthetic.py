"""Articles of invented words: any number of quotes, skewed as words, speakers and outlets are.

Nothing here is taken from anywhere: words are syllables put together, names are words. What counts
for the time that a page takes is real: Zipf's law for words and speakers, one speaker with every
twenty-fifth quote, a tenth of the quotes without a speaker, twenty years that grow in number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from indexer.models import (
    Article,
    Attribution,
    IndexedArticle,
    Kind,
    Quotation,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
    quote_id,
    quote_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FUNCTION_WORDS = """
the to of and a that in is we it i for this be you on are not have they with as was will do
but what at there people if our so he can about all from one has by more who an would their
no just or when out up think very my going she been time his like how some because now want
get could were which need know them then these said us go only other should your than into
good make way see over those take back work also first even new well years many where most
""".split()  # noqa: SIM905, a hundred words in quotation marks are no list to read

SYLLABLES = tuple(map("".join, product("bdfghklmnprstvz", "aeiou", ("", "n", "r", "l", "s"))))
VOCABULARY = 40_000
FIRST_YEAR, DAYS = 2005, 20 * 365
OUTLETS = 150
ROLES = 3_000
STAR_SHARE = 0.04
NOBODY_SHARE, UNNAMED_SHARE = 0.10, 0.05
CHUNK = 1_000
"""Articles whose chances are drawn at once."""


def vocabulary() -> list[str]:
    """Return the words, the most frequent first; the first hundred are English."""
    count = len(SYLLABLES)
    words = list(FUNCTION_WORDS)
    for i in range(VOCABULARY - len(words)):
        # A fixed walk through all pairs and triples, so that neighbours in rank don't look alike.
        n = (i * 7_368_787) % (count * count)
        word = SYLLABLES[n % count] + SYLLABLES[n // count]
        words.append(word if i % 3 else word + SYLLABLES[i % count])
    return list(dict.fromkeys(words))


def name_of(speaker: int) -> str:
    """Return the name of a speaker; the first is the one who has every twenty-fifth quote."""
    count = len(SYLLABLES)
    n = speaker * 2_654_435_761 % (count**3)
    first = SYLLABLES[n % count] + "a"
    last = SYLLABLES[n // count % count] + SYLLABLES[n // count**2] + SYLLABLES[speaker % count]
    return f"{first.title()} {last.title()}"


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely what is, as sums that a random number between 0 and 1 is looked up in."""

    words: np.ndarray
    speakers: np.ndarray
    outlets: np.ndarray
    roles: np.ndarray

    @classmethod
    def of(cls, quotes: int, words: int) -> Chances:
        """Return the chances for an index of so many quotes."""
        speakers = _zipf(max(quotes // 12, 50), 1.0, 10) * (1 - STAR_SHARE)
        speakers[0] += STAR_SHARE
        return cls(
            _zipf(words, 1.05, 2.7).cumsum(),
            speakers.cumsum(),
            _zipf(OUTLETS, 0.9, 2).cumsum(),
            _zipf(ROLES, 0.9, 5).cumsum(),
        )


def articles(quotes: int, seed: int = 1) -> Iterator[IndexedArticle]:
    """Yield articles with at least so many quotes in all; the same for the same numbers."""
    words = vocabulary()
    maker = _Maker(words, Chances.of(quotes, len(words)), np.random.default_rng(seed))
    made = number = 0
    while made < quotes:
        for count in maker.counts(CHUNK):
            yield maker.article(number, int(count))
            made += int(count)
            number += 1
            if made >= quotes:
                break


class _Maker:
    """Makes one article after the other; keeps drawn numbers in stock, which is what takes time."""

    def __init__(self, words: list[str], chances: Chances, rng: np.random.Generator) -> None:
        self._words = words
        self._chances = chances
        self._rng = rng
        self._stock: list[str] = []

    def counts(self, articles: int) -> np.ndarray:
        return np.minimum(1 + self._rng.geometric(0.22, articles), 40)

    def article(self, number: int, count: int) -> IndexedArticle:
        rng = self._rng
        publication = int(self._chances.outlets.searchsorted(rng.random()))
        day = date(FIRST_YEAR, 1, 1) + timedelta(int(DAYS * rng.random() ** 0.6))
        draft = Draft([f"{self._sentence(14)}\n\n"])
        drafts = [self._utterance(draft) for _ in range(count)]
        article = Article(
            source=f"made.jsonl#{number}",
            text="".join(draft.pieces),
            url=f"https://outlet{publication}.example/{day:%Y/%m}/{number}",
            title=self._sentence(7).rstrip("."),
            publication=f"The {self._words[200 + publication].title()} Post",
            published=day.isoformat(),
        )
        return IndexedArticle(article, tuple(self._quotes(article, drafts)))

    def _quotes(self, article: Article, drafts: list[_Utterance]) -> Iterator[Quote]:
        for utterance in drafts:
            identifier = quote_id(article.id, quote_text(article.text, utterance.parts), 0)
            kind = Kind.DIRECT if utterance.confidence < 0.98 else Kind.MIXED
            method = "cue-subject" if utterance.speaker else "none"
            attribution = Attribution(
                Quotation(utterance.parts),
                kind,
                utterance.mention,
                utterance.cue,
                method,
                utterance.confidence,
            )
            yield Quote(
                identifier, attribution, utterance.speaker, utterance.role, utterance.context
            )

    def _utterance(self, draft: Draft) -> _Utterance:
        rng = self._rng
        start = draft.length
        draft.add("“")
        parts = [draft.add(self._sentence(self._length()))]
        draft.add("” ")
        cue = draft.add("said")
        speaker, mention, role = self._speaker(draft)
        draft.add(". ")
        if rng.random() < 0.2:
            draft.add("“")
            parts.append(draft.add(self._sentence(self._length())))
            draft.add("” ")
        context = Span(start, draft.length)
        draft.add(f"{self._sentence(12)}\n\n")
        confidence = round(float(rng.beta(8, 1.2)), 3) if speaker else 0.2
        return _Utterance(tuple(parts), cue, mention, speaker, role, context, confidence)

    def _speaker(self, draft: Draft) -> tuple[Speaker | None, Span | None, str | None]:
        chance = self._rng.random()
        draft.add(" ")
        if chance < NOBODY_SHARE:
            draft.add("nobody in particular")
            return None, None, None
        if chance < NOBODY_SHARE + UNNAMED_SHARE:
            words = "a senior official"
            return Speaker(words, SpeakerKind.UNKNOWN, (words,)), draft.add(words), None
        name = name_of(int(self._chances.speakers.searchsorted(self._rng.random())))
        speaker = Speaker(name, SpeakerKind.PERSON, (name, name.split()[1]))
        mention = draft.add(name)
        return speaker, mention, self._role(draft)

    def _role(self, draft: Draft) -> str | None:
        if self._rng.random() > 0.4:
            return None
        n = int(self._chances.roles.searchsorted(self._rng.random()))
        role = f"the {self._words[500 + n]} {('minister', 'mayor', 'spokesman', 'head')[n % 4]}"
        draft.add(", ")
        draft.add(role)
        return role

    def _length(self) -> int:
        return int(min(max(self._rng.lognormal(2.8, 0.6), 2), 120))

    def _sentence(self, length: int) -> str:
        if len(self._stock) < length:
            drawn = self._chances.words.searchsorted(self._rng.random(200_000))
            self._stock = [self._words[i] for i in drawn.tolist()]
        taken = self._stock[-length:]
        del self._stock[-length:]
        return f"{' '.join(taken).capitalize()}."


@dataclass(slots=True)
class Draft:
    """The text of an article as it grows, piece by piece."""

    pieces: list[str]
    length: int = -1

    def __post_init__(self) -> None:
        self.length = sum(map(len, self.pieces))

    def add(self, words: str) -> Span:
        """Append words, and return where in the text they stand."""
        self.pieces.append(words)
        start = self.length
        self.length += len(words)
        return Span(start, self.length)


@dataclass(frozen=True, slots=True)
class _Utterance:
    parts: tuple[Span, ...]
    cue: Span
    mention: Span | None
    speaker: Speaker | None
    role: str | None
    context: Span
    confidence: float


def _zipf(count: int, exponent: float, offset: float) -> np.ndarray:
    weights = (np.arange(count) + 1 + offset) ** -exponent
    return np.asarray(weights / weights.sum())
