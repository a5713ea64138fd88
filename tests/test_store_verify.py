"""indexer.store.verify: a sound database passes, and every broken promise is found."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from records import AIDE, RUIZ, TEXT, article, indexed

from indexer.errors import DatabaseError
from indexer.store import Order, Writer, create_or_open, remove, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

PROFILE = (
    "name, kind, role, outlet, scope, block, role_key, fields, is_weak, speaker_id,"
    " appearance_count"
)

BREAKAGES = {
    "documents: the digest is that of the text": "UPDATE documents SET sha256 = 'x'",
    "documents: the text can be counted in characters to its end": (
        "UPDATE documents SET text = text || char(0) || 'x'"
    ),
    "documents: word_count is the number of its words": "UPDATE documents SET word_count = 9",
    "documents: quote_count is the number of its quotes": "UPDATE documents SET quote_count = 9",
    "quotes: the kind is direct or mixed": "UPDATE quotes SET kind = 'indirect'",
    "quotes: the id is that of its document and words": "UPDATE quotes SET id = 'x' || id",
    "quotes: has at least one part": "DELETE FROM quote_parts",
    "quotes: the text is its parts joined by one space": "UPDATE quotes SET text = text || '!'",
    "quotes: start_char and end_char are its first part's start and last part's end": (
        "UPDATE quotes SET end_char = end_char - 1"
    ),
    "quotes: the mention is the article's words at mention_start to mention_end": (
        "UPDATE quotes SET mention_start = mention_start + 1"
    ),
    "quotes: the cue is the article's words at cue_start to cue_end": (
        "UPDATE quotes SET cue = 'denied'"
    ),
    "quotes: the role is words of the article": "UPDATE quotes SET role = 'king'",
    "quotes: the context holds the quote and lies inside the article": (
        "UPDATE quotes SET context_end = start_char"
    ),
    "quotes: the confidence lies between 0 and 1": "UPDATE quotes SET confidence = 1.1",
    "quotes: speaker_name is the speaker's name": "UPDATE quotes SET speaker_name = 'x'",
    "quotes: publication and date are its document's": "UPDATE quotes SET published = '1999-01-01'",
    "quote_parts: the part is the article's words at start_char to end_char": (
        "UPDATE quote_parts SET text = 'x'"
    ),
    "quote_parts: parts follow one another, numbered from 0": (
        "UPDATE quote_parts SET position = position + 10"
    ),
    "speakers: the kind is one of the five": "UPDATE speakers SET kind = 'robot'",
    "speakers: who belongs to one document is quoted in it alone": (
        "UPDATE speakers SET document_id = 'another'"
    ),
    "speakers: who has no name of their own belongs to one document, unless a person decided": (
        "UPDATE speakers SET document_id = NULL"
    ),
    "speakers: quote_count and document_count are those of its quotes": (
        "UPDATE speakers SET quote_count = 9"
    ),
    "speakers: first_quoted and last_quoted are the dates of its quotes": (
        "UPDATE speakers SET last_quoted = '1999-01-01'"
    ),
    "speakers: the name is among its names": "DELETE FROM speaker_names",
    "speakers: is quoted": "INSERT INTO speakers (name, kind) VALUES ('Nobody', 'person')",
    "publications: has an article": "INSERT INTO publications (name) VALUES ('The Void')",
    "publications: quote_count and document_count are those of its documents": (
        "UPDATE publications SET document_count = 9"
    ),
    "documents: the id is that of its address, or else of outlet, name and text": (
        "UPDATE documents SET name = 'x' WHERE url IS NULL"
    ),
    "documents: what was to be kept out is not there": (
        "UPDATE OR IGNORE removal_keys SET key = (SELECT id FROM documents)"
    ),
    "revisions: the digest is that of the text": "UPDATE revisions SET sha256 = 'x'",
    "revisions: the text can be counted in characters to its end": (
        "UPDATE revisions SET text = text || char(0) || 'x'"
    ),
    "revisions: the text is not that of its document now": (
        "UPDATE revisions SET sha256 = (SELECT sha256 FROM documents WHERE id = document_id)"
    ),
    "revisions: quote_count is the number of its quotes": "UPDATE revisions SET quote_count = 9",
    "revision_quotes: the text is the older article's words at its parts": (
        "UPDATE revision_quotes SET text = 'x'"
    ),
    "revision_quotes: start_char and end_char are its first part's start and last part's end": (
        "UPDATE revision_quotes SET end_char = end_char - 1"
    ),
    "revision_quotes: the id is that of its document and words": (
        "UPDATE revision_quotes SET quote_id = 'x' || quote_id"
    ),
    "revision_quotes: its row of revisions is there": "DELETE FROM revisions",
    "removals: it can be told by its id and by its text": "DELETE FROM removal_keys",
    "quotes_fts: its words are those of quotes": (
        "INSERT INTO quotes_fts (quotes_fts) VALUES ('delete-all')"
    ),
    "speaker_names_fts: the names of all who have one are there, and no others": (
        "UPDATE speaker_names_fts SET name = 'x'"
    ),
    "quotes: its row of documents is there": "DELETE FROM documents",
    "quotes: a quote with a speaker belongs to an appearance of the speaker in its article": (
        "UPDATE quotes SET appearance_id = NULL"
    ),
    "appearances: quote_count is the number of its quotes": (
        "UPDATE appearances SET quote_count = 9"
    ),
    "appearances: the date is its document's": "UPDATE appearances SET published = '1999-01-01'",
    "appearances: the speaker is that of its profile, or somebody in its article alone": (
        "UPDATE appearances SET profile_id = NULL"
    ),
    "appearances: name, kind and role are those of its profile": (
        "UPDATE appearances SET role = 'king'"
    ),
    "speaker_profiles: counts and dates are those of its appearances": (
        "UPDATE speaker_profiles SET appearance_count = 9"
    ),
    "speaker_profiles: one person is one speaker": (
        f"INSERT INTO speaker_profiles ({PROFILE}) SELECT name, kind, role, 'x', scope, block,"
        " role_key, fields, is_weak, 2, 1 FROM speaker_profiles"
    ),
    "speakers: one speaker is one person": (
        f"INSERT INTO speaker_profiles ({PROFILE}) SELECT 'Bo Lind', kind, role, 'x', scope,"
        " 'lind', role_key, fields, is_weak, speaker_id, 1 FROM speaker_profiles"
    ),
    "speaker_profiles: the link says why it is this speaker": (
        "UPDATE speaker_profiles SET evidence = 'x'"
    ),
    "speakers: the name is the fullest, or the one given": "UPDATE speakers SET name = 'x'",
    "speaker_names: appearance_count is the number of articles that have the name": (
        "UPDATE speaker_names SET appearance_count = 9"
    ),
    "decision_appearances: leads to the profile of its appearance": (
        "INSERT INTO decision_appearances VALUES (1, 'x', 1)"
    ),
    "speakers: wikidata_id is that of the one person who it surely is": (
        "UPDATE speakers SET wikidata_id = 'Q1'"
    ),
    "quotes: the wording is that of its words and its speaker": "UPDATE wordings SET digest = id",
    "quotes: all of one wording are in one cluster, or in none": (
        "UPDATE quotes SET cluster_id = NULL "
        "WHERE id IN (SELECT max(id) FROM quotes GROUP BY wording_id)"
    ),
    "quotes: what was not compared is in no cluster": "UPDATE quotes SET wording_id = NULL",
    "wordings: is that of a quote": (
        "INSERT INTO wordings (digest, speaker, word_count, telling_count) VALUES (1, 0, 0, 0)"
    ),
    "wordings: word_count and telling_count are those of its words": (
        "UPDATE wordings SET telling_count = 9"
    ),
    "wording_shingles: are those of the wording's words, with its speaker": (
        "DELETE FROM wording_shingles WHERE shingle = (SELECT min(shingle) FROM wording_shingles)"
    ),
    "wording_links: stands from both of its wordings, which are there": (
        "DELETE FROM wording_links WHERE wording_id < other_id"
    ),
    "wording_links: says how like the two wordings are": "UPDATE wording_links SET closeness = 0.1",
    "quote_clusters: the id is the smallest of its quotes' ids, of which there are two or more": (
        "UPDATE quotes SET cluster_id = NULL WHERE id IN (SELECT id FROM quote_clusters)"
    ),
    "quote_clusters: counts and dates are those of its quotes": (
        "UPDATE quote_clusters SET source_count = 9"
    ),
    "quote_clusters: disputed where several speakers are named, else the speaker is the only one": (
        "UPDATE quote_clusters SET disputed = 1"
    ),
    "quote_clusters: the text is that of its quote, and none of its quotes has more words": (
        "UPDATE quote_clusters SET text = 'x'"
    ),
    "document_copies: every document with compared quotes is there, and no other": (
        "DELETE FROM document_copies"
    ),
    "document_copies: the text is that of its document": "UPDATE article_texts SET digest = id",
    "article_texts: is that of a document": (
        "INSERT INTO article_texts (digest, run_count) VALUES (0, 0)"
    ),
    "article_runs: are those of the text": "INSERT INTO article_runs VALUES (7, 1)",
    "document_groups: the id is the smallest of its documents' ids, of which there are several": (
        "UPDATE document_copies SET group_id = NULL"
    ),
    "document_groups: count, dates and fullest text are those of its documents": (
        "UPDATE document_groups SET document_count = 9"
    ),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a few articles, one that has changed and one that was removed."""
    path = tmp_path / "quotes.db"
    outlet = {"publication": "The Beacon", "published": "2024-11-05"}
    with closing(create_or_open(path)) as db:
        writer = Writer(db, path)
        for number, speaker in enumerate([RUIZ, RUIZ, AIDE, None]):
            of = article(url=f"https://a.example/{number}", **outlet)
            writer.write([indexed(of, speaker)])
        writer.write([indexed(article(f"{TEXT} Today.", url="https://a.example/0", **outlet))])
        writer.write([indexed(article(**outlet)), indexed(article(url="https://a.example/gone"))])
    remove(path, ["https://a.example/gone"], Order(keep_out=True))
    return path


