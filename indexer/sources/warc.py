"""WARC, the format of web crawls: the pages that answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from indexer.errors import SourceDamaged, SourceEmpty, SourceError, SourceTooLarge
from indexer.sources.dates import normalised_date
from indexer.sources.pages import item_of_page
from indexer.sources.streams import Eager
from indexer.sources.text import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from indexer.models import Article, Known
    from indexer.sources.items import Item, Origin
    from indexer.sources.options import ReadOptions

PAGE_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield the article or the error of each page; `#N` in its source is the record's number.

    Only responses of status 200 in HTML are pages; their URL is that of the record, their
    `retrieved` the time of the crawl. Raises SourceDamaged where the rest cannot be read.
    """
    # Here, not above: most runs have no use for it.
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    number = pages = 0
    try:
        for number, record in enumerate(ArchiveIterator(Eager(stream)), start=1):
            if _is_page(record):
                pages += 1
                yield _item(record, _origin(record, origin.record(number)), options)
            else:
                _check_whole(record, origin.record(number))
    except ArchiveLoadFailed as error:
        raise SourceDamaged(
            origin.source, f"it is corrupt after record {number:,}: get it again"
        ) from error
    if not pages:
        raise SourceEmpty(origin.source, "there is no web page in it that answered")


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    status = record.http_headers.get_statuscode()
    return status == "200" and _content_type(record)[0] in PAGE_TYPES


def _content_type(record: Any) -> tuple[str, str | None]:
    """Return the type and the charset that the server declared."""
    header = record.http_headers.get_header("Content-Type") or ""
    kind, _, parameters = header.partition(";")
    _, _, charset = parameters.lower().partition("charset=")
    return kind.strip().lower(), charset.split(";")[0].strip(" \"'") or None


def _origin(record: Any, origin: Origin) -> Origin:
    headers = record.rec_headers
    return replace(
        origin,
        url=(headers.get_header("WARC-Target-URI") or "").strip("<>") or None,
        charset=_content_type(record)[1],
        retrieved=normalised_date(headers.get_header("WARC-Date") or ""),
    )


def _item(record: Any, origin: Origin, options: ReadOptions) -> Article | Known | SourceError:
    """Return the article or what is wrong with it; an archive that ends within it is raised."""
    data = record.content_stream().read(LARGEST + 1)
    _check_whole(record, origin)
    try:
        if len(data) > LARGEST:
            raise SourceTooLarge(origin.source, "the page is larger than 10 MB, as no article is")
        return item_of_page(data, origin, options)
    except SourceError as error:
        return error


def _check_whole(record: Any, origin: Origin) -> None:
    """Raise SourceDamaged if the stream ends within the record: half an article is none."""
    while record.raw_stream.read(65_536):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise SourceDamaged(origin.source, "the archive is cut short in this record: get it again")
