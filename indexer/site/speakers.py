"""Those who are quoted, by how often they are, and finding them by any form of their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site.filters import START, Position, read_position
from indexer.site.words import WORD, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.site.indexes import Index, Row

PAGE = 50
LONGEST_NAME = 200
MOST_NAMES = 20_000
"""Of more forms than these that fit, those that were met first are looked at."""
MOST_OFFSET = 100_000
SHORTEST_BEGINNING = 3
"""From so many letters on a word also finds the names that begin with it."""
KINDS = ("person", "organization")

# Unnamed sources are rows of their own in every article, and nobody whom a list could show.
COLUMNS = """
SELECT speakers.id, speakers.name, speakers.kind, speakers.quote_count, speakers.document_count,
  speakers.first_quoted, speakers.last_quoted, (
    SELECT group_concat(name, '; ') FROM (
      SELECT name FROM speaker_names
      WHERE speaker_id = speakers.id AND name <> speakers.name ORDER BY length(name) DESC LIMIT 5
    )
  ) AS other_names
"""

ALL = f"""
{COLUMNS} FROM speakers
WHERE document_id IS NULL AND quote_count > 0 AND (:kind = '' OR kind = :kind)
ORDER BY quote_count DESC, name DESC LIMIT :limit OFFSET :offset
"""

NAMED = f"""
{COLUMNS} FROM (
  SELECT DISTINCT speaker_id FROM (
    SELECT speaker_id FROM speaker_names_fts WHERE speaker_names_fts MATCH :match LIMIT {MOST_NAMES}
  )
) AS found CROSS JOIN speakers ON speakers.id = found.speaker_id
WHERE :kind = '' OR kind = :kind
ORDER BY quote_count DESC, speakers.name DESC LIMIT :limit OFFSET :offset
"""  # noqa: S608, nothing of a visitor's is ever part of SQL: values are parameters

# An index of an older shape: slower, and only for the beginning of a form of the name.
NAMED_BEFORE = f"""
{COLUMNS} FROM (
  SELECT DISTINCT speaker_id FROM speaker_names
  WHERE name >= :typed AND name < :typed || char(1114111) LIMIT {MOST_NAMES}
) AS found CROSS JOIN speakers ON speakers.id = found.speaker_id
WHERE document_id IS NULL AND (:kind = '' OR kind = :kind)
ORDER BY quote_count DESC, speakers.name DESC LIMIT :limit OFFSET :offset
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class People:
    """The state of the list: what was typed of a name, a kind, and where a page begins."""

    q: str = ""
    kind: str = ""
    next: Position = START

    def state(self) -> dict[str, str]:
        """Return what an address has to say for this list, without what is empty."""
        state = {"q": self.q, "kind": self.kind, "next": str(self.next)}
        return {key: value for key, value in state.items() if value not in ("", "0")}


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """One page of the list."""

    speakers: list[Row]
    next: Position | None


def read_people(arguments: Mapping[str, str]) -> People:
    """Read a query string's arguments; never raises. What cannot be read is left out."""
    q = (arguments.get("q") or "").strip()[:LONGEST_NAME]
    kind = arguments.get("kind") or ""
    return People(
        q.encode("utf-8", "ignore").decode().replace("\0", " "),
        kind if kind in KINDS else "",
        read_position(arguments.get("next") or "") or START,
    )


async def find_people(index: Index, people: People) -> FoundPeople:
    """Return the page of speakers, most quoted first."""
    offset = min(people.next.offset, MOST_OFFSET)
    speakers = await page_of_people(index, people, offset, PAGE + 1)
    following = Position(offset + PAGE) if len(speakers) > PAGE else None
    return FoundPeople(speakers[:PAGE], following)


async def page_of_people(index: Index, people: People, offset: int, limit: int) -> list[Row]:
    """Return at most so many speakers, most quoted first."""
    match = _match(people.q)
    parameters = {
        "match": match,
        "typed": people.q,
        "kind": people.kind,
        "limit": limit,
        "offset": offset,
    }
    if not match:
        return await index.rows(ALL, parameters)
    return await index.rows(NAMED if await index.has_roles() else NAMED_BEFORE, parameters)


def _match(typed: str) -> str:
    """Return the full-text query: all words, each also as the beginning of one if it is long."""
    return " AND ".join(
        f"{quoted(word)} *" if len(word) >= SHORTEST_BEGINNING else quoted(word)
        for word in WORD.findall(typed)
    )
