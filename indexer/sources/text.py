"""Plain text and Markdown: one article a file, its text stored character for character."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import (
    SourceEmpty,
    SourceNotFound,
    SourceNotText,
    SourceTooLarge,
    SourceUnreadable,
)
from indexer.models import Article
from indexer.sources.encodings import broken_utf_8_at, decode
from indexer.sources.front_matter import split_front_matter

if TYPE_CHECKING:
    from typing import BinaryIO

STANDARD_INPUT = "-"

LARGEST = 10_000_000
"""Bytes: fifty times the longest article that a newspaper prints."""


def read_article(source: str) -> Article:
    """Return the article in the file `source`, or on standard input for `-`.

    Raises a branch of SourceError.
    """
    text = _decode(source, _read(source))
    metadata, body = split_front_matter(text)
    if not body.strip():
        raise SourceEmpty(source, "there is no text in it")
    return Article(
        source=source,
        text=body,
        url=metadata.url,
        title=metadata.title,
        author=metadata.author,
        publication=metadata.outlet,
        published=metadata.date,
        name=None if source == STANDARD_INPUT else Path(source).name,
    )


def _read(source: str) -> bytes:
    try:
        if source == STANDARD_INPUT:
            data = _read_to_limit(sys.stdin.buffer)
        else:
            with open(source, "rb") as file:  # noqa: PTH123 — Path would not open /dev/fd/N as given
                data = _read_to_limit(file)
    except FileNotFoundError as error:
        raise SourceNotFound(source, "no such file or folder") from error
    except (OSError, ValueError) as error:
        raise SourceUnreadable(source, f"it cannot be read ({_reason(error)})") from error
    if len(data) > LARGEST:
        raise SourceTooLarge(
            source,
            f"larger than {LARGEST // 1_000_000} MB, which no article is: split it into one file "
            "an article",
        )
    return data


def _read_to_limit(file: BinaryIO) -> bytes:
    return file.read(LARGEST + 1)


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _decode(source: str, data: bytes) -> str:
    text = decode(data)
    if text is None:
        place = broken_utf_8_at(data)
        raise SourceNotText(
            source,
            "it is not text, or in an encoding that cannot be told"
            if place is None
            else f"it is not valid UTF-8 (at byte {place}): save it again in UTF-8",
        )
    if "\0" in text:
        raise SourceNotText(source, "it is not text: there are NUL characters in it")
    return text
