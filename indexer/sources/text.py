"""Plain text and Markdown: one article a file, its text stored character for character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.errors import SourceEmpty, SourceNotText, SourceTooLarge
from indexer.models import Article, domain_of
from indexer.sources.encodings import broken_utf_8_at, decode
from indexer.sources.front_matter import split_front_matter
from indexer.sources.kinds import foreign
from indexer.sources.streams import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from indexer.sources.items import Item, Origin
    from indexer.sources.options import ReadOptions

LARGEST = 10_000_000
"""Bytes: fifty times the longest article that a newspaper prints."""


def read_text(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield the one article that a file of text is. Raises a branch of SourceError."""
    del options
    text = text_of(origin.source, read_whole(stream, origin))
    metadata, body = split_front_matter(text)
    if not body.strip():
        raise SourceEmpty(origin.source, "there is no text in it")
    url = metadata.url or origin.url
    yield Article(
        source=origin.source,
        text=body,
        url=url,
        title=metadata.title,
        author=metadata.author,
        publication=metadata.outlet or domain_of(url),
        published=metadata.date,
        name=origin.name,
        published_raw=metadata.unread_date,
        retrieved=origin.retrieved,
    )


def read_whole(stream: BinaryIO, origin: Origin) -> bytes:
    """Return all bytes of a stream that is one article. Raises a branch of SourceError."""
    try:
        data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise unreadable(origin.source, error) from error
    if len(data) > LARGEST:
        raise SourceTooLarge(
            origin.source,
            f"larger than {LARGEST // 1_000_000} MB, which no article is: split it into one file "
            "an article",
        )
    return data


def text_of(source: str, data: bytes) -> str:
    """Return the bytes as text, which is all there. Raises SourceNotText."""
    if meaning := foreign(data):
        raise SourceNotText(source, f"it is not text but {meaning}")
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
