"""What every page of an index is made with: its database found, the right to see it, a template."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import NotFound, Response  # type: ignore[import-untyped]
from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.utils import tilde_decode  # type: ignore[import-untyped]

from indexer.site import releases, wording
from indexer.site.indexes import Index, is_index
from indexer.site.links import Links

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


def of_index(view: IndexView) -> View:
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
        return await answer_for(Index(datasette, database), request, view)

    return answer


async def answer_for(index: Index, request: Any, view: IndexView) -> Any:
    """Answer whoever may see the index; a query that ran out of time is a page that says so."""
    await releases.ensure_readable(index.datasette, request.actor, index.name)
    try:
        return await view(index, request)
    except QueryInterrupted:
        return await page(index, request, "timeout.html", {}, status=503)


async def page(
    index: Index, request: Any, template: str, context: dict[str, Any], status: int = 200
) -> Any:
    """Return a template of ours, filled, with the headers that keep a page safe."""
    return safe(filled(index, request, template, context), status)


def safe(html: str, status: int = 200) -> Any:
    """Return a page with the headers that keep it safe."""
    return Response.html(html, status=status, headers=HEADERS)


def filled(index: Index, request: Any, template: str, context: dict[str, Any]) -> str:
    """Return a template of ours, filled."""
    shared = {"links": Links(index.datasette, index.name), "say": wording, "index": index.name}
    found = releases.templates(index.datasette, request).get_template(f"indexer/{template}")
    return str(found.render(shared | context))
