"""One run: from what a person named to rows in the database, whatever a single article does."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from indexer.documents import DEFAULT_MODEL
from indexer.errors import (
    DatabaseForeign,
    DatabaseFull,
    DatabaseLocked,
    DatabaseReadOnly,
    IndexerError,
    ModelError,
    ModelMissing,
    ModelUnsuitable,
    SourceError,
)
from indexer.sources import ReadOptions, read_sources
from indexer.sources.following import WebOptions, following
from indexer.store import Totals, Writer, create_or_open, is_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from indexer.models import Article, IndexedArticle
    from indexer.pipeline.extractor import Extractor

T = TypeVar("T")

BATCH = 50
"""Articles in one transaction: a run that is cut off loses no more than these."""

EVERYTHING_BY_CONVENTION = ReadOptions()

PUBLIC_WEB = WebOptions()

FATAL = (ModelError, DatabaseForeign, DatabaseFull, DatabaseLocked, DatabaseReadOnly)
"""What would meet the next article as well, and so ends the run."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that is not in the database, and why: `kind` is the exception's type."""

    source: str
    kind: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: articles read and quotes found, up to 50 articles not yet stored."""

    documents: int
    quotes: int
    known: int
    failed: int

    @property
    def inputs(self) -> int:
        """The articles that are done with, one way or another."""
        return self.documents + self.known + self.failed


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run added; `known` counts the articles that were in the database already.

    `interrupted` says that not all inputs were read: somebody pressed Ctrl-C.
    """

    documents: int
    quotes: int
    attributed: int
    known: int
    failures: tuple[Failure, ...]
    interrupted: bool = False

    @property
    def complete(self) -> bool:
        """Whether all inputs are in the database now."""
        return not self.failures and not self.interrupted


def add(
    database: Path | str,
    inputs: Iterable[str],
    *,
    model: str = DEFAULT_MODEL,
    options: ReadOptions = EVERYTHING_BY_CONVENTION,
    web: WebOptions = PUBLIC_WEB,
    report: Callable[[Progress], object] | None = None,
) -> Summary:
    """Index the articles of the inputs into a database, which is made if there is none.

    Articles that are in it already are left as they are, and while there are only such no model is
    loaded. `options` say how to read records, `web` how far links are followed. `report` is called
    after every article. An article that fails is in the summary's failures and the run goes on.
    KeyboardInterrupt ends it after the articles that are finished are written. Raises DatabaseError
    or ModelError where no article can be written any more; all batches before that stay. Without
    the model no database is made.
    """
    read = partial(read_sources, options=options, follow=following(web, options))
    with ExitStack() as stack:
        return _Run(Path(database), model, read, report, stack).add(inputs)


@dataclass
class _Run:
    """The state of one run, and its one writer; `stack` closes the database."""

    database: Path
    model: str
    read_sources: Callable[[Iterable[str]], Iterator[Article | SourceError]]
    report: Callable[[Progress], object] | None
    stack: ExitStack
    batch: list[IndexedArticle] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    read: Totals = field(default_factory=Totals)
    failures: list[Failure] = field(default_factory=list)

    def add(self, inputs: Iterable[str]) -> Summary:
        try:
            self._add_all(inputs)
        except KeyboardInterrupt:
            # What is in the batch is whole: an interrupted transaction has left nothing.
            self._write_batch()
            return self._summary(interrupted=True)
        return self._summary()

    def _add_all(self, inputs: Iterable[str]) -> None:
        if not is_new(self.database):
            self._open()
        for indexed in self._extract(self._unknown(self.read_sources(inputs))):
            self.batch.append(indexed)
            if len(self.batch) >= BATCH:
                self._write_batch()
        self._write_batch()
        self._open()
        if self.totals.documents:
            self._writer.optimize()

    def _summary(self, *, interrupted: bool = False) -> Summary:
        totals = self.totals
        known = totals.known + self.read.known
        failures = tuple(self.failures)
        return Summary(
            totals.documents, totals.quotes, totals.attributed, known, failures, interrupted
        )

    @cached_property
    def _extractor(self) -> Extractor:
        # Here, not above: a run over known articles does without.
        from indexer.pipeline.extractor import Extractor  # noqa: PLC0415

        try:
            return Extractor(self.model)
        except ModelMissing as error:
            if Path(self.model).is_dir():
                raise ModelUnsuitable(
                    f"the folder {self.model!r} holds no spaCy pipeline: name one that does, or an "
                    f"installed English pipeline, for example --model {DEFAULT_MODEL}"
                ) from error
            raise
        except IndexerError:
            raise
        except Exception as error:
            reason = " ".join(str(error).split())
            raise ModelUnsuitable(
                f"the language model {self.model!r} cannot be loaded ({reason:.120}): use "
                f"--model {DEFAULT_MODEL}"
            ) from error

    @cached_property
    def _writer(self) -> Writer:
        db = self.stack.enter_context(closing(create_or_open(self.database)))
        return Writer(db, self.database)

    def _open(self) -> None:
        _ = self._writer

    def _open_for_article(self) -> None:
        # All is unknown to a database that is not there: without the model none is made.
        if is_new(self.database):
            _ = self._extractor
        self._open()

    def _unknown(self, read: Iterable[Article | SourceError]) -> Iterator[Article]:
        for article in read:
            if isinstance(article, SourceError):
                self._fail(article.source, article)
                continue
            self._open_for_article()
            known = self._attempt(article.source, partial(self._writer.is_known, article))
            if known:
                self._count(Totals(known=1))
            elif known is False:
                yield article

    def _extract(self, articles: Iterable[Article]) -> Iterator[IndexedArticle]:
        for article in articles:
            indexed = self._attempt(article.source, partial(self._extract_one, article))
            if indexed is not None:
                self._count(Totals(documents=1, quotes=len(indexed.quotes)))
                yield indexed

    def _extract_one(self, article: Article) -> IndexedArticle:
        (indexed,) = self._extractor.extract([article])
        return indexed

    def _write_batch(self) -> None:
        if self.batch:
            self._write(self.batch)
            self.batch = []

    def _write(self, batch: list[IndexedArticle]) -> None:
        """Write a batch in one transaction; if that fails, each of its articles by itself."""
        try:
            self.totals += self._writer.write(batch)
        except FATAL:
            raise
        except Exception:  # noqa: BLE001, whatever it is, it comes again where it is recorded
            for indexed in batch:
                one = self._attempt(indexed.article.source, partial(self._writer.write, [indexed]))
                self.totals += one or Totals()

    def _attempt(self, source: str, action: Callable[[], T]) -> T | None:
        """Do something for one article: if it fails, that is recorded and the run goes on."""
        try:
            return action()
        except FATAL:
            raise
        except Exception as error:  # noqa: BLE001, no article may end the run for the others
            self._fail(source, error)
            return None

    def _count(self, more: Totals) -> None:
        self.read += more
        self._report()

    def _fail(self, source: str, error: Exception) -> None:
        self.failures.append(_failure(source, error))
        self._report()

    def _report(self) -> None:
        if self.report:
            read = self.read
            self.report(Progress(read.documents, read.quotes, read.known, len(self.failures)))


def _failure(source: str, error: Exception) -> Failure:
    kind = type(error).__name__
    if isinstance(error, SourceError):
        return Failure(source, kind, error.reason)
    if isinstance(error, IndexerError):
        return Failure(source, kind, str(error))
    message = " ".join(str(error).split())
    return Failure(source, kind, f"unexpected {kind}: {message}")
