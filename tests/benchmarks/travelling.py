"""Articles in which a tenth of the quotes are repeats, changed as newsrooms change them.

All words are made here: a hundred English function words and invented ones, by Zipf's law. What
makes utterances hard to tell apart is there on purpose: set phrases that everybody uses, phrases
that a speaker comes back to in one utterance after the other, and commonplaces, which are a new
utterance every time. The truth is the number of the utterance that each quote prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from synthetic import name_of, vocabulary

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
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPEATED = 0.10
"""The share of quotes that print what was printed before."""

COMMONPLACE = 0.03
SET_PHRASE, OWN_PHRASE = 0.35, 0.25
"""The shares of commonplaces, and of utterances with a phrase of everybody's or the speaker's."""

NOBODY, UNNAMED = 0.10, 0.05
LEAST_WORDS = 6
"""What has fewer words is not repeated by others."""

COMMONPLACES = (
    "No comment",
    "Thank you very much",
    "Thank you all for coming",
    "We will see what happens",
    "It is what it is",
    "I don't know",
    "I don't know what to say",
    "That is not true",
    "We have a lot of work to do",
    "It was the right thing to do",
    "I have nothing more to say",
    "There is no question about it",
    "We are doing the best we can",
    "You have to do what you have to do",
    "I couldn't be more proud of you",
    "At the end of the day, it is what it is",
)


@dataclass(frozen=True, slots=True)
class Printed:
    """An article and, for each of its quotes in order, the number of the utterance."""

    indexed: IndexedArticle
    utterances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance: its number, who said it, and the words."""

    number: int
    speaker: Speaker
    words: tuple[str, ...]


def travelling(quotes: int, seed: int = 1) -> Iterator[Printed]:
    """Yield articles with at least so many quotes in all; the same for the same numbers."""
    maker = _Maker(quotes, np.random.default_rng(seed))
    made = number = 0
    while made < quotes:
        article = maker.article(number)
        yield article
        made += len(article.utterances)
        number += 1


