"""Where the time of `indexer add` goes: python stages.py DB FOLDER. Prints seconds as JSON.

The functions in which the stages begin are wrapped from the outside, in a run without worker
processes. What a stage calls that is a stage of its own counts for the latter only.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any

BEGUN = time.perf_counter()

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STAGES = (
    ("start", "indexer.pipeline.extraction", "load"),
    ("read", "indexer.pipeline.run", "read_sources"),
    ("scan", "indexer.pipeline.extractor", "find_paragraphs"),
    ("scan", "indexer.pipeline.extractor", "find_quotations"),
    ("parse", "spacy.language", "Language.pipe"),
    ("tokens", "indexer.documents", "Parser.parse"),
    ("features", "indexer.attribution", "Attributor.attribute"),
    ("rank", "indexer.attribution.trees", "Trees.__call__"),
    ("resolve", "indexer.pipeline.extractor", "resolve"),
    ("write", "indexer.pipeline.run", "create_or_open"),
    ("write", "indexer.store.writer", "Writer.standing"),
    ("write", "indexer.store.writer", "Writer.write"),
    ("write", "indexer.store.writer", "Writer.optimize"),
    ("identity", "indexer.store.identity", "Identities.enter"),
    ("identity", "indexer.store.identity", "Identities.settle"),
    ("identity", "indexer.store.identity", "Identities.place"),
    ("clusters", "indexer.store.writer", "join"),
)
"""The stage, and the module and name of what is called for it."""

WRITING = ("write", "identity", "clusters")
"""The stages that the database has a part in."""

NAMES = (*dict.fromkeys(stage for stage, _, _ in STAGES), "rest")


class Clock:
    """Counts the seconds of the stage that is at work, whatever called it."""

    def __init__(self, begun: float) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stages = ["start"]
        self._since = begun

    def enter(self, stage: str) -> None:
        """Begin a stage; the one that called it stands still meanwhile."""
        self._count()
        self._stages.append(stage)

    def leave(self) -> None:
        """End the stage that began last."""
        self._count()
        self._stages.pop()

    def _count(self) -> None:
        now = time.perf_counter()
        self.seconds[self._stages[-1]] += now - self._since
        self._since = now


def main() -> None:
    """Index a folder and print the seconds of each stage."""
    clock = Clock(BEGUN)
    for stage, module, name in STAGES:
        _watch(clock, stage, import_module(module), name)
    from indexer.pipeline import add  # noqa: PLC0415, its imports are part of the start

    clock.enter("rest")
    summary = add(sys.argv[1], [sys.argv[2]])
    clock.leave()
    if not summary.complete:
        sys.exit(f"{len(summary.failures)} articles failed: {summary.failures[0]}")
    print(json.dumps({name: clock.seconds[name] for name in NAMES}))


def _watch(clock: Clock, stage: str, holder: object, name: str) -> None:
    *path, last = name.split(".")
    for part in path:
        holder = getattr(holder, part)
    setattr(holder, last, _timed(clock, stage, getattr(holder, last)))


def _timed(clock: Clock, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def timed(*args: object, **named: object) -> object:
        clock.enter(stage)
        try:
            result = function(*args, **named)
        finally:
            clock.leave()
        # What yields works only when it is asked for the next.
        return _each_timed(clock, stage, result) if hasattr(result, "__next__") else result

    return timed


def _each_timed(clock: Clock, stage: str, results: Iterator[object]) -> Iterator[object]:
    while True:
        clock.enter(stage)
        try:
            result = next(results)
        except StopIteration:
            return
        finally:
            clock.leave()
        yield result


if __name__ == "__main__":
    main()
