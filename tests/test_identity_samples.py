"""Who is who in the sample articles, read by the whole product, against the people of the gold."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from indexer.corpus import read_corpus
from indexer.demo import add_samples
from indexer.identity import person_name
from indexer.store import verify

SAMPLES = Path(__file__).parent.parent / "indexer" / "samples"

QUOTES = """
SELECT d.name, q.start_char, q.speaker_id, a.name FROM quotes AS q
JOIN documents AS d ON d.id = q.document_id JOIN appearances AS a ON a.id = q.appearance_id
WHERE a.kind = 'person'
"""

RIGHT = 0.95
"""The share of quotes that have to be found with their speaker for the rest to mean anything."""


@pytest.fixture
def said(tmp_path: Path, shared_model: None) -> list[tuple[str, int]]:
    """Every quote of a person whom the gold names in full: the person, and the speaker found."""
    path = tmp_path / "samples.db"
    add_samples(path)
    assert list(verify(path)) == []
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(QUOTES).fetchall()
    found = {
        (Path(name).stem, start): (speaker, name_there) for name, start, speaker, name_there in rows
    }
    people, wrong = [], 0
    for article in read_corpus(SAMPLES):
        for quote in article.quotes:
            if quote.speaker_kind != "person" or not person_name(quote.speaker or "").is_full:
                continue
            speaker, name_there = found.get((article.name, quote.contents[0].start), (None, ""))
            # Who said it in the article is another question than who that is in the others.
            if speaker and person_name(name_there) == person_name(quote.speaker or ""):
                people.append((str(quote.speaker), int(speaker)))
            else:
                wrong += 1
    assert len(people) > RIGHT * (len(people) + wrong)
    return people


def test_every_person_is_one_speaker_and_namesakes_are_two(said: list[tuple[str, int]]) -> None:
    """Over all outlets and threads; Skip Dunning is Walter “Skip” Dunning."""
    speakers, people = defaultdict(set), defaultdict(set)
    for person, speaker in said:
        speakers[person.replace("Walter “Skip”", "Skip")].add(speaker)
        people[speaker].add(person.replace("Walter “Skip”", "Skip"))
    assert {person: found for person, found in speakers.items() if len(found) > 1} == {}
    assert {speaker: found for speaker, found in people.items() if len(found) > 1} == {}
    marshes = {found.pop() for person, found in speakers.items() if person.endswith("Marsh")}
    assert len(marshes) == 3
