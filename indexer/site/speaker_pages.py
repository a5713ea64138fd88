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
    from collections.abc import Iterable

    from indexer.site.indexes import Index, Row

PAGE = 20
MOST_SHOWN = 10_000
MOST_GROUPED = 1_000
MOST_ARTICLES = 100
"""Of so many of the newest articles it is said who else is quoted there."""

SPEAKER = "SELECT * FROM speakers WHERE id = :id"

NAMES = """
SELECT name FROM speaker_names WHERE speaker_id = :id AND name <> :name
ORDER BY length(name) DESC, name LIMIT 30
"""

NEWEST = """
SELECT rowid FROM quotes WHERE speaker_id = :id
ORDER BY published DESC, rowid DESC LIMIT :limit OFFSET :offset
"""

# One walk through the newest quotes for all three: looking them up is what takes long. The same
# role with and without a capital letter is one: which of both is shown does not matter.
GROUPED = """
WITH newest AS MATERIALIZED (
  SELECT role, publication_id, document_id, published FROM quotes
  WHERE speaker_id = :id ORDER BY published DESC LIMIT :most
), articles AS MATERIALIZED (
  SELECT DISTINCT document_id FROM newest LIMIT :articles
)
SELECT * FROM (
  SELECT 'role' AS part, NULL AS id, role AS name, count(*) AS count,
    min(published) AS first, max(published) AS last
  FROM newest WHERE role IS NOT NULL GROUP BY lower(role) ORDER BY count DESC, first LIMIT 8
)
UNION ALL
SELECT * FROM (
  SELECT 'outlet', publications.id, publications.name, here.count, NULL, NULL
  FROM (
    SELECT publication_id, count(*) AS count FROM newest
    WHERE publication_id IS NOT NULL GROUP BY publication_id
  ) AS here
  CROSS JOIN publications ON publications.id = here.publication_id
  ORDER BY here.count DESC, publications.name LIMIT 10
)
UNION ALL
SELECT * FROM (
  SELECT 'company', speakers.id, speakers.name, beside.articles, NULL, NULL
  FROM (
    SELECT quotes.speaker_id, count(DISTINCT quotes.document_id) AS articles, count(*) AS quotes
    FROM articles CROSS JOIN quotes ON quotes.document_id = articles.document_id
    WHERE quotes.speaker_id <> :id GROUP BY quotes.speaker_id
  ) AS beside
  CROSS JOIN speakers ON speakers.id = beside.speaker_id
  WHERE speakers.document_id IS NULL
  ORDER BY beside.articles DESC, beside.quotes DESC, speakers.name LIMIT 10
)
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
        """Whether roles and outlets are those of the newest quotes only."""
        return bool(self.about["quote_count"] > MOST_GROUPED)

    @property
    def is_company_sampled(self) -> bool:
        """Whether the company is that of the newest articles only."""
        return bool(self.about["document_count"] > MOST_ARTICLES)


async def speaker_page(index: Index, speaker_id: int, offset: int) -> SpeakerPage | None:
    """Return what a speaker's page shows, or None where there is no such speaker."""
    about = await index.row(SPEAKER, {"id": speaker_id})
    if about is None:
        return None
    keys = {"id": speaker_id, "name": about["name"]}
    sample = {"id": speaker_id, "most": MOST_GROUPED, "articles": MOST_ARTICLES}
    grouped = await index.remembered(GROUPED, sample)
    page = {"id": speaker_id, "limit": PAGE, "offset": offset}
    rowids = [row["rowid"] for row in await index.rows(NEWEST, page)]
    counted = await months.of_speaker(index, speaker_id)
    return SpeakerPage(
        about=about,
        names=[row["name"] for row in await index.rows(NAMES, keys)],
        roles=_roles(_part(grouped, "role")),
        outlets=_part(grouped, "outlet"),
        company=_part(grouped, "company"),
        chart=charts.by_month(counted.counts),
        is_chart_cut=counted.is_cut,
        quotes=await listed(index, rowids),
        offset=offset,
        next_offset=following(offset, about["quote_count"]),
    )


def in_time(roles: Iterable[Role]) -> list[Role]:
    """Return roles as they followed each other."""
    return sorted(roles, key=lambda role: role.first or "")


def following(offset: int, count: int) -> int | None:
    """Return where the next page of so many quotes begins, or None."""
    after = offset + PAGE
    return after if after < min(count, MOST_SHOWN) else None


def _part(rows: list[Row], part: str) -> list[Row]:
    return [row for row in rows if row["part"] == part]


def _roles(rows: list[Row]) -> list[Role]:
    return in_time(Role(row["name"], row["count"], row["first"], row["last"]) for row in rows)
