"""The pages of lists: what a search finds and who is quoted, each also as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Response  # type: ignore[import-untyped]

from indexer.site import quotes, wording
from indexer.site.articles import MOST_LOOKED_AT, article_list, outlets_offered, read_articles
from indexer.site.exports import (
    HEADERS,
    ExportLinks,
    export_of_articles,
    export_of_quotes,
    export_of_speakers,
    read_limit,
    sent,
    total_of_quotes,
)
from indexer.site.facets import overview
from indexer.site.feeds import CONTENT_TYPE, Addresses, feed
from indexer.site.filters import Filters, read_filters
from indexer.site.links import Links
from indexer.site.near_names import near_names
from indexer.site.offices import office
from indexer.site.search import MOST_RANKED, Search, find, prepare
from indexer.site.speakers import find_people, read_people
from indexer.site.suggestions import suggest
from indexer.site.views import of_index, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.site.indexes import Index


async def _search(index: Index, request: Any) -> Any:
    search = await _asked(index, request)
    if not isinstance(search, Search):
        return search
    found = await find(index, search)
    context = {
        "typed": search.filters.q,
        "search": search,
        "filters": search.filters,
        "found": found,
        "most_ranked": MOST_RANKED,
        "described": described(search),
        "office": await office(index, search),
    }
    if found.quotes or search.filters.next.offset:
        context["overview"] = await overview(index, search)
    else:
        # What was searched is worth counting only where nothing was found.
        context["summary"] = await quotes.summary(index)
        context["suggestions"] = await suggest(index, search)
    return await page(index, request, "search.html", context)


async def _search_as(index: Index, request: Any) -> Any:
    search = await _asked(index, request)
    if not isinstance(search, Search):
        return search
    links = Links(index.datasette, index.name)
    format_ = request.url_vars["format"]

    def page(quote_id: str) -> str:
        return _absolute(index, request, links.quote(quote_id))

    if format_ != "atom":
        total = await total_of_quotes(index, search) if format_ == "json" else {}
        addresses = _export_links(index, request, links.quote, links.search_as)
        most = read_limit(request.args)
        export = export_of_quotes(index, search, most, addresses, total)
        return await sent(index, request, export, format_)
    state = search.filters.changed(order=None).state()
    feed_addresses = Addresses(
        _absolute(index, request, links.search_as("atom", **state)),
        _absolute(index, request, links.search(**state)),
        page,
    )
    body = await feed(index, search, f"Who said what: {described(search)}", feed_addresses)
    return Response(body, headers=HEADERS, content_type=CONTENT_TYPE)


async def _speakers(index: Index, request: Any) -> Any:
    people = read_people(request.args)
    found = await find_people(index, people)
    reconcile = _absolute(index, request, Links(index.datasette, index.name).reconcile())
    context = {"people": people, "found": found, "reconcile": reconcile}
    if people.q and not found.speakers and not people.next.offset:
        context["near"] = await near_names(index, people.q)
    return await page(index, request, "speakers.html", context)


async def _speakers_as(index: Index, request: Any) -> Any:
    links = Links(index.datasette, index.name)
    addresses = _export_links(index, request, links.speaker, links.speakers_as)
    most = read_limit(request.args)
    export = export_of_speakers(index, read_people(request.args), most, addresses)
    return await sent(index, request, export, request.url_vars["format"])


async def _articles(index: Index, request: Any) -> Any:
    filters = read_articles(request.args)
    outlet = None
    if filters.outlet is not None:
        outlet = await quotes.publication(index, filters.outlet)
        if outlet is None:
            return await _missing(index, request, "outlet")
    context = {
        "filters": filters,
        "outlet": outlet,
        "outlets": await outlets_offered(index, outlet),
        "found": await article_list(index, filters),
        "most_looked_at": MOST_LOOKED_AT,
    }
    return await page(index, request, "articles.html", context)


async def _articles_as(index: Index, request: Any) -> Any:
    links = Links(index.datasette, index.name)
    addresses = _export_links(index, request, links.document, links.articles_as)
    most = read_limit(request.args)
    export = export_of_articles(index, read_articles(request.args), most, addresses)
    return await sent(index, request, export, request.url_vars["format"])


search = of_index(_search)
search_as = of_index(_search_as)
speakers = of_index(_speakers)
speakers_as = of_index(_speakers_as)
articles = of_index(_articles)
articles_as = of_index(_articles_as)


def described(search: Search) -> str:
    """Return what is searched for, in words: “bridge”, said by Ada Okafor, since 2024."""
    filters = search.filters
    said = [
        f"“{filters.q}”" if search.condition.words.terms else "all quotes",
        f"said by {search.speaker['name']}" if search.speaker else "",
        f"in {search.outlet['name']}" if search.outlet else "",
        filters.role and f"by somebody described as “{filters.role}”",
        filters.kind and f"{filters.kind} quotations",
        _when(filters),
        f"with a confidence of {filters.confidence:.0%} or more" if filters.confidence else "",
        {"yes": "with a speaker", "no": "without a speaker"}.get(filters.attributed, ""),
    ]
    return ", ".join(filter(None, said))


def _when(filters: Filters) -> str:
    since, until = wording.period(filters.since), wording.period(filters.until)
    if since and since == until:
        return f"of {since}"
    return " ".join(filter(None, [since and f"from {since}", until and f"to {until}"]))


async def _asked(index: Index, request: Any) -> Any:
    """Return the search of an address, or the page that says what it names is not there."""
    filters = read_filters(request.args)
    speaker = outlet = None
    if filters.speaker is not None:
        speaker = await quotes.speaker(index, filters.speaker)
        if speaker is None:
            return await _missing(index, request, "speaker")
    if filters.outlet is not None:
        outlet = await quotes.publication(index, filters.outlet)
        if outlet is None:
            return await _missing(index, request, "outlet")
    return await prepare(index, filters, speaker, outlet)


async def _missing(index: Index, request: Any, what: str) -> Any:
    missing = {"what": what, "key": request.args.get(what) or ""}
    return await page(index, request, "missing.html", missing, status=404)


def _export_links(
    index: Index, request: Any, one: Callable[[Any], str], list_as: Callable[..., str]
) -> ExportLinks:
    return ExportLinks(
        lambda key: _absolute(index, request, one(key)),
        lambda state: _absolute(index, request, list_as(request.url_vars["format"], **state)),
    )


def _absolute(index: Index, request: Any, address: str) -> str:
    return str(index.datasette.absolute_url(request, address))
