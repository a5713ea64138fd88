"""Extraction in worker processes, each of which may die without the run.

Each worker is a process that was started anew (not forked: forks of a program with threads may
hang), with a pipe to one thread here. The thread sends an article and waits for its quotes, so that
who dies over what is always known, and so that no more than one article is lost with it. A worker
ends when the program that started it does, even if that was killed.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import wait
from queue import LifoQueue
from threading import Thread
from typing import TYPE_CHECKING

from indexer.errors import ModelError, ModelUnsuitable, WorkerDied
from indexer.models import Failure, IndexedArticle
from indexer.pipeline.extraction import failure_of, load, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from typing import TypeAlias

    from indexer.documents import Parsing
    from indexer.models import Article, Quote
    from indexer.pipeline.extraction import Outcome

    Answer: TypeAlias = tuple[Quote, ...] | Failure

WAITING_EACH = 16
"""Articles for each worker that may wait for one that takes long, so that order is kept."""

WAITING_BESIDES = 50
"""Articles for all that may wait besides: no worker stands still while as many are written."""

WAITING_CHARACTERS = 20_000_000
"""Characters of text that may wait: what bounds the memory where articles are books."""

READY = "ready"
"""What a worker says first, unless its model cannot be used."""


class Workers:
    """An `Extraction` in worker processes, which are started as they are needed.

    Raises ModelMissing or ModelUnsuitable where the model cannot be loaded.
    """

    def __init__(self, parsing: Parsing, number: int) -> None:
        self._number = number
        self._idle: LifoQueue[_Worker] = LifoQueue()
        self._workers = [_Worker(parsing) for _ in range(number)]
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(number, initializer=_leave_interrupts_to_main)
        self._waiting: deque[tuple[Article, Future[Outcome]]] = deque()

    def prepare(self) -> None:
        """Start a worker, to see whether it can load the model, and meanwhile the next one."""
        started = [self._threads.submit(self._started) for _ in range(min(self._number, 2))]
        started[0].result()

    def extract(self, articles: Iterable[Article]) -> Iterator[Outcome]:
        """Yield the outcome of every article, in order; others are under way meanwhile."""
        for article in articles:
            self._waiting.append((article, self._threads.submit(self._extract, article)))
            while self._waiting and (self._waiting[0][1].done() or self._is_full()):
                yield self._first()
        while self._waiting:
            yield self._first()

    def finished(self) -> Iterator[Outcome]:
        """Yield what is extracted but was not yielded; the rest is not begun any more."""
        for _, future in self._waiting:
            if not future.cancel() and future.done() and not future.exception():
                yield future.result()
        self._waiting.clear()

    def close(self) -> None:
        """End all workers at once."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown()

    def _is_full(self) -> bool:
        if len(self._waiting) > WAITING_EACH * self._number + WAITING_BESIDES:
            return True
        return sum(len(article.text) for article, _ in self._waiting) > WAITING_CHARACTERS

    def _first(self) -> Outcome:
        # Taken out only when it is there: an interrupt while it is awaited must not lose it.
        outcome = self._waiting[0][1].result()
        self._waiting.popleft()
        return outcome

    def _extract(self, article: Article) -> Outcome:
        worker = self._idle.get()
        try:
            return worker.extract(article)
        finally:
            self._idle.put(worker)

    def _started(self) -> None:
        worker = self._idle.get()
        try:
            worker.start()
        finally:
            self._idle.put(worker)


class _Worker:
    """One process at a time: the next article starts a new one where the last has died."""

    def __init__(self, parsing: Parsing) -> None:
        self._parsing = parsing
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._killed = False

    def extract(self, article: Article) -> Outcome:
        self.start()
        try:
            answer: Answer = self._ask(article)
        except (EOFError, OSError):
            return failure_of(article, WorkerDied(self._last_words()))
        return answer if isinstance(answer, Failure) else IndexedArticle(article, answer)

    def start(self) -> None:
        """Start the process, if none is running, and wait until it has its model."""
        if self._killed or (self._process and self._process.is_alive()):
            return
        context = multiprocessing.get_context("spawn")
        pipe, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self._parsing), daemon=True)
        process.start()
        theirs.close()
        self._process, self._pipe = process, pipe
        if self._killed:
            # In between: nobody else knows of it.
            process.kill()
        self._await_model(pipe)

    def kill(self) -> None:
        """End the process, whatever it does, and start none again."""
        self._killed = True
        if self._process:
            self._process.kill()

    def _await_model(self, pipe: Connection) -> None:
        try:
            said = pipe.recv()
        except (EOFError, OSError):
            raise ModelUnsuitable(
                f"the language model {self._parsing.model!r} cannot be loaded: {self._last_words()}"
            ) from None
        if isinstance(said, ModelError):
            raise said

    def _ask(self, article: Article) -> Answer:
        if self._pipe is None:
            raise EOFError
        self._pipe.send(article)
        answer: Answer = self._pipe.recv()
        return answer

    def _last_words(self) -> str:
        """Clear away a process that died, and return in words how it did."""
        process, self._process, self._pipe = self._process, None, None
        if process is None:
            return "the run was ended"
        process.join()
        code = process.exitcode or 0
        if code == -signal.SIGKILL:
            return "the process that worked on it was killed, probably for want of memory"
        how = signal.strsignal(-code) if code < 0 else f"exit status {code}"
        return f"the process that worked on it died ({how})"


def work(pipe: Connection, parsing: Parsing) -> None:
    """Extract the articles that come through a pipe until it ends: the life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        _work(pipe, parsing)


def _work(pipe: Connection, parsing: Parsing) -> None:
    try:
        extractor = load(parsing)
    except ModelError as error:
        pipe.send(error)
        return
    pipe.send(READY)
    while True:
        outcome = outcome_of(extractor, pipe.recv())
        # The article stays where it is.
        pipe.send(outcome.quotes if isinstance(outcome, IndexedArticle) else outcome)


def _end_with_parent() -> None:
    # The pipe's end is noticed only between two articles.
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _leave_interrupts_to_main() -> None:
    # A terminal's Ctrl-C goes to every process; a mask is inherited by those that a thread starts.
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
