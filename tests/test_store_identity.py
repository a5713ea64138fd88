"""indexer.store.identity: who is who depends on which articles are there, and on nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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
from indexer.store import Order, Writer, create_or_open, remove, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pytest

WORDS = "We know,"
SAID = f"“{WORDS}” said {{}}. "

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
        SELECT name, kind, document_id, quote_count, document_count, first_quoted, last_quoted
        FROM speakers ORDER BY 1, 2, 3, 4, 5, 6, 7
    """,
    "names": """
        SELECT s.name, s.quote_count, s.first_quoted, n.name, n.appearance_count
        FROM speaker_names AS n JOIN speakers AS s ON s.id = speaker_id ORDER BY 1, 2, 3, 4, 5
    """,
    "quotes": "SELECT id, speaker_name FROM quotes ORDER BY id",
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


def said(number: int, *people: tuple[str, str | None], **known: str) -> IndexedArticle:
    """Return an article in which each of the people, with their role, is quoted once."""
    # Date and outlet too: of the same text only the first that came counts.
    text, starts = f"{number} {' '.join(known.values())}: ", []
    for name, role in people:
        starts.append(len(text) + 1)
        text += SAID.format(f"{name}, {role}" if role else name)
    of = article(f"{text}{TEXT}", url=f"https://a.example/{number}", **known)
    quotes = []
    for occurrence, ((name, role), start) in enumerate(zip(people, starts, strict=True)):
        words = Span(start, start + len(WORDS))
        named = words.end + len("” said ")
        mention = Span(named, named + len(name))
        attribution = Attribution(
            Quotation((words,)), Kind.DIRECT, mention, None, "cue-subject", 0.9
        )
        speaker = Speaker(name, SpeakerKind.PERSON, (name, name.split()[-1]))
        identifier = quote_id(of.id, WORDS, occurrence)
        quotes.append(Quote(identifier, attribution, speaker, role, Span(start - 1, mention.end)))
    return IndexedArticle(of, tuple(quotes))


def drawn(seed: int, count: int) -> list[IndexedArticle]:
    """Return articles of few names, roles, outlets and dates, drawn by chance."""
    rng = Random(seed)  # noqa: S311, nothing is secret
    found = []
    for number in range(count):
        people: dict[str, str | None] = {}
        for _ in range(rng.randint(1, 3)):
            people.setdefault(rng.choice(NAMES), rng.choice(ROLES))
        outlet, day = rng.choice(OUTLETS), rng.choice(DATES)
        known = {"publication": outlet, "published": day}
        given = {field: value for field, value in known.items() if value}
        found.append(said(number, *people.items(), **given))
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
    """Return all that a database says about who is who, without the numbers of rows."""
    return {what: rows(path, sql) for what, sql in QUERIES.items()}


CHANCE = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@CHANCE
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(1, 14),
    order=st.randoms(use_true_random=False),
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=3),
)
def test_the_order_of_arrival_is_nothing(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, order: Random, sizes: list[int]
) -> None:
    """Articles that come in any order and any batches lead to the same speakers."""
    folder = tmp_path_factory.mktemp("order")
    articles = drawn(seed, count)
    write(folder / "once.db", articles)
    order.shuffle(articles)
    in_batches(folder / "often.db", articles, sizes)
    assert outcome(folder / "often.db") == outcome(folder / "once.db")
    assert list(verify(folder / "often.db")) == []


@CHANCE
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(2, 14),
    chosen=st.sets(st.integers(0, 13), min_size=1),
)
def test_what_is_removed_was_never_there(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, chosen: set[int]
) -> None:
    """Taking articles out leaves the speakers that the others alone lead to."""
    folder = tmp_path_factory.mktemp("removed")
    articles = drawn(seed, count)
    gone = {articles[number].article.id for number in chosen if number < count}
    write(folder / "kept.db", [one for one in articles if one.article.id not in gone])
    in_batches(folder / "all.db", articles, [3])
    if gone:
        remove(folder / "all.db", sorted(gone), Order())
    assert outcome(folder / "all.db") == outcome(folder / "kept.db")
    assert list(verify(folder / "all.db")) == []


@CHANCE
@given(seed=st.integers(0, 10_000), count=st.integers(2, 12), again=st.integers(0, 10_000))
def test_an_article_that_changed_counts_as_it_is_now(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, again: int
) -> None:
    """What it said before is nothing to who its speakers are."""
    folder = tmp_path_factory.mktemp("changed")
    newer = drawn(again, count)
    in_batches(folder / "changed.db", [*drawn(seed, count), *newer], [count, 2])
    write(folder / "new.db", newer)
    before, after = outcome(folder / "changed.db"), outcome(folder / "new.db")
    assert before == after
    assert list(verify(folder / "changed.db")) == []
