"""indexer.store.decisions: what a person knows better holds, for what comes later as well."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from namesakes import drawn, in_batches, outcome, rows, said, write

from indexer.errors import DecisionError, SpeakerAmbiguous, SpeakerNotFound
from indexer.store import Author, Order, decisions, merge, remove, rename, split, undo, verify

if TYPE_CHECKING:
    from pathlib import Path

ME = Author("Jo Bell", "I know him")
MAYOR, STRIKER = "mayor of Port Ellery", "Wenbury United striker"
SPEAKERS = "SELECT name, document_count FROM speakers WHERE kind = 'person' ORDER BY 1, 2"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two namesakes, two without a role, and a last name alone."""
    path = tmp_path / "quotes.db"
    write(
        path,
        [
            said(1, ("John Smith", MAYOR), published="2024-01-05"),
            said(2, ("John Smith", STRIKER), published="2024-02-05"),
            said(3, ("Bill Lee", None), published="2024-02-05"),
            said(4, ("Rex Cole", None), published="2024-03-05"),
            said(5, ("Smith", None), published="2024-03-06"),
        ],
    )
    return path


def test_merged_speakers_stay_one(path: Path) -> None:
    """Quotes, counts and names follow; it says who decided; and what comes later joins."""
    done = merge(path, ["Bill Lee", "Rex Cole"], ME)
    assert done.moved
    assert ("Rex Cole", 2) in rows(path, SPEAKERS)
    links = "SELECT rule, evidence FROM speaker_links WHERE name = 'Bill Lee'"
    assert rows(path, links) == [("decision", "a person joined them")]
    write(path, [said(6, ("Bill Lee", None))])
    assert ("Rex Cole", 3) in rows(path, SPEAKERS)
    (decision,) = decisions(path)
    assert (decision.action, decision.decided_by, decision.effective) == ("merge", "Jo Bell", 2)
    assert list(verify(path)) == []


def test_a_last_name_alone_can_be_given_to_somebody(path: Path) -> None:
    """In that article; another one with it alone stays by itself."""
    (smith,) = rows(path, "SELECT id FROM speakers WHERE name = 'Smith'")[0]
    (mayor,) = rows(path, f"SELECT speaker_id FROM speaker_links WHERE role = '{MAYOR}'")[0]
    done = merge(path, [str(mayor), str(smith)], ME)
    write(path, [said(6, ("Smith", None))])
    assert rows(path, SPEAKERS) == [
        ("Bill Lee", 1), ("John Smith", 1), ("John Smith", 2), ("Rex Cole", 1), ("Smith", 1),
    ]  # fmt: skip
    assert list(verify(path)) == []
    undo(path, done.id)
    assert ("John Smith", 2) not in rows(path, SPEAKERS)
    assert list(verify(path)) == []


def test_who_has_no_name_can_be_one_in_two_articles(path: Path) -> None:
    """A person may know that the aide is the same; without the decision they are two again."""
    write(path, [said(number, ("a senior aide", None)) for number in (6, 7)])
    aides = [str(row[0]) for row in rows(path, "SELECT id FROM speakers WHERE kind = 'unknown'")]
    done = merge(path, aides, ME)
    merged = "SELECT document_count FROM speakers WHERE kind = 'unknown'"
    assert rows(path, merged) == [(2,)]
    assert list(verify(path)) == []
    undo(path, done.id)
    assert rows(path, merged) == [(1,), (1,)]
    assert list(verify(path)) == []


def test_a_document_can_be_split_off(path: Path) -> None:
    """Its speaker is another one then, who can be merged with a third."""
    write(path, [said(6, ("Bill Lee", None)), said(7, ("Bill Lee", None))])
    split(path, "Bill Lee", ["https://a.example/7"], ME)
    assert rows(path, SPEAKERS)[:2] == [("Bill Lee", 1), ("Bill Lee", 2)]
    (other,) = rows(path, "SELECT speaker_id FROM speaker_links WHERE rule = 'decision'")[0]
    merge(path, [str(other), "Rex Cole"], ME)
    assert ("Rex Cole", 2) in rows(path, SPEAKERS)
    assert list(verify(path)) == []


