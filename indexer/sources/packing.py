"""Unpacking gzip and zstandard as it is read, with a limit to what a few bytes may become."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING, BinaryIO, cast

from indexer.errors import SourceDamaged, SourceError, SourceTooLarge
from indexer.sources.kinds import Kind
from indexer.sources.streams import some

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

    from indexer.sources.items import Origin

LARGEST = 100_000_000_000
"""Bytes that one packed file may become: ten times a day of the largest news crawl."""

UNSUSPECTED = 50_000_000
"""Bytes up to which nobody asks how well they were packed."""

MOST_TO_ONE = 250
"""Times that text may shrink: news shrinks to a third, the same page over and over to a hundredth,
and a bomb to a thousandth."""

WINDOW = 128 * 1024 * 1024
"""Bytes of memory that zstandard may ask for: what its own command line allows."""

SIP = 2_048
"""Bytes given to zstandard at once: in the worst case they become 64 MB."""


def unpacked(stream: BinaryIO, kind: Kind, origin: Origin) -> BinaryIO:
    """Return the unpacked bytes of a stream in gzip or zstandard, unpacked as they are read.

    Reading raises SourceDamaged where the packed bytes are cut or corrupt, SourceTooLarge where
    they become more than any text would.
    """
    packed = _Counted(stream)
    plain = _unpacking(packed, kind)
    return limited(plain, origin, lambda: packed.count)


def limited(plain: BinaryIO, origin: Origin, packed: Callable[[], int]) -> BinaryIO:
    """Return a stream of unpacked bytes with the errors of this package and its limits.

    `packed` says how many packed bytes were read for them so far, or at most.
    """
    return cast("BinaryIO", io.BufferedReader(_Limited(plain, origin, packed), 65_536))


def _unpacking(packed: _Counted, kind: Kind) -> BinaryIO:
    if kind is Kind.GZIP:
        return cast("BinaryIO", gzip.GzipFile(fileobj=cast("BinaryIO", packed)))
    return cast("BinaryIO", _Zstandard(packed))


class _Counted(io.RawIOBase):
    """A stream that counts the bytes that were read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        data = self._stream.read(-1 if size is None else size)
        self.count += len(data)
        return data


class _Zstandard(io.RawIOBase):
    """The unpacked bytes of one or more frames; a frame that is cut short raises EOFError."""

    def __init__(self, packed: _Counted) -> None:
        # Here, not above: most runs have no use for it.
        import zstandard  # noqa: PLC0415

        self._packed = packed
        self._frames = zstandard.ZstdDecompressor(max_window_size=WINDOW)
        self._frame = self._frames.decompressobj()
        self._begun = False
        self._ready = io.BytesIO()

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        while not (taken := self._ready.read(size)):
            data = self._frame.unused_data or self._packed.read(SIP)
            if self._frame.eof:
                self._frame, self._begun = self._frames.decompressobj(), False
            if not data:
                if self._begun:
                    raise EOFError
                return b""
            self._begun = True
            self._ready = io.BytesIO(self._frame.decompress(data))
            self._begun = not self._frame.eof
        return taken


class _Limited(io.RawIOBase):
    """Unpacked bytes, refused where they are too many or the packed ones are damaged."""

    def __init__(self, plain: BinaryIO, origin: Origin, packed: Callable[[], int]) -> None:
        self._plain = plain
        self._origin = origin
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._read(len(view))
        self._count += len(data)
        self._check()
        view[: len(data)] = data
        return len(data)

    def _read(self, size: int) -> bytes:
        source = self._origin.source
        try:
            return some(self._plain, size)
        except EOFError as error:
            raise SourceDamaged(source, "it is cut short: get it again") from error
        except Exception as error:
            if isinstance(error, SourceError):
                raise
            # Gzip, zlib, zstandard, lzma and zip have a family of errors each.
            reason = " ".join(str(error).split())
            raise SourceDamaged(source, f"it is corrupt ({reason:.80}): get it again") from error

    def _check(self) -> None:
        if self._count > LARGEST:
            raise SourceTooLarge(
                self._origin.source, "it unpacks to more than 100 GB: unpack it, and split it"
            )
        if self._count > max(UNSUSPECTED, MOST_TO_ONE * self._packed()):
            raise SourceTooLarge(
                self._origin.source,
                f"it unpacks to more than {MOST_TO_ONE} times its size, as no article does: if it "
                "is no trap, unpack it yourself",
            )
