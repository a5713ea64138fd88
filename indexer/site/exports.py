"""Lists as CSV and JSON, of any length: sent while they are read, some hundred rows at once.

What is sent is exactly what is stored; nothing is added to make a spreadsheet treat it kindly.
"""

from __future__ import annotations

import asyncio
import csv
import json
import re
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.utils import add_cors_headers  # type: ignore[import-untyped]
from datasette.utils.asgi import AsgiStream  # type: ignore[import-untyped]

from indexer.site.articles import listed, walk
from indexer.site.facets import counted
from indexer.site.filters import START, Position
from indexer.site.search import all_of, page_of
from indexer.site.speakers import page_of_people

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping

    from indexer.site.filters import Filters
    from indexer.site.indexes import Index, Row
    from indexer.site.search import Search
    from indexer.site.speakers import People

FIRST_BATCH, BATCH, LEAST_BATCH = 20, 500, 10
"""The first batch is small, so that something comes at once; each later one is twice as large."""

LIMIT = re.compile("[0-9]{1,9}")

QUOTE_COLUMNS = (
    *("id", "quote", "speaker", "role", "publication", "published", "title", "url", "context"),
    *("confidence", "kind", "mention", "cue", "method", "document_id", "speaker_id", "page"),
)
SPEAKER_COLUMNS = (
    *("id", "name", "kind", "quote_count", "document_count", "first_quoted", "last_quoted"),
    "other_names",
)

ARTICLE_COLUMNS = (
    *("id", "title", "author", "publication", "published", "url", "word_count", "quote_count"),
    *("publication_id", "page"),
)

FLAT = """
SELECT attributed_quotes.*
FROM json_each(:rowids) AS found
CROSS JOIN quotes ON quotes.rowid = found.value
CROSS JOIN attributed_quotes ON attributed_quotes.id = quotes.id
ORDER BY found.key
"""

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
Total = dict[str, int | bool]
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class ExportLinks:
    """Full addresses: of one thing's page by its id, and of the same list in another state."""

    one: Callable[[str], str]
    following: Callable[[dict[str, str]], str]


@dataclass(frozen=True, slots=True)
class Export:
    """A list to send: its name as a file, its columns, what was asked for, and its rows.

    `most` is how many rows were asked for at most. `after` makes the address of what follows when
    so many rows were sent, of which one is the last. `total` is what JSON says of the whole.
    """

    name: str
    columns: tuple[str, ...]
    asked: dict[str, str]
    batches: AsyncIterator[list[Row]]
    most: int | None
    after: Callable[[int, Row], str]
    total: Total


@dataclass(slots=True)
class _Sent:
    """What was sent so far; `is_cut` once it is known that there is more than will be."""

    count: int = 0
    last: Row | None = None
    is_cut: bool = False


def read_limit(arguments: Mapping[str, str]) -> int | None:
    """Return how many rows an address asks for, or None if it does not say."""
    typed = arguments.get("limit") or ""
    return int(typed) if LIMIT.fullmatch(typed) else None


def export_of_quotes(
    index: Index, search: Search, most: int | None, links: ExportLinks, total: Total
) -> Export:
    """Return the hits of a search from its position on, in the columns of attributed_quotes.

    Each row ends with the address of our page. `total` is what total_of_quotes returned.
    """
    filters, start = search.filters, search.filters.next

    async def batches() -> AsyncIterator[list[Row]]:
        async for rowids in _rowids(index, search):
            rows = await index.rows(FLAT, {"rowids": json.dumps(rowids)})
            keyed = zip(rows, rowids, strict=True)
            yield [row | {"page": links.one(row["id"]), "rowid": rowid} for row, rowid in keyed]

    def after(count: int, last: Row) -> str:
        position = Position(start.offset + count, None if search.is_by_relevance else last["rowid"])
        return links.following(filters.changed(next=position).state() | _limited(most))

    asked = filters.changed(next=None).state()
    return Export("quotes", QUOTE_COLUMNS, asked, batches(), most, after, total)


def export_of_speakers(
    index: Index, people: People, most: int | None, links: ExportLinks
) -> Export:
    """Return the speakers of a list from its position on, most quoted first."""
    start = people.next.offset

    async def batches() -> AsyncIterator[list[Row]]:
        offset, limit = start, FIRST_BATCH
        while rows := await page_of_people(index, people, offset, limit):
            yield rows
            offset, limit = offset + limit, _next(limit)

    def after(count: int, _: Row) -> str:
        state = replace(people, next=Position(start + count)).state()
        return links.following(state | _limited(most))

    asked = replace(people, next=START).state()
    return Export("speakers", SPEAKER_COLUMNS, asked, batches(), most, after, {})


