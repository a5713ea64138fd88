"""indexer.store.clusters: what is one utterance, whatever came first and whatever has gone."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from utterances import AIDE, BELL, RUIZ, printed

from indexer.models import Speaker, SpeakerKind
from indexer.store import Author, Order, Writer, create_or_open, merge, remove, undo, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from indexer.models import IndexedArticle

COUNTS = """
SELECT quote_count, wording_count, document_count, source_count, outlet_count, speaker_count,
  disputed
FROM quote_clusters ORDER BY quote_count DESC
"""

FULL = (
    "We have no choice but to close the harbour before the winter storms arrive, "
    "and everybody in this town knows that it will cost us dearly"
)
EXCERPT = "close the harbour before the winter storms"
CHANGED = (
    "We have no choice but to shut the harbor before the winter storms arrive, "
    "and everybody in this town knows that it will cost us dearly"
)
OTHER = "The ferry company has broken every promise that it made to the fishermen of the island"


def test_the_same_words_are_one_utterance(tmp_path: Path) -> None:
    """Case, punctuation, marks, accents and what the newsroom put in brackets aside."""
    path = made(
        tmp_path,
        printed("a.example/1", [(RUIZ, "We'll close the café at Dun Laoghaire [the port] now.")]),
        printed("b.example/1", [(RUIZ, "we’ll close the cafe — at Dun Laoghaire … NOW")]),
        printed("c.example/1", [(RUIZ, OTHER)]),
    )
    assert clusters(path) == [(2, 1, 2, 2, 2, 1, 0)]
    assert rows(path, "SELECT count(*) FROM quotes WHERE cluster_id IS NULL") == [(1,)]


@pytest.mark.parametrize(
    "again",
    [
        EXCERPT,
        CHANGED,
        "We have no choice but to close the harbour … everybody in this town knows",
        "everybody in this town knows that it will cost us dearly. It will cost us our ships",
        "We have no choice but to close it before the winter storms arrive",
    ],
    ids=["an excerpt", "other words", "halves", "overlapping", "a word for others"],
)
def test_what_newsrooms_do_to_words_leaves_the_utterance(tmp_path: Path, again: str) -> None:
    """Cut at either end, merged, a word changed: it is the same; the fullest wording stands."""
    path = made(
        tmp_path, printed("a.example", [(RUIZ, again)]), printed("b.example", [(RUIZ, FULL)])
    )
    assert clusters(path) == [(2, 2, 2, 2, 2, 1, 0)]
    longest = max(FULL, again, key=lambda words: len(words.split()))
    assert rows(path, "SELECT text FROM quote_clusters") == [(longest,)]


@pytest.mark.parametrize(
    "words",
    ["Thank you very much", "No comment", "We will see what happens", "a disgrace to us", "I do."],
)
def test_commonplaces_are_said_anew_each_time(tmp_path: Path, words: str) -> None:
    """Neither twice by one speaker, nor as a part of something longer, do they tell anything."""
    path = made(
        tmp_path,
        printed("a.example", [(RUIZ, words)]),
        printed("b.example", [(RUIZ, words)]),
        printed("c.example", [(RUIZ, f"{words}, and the harbour master agrees with me there")]),
    )
    assert clusters(path) == []


def test_other_people_say_other_things(tmp_path: Path) -> None:
    """An excerpt or a changed word never joins two speakers."""
    path = made(
        tmp_path, printed("a.example", [(RUIZ, FULL), (BELL, EXCERPT), (BELL, CHANGED[:60])])
    )
    assert rows(path, "SELECT speaker_count FROM quote_clusters") == []


def test_many_equal_words_of_two_people_are_a_dispute(tmp_path: Path) -> None:
    """One utterance, about which the articles do not agree; each speaker's versions are in it."""
    path = made(
        tmp_path,
        printed("a.example", [(RUIZ, FULL)]),
        printed("b.example", [(BELL, FULL)]),
        printed("c.example", [(BELL, EXCERPT)]),
    )
    assert clusters(path) == [(3, 2, 3, 3, 3, 2, 1)]
    assert rows(path, "SELECT speaker_id FROM quote_clusters") == [(None,)]


