"""The measure itself: what is gold, what counts as found, who is right, and what went wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from annotated import JOKE, TEXT, corpus_folder, emitted, joke, names_file, span

from indexer.evaluation import Score, as_dict, evaluate, gold_segments, score_article, table
from indexer.evaluation.calibration import QuoteOutcome, by_method, calibration_error, reliability
from indexer.evaluation.gold import matches, quoted_segments
from indexer.evaluation.misses import MissKind, worst_first
from indexer.models import Kind, Span

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.corpus import AnnotatedArticle
    from indexer.models import Quote
    from indexer.pipeline import Progress


def kinds(score: Score) -> list[MissKind]:
    """Return the kinds of the errors."""
    return [miss.kind for miss in score.misses]


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
    first, second = gold_segments(joke())
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
    result = score_article(joke(), [emitted(JOKE, "Marsh", None)])
    assert (result.ratio("end_to_end_recall"), result.misses) == (1.0, ())


def test_a_right_name_is_right_whatever_the_mention() -> None:
    """The speaker's last name stands in the annotated source."""
    result = score_article(joke(), [emitted(JOKE, None, "Mary Marsh")])
    assert result.ratio("end_to_end_recall") == 1.0


def test_a_wrong_speaker_is_found_but_not_right() -> None:
    """Found counts for recall, the speaker counts against end-to-end recall."""
    result = score_article(joke(), [emitted(JOKE, "her", "Owen Hill")])
    assert result.ratio("quote_recall") == 1.0
    assert result.ratio("end_to_end_recall") == 0.0


def test_what_is_not_found_is_missed() -> None:
    """It counts against recall and end-to-end recall, not against the speakers given."""
    result = score_article(joke(), [])
    assert result.ratio("quote_recall") == result.ratio("end_to_end_recall") == 0.0
    assert result.ratio("speaker_precision") is None


def test_an_emitted_distractor_costs_precision() -> None:
    """And counts in the distractor rate."""
    quotes = [emitted(JOKE, "Marsh", None), emitted("Birdie", "her", None)]
    result = score_article(joke(), quotes)
    assert result.ratio("quote_precision") == 0.5
    assert result.ratio("distractor_rate") == 1.0


@pytest.mark.parametrize(
    ("name", "right"), [("Ann Marsh", 1.0), ("the Ann Marsh", 1.0), ("Marsh", 0.0), (None, 0.0)]
)
def test_full_names_and_kinds_are_scored_where_annotated(name: str | None, right: float) -> None:
    """The whole name counts, articles and marks apart."""
    annotated = joke(kind="mixed", speaker="Ann Marsh")
    result = score_article(annotated, [emitted(JOKE, "Marsh", name)])
    assert result.ratio("full_name_right") == right
    assert result.ratio("kind_right") == 1.0


NAMED = joke(kind="mixed", speaker="Ann Marsh")


@pytest.mark.parametrize(
    ("annotated", "quote", "kind"),
    [
        (joke(), emitted("said it", "Ann", None), MissKind.MISSED),
        (joke(), emitted("bad joke", "Ann", None), MissKind.WRONG_BOUNDARIES),
        (joke(), emitted(JOKE, None, None), MissKind.NOBODY_GIVEN),
        (joke(), emitted(JOKE, "her", "Owen Hill"), MissKind.WRONG_PERSON),
        (joke(), emitted(JOKE, "her", None), MissKind.WRONG_PERSON),
        (joke(), emitted(JOKE, "her", "Ann Marsh"), MissKind.WRONG_MENTION),
        (NAMED, emitted(JOKE, "her", "Ann Marsh"), MissKind.WRONG_MENTION),
        (NAMED, emitted(JOKE, "Marsh", "Owen Hill"), MissKind.WRONG_NAME),
        (NAMED, emitted(JOKE, "Marsh", None), MissKind.WRONG_NAME),
        (NAMED, emitted(JOKE, "her", "Marsh"), MissKind.WRONG_NAME),
        (NAMED, emitted(JOKE, "her", "Owen Hill"), MissKind.WRONG_PERSON),
        (NAMED, emitted(JOKE, None, None), MissKind.NOBODY_GIVEN),
        (NAMED, emitted(JOKE, "Marsh", "Ann Marsh", kind=Kind.DIRECT), MissKind.WRONG_KIND),
    ],
)
def test_every_error_has_its_kind(
    annotated: AnnotatedArticle, quote: Quote, kind: MissKind
) -> None:
    """One error for the speaker of a quotation, or for its boundaries, or for its kind."""
    assert kinds(score_article(annotated, [quote]))[0] == kind


def test_nobodys_words_are_an_error_of_their_own() -> None:
    """A nickname that was emitted, and no other error for it."""
    quotes = [emitted(JOKE, "Marsh", None), emitted("Birdie", "her", "Owen Hill")]
    (miss,) = score_article(joke(), quotes).misses
    assert (miss.kind, miss.words, miss.given) == (
        MissKind.NOT_A_QUOTE,
        "Birdie",
        "Owen Hill (“her”)",
    )


def test_wrong_boundaries_are_one_error() -> None:
    """The missed segment tells of it; the part that overlaps it is not counted again."""
    result = score_article(joke(), [emitted("bad joke", "Ann", None)])
    (miss,) = result.misses
    assert (miss.expected, miss.given) == (JOKE, "bad joke")
    assert result.ratio("quote_precision") == 0.0


def test_an_article_without_sources_or_names_has_no_wrong_speaker() -> None:
    """Who said it was not annotated: only what was found can be judged."""
    result = score_article(joke(source=None), [emitted(JOKE, "her", "Owen Hill")])
    assert (result.misses, result.quotes) == ((), ())
    assert result.ratio("end_to_end_recall") is None


