"""From the inputs as a person named them to articles, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.sources.folders import find_files
from indexer.sources.text import read_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.models import Article


def read_sources(inputs: Iterable[str]) -> Iterator[Article | SourceError]:
    """Yield every article of the inputs, in order: files, folders, or `-` for standard input.

    An input that cannot be read is yielded as its error, not raised, so that the others are still
    read. Nothing is read before it is asked for.
    """
    for source in find_files(inputs):
        yield source if isinstance(source, SourceError) else _article_or_error(source)


def count_inputs(inputs: Iterable[str]) -> int:
    """Return how many articles or errors `read_sources` will yield, as far as can be foreseen."""
    return sum(1 for _ in find_files(inputs))


def _article_or_error(source: str) -> Article | SourceError:
    try:
        return read_article(source)
    except SourceError as error:
        return error