def test_what_everybody_says_is_no_dispute(tmp_path: Path) -> None:
    """Words that dozens of people are quoted with are a form; one fewer, and they are disputed."""
    people = [Speaker(f"Person {n}", SpeakerKind.PERSON, ()) for n in range(21)]
    articles = [printed(f"{n}.example", [(person, FULL)]) for n, person in enumerate(people)]
    path = made(tmp_path, *articles)
    assert clusters(path) == []
    remove(path, [articles[7].article.id], Order())
    assert rows(path, "SELECT quote_count, disputed FROM quote_clusters") == [(20, 1)]


def test_who_is_not_named_goes_with_one_who_is(tmp_path: Path) -> None:
    """“A senior aide” and nobody at all contradict no name, and tie no two people together."""
    middle = "close the harbour before the winter storms arrive"
    path = made(
        tmp_path,
        printed("a.example", [(RUIZ, f"{middle}, I said to them at the meeting on Monday")]),
        printed("b.example", [(BELL, f"It is a scandal to {middle}")]),
        printed("c.example", [(None, middle)]),
        printed("d.example", [(AIDE, middle)]),
    )
    assert clusters(path) == [(3, 2, 3, 3, 3, 1, 0)]
    assert rows(path, "SELECT DISTINCT speaker_name FROM quotes WHERE cluster_id IS NULL") == [
        ("Marta Ruiz",)
    ]


def test_an_excerpt_of_two_speeches_ties_them_not(tmp_path: Path) -> None:
    """It goes with the one that it is closer to."""
    path = made(
        tmp_path,
        printed("a.example", [(RUIZ, f"{EXCERPT}, that is what I told the council last week")]),
        printed("b.example", [(RUIZ, f"They all want to {EXCERPT}, which is madness")]),
        printed("c.example", [(RUIZ, EXCERPT)]),
    )
    assert clusters(path) == [(2, 2, 2, 2, 2, 1, 0)]
    fullest = "SELECT text FROM quote_clusters"
    assert rows(path, fullest) == [(f"They all want to {EXCERPT}, which is madness",)]


