"""Copies of all that is in an index of invented articles, many times as fast as they are written.

In a copy every word but the common ones is another of the same length and about as frequent, so
that all places in the text stay what they were; every name is another, but those of the most quoted
persons, who are the same in all copies. Ids, digests, wordings, shingles and texts of articles are
made by the index's own functions of the new words. Who is who is copied, and so are the links
between wordings, from which the clusters are made anew: if wordings of two copies are like each
other by chance, only those that are equal have come together.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import lru_cache
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from synthetic import FUNCTION_WORDS, vocabulary

from indexer.models import digest, quote_id
from indexer.store import create_or_open
from indexer.store.appearances import block_of
from indexer.store.clusters import settle
from indexer.store.document_groups import DocumentGroups
from indexer.store.wordings import NOBODY, Wordings
from indexer.wordings import Measure, digest_of, is_common, shingles, sketch, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future
    from typing import TypeAlias

    from sqlite_utils import Database

    Told: TypeAlias = tuple[int, tuple[int, ...]]

COPY = Path(__file__).with_name("copies.sql")

MOST = 9
"""Copies of an index. So many neighbours in rank, and one more, take each other's places."""

SHARED = 100
"""Of the most quoted persons, who are the same in all copies."""

CONSONANTS = "bdfghklmnprstvz"
"""Of invented names (synthetic.py): in a copy each is another, so that different names stay so."""

WORD = re.compile(r"[A-Za-z]+")

NAMED = re.compile(r"(” said )([A-Z][a-z]+ [A-Z][a-z]+)((?:, the \w+ \w+)?)")
"""Where the text has the name of a speaker, and a role, which is the same in all copies."""

TEXTS_AT_ONCE = 50_000
"""Articles whose texts are held in memory together."""

WORDINGS_AT_ONCE = 10_000
"""Wordings that another process is given."""

# What every row written would keep up to date; to make it anew once is far quicker. Wordings and
# texts are looked up by their digests.
DERIVED = """
SELECT type, name, sql FROM sqlite_master
WHERE sql IS NOT NULL AND (type = 'trigger' OR type = 'index') AND name <> 'wordings_digest'
  AND tbl_name IN ('documents', 'speakers', 'speaker_names', 'speaker_profiles', 'appearances',
    'quotes', 'quote_parts', 'wordings', 'document_copies', 'quote_clusters')
"""

PREPARE = (
    "CREATE TEMP TABLE shared_speakers (id INTEGER PRIMARY KEY)",
    """INSERT INTO shared_speakers SELECT id FROM speakers WHERE document_id IS NULL
    ORDER BY quote_count DESC, id LIMIT :shared""",
    "CREATE TEMP TABLE copied_documents (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TEMP TABLE copied_quotes (old INTEGER PRIMARY KEY, new TEXT NOT NULL)",
    "CREATE TEMP TABLE copied_wordings (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)",
)

COUNT_ANEW = (
    """UPDATE speakers SET quote_count = quote_count * (:copies + 1),
      document_count = document_count * (:copies + 1) WHERE id IN shared_speakers""",
    """UPDATE speaker_names SET appearance_count = appearance_count * (:copies + 1)
    WHERE speaker_id IN shared_speakers""",
    """UPDATE speaker_profiles SET appearance_count = appearance_count * (:copies + 1),
      quote_count = quote_count * (:copies + 1) WHERE speaker_id IN shared_speakers""",
    """UPDATE publications SET quote_count = quote_count * (:copies + 1),
      document_count = document_count * (:copies + 1)""",
    "UPDATE publication_names SET document_count = document_count * (:copies + 1)",
)

INDEX_ANEW = (
    "INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild')",
    "DELETE FROM speaker_names_fts",
    """INSERT INTO speaker_names_fts (rowid, name, speaker_id)
    SELECT n.rowid, n.name, n.speaker_id
    FROM speaker_names AS n JOIN speakers ON speakers.id = n.speaker_id
    WHERE speakers.document_id IS NULL""",
)

WORDINGS = """
SELECT id, speaker, speaker <> 0 AND speaker NOT IN shared_speakers, word_count, telling_count,
  (SELECT text FROM quotes WHERE wording_id = wordings.id LIMIT 1)
FROM wordings
"""

# Where the same words of the same speaker are there already they stay what they are.
INSERT_WORDING = """
INSERT OR IGNORE INTO wordings (id, digest, speaker, word_count, telling_count)
VALUES (?, ?, ?, ?, ?)
"""

WHICH = """
INSERT INTO copied_wordings (old, new)
SELECT ?, id FROM wordings WHERE digest = ? AND speaker = ?
"""

SINCE = "SELECT id FROM wordings WHERE id >= ?"

INSERT_SHINGLE = "INSERT INTO wording_shingles (shingle, speaker, wording_id) VALUES (?, ?, ?)"

