"""The pages of what is known across articles: utterances that travelled, and who is who."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette import NotFound, Response  # type: ignore[import-untyped]
from datasette.utils import add_cors_headers  # type: ignore[import-untyped]

from indexer.site import quotes, reconciliation, releases
from indexer.site.articles import outlets_offered
from indexer.site.bodies import form_sent
from indexer.site.exports import HEADERS, ExportLinks, read_limit, sent
from indexer.site.filters import START, read_position
from indexer.site.links import Links
from indexer.site.travelled import (
    MOST_LOOKED_AT,
    MOST_OFFSET,
    export_of_travels,
    read_travels,
    travelled_list,
)
from indexer.site.views import of_index, page

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row
    from indexer.site.travelled import Travels

OWN_MACHINE = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?")


async def _travelled(index: Index, request: Any) -> Any:
    travels = read_travels(request.args)
    named = await _named(index, travels)
    if isinstance(named, str):
        return await _missing(index, request, named)
    speaker, outlet = named
    context: dict[str, Any] = {
        "travels": travels,
        "speaker": speaker,
        "found": None,
        "most_looked_at": MOST_LOOKED_AT,
    }
    if await _ensure_clusters(index, request):
        context["outlets"] = await outlets_offered(index, outlet)
        context["found"] = await travelled_list(index, travels)
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


async def _reconcile(index: Index, request: Any) -> Any:
    """Answer with the manifest, or with the candidates for a batch of names."""
    links = Links(index.datasette, index.name)
    sent_form: dict[str, str] | None = {}
    if request.method == "POST":
        sent_form = await form_sent(request, reconciliation.LONGEST_BATCH)
    typed = "" if sent_form is None else sent_form.get("queries") or request.args.get("queries")
    if sent_form is None or len(typed or "") > reconciliation.LONGEST_BATCH:
        return _json(index, request, {"error": "too much was sent at once"}, 413)
    if not typed:
        endpoint = _absolute(index, request, links.reconcile())
        speaker = _absolute(index, request, links.speaker(0)).removesuffix("0")
        return _json(index, request, reconciliation.manifest(index.name, endpoint, speaker))
    batch = reconciliation.read_batch(typed)
    if isinstance(batch, reconciliation.Malformed):
        return _json(index, request, {"error": batch.why}, 400)
    if len(batch) > reconciliation.BATCH:
        message = f"a batch has at most {reconciliation.BATCH} queries, this one {len(batch)}"
        return _json(index, request, {"error": message}, 413)
    return _json(index, request, await reconciliation.results(index, batch))


async def _suggest(index: Index, request: Any) -> Any:
    offset = read_position(request.args.get("cursor") or "") or START
    prefix = request.args.get("prefix") or ""
    found = await reconciliation.suggestions(index, prefix, min(offset.offset, MOST_OFFSET))
    return _json(index, request, found)


travelled = of_index(_travelled)
reconcile = of_index(_reconcile)
suggest = of_index(_suggest)
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


def _json(index: Index, request: Any, data: Any, status: int = 200) -> Any:
    """Return data that pages of the same machine may read, and others if Datasette lets them.

    OpenRefine runs in a browser at an address of the machine itself. To let every page of the web
    read an index that is not public is for its owner to decide (`--cors`).
    """
    headers = {**HEADERS, "Vary": "Origin"}
    origin = request.headers.get("origin") or ""
    if index.datasette.cors:
        add_cors_headers(headers)
    elif OWN_MACHINE.fullmatch(origin):
        headers["Access-Control-Allow-Origin"] = origin
    return Response.json(data, status=status, headers=headers)


def _absolute(index: Index, request: Any, address: str) -> str:
    return str(index.datasette.absolute_url(request, address))
