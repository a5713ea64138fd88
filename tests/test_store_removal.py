"""indexer.store.removal: what is taken out is gone, and stays out where that was asked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import AIDE, RUIZ, TEXT, article, indexed

from indexer.errors import DatabaseNotFound, DocumentNotFound
from indexer.models import Speaker, SpeakerKind
from indexer.store import (
    Order,
    Totals,
    Writer,
    create_or_open,
    find_documents,
    remove,
    verify,
)

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.models import IndexedArticle

URL = "https://a.example/ferry"
FERRY = article(url=URL, publication="The Beacon", published="2024-11-05")
OTHER = article(f"{TEXT} More.", url="https://a.example/other", published="2024-11-06")
KEEP_OUT = Order(keep_out=True, by="Jo Bell", reason="court order 17")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with two articles, one of which has changed, that quote the same speaker."""
    path = tmp_path / "quotes.db"
    before = article(f"{TEXT} Harpsichord.", url=URL)
    write(path, indexed(before), indexed(FERRY), indexed(OTHER))
    return path


@pytest.mark.parametrize("name", [FERRY.id, URL])
def test_a_document_goes_with_all_that_came_from_it(path: Path, name: str) -> None:
    """Quotes, parts, older texts, words in the full-text index, the outlet; counts fit."""
    (removed,) = remove(path, [name], Order())
    assert (removed.id, removed.url, removed.quotes) == (FERRY.id, URL, 1)
    assert rows(path, "SELECT id FROM documents") == [(OTHER.id,)]
    for table in ("publications", "revisions", "revision_quotes"):
        assert rows(path, f"SELECT * FROM {table}") == []
    assert rows(path, "SELECT quote_count, first_quoted FROM speakers") == [(1, "2024-11-06")]
    assert len(rows(path, "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH 'boat'")) == 1
    assert list(verify(path)) == []


def test_a_source_may_be_that_of_several(path: Path) -> None:
    """All that was read from it goes, and nothing is left but the log."""
    assert len(remove(path, ["article.txt"], Order())) == 2
    for table in ("documents", "quotes", "quote_parts", "speakers", "speaker_names"):
        assert rows(path, f"SELECT * FROM {table}") == []
    assert rows(path, "SELECT count(*) FROM removals") == [(2,)]
    assert list(verify(path)) == []


def test_the_log_says_who_when_and_why(path: Path) -> None:
    """But none of the article's words."""
    remove(path, [URL], KEEP_OUT)
    assert rows(
        path, "SELECT document_id, url, quote_count, kept_out, removed_by, reason FROM removals"
    ) == [(FERRY.id, URL, 1, 1, "Jo Bell", "court order 17")]
    assert rows(path, "SELECT removed_at LIKE '20__-%+00:00' FROM removals") == [(1,)]


def test_the_words_are_gone_from_the_file(path: Path) -> None:
    """Neither free pages, nor the log beside the file, nor the full-text index have them."""
    words = "“Harpsichords,” said Marta Ruiz, head of the line. “Ophicleides.”"
    of = article(f"{words} {TEXT}", url="https://a.example/secret")
    zuleika = Speaker("Zuleika Dobson", SpeakerKind.PERSON, ("Zuleika Dobson",))
    write(path, indexed(of, zuleika))
    files = [path, path.with_name("quotes.db-wal")]
    secrets = [b"Ophicleides", b"Zuleika", b"zuleika"]
    assert any(secret in file.read_bytes() for secret in secrets for file in files if file.exists())
    remove(path, [of.id], Order())
    left = b"".join(file.read_bytes() for file in files if file.exists())
    assert not [secret for secret in secrets if secret in left]


def test_a_name_that_no_other_article_has_is_forgotten(path: Path) -> None:
    """A form of a speaker's name goes with the article that had it; the others stay."""
    of = article(f"Pirate Marta! {TEXT}", url="https://a.example/pirate")
    names = ("Marta Ruiz", "Pirate Marta")
    write(path, indexed(of, Speaker("Marta Ruiz", SpeakerKind.PERSON, names)))
    remove(path, [of.id], Order())
    found = rows(path, "SELECT name FROM speaker_names ORDER BY name")
    assert found == [("Marta Ruiz",), ("Ruiz",)]


def test_a_removed_document_may_come_again(path: Path) -> None:
    """Unless it is kept out it is new, with the same ids."""
    before = rows(path, "SELECT id FROM quotes ORDER BY id")
    remove(path, [URL], Order())
    assert write(path, indexed(FERRY)).documents == 1
    assert rows(path, "SELECT id FROM quotes ORDER BY id") == before
    assert list(verify(path)) == []


