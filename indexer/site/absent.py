"""The page for an address that is not there, in the look of the others, with a search to go on."""

from __future__ import annotations

from typing import Any

from datasette import NotFound  # type: ignore[import-untyped]
from datasette.utils import tilde_decode  # type: ignore[import-untyped]

from indexer.site.indexes import Index
from indexer.site.releases import readable_indexes
from indexer.site.views import page

DATA = (".json", ".csv", ".atom", ".db", ".css", ".js")


async def absent_page(datasette: Any, request: Any, exception: Exception) -> Any:
    """Return the page; None for other errors, for data, and where no index is meant or several.

    The index is the one in the address or, if there is none of that name, the only one.
    """
    if not _is_of_absence(exception) or request.path.endswith(DATA):
        return None
    names = await readable_indexes(datasette, request.actor)
    path = request.path.removeprefix(datasette.setting("base_url")).strip("/")
    called = tilde_decode(path.partition("/")[0])
    name = called if called in names else names[0] if len(names) == 1 else None
    if name is None:
        return None
    index = Index(datasette, datasette.databases[name])
    return await page(index, request, "absent.html", {}, status=404)


def _is_of_absence(exception: Exception) -> bool:
    # Datasette before 1.0 takes /news/-/absent for a row of a table that is called “-”.
    no_table = getattr(exception, "message", "") == "no such table: -"
    return isinstance(exception, NotFound) or no_table
