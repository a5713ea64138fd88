"""Scoring: how many gold segments are found, and given to the right speaker.

The figures are those of attribution research on PolNeAR: quote recall and precision, the rate of
distractors emitted, end-to-end recall (found and given to the right speaker) and the precision of
the speakers given. A speaker is right where the mention overlaps an annotated source, or where the
speaker's last name stands in the annotated source. Where the annotation has them, full names and
kinds are scored too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.corpus import read_corpus
from indexer.evaluation.gold import gold_segments, matches, trimmed
from indexer.pipeline.extractor import Extractor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from indexer.corpus import AnnotatedArticle, AnnotatedQuote
    from indexer.evaluation.gold import GoldSegment
    from indexer.models import Quote, Span

RATIOS = {
    "quote_recall": ("found", "gold"),
    "quote_precision": ("matched", "parts"),
    "distractor_rate": ("distractors_emitted", "distractors"),
    "end_to_end_recall": ("right", "sourced"),
    "speaker_precision": ("right", "given"),
    "full_name_right": ("name_right", "named"),
    "kind_right": ("kind_right", "kinded"),
}


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold segment that was not found, or was given to somebody else."""

    article: str
    words: str
    expected: str
    given: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of an evaluation and what went wrong; `ratio` makes the figures."""

    counts: Counter[str]
    misses: tuple[Miss, ...]

    def ratio(self, name: str) -> float | None:
        """Return one of RATIOS, None where nothing of the kind was annotated."""
        above, below = RATIOS[name]
        return self.counts[above] / self.counts[below] if self.counts[below] else None

    def as_dict(self) -> dict[str, object]:
        """Return figures and counts for JSON."""
        ratios = {name: self.ratio(name) for name in RATIOS}
        rounded = {name: round(value, 4) for name, value in ratios.items() if value is not None}
        return {**rounded, "counts": dict(sorted(self.counts.items()))}


def evaluate(
    corpus: Path | str,
    model: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Score:
    """Extract every article of a corpus and score what is found.

    `progress` is called with the number of articles done. Raises CorpusError or ModelError.
    """
    articles = read_corpus(corpus)
    extractor = Extractor(model) if model else Extractor()
    counts: Counter[str] = Counter()
    misses: list[Miss] = []
    for number, annotated in enumerate(articles, start=1):
        (indexed,) = extractor.extract([annotated.article])
        misses += score_article(annotated, indexed.quotes, counts)
        progress(number)
    return Score(counts, tuple(misses))


def score_article(
    annotated: AnnotatedArticle, quotes: Sequence[Quote], counts: Counter[str]
) -> Iterator[Miss]:
    """Add an article's figures to `counts` and return its misses."""
    text = annotated.article.text
    parts = [(trimmed(text, part), quote) for quote in quotes for part in quote.parts]
    matched = set()
    misses: list[Miss] = []
    for segment in gold_segments(annotated):
        hit = next((n for n, (span, _) in enumerate(parts) if matches(span, segment.span)), None)
        if segment.quote is None:
            counts["distractors"] += 1
            counts["distractors_emitted"] += hit is not None
            continue
        matched |= {hit} - {None}
        found = None if hit is None else parts[hit][1]
        misses += _score_segment(annotated, segment, found, counts)
    counts["articles"] += 1
    counts["parts"] += len(parts)
    counts["matched"] += len(matched)
    return iter(misses)


def _score_segment(
    annotated: AnnotatedArticle, segment: GoldSegment, found: Quote | None, counts: Counter[str]
) -> Iterator[Miss]:
    gold, text = segment.quote, annotated.article.text
    if gold is None:
        return
    right = found is not None and _speaker_right(text, gold, found)
    counts["gold"] += 1
    counts["found"] += found is not None
    if gold.sources:
        counts["sourced"] += 1
        counts["given"] += found is not None and _names_somebody(found)
        counts["right"] += right
    named_right = _score_annotated(gold, found, counts)
    if found is None or (gold.sources and not right) or not named_right:
        yield _miss(annotated, segment, found, right=right)


def _score_annotated(gold: AnnotatedQuote, found: Quote | None, counts: Counter[str]) -> bool:
    """Count full names and kinds where they are annotated; return whether the name is right."""
    if gold.kind is None:
        return True
    name = found.speaker.name if found and found.speaker else None
    right = found is not None and same_full_name(name, gold.speaker)
    counts["named"] += 1
    counts["name_right"] += right
    counts["kinded"] += found is not None
    counts["kind_right"] += found is not None and found.attribution.kind.value == gold.kind
    return right


def same_full_name(name: str | None, expected: str | None) -> bool:
    """Whether two names are the same, articles, quotation marks and letter case apart."""
    return _plain(name) == _plain(expected)


def _plain(name: str | None) -> str:
    words = re.sub(r"[“”\"‘’']", "", name or "").lower().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def _names_somebody(quote: Quote) -> bool:
    return quote.attribution.mention is not None or quote.speaker is not None


def _speaker_right(text: str, gold: AnnotatedQuote, found: Quote) -> bool:
    mention = found.attribution.mention
    overlaps = mention is not None and any(
        min(mention.end, source.end) > max(mention.start, source.start) for source in gold.sources
    )
    return overlaps or _last_name_in(text, gold.sources, found)


def _last_name_in(text: str, sources: Sequence[Span], found: Quote) -> bool:
    names = re.findall(r"[A-Z][\w'’-]+", found.speaker.name if found.speaker else "")
    words = {word.lower() for s in sources for word in re.findall(r"[A-Za-z][\w'’.-]+", s.of(text))}
    return bool(names) and names[-1].lower() in words


def _miss(
    annotated: AnnotatedArticle, segment: GoldSegment, found: Quote | None, *, right: bool
) -> Miss:
    text, gold = annotated.article.text, segment.quote
    sources = [source.of(text) for source in gold.sources] if gold else []
    expected = (gold.speaker if gold else None) or "; ".join(sources)
    given = None
    if found is not None:
        mention = found.attribution.mention
        given = (
            f"{found.speaker.name if found.speaker else None} (“{mention and mention.of(text)}”)"
        )
    reason = "missed" if found is None else "wrong name" if right else "wrong mention"
    return Miss(annotated.name, segment.span.of(text), expected, given, reason)
