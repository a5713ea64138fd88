"""Learning: repeatable, blind to what it is measured on, and better than chance on a little."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from indexer.corpus import read_corpus
from indexer.documents import Parser
from indexer.training.examples import Parsed, example, label, parse
from indexer.training.learning import THRESHOLD, learn
from indexer.training.validation import cross_validate, report
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


@pytest.fixture(scope="module")
def validated(parsed: Sequence[Parsed]) -> tuple[dict[str, Any], list[str]]:
    """The report of a cross-validation on the samples, and what was said on the way."""
    messages: list[str] = []
    return report(cross_validate(parsed, 3, {}, messages.append), THRESHOLD), messages


def test_what_is_held_out_is_scored_as_the_product_gives_it(
    validated: tuple[dict[str, Any], list[str]],
) -> None:
    """From two thirds of the samples to the rest: most speakers right, by their full names too."""
    data, messages = validated
    found = data["cross_validated"]
    assert found["end_to_end_recall"] > 0.75
    assert found["full_name_right"] > 0.7
    assert set(data["by_class"]) == {"named", "pronoun", "role", "orphan"}
    assert sum(row["quotes"] for row in data["reliability"]) > 200
    assert len(messages) == 3
    assert f"'end_to_end_recall': {found['end_to_end_recall']}" in messages[-1]


def test_a_higher_threshold_keeps_fewer(validated: tuple[dict[str, Any], list[str]]) -> None:
    """Of quotes and of what is none; the threshold in use is one of those compared."""
    rows = validated[0]["by_threshold"]
    assert THRESHOLD in [row["threshold"] for row in rows]
    for figure in ("quote_recall", "distractor_rate"):
        values = [row[figure] for row in rows]
        assert values == sorted(values, reverse=True)
        assert values[0] > values[-1]


def test_the_lexicon_knows_reporting_words(parsed: Sequence[Parsed]) -> None:
    """“said” reports speech, “closed” hardly; “spokesman” is a source."""
    lexicon = learn_lexicon(example(item, None) for item in parsed)
    assert lexicon.cue("said", "VBD") > 0.7 > lexicon.cue("closed", "VBD")
    assert lexicon.cue("unheard-of", "VBD") == 0.0
    assert lexicon.sources["spokesman"] > 0.1


def test_no_name_is_a_weight(parsed: Sequence[Parsed]) -> None:
    """Who is often quoted in the corpus is nobody in particular in other articles."""
    lexicon = learn_lexicon(example(item, None) for item in parsed)
    weights = {word for table in asdict(lexicon).values() for word in table}
    assert "governor" in weights
    assert not weights & {"vanterpool", "tolliver", "trevarrow", "oyelaran", "ellery", "warden"}


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
