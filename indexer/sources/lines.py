"""Lines of a stream, none longer than a record may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST = 20_000_000
"""Bytes of a record: an article of the largest size, every other character escaped."""


def limited_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield each line with its end; None for one that is too long, which is skipped over."""
    while line := stream.readline(LONGEST + 1):
        if len(line) <= LONGEST:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1_000_000)
        yield None
