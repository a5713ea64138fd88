"""What stands in a report of what somebody says or thinks, and what only beside one."""

from __future__ import annotations

import pytest

from indexer.attribution.features import set_scenes
from indexer.attribution.layout import lay_out
from indexer.attribution.lexicon import load_lexicon
from indexer.attribution.model import load_model, probability
from indexer.attribution.reports import (
    REACH,
    REPORT_NAMES,
    quotation_report_features,
    report_features,
)
from indexer.corpus import AnnotatedArticle, AnnotatedQuote
from indexer.documents import Parser
from indexer.models import Article, Span
from indexer.paragraphs import find_paragraphs
from indexer.quotations import find_quotations
from indexer.training.examples import example, parse
from indexer.training.words import learn_lexicon


@pytest.fixture(scope="module")
def parser() -> Parser:
    """The parser, loaded once."""
    return Parser()


def measured(parser: Parser, text: str) -> dict[str, float]:
    """Return the features of a text's first quotation by name."""
    paragraphs = find_paragraphs(text)
    quotations = find_quotations(text, paragraphs)
    layout = lay_out(parser.parse(text, paragraphs, quotations), quotations)
    scene = set_scenes(layout, load_lexicon())[0]
    return dict(zip(REPORT_NAMES, quotation_report_features(scene), strict=True))


def reported(parser: Parser, text: str) -> float:
    """Return the probability that a text's first quotation stands in a report."""
    row = tuple(measured(parser, text).values())
    return probability(float(load_model().reported([row])[0]))


def test_words_in_indirect_speech_are_told_from_those_of_the_reporter(parser: Parser) -> None:
    """Whoever is reported to say or think it, in front or behind; no cue stands at the marks."""
    plain = reported(parser, "The town put a “sunset clause” into its law on ferries in 1994.")
    for text in (
        "Anna Kowal said that the town had put a “sunset clause” into its law on ferries.",
        "Critics believe the town put a “sunset clause” into its law on ferries.",
        "The town has put a “sunset clause” into its law on ferries, Anna Kowal said.",
        "The town put a “sunset clause” into its law on ferries, according to the report.",
    ):
        assert reported(parser, text) > 0.7 > 0.4 > plain, text


def test_the_clause_that_is_reported_is_seen_above_the_words(parser: Parser) -> None:
    """With the share of the word that reports it, the way to it, its side and its subject."""
    found = measured(parser, "Anna Kowal said that the town feared a “second flood” in May.")
    assert found["report_above_clause"] == load_lexicon().report("said", "VBD") > 0.5
    assert found["report_clause_steps"] == 2
    assert found["report_clause_follows"] == 1
    assert found["report_reporter_named"] == 1
    assert found["report_above_object"] == load_lexicon().report("feared", "VBD")


def test_a_sentence_without_a_report_has_nothing_above(parser: Parser) -> None:
    """No share, no way to a clause, nothing beside."""
    found = measured(parser, "The ferry has a “sun deck” and two lounges.")
    assert found["report_above_clause"] == 0
    assert found["report_clause_steps"] > 10
    assert found["report_gap_after"] == REACH
    assert found["report_sentence_before"] == found["report_sentence_after"] == -1


def test_neighbouring_sentences_count_within_the_paragraph(parser: Parser) -> None:
    """A report before or after the sentence is seen, one in the next paragraph is not."""
    own = "The ferry has a “sun deck” and two lounges."
    said = load_lexicon().report("said", "VBD")
    before = measured(parser, f"Anna Kowal said so in May. {own}")
    after = measured(parser, f"{own} Anna Kowal said so in May.")
    apart = measured(parser, f"{own}\n\nAnna Kowal said so in May.")
    assert (before["report_sentence_before"], before["report_sentence_after"]) == (said, -1)
    assert (after["report_sentence_before"], after["report_sentence_after"]) == (-1, said)
    assert apart["report_sentence_after"] == -1


def test_quoted_words_report_nothing(parser: Parser) -> None:
    """“said” between other marks of the sentence is nobody's report of these."""
    found = measured(parser, "The “sun deck” is new, and the sign reads “Anna said no.”")
    said = load_lexicon().report("said", "VBD")
    assert found["report_after"] < said


def test_the_reach_is_bounded(parser: Parser) -> None:
    """However long the sentence, so that many quotations in one take time in proportion."""
    filler = "and the pier and the quay " * 40
    found = measured(parser, f"Anna Kowal said the town had boats {filler} and a “sun deck” too.")
    assert found["report_before"] < load_lexicon().report("said", "VBD")
    assert found["report_gap_before"] == REACH


TEXT = (
    "Critics fear the bridge will fall. Critics fear the flood. Critics fear for the pier.\n\n"
    "“We are safe,” said Anna Kowal. The “sun deck” was closed.\n"
)


def annotated() -> AnnotatedArticle:
    """An article with three reports without quotation marks, and a quotation."""
    cue = "Critics fear"
    cues = [Span(at, at + len(cue)) for at in range(len(TEXT)) if TEXT.startswith(cue, at)]
    contents = [Span(cue.end + 1, TEXT.index(".", cue.end)) for cue in cues]
    reports = tuple(
        AnnotatedQuote((content,), (), (cue,)) for content, cue in zip(contents, cues, strict=True)
    )
    return AnnotatedArticle("a", Article("a.txt", TEXT), reports)


def test_reporting_words_are_learned_from_indirect_speech(parser: Parser) -> None:
    """Three of three, smoothed; “closed” is none, and nothing is learned of words with a capital.

    As a cue of quotations “fear” stays unknown.
    """
    lexicon = learn_lexicon([example(parse(annotated(), parser), None)])
    assert lexicon.report("Fear", "VBP") == pytest.approx(3 / (3 + 4), abs=0.001)
    assert lexicon.verbs.get("fear", 0) == 0
    assert lexicon.report("closed", "VBN") == 0
    assert lexicon.report("Fear", "NNP") == lexicon.report("Critics", "NNS") == 0


def test_what_is_reported_is_learned_word_by_word(parser: Parser) -> None:
    """The words of the contents, not those around them, and each gives a row."""
    item = example(parse(annotated(), parser), None)
    tokens = item.layout.tokens
    words = [tokens.word[t] for t in sorted(item.reported_tokens)]
    assert words == ["the", "bridge", "will", "fall", "the", "flood", "for", "the", "pier"]
    lexicon = learn_lexicon([item])
    bridge = tokens.word.index("bridge")
    row = report_features(item.layout, lexicon, bridge, Span(bridge, bridge + 1))
    found = dict(zip(REPORT_NAMES, row, strict=True))
    assert found["report_before"] == lexicon.report("fear", "VBP")
    assert found["report_gap_before"] == 1
