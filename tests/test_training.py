"""Learning: repeatable, blind to what it is measured on, and better than chance on a little."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from indexer.corpus import read_corpus
from indexer.documents import Parser
from indexer.training.examples import Parsed, example, label, parse
from indexer.training.learning import learn
from indexer.training.validation import Outcome, calibration_error, figures, held_out, reliability
from indexer.training.words import learn_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(scope="module")
def parsed() -> Sequence[Parsed]:
    """The sample articles with their annotation, parsed."""
    parser = Parser()
    return [
        parse(annotated, parser) for annotated in read_corpus(str(files("indexer") / "samples"))
    ]


def test_the_same_articles_give_the_same_model(parsed: Sequence[Parsed]) -> None:
    """Byte for byte, as it is written to the file."""
    once, again = (learn(parsed[:12]) for _ in range(2))
    assert json.dumps(once.data) == json.dumps(again.data)
    assert once.lexicon == again.lexicon


def test_a_few_articles_teach_to_attribute_others(parsed: Sequence[Parsed]) -> None:
    """From three quarters of the samples to the rest: most speakers are right."""
    learned = learn([item for number, item in enumerate(parsed) if number % 4])
    outcomes = list(held_out(parsed[::4], learned))
    assert figures(outcomes, 0.0)["end_to_end_recall"] > 0.75


def test_the_lexicon_knows_reporting_words(parsed: Sequence[Parsed]) -> None:
    """“said” reports speech, “closed” hardly; “spokesman” is a source."""
    lexicon = learn_lexicon(example(item, None) for item in parsed)
    assert lexicon.cue("said", "VBD") > 0.7 > lexicon.cue("closed", "VBD")
    assert lexicon.cue("unheard-of", "VBD") == 0.0
    assert lexicon.sources["spokesman"] > 0.1


def test_a_source_is_labelled_at_its_head(parsed: Sequence[Parsed]) -> None:
    """Inside “a senior aide to the governor” only “aide” is right, and “governor” not wrong."""
    phrase = "A senior aide to the governor"
    labels = {}
    for item in (example(item, None) for item in parsed):
        tokens = item.layout.tokens
        sources = [(quote, s) for quote in item.gold if quote for s in quote.sources]
        for quote, source in sources:
            if source.of(tokens.text) == phrase:
                inside = [
                    t for t in range(len(tokens)) if source.start <= tokens.start[t] < source.end
                ]
                labels = {tokens.word[t]: label(item.layout, t, quote) for t in inside}
    assert (labels["aide"], labels["governor"]) == (1, None)


def outcome(confidence: float, *, right: bool) -> Outcome:
    """Return an outcome of a quote that is kept."""
    return Outcome(genuine=0.9, confidence=confidence, quoted=True, right=right)


def test_calibration_compares_confidence_with_what_is_right() -> None:
    """Nine of ten right at .9 is no error; none right at .9 is one of .9."""
    good = [outcome(0.9, right=number > 0) for number in range(10)]
    assert calibration_error(good) == pytest.approx(0.0)
    assert calibration_error([outcome(0.9, right=False)] * 10) == pytest.approx(0.9)
    assert reliability(good) == [{"from": 0.9, "quotes": 10, "confidence": 0.9, "right": 0.9}]


def test_figures_count_what_stays_above_the_threshold() -> None:
    """Two quotes, one kept and right; two distractors, one kept."""
    outcomes = [
        Outcome(genuine=0.9, confidence=0.9, quoted=True, right=True),
        Outcome(genuine=0.1, confidence=0.9, quoted=True, right=True),
        Outcome(genuine=0.9, confidence=0.1, quoted=False, right=False),
        Outcome(genuine=0.1, confidence=0.1, quoted=False, right=False),
    ]
    found = figures(outcomes, 0.5)
    assert (found["quote_recall"], found["quote_precision"]) == (0.5, 0.5)
    assert (found["end_to_end_recall"], found["speaker_precision"]) == (0.5, 1.0)
    assert found["distractor_rate"] == 0.5
