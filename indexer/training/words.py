"""Learning the lexicon: which words report speech, name sources, or lead into titles and terms."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from indexer.attribution.genuineness import company
from indexer.attribution.layout import OUTSIDE
from indexer.attribution.lexicon import DEFAULT_LABEL, REPORT_TAGS, Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer.training.examples import Example

FEWEST = 2
"""Occurrences from which on a word is listed at all."""

SMOOTHING = 2.0
"""Occurrences without a hit that every word is thought to have had besides."""

LABEL_SMOOTHING = 4.0

FEWEST_REPORTS = 3
REPORT_SMOOTHING = 4.0
"""The same for words that introduce reports: those are counted in all that was parsed."""


def learn_lexicon(examples: Iterable[Example]) -> Lexicon:
    """Return the lexicon of annotated articles, from the paragraphs that hold quotations."""
    counts: dict[str, Counter[str]] = {
        name: Counter()
        for name in ("verb", "noun", "label", "company", "report_verb", "report_word")
    }
    hits: dict[str, Counter[str]] = {name: Counter() for name in (*counts, "source")}
    for example in examples:
        _count_words(example, counts, hits)
        _count_labels(example, counts, hits)
        _count_reports(example, counts, hits)
    return Lexicon(
        verbs=_shares(hits["verb"], counts["verb"]),
        nouns=_shares(hits["noun"], counts["noun"]),
        sources=_shares(hits["source"], counts["noun"]),
        labels=_label_shares(hits["label"], counts["label"]),
        company=_label_shares(hits["company"], counts["company"]),
        report_verbs=_report_shares(hits["report_verb"], counts["report_verb"]),
        report_words=_report_shares(hits["report_word"], counts["report_word"]),
    )


def _count_words(
    example: Example, counts: Mapping[str, Counter[str]], hits: Mapping[str, Counter[str]]
) -> None:
    layout, tokens = example.layout, example.layout.tokens
    numbers = {tokens.paragraph[t] for parts in layout.parts for start, _ in parts for t in [start]}
    for number in sorted(numbers):
        for token in range(*tokens.paragraphs[number]):
            word, tag = tokens.word[token], tokens.tag[token]
            if layout.inside[token] != OUTSIDE or not _is_small(word):
                continue
            if tag.startswith("V"):
                counts["verb"][word] += 1
                hits["verb"][word] += token in example.cue_tokens
            elif tag in ("NN", "NNS"):
                counts["noun"][word] += 1
                hits["noun"][word] += token in example.cue_tokens
                hits["source"][word] += token in example.source_tokens


def _count_labels(
    example: Example, counts: Mapping[str, Counter[str]], hits: Mapping[str, Counter[str]]
) -> None:
    layout, tokens = example.layout, example.layout.tokens
    for quotation, gold in enumerate(example.gold):
        if not layout.parts[quotation]:
            continue
        for word in filter(_is_small, (tokens.word[token] for token in company(layout, quotation))):
            counts["company"][word] += 1
            hits["company"][word] += gold is None
        before = layout.parts[quotation][0].start - 2
        if before < 0 or tokens.paragraph[before] != tokens.paragraph[before + 2]:
            continue
        if _is_small(word := tokens.word[before]):
            counts["label"][word] += 1
            hits["label"][word] += gold is None


def _is_small(word: str) -> bool:
    """Whether a word is written small: a name is no weight, also where the tagger missed it."""
    return word == word.lower()


def _count_reports(
    example: Example, counts: Mapping[str, Counter[str]], hits: Mapping[str, Counter[str]]
) -> None:
    layout, tokens = example.layout, example.layout.tokens
    for token, (word, tag) in enumerate(zip(tokens.word, tokens.tag, strict=True)):
        if layout.inside[token] == OUTSIDE and tag in REPORT_TAGS and _is_small(word):
            table = "report_verb" if tag.startswith("V") else "report_word"
            counts[table][word] += 1
            hits[table][word] += token in example.report_cue_tokens


def _shares(hits: Counter[str], counts: Counter[str]) -> dict[str, float]:
    return {
        word: round(hits[word] / (counts[word] + SMOOTHING), 3)
        for word in sorted(counts)
        if counts[word] >= FEWEST and hits[word]
    }


def _report_shares(hits: Counter[str], counts: Counter[str]) -> dict[str, float]:
    return {
        word: round(hits[word] / (counts[word] + REPORT_SMOOTHING), 3)
        for word in sorted(counts)
        if counts[word] >= FEWEST_REPORTS and hits[word]
    }


def _label_shares(hits: Counter[str], counts: Counter[str]) -> dict[str, float]:
    prior = LABEL_SMOOTHING * DEFAULT_LABEL
    return {
        word: round((hits[word] + prior) / (counts[word] + LABEL_SMOOTHING), 3)
        for word in sorted(counts)
        if counts[word] >= FEWEST
    }
