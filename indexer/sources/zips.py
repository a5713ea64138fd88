"""Zip archives, read like folders; nothing of them is written anywhere."""

from __future__ import annotations

import os
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from indexer.errors import SourceDamaged, SourceEmpty, SourceError, SourceNotText, SourceUnreadable
from indexer.sources.folders import SUFFIXES
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
) -> Iterator[tuple[BinaryIO, Origin] | SourceError]:
    """Yield the bytes of each file of an archive that may be an article, in the archive's order.

    The files are those that would be read in a folder; if there is one file only, it is read
    whatever its name. A name is only shown: where it leads outside of the archive, nothing does.
    Raises a branch of SourceError.
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
        for member in _articles(archive, origin):
            yield _opened(archive, member, origin.member(member.filename), size)


def _articles(archive: zipfile.ZipFile, origin: Origin) -> list[zipfile.ZipInfo]:
    files = [member for member in archive.infolist() if not member.is_dir()]
    if any(member.filename == OFFICE for member in files):
        raise SourceNotText(origin.source, "it is an Office document: save it as plain text")
    found = files if len(files) == 1 else [file for file in files if _may_be_article(file)]
    if not found:
        kinds = ", ".join(SUFFIXES)
        raise SourceEmpty(origin.source, f"the archive has no article in it ({kinds})")
    return found


def _may_be_article(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in parts)
    return not hidden and member.filename.lower().endswith(SUFFIXES)


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
