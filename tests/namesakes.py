"""Articles that quote namesakes, and all that a database says about them across articles."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Any

from records import TEXT, article

from indexer.models import (
    Attribution,
    IndexedArticle,
    Kind,
    Quotation,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
    quote_id,
)
from indexer.store import Writer, create_or_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

WORDS = "We know,"

UTTERANCES = [
    WORDS,
    "We have no choice but to close the harbour before the winter storms arrive on the coast,",
    "We have no choice but to shut the harbor before the winter storms arrive on the coast,",
    "close the harbour before the winter storms arrive",
    "The ferry company has broken every promise that it ever made to the fishermen,",
    "thank you very much,",
]
"""Of two things said, as newsrooms have them, and of what everybody says."""

NAMES = [
    "John Smith", "John Q. Smith", "John R. Smith", "J. Smith", "Smith", "John Smith Jr.",
    "Jon Smith", "Bill Lee", "William Lee", "Ann Lee", "Ann Lee-Smith", "Ann Smith", "ANN SMITH",
]  # fmt: skip
ROLES = [
    None, None, "mayor of Port Ellery", "Port Ellery mayor", "mayor of Wenbury", "mayor", "striker",
    "Wenbury United striker", "head of Acme Foods", "former mayor of Wenbury", "lawyer",
    "professor at the University of Carrow", "Acme Foods and Carrow Line director",
]  # fmt: skip
OUTLETS = ["The Beacon", "The Gazette", None]
DATES = ["1950-05-01", "2015-01-10", "2015-12-30", "2019-06-01", "2024-11-05", None]

# Told from others by what numbers of rows have nothing to do with.
WORDING = """
SELECT w.id AS id, w.digest || ' ' || coalesce((
  SELECT min(document_id || ' ' || name) FROM appearances WHERE speaker_id = w.speaker
), '') AS key FROM wordings AS w
"""

QUERIES = {
    "who is one": """
        SELECT group_concat(key, ' + ') FROM (
          SELECT speaker_id, document_id || ' ' || name AS key FROM appearances ORDER BY 2
        ) GROUP BY speaker_id ORDER BY 1
    """,
    "why": """
        SELECT document_id, name, rule, evidence, sure FROM speaker_links ORDER BY 1, 2
    """,
    "speakers": """
        SELECT name, kind, document_id, quote_count, document_count, first_quoted, last_quoted,
          wikidata_id
        FROM speakers ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
    """,
    "who they may be": """
        SELECT min(a.document_id || ' ' || a.name), c.person_id, c.evidence, c.sure
        FROM speaker_candidates AS c JOIN appearances AS a ON a.speaker_id = c.speaker_id
        GROUP BY c.speaker_id, c.person_id ORDER BY 1, 2
    """,
    "names": """
        SELECT s.name, s.quote_count, s.first_quoted, n.name, n.appearance_count
        FROM speaker_names AS n JOIN speakers AS s ON s.id = speaker_id ORDER BY 1, 2, 3, 4, 5
    """,
    "quotes": "SELECT id, speaker_name FROM quotes ORDER BY id",
    "wordings": f"""
        SELECT q.id, w.key, q.cluster_id FROM quotes AS q
        LEFT JOIN ({WORDING}) AS w ON w.id = wording_id ORDER BY 1
    """,
    "how like they are": f"""
        SELECT a.key, b.key, relation, coverage, closeness FROM wording_links
        JOIN ({WORDING}) AS a ON a.id = wording_id JOIN ({WORDING}) AS b ON b.id = other_id
        ORDER BY 1, 2
    """,
    "clusters": """
        SELECT c.id, quote_id, text, s.name, c.quote_count, wording_count, c.document_count,
          source_count, outlet_count, speaker_count, disputed, first_seen, last_seen
        FROM quote_clusters AS c LEFT JOIN speakers AS s ON s.id = speaker_id ORDER BY 1
    """,
    "copies": "SELECT * FROM document_groups ORDER BY id",
    "roles": """
        SELECT s.name, r.role, r.organization, r.first_seen, r.last_seen, r.document_count,
          r.quote_count
        FROM speaker_roles AS r JOIN speakers AS s ON s.id = speaker_id ORDER BY 1, 2, 3, 4, 5, 6, 7
    """,
    "profiles": """
        SELECT name, kind, role, outlet, rule, evidence, sure, contested, appearance_count,
          quote_count, first_seen, last_seen
        FROM speaker_profiles ORDER BY 1, 2, 3, 4
    """,
}


def said(
    number: int, *people: tuple[str, str | None], words: Sequence[str] = (), **known: str
) -> IndexedArticle:
    """Return an article in which each of the people, with their role, is quoted once.

    Who has no capital has no name either. `words` are theirs in turn; without any, all say the
    same few.
    """
    # Date and outlet too: of the same text only the first that came counts.
    text, starts = f"{number} {' '.join(known.values())}: ", []
    spoken = words or [WORDS] * len(people)
    for (name, role), theirs in zip(people, spoken, strict=True):
        starts.append(len(text) + 1)
        text += f"“{theirs}” said {name}, {role}. " if role else f"“{theirs}” said {name}. "
    of = article(f"{text}{TEXT}", url=f"https://a.example/{number}", **known)
    quotes, counts = [], Counter[str]()
    for (name, role), theirs, start in zip(people, spoken, starts, strict=True):
        identifier = quote_id(of.id, theirs, counts[theirs])
        counts[theirs] += 1
        quotes.append(_quote(identifier, Span(start, start + len(theirs)), name, role))
    return IndexedArticle(of, tuple(quotes))


def _quote(identifier: str, words: Span, name: str, role: str | None) -> Quote:
    named = words.end + len("” said ")
    mention = Span(named, named + len(name))
    attribution = Attribution(Quotation((words,)), Kind.DIRECT, mention, None, "cue-subject", 0.9)
    kind = SpeakerKind.PERSON if name[0].isupper() else SpeakerKind.UNKNOWN
    speaker = Speaker(name, kind, (name, name.rsplit(maxsplit=1)[-1]))
    return Quote(identifier, attribution, speaker, role, Span(words.start - 1, mention.end))


def drawn(seed: int, count: int) -> list[IndexedArticle]:
    """Return articles of few names, roles, outlets, dates and utterances, drawn by chance."""
    rng = Random(seed)  # noqa: S311, nothing is secret
    found = []
    for number in range(count):
        people: dict[str, str | None] = {}
        for _ in range(rng.randint(1, 3)):
            people.setdefault(rng.choice(NAMES), rng.choice(ROLES))
        outlet, day = rng.choice(OUTLETS), rng.choice(DATES)
        known = {"publication": outlet, "published": day}
        given = {field: value for field, value in known.items() if value}
        words = [rng.choice(UTTERANCES) for _ in people]
        found.append(said(number, *people.items(), words=words, **given))
    return found


def write(path: Path, articles: Iterable[IndexedArticle]) -> None:
    """Write articles as one batch."""
    with closing(create_or_open(path)) as db:
        Writer(db, path).write(articles)


def in_batches(path: Path, articles: Sequence[IndexedArticle], sizes: Sequence[int]) -> None:
    """Write articles in batches of the sizes, again and again."""
    done = turn = 0
    while done < len(articles):
        size = sizes[turn % len(sizes)]
        write(path, articles[done : done + size])
        done, turn = done + size, turn + 1


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def outcome(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that a database says across articles, without the numbers of rows."""
    return {what: rows(path, sql) for what, sql in QUERIES.items()}
