"""indexer.store.identity: who is who depends on which articles are there, and on nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from namesakes import drawn, in_batches, outcome, write

from indexer.store import Order, remove, verify

if TYPE_CHECKING:
    from random import Random

    import pytest

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