def test_what_the_writer_wrote_holds(path: Path) -> None:
    """A sound database breaks no promise, and checking it changes nothing."""
    before = path.read_bytes()
    assert list(verify(path)) == []
    assert path.read_bytes() == before


def test_an_empty_index_holds(tmp_path: Path) -> None:
    """No rows break no promise."""
    create_or_open(tmp_path / "quotes.db").close()
    assert list(verify(tmp_path / "quotes.db")) == []


@pytest.mark.parametrize("promise", BREAKAGES)
def test_a_broken_promise_is_found(path: Path, promise: str) -> None:
    """Whoever changes rows behind the indexer's back is told what no longer holds."""
    execute(path, BREAKAGES[promise])
    found = {f"{violation.table}: {violation.promise}" for violation in verify(path)}
    assert promise in found


def test_clusters_that_fit_their_counts_are_still_compared_with_links(path: Path) -> None:
    """Sound rows may yet keep apart what hangs together."""
    execute(path, "UPDATE quotes SET cluster_id = NULL")
    execute(path, "DELETE FROM quote_clusters")
    assert {str(violation).partition(": ")[2] for violation in verify(path)} == {
        "does not hold that they are what links make of them"
    }


def test_every_check_is_tested() -> None:
    """A new query in one of the files of checks needs a row in the table above."""
    folder = files("indexer") / "store"
    parts = ("", "_history", "_search", "_clusters", "_identity")
    names = [f"verify{part}.sql" for part in parts]
    script = "\n".join((folder / name).read_text("utf-8") for name in names)
    assert set(re.findall(r"^-- check (.+)$", script, re.MULTILINE)) <= BREAKAGES.keys()