@pytest.mark.parametrize(
    "again",
    [
        FERRY,
        article("Other words. " + TEXT, url=URL),
        article(publication="The Gazette"),
        article(url="https://mirror.example/ferry"),
        article(f"{TEXT} Harpsichord.", url="https://mirror.example/ferry"),
    ],
    ids=["the same", "other text", "no address", "another address", "an older text"],
)
def test_what_is_kept_out_stays_out(path: Path, again: Any) -> None:
    """It is known again by its address, and by each text that it had."""
    remove(path, [URL], KEEP_OUT)
    assert write(path, indexed(again)) == Totals(kept_out=1)
    assert rows(path, "SELECT id FROM documents") == [(OTHER.id,)]
    assert list(verify(path)) == []


def test_other_articles_with_the_text_stay(path: Path) -> None:
    """Only what was named is taken out; what prints the same elsewhere is known as before."""
    twin = indexed(article(url="https://mirror.example/ferry"))
    write(path, twin)
    remove(path, [URL], KEEP_OUT)
    assert write(path, twin) == Totals(known=1)
    assert list(verify(path)) == []


def test_what_was_removed_can_be_kept_out_afterwards(path: Path) -> None:
    """It is found in the log by the same names."""
    remove(path, [URL], Order())
    (removed,) = remove(path, [URL], KEEP_OUT)
    assert (removed.id, removed.gone, removed.quotes) == (FERRY.id, True, 0)
    assert write(path, indexed(FERRY)) == Totals(kept_out=1)


def test_what_was_kept_out_can_be_let_in(path: Path) -> None:
    """By the one column that says so."""
    remove(path, [URL], KEEP_OUT)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE removals SET kept_out = 0 WHERE url = ?", [URL])
    assert write(path, indexed(FERRY)).documents == 1
    assert list(verify(path)) == []


def test_a_name_of_nothing_removes_nothing(path: Path) -> None:
    """The error names all that was not found, and what was found stays."""
    before = dump(path)
    for action in (remove, find_documents):
        with pytest.raises(DocumentNotFound, match="no document 'x', 'y': nothing was removed"):
            action(path, [URL, "x", "y"], Order())
    assert dump(path) == before


def test_a_dry_run_changes_nothing(path: Path) -> None:
    """It returns what would be removed."""
    before = dump(path)
    assert [found.id for found in find_documents(path, [URL, FERRY.id], Order())] == [FERRY.id]
    assert dump(path) == before


def test_no_database_is_made(tmp_path: Path) -> None:
    """A slip in its name is an error."""
    with pytest.raises(DatabaseNotFound, match="no such database"):
        remove(tmp_path / "gone.db", ["x"], Order())
    assert not list(tmp_path.iterdir())


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    numbers=st.lists(st.integers(0, 5), min_size=1, max_size=8),
    chosen=st.sets(st.integers(0, 5)),
    keep_out=st.booleans(),
)
def test_whatever_is_removed_every_promise_holds(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[int], chosen: set[int], keep_out: bool
) -> None:
    """And what is left is what would be there, had the removed never come."""
    folder = tmp_path_factory.mktemp("any")
    articles = [numbered(number) for number in numbers]
    kept = [numbered(number) for number in numbers if number not in chosen]
    write(folder / "all.db", *articles)
    write(folder / "kept.db", *kept)
    ids = [numbered(number).article.id for number in chosen & set(numbers)]
    remove(folder / "all.db", ids, Order(keep_out=keep_out))
    assert list(verify(folder / "all.db")) == []
    for sql in (
        "SELECT id FROM documents ORDER BY id",
        "SELECT id, speaker_name FROM quotes ORDER BY id",
        "SELECT name, kind, quote_count, first_quoted, last_quoted FROM speakers ORDER BY 1, 2, 4",
        "SELECT n.name FROM speaker_names AS n JOIN speakers AS s ON s.id = speaker_id ORDER BY 1",
        "SELECT name, quote_count, document_count FROM publications ORDER BY name",
    ):
        assert rows(folder / "all.db", sql) == rows(folder / "kept.db", sql)


def numbered(number: int) -> IndexedArticle:
    """Return one of a few articles, whose speakers, outlets and dates differ."""
    known = {"publication": "The Beacon"} if number % 2 else {}
    known |= {"url": f"https://a.example/{number}", "published": f"2024-11-0{number + 1}"}
    return indexed(article(f"{TEXT} {number}", **known), (RUIZ, AIDE, None)[number % 3])


def write(path: Path, *batch: IndexedArticle) -> Totals:
    """Add articles in one batch."""
    with closing(create_or_open(path)) as db:
        return Writer(db, path).write(batch)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def dump(path: Path) -> list[str]:
    """Return the database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())
