"""indexer.store.failures: what could not be read stands in the database until it can be."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from indexer.errors import DatabaseNotFound
from indexer.models import Failure
from indexer.store import FailureLog, create_or_open, failed_sources

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = Failure("a.txt", "SourceEmpty", "there is no text in it")
THIRD = Failure("b.jsonl", "SourceNotText", "it is no JSON", "3")
FIFTH = Failure("b.jsonl", "SourceNotText", "it is no JSON", "5")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with three failures of two sources."""
    path = tmp_path / "quotes.db"
    in_a_run(path, lambda log: log.add([WHOLE, THIRD, FIFTH]))
    return path


def test_a_failure_says_what_and_why(path: Path) -> None:
    """Source, record, kind of error, message and time."""
    with closing(create_or_open(path)) as db:
        found = db.execute("SELECT source, record, kind, message FROM failures").fetchall()
        assert found[:2] == [
            ("a.txt", None, "SourceEmpty", "there is no text in it"),
            ("b.jsonl", "3", "SourceNotText", "it is no JSON"),
        ]
        assert db.execute("SELECT failed_at LIKE '20__-%+00:00' FROM failures").fetchone() == (1,)


def test_a_failure_that_comes_again_is_one(path: Path) -> None:
    """With the kind and message of the last time."""
    in_a_run(path, lambda log: log.add([Failure("a.txt", "SourceNotFound", "gone")]))
    assert len(left(path)) == 3
    with closing(create_or_open(path)) as db:
        found = db.execute("SELECT kind, message FROM failures WHERE source = 'a.txt'").fetchall()
    assert found == [("SourceNotFound", "gone")]


def test_what_succeeds_is_no_failure_any_more(path: Path) -> None:
    """The others of its source stay."""
    in_a_run(path, lambda log: log.succeeded("b.jsonl", "5"))
    assert left(path) == {("a.txt", None), ("b.jsonl", "3")}


def test_a_run_to_the_end_clears_what_did_not_come_again(path: Path) -> None:
    """Of the inputs that it was given, and of the sources that it met in them."""

    def run(log: FailureLog) -> None:
        log.succeeded("b.jsonl", "1")
        log.add([FIFTH])
        log.finished(["folder"])

    in_a_run(path, run)
    assert left(path) == {("a.txt", None), ("b.jsonl", "5")}
    in_a_run(path, lambda log: log.finished(["a.txt"]))
    assert left(path) == {("b.jsonl", "5")}


def test_new_failures_of_a_run_stay(path: Path) -> None:
    """Its end clears earlier ones only."""

    def run(log: FailureLog) -> None:
        log.succeeded("b.jsonl", "3")
        log.add([Failure("b.jsonl", "SourceNotText", "it is no JSON", "7")])
        log.finished(["b.jsonl"])

    in_a_run(path, run)
    assert left(path) == {("a.txt", None), ("b.jsonl", "7")}


def test_only_records_that_failed_are_of_concern(path: Path) -> None:
    """But all of a source that failed as a whole, and all where the record is not known."""

    def run(log: FailureLog) -> None:
        asked = [("b.jsonl", "3"), ("b.jsonl", "4"), ("b.jsonl", None), ("a.txt", "1")]
        assert [log.concerns(*one) for one in asked] == [True, False, True, True]

    in_a_run(path, run)


def test_sources_that_failed_are_listed_once(path: Path) -> None:
    """Without standard input, which cannot be read again."""
    in_a_run(path, lambda log: log.add([Failure("-", "SourceEmpty", "there is no text in it")]))
    assert failed_sources(path) == ("a.txt", "b.jsonl")


def test_a_name_that_is_no_text_can_be_recorded(path: Path) -> None:
    """A file's name may hold any bytes."""
    odd = Failure("caf\udce9.txt", "SourceEmpty", "there is no text in it")
    in_a_run(path, lambda log: log.add([odd]))
    assert ("caf\\udce9.txt", None) in left(path)
    in_a_run(path, lambda log: log.succeeded(odd.source, None))
    assert len(left(path)) == 3


def test_a_failure_reads_as_one_line() -> None:
    """The source, which record of it, and the reason."""
    assert str(WHOLE) == "a.txt: there is no text in it"
    assert str(THIRD) == "b.jsonl#3: it is no JSON"


def test_no_database_has_no_failures(tmp_path: Path) -> None:
    """It is an error, and none is made."""
    with pytest.raises(DatabaseNotFound):
        failed_sources(tmp_path / "gone.db")
    assert not list(tmp_path.iterdir())


def in_a_run(path: Path, action: Any) -> None:
    """Do something with the log of a new run."""
    with closing(create_or_open(path)) as db:
        action(FailureLog(db, path))


def left(path: Path) -> set[Any]:
    """Return source and record of all failures."""
    with closing(create_or_open(path)) as db:
        return set(db.execute("SELECT source, record FROM failures").fetchall())