def test_a_violation_names_the_row(path: Path) -> None:
    """Its text says which row of which table breaks which promise."""
    execute(path, "UPDATE speakers SET kind = 'robot' WHERE id = 2")
    assert [str(violation) for violation in verify(path)] == [
        "speakers 2: does not hold that the kind is one of the five"
    ]


def test_rows_can_be_deleted_and_the_file_compacted(path: Path, tmp_path: Path) -> None:
    """VACUUM, in place or into a new file, leaves the full-text index in step with the quotes."""
    execute(path, "DELETE FROM quotes WHERE rowid IN (1, 3)")
    execute(path, "VACUUM")
    execute(path, f"VACUUM INTO '{tmp_path / 'copy.db'}'")
    for compacted in (path, tmp_path / "copy.db"):
        assert "quotes_fts" not in {violation.table for violation in verify(compacted)}
        found = execute(compacted, "SELECT rowid FROM quotes_fts WHERE quotes_fts MATCH 'boat'")
        assert found == execute(compacted, "SELECT rowid FROM quotes ORDER BY rowid")


def test_a_database_that_may_not_be_written_can_be_verified(
    path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    """Where SQLite would write to check the full-text index, a copy is checked."""
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with unprivileged():
        assert list(verify(path)) == []


def test_a_damaged_file_is_an_error_or_a_violation(path: Path) -> None:
    """Pages overwritten by something else never pass."""
    execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 20] = b"\xff" * (4096 * 17)
    path.write_bytes(data)
    try:
        found = list(verify(path))
    except DatabaseError:
        return
    assert found


def execute(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Run a statement without the foreign keys and triggers of ours being in the way."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(sql).fetchall()
