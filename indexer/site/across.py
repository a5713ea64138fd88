"""The pages of what is known across articles: the utterances that were printed most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import NotFound  # type: ignore[import-untyped]

from indexer.site import quotes, releases
from indexer.site.articles import outlets_offered
from indexer.site.exports import ExportLinks, read_limit, sent
from indexer.site.links import Links
from indexer.site.travelled import (
    MOST_LOOKED_AT,
    export_of_travels,
    read_travels,
    travelled as travelled_page,
)
from indexer.site.views import of_index, page

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row
    from indexer.site.travelled import Travels


async def _travelled(index: Index, request: Any) -> Any:
    travels = read_travels(request.args)
    named = await _named(index, travels)
    if isinstance(named, str):
        return await _missing(index, request, named)
    speaker, outlet = named
    context = {
        "travels": travels,
        "speaker": speaker,
        "found": None,
        "most_looked_at": MOST_LOOKED_AT,
    }
    if await _ensure_clusters(index, request):
        context["outlets"] = await outlets_offered(index, outlet)
        context["found"] = await travelled_page(index, travels)
    return await page(index, request, "travelled.html", context)


async def _travelled_as(index: Index, request: Any) -> Any:
    travels = read_travels(request.args)
    if not await _ensure_clusters(index, request):
        raise NotFound("This index does not know which quotes are the same")
    links = Links(index.datasette, index.name)
    format_ = request.url_vars["format"]
    addresses = ExportLinks(
        lambda key: _absolute(index, request, links.quote(key)),
        lambda state: _absolute(index, request, links.travelled_as(format_, **state)),
    )
    export = export_of_travels(index, travels, read_limit(request.args), addresses)
    return await sent(index, request, export, format_)


travelled = of_index(_travelled)
travelled_as = of_index(_travelled_as)


async def _ensure_clusters(index: Index, request: Any) -> bool:
    """Return whether the index has clusters; raise Datasette's Forbidden if they are not shown."""
    tables = releases.CLUSTER_TABLES
    await releases.ensure_readable(index.datasette, request.actor, index.name, tables)
    return await index.has_clusters()


async def _named(index: Index, travels: Travels) -> tuple[Row | None, Row | None] | str:
    """Return the speaker and outlet that the state names, or what of them is not there."""
    filters = travels.filters
    speaker = outlet = None
    if filters.speaker is not None:
        speaker = await quotes.speaker(index, filters.speaker)
        if speaker is None:
            return "speaker"
    if filters.outlet is not None:
        outlet = await quotes.publication(index, filters.outlet)
        if outlet is None:
            return "outlet"
    return speaker, outlet


async def _missing(index: Index, request: Any, what: str) -> Any:
    missing = {"what": what, "key": request.args.get(what) or ""}
    return await page(index, request, "missing.html", missing, status=404)


def _absolute(index: Index, request: Any, address: str) -> str:
    return str(index.datasette.absolute_url(request, address))
