"""What the pages of outlets show: their list, and one with its speakers, articles, quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site import charts, months
from indexer.site.quotes import listed
from indexer.site.speaker_pages import MOST_GROUPED, PAGE, following

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

OUTLETS_ON_PAGE = 100

OUTLET = "SELECT * FROM publications WHERE id = :id"

OUTLETS = """
SELECT id, name, domain, quote_count, document_count FROM publications
ORDER BY quote_count DESC, name LIMIT :limit OFFSET :offset
"""

SUMS = "SELECT count(*) AS outlets, max(quote_count) AS most FROM publications"

NEWEST = """
SELECT rowid FROM quotes WHERE publication_id = :id
ORDER BY published DESC, rowid DESC LIMIT :limit OFFSET :offset
"""

SPEAKERS = """
SELECT speakers.id, speakers.name, count(*) AS quotes
FROM (
  SELECT speaker_id FROM quotes WHERE publication_id = :id ORDER BY published DESC LIMIT :most
) AS recent
CROSS JOIN speakers ON speakers.id = recent.speaker_id
WHERE speakers.document_id IS NULL
GROUP BY speakers.id ORDER BY quotes DESC, speakers.name LIMIT 12
"""

ARTICLES = """
SELECT id, title, published, quote_count FROM documents
WHERE publication_id = :id ORDER BY published DESC LIMIT 8
"""


@dataclass(frozen=True, slots=True)
class OutletList:
    """One page of the outlets, most quotes first. `most` is what the first of all has."""

    outlets: list[Row]
    count: int
    most: int
    offset: int
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class OutletPage:
    """An outlet, a row of `publications`, with one page of its quotes, newest first."""

    about: Row
    speakers: list[Row]
    articles: list[Row]
    chart: charts.Chart | None
    is_chart_cut: bool
    quotes: list[Row]
    offset: int
    next_offset: int | None

    @property
    def is_sampled(self) -> bool:
        """Whether the most quoted are those of the newest quotes only."""
        return bool(self.about["quote_count"] > MOST_GROUPED)


async def outlet_list(index: Index, offset: int) -> OutletList:
    """Return a page of the list of outlets."""
    (sums,) = await index.remembered(SUMS)
    page = {"limit": OUTLETS_ON_PAGE, "offset": offset}
    after = offset + OUTLETS_ON_PAGE
    return OutletList(
        outlets=await index.remembered(OUTLETS, page),
        count=sums["outlets"],
        most=sums["most"] or 1,
        offset=offset,
        next_offset=after if after < sums["outlets"] else None,
    )


async def outlet_page(index: Index, outlet_id: int, offset: int) -> OutletPage | None:
    """Return what an outlet's page shows, or None where there is no such outlet."""
    about = await index.row(OUTLET, {"id": outlet_id})
    if about is None:
        return None
    keys = {"id": outlet_id, "most": MOST_GROUPED}
    page = {"id": outlet_id, "limit": PAGE, "offset": offset}
    rowids = [row["rowid"] for row in await index.rows(NEWEST, page)]
    counted = await months.of_outlet(index, outlet_id)
    return OutletPage(
        about=about,
        speakers=await index.remembered(SPEAKERS, keys),
        articles=await index.remembered(ARTICLES, keys),
        chart=charts.by_month(counted.counts),
        is_chart_cut=counted.is_cut,
        quotes=await listed(index, rowids),
        offset=offset,
        next_offset=following(offset, about["quote_count"]),
    )
