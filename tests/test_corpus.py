"""Annotated articles in standoff format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.corpus import read_annotations, read_corpus
from indexer.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "“We won,” he said.\n"

ANNOTATION = """\
T1\tSource 10 12\the
T2\tCue 13 17\tsaid
T3\tContent 1 8\tWe won,
T4\tAttribution 13 17\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
A1\tKind E1 direct
#1\tSpeaker E1\tOwen Marsh
"""


def corpus(folder: Path, annotations: dict[str, str], text: str = TEXT) -> Path:
    """Write a corpus of one article."""
    (folder / "text").mkdir()
    (folder / "attributions").mkdir()
    (folder / "text" / "a.txt").write_text(text, "utf-8")
    for name, content in annotations.items():
        (folder / "attributions" / name).write_text(content, "utf-8")
    return folder


def test_spans_roles_and_notes_are_read(tmp_path: Path) -> None:
    """An event ties source, cue and content together; attributes and notes say the rest."""
    (annotated,) = read_corpus(corpus(tmp_path, {"a_gold.ann": ANNOTATION}))
    (quote,) = annotated.quotes
    assert [span.of(annotated.article.text) for span in quote.contents] == ["We won,"]
    assert [span.of(annotated.article.text) for span in quote.sources] == ["he"]
    assert [span.of(annotated.article.text) for span in quote.cues] == ["said"]
    assert (quote.kind, quote.speaker, quote.role) == ("direct", "Owen Marsh", None)


def test_offsets_count_from_the_stored_text(tmp_path: Path) -> None:
    """Front matter is no part of the text that the annotation is about."""
    text = f"---\ntitle: Won\n---\n\n{TEXT}"
    (annotated,) = read_corpus(corpus(tmp_path, {"a_gold.ann": ANNOTATION}, text))
    assert annotated.quotes[0].sources[0].of(annotated.article.text) == "he"


def test_a_span_of_several_stretches_is_several_spans(tmp_path: Path) -> None:
    """Brat writes them with semicolons."""
    path = tmp_path / "a.ann"
    path.write_text("T1\tContent 1 4;6 9\tWe … won\nE1\tAttribution:T9 Content:T1\n", "utf-8")
    assert read_annotations(path)[0].contents == ((1, 4), (6, 9))


def test_of_several_annotators_the_first_by_name_counts(tmp_path: Path) -> None:
    """Every article is scored once."""
    files = {"a_two.ann": "", "a_one.ann": ANNOTATION}
    (annotated,) = read_corpus(corpus(tmp_path, files))
    assert len(annotated.quotes) == 1


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """File, line and what stands there."""
    folder = corpus(tmp_path, {"a_gold.ann": "T1\tSource ten 12\the\n"})
    with pytest.raises(CorpusError, match=r"a_gold\.ann, line 1.*ten"):
        list(read_corpus(folder))


@pytest.mark.parametrize("empty", ["text", "attributions"])
def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path, empty: str) -> None:
    """Without articles, and without annotations."""
    folder = corpus(tmp_path, {"a_gold.ann": ANNOTATION})
    for path in (folder / empty).iterdir():
        path.unlink()
    with pytest.raises(CorpusError, match=empty):
        list(read_corpus(folder))
