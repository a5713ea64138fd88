"""Lists as CSV and JSON, of any length: sent while they are read, some hundred rows at once.

What is sent is exactly what is stored; nothing is added to make a spreadsheet treat it kindly.
"""

from __future__ import annotations

import asyncio
import csv
import json
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.utils import add_cors_headers  # type: ignore[import-untyped]
from datasette.utils.asgi import AsgiStream  # type: ignore[import-untyped]

from indexer.site.filters import START, Position
from indexer.site.search import all_of, page_of
from indexer.site.speakers import page_of_people

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from indexer.site.indexes import Index, Row
    from indexer.site.search import Search
    from indexer.site.speakers import People

FIRST_BATCH, BATCH, LEAST_BATCH = 20, 500, 10
"""The first batch is small, so that something comes at once; each later one is twice as large."""

QUOTE_COLUMNS = (
    *("id", "quote", "speaker", "role", "publication", "published", "title", "url", "context"),
    *("confidence", "kind", "mention", "cue", "method", "document_id", "speaker_id", "page"),
)
SPEAKER_COLUMNS = (
    *("id", "name", "kind", "quote_count", "document_count", "first_quoted", "last_quoted"),
    "other_names",
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
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class Export:
    """A list to send: its name as a file, its columns, what was asked for, and its rows."""

    name: str
    columns: tuple[str, ...]
    asked: dict[str, str]
    batches: AsyncIterator[list[Row]]


def export_of_quotes(index: Index, search: Search, page: Callable[[str], str]) -> Export:
    """Return all hits of a search, in its order, in the columns of attributed_quotes.

    `page` makes the full address of our page from a quote's id; each row ends with it.
    """

    async def batches() -> AsyncIterator[list[Row]]:
        async for rowids in _rowids(index, search):
            rows = await index.rows(FLAT, {"rowids": json.dumps(rowids)})
            yield [row | {"page": page(row["id"])} for row in rows]

    return Export("quotes", QUOTE_COLUMNS, search.filters.state(), batches())


def export_of_speakers(index: Index, people: People) -> Export:
    """Return all speakers of a list, most quoted first."""

    async def batches() -> AsyncIterator[list[Row]]:
        offset, limit = 0, FIRST_BATCH
        while rows := await page_of_people(index, people, offset, limit):
            yield rows
            offset, limit = offset + limit, _next(limit)

    return Export("speakers", SPEAKER_COLUMNS, people.state(), batches())


async def sent(index: Index, request: Any, export: Export, format_: str) -> Any:
    """Return the response that sends a list.

    The first rows are read before it begins, so that what takes too long can still be said so.
    """
    batches = export.batches
    first: list[Row] = await anext(batches, [])
    write = {"csv": _csv, "json": _json}[format_]
    most = _most_rows(index.datasette)

    async def send(writer: Any) -> None:
        left = asyncio.ensure_future(_until_left(request))
        try:
            async for text in write(export, _until(first, batches, most, left)):
                await writer.write(text)
        finally:
            left.cancel()

    headers = {**HEADERS, "Content-Disposition": f'inline; filename="{export.name}.{format_}"'}
    if index.datasette.cors:
        add_cors_headers(headers)
    return AsgiStream(send, headers=headers, content_type=CONTENT_TYPES[format_])


async def _rowids(index: Index, search: Search) -> AsyncIterator[list[int]]:
    """Yield the row numbers of all hits, in the search's order."""
    position, limit = START, FIRST_BATCH
    rowids = await _in_time(index, search, position, limit)
    everything = None
    while rowids:
        yield rowids
        if position is START:
            # Only now: to find all takes longer than to find the first.
            everything = await all_of(index, search)
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
    first: list[Row], batches: AsyncIterator[list[Row]], most: int | None, left: asyncio.Future[Any]
) -> AsyncIterator[list[Row]]:
    """Yield batches until there are no more, enough, or nobody who waits for them."""
    count = 0
    batch = first
    while batch and not left.done():
        batch = batch if most is None else batch[: most - count]
        count += len(batch)
        yield batch
        batch = [] if count == most else await anext(batches, [])


async def _csv(export: Export, batches: AsyncIterator[list[Row]]) -> AsyncIterator[str]:
    yield _csv_lines([export.columns])
    async for batch in batches:
        yield _csv_lines([row[column] for column in export.columns] for row in batch)


def _csv_lines(rows: Iterable[Iterable[object]]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


async def _json(export: Export, batches: AsyncIterator[list[Row]]) -> AsyncIterator[str]:
    yield f'{{"query": {json.dumps(export.asked)}, "rows": ['
    separator = "\n"
    async for batch in batches:
        rows = ({column: row[column] for column in export.columns} for row in batch)
        yield separator + ",\n".join(json.dumps(row) for row in rows)
        separator = ",\n"
    yield "\n]}\n"


def _most_rows(datasette: Any) -> int | None:
    # Whoever runs Datasette may have switched off long downloads.
    is_free = datasette.setting("allow_csv_stream")
    return None if is_free else int(datasette.setting("max_returned_rows"))


async def _until_left(request: Any) -> None:
    """Return when whoever asked has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
