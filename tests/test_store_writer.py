"""indexer.store.writer: what stands in the rows, and that a batch is whole or not at all."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from records import AIDE, RUIZ, TEXT, article, indexed

from indexer.errors import DatabaseError, DatabaseFull
from indexer.models import IndexedArticle, Speaker, SpeakerKind
from indexer.store import Totals, Writer, create_or_open, open_existing, verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A new database."""
    with closing(create_or_open(tmp_path / "quotes.db")) as db:
        yield db


@pytest.fixture
def writer(db: Database) -> Writer:
    """Its writer."""
    return Writer(db, "quotes.db")


def test_a_batch_says_what_it_added(writer: Writer) -> None:
    """Articles that are there already are counted apart."""
    batch = [indexed(), indexed(article(publication="The Beacon"), speaker=None)]
    assert writer.write(batch) == Totals(documents=2, quotes=2, attributed=1, known=0)
    assert writer.write(batch) == Totals(documents=0, quotes=0, attributed=0, known=2)


def test_every_offset_gives_back_its_words(writer: Writer, db: Database) -> None:
    """Characters count, so that an emoji or an accent moves nothing."""
    writer.write([indexed(article(f"{TEXT}\r\nÀ bientôt."))])
    (quote,) = rows(db, "SELECT q.*, d.text AS article FROM quotes q, documents d")
    parts = rows(db, "SELECT * FROM quote_parts ORDER BY position")
    assert quote["article"].endswith("\r\nÀ bientôt.")
    for name, start, end in [
        ("mention", quote["mention_start"], quote["mention_end"]),
        ("cue", quote["cue_start"], quote["cue_end"]),
    ]:
        assert quote["article"][start:end] == quote[name]
    assert [quote["article"][p["start_char"] : p["end_char"]] for p in parts] == [
        "We have the boat,",
        "We lack the crew.",
    ]
    assert quote["text"] == "We have the boat, We lack the crew."


def test_the_flat_view_shows_the_quote_in_its_sentences(writer: Writer, db: Database) -> None:
    """Its context is the whole sentences, not more."""
    writer.write([indexed(article(publication="The Beacon", published="2024-11-05"))])
    (row,) = rows(db, "SELECT * FROM attributed_quotes")
    assert row["context"] == TEXT[: TEXT.index(" 🚢")]
    assert (row["speaker"], row["publication"], row["published"], row["role"]) == (
        "Marta Ruiz",
        "The Beacon",
        "2024-11-05",
        "head of the line",
    )


def test_adding_twice_changes_nothing(writer: Writer, db: Database) -> None:
    """The database dumped as SQL is the same to the byte."""
    writer.write([indexed()])
    before = list(db.conn.iterdump())
    writer.write([indexed()])
    assert list(db.conn.iterdump()) == before


def test_counts_are_those_of_the_rows(writer: Writer, db: Database) -> None:
    """Speakers and outlets carry their counts and first and last dates."""
    for published in ("2024-11-05", "2024-09-01", "2024-10-01"):
        writer.write(
            [indexed(article(publication="The Beacon", published=published, url=published))]
        )
    (speaker,) = rows(db, "SELECT * FROM speakers")
    assert (speaker["quote_count"], speaker["document_count"]) == (3, 3)
    assert (speaker["first_quoted"], speaker["last_quoted"]) == ("2024-09-01", "2024-11-05")
    (outlet,) = rows(db, "SELECT * FROM publications")
    assert (outlet["quote_count"], outlet["document_count"]) == (3, 3)


def test_articles_without_a_date_leave_the_dates_alone(writer: Writer, db: Database) -> None:
    """A speaker's first and last date are of the articles that have one."""
    writer.write([indexed(), indexed(article(published="2024-09-01", url="https://a.example/"))])
    (speaker,) = rows(db, "SELECT * FROM speakers")
    assert (speaker["first_quoted"], speaker["last_quoted"]) == ("2024-09-01", "2024-09-01")


def test_an_unnamed_source_is_somebody_in_one_article_only(writer: Writer, db: Database) -> None:
    """“A senior aide” of two articles is two speakers, Marta Ruiz is one."""
    articles = [article(url="https://a.example/1"), article(url="https://a.example/2")]
    writer.write([indexed(of, AIDE) for of in articles])
    assert len(rows(db, "SELECT * FROM speakers WHERE kind = 'unknown'")) == 2


@pytest.mark.parametrize(
    ("name", "kind", "speakers"),
    [
        ("residents", SpeakerKind.GROUP, 2),
        ("Republicans", SpeakerKind.GROUP, 2),
        ("report by the auditors", SpeakerKind.DOCUMENT, 2),
        ("company", SpeakerKind.ORGANIZATION, 2),
        ("Harbour Line", SpeakerKind.ORGANIZATION, 1),
        ("Marta Ruiz", SpeakerKind.PERSON, 1),
    ],
)
def test_who_has_no_name_belongs_to_one_article(
    writer: Writer, db: Database, name: str, kind: SpeakerKind, speakers: int
) -> None:
    """“The company” of two articles is two speakers, each of its article; Harbour Line is one."""
    articles = [article(url="https://a.example/1"), article(url="https://a.example/2")]
    writer.write([indexed(of, Speaker(name, kind, (name,))) for of in articles])
    scopes = [row["document_id"] for row in rows(db, "SELECT document_id FROM speakers")]
    assert scopes == ([None] if speakers == 1 else [of.id for of in articles])


