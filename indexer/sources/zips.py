"""Zip archives, read like folders; nothing of them is written anywhere."""

from __future__ import annotations

import os
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from indexer.errors import SourceDamaged, SourceEmpty, SourceError, SourceNotText, SourceUnreadable
from indexer.models import PassedOver
from indexer.sources.folders import DATABASES, SUFFIXES
from indexer.sources.packing import limited
from indexer.sources.streams import seekable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from indexer.sources.items import Origin

ENCRYPTED = 0x1
OFFICE = "[Content_Types].xml"


def read_members(
    stream: BinaryIO, origin: Origin
) -> Iterator[tuple[BinaryIO, Origin] | PassedOver | SourceError]:
    """Yield the bytes of each file of an archive that may be an article, in the archive's order.

    The files are those that would be read in a folder, and the others are passed over; if there is
    one file only, it is read whatever its name. A name is only shown: where it leads outside of the
    archive, nothing does. Raises a branch of SourceError.
    """
    stream = seekable(stream, origin)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceDamaged(
            origin.source, f"the archive is cut short or corrupt ({error}): get it again"
        ) from error
    with archive:
        size = stream.seek(0, os.SEEK_END)
        files = _files(archive, origin)
        for member in files:
            inside = origin.member(member.filename)
            if len(files) == 1 or _may_be_article(member):
                yield _opened(archive, member, inside, size)
            elif not member.filename.lower().endswith(DATABASES):
                yield PassedOver(inside.source)


def _files(archive: zipfile.ZipFile, origin: Origin) -> list[zipfile.ZipInfo]:
    files = [file for file in archive.infolist() if not file.is_dir() and not _is_hidden(file)]
    if any(member.filename == OFFICE for member in files):
        raise SourceNotText(origin.source, "it is an Office document: save it as plain text")
    if not files or (len(files) > 1 and not any(map(_may_be_article, files))):
        kinds = ", ".join(SUFFIXES)
        raise SourceEmpty(origin.source, f"the archive has no article in it ({kinds})")
    return files


def _is_hidden(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts)


def _may_be_article(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith(SUFFIXES)


def _opened(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, origin: Origin, size: int
) -> tuple[BinaryIO, Origin] | SourceError:
    if member.flag_bits & ENCRYPTED:
        return SourceUnreadable(origin.source, "it is encrypted: unpack it with its password")
    try:
        plain = cast("BinaryIO", archive.open(member))
    except Exception as error:  # noqa: BLE001, zipfile has four families of errors for it
        return SourceDamaged(origin.source, f"it is corrupt ({error}): get it again")
    packed = min(member.compress_size, size)
    return limited(plain, origin, lambda: packed), origin