def test_a_name_that_was_given_stays(path: Path) -> None:
    """In quotes and their full-text index too, when a fuller form of the name comes."""
    rename(path, "Rex Cole", "Rex of Carrow", ME)
    write(path, [said(6, ("Rex J. Cole", None))])
    found = "SELECT count(*) FROM quotes WHERE speaker_name = 'Rex of Carrow'"
    assert rows(path, found) == [(2,)]
    search = "SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'speaker_name : carrow'"
    assert rows(path, search) == [(2,)]
    assert list(verify(path)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), count=st.integers(3, 12), order=st.integers(0, 999))
def test_decisions_survive_removal_and_can_be_undone(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, order: int
) -> None:
    """The articles come again in another order: the same outcome; undone, as if never decided."""
    path = tmp_path_factory.mktemp("decided") / "quotes.db"
    articles, rng = drawn(seed, count), Random(order)  # noqa: S311, nothing is secret
    write(path, articles)
    before = outcome(path)
    _decide(path, rng)
    decided = outcome(path)
    assert list(verify(path)) == []
    remove(path, [one.article.id for one in articles], Order())
    assert rows(path, "SELECT * FROM speakers") == []
    rng.shuffle(articles)
    in_batches(path, articles, [2])
    assert outcome(path) == decided
    assert list(verify(path)) == []
    for decision in rng.sample([one.id for one in decisions(path)], len(decisions(path))):
        undo(path, decision)
        assert list(verify(path)) == []
    assert outcome(path) == before


def _decide(path: Path, rng: Random) -> None:
    """Merge, split and rename whoever can be."""
    people = [str(row[0]) for row in rows(path, "SELECT id FROM speakers ORDER BY id")]
    if len(people) > 1:
        merge(path, rng.sample(people, 2), ME)
    several = rows(path, "SELECT id FROM speakers WHERE document_count > 1 ORDER BY id")
    if several:
        (speaker,) = rng.choice(several)
        sql = (
            f"SELECT DISTINCT document_id FROM appearances WHERE speaker_id = {speaker} ORDER BY 1"
        )
        documents = [row[0] for row in rows(path, sql)]
        split(path, str(speaker), documents[:1], ME)
    left = [str(row[0]) for row in rows(path, "SELECT id FROM speakers ORDER BY id")]
    rename(path, rng.choice(left), "Somebody Else", ME)


@pytest.mark.parametrize(
    ("decide", "error", "message"),
    [
        (lambda p: merge(p, ["Bill Lee", "Nobody"], ME), SpeakerNotFound, "no speaker 'Nobody'"),
        (lambda p: merge(p, ["Bill Lee", "John Smith"], ME), SpeakerAmbiguous, "2 speakers"),
        (lambda p: merge(p, ["Bill Lee", "Bill Lee"], ME), DecisionError, "two or more"),
        (lambda p: split(p, "Bill Lee", ["x"], ME), DecisionError, "not quoted in 'x'"),
        (
            lambda p: split(p, "Bill Lee", ["https://a.example/3"], ME),
            DecisionError,
            "nothing would be left",
        ),
        (lambda p: rename(p, "Bill Lee", " ", ME), DecisionError, "empty name"),
        (lambda p: undo(p, 9), DecisionError, "no decision 9"),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    path: Path, decide: Any, error: type[Exception], message: str
) -> None:
    """The error says what to do instead."""
    before = outcome(path)
    with pytest.raises(error, match=message):
        decide(path)
    assert outcome(path) == before
    assert decisions(path) == []


def test_a_decision_tells_how_far_it_is(path: Path) -> None:
    """By the articles that it is about."""
    heard: list[tuple[str, int, int | None]] = []
    done = merge(path, ["Bill Lee", "Rex Cole"], ME, lambda *report: heard.append(report))
    meant = [report for report in heard if report[0] == "articles"]
    assert meant == [("articles", n + 1, len(meant)) for n in range(len(meant))] != []
    undo(path, done.id, lambda *report: heard.append(report))
    assert heard.count(meant[-1]) == 2