def test_one_name_with_two_kinds_is_two_speakers(writer: Writer, db: Database) -> None:
    """Ford the person is not Ford the company."""
    for number, kind in enumerate((SpeakerKind.PERSON, SpeakerKind.ORGANIZATION)):
        of = article(url=f"https://a.example/{number}")
        writer.write([indexed(of, Speaker("Ford", kind, ("Ford",)))])
    assert len(rows(db, "SELECT * FROM speakers")) == 2


def test_every_name_of_a_speaker_is_kept(writer: Writer, db: Database) -> None:
    """The names met in later articles join those of earlier ones."""
    writer.write([indexed(article(url="https://a.example/1"))])
    other = Speaker(RUIZ.name, RUIZ.kind, ("Ms Ruiz",))
    writer.write([indexed(article(url="https://a.example/2"), other)])
    names = rows(db, "SELECT name FROM speaker_names ORDER BY name")
    assert [row["name"] for row in names] == ["Marta Ruiz", "Ms Ruiz", "Ruiz"]


def test_an_outlets_domain_comes_from_the_address(writer: Writer, db: Database) -> None:
    """Without the www. that says nothing."""
    writer.write([indexed(article(publication="The Beacon", url="https://www.beacon.example/1"))])
    assert rows(db, "SELECT domain FROM publications") == [{"domain": "beacon.example"}]


def test_a_batch_that_fails_leaves_nothing(writer: Writer, db: Database) -> None:
    """Not even its articles that were sound."""
    twice = indexed(article(url="https://a.example/1"))
    broken = IndexedArticle(article(url="https://a.example/2"), twice.quotes)
    with pytest.raises(DatabaseError, match="UNIQUE"):
        writer.write([twice, broken])
    assert rows(db, "SELECT * FROM documents") == []


def test_a_full_disk_loses_nothing_that_was_written(writer: Writer, db: Database) -> None:
    """The batch that does not fit is left out, the ones before it stay."""
    writer.write([indexed()])
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DatabaseFull, match="free some space"):
        writer.write([indexed(article(TEXT + " On and on." * 10_000))])
    assert len(rows(db, "SELECT * FROM documents")) == 1


def test_optimizing_changes_no_row(writer: Writer, db: Database) -> None:
    """It only puts the full-text index and the statistics in order."""
    writer.write([indexed()])
    before = rows(db, "SELECT * FROM quotes")
    writer.optimize(added=1)
    assert rows(db, "SELECT * FROM quotes") == before


def test_another_writer_in_between_is_waited_for(tmp_path: Path) -> None:
    """Many threads with a writer each, the same articles and their own: each is there once."""
    path = tmp_path / "quotes.db"
    shared = [indexed(article(url=f"https://a.example/{number}")) for number in range(20)]

    def work(worker: int) -> Totals:
        own = [indexed(article(url=f"https://{worker}.example/{number}")) for number in range(20)]
        with closing(create_or_open(path)) as db:
            mine = Writer(db, path)
            return sum((mine.write(pair) for pair in zip(shared, own, strict=True)), Totals())

    with ThreadPoolExecutor() as threads:
        totals = sum(threads.map(work, range(4)), Totals())
    assert (totals.documents, totals.known) == (20 + 4 * 20, 3 * 20)
    assert list(verify(path)) == []


def test_a_reader_sees_whole_batches_only(tmp_path: Path) -> None:
    """While a writer goes on, documents, quotes and counts fit together at every moment."""
    path = tmp_path / "quotes.db"
    with closing(create_or_open(path)), ThreadPoolExecutor() as threads:
        writing = threads.submit(write_in_pairs, path)
        seen = []
        while not writing.done():
            with closing(open_existing(path)) as reading:
                seen.append(reading.execute(MOMENT).fetchone())
            assert list(verify(path)) == []
    assert writing.result() == 60
    assert all(documents % 2 == 0 for documents, _, _ in seen)
    assert all(documents == quotes == counted for documents, quotes, counted in seen)


MOMENT = """
SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM quotes),
  (SELECT coalesce(sum(quote_count), 0) FROM speakers)
"""


def write_in_pairs(path: Path) -> int:
    """Write articles, two in a batch; return how many."""
    with closing(create_or_open(path)) as db:
        mine = Writer(db, path)
        pairs = ([f"https://a.example/{n}", f"https://b.example/{n}"] for n in range(30))
        batches = ([indexed(article(url=url)) for url in pair] for pair in pairs)
        return sum(mine.write(batch).documents for batch in batches)


def rows(db: Database, sql: str) -> list[dict[str, Any]]:
    """Return a query's rows."""
    cursor = db.conn.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def test_rows_are_plain_sqlite(tmp_path: Path) -> None:
    """Anybody's SQLite reads the database: nothing of ours is needed."""
    path = tmp_path / "quotes.db"
    with closing(create_or_open(path)) as db:
        Writer(db, path).write([indexed()])
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH 'boats AND ruiz'"
        )
        assert len(found.fetchall()) == 1
