"""One run: from what a person named to rows in the database, whatever a single article does."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from indexer.documents import Parsing
from indexer.errors import (
    DatabaseForeign,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    ModelError,
    SourceError,
)
from indexer.languages.en import DEFAULT_MODEL
from indexer.models import Failure, Known, PassedOver
from indexer.pipeline.extraction import Here, failure_of
from indexer.sources import ReadOptions, read_sources
from indexer.sources.following import WebOptions, following
from indexer.store import (
    FailureLog,
    Memory,
    Standing,
    Totals,
    Writer,
    create_or_open,
    is_new,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlite_utils import Database

    from indexer.models import Article, IndexedArticle
    from indexer.pipeline.extraction import Extraction, Outcome
    from indexer.sources.items import Found

T = TypeVar("T")

BATCH = 50
"""Articles in one transaction: a run that is cut off loses no more than these."""

EVERYTHING_BY_CONVENTION = ReadOptions()

PUBLIC_WEB = WebOptions()

FATAL = (ModelError, DatabaseForeign, DatabaseFull, DatabaseLocked, DatabaseReadOnly)
"""What would meet the next article as well, and so ends the run."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: articles read and quotes found, up to 50 articles not yet stored.

    `compared` counts the quotes that an older release left in the database and that join clusters
    first.
    """

    documents: int
    quotes: int
    known: int
    failed: int
    kept_out: int = 0
    compared: int = 0

    @property
    def inputs(self) -> int:
        """The articles that are done with, one way or another."""
        return self.documents + self.known + self.failed + self.kept_out


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run added; `known` counts the articles that were in the database already.

    `changed` are those of which it had another text, `kept_out` those that somebody removed for
    good. `passed_over` counts, by the ending of their names, the files of folders and archives that
    were not read because of that name. `interrupted` says that not all inputs were read: somebody
    pressed Ctrl-C.
    """

    documents: int
    quotes: int
    attributed: int
    known: int
    failures: tuple[Failure, ...]
    interrupted: bool = False
    changed: int = 0
    kept_out: int = 0
    passed_over: Mapping[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether all inputs are in the database now, but for those that are kept out."""
        return not self.failures and not self.interrupted


def add(
    database: Path | str,
    inputs: Iterable[str],
    *,
    model: str = DEFAULT_MODEL,
    full_parse: bool = False,
    options: ReadOptions = EVERYTHING_BY_CONVENTION,
    web: WebOptions = PUBLIC_WEB,
    workers: int = 0,
    report: Callable[[Progress], object] | None = None,
    only_failed: bool = False,
) -> Summary:
    """Index the articles of the inputs into a database, which is made if there is none.

    Articles that are in it already are left as they are, and while there are only such no model is
    loaded; of those whose text has changed the older text is kept. `options` say how to read
    records, `web` how far links are followed. Quotes are found in so many `workers`, processes that
    are started anew, so that the calling program's main module must be importable; 0 does without.
    With `full_parse` every word is parsed, not only what decides who said a quote.
    Failures are recorded, and deleted when a later run succeeds; with `only_failed` other records
    of the same inputs are left out. `report` is called after every article. An article that fails
    is in the summary's failures and the run goes on. KeyboardInterrupt ends it after the articles
    that are finished are written. Raises DatabaseError or ModelError where no article can be
    written any more; all batches before that stay. Without the model no database is made.
    """
    parsing = Parsing(model, full_parse)
    with closing(_extraction(parsing, workers)) as extraction, ExitStack() as stack:
        memory = Memory(Path(database), stack)
        options = replace(options, seen=memory.seen)
        # What failed is fetched whole: its feed may have nothing new, and so would not lead to it.
        follow = following(web, options, None if only_failed else memory)
        read = partial(read_sources, options=options, follow=follow)
        run = _Run(Path(database), extraction, read, report, stack, only_failed, memory)
        return run.add(tuple(inputs))


def processors() -> int:
    """Return how many processors this process may use: as many workers are the quickest."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _extraction(parsing: Parsing, workers: int) -> Extraction:
    if not workers:
        return Here(parsing)
    # Here, not above: what it takes to start processes is not there on every system.
    from indexer.pipeline.workers import Workers  # noqa: PLC0415

    return Workers(parsing, workers)


@dataclass
class _Run:
    """The state of one run, and its one writer; `stack` closes the database."""

    database: Path
    extraction: Extraction
    read_sources: Callable[[Iterable[str]], Iterator[Found]]
    report: Callable[[Progress], object] | None
    stack: ExitStack
    only_failed: bool
    memory: Memory
    batch: list[IndexedArticle] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    read: Totals = field(default_factory=Totals)
    failures: list[Failure] = field(default_factory=list)
    recorded: int = 0
    compared: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)

    def add(self, inputs: tuple[str, ...]) -> Summary:
        try:
            self._add_all(inputs)
        except KeyboardInterrupt:
            # What is in the batch is whole: an interrupted transaction has left nothing.
            self.batch += self._succeeded(self.extraction.finished())
            self._write_batch()
            if not is_new(self.database):
                self._record_failures()
            self.memory.keep()
            return self._summary(interrupted=True)
        return self._summary()

    def _add_all(self, inputs: tuple[str, ...]) -> None:
        if not is_new(self.database):
            self._open()
        unknown = self._unknown(self.read_sources(inputs))
        for indexed in self._succeeded(self.extraction.extract(unknown)):
            self.batch.append(indexed)
            if len(self.batch) >= BATCH:
                self._write_batch()
        self._write_batch()
        self._open()
        self._record_failures()
        self._log.finished(inputs)
        self.memory.keep(complete=not self.failures)
        if self.totals.documents or self.totals.changed:
            self._writer.optimize(self.totals.quotes)

    def _summary(self, *, interrupted: bool = False) -> Summary:
        totals = self.totals
        known = totals.known + self.read.known
        failures = tuple(self.failures)
        return Summary(
            totals.documents,
            totals.quotes,
            totals.attributed,
            known,
            failures,
            interrupted,
            totals.changed,
            totals.kept_out + self.read.kept_out,
            dict(sorted(self.passed_over.items())),
        )

    @cached_property
    def _db(self) -> Database:
        return self.stack.enter_context(closing(create_or_open(self.database)))

    @cached_property
    def _writer(self) -> Writer:
        writer = Writer(self._db, self.database)
        for self.compared in writer.compare_earlier():
            self._report()
        return writer

    @cached_property
    def _log(self) -> FailureLog:
        return FailureLog(self._db, self.database)

    def _open(self) -> None:
        _ = self._writer

    def _open_for_article(self) -> None:
        # All is unknown to a database that is not there: without the model none is made.
        if is_new(self.database):
            self.extraction.prepare()
        self._open()

    def _unknown(self, read: Iterable[Found]) -> Iterator[Article]:
        for article in read:
            if isinstance(article, PassedOver):
                self.passed_over[article.ending] += 1
                continue
            if isinstance(article, SourceError):
                self._fail(failure_of(article, article))
                continue
            self._open_for_article()
            if self.only_failed and not self._log.concerns(article.input, article.record):
                continue
            if isinstance(article, Known):
                self._log.succeeded(article.input, article.record)
                self._count(Totals(known=1))
                continue
            standing = self._attempt(article, partial(self._writer.standing, article))
            if standing in (Standing.NEW, Standing.CHANGED):
                yield article
            elif standing is not None:
                self._log.succeeded(article.input, article.record)
                known = standing is Standing.KNOWN
                if known:
                    self._writer.remember(article)
                self._count(Totals(known=1) if known else Totals(kept_out=1))

    def _succeeded(self, outcomes: Iterable[Outcome]) -> Iterator[IndexedArticle]:
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                self._fail(outcome)
                continue
            self._count(Totals(documents=1, quotes=len(outcome.quotes)))
            yield outcome

    def _write_batch(self) -> None:
        if self.batch:
            self._write(self.batch)
            self.batch = []
            self._record_failures()
            self.memory.keep()

    def _write(self, batch: list[IndexedArticle]) -> None:
        """Write a batch in one transaction; if that fails, each of its articles by itself."""
        try:
            self._written(batch, self._writer.write(batch))
        except FATAL:
            raise
        except Exception:  # noqa: BLE001, whatever it is, it comes again where it is recorded
            for indexed in batch:
                one = self._attempt(indexed.article, partial(self._writer.write, [indexed]))
                if one:
                    self._written([indexed], one)

    def _written(self, batch: list[IndexedArticle], totals: Totals) -> None:
        self.totals += totals
        for indexed in batch:
            self._log.succeeded(indexed.article.input, indexed.article.record)

    def _attempt(self, article: Article, action: Callable[[], T]) -> T | None:
        """Do something for one article: if it fails, that is recorded and the run goes on."""
        try:
            return action()
        except FATAL:
            raise
        except Exception as error:  # noqa: BLE001, no article may end the run for the others
            self._fail(failure_of(article, error))
            return None

    def _count(self, more: Totals) -> None:
        self.read += more
        self._report()

    def _fail(self, failure: Failure) -> None:
        self.failures.append(failure)
        self._report()

    def _record_failures(self) -> None:
        """Write the failures that are not written yet."""
        if new := self.failures[self.recorded :]:
            self._log.add(new)
            self.recorded = len(self.failures)

    def _report(self) -> None:
        if self.report:
            read = self.read
            failed = len(self.failures)
            counts = read.documents, read.quotes, read.known, failed, read.kept_out
            self.report(Progress(*counts, self.compared))
