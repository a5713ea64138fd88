"""indexer.store.revisions: an article whose text has changed, and what it was before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records import AIDE, RUIZ, TEXT, article, indexed

from indexer.models import IndexedArticle
from indexer.store import Standing, Totals, Writer, create_or_open, verify

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://a.example/ferry"
OLD = article(TEXT, url=URL, title="Ferry", published="2024-11-05", publication="The Beacon")
NEW = article(f"Corrected. {TEXT}", url=URL, title="Ferries", published="2024-11-06")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's database is to be."""
    return tmp_path / "quotes.db"


def test_a_changed_article_takes_the_place_of_the_older_one(path: Path) -> None:
    """All that is known of it is what came last, and it is one document still."""
    assert write(path, indexed(OLD)) == Totals(documents=1, quotes=1, attributed=1)
    assert write(path, indexed(NEW)) == Totals(changed=1, quotes=1, attributed=1)
    assert rows(path, "SELECT id, title, published, text FROM documents") == [
        (OLD.id, "Ferries", "2024-11-06", NEW.text)
    ]
    assert list(verify(path)) == []


def test_a_quote_that_stayed_keeps_its_id(path: Path) -> None:
    """Although it stands elsewhere in the text now, and so do its parts."""
    write(path, indexed(OLD))
    before = rows(path, "SELECT id, start_char FROM quotes")
    write(path, indexed(NEW))
    moved = len("Corrected. ")
    assert rows(path, "SELECT id, start_char - ? FROM quotes", moved) == before
    assert rows(path, "SELECT * FROM altered_quotes") == []


def test_the_older_text_and_its_quotes_are_kept(path: Path) -> None:
    """As they were, with the title, outlet and date that were given with them."""
    write(path, indexed(OLD))
    write(path, indexed(NEW))
    assert rows(
        path, "SELECT document_id, title, publication, published, text, quote_count FROM revisions"
    ) == [(OLD.id, "Ferry", "The Beacon", "2024-11-05", TEXT, 1)]
    assert rows(path, "SELECT speaker_name, mention, role FROM revision_quotes") == [
        ("Marta Ruiz", "Marta Ruiz", "head of the line")
    ]


def test_a_quote_that_was_taken_out_is_shown(path: Path) -> None:
    """It is in altered_quotes, with the words that it had and the times between which it stood."""
    write(path, indexed(OLD))
    write(path, IndexedArticle(NEW, ()))
    assert rows(path, "SELECT quote, speaker, url FROM altered_quotes") == [
        ("We have the boat, We lack the crew.", "Marta Ruiz", URL)
    ]
    assert rows(path, "SELECT indexed_at <= replaced_at FROM altered_quotes") == [(1,)]


def test_what_only_the_older_text_had_is_gone(path: Path) -> None:
    """Its outlet and its speaker have no rows of their own any more; every count fits."""
    write(path, indexed(OLD))
    write(path, IndexedArticle(NEW, ()))
    for table in ("speakers", "speaker_names", "publications", "quotes", "quote_parts"):
        assert rows(path, f"SELECT * FROM {table}") == []
    assert list(verify(path)) == []


def test_a_speaker_who_stayed_keeps_the_id(path: Path) -> None:
    """And the dates are those of the articles that quote the speaker now."""
    write(path, indexed(article(url="https://a.example/other")), indexed(OLD))
    write(path, indexed(NEW))
    assert rows(path, "SELECT id, quote_count, document_count, first_quoted FROM speakers") == [
        (1, 2, 2, "2024-11-06")
    ]
    assert list(verify(path)) == []


def test_an_unnamed_source_stays_that_of_its_article(path: Path) -> None:
    """A senior aide of the older text is that of the newer."""
    write(path, indexed(OLD, AIDE))
    write(path, indexed(NEW, AIDE))
    assert rows(path, "SELECT id, document_id, quote_count FROM speakers") == [(1, OLD.id, 1)]
    assert list(verify(path)) == []


def test_a_text_that_was_there_before_is_known(path: Path) -> None:
    """Two versions in one folder do not replace each other in every run."""
    write(path, indexed(OLD), indexed(NEW))
    before = dump(path)
    assert write(path, indexed(OLD), indexed(NEW)) == Totals(known=2)
    assert dump(path) == before


def test_the_same_text_with_another_title_is_known(path: Path) -> None:
    """What counts is the text."""
    write(path, indexed(OLD))
    with closing(create_or_open(path)) as db:
        of = article(TEXT, url=URL, title="Another")
        assert Writer(db, path).standing(of) is Standing.KNOWN


def test_without_an_address_other_text_is_another_document(path: Path) -> None:
    """A file's name alone does not say that it is the same article."""
    write(path, indexed(article()), indexed(article(f"Corrected. {TEXT}")))
    assert rows(path, "SELECT count(*) FROM documents") == [(2,)]
    assert rows(path, "SELECT count(*) FROM revisions") == [(0,)]


def test_a_date_that_cannot_be_read_is_kept_as_it_was_given(path: Path) -> None:
    """It stands beside the empty date."""
    write(path, indexed(article(published_raw="last Tuesday")))
    assert rows(path, "SELECT published, published_raw FROM documents") == [(None, "last Tuesday")]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["https://a.example/1", "https://a.example/2", None]),
        st.sampled_from(["", "Corrected. ", "Updated. ", "🚢 "]),
        st.sampled_from([RUIZ, AIDE, None]),
        st.sampled_from([None, "2024-11-05", "2024-11-06"]),
        st.sampled_from([None, "The Beacon", "The Gazette"]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_changes_every_promise_holds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    """Any articles in any order, some of them changed; adding all of them again does nothing."""
    path = tmp_path_factory.mktemp("any") / "quotes.db"
    batch = []
    for url, before, speaker, published, publication, quoted in steps:
        known = {"url": url, "published": published, "publication": publication}
        of = article(before + TEXT, **{key: value for key, value in known.items() if value})
        batch.append(indexed(of, speaker) if quoted else IndexedArticle(of, ()))
    write(path, *batch)
    assert list(verify(path)) == []
    before_again = dump(path)
    assert write(path, *batch).known == len(batch)
    assert dump(path) == before_again


def write(path: Path, *batch: IndexedArticle) -> Totals:
    """Add articles in one batch."""
    with closing(create_or_open(path)) as db:
        return Writer(db, path).write(batch)


def rows(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def dump(path: Path) -> list[str]:
    """Return the database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())
