"""JSON: lines with an object each, an array of objects, or an object that has one inside."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from indexer.errors import SourceDamaged, SourceEmpty, SourceError, SourceMalformed, SourceTooLarge
from indexer.sources.columns import is_text_column
from indexer.sources.lines import LONGEST, limited_lines
from indexer.sources.records import article_of, text_of_cell
from indexer.sources.streams import in_utf_8, looked_at, some

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from indexer.sources.items import Item, Origin
    from indexer.sources.options import ReadOptions

CHUNK = 65_536

OUTSIDE = re.compile(rb'["\[\]{}]')
INSIDE = re.compile(rb'["\\]')
"""What counts outside and inside of a string."""

TOO_LARGE = (
    f"the record is larger than {LONGEST // 1_000_000} MB, which no article is: split it into "
    "its articles"
)


def read_json(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield the article or the error of each record; `#N` in its source is its number from 1.

    In JSON Lines that is the number of the line. Raises a branch of SourceError where the rest
    cannot be read.
    """
    number = 0
    for number, data in _numbered(in_utf_8(stream, origin), origin):
        yield from _items(data, origin.record(number), options)
    if not number:
        raise SourceEmpty(origin.source, "there is no record in it")


def _items(data: bytes | None, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield the articles of one JSON value, which may be an object with a list of them."""
    try:
        record = _parsed(data, origin.source)
        inner = _list_within(record, options)
        if inner is None:
            yield article_of(record, options.mapping, origin)
            return
    except SourceError as error:
        yield error
        return
    for number, each in enumerate(inner, start=1):
        try:
            yield article_of(each, options.mapping, origin.record(number))
        except SourceError as error:
            yield error


def _parsed(data: bytes | None, source: str) -> dict[str, Any]:
    if data is None:
        raise SourceTooLarge(source, TOO_LARGE)
    text = text_of_cell(data, source)
    try:
        # Numbers stay as they are written: none is reckoned with, and some have a million digits.
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise SourceMalformed(
            source, f"it is not JSON ({error.msg} at character {error.pos + 1}): repair it"
        ) from error
    except RecursionError as error:
        raise SourceMalformed(source, "it is nested too deeply to be an article") from error
    if not isinstance(value, dict):
        raise SourceMalformed(source, "it is no JSON object with the article's text and title")
    return value


def _list_within(record: dict[str, Any], options: ReadOptions) -> list[dict[str, Any]] | None:
    """Return the records of an envelope (`{"articles": […]}`), None for what is a record itself."""
    if any(is_text_column(name) and isinstance(record[name], str) for name in record):
        return None
    if options.mapping.get("text", "").split(".")[0] in record:
        return None
    for value in record.values():
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            return value
    return None


def _numbered(stream: BinaryIO, origin: Origin) -> Iterator[tuple[int, bytes | None]]:
    """Yield each record with its number; None for one that is too large."""
    head, stream = looked_at(stream, origin)
    if _has_lines(head):
        for number, line in enumerate(limited_lines(stream), start=1):
            if line is None or line.strip():
                yield number, line
        return
    depth = 1 if head.lstrip()[:1] == b"[" else 0
    yield from enumerate(_Splitter(stream, origin, depth).values(), start=1)


def _has_lines(head: bytes) -> bool:
    """Whether each line is a record: the second begins like one, or the first is a whole one.

    What begins like no JSON is taken for lines, so that each is an error.
    """
    lines = [line for line in head.split(b"\n", 200)[:200] if line.strip()]
    if not lines or lines[0].lstrip()[:1] == b"[":
        return False
    if lines[0].lstrip()[:1] != b"{":
        return True
    if len(lines) == 1:
        return b"\n" not in head
    return lines[1].lstrip()[:1] == b"{" or _is_whole(lines[0])


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


class _Splitter:
    """Takes a stream apart into the objects at a depth: 1 within an array, 0 one after the other.

    Only brackets and strings are looked at, so that no more than one record is in memory.
    """

    def __init__(self, stream: BinaryIO, origin: Origin, depth: int) -> None:
        self._stream = stream
        self._source = origin.source
        self._outermost = depth
        self._depth = 0
        self._in_string = False
        self._pieces: list[bytes] = []
        self._size = 0

    def values(self) -> Iterator[bytes | None]:
        """Yield each object; None for one that is too large."""
        position = 0
        while chunk := some(self._stream, CHUNK):
            begin = 0
            # A backslash at the end of one chunk escapes the first byte of the next.
            while token := (INSIDE if self._in_string else OUTSIDE).search(chunk, position):
                position = token.end()
                if token.group() == b"\\":
                    position += 1
                    continue
                before = self._depth
                self._take(token.group())
                if before == self._outermost < self._depth:
                    begin = token.start()
                elif before > self._outermost == self._depth:
                    yield self._finished(chunk[begin:position])
            position = max(0, position - len(chunk))
            if self._depth > self._outermost:
                self._keep(chunk[begin:])
        if self._depth > 0:
            raise SourceDamaged(
                self._source, "it is cut short, or its brackets don't match: get it again"
            )

    def _take(self, token: bytes) -> None:
        if token == b'"':
            self._in_string = not self._in_string
        else:
            self._depth += 1 if token in b"[{" else -1

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= LONGEST:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def _finished(self, piece: bytes) -> bytes | None:
        self._keep(piece)
        whole = b"".join(self._pieces) if self._size <= LONGEST else None
        self._pieces, self._size = [], 0
        return whole
