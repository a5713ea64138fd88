"""From Datasette's pages of rows to ours: a quote as data leads to the quote in its article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from indexer.site.indexes import is_index
from indexer.site.links import Links

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class OurPage(NamedTuple):
    """What a link to a page of ours says, and the page's address from a key."""

    words: str
    address: Callable[[Links, Any], str]


QUOTE = OurPage("in its article", Links.quote)
PAGES = {
    ("quotes", "id"): QUOTE,
    ("attributed_quotes", "id"): QUOTE,
    ("altered_quotes", "id"): OurPage("in the text that had it", Links.quote),
    ("documents", "id"): OurPage("with its quotes", Links.document),
    ("speakers", "id"): OurPage("what they said", Links.speaker),
    ("publications", "id"): OurPage("what it quoted", Links.outlet),
    ("quote_clusters", "id"): OurPage("how it travelled", Links.quote_elsewhere),
    ("revisions", "id"): OurPage("beside the present text", Links.revision),
}
"""By table and column."""


def cell(
    datasette: Any, database: str, table: str | None, column: str, value: Any
) -> Awaitable[Markup | None] | None:
    """Return a key with a link to our page of what it names; None for all other cells."""
    found = PAGES.get((table or "", column))
    return None if found is None or value is None else _linked(datasette, database, found, value)


async def _linked(datasette: Any, database: str, page: OurPage, key: Any) -> Markup | None:
    if not await is_index(datasette.databases[database]):
        return None
    address = page.address(Links(datasette, database), key)
    return Markup('{} <a class="our-page" href="{}">{}</a>').format(key, address, page.words)
