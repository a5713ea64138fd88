"""copies: an index that was copied is the one that the writer makes of the same articles."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from copies import MOST, Renaming, copy
from make_index import make
from synthetic import FUNCTION_WORDS

from indexer.models import (
    Article,
    Attribution,
    IndexedArticle,
    Kind,
    Quotation,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
)
from indexer.store import Writer, create_or_open, verify
from indexer.wordings import is_common

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCUMENTS = """
SELECT d.id, d.source, d.text, d.url, d.title, d.published, d.language, d.outlet
FROM documents AS d ORDER BY d.rowid
"""

QUOTES = """
SELECT q.id, q.kind, q.mention_start, q.mention_end, q.cue_start, q.cue_end, q.method, q.confidence,
  q.role, q.context_start, q.context_end, a.name, a.kind, a.names
FROM quotes AS q LEFT JOIN appearances AS a ON a.id = q.appearance_id
WHERE q.document_id = ? ORDER BY q.rowid
"""

PARTS = "SELECT start_char, end_char FROM quote_parts WHERE quote_id = ? ORDER BY position"

# Rows are numbered as they come, so speakers stand here with their names, and wordings with words.
SAME = (
    "SELECT id, source, url, title, text, sha256, word_count, quote_count, outlet FROM documents",
    """SELECT digest, coalesce(name, ''), word_count, telling_count
    FROM wordings LEFT JOIN speakers ON speakers.id = speaker""",
    """SELECT shingle, coalesce(name, ''), digest FROM wording_shingles AS held
    JOIN wordings ON wordings.id = wording_id LEFT JOIN speakers ON speakers.id = held.speaker""",
    """SELECT one.digest, coalesce(mine.name, ''), other.digest, coalesce(theirs.name, ''),
      relation, coverage, closeness
    FROM wording_links JOIN wordings AS one ON one.id = wording_id
    JOIN wordings AS other ON other.id = other_id
    LEFT JOIN speakers AS mine ON mine.id = one.speaker
    LEFT JOIN speakers AS theirs ON theirs.id = other.speaker""",
    """SELECT quotes.id, quotes.document_id, text, start_char, end_char, speaker_name, mention,
      role, quotes.published, digest, coalesce(speakers.name, ''), cluster_id
    FROM quotes JOIN wordings ON wordings.id = wording_id
    LEFT JOIN speakers ON speakers.id = speaker""",
    "SELECT quote_id, position, start_char, end_char, text FROM quote_parts",
    "SELECT id, quote_id, text, quote_count, wording_count, disputed FROM quote_clusters",
    "SELECT document_id, digest, run_count FROM document_copies JOIN article_texts ON id = text_id",
    "SELECT run, digest FROM article_runs JOIN article_texts ON id = text_id",
    """SELECT name, kind, quote_count, document_count, first_quoted, last_quoted, document_id
    FROM speakers""",
    """SELECT speakers.name, n.name, appearance_count
    FROM speaker_names AS n JOIN speakers ON speakers.id = speaker_id""",
    """SELECT p.name, p.kind, role, outlet, block, role_key, fields, is_weak, speakers.name, rule,
      contested, appearance_count, p.quote_count, first_seen, last_seen
    FROM speaker_profiles AS p JOIN speakers ON speakers.id = speaker_id""",
    """SELECT a.document_id, speakers.name, a.name, a.kind, names, role, outlet, a.quote_count
    FROM appearances AS a JOIN speakers ON speakers.id = speaker_id""",
    "SELECT name, quote_count, document_count FROM publications",
    "SELECT name, domain, document_count FROM publication_names",
)


def test_copies_are_what_the_writer_makes_of_their_articles(tmp_path: Path) -> None:
    """Row by row, and every promise of a database holds."""
    copied, written = tmp_path / "copied.db", tmp_path / "written.db"
    make(copied, 1_200, repeats=True)
    copy(copied, 2)
    with closing(create_or_open(written)) as db:
        Writer(db, written).write(articles_of(copied))
    for sql in SAME:
        assert _rows(copied, sql) == _rows(written, sql)
    assert list(verify(copied)) == []


def test_copies_say_other_things(tmp_path: Path) -> None:
    """Common words stay, as do all lengths; every other word is another in every copy."""
    path = tmp_path / "copied.db"
    make(path, 300)
    texts = [text for (text,) in _rows(path, "SELECT text FROM quotes")]
    for number in range(1, MOST + 1):
        renaming = Renaming(number, frozenset())
        others = [renaming.words(text) for text in texts]
        assert list(map(len, others)) == list(map(len, texts))
        pairs = zip(" ".join(texts).split(), " ".join(others).split(), strict=True)
        same = {word.strip(".").lower() for word, other in pairs if word == other}
        assert {word for word in same if not is_common(word)} <= set(FUNCTION_WORDS)


def test_shared_names_and_roles_stay() -> None:
    """A copy has other people, but the most quoted ones, in the offices that there are."""
    renaming = Renaming(1, frozenset({"Bada Gado"}))
    text = "“The babado.” said Bada Gado, the babado mayor. “To.” said Gara Medu. Of"
    assert renaming.text(text).startswith("“The ")
    assert renaming.text(text).endswith(" said Hasa Nefu. Of")
    assert ".” said Bada Gado, the babado mayor. “To" in renaming.text(text)


def test_there_are_no_more_copies_than_differ(tmp_path: Path) -> None:
    """A tenth copy would say what the first articles say."""
    with pytest.raises(ValueError, match="10 copies"):
        copy(tmp_path / "none.db", MOST + 1)


def articles_of(path: Path) -> Iterator[IndexedArticle]:
    """Yield the articles of an index as they were written."""
    with closing(sqlite3.connect(path)) as connection:
        for identifier, source, text, url, title, published, language, outlet in connection.execute(
            DOCUMENTS
        ):
            article = Article(
                source, text, url, title=title, published=published, publication=outlet,
                language=language,
            )  # fmt: skip
            rows = connection.execute(QUOTES, [identifier]).fetchall()
            yield IndexedArticle(article, tuple(_quote(connection, row) for row in rows))


def _quote(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Quote:
    own, kind, *spans, method, confidence, role, start, end, name, is_a, names = row
    parts = tuple(Span(*part) for part in connection.execute(PARTS, [own]))
    mention, cue = (Span(*span) if span[0] is not None else None for span in (spans[:2], spans[2:]))
    attribution = Attribution(Quotation(parts), Kind(kind), mention, cue, method, confidence)
    speaker = Speaker(name, SpeakerKind(is_a), tuple(json.loads(names))) if name else None
    return Quote(own, attribution, speaker, role, Span(start, end))


def _rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.execute(sql), key=repr)