JOINED = """
SELECT DISTINCT wording_id FROM wording_links
UNION SELECT wording_id FROM quotes GROUP BY wording_id HAVING count(*) > 1
"""

TEXTS = "SELECT rowid, id, text FROM documents WHERE rowid > ? ORDER BY rowid LIMIT ?"

INSERT_TEXT = "INSERT INTO article_texts (digest, run_count) VALUES (?, ?) RETURNING id"

INSERT_RUN = "INSERT INTO article_runs (run, text_id) VALUES (?, ?)"

PUT = "INSERT INTO document_copies (document_id, text_id) VALUES (?, ?)"


def copy(path: Path, copies: int, report: Callable[[str], None] = lambda _: None) -> None:
    """Add copies, nine at the most, of all that is in an index; `report` is told what is done."""
    if copies > MOST:
        raise ValueError(f"{copies} copies are more than the {MOST} that differ in their words")
    with closing(create_or_open(path)) as db, ProcessPoolExecutor(2) as pool:
        hurry(db)
        db.execute("PRAGMA foreign_keys = OFF")
        for sql in PREPARE:
            db.execute(sql, {"shared": SHARED} if ":" in sql else {})
        values, known = {"copies": copies, **_last_rows(db)}, _Known(db, pool)
        derived = db.execute(DERIVED).fetchall()
        for kind, name, _ in derived:
            db.execute(f"DROP {kind} {name}")
        begun = known.begin(1)
        for n in range(1, copies + 1):
            report(f"copy {n}")
            told, begun = begun, known.begin(n + 1) if n < copies else []
            known.copy(db, n, values["last_speaker"], told)
            _register(db.conn, Renaming(n, known.shared))
            _run(db, COPY.read_text("utf-8"), values | {"n": n})
        _finish(db, derived, values, report)


def hurry(db: Database) -> None:
    """Let a database be written as quick as can be: a power cut would cost it."""
    # Losing the file costs nothing but making it again.
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -2000000")


class Renaming:
    """The words and names of a copy, told by its number; names that are shared stay."""

    def __init__(self, number: int, shared: frozenset[str]) -> None:
        letters = CONSONANTS + CONSONANTS.upper()
        moved = CONSONANTS[number:] + CONSONANTS[:number]
        self._letters = str.maketrans(letters, moved + moved.upper())
        self._shared = shared
        self._words = _Tokens(_other_words(number))

    def words(self, text: str) -> str:
        """Return a text without names in other words."""
        return " ".join(map(self._words.__getitem__, text.split(" ")))

    def text(self, text: str) -> str:
        """Return an article's text in other words, with other names, and roles as they were."""
        pieces = NAMED.split(text)
        pieces[::4] = map(self._lines, pieces[::4])
        pieces[2::4] = map(self.name, pieces[2::4])
        return "".join(pieces)

    def name(self, name: str) -> str:
        """Return another name for a name; for what is none, and for shared ones, the same."""
        if name in self._shared or not name[:1].isupper():
            return name
        return name.translate(self._letters)

    def _lines(self, text: str) -> str:
        return "\n\n".join(map(self.words, text.split("\n\n")))


