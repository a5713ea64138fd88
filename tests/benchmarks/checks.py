"""Measures whether `indexer check` is right: python tests/benchmarks/checks.py ARTICLES.

ARTICLES is a folder of text files. All quotations in them become a database; 500 of these are asked
for, each damaged in one of ten ways, and the right one has to come first; then 500 sentences of the
reporters, which nobody said, are not to be found. check_times.py measures how long it takes.
"""

from __future__ import annotations

import random
import re
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from indexer.checking import Claim, Outcome, check
from indexer.models import (
    Article,
    Attribution,
    IndexedArticle,
    Kind,
    Quote,
    Span,
    quote_id,
    quote_text,
)
from indexer.paragraphs import find_paragraphs
from indexer.quotations import find_quotations
from indexer.store import Writer, create_or_open, open_existing
from indexer.wordings import spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

    Damage = Callable[[list[str], random.Random], list[str]]

ASKED = 500
FEWEST_WORDS = 6
"""What a quotation or a sentence has to have to be asked for."""

SENTENCE = re.compile(r"[A-Z][^.!?\n“”\"]{30,200}[.!?](?=\s|$)")
FILLERS = ("really", "today", "perhaps", "the", "again", "clearly")


@dataclass(frozen=True, slots=True)
class Score:
    """How many were asked for, how many rightly answered, and those that were not."""

    asked: int
    right: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of right answers."""
        return self.right / self.asked


def main() -> None:
    """Measure, and print."""
    texts = [path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "quotes.db"
        index(path, texts)
        with closing(open_existing(path)) as db:
            for name, score in (
                ("damaged, the right one first", found_first(db.conn, ASKED)),
                ("said by nobody, not found", not_found(db.conn, texts, ASKED)),
            ):
                print(f"{name}: {score.right} of {score.asked}, {score.share:.1%}")
                print(*(f"    {wrong[:110]}" for wrong in score.wrong[:8]), sep="\n")


def index(path: Path, texts: Iterable[str]) -> None:
    """Write all quotations of the texts, with nobody as their speaker."""
    with closing(create_or_open(path)) as db:
        writer = Writer(db, path)
        writer.write([_indexed(f"{number}.txt", text) for number, text in enumerate(texts)])


def found_first(connection: sqlite3.Connection, asked: int, seed: int = 1) -> Score:
    """Ask for damaged quotes: each of the ten ways in turn."""
    drawn = random.Random(seed)  # noqa: S311, the same each time
    known = [text for (text,) in connection.execute("SELECT DISTINCT text FROM quotes ORDER BY id")]
    known = [text for text in known if len(spoken(text)) >= FEWEST_WORDS]
    wrong = []
    chosen = drawn.sample(known, min(asked, len(known)))
    for number, text in enumerate(chosen):
        damage = DAMAGES[number % len(DAMAGES)]
        words = " ".join(damage(text.split(), drawn))
        answer = check(connection, Claim(words))
        if not answer.matches or spoken(answer.matches[0].text) != spoken(text):
            wrong.append(f"{damage.__name__.strip('_')}: {words} ← {text}")
    return Score(len(chosen), len(chosen) - len(wrong), tuple(wrong))


def not_found(
    connection: sqlite3.Connection, texts: Iterable[str], asked: int, seed: int = 1
) -> Score:
    """Ask for sentences of the texts that are in no quotation."""
    drawn = random.Random(seed)  # noqa: S311, the same each time
    sentences = sorted({sentence for text in texts for sentence in reporters(text)})
    chosen = drawn.sample(sentences, min(asked, len(sentences)))
    answers = [(words, check(connection, Claim(words))) for words in chosen]
    wrong = [
        f"{answer.outcome.value}: {words} ← {answer.matches[0].text}"
        for words, answer in answers
        if answer.outcome is not Outcome.NOT_FOUND
    ]
    return Score(len(chosen), len(chosen) - len(wrong), tuple(wrong))


def _indexed(name: str, text: str) -> IndexedArticle:
    article = Article(source=name, text=text, name=name, publication=name, published="2020-01-01")
    quotes, counts = [], dict[str, int]()
    for quotation in find_quotations(text, find_paragraphs(text)):
        words = quote_text(text, quotation.parts)
        occurrence = counts[words] = counts.get(words, -1) + 1
        attribution = Attribution(quotation, Kind.DIRECT, None, None, "none", 0.5)
        identifier = quote_id(article.id, words, occurrence)
        quotes.append(Quote(identifier, attribution, None, None, quotation.span))
    return IndexedArticle(article, tuple(quotes))


def reporters(text: str) -> Iterable[str]:
    """Yield the sentences of paragraphs without quotation marks."""
    quoted = [quotation.span for quotation in find_quotations(text, find_paragraphs(text))]
    for paragraph in find_paragraphs(text):
        if not any(_meet(paragraph, span) for span in quoted):
            for sentence in SENTENCE.findall(paragraph.of(text)):
                if len(spoken(sentence)) >= FEWEST_WORDS:
                    yield sentence


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _typography(words: list[str], drawn: random.Random) -> list[str]:
    return " — ".join(words).upper().replace("’", "'").replace("-", "–").split()


def _ellipsis(words: list[str], drawn: random.Random) -> list[str]:
    start = len(words) // 2
    return [*words[:start], "…", *words[start + max(1, len(words) // 6) :]]


def _bracket_added(words: list[str], drawn: random.Random) -> list[str]:
    at = drawn.randrange(len(words))
    return [*words[:at], "[the former mayor]", *words[at:]]


def _bracket_instead(words: list[str], drawn: random.Random) -> list[str]:
    at = drawn.randrange(len(words))
    return [*words[:at], "[Mayor Ruiz]", *words[at + 1 :]]


def _other_word(words: list[str], drawn: random.Random) -> list[str]:
    at = drawn.randrange(len(words))
    return [*words[:at], drawn.choice(FILLERS), *words[at + 1 :]]


def _start_cut(words: list[str], drawn: random.Random) -> list[str]:
    return words[max(1, len(words) // 3) :]


def _end_cut(words: list[str], drawn: random.Random) -> list[str]:
    return words[: -max(1, len(words) // 3)]


def _word_dropped(words: list[str], drawn: random.Random) -> list[str]:
    at = drawn.randrange(len(words))
    return words[:at] + words[at + 1 :]


def _word_added(words: list[str], drawn: random.Random) -> list[str]:
    at = drawn.randrange(len(words))
    return [*words[:at], drawn.choice(FILLERS), *words[at:]]


def _words_swapped(words: list[str], drawn: random.Random) -> list[str]:
    at = drawn.randrange(len(words) - 1)
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


DAMAGES: Sequence[Damage] = (
    _typography,
    _ellipsis,
    _bracket_added,
    _bracket_instead,
    _other_word,
    _start_cut,
    _end_cut,
    _word_dropped,
    _word_added,
    _words_swapped,
)


if __name__ == "__main__":
    main()
