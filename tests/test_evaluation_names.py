"""Full names from a file beside a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from annotated import CORPUS_SPANS, CORPUS_TEXT, corpus_folder, names_file, span

from indexer.corpus import read_corpus
from indexer.errors import CorpusError
from indexer.evaluation import MentionClass, evaluate, read_names, score_article

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "ferry\t1\t32\tMarta Ruiz\tnamed\tdirect\t1"


def test_names_are_read_by_article(tmp_path: Path) -> None:
    """With their place in the file; `-` means that nobody can be told."""
    path = names_file(tmp_path / "names.tsv", GOOD, "gale\t5\t9\t-\trole\tmixed\t0")
    names = read_names(path)
    assert names["ferry"][0].place == f"{path}, line 2"
    assert names["ferry"][0].label.speaker == "Marta Ruiz"
    (gale,) = names["gale"]
    assert (gale.span, gale.label.speaker, gale.label.sure) == ((5, 9), None, False)
    assert gale.label.mention_class is MentionClass.ROLE


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("ferry\t1\t32", "line 2: 3 values instead of 7: article, start, end"),
        (GOOD.replace("\t1\t32", "\tx\t32"), "line 2: 'x' and '32' are no offsets: write two"),
        (GOOD.replace("\t1\t32", "\t32\t1"), "line 2: '32' and '1' are no offsets"),
        (GOOD.replace("Marta Ruiz", ""), "line 2: no speaker: write the full name, or -"),
        (GOOD.replace("named", "name"), "line 2: class 'name': write one of named, pronoun"),
        (GOOD.replace("direct", "indirect"), "line 2: kind 'indirect': write one of direct, mixed"),
        (GOOD[:-1] + "yes", "line 2: sure 'yes': write one of 1, 0"),
        ("", "has no names: a line is article, start"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    """With the way out."""
    with pytest.raises(CorpusError) as raised:
        read_names(names_file(tmp_path / "names.tsv", line))
    assert message in str(raised.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Absent, a folder, or in another encoding."""
    (tmp_path / "latin.tsv").write_bytes(GOOD.replace("Ruiz", "Ruíz").encode("latin-1"))
    for name, message in (
        ("gone.tsv", "gone.tsv: no such file"),
        ("", "cannot be read"),
        ("latin.tsv", "latin.tsv is not UTF-8"),
    ):
        with pytest.raises(CorpusError, match=message):
            read_names(tmp_path / name)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (GOOD.replace("ferry", "fery"), "line 2: the corpus has no annotated article 'fery'"),
        (GOOD.replace("\t1\t32", "\t40\t45"), "line 2: no quotation of somebody is annotated at"),
    ],
)
def test_a_name_that_fits_no_quotation_is_named(tmp_path: Path, line: str, message: str) -> None:
    """Before anything is extracted."""
    corpus, names = corpus_folder(tmp_path / "corpus"), names_file(tmp_path / "names.tsv", line)
    with pytest.raises(CorpusError, match=message):
        evaluate(corpus, names=names, model="not needed before")


def test_names_count_by_the_class_in_the_file(tmp_path: Path) -> None:
    """The file's class goes for the names, what the text shows for the rest."""
    content, _, _ = CORPUS_SPANS[0]
    start, end = span(content, CORPUS_TEXT)
    line = f"ferry\t{start}\t{end}\tMarta Ruiz\trole\tdirect\t0"
    names = read_names(names_file(tmp_path / "names.tsv", line))
    (annotated,) = read_corpus(corpus_folder(tmp_path / "corpus"))
    score = score_article(annotated, [], names["ferry"])
    assert score.of_class(MentionClass.ROLE).counts["named"] == 1
    assert score.of_class(MentionClass.ROLE).counts["gold"] == 0
    assert score.counts["sure_named"] == 0
