"""What is known across articles is a matter of what is there: people, utterances, and decisions."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from namesakes import drawn, outcome, rows, write

from indexer.identity import Known
from indexer.store import (
    Author,
    Order,
    decisions,
    import_people,
    merge,
    remove,
    rename,
    split,
    undo,
    verify,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from indexer.models import IndexedArticle

REGISTER = (
    Known("Q1", ("John Smith", "Jack Smith"), "mayor of Port Ellery", "1960", None),
    Known("Q2", ("John Smith",), "footballer", "1990", None),
    Known("Q3", ("William Lee",), "lawyer", None, None),
)
ME = Author("Jo Bell", "I know them")


class History:
    """A database to which things happen by chance; `left` are the articles that are there."""

    def __init__(self, path: Path, versions: list[list[IndexedArticle]], rng: Random) -> None:
        self.path, self.rng, self.versions = path, rng, versions
        self.left: dict[str, IndexedArticle] = {}

    def happen(self) -> None:
        """Let one thing happen."""
        things = (self.arrive, self.arrive, self.go, self.be_one, self.be_two, self.be_called)
        self.rng.choice((*things, self.be_known, self.take_back))()

    def arrive(self) -> None:
        """Some articles come, or come again with another text, which one that is newer never is."""
        batch = []
        for older, newer in self.rng.sample(self.versions, min(3, len(self.versions))):
            coming = newer if older.article.id in self.left else self.rng.choice((older, newer))
            batch.append(coming)
            self.left[coming.article.id] = coming
        write(self.path, batch)

    def go(self) -> None:
        """Some articles are removed."""
        gone = self.rng.sample(sorted(self.left), min(2, len(self.left)))
        if gone:
            remove(self.path, gone, Order())
        for one in gone:
            del self.left[one]

    def be_one(self) -> None:
        """Two speakers are merged."""
        people = self._of("SELECT id FROM speakers ORDER BY id")
        if len(people) > 1:
            merge(self.path, self.rng.sample(people, 2), ME)

    def be_two(self) -> None:
        """A speaker of several articles is split."""
        several = self._of("SELECT id FROM speakers WHERE document_count > 1 ORDER BY id")
        if several:
            speaker = self.rng.choice(several)
            of_them = f"SELECT DISTINCT document_id FROM appearances WHERE speaker_id = {speaker}"
            split(self.path, speaker, sorted(self._of(of_them))[:1], ME)

    def be_called(self) -> None:
        """A speaker is renamed."""
        people = self._of("SELECT id FROM speakers ORDER BY id")
        if people:
            rename(self.path, self.rng.choice(people), "Somebody Else", ME)

    def be_known(self) -> None:
        """A register is imported."""
        import_people(self.path, REGISTER)

    def take_back(self) -> None:
        """A decision is undone."""
        made = [one.id for one in decisions(self.path)]
        if made:
            undo(self.path, self.rng.choice(made))

    def _of(self, sql: str) -> list[str]:
        return [str(row[0]) for row in rows(self.path, sql)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10_000),
    again=st.integers(0, 10_000),
    count=st.integers(2, 9),
    chance=st.integers(0, 10_000),
)
def test_what_is_left_is_as_if_nothing_else_had_ever_been(
    tmp_path_factory: pytest.TempPathFactory, seed: int, again: int, count: int, chance: int
) -> None:
    """Speakers, links, roles, clusters and counts, after whatever came, went and was decided."""
    folder = tmp_path_factory.mktemp("across")
    rng = Random(chance)  # noqa: S311, nothing is secret
    versions = [list(pair) for pair in zip(drawn(seed, count), drawn(again, count), strict=True)]
    history = History(folder / "long.db", versions, rng)
    history.arrive()
    for _ in range(10):
        history.happen()
    assert list(verify(history.path)) == []
    for decision in rng.sample(
        [one.id for one in decisions(history.path)], len(decisions(history.path))
    ):
        undo(history.path, decision)
    write(folder / "new.db", history.left.values())
    for path in (history.path, folder / "new.db"):
        import_people(path, REGISTER)
    assert list(verify(history.path)) == []
    assert outcome(history.path) == outcome(folder / "new.db")
