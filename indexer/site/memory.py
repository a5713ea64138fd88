"""Answers that are kept until the database's file changes.

A sum over a hundred thousand quotes takes as long for the second visitor as for the first, and in
between nothing has changed: most visitors ask for the same few pages.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

MOST_KEPT = 1_000
"""Answers are counts and short lists: so many take some megabytes."""

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Memory:
    """The answers that one database gave in its present state."""

    path: Path | None
    state: tuple[int, ...] = ()
    answers: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    asked: dict[Hashable, asyncio.Task[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, database: Any) -> Memory:
        """Return the memory of a database that Datasette has attached, the same one every time."""
        memory = getattr(database, "_indexer_memory", None)
        if memory is None:
            memory = cls(Path(database.path) if database.path else None)
            database._indexer_memory = memory
        return memory

    async def answer(self, key: Hashable, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what `ask` returned for this key, or ask now. Raises what `ask` raises."""
        state = self._state()
        if state is None:
            return await ask()
        if state != self.state:
            self.state, self.answers, self.asked = state, OrderedDict(), {}
        if key in self.answers:
            self.answers.move_to_end(key)
            answer: Answer = self.answers[key]
            return answer
        return await self._ask(key, ask)

    async def _ask(self, key: Hashable, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        task: asyncio.Task[Answer] | None = self.asked.get(key)
        if task is None or task.get_loop() is not asyncio.get_running_loop():
            task = self.asked[key] = asyncio.ensure_future(self._look(key, ask, self.state))
        # Whoever leaves must not take the answer from others who wait for it.
        return await asyncio.shield(task)

    async def _look(
        self, key: Hashable, ask: Callable[[], Awaitable[Answer]], state: tuple[int, ...]
    ) -> Answer:
        try:
            answer = await ask()
        finally:
            if state == self.state:
                self.asked.pop(key, None)
        if state == self.state:
            self.answers[key] = answer
            while len(self.answers) > MOST_KEPT:
                self.answers.popitem(last=False)
        return answer

    def _state(self) -> tuple[int, ...] | None:
        """Return what changes whenever the database is written; None where nothing tells."""
        if self.path is None:
            return None
        try:
            file = self.path.stat()
        except OSError:
            return None
        try:
            log = self.path.with_name(f"{self.path.name}-wal").stat()
        except OSError:
            return (file.st_mtime_ns, file.st_size)
        return (file.st_mtime_ns, file.st_size, log.st_mtime_ns, log.st_size)