@dataclass
class _Maker:
    quotes: int
    rng: np.random.Generator
    words: list[str] = field(default_factory=vocabulary)
    said: list[Said] = field(default_factory=list)
    numbers: int = 0
    stock: list[str] = field(default_factory=list)
    own: dict[int, list[tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chances = _zipf(len(self.words), 1.05, 2.7).cumsum()
        self.people = _zipf(max(self.quotes // 12, 50), 1.0, 10).cumsum()
        self.phrases = [self._draw(int(self.rng.integers(3, 8))) for _ in range(2_000)]
        self.phrase_chances = _zipf(len(self.phrases), 1.0, 5).cumsum()

    def article(self, number: int) -> Printed:
        day = date(2020, 1, 1) + timedelta(int(number * 5 / max(self.quotes, 1) * 1_500))
        outlet = int(self.rng.integers(120))
        text = " ".join(" ".join(self._draw(14)).capitalize() + "." for _ in range(5))
        spans, truth, counts = [], [], dict[str, int]()
        for _ in range(1 + min(int(self.rng.geometric(0.22)), 20)):
            utterance, speaker, words = self._quote()
            text += "\n\n“"
            span = Span(len(text), len(text) + len(words))
            text += f"{words}” said {speaker.name if speaker else 'they'}."
            occurrence = counts[words] = counts.get(words, -1) + 1
            spans.append((speaker, span, occurrence))
            truth.append(utterance)
        url = f"https://outlet{outlet}.example/{number}"
        article = Article(url, text, url, publication=f"Outlet {outlet}", published=day.isoformat())
        found = tuple(_row(article, *row) for row in spans)
        return Printed(IndexedArticle(article, found), tuple(truth))

    def _quote(self) -> tuple[int, Speaker | None, str]:
        chance = self.rng.random()
        if chance < REPEATED and self.said:
            utterance = self._earlier()
            return utterance.number, self._named(utterance.speaker), self._changed(utterance.words)
        self.numbers += 1
        person = int(self.people.searchsorted(self.rng.random()))
        name = name_of(person)
        speaker = Speaker(name, SpeakerKind.PERSON, (name,))
        if chance < REPEATED + COMMONPLACE:
            words = COMMONPLACES[self.rng.integers(len(COMMONPLACES))]
            return self.numbers, self._named(speaker), f"{words}{self._pick('.,')}"
        utterance = Said(self.numbers, speaker, self._utterance(person))
        if len(utterance.words) >= LEAST_WORDS:
            self.said.append(utterance)
        printed = f"{' '.join(utterance.words).capitalize()}{self._pick('.,')}"
        return self.numbers, self._named(speaker), printed

    def _earlier(self) -> Said:
        # A few utterances travel far, and mostly those of the last days.
        back = int(len(self.said) * self.rng.random() ** 3)
        chosen = len(self.said) - 1 - back
        return self.said[chosen // 7 * 7 if self.rng.random() < 0.5 else chosen]

    def _named(self, speaker: Speaker) -> Speaker | None:
        chance = self.rng.random()
        if chance < NOBODY:
            return None
        if chance < NOBODY + UNNAMED:
            return Speaker("a senior official", SpeakerKind.UNKNOWN, ("a senior official",))
        return speaker

    def _utterance(self, person: int) -> tuple[str, ...]:
        length = int(min(max(self.rng.lognormal(2.6, 0.6), 3), 120))
        words = self._draw(length)
        chance = self.rng.random()
        if chance < SET_PHRASE:
            phrase = self.phrases[int(self.phrase_chances.searchsorted(self.rng.random()))]
        elif chance < SET_PHRASE + OWN_PHRASE:
            own = self.own.setdefault(person, [])
            if len(own) < 4:
                own.append(self._draw(int(self.rng.integers(4, 9))))
            phrase = own[self.rng.integers(len(own))]
        else:
            return words
        at = int(self.rng.integers(len(words) + 1))
        return (*words[:at], *phrase, *words[at:])

    def _changed(self, words: tuple[str, ...]) -> str:
        changes: tuple[Callable[[list[str]], list[str]], ...] = (
            self._same, self._same, self._cut_start, self._cut_end, self._cut_end, self._bracketed,
            self._shortened, self._reworded, self._dropped, self._merged, self._restyled,
        )  # fmt: skip
        printed = list(words)
        for _ in range(2 if self.rng.random() < 0.15 else 1):
            printed = changes[self.rng.integers(len(changes))](printed)
        text = " ".join(printed)
        return f"{text[:1].upper()}{text[1:]}{self._pick('.,!')}"

    def _same(self, words: list[str]) -> list[str]:
        return words

    def _cut_start(self, words: list[str]) -> list[str]:
        return words[self._cut(words) :]

    def _cut_end(self, words: list[str]) -> list[str]:
        return words[: len(words) - self._cut(words)]

    def _cut(self, words: list[str]) -> int:
        """Return how many words go: at least a third stay, and never fewer than four."""
        most = len(words) - max(4, len(words) // 3)
        return int(self.rng.integers(most + 1)) if most > 0 else 0

    def _bracketed(self, words: list[str]) -> list[str]:
        at = int(self.rng.integers(len(words)))
        added = f"[{' '.join(self._draw(2)).title()}]"
        return [*words[:at], added, *words[at + int(self.rng.integers(2)) :]]

    def _shortened(self, words: list[str]) -> list[str]:
        start, end = self._middle(words)
        return [*words[:start], self._pick("…", "...", "[…]"), *words[end:]]

    def _merged(self, words: list[str]) -> list[str]:
        start, end = self._middle(words)
        return [*words[:start], *words[end:]]

    def _middle(self, words: list[str]) -> tuple[int, int]:
        if len(words) < 10:
            return len(words), len(words)
        start = int(self.rng.integers(3, len(words) - 5))
        return start, int(
            self.rng.integers(start + 1, min(len(words) - 3, start + len(words) // 2))
        )

    def _reworded(self, words: list[str]) -> list[str]:
        changed = words.copy()
        for _ in range(1 + len(words) // 20):
            changed[self.rng.integers(len(words))] = self._draw(1)[0]
        return changed

    def _dropped(self, words: list[str]) -> list[str]:
        at = int(self.rng.integers(len(words)))
        return words[:at] + words[at + 1 :]

    def _restyled(self, words: list[str]) -> list[str]:
        at = int(self.rng.integers(len(words)))
        marked = f"{self._pick('‘', '“')}{words[at]}{self._pick('’', '”')}"
        return [*(word.title() for word in words[:at]), marked, "—", *words[at + 1 :]]

    def _pick(self, *choices: str) -> str:
        several = choices[0] if len(choices) == 1 else choices
        return several[self.rng.integers(len(several))]

    def _draw(self, count: int) -> tuple[str, ...]:
        if len(self.stock) < count:
            drawn = self.chances.searchsorted(self.rng.random(100_000))
            self.stock = [self.words[i] for i in drawn.tolist()]
        taken = tuple(self.stock[-count:])
        del self.stock[-count:]
        return taken


def _row(article: Article, speaker: Speaker | None, span: Span, occurrence: int) -> Quote:
    after = span.end + 2
    mention = Span(after + 5, after + 5 + len(speaker.name)) if speaker else None
    quotation = Quotation((span,))
    attribution = Attribution(
        quotation, Kind.DIRECT, mention, Span(after, after + 4), "cue-subject", 0.9
    )
    identifier = quote_id(article.id, span.of(article.text), occurrence)
    return Quote(identifier, attribution, speaker, None, Span(span.start - 1, after + 4))


def _zipf(count: int, exponent: float, offset: float) -> np.ndarray:
    weights = (np.arange(count) + 1 + offset) ** -exponent
    return np.asarray(weights / weights.sum())
