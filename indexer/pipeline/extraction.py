"""Extraction as a run sees it: articles in, their quotes or their failures out, in order.

An `Extraction` works in this process (here) or in others (`indexer.pipeline.workers`). Whatever a
single article does, it is that article's failure.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from indexer.errors import IndexerError, ModelMissing, ModelUnsuitable, SourceError
from indexer.languages.en import DEFAULT_MODEL
from indexer.models import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from indexer.documents import Parsing
    from indexer.models import Article, IndexedArticle
    from indexer.pipeline.extractor import Extractor

    Outcome: TypeAlias = IndexedArticle | Failure


class Extraction(Protocol):
    """What turns articles into outcomes. Raises ModelError where the model cannot be used."""

    def prepare(self) -> None:
        """Load the model, or see that it can be."""

    def extract(self, articles: Iterable[Article]) -> Iterator[Outcome]:
        """Yield the outcome of every article, in order; articles are asked for as needed."""

    def finished(self) -> Iterator[Outcome]:
        """Yield what is extracted already but was not yielded, after an interrupt."""

    def close(self) -> None:
        """Let go of everything at once; what is unfinished is lost."""


class Here:
    """Extraction in this process, one article after the other."""

    def __init__(self, parsing: Parsing) -> None:
        self._parsing = parsing

    def prepare(self) -> None:
        """Load the model."""
        _ = self._extractor

    def extract(self, articles: Iterable[Article]) -> Iterator[Outcome]:
        """Yield the outcome of every article, in order."""
        for article in articles:
            yield outcome_of(self._extractor, article)

    def finished(self) -> Iterator[Outcome]:
        """Yield nothing: what is extracted here is yielded at once."""
        return iter(())

    def close(self) -> None:
        """Keep the model: it goes with this object."""

    @cached_property
    def _extractor(self) -> Extractor:
        return load(self._parsing)


def load(parsing: Parsing) -> Extractor:
    """Return an extractor with its language model. Raises ModelMissing or ModelUnsuitable."""
    # Here, not above: a run over known articles does without.
    from indexer.pipeline.extractor import Extractor  # noqa: PLC0415

    try:
        return Extractor(parsing)
    except ModelMissing as error:
        if Path(parsing.model).is_dir():
            raise ModelUnsuitable(
                f"the folder {parsing.model!r} holds no spaCy pipeline: name one that does, or an "
                f"installed English pipeline, for example --model {DEFAULT_MODEL}"
            ) from error
        raise
    except IndexerError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split())
        raise ModelUnsuitable(
            f"the language model {parsing.model!r} cannot be loaded ({reason:.120}): use "
            f"--model {DEFAULT_MODEL}"
        ) from error


def outcome_of(extractor: Extractor, article: Article) -> Outcome:
    """Return the article with its quotes, or why that could not be."""
    try:
        (indexed,) = extractor.extract([article])
    except Exception as error:  # noqa: BLE001, no article may end the run for the others
        return failure_of(article, error)
    return indexed


def failure_of(of: Article | SourceError, error: Exception) -> Failure:
    """Return the failure that an exception is for an article, or for an input that gave none."""
    kind = type(error).__name__
    if isinstance(error, SourceError):
        reason = error.reason
    elif isinstance(error, IndexerError):
        reason = str(error)
    else:
        reason = f"unexpected {kind}: {' '.join(str(error).split())}"
    return Failure(of.input, kind, reason, of.record)
