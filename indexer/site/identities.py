"""What a speaker's page tells of who that is: roles, why it is one person, namesakes, candidates.

All of it is of the whole index, not of the newest quotes alone: the store keeps what nothing tells
apart as one row, so that even of the most quoted there are not too many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site.speaker_pages import Role, in_time

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

HAS_IDENTITY = """
SELECT count(*) AS found FROM sqlite_master WHERE name = 'speaker_profiles'
"""

# The same role with and without a capital letter, or with another apostrophe, is one: which of them
# is shown does not matter.
ROLES = """
SELECT role, sum(quote_count) AS quotes, min(first_seen) AS first, max(last_seen) AS last
FROM speaker_roles WHERE speaker_id = :id GROUP BY lower(replace(role, '’', ''''))
ORDER BY quotes DESC, first LIMIT 8
"""

REASONS = """
SELECT why.evidence, why.sure, why.articles, documents.id AS document_id, documents.title
FROM (
  SELECT evidence, sure, sum(appearance_count) AS articles, max(id) AS profile
  FROM speaker_profiles WHERE speaker_id = :id AND appearance_count > 0
  GROUP BY evidence, sure ORDER BY articles DESC, evidence LIMIT 8
) AS why
JOIN documents ON documents.id = (
  SELECT document_id FROM appearances WHERE profile_id = why.profile
  ORDER BY published DESC LIMIT 1
)
ORDER BY why.articles DESC, why.evidence
"""

# Of a last name alone there would be too many. Who is alone, and not certainly, has the name
# without anything that tells whose it is.
NAMESAKES = """
WITH names AS MATERIALIZED (
  SELECT DISTINCT name, kind FROM speaker_profiles
  WHERE speaker_id = :id AND NOT is_weak AND appearance_count > 0 LIMIT 20
), others AS MATERIALIZED (
  SELECT DISTINCT other.speaker_id FROM names
  CROSS JOIN speaker_profiles AS other ON other.name = names.name AND other.kind = names.kind
  WHERE other.speaker_id <> :id AND other.appearance_count > 0
)
SELECT speakers.id, speakers.name, speakers.quote_count, speakers.first_quoted,
  speakers.last_quoted, (
    SELECT role FROM speaker_profiles WHERE speaker_id = speakers.id AND role <> ''
    ORDER BY appearance_count DESC, role LIMIT 1
  ) AS role, NOT EXISTS (
    SELECT 1 FROM speaker_profiles WHERE speaker_id = speakers.id AND appearance_count > 0
      AND (rule <> 'alone' OR sure = 'certain')
  ) AS is_unsettled
FROM others CROSS JOIN speakers ON speakers.id = others.speaker_id
ORDER BY speakers.quote_count DESC, speakers.id LIMIT 8
"""

CANDIDATES = """
SELECT people.id, people.name, people.description, people.born, people.died,
  speaker_candidates.evidence, speaker_candidates.sure
FROM speaker_candidates JOIN people ON people.id = speaker_candidates.person_id
WHERE speaker_candidates.speaker_id = :id
ORDER BY speaker_candidates.sure, people.id LIMIT 6
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a speaker is: the roles as they followed each other, and rows of the queries above.

    `sure` is `certain`, `likely` or `possible`; `namesakes` are other speakers.
    """

    roles: list[Role]
    reasons: list[Row]
    namesakes: list[Row]
    candidates: list[Row]


async def identity_of(index: Index, speaker: Row) -> Identity | None:
    """Return who a speaker is, a row of `speakers`.

    None where nothing is known of it: who has no name of their own is somebody in one article
    alone, and an older index knows speakers by their names only.
    """
    (row,) = await index.remembered(HAS_IDENTITY)
    if speaker["document_id"] or not row["found"]:
        return None
    own = {"id": speaker["id"]}
    queries = (ROLES, REASONS, NAMESAKES, CANDIDATES)
    roles, reasons, namesakes, candidates = [await index.remembered(sql, own) for sql in queries]
    return Identity(in_time(Role(*role.values()) for role in roles), reasons, namesakes, candidates)
