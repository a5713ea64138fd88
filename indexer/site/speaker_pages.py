"""What the page of a speaker shows: names, roles, outlets, company, months, quotes.

A speaker may have hundreds of thousands of quotes. What has to be grouped is therefore taken from
the newest ones alone, and the page says so; sums are those that the store keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site import charts, months
from indexer.site.quotes import listed

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

PAGE = 20
MOST_SHOWN = 10_000
MOST_GROUPED = 2_000

SPEAKER = "SELECT * FROM speakers WHERE id = :id"

NAMES = """
SELECT name FROM speaker_names WHERE speaker_id = :id AND name <> :name
ORDER BY length(name) DESC, name LIMIT 30
"""

NEWEST = """
SELECT rowid FROM quotes WHERE speaker_id = :id
ORDER BY published DESC, rowid DESC LIMIT :limit OFFSET :offset
"""

# The same role with and without a capital letter is one: which of both is shown does not matter.
ROLES = """
SELECT role, count(*) AS quotes, min(published) AS first, max(published) AS last
FROM (
  SELECT role, published FROM quotes WHERE speaker_id = :id ORDER BY published DESC LIMIT :most
)
WHERE role IS NOT NULL GROUP BY lower(role) ORDER BY quotes DESC, first LIMIT 8
"""

OUTLETS = """
SELECT publications.id, publications.name, count(*) AS quotes
FROM (
  SELECT publication_id FROM quotes WHERE speaker_id = :id ORDER BY published DESC LIMIT :most
) AS recent
JOIN publications ON publications.id = recent.publication_id
GROUP BY publications.id ORDER BY quotes DESC, publications.name LIMIT 10
"""

COMPANY = """
WITH articles AS (
  SELECT DISTINCT document_id FROM (
    SELECT document_id FROM quotes WHERE speaker_id = :id ORDER BY published DESC LIMIT :most
  ) LIMIT 300
)
SELECT speakers.id, speakers.name, count(DISTINCT quotes.document_id) AS articles
FROM articles
CROSS JOIN quotes ON quotes.document_id = articles.document_id
CROSS JOIN speakers ON speakers.id = quotes.speaker_id
WHERE speakers.id <> :id AND speakers.document_id IS NULL
GROUP BY speakers.id ORDER BY articles DESC, count(*) DESC, speakers.name LIMIT 10
"""


@dataclass(frozen=True, slots=True)
class Role:
    """A role in an article's words, and from when to when articles give it."""

    text: str
    quotes: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """A speaker, a row of `speakers`, with one page of the quotes, newest first."""

    about: Row
    names: list[str]
    roles: list[Role]
    outlets: list[Row]
    company: list[Row]
    chart: charts.Chart | None
    is_chart_cut: bool
    quotes: list[Row]
    offset: int
    next_offset: int | None

    @property
    def is_sampled(self) -> bool:
        """Whether roles, outlets and company are those of the newest quotes only."""
        return bool(self.about["quote_count"] > MOST_GROUPED)


async def speaker_page(index: Index, speaker_id: int, offset: int) -> SpeakerPage | None:
    """Return what a speaker's page shows, or None where there is no such speaker."""
    about = await index.row(SPEAKER, {"id": speaker_id})
    if about is None:
        return None
    keys = {"id": speaker_id, "name": about["name"], "most": MOST_GROUPED}
    page = {"id": speaker_id, "limit": PAGE, "offset": offset}
    rowids = [row["rowid"] for row in await index.rows(NEWEST, page)]
    counted = await months.of_speaker(index, speaker_id)
    return SpeakerPage(
        about=about,
        names=[row["name"] for row in await index.rows(NAMES, keys)],
        roles=_roles(await index.remembered(ROLES, keys)),
        outlets=await index.remembered(OUTLETS, keys),
        company=await index.remembered(COMPANY, keys),
        chart=charts.by_month(counted.counts),
        is_chart_cut=counted.is_cut,
        quotes=await listed(index, rowids),
        offset=offset,
        next_offset=following(offset, about["quote_count"]),
    )


def following(offset: int, count: int) -> int | None:
    """Return where the next page of so many quotes begins, or None."""
    after = offset + PAGE
    return after if after < min(count, MOST_SHOWN) else None


def _roles(rows: list[Row]) -> list[Role]:
    roles = [Role(row["role"], row["quotes"], row["first"], row["last"]) for row in rows]
    return sorted(roles, key=lambda role: role.first or "")
