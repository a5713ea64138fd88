"""indexer.site.memory: asked once, until the database changes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from indexer.site import memory
from indexer.site.memory import Memory

if TYPE_CHECKING:
    from pathlib import Path


class Counter:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self) -> int:
        """Return how often this was called, after a while."""
        self.asked += 1
        await asyncio.sleep(0.01)
        return self.asked


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that stands for a database."""
    path = tmp_path / "quotes.db"
    path.write_bytes(b"one")
    return path


async def test_an_answer_is_kept_until_the_file_changes(file: Path) -> None:
    """Also when only the log beside the database has grown."""
    kept, count = Memory(file), Counter()
    assert [await kept.answer("a", count) for _ in range(3)] == [1, 1, 1]
    file.write_bytes(b"other")
    assert await kept.answer("a", count) == 2
    file.with_name("quotes.db-wal").write_bytes(b"log")
    assert [await kept.answer("a", count) for _ in range(2)] == [3, 3]


async def test_who_asks_at_once_waits_for_one_answer(file: Path) -> None:
    """Twenty visitors of one page are one query, and one who leaves takes it from nobody."""
    kept, count = Memory(file), Counter()
    asking = [asyncio.create_task(kept.answer("a", count)) for _ in range(20)]
    await asyncio.sleep(0)
    asking[0].cancel()
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert isinstance(answers[0], asyncio.CancelledError)
    assert answers[1:] == [1] * 19
    assert count.asked == 1


async def test_an_error_is_not_kept(file: Path) -> None:
    """Whoever asks again gets another try."""
    kept = Memory(file)

    async def fail() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await kept.answer("a", fail)
    assert await kept.answer("a", Counter()) == 1


async def test_only_so_much_is_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not asked for in the longest time goes first."""
    monkeypatch.setattr(memory, "MOST_KEPT", 2)
    kept, count = Memory(file), Counter()
    for key in ("a", "b", "a", "c", "a", "b"):
        await kept.answer(key, count)
    assert list(kept.answers) == ["a", "b"]
    assert count.asked == 4


async def test_a_database_without_a_file_is_asked_every_time(file: Path) -> None:
    """Nothing would tell when it changes; and every database has one memory."""
    database = SimpleNamespace(path=None)
    count = Counter()
    assert [await Memory.of(database).answer("a", count) for _ in range(2)] == [1, 2]
    database = SimpleNamespace(path=str(file))
    assert Memory.of(database) is Memory.of(database)
    assert [await Memory.of(database).answer("a", count) for _ in range(2)] == [3, 3]
