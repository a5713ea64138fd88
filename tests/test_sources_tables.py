"""indexer.sources.delimited and databases: rows of CSV, TSV and SQLite."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from inputs import articles, errors, read, write

from indexer.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceError,
    SourceMalformed,
    SourceNotText,
    SourceTooLarge,
    SourceUnmapped,
)
from indexer.models import Article
from indexer.sources import ReadOptions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a table of articles, and one of something else."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute('CREATE TABLE "the ""news" (Headline TEXT, Body TEXT, picture BLOB)')
        db.execute("CREATE TABLE fish (name TEXT, note TEXT)")
        db.execute("INSERT INTO fish VALUES ('cod', 'It swims.')")
        rows = [("A", "One.", b"\xff\xd8"), ("B", None, None), ("C", b"\xff\xfe\x00\xd8", None)]
        db.executemany('INSERT INTO "the ""news" VALUES (?, ?, ?)', [*rows, ("D", "Four.", None)])
    return path


def test_a_row_is_an_article(tmp_path: Path) -> None:
    """Line ends and separators within quotation marks belong to the text."""
    path = write(tmp_path / "a", 'title,text\r\nA,"“One,”\r\nhe ""said"""\r\n\r\nB,Two.\r\n')
    found = articles(path)
    assert [each.text for each in found] == ['“One,”\r\nhe "said"', "Two."]
    assert [each.source for each in found] == [f"{path}#1", f"{path}#2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    """What spreadsheets write."""
    path = write(tmp_path / "a.csv", "title\ttext\nA\t“Café,” he said.\n".encode(encoding))
    assert [each.text for each in articles(path)] == ["“Café,” he said."]


def test_a_text_with_commas_is_no_table(tmp_path: Path) -> None:
    """Only names of columns make one."""
    for text in ("The text, he said, was title and body.\nMore.", "Text\nMore, and more.\n"):
        assert [each.text for each in articles(write(tmp_path / "a.txt", text))] == [text]


def test_the_caller_may_name_the_columns(tmp_path: Path) -> None:
    """Then the first line is known for what it is, whatever the file's name."""
    path = write(tmp_path / "a", "kop;tekst\nA;One.\n")
    (found,) = articles(path, options=ReadOptions({"text": "tekst", "title": "kop"}))
    assert (found.title, found.text) == ("A", "One.")


def test_an_unknown_column_is_named_with_the_others(tmp_path: Path) -> None:
    """The way out is in the message."""
    path = write(tmp_path / "a.csv", "kop,tekst\nA,One.\n")
    (found,) = errors(path)
    assert type(found) is SourceUnmapped
    assert found.reason.endswith("name it, --map text=COLUMN; it has 'kop', 'tekst'")
    (found,) = errors(path, options=ReadOptions({"text": "body"}))
    assert found.reason == "it has no column 'body' for --map text=…; it has 'kop', 'tekst'"


BAD = {
    "cells": (b"x,y,z", SourceMalformed),
    "marks": (b'x,"y"z', SourceMalformed),
    "no text": (b"x,", SourceEmpty),
    "NUL": (b"x,a\0b", SourceError),
    "UTF-8": ("x,“Yes” he".encode() + b"\xff", SourceNotText),
    "30 MB": (b"x," + b"a " * 15_000_000, SourceTooLarge),
}


@pytest.mark.parametrize(("row", "kind"), BAD.values(), ids=BAD)
def test_a_bad_row_costs_only_itself(tmp_path: Path, row: bytes, kind: type[SourceError]) -> None:
    """It is named with its number; the rows before and after it are read."""
    path = write(tmp_path / "a.csv", b"title,text\nA,One.\n" + row + b"\nC,Three.\n")
    one, bad, three = read(path)
    assert isinstance(bad, kind)
    assert bad.source == f"{path}#2"
    assert isinstance(one, Article)
    assert isinstance(three, Article)
    assert (one.text, three.text) == ("One.", "Three.")


def test_a_cell_that_never_ends_is_an_error(tmp_path: Path) -> None:
    """What comes after an odd quotation mark is not taken for the text."""
    one, bad = read(write(tmp_path / "a.csv", 'title,text\nA,One.\nB,"Two.\nC,Three.\n'))
    assert isinstance(one, Article)
    assert isinstance(bad, SourceMalformed)


@pytest.mark.parametrize("packed", [False, True])
def test_a_table_of_a_database(database: Path, packed: bool) -> None:
    """The one that has texts; bad rows cost only themselves, and pictures nothing."""
    if packed:
        database = write(database.with_name("other.gz"), gzip.compress(database.read_bytes()))
    found = read(database)
    assert [type(each).__name__ for each in found] == [
        "Article",
        "SourceEmpty",
        "SourceNotText",
        "Article",
    ]
    assert [each.source for each in found] == [f"{database}#{row}" for row in (1, 2, 3, 4)]


def test_the_caller_may_name_the_table(database: Path) -> None:
    """With its columns."""
    options = ReadOptions({"text": "note", "title": "name"}, table="fish")
    (found,) = articles(database, options=options)
    assert (found.text, found.title) == ("It swims.", "cod")


def test_an_unknown_table_is_named_with_the_others(database: Path) -> None:
    """So is the choice, where there is one."""
    (found,) = errors(database, options=ReadOptions(table="gone"))
    assert found.reason == "it has no table 'gone'; it has fish, the \"news"
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("CREATE VIEW more AS SELECT name AS text FROM fish")
    (found,) = errors(database)
    assert "which table has the articles? Say it with --table; it has fish, more" in found.reason


def test_a_damaged_database_is_an_error(database: Path) -> None:
    """Cut in half."""
    database.write_bytes(database.read_bytes()[:6_000])
    assert type(errors(database)[-1]) is SourceDamaged


def test_nothing_is_written_to_a_database(database: Path) -> None:
    """Not even beside it."""
    before = database.read_bytes()
    read(database)
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]