def test_copies_of_a_wire_story_are_one_source(tmp_path: Path) -> None:
    """However many outlets print it, cut or with their own words around it."""
    story = " ".join(f"Paragraph {n} tells of {a} {b} and {c}." for n, a, b, c in sentences(40))
    path = made(
        tmp_path,
        printed("a.example", [(RUIZ, FULL)], around=story),
        printed("b.example", [(RUIZ, FULL)], around=f"THE COURIER. {story}"),
        printed("c.example", [(RUIZ, EXCERPT)], around=story[: len(story) * 2 // 3]),
        printed("d.example", [(RUIZ, FULL)], around="Our own reporter was there."),
    )
    assert clusters(path) == [(4, 2, 4, 2, 4, 1, 0)]
    assert rows(path, "SELECT document_count FROM document_groups") == [(3,)]


def test_a_copy_may_make_one_source_of_two(tmp_path: Path) -> None:
    """Of articles that have little in common but what both have of it, until it goes again."""
    story = [f"Paragraph {n} tells of {a} {b} and {c}." for n, a, b, c in sentences(100)]
    around = [" ".join(story[start : start + 60]) for start in (0, 18, 36)]
    path = made(
        tmp_path,
        printed("a.example", [(RUIZ, FULL)], around=around[0]),
        printed("c.example", [(RUIZ, FULL)], around=around[2]),
    )
    assert clusters(path) == [(2, 1, 2, 2, 2, 1, 0)]
    write(path, [printed("b.example", [(BELL, OTHER)], around=around[1])])
    assert clusters(path) == [(2, 1, 2, 1, 2, 1, 0)]
    remove(path, ["https://b.example"], Order())
    assert clusters(path) == [(2, 1, 2, 2, 2, 1, 0)]


def test_dates_and_outlets_are_those_of_the_quotes(tmp_path: Path) -> None:
    """Also after two names turn out to be one outlet, long after the quotes were compared."""
    path = made(
        tmp_path,
        printed("a.example/1", [(RUIZ, FULL)], publication="a.example", published="2024-11-07"),
        printed("b.example/1", [(RUIZ, FULL)], publication="The Beacon", published="2024-11-05"),
    )
    seen = "SELECT outlet_count, first_seen, last_seen FROM quote_clusters"
    assert rows(path, seen) == [(2, "2024-11-05", "2024-11-07")]
    write(path, [printed("a.example/2", [(RUIZ, OTHER)], publication="The Beacon")])
    assert rows(path, seen) == [(1, "2024-11-05", "2024-11-07")]
    assert list(verify(path)) == []


def test_quotes_that_get_another_speaker_are_compared_anew(tmp_path: Path) -> None:
    """When somebody says that two rows are one person, and when that is taken back."""
    path = made(
        tmp_path,
        printed("a.example", [(RUIZ, FULL)]),
        printed("b.example", [(BELL, EXCERPT)]),
        printed("c.example", [(BELL, OTHER)]),
    )
    assert clusters(path) == []
    merged = merge(path, [RUIZ.name, BELL.name], Author())
    assert rows(path, COUNTS) == [(2, 2, 2, 2, 2, 1, 0)]
    assert list(verify(path)) == []
    undo(path, merged.id)
    assert rows(path, COUNTS) == []
    assert list(verify(path)) == []


def test_a_long_list_of_versions_is_joined(tmp_path: Path) -> None:
    """Five hundred printings in sixty wordings are one utterance, found through the index."""
    words = FULL.split()
    versions = [" ".join(words[n % 10 : len(words) - n % 6]) for n in range(500)]
    path = made(tmp_path, *(printed(f"a.example/{n}", [(RUIZ, v)]) for n, v in enumerate(versions)))
    ((quotes, wordings, *_),) = clusters(path)
    assert (quotes, wordings) == (500, len(set(versions)))


POOL: list[tuple[Speaker | None, str]] = [
    (speaker, words)
    for speaker in (RUIZ, BELL, AIDE, None)
    for words in (
        FULL,
        EXCERPT,
        CHANGED,
        OTHER,
        FULL[:75],
        f"{OTHER}. {FULL}",
        "Thank you very much",
        "to close the harbour before the winter",
    )
]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    said=st.lists(st.lists(st.integers(0, len(POOL) - 1), max_size=5), min_size=1, max_size=8),
    before=st.lists(st.lists(st.integers(0, len(POOL) - 1), max_size=3), max_size=8),
    removed=st.sets(st.integers(0, 7), max_size=4),
    seed=st.integers(0, 1_000),
    most=st.sampled_from([1, 2, 3, 400]),
)
def test_clusters_are_a_matter_of_what_is_there(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[list[int]],
    before: list[list[int]],
    removed: set[int],
    seed: int,
    most: int,
) -> None:
    """Whatever the order, the batches, earlier texts, and what was taken out since.

    With so few wordings for a shingle to lead to, its becoming too common is met as well.
    """
    folder = tmp_path_factory.mktemp("any")
    with pytest.MonkeyPatch.context() as patch:
        fewer(patch, most)
        articles = [numbered(n, chosen) for n, chosen in enumerate(said)]
        kept = [article for n, article in enumerate(articles) if n not in removed]
        for article in kept:
            write(folder / "fresh.db", [article])
        create_or_open(folder / "fresh.db").close()
        shuffled = random.Random(seed)  # noqa: S311, the same each time
        write(folder / "all.db", [numbered(n, chosen) for n, chosen in enumerate(before)])
        arrivals = articles.copy()
        shuffled.shuffle(arrivals)
        while arrivals:
            size = shuffled.randint(1, 4)
            write(folder / "all.db", arrivals[:size])
            del arrivals[:size]
        gone = {n for n in removed if n < len(said)} | set(range(len(said), len(before)))
        if gone:
            remove(folder / "all.db", [numbered(n, []).article.id for n in gone], Order())
    assert list(verify(folder / "all.db")) == []
    assert everything(folder / "all.db") == everything(folder / "fresh.db")


def fewer(patch: pytest.MonkeyPatch, most: int) -> None:
    """Have a shingle, equal words, and a run of an article, lead to so many others at most."""
    kinds = ("wordings.MOST_OF_ALL", "wordings.MOST_OF_SPEAKER", "wordings.MOST_OF_SAME_WORDS")
    for name in (*kinds, "document_groups.MOST"):
        patch.setattr(f"indexer.store.{name}", most)


def numbered(number: int, chosen: Sequence[int]) -> IndexedArticle:
    """Return an article of a few, half of which are copies of one story."""
    story = [f"Paragraph {n} tells of {a} {b} and {c}." for n, a, b, c in sentences(60)]
    # The second and the sixth have little in common but that both are copies of the fourth.
    around = " ".join(story[number * 4 : number * 4 + 30]) if number % 2 else f"Article {number}."
    day = f"2024-11-0{number + 1}"
    said = [POOL[n] for n in chosen]
    return printed(f"{number % 3}.example/{number}", said, around=around, published=day)


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that is known across articles, without numbers that rows got as they came."""
    named = "SELECT id, name FROM speakers UNION SELECT 0, ''"
    wording = (
        f"SELECT w.id AS id, digest, name FROM wordings AS w JOIN ({named}) AS s ON s.id = speaker"
    )
    queries = {
        "quotes": f"SELECT q.id, digest, name, cluster_id FROM quotes AS q JOIN ({wording}) AS w "
        "ON w.id = wording_id",
        "clusters": "SELECT c.id, quote_id, text, name, c.quote_count, wording_count, "
        "c.document_count, source_count, outlet_count, speaker_count, disputed, first_seen, "
        "last_seen FROM quote_clusters AS c LEFT JOIN speakers AS s ON s.id = speaker_id",
        "links": "SELECT a.digest, a.name, b.digest, b.name, relation, coverage, closeness "
        f"FROM wording_links JOIN ({wording}) AS a ON a.id = wording_id "
        f"JOIN ({wording}) AS b ON b.id = other_id",
        "shingles": "SELECT shingle, digest, name FROM wording_shingles "
        f"JOIN ({wording}) ON id = wording_id",
        "groups": "SELECT * FROM document_groups",
        "copies": "SELECT document_id, digest, group_id FROM document_copies "
        "JOIN article_texts ON id = text_id",
        "runs": "SELECT run, digest FROM article_runs JOIN article_texts ON id = text_id",
    }
    return {name: sorted(rows(path, sql), key=repr) for name, sql in queries.items()}


def sentences(count: int) -> Iterable[tuple[int, str, str, str]]:
    """Yield words for so many sentences, no two of which are alike."""
    drawn = random.Random(7)  # noqa: S311, the same each time
    nouns = ("harbour", "council", "ferry", "fishermen", "winter", "storms", "island", "customs")
    verbs = ("waiting", "quarrelling", "repairing", "counting", "sleeping", "rowing")
    for number in range(count):
        yield number, drawn.choice(verbs), drawn.choice(nouns), drawn.choice(nouns)


def made(folder: Path, *articles: IndexedArticle) -> Path:
    """Return a database with the articles, each promise of which holds."""
    path = folder / "quotes.db"
    write(path, articles)
    assert list(verify(path)) == []
    return path


def clusters(path: Path) -> list[tuple[Any, ...]]:
    """Return the counts of every cluster, of a database each promise of which holds."""
    assert list(verify(path)) == []
    return rows(path, COUNTS)


def write(path: Path, batch: Iterable[IndexedArticle]) -> None:
    """Add articles in one batch."""
    with closing(create_or_open(path)) as db:
        Writer(db, path).write(batch)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()
