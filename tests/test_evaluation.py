"""The measure itself: what is gold, what counts as found, and who is right."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.corpus import AnnotatedArticle, AnnotatedQuote
from indexer.evaluation import Score, gold_segments, table
from indexer.evaluation.gold import matches, quoted_segments
from indexer.evaluation.score import score_article
from indexer.models import (
    Article,
    Attribution,
    Kind,
    Quotation,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
)

TEXT = "Ann Marsh said it was “a very bad joke indeed.” They call her “Birdie” there."
JOKE = "a very bad joke indeed."


def span(words: str, text: str = TEXT) -> Span:
    """Return where words stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def gold(**given: str) -> AnnotatedArticle:
    """Return the article with one annotated quote."""
    content = span(JOKE)
    wide = Span(content.start - 8, content.end + 1)
    quote = AnnotatedQuote((content if given else wide,), (span("Ann Marsh"),), (), **given)
    return AnnotatedArticle("a", Article("a.txt", TEXT), (quote,))


def found(words: str, mention: str | None, name: str | None) -> Quote:
    """Return a quote as the product finds it."""
    attribution = Attribution(
        quotation=Quotation((span(words),)),
        kind=Kind.MIXED,
        mention=span(mention) if mention else None,
        cue=None,
        method="cue-subject",
        confidence=0.5,
    )
    speaker = Speaker(name, SpeakerKind.PERSON, (name,)) if name else None
    return Quote("1", attribution, speaker, None, Span(0, len(TEXT)))


def score(annotated: AnnotatedArticle, *quotes: Quote) -> Score:
    """Score one article."""
    counts: Counter[str] = Counter()
    misses = tuple(score_article(annotated, quotes, counts))
    return Score(counts, misses)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("“One,” he said. “Two.”", ["One,", "Two."]),
        ("He said \"one\" and ``two'' and ''three''.", ["one", "two", "three"]),
        (
            "“It goes on in the next paragraph\n“here.”",
            ["It goes on in the next paragraph", "here."],
        ),
        ("“Stray", []),
    ],
)
def test_segments_stand_between_double_marks(text: str, segments: list[str]) -> None:
    """Of every style; what is left open runs to the paragraph's end, unless it is a stray mark."""
    assert [segment.of(text) for segment in quoted_segments(text)] == segments


def test_what_nobody_said_is_a_distractor() -> None:
    """A quoted segment outside every annotated content."""
    first, second = gold_segments(gold())
    assert first.quote is not None
    assert second.quote is None


@pytest.mark.parametrize(
    ("part", "segment", "same"),
    [
        (Span(0, 100), Span(0, 100), True),
        (Span(0, 85), Span(0, 100), True),
        (Span(0, 75), Span(0, 100), False),
        (Span(0, 7), Span(0, 10), True),
        (Span(10, 20), Span(0, 10), False),
    ],
)
def test_a_part_matches_a_nearly_equal_segment(part: Span, segment: Span, *, same: bool) -> None:
    """Eight tenths of the union, six of a short one."""
    assert matches(part, segment) is same


def test_a_right_mention_is_right() -> None:
    """It overlaps the annotated source."""
    result = score(gold(), found(JOKE, "Marsh", None))
    assert (result.ratio("end_to_end_recall"), result.misses) == (1.0, ())


def test_a_right_name_is_right_whatever_the_mention() -> None:
    """The speaker's last name stands in the annotated source."""
    assert score(gold(), found(JOKE, None, "Mary Marsh")).ratio("end_to_end_recall") == 1.0


def test_a_wrong_speaker_is_found_but_not_right() -> None:
    """Found counts for recall; the miss says who was expected and who was given."""
    result = score(gold(), found(JOKE, "her", "Owen Hill"))
    assert result.ratio("quote_recall") == 1.0
    assert result.ratio("end_to_end_recall") == 0.0
    assert (result.misses[0].expected, result.misses[0].reason) == ("Ann Marsh", "wrong mention")


def test_what_is_not_found_is_missed() -> None:
    """It counts against recall and end-to-end recall, not against the speakers given."""
    result = score(gold())
    assert result.ratio("quote_recall") == result.ratio("end_to_end_recall") == 0.0
    assert result.ratio("speaker_precision") is None
    assert result.misses[0].reason == "missed"


def test_an_emitted_distractor_costs_precision() -> None:
    """And counts in the distractor rate."""
    result = score(gold(), found(JOKE, "Marsh", None), found("Birdie", "her", None))
    assert result.ratio("quote_precision") == 0.5
    assert result.ratio("distractor_rate") == 1.0


@pytest.mark.parametrize(
    ("name", "right"), [("Ann Marsh", 1.0), ("the Ann Marsh", 1.0), ("Marsh", 0.0), (None, 0.0)]
)
def test_full_names_and_kinds_are_scored_where_annotated(name: str | None, right: float) -> None:
    """The whole name counts, articles and marks apart."""
    result = score(gold(kind="mixed", speaker="Ann Marsh"), found(JOKE, "Marsh", name))
    assert result.ratio("full_name_right") == right
    assert result.ratio("kind_right") == 1.0


def test_the_table_has_a_line_for_each_figure_that_was_measured() -> None:
    """With the counts behind it, and nothing for what was not annotated."""
    lines = table(score(gold(), found(JOKE, "Marsh", None))).splitlines()
    assert "1.0000   1 of 1" in lines[0]
    assert not any("full name" in line for line in lines)
