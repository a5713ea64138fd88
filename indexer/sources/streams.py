"""Bytes from wherever they are: files and standard input, looked at before they are read."""

from __future__ import annotations

import codecs
import io
import sys
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from indexer.errors import SourceError, SourceNotFound, SourceTooLarge, SourceUnreadable
from indexer.models import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from indexer.sources.items import Origin

STANDARD_INPUT = "-"

HEAD = 65_536
"""Bytes that are looked at to tell what kind of input it is."""

IN_MEMORY = 8_000_000
"""Bytes of a packed archive that are kept in memory; more go to a temporary file without name."""

PIECE = 1_000_000

LARGEST_SPOOLED = 4_000_000_000
"""Bytes of an archive or database that is itself packed, or comes through a pipe."""

WIDE = (
    # UTF-32 before UTF-16: the shorter mark is the beginning of the longer one.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
    """Open the file `source`, or standard input for `-`. Raises a branch of SourceError."""
    if source == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        file = open(source, "rb")  # noqa: PTH123, SIM115 — Path would not open /dev/fd/N as given
    except FileNotFoundError as error:
        raise SourceNotFound(as_text(source), "no such file or folder") from error
    except (OSError, ValueError) as error:
        raise unreadable(as_text(source), error) from error
    with file:
        yield file


def unreadable(source: str, error: OSError | ValueError) -> SourceUnreadable:
    """Return the error of this package for one of the operating system's."""
    reason = getattr(error, "strerror", None) or str(error)
    return SourceUnreadable(source, f"it cannot be read ({reason})")


def looked_at(stream: BinaryIO, origin: Origin) -> tuple[bytes, BinaryIO]:
    """Return the stream's first bytes, and a stream of all its bytes, the first ones included."""
    damage = None
    head = b""
    try:
        while len(head) < HEAD and (data := some(stream, HEAD - len(head))):
            head += data
        if stream.seekable():
            stream.seek(-len(head), io.SEEK_CUR)
            return head, stream
    except SourceError as error:
        damage = error
    except (OSError, ValueError) as error:
        raise unreadable(origin.source, error) from error
    return head, cast("BinaryIO", io.BufferedReader(_Rejoined(head, stream, damage), HEAD))


def some(stream: BinaryIO, size: int) -> bytes:
    """Return up to `size` bytes, at least one unless the stream is at its end.

    Unlike `read` it loses nothing of what comes before damage to a packed stream.
    """
    data: bytes = getattr(stream, "read1", stream.read)(size)
    return data


def seekable(stream: BinaryIO, origin: Origin) -> BinaryIO:
    """Return a stream with the same bytes that can be read in any order."""
    if stream.seekable():
        return stream
    spooled: BinaryIO = io.BytesIO(stream.read(IN_MEMORY))
    if data := stream.read(PIECE):
        spooled = _on_disk(spooled, data, stream, origin)
    return spooled


def _on_disk(begun: BinaryIO, data: bytes, stream: BinaryIO, origin: Origin) -> BinaryIO:
    """Return a temporary file without a name, which goes with the last reference to it."""
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115, whoever reads it is still to come
    file.write(begun.read())
    while data:
        file.write(data)
        if file.tell() > LARGEST_SPOOLED:
            raise SourceTooLarge(origin.source, "larger than 4 GB within an archive: unpack it")
        data = stream.read(PIECE)
    file.seek(0)
    return file


def in_utf_8(stream: BinaryIO, origin: Origin) -> BinaryIO:
    """Return the stream without byte order mark, and in UTF-8 if it was in UTF-16 or UTF-32.

    Without a mark the bytes are as they were, whatever their encoding.
    """
    head, stream = looked_at(stream, origin)
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
        return stream
    for mark, encoding in WIDE:
        if head.startswith(mark):
            return cast("BinaryIO", io.BufferedReader(_Recoded(stream, encoding), HEAD))
    return stream


class Eager(io.RawIOBase):
    """A stream for libraries that ask for much at once: they get what there is before damage."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return up to `size` bytes, at least one unless the stream is at its end."""
        return some(self._stream, HEAD if size is None or size < 0 else size)


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were taken from it, with these before the rest, or its damage."""

    def __init__(self, head: bytes, rest: BinaryIO, damage: SourceError | None) -> None:
        self._head = head
        self._rest = rest
        self._damage = damage

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if self._damage and not self._head:
            raise self._damage
        data = self._head[: len(view)] if self._head else some(self._rest, len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    """A stream of text in a wide encoding, in UTF-8."""

    def __init__(self, wide: BinaryIO, encoding: str) -> None:
        self._wide = wide
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while not self._ready:
            data = self._wide.read(HEAD)
            self._ready = self._decoder.decode(data, final=not data).encode("utf-8")
            if not data:
                break
        taken, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(taken)] = taken
        return len(taken)