def export_of_articles(
    index: Index, filters: Filters, most: int | None, links: ExportLinks
) -> Export:
    """Return the articles of a list from its position on, newest first."""
    start = filters.next

    async def batches() -> AsyncIterator[list[Row]]:
        position: Position | None = start
        limit = FIRST_BATCH
        while position:
            rowids, position = await walk(index, filters, position, limit)
            limit = _next(limit)
            if rowids:
                rows = await listed(index, rowids)
                yield [row | {"page": links.one(row["id"])} for row in rows]

    def after(count: int, last: Row) -> str:
        position = Position(start.offset + count, last["rowid"])
        return links.following(filters.changed(next=position).state() | _limited(most))

    asked = filters.changed(next=None).state()
    return Export("articles", ARTICLE_COLUMNS, asked, batches(), most, after, {})


async def total_of_quotes(index: Index, search: Search) -> Total:
    """Return how many quotes a search finds, for JSON; nothing where counting takes too long."""
    try:
        count = await counted(index, search)
    except QueryInterrupted:
        return {}
    return {"total": count.value, "total_is_exact": count.is_exact}


async def sent(index: Index, request: Any, export: Export, format_: str) -> Any:
    """Return the response that sends a list.

    The first rows are read before it begins, so that what takes too long can still be said so.
    """
    batches = export.batches
    first: list[Row] = await anext(batches, [])
    write = {"csv": _csv, "json": _json}[format_]
    limits = [most for most in (export.most, _most_rows(index.datasette)) if most is not None]

    async def send(writer: Any) -> None:
        left = asyncio.ensure_future(_until_left(request))
        progress = _Sent()
        rows = _until(first, batches, min(limits, default=None), left, progress)
        try:
            async for text in write(export, rows, progress):
                await writer.write(text)
        finally:
            left.cancel()

    headers = {**HEADERS, "Content-Disposition": f'inline; filename="{export.name}.{format_}"'}
    if index.datasette.cors:
        add_cors_headers(headers)
    return AsgiStream(send, headers=headers, content_type=CONTENT_TYPES[format_])


def _limited(most: int | None) -> dict[str, str]:
    return {} if most is None else {"limit": str(most)}


async def _rowids(index: Index, search: Search) -> AsyncIterator[list[int]]:
    """Yield the row numbers of all hits from the search's position on, in its order."""
    position, limit = search.filters.next, FIRST_BATCH
    rowids = await _in_time(index, search, position, limit)
    everything, is_first = None, True
    while rowids:
        yield rowids
        if is_first:
            # Only now: to find all takes longer than to find the first.
            everything, is_first = await all_of(index, search), False
        position, limit = Position(position.offset + len(rowids), rowids[-1]), _next(limit)
        if everything is None:
            rowids = await _in_time(index, search, position, limit)
        else:
            rowids = everything[position.offset : position.offset + limit]


def _next(limit: int) -> int:
    return min(limit * 2, BATCH)


async def _in_time(index: Index, search: Search, position: Position, limit: int) -> list[int]:
    """Return the next hits: fewer, where so many take longer than the server allows a query."""
    while True:
        try:
            return await page_of(index, search, position, limit)
        except QueryInterrupted:
            if limit <= LEAST_BATCH:
                raise
            limit //= 5


async def _until(
    first: list[Row],
    batches: AsyncIterator[list[Row]],
    most: int | None,
    left: asyncio.Future[Any],
    progress: _Sent,
) -> AsyncIterator[list[Row]]:
    """Yield batches until there are no more, enough, or nobody who waits for them."""
    batch = first
    while batch and not left.done():
        room = len(batch) if most is None else most - progress.count
        progress.is_cut = len(batch) > room
        if wanted := batch[:room]:
            progress.count, progress.last = progress.count + len(wanted), wanted[-1]
            yield wanted
        batch = [] if progress.is_cut else await anext(batches, [])


async def _csv(export: Export, batches: AsyncIterator[list[Row]], _: _Sent) -> AsyncIterator[str]:
    yield _csv_lines([export.columns])
    async for batch in batches:
        yield _csv_lines([row[column] for column in export.columns] for row in batch)


def _csv_lines(rows: Iterable[Iterable[object]]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


async def _json(
    export: Export, batches: AsyncIterator[list[Row]], progress: _Sent
) -> AsyncIterator[str]:
    yield f'{json.dumps({"query": export.asked, **export.total})[:-1]}, "rows": ['
    separator = "\n"
    async for batch in batches:
        rows = ({column: row[column] for column in export.columns} for row in batch)
        yield separator + ",\n".join(json.dumps(row) for row in rows)
        separator = ",\n"
    is_more = progress.is_cut and progress.last is not None
    following = export.after(progress.count, progress.last or {}) if is_more else None
    yield f'\n], "next": {json.dumps(following)}}}\n'


def _most_rows(datasette: Any) -> int | None:
    # Whoever runs Datasette may have switched off long downloads.
    is_free = datasette.setting("allow_csv_stream")
    return None if is_free else int(datasette.setting("max_returned_rows"))


async def _until_left(request: Any) -> None:
    """Return when whoever asked has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
