"""From the inputs as a person named them to articles, one after the other."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import SourceError, SourceMalformed, SourceUnreadable
from indexer.models import PassedOver, as_text
from indexer.sources.databases import read_database
from indexer.sources.delimited import read_table
from indexer.sources.feeds import read_feed, read_sitemap
from indexer.sources.folders import find_files, is_one_article
from indexer.sources.items import Link, Origin, is_web_address
from indexer.sources.json_records import read_json
from indexer.sources.kinds import PACKED, Kind, kind_of, without_packing
from indexer.sources.options import ReadOptions
from indexer.sources.packing import unpacked
from indexer.sources.pages import read_page
from indexer.sources.streams import STANDARD_INPUT, looked_at, opened
from indexer.sources.text import read_text
from indexer.sources.warc import read_warc
from indexer.sources.zips import read_members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import BinaryIO, TypeAlias

    from indexer.sources.items import Found, Item

    Reader: TypeAlias = Callable[[BinaryIO, Origin, ReadOptions], Iterator[Item]]
    Follow: TypeAlias = Callable[[Link], Iterable[Found]]

READERS: Mapping[Kind, Reader] = {
    Kind.TEXT: read_text,
    Kind.PAGE: read_page,
    Kind.JSON: read_json,
    Kind.TABLE: read_table,
    Kind.WARC: read_warc,
    Kind.FEED: read_feed,
    Kind.SITEMAP: read_sitemap,
    Kind.SQLITE: read_database,
}

MOST_PACKINGS = 2
"""A page in gzip in a zip archive; beyond that are only traps."""

MOST_ERRORS = 1_000
"""Bad records in a row after which the rest of an input is not tried: it is something else."""

EVERYTHING_BY_CONVENTION = ReadOptions()


def read_sources(
    inputs: Iterable[str],
    *,
    options: ReadOptions = EVERYTHING_BY_CONVENTION,
    follow: Follow | None = None,
) -> Iterator[Found]:
    """Yield every article of the inputs, in order: files, folders, or `-` for standard input.

    What cannot be read, be it an input or one record of it, is yielded as its error, not raised,
    so that the others are still read. A page that the options have `seen` is Known. Nothing is read
    before it is asked for. `follow` is given every link that a feed, a sitemap or an input is, and
    returns its articles; without it they are errors, and nothing here touches the network.
    """
    for source in find_files(inputs):
        if isinstance(source, (PassedOver, SourceError)):
            yield source
        else:
            for item in _followed(source, _read_input(source, options), follow):
                yield _placed(item, as_text(source))


def read_bytes(
    data: bytes, origin: Origin, options: ReadOptions = EVERYTHING_BY_CONVENTION
) -> Iterator[Item]:
    """Yield what bytes from elsewhere hold: articles, links to articles, and errors.

    It raises nothing. `origin` says what is known of them, such as the URL and the charset.
    """
    yield from _guarded(_read(io.BytesIO(data), origin, options), origin)


def count_inputs(inputs: Iterable[str]) -> int | None:
    """Return how many articles or errors `read_sources` will yield; None if it can't be foreseen.

    Only names are looked at: of an archive or an export nobody knows before it is read.
    """
    count = 0
    for found in find_files(inputs):
        if isinstance(found, str) and (is_web_address(found) or not is_one_article(found)):
            return None
        count += not isinstance(found, PassedOver)
    return count


def _read_input(source: str, options: ReadOptions) -> Iterator[Item]:
    if is_web_address(source):
        yield Link(source=source, url=source)
        return
    name = None if source == STANDARD_INPUT else as_text(Path(source).name)
    origin = Origin(as_text(source), name=name)
    try:
        with opened(source) as stream:
            yield from _guarded(_read(stream, origin, options), origin)
    except SourceError as error:
        yield error


def _read(
    stream: BinaryIO, origin: Origin, options: ReadOptions, packings: int = 0
) -> Iterator[Item]:
    head, stream = looked_at(stream, origin)
    kind = kind_of(head, origin.name, options.mapping.get("text"))
    if kind not in PACKED:
        yield from READERS[kind](stream, origin, options)
        return
    if packings == MOST_PACKINGS:
        raise SourceMalformed(origin.source, "it is packed more than twice: unpack it")
    if kind is Kind.ZIP:
        yield from _read_members(stream, origin, options, packings + 1)
        return
    inside = replace(origin, name=without_packing(origin.name))
    yield from _read(unpacked(stream, kind, origin), inside, options, packings + 1)


def _read_members(
    stream: BinaryIO, origin: Origin, options: ReadOptions, packings: int
) -> Iterator[Item]:
    for member in read_members(stream, origin):
        if isinstance(member, (PassedOver, SourceError)):
            yield member
            continue
        plain, inside = member
        with plain:
            yield from _guarded(_read(plain, inside, options, packings), inside)


def _guarded(items: Iterator[Item], origin: Origin) -> Iterator[Item]:
    """Yield the items; an error that ends them is the last, and too many in a row end them."""
    errors = 0
    try:
        for item in items:
            yield item
            errors = errors + 1 if isinstance(item, SourceError) else 0
            if errors == MOST_ERRORS:
                yield SourceMalformed(
                    origin.source,
                    f"{errors:,} records in a row could not be read: the rest was left",
                )
                return
    except SourceError as error:
        yield error
    except Exception as error:  # noqa: BLE001, no input may end the run for the others
        kind, message = type(error).__name__, " ".join(str(error).split())
        yield SourceUnreadable(origin.source, f"it cannot be read ({kind}: {message:.200})")


def _placed(item: Found, source: str) -> Found:
    """Say which record of the input an item is, if it is one."""
    whole, _, record = item.source.partition(f"{source}#")
    if whole or not record or isinstance(item, PassedOver):
        return item
    if isinstance(item, SourceError):
        item.record = record
        return item
    return replace(item, record=record)


def _followed(source: str, items: Iterator[Item], follow: Follow | None) -> Iterator[Found]:
    refused = False
    for item in items:
        if not isinstance(item, Link):
            yield item
        elif follow is not None:
            yield from follow(item)
        elif not refused:
            refused = True
            yield SourceUnreadable(
                source, "it leads to articles on the web, and this run fetches none"
            )
