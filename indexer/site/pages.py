"""The pages themselves: each reads what it shows and fills a template.

Every page of an index goes through `_of_index`, which finds the database, asks for the right to see
it, and turns a query that ran out of time into a page that says so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import NotFound, Response  # type: ignore[import-untyped]
from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.utils import tilde_decode  # type: ignore[import-untyped]

from indexer.site import charts, months, quotes, releases, wording
from indexer.site.indexes import Index, indexes, is_index
from indexer.site.links import Links
from indexer.site.outlets import outlet_list

NEWEST_ON_HOME = 8
OUTLETS_ON_HOME = 6

HEADERS = {
    # Nothing but files of our own, no script inside a page, and no page in anybody's frame.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; "
        "img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

View = Callable[[Any, Any], Awaitable[Any]]
IndexView = Callable[[Index, Any], Awaitable[Any]]


async def front(request: Any, datasette: Any) -> Any:
    """Show the home page of the only index attached, or Datasette's own page."""
    names = await indexes(datasette)
    if len(names) != 1:
        return await releases.own_front_page(datasette, request)
    return await _answer(Index(datasette, datasette.databases[names[0]]), request, _home)


def _of_index(view: IndexView) -> View:
    """Return a route's function that answers for the index in its address."""

    # Datasette reads the names of these parameters, so functools.wraps would mislead it.
    async def answer(request: Any, datasette: Any) -> Any:
        name = tilde_decode(request.url_vars["database"])
        try:
            database = datasette.get_database(route=name)
        except KeyError as error:
            raise NotFound(f"There is no database {name}") from error
        if not await is_index(database):
            raise NotFound(f"The database {name} is not an index of quotations")
        return await _answer(Index(datasette, database), request, view)

    return answer


async def _answer(index: Index, request: Any, view: IndexView) -> Any:
    await releases.ensure_readable(index.datasette, request.actor, index.name)
    try:
        return await view(index, request)
    except QueryInterrupted:
        return await _page(index, request, "timeout.html", {}, status=503)


async def _home(index: Index, request: Any) -> Any:
    newest = await quotes.newest(index, NEWEST_ON_HOME)
    counted = await months.of_all(index)
    context = {
        "summary": await quotes.summary(index),
        "chart": charts.by_month(counted.counts),
        "outlets": (await outlet_list(index, 0)).outlets[:OUTLETS_ON_HOME],
        "quotes": await quotes.listed(index, newest),
        "speakers": await quotes.most_quoted(index),
    }
    return await _page(index, request, "home.html", context)


home = _of_index(_home)


async def _page(
    index: Index, request: Any, template: str, context: dict[str, Any], status: int = 200
) -> Any:
    shared = {"links": Links(index.datasette, index.name), "say": wording, "index": index.name}
    body = await index.datasette.render_template(
        f"indexer/{template}", shared | context, request=request
    )
    return Response.html(body, status=status, headers=HEADERS)
