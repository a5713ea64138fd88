"""CSV and TSV: one article a row, under a first row with the columns' names."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from indexer.errors import SourceEmpty, SourceError, SourceMalformed, SourceTooLarge
from indexer.sources.columns import DELIMITERS, cells_of, delimiter_of
from indexer.sources.lines import limited_lines
from indexer.sources.records import article_of, check_columns, text_of_cell
from indexer.sources.streams import in_utf_8
from indexer.sources.text import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from indexer.models import Article
    from indexer.sources.items import Item, Origin
    from indexer.sources.options import ReadOptions

UNDECODED = re.compile("[\udc80-\udcff]")
"""Bytes that are no UTF-8, kept apart until the whole cell is there."""


def read_table(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield the article or the error of each row; `#1` in its source is the first below the names.

    Raises a branch of SourceError where the columns cannot be told.
    """
    lines = _Lines(in_utf_8(stream, origin), origin.source)
    rows = _rows(lines, options, origin)
    names = _names(rows, options, origin)
    number = 0
    while True:
        try:
            cells = next(rows, None)
            if cells is None:
                return
            number += bool(cells)
            if cells:
                yield _article(names, cells, origin.record(number), options)
        except SourceError as error:
            number += error.source == origin.source
            yield type(error)(origin.record(number).source, error.reason)


def _article(names: list[str], cells: list[str], origin: Origin, options: ReadOptions) -> Article:
    if len(cells) > len(names):
        raise SourceMalformed(
            origin.source,
            f"it has {len(cells)} cells and there are {len(names)} columns: a cell with a "
            "separator in it has to stand in quotation marks",
        )
    decoded = (_decoded(cell, origin.source) for cell in cells)
    return article_of(dict(zip(names, decoded, strict=False)), options.mapping, origin)


def _decoded(cell: str, source: str) -> str:
    if not UNDECODED.search(cell):
        return cell
    return text_of_cell(cell.encode("utf-8", "surrogateescape"), source)


def _names(rows: _Rows, options: ReadOptions, origin: Origin) -> list[str]:
    names = next(rows, None)
    if names is None:
        raise SourceEmpty(origin.source, "there is no row in it")
    names = [_decoded(name, origin.source).strip() for name in names]
    check_columns(names, options.mapping, origin.source)
    return names


def _rows(lines: _Lines, options: ReadOptions, origin: Origin) -> _Rows:
    # A limit for the whole process, and the only one there is: its default is shorter than some
    # articles. It is set here, not on import, and always to the same.
    csv.field_size_limit(LARGEST)
    return _Rows(lines, _delimiter(lines.first(), options.mapping.get("text")), origin)


def _delimiter(line: str, text_column: str | None) -> str:
    known = delimiter_of(line, text_column)
    return known or max(DELIMITERS, key=lambda delimiter: len(cells_of(line, delimiter)))


class _Lines:
    """Lines of text for the csv module; it can go on after a line that was too long."""

    def __init__(self, stream: BinaryIO, source: str) -> None:
        self._lines = limited_lines(stream)
        self._source = source
        self._ahead: str | None = None

    def first(self) -> str:
        """Return the first line that is not blank, which will come again."""
        line = next((line for line in self if line.strip()), "")
        self._ahead = line or None
        return line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._ahead is not None:
            line, self._ahead = self._ahead, None
            return line
        data = next(self._lines)
        if data is None:
            raise SourceTooLarge(self._source, "the row is longer than any article: split it")
        return data.decode("utf-8", "surrogateescape")


class _Rows:
    """Rows of cells; it can go on after one that is wrong."""

    def __init__(self, lines: _Lines, delimiter: str, origin: Origin) -> None:
        # Strict: where quotation marks don't match, what stands in which column is a guess.
        self._rows = csv.reader(lines, delimiter=delimiter, strict=True)
        self._source = origin.source

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        try:
            return next(self._rows)
        except csv.Error as error:
            raise SourceMalformed(
                self._source,
                f"the row that ends in line {self._rows.line_num} is not CSV ({error}): repair it",
            ) from error
