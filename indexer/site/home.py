"""The home page: what is in an index, who is quoted most, and what was said last."""

from __future__ import annotations

from typing import Any

from indexer.site import charts, months, quotes, releases
from indexer.site.failures import failure_count
from indexer.site.indexes import Index, indexes
from indexer.site.memory import Memory
from indexer.site.outlets import outlet_list
from indexer.site.travelled import most_travelled
from indexer.site.views import answer_for, filled, of_index, safe

NEWEST_ON_HOME = 8
OUTLETS_ON_HOME = 6


async def front(request: Any, datasette: Any) -> Any:
    """Show the home page of the only index attached, or Datasette's own page."""
    names = await indexes(datasette)
    if len(names) != 1:
        return await releases.own_front_page(datasette, request)
    return await answer_for(Index(datasette, datasette.databases[names[0]]), request, _home)


async def _home(index: Index, request: Any) -> Any:
    counted = await months.of_all(index)
    may_see = await releases.may_see_clusters(index.datasette, request.actor, index.name)

    async def make() -> str:
        shown = await _shown(index, counted, may_see_clusters=may_see)
        return filled(index, request, "home.html", shown)

    if counted.is_late:
        return safe(await make())
    # The page is the same for all who may see as much, and is asked for more than any other.
    return safe(await Memory.of(index.database).answer(("home", may_see), make))


async def _shown(index: Index, counted: months.Months, *, may_see_clusters: bool) -> dict[str, Any]:
    newest = await quotes.newest(index, NEWEST_ON_HOME)
    return {
        "summary": await quotes.summary(index),
        "chart": charts.by_month(counted.counts),
        "outlets": (await outlet_list(index, 0)).outlets[:OUTLETS_ON_HOME],
        "failures": await failure_count(index),
        "quotes": await quotes.listed(index, newest),
        "speakers": await quotes.most_quoted(index),
        "travelled": await most_travelled(index) if may_see_clusters else [],
    }


home = of_index(_home)
