"""The pages of one thing each: a quote, a speaker, an outlet, an article; and two short lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette import NotFound  # type: ignore[import-untyped]
from datasette.utils import tilde_decode  # type: ignore[import-untyped]

from indexer.site import history, linked_data, releases
from indexer.site.citations import copies
from indexer.site.documents import document_page
from indexer.site.echoes import echoes
from indexer.site.failures import failure_count, failure_list
from indexer.site.filters import LONGEST_ROLE
from indexer.site.fragments import address_of_words
from indexer.site.identities import Identity, identity_of
from indexer.site.links import Links
from indexer.site.outlets import outlet_list, outlet_page
from indexer.site.quotes import QuoteInArticle, quote_in_article
from indexer.site.settings import queries_about
from indexer.site.speaker_pages import MOST_ARTICLES, MOST_GROUPED, MOST_SHOWN, speaker_page
from indexer.site.travelled import has_travelled
from indexer.site.variants import Elsewhere, elsewhere
from indexer.site.views import of_index, page

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

DIGITS = re.compile(r"[0-9]{1,18}")


async def _quote(index: Index, request: Any) -> Any:
    quote_id = tilde_decode(request.url_vars["quote"])
    shown = await quote_in_article(index, quote_id)
    if shown is None:
        return await _gone_quote(index, request, quote_id)
    about = shown.about
    context = {"shown": shown, "quote": about} | _to_take_away(index, request, shown)
    context["history"] = await _history(index, request, about["document_id"], quote_id)
    found = context["elsewhere"] = await _elsewhere(index, request, about)
    # Few words of two people are not taken for one utterance; and an index may know of none.
    cluster = found.about["id"] if found else None
    context["echoes"] = await echoes(index, about, (shown.parts or [""])[0], cluster)
    return await page(index, request, "quote.html", context)


async def _gone_quote(index: Index, request: Any, quote_id: str) -> Any:
    may_see = await releases.may_see_history(index.datasette, request.actor, index.name)
    gone = await history.gone_quote(index, quote_id) if may_see else None
    if gone is None:
        return await _missing(index, request, "quote", quote_id)
    return await page(index, request, "gone.html", {"gone": gone, "quote": gone.about})


def _to_take_away(index: Index, request: Any, shown: QuoteInArticle) -> dict[str, Any]:
    """Return a quote's forms for copying, its source's address, and its linked data."""
    about, spans, links = shown.about, shown.spans, Links(index.datasette, index.name)
    permalink = _absolute(index, request, links.quote(about["id"]))
    document = _absolute(index, request, links.document(about["document_id"]))
    speaker = _absolute(index, request, links.speaker(about["speaker_id"] or 0))
    source = address_of_words(about["url"], about["article"], spans)
    data = [
        linked_data.quotation(about, permalink, speaker if about["speaker_id"] else None),
        linked_data.annotation(about, spans, permalink, document),
    ]
    return {
        "permalink": permalink,
        "source": source,
        "copies": copies(about, shown.parts, permalink, source),
        "linked_data": [linked_data.in_script(item) for item in data],
    }


async def _speaker(index: Index, request: Any) -> Any:
    key = tilde_decode(request.url_vars["key"])
    offset = _offset(request)
    shown = await speaker_page(index, int(key), offset) if _is_id(key) else None
    if shown is None:
        return await _missing(index, request, "speaker", key)
    context = {"shown": shown, "speaker": shown.about, "most_grouped": MOST_GROUPED}
    context["most_articles"] = MOST_ARTICLES
    context["queries"] = () if shown.about["document_id"] else queries_about("speaker")
    may_see = await releases.may_see_clusters(index.datasette, request.actor, index.name)
    context["has_travelled"] = may_see and await has_travelled(index, shown.about["id"])
    context["longest_role"] = LONGEST_ROLE
    context["identity"] = await _identity(index, request, shown.about)
    return await page(index, request, "speaker.html", context)


async def _outlets(index: Index, request: Any) -> Any:
    shown = await outlet_list(index, _offset(request))
    return await page(index, request, "outlets.html", {"shown": shown})


async def _failures(index: Index, request: Any) -> Any:
    if not await failure_count(index):
        raise NotFound("Nothing failed that anybody here may know of")
    await releases.ensure_readable(index.datasette, request.actor, index.name, ("failures",))
    shown = await failure_list(index, _offset(request))
    return await page(index, request, "failures.html", {"shown": shown})


async def _outlet(index: Index, request: Any) -> Any:
    key = tilde_decode(request.url_vars["key"])
    offset = _offset(request)
    shown = await outlet_page(index, int(key), offset) if _is_id(key) else None
    if shown is None:
        return await _missing(index, request, "outlet", key)
    context = {"shown": shown, "outlet": shown.about, "most_grouped": MOST_GROUPED}
    context["queries"] = queries_about("outlet")
    return await page(index, request, "outlet.html", context)


async def _document(index: Index, request: Any) -> Any:
    key = tilde_decode(request.url_vars["key"])
    shown = await document_page(index, key)
    if shown is None:
        return await _missing(index, request, "article", key)
    context = {"shown": shown, "document": shown.about}
    context["history"] = await _history(index, request, key)
    return await page(index, request, "document.html", context)


async def _revision(index: Index, request: Any) -> Any:
    key = tilde_decode(request.url_vars["key"])
    may_see = await releases.may_see_history(index.datasette, request.actor, index.name)
    shown = await history.revision(index, int(key)) if may_see and _is_id(key) else None
    if shown is None:
        return await _missing(index, request, "older text", key)
    context = {"shown": shown, "revision": shown.about}
    return await page(index, request, "revision.html", context)


async def _history(
    index: Index, request: Any, document_id: str, quote_id: str = ""
) -> history.History:
    if not await releases.may_see_history(index.datasette, request.actor, index.name):
        return history.History()
    return await history.of_document(index, document_id, quote_id)


async def _identity(index: Index, request: Any, speaker: Row) -> Identity | None:
    may_see = await releases.may_see_identity(index.datasette, request.actor, index.name)
    return await identity_of(index, speaker) if may_see else None


async def _elsewhere(index: Index, request: Any, quote: Row) -> Elsewhere | None:
    may_see = await releases.may_see_clusters(index.datasette, request.actor, index.name)
    return await elsewhere(index, quote) if may_see else None


async def _missing(index: Index, request: Any, what: str, key: str) -> Any:
    return await page(index, request, "missing.html", {"what": what, "key": key}, status=404)


def _absolute(index: Index, request: Any, path: str) -> str:
    return str(index.datasette.absolute_url(request, path))


def _is_id(key: str) -> bool:
    return bool(DIGITS.fullmatch(key))


def _offset(request: Any) -> int:
    typed = request.args.get("next") or ""
    return min(int(typed), MOST_SHOWN) if _is_id(typed) else 0


quote = of_index(_quote)
speaker = of_index(_speaker)
outlets = of_index(_outlets)
outlet = of_index(_outlet)
document = of_index(_document)
failures = of_index(_failures)
revision = of_index(_revision)