class _Tokens(dict[str, str]):
    """Other words for words, with their capitals and punctuation; remembers those that it met."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self._other = words

    def __missing__(self, token: str) -> str:
        self[token] = other = WORD.sub(self._of, token)
        return other

    def _of(self, word: re.Match[str]) -> str:
        found = word.group()
        other = self._other.get(found.lower())
        if other is None:
            return found
        return other.title() if found.istitle() else other.upper() if found.isupper() else other


def _other_words(number: int) -> dict[str, str]:
    """Return another word for each that is not common: as long, and about as frequent."""
    alike = defaultdict(list)
    for word in vocabulary()[len(FUNCTION_WORDS) :]:
        if not is_common(word):
            alike[len(word)].append(word)
    other: dict[str, str] = {}
    for words in alike.values():
        for start in range(0, len(words), MOST + 1):
            near = words[start : start + MOST + 1]
            shift = number % len(near)
            other.update(zip(near, near[shift:] + near[:shift], strict=True))
    return other


class _Known:
    """The wordings that there are to be copied, and the names that are shared.

    What is sums over words is done by other processes, for the next copy while one is written.
    """

    def __init__(self, db: Database, pool: ProcessPoolExecutor) -> None:
        sql = "SELECT name FROM speaker_names WHERE speaker_id IN shared_speakers"
        self.shared = frozenset(name for (name,) in db.execute(sql))
        self._rows: list[tuple[Any, ...]] = db.execute(WORDINGS).fetchall()
        self._texts = [row[-1] for row in self._rows]
        self._next = 1 + max(row[0] for row in self._rows)
        self._pool = pool

    def begin(self, number: int) -> list[Future[list[Told]]]:
        """Have the words of a copy told, some wordings after the other."""
        starts = range(0, len(self._texts), WORDINGS_AT_ONCE)
        parts = (self._texts[start : start + WORDINGS_AT_ONCE] for start in starts)
        return [self._pool.submit(tell, number, part) for part in parts]

    def copy(
        self, db: Database, number: int, last_speaker: int, begun: Iterable[Future[list[Told]]]
    ) -> None:
        """Write the wordings and shingles of a copy; note in copied_wordings which is which."""
        told = chain.from_iterable(part.result() for part in begun)
        rows, which, held, first = [], [], [], self._next
        for (old, of, moves, *counts, _), (key, chosen) in zip(self._rows, told, strict=True):
            speaker = of + number * last_speaker if moves else of
            rows.append((self._next, key, speaker, *counts))
            which.append((old, key, speaker))
            if Measure(*counts).can_join(named=speaker != NOBODY):
                held += [(shingle, speaker, self._next) for shingle in chosen]
            self._next += 1
        db.conn.executemany(INSERT_WORDING, rows)
        db.conn.executemany(WHICH, which)
        new = {wording for (wording,) in db.execute(SINCE, [first])}
        # In the order of the table: in any other it takes far longer.
        db.conn.executemany(INSERT_SHINGLE, sorted(row for row in held if row[2] in new))
        db.conn.commit()


def tell(number: int, texts: Sequence[str]) -> list[Told]:
    """Return what the words of quotes are in a copy: the digest and the shingles of each."""
    words = Renaming(number, frozenset()).words
    every = (spoken(words(text)) for text in texts)
    return [(digest_of(forms), shingles(forms)) for forms in every]


def _register(connection: sqlite3.Connection, renaming: Renaming) -> None:
    def other_quote_id(own: str, document: str, text: str, new: str) -> str:
        return quote_id(new, renaming.words(text), _occurrence(own, document, text))

    functions: dict[str, Callable[..., str]] = {
        "other_words": renaming.words,
        # Asked for twice in a row: for the text itself, and for its digest.
        "other_text": lru_cache(1)(renaming.text),
        "other_name": renaming.name,
        "other_names": lambda names: _each_name(names, renaming),
        "other_quote_id": other_quote_id,
        "block_of": block_of,
        "article_id_of": digest,
        "sha256_of": lambda text: sha256(text.encode("utf-8")).hexdigest(),
    }
    for name, function in functions.items():
        connection.create_function(name, -1, _of_values(function), deterministic=True)


def _of_values(function: Callable[..., str]) -> Callable[..., str | None]:
    """Return a function that gives nothing for nothing, as most of SQL's do."""
    return lambda *values: None if None in values else function(*values)


def _each_name(names: str, renaming: Renaming) -> str:
    return json.dumps([renaming.name(name) for name in json.loads(names)], ensure_ascii=False)


def _occurrence(own: str, document: str, text: str) -> int:
    """Return how many quotes of the same words the document has before the one of this id."""
    return next(n for n in count() if quote_id(document, text, n) == own)


def _last_rows(db: Database) -> dict[str, int]:
    tables = {
        "document": "documents",
        "speaker": "speakers",
        "profile": "speaker_profiles",
        "appearance": "appearances",
        "quote": "quotes",
        "wording": "wordings",
    }
    return {
        f"last_{name}": int(db.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0])
        for name, table in tables.items()
    }


def _finish(
    db: Database,
    derived: Iterable[tuple[str, str, str]],
    values: dict[str, int],
    report: Callable[[str], None],
) -> None:
    report("texts of articles")
    _enter_texts(db, values["last_document"])
    report("counts")
    for sql in COUNT_ANEW:
        db.execute(sql, values if ":" in sql else {})
    report("full-text index")
    for sql in INDEX_ANEW:
        db.execute(sql)
    for kind, name, sql in derived:
        report(f"{kind} {name}")
        db.execute(sql)
    report("clusters")
    wordings = Wordings(db)
    wordings.touched |= {wording for (wording,) in db.execute(JOINED)}
    settle(db, wordings, DocumentGroups(db), ())
    db.conn.commit()
    report("statistics")
    db.execute("ANALYZE")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _enter_texts(db: Database, last: int) -> None:
    """Enter the texts of articles after the last one; all of them differ from one another."""
    while rows := db.execute(TEXTS, [last, TEXTS_AT_ONCE]).fetchall():
        runs = []
        for _, document, text in rows:
            drawn = sketch(text)
            (own,) = db.execute(INSERT_TEXT, [drawn.digest, len(drawn.runs)]).fetchone()
            db.execute(PUT, [document, own])
            runs += [(run, own) for run in drawn.runs]
        db.conn.executemany(INSERT_RUN, sorted(runs))
        last = rows[-1][0]
    db.conn.commit()


def _run(db: Database, script: str, values: dict[str, int]) -> None:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement, values)
            db.conn.commit()
            statement = ""