def test_a_miss_says_where_what_and_how() -> None:
    """The offsets are those of the annotated words; the rest is the quote's."""
    (miss,) = score_article(joke(), [emitted(JOKE, "her", "Owen Hill")]).misses
    assert TEXT[miss.start : miss.end] == miss.words == JOKE
    assert (miss.article, miss.expected, miss.given) == ("a", "Ann Marsh", "Owen Hill (“her”)")
    assert (miss.confidence, miss.method) == (0.5, "cue-subject")


def test_the_worst_are_given_with_the_highest_confidence() -> None:
    """What leaves the right person comes last, however sure it was."""
    quotes = [
        emitted(JOKE, "her", "Ann Marsh", confidence=0.9),
        emitted("Birdie", "her", None, confidence=0.2),
    ]
    total = score_article(joke(), quotes) + score_article(
        joke(), [emitted(JOKE, "her", "Owen Hill", confidence=0.7)]
    )
    order = [(miss.kind, miss.confidence) for miss in worst_first(total.misses)]
    assert order == [
        (MissKind.WRONG_PERSON, 0.7),
        (MissKind.NOT_A_QUOTE, 0.2),
        (MissKind.WRONG_MENTION, 0.9),
    ]


def test_scores_add_up() -> None:
    """Two articles at once are two articles one by one; nothing is added to them by no article."""
    one = score_article(joke(), [emitted(JOKE, "Marsh", None)])
    other = score_article(joke(), [])
    total = sum([one, other], Score())
    assert total.counts["articles"] == 2
    assert total.ratio("quote_recall") == 0.5
    assert total.misses == one.misses + other.misses
    assert one + Score() == one


def test_the_confidence_is_held_against_what_is_right() -> None:
    """By tenth; the error is their mean distance, by quotes."""
    quotes = [
        QuoteOutcome("cue-subject", 0.9, right=True),
        QuoteOutcome("cue-subject", 1.0, right=False),
        QuoteOutcome("same-sentence", 0.25, right=False),
    ]
    low, high = reliability(quotes)
    assert (low.of, low.quotes, low.confidence, low.right) == ("0.2", 1, 0.25, 0.0)
    assert (high.of, high.quotes, high.confidence, high.right) == ("0.9", 2, 0.95, 0.5)
    assert calibration_error(quotes) == pytest.approx((2 * 0.45 + 0.25) / 3)
    assert calibration_error([]) is None
    assert [(share.of, share.right) for share in by_method(quotes)] == [
        ("cue-subject", 0.5),
        ("same-sentence", 0.0),
    ]


@pytest.mark.parametrize(
    ("annotated", "quote", "right"),
    [
        (joke(), emitted(JOKE, "Marsh", None), True),
        (joke(), emitted("bad joke", "Marsh", None), True),
        (joke(), emitted("Birdie", "Marsh", None), False),
        (NAMED, emitted(JOKE, "Marsh", "Owen Hill"), False),
        (NAMED, emitted(JOKE, "her", "Ann Marsh"), True),
    ],
)
def test_a_quote_is_right_by_its_full_name_where_that_is_known(
    annotated: AnnotatedArticle, quote: Quote, *, right: bool
) -> None:
    """Else as annotated, wrong boundaries or not; nobody's words are wrong."""
    (outcome,) = score_article(annotated, [quote]).quotes
    assert outcome.right is right


def test_the_table_shows_what_was_measured() -> None:
    """Figures with the counts behind them, and nothing for what was not annotated."""
    shown = table(score_article(joke(), [emitted(JOKE, "Marsh", None)]))
    assert "1.0000   1 of 1" in shown.splitlines()[0]
    assert "right full name" not in shown
    assert "errors" not in shown
    assert table(Score()) == ""


def test_the_table_groups_errors_and_names_the_worst() -> None:
    """Kinds with count and share; the errors themselves only as many as were asked for."""
    quotes = [emitted(JOKE, "her", "Owen Hill"), emitted("Birdie", "her", None, confidence=0.1)]
    score = score_article(joke(), quotes)
    assert "wrong person                                     1    50.0%" in table(score)
    assert JOKE not in table(score)
    shown = table(score, 1)
    assert "1. wrong person (0.50, cue-subject)" in shown
    assert "expected: Ann Marsh\n   given:    Owen Hill (“her”)" in shown
    assert "Birdie" not in shown


def test_everything_is_in_the_json() -> None:
    """It is plain data, with each error whole."""
    quotes = [emitted(JOKE, "her", "Owen Hill")]
    data = json.loads(json.dumps(as_dict(score_article(joke(), quotes))))
    assert data["figures"]["speaker_precision"] == 0.0
    assert data["classes"]["named"]["counts"]["gold"] == 1
    assert data["errors"] == {"wrong person": 1}
    assert data["misses"][0]["start"] == span(JOKE).start
    assert data["reliability"] == [{"from": "0.5", "quotes": 1, "confidence": 0.5, "right": 0.0}]
    assert data["methods"][0]["method"] == "cue-subject"


@pytest.mark.usefixtures("shared_model")
def test_a_corpus_is_read_extracted_and_scored(tmp_path: Path) -> None:
    """Every quotation of an article of our own, with names from a file; progress is told."""
    reports: list[Progress] = []
    names = names_file(tmp_path / "names.tsv")
    score = evaluate(corpus_folder(tmp_path / "corpus"), names=names, report=reports.append)
    assert score.figures["end_to_end_recall"] == 1.0
    assert score.figures["full_name_right"] == score.figures["full_name_right_sure"] == 1.0
    assert [(report.documents, report.quotes) for report in reports] == [(1, 3)]
