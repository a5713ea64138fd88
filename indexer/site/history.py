"""What an article said before it was changed: its older texts, and quotes that are gone."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.site.changes import Changes, changes
from indexer.site.marks import Mark, Run, marked_paragraphs

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

HAS_HISTORY = """
SELECT count(*) = 3 AS has FROM sqlite_master
WHERE name IN ('revisions', 'revision_quotes', 'altered_quotes')
"""

REVISIONS = """
SELECT id, title, published, indexed_at, replaced_at, quote_count FROM revisions
WHERE document_id = :document ORDER BY replaced_at DESC, id DESC LIMIT 20
"""

GONE_FROM = """
SELECT id, quote AS text, speaker AS speaker_name, max(replaced_at) AS replaced_at
FROM altered_quotes WHERE document_id = :document
GROUP BY id ORDER BY replaced_at DESC LIMIT 50
"""

OLDER_WITH = """
SELECT count(*) AS older FROM revision_quotes
JOIN revisions ON revisions.id = revision_quotes.revision_id
WHERE revision_quotes.quote_id = :quote AND revisions.document_id = :document
"""

GONE = """
SELECT
  revision_quotes.quote_id AS id, revision_quotes.text, revision_quotes.speaker_name,
  revision_quotes.mention, revision_quotes.role, revision_quotes.confidence,
  revision_quotes.parts, revisions.document_id, revisions.title, revisions.author,
  revisions.publication, revisions.published, revisions.indexed_at, revisions.replaced_at,
  revisions.text AS article, documents.url, documents.language
FROM revision_quotes
JOIN revisions ON revisions.id = revision_quotes.revision_id
JOIN documents ON documents.id = revisions.document_id
WHERE revision_quotes.quote_id = :quote
ORDER BY revisions.replaced_at DESC, revisions.id DESC LIMIT 1
"""

REVISION = """
SELECT revisions.*, documents.text AS present, documents.title AS present_title,
  documents.indexed_at AS present_indexed_at, documents.language, documents.url
FROM revisions JOIN documents ON documents.id = revisions.document_id
WHERE revisions.id = :revision
"""

QUOTES_GONE = """
SELECT revision_quotes.quote_id AS id, revision_quotes.text, revision_quotes.speaker_name
FROM revision_quotes
WHERE revision_id = :revision
  AND NOT EXISTS (SELECT 1 FROM quotes WHERE quotes.id = revision_quotes.quote_id)
ORDER BY start_char LIMIT 200
"""

AROUND = """
SELECT
  (SELECT id FROM revisions WHERE document_id = :document
    AND (replaced_at, id) < (:replaced_at, :revision)
    ORDER BY replaced_at DESC, id DESC LIMIT 1) AS older,
  (SELECT id FROM revisions WHERE document_id = :document
    AND (replaced_at, id) > (:replaced_at, :revision) ORDER BY replaced_at, id LIMIT 1) AS newer
"""


@dataclass(frozen=True, slots=True)
class History:
    """An article's older texts, newest first, and what of their quotes is no longer there."""

    document_id: str = ""
    revisions: list[Row] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)
    older_with_quote: int = 0


@dataclass(frozen=True, slots=True)
class GoneQuote:
    """A quote that its article has no more, in the last text that had it."""

    about: Row
    parts: list[str]
    paragraphs: list[list[Run]]


async def of_document(index: Index, document_id: str, quote_id: str = "") -> History:
    """Return an article's history; with a quote's id also how many older texts had that quote."""
    if not await _has_history(index):
        return History()
    keys = {"document": document_id, "quote": quote_id}
    revisions = await index.rows(REVISIONS, keys)
    if not revisions:
        return History()
    (with_quote,) = await index.rows(OLDER_WITH, keys)
    gone = await index.rows(GONE_FROM, keys)
    return History(document_id, revisions, gone, with_quote["older"])


async def gone_quote(index: Index, quote_id: str) -> GoneQuote | None:
    """Return a quote that only an older text has, or None."""
    if not await _has_history(index):
        return None
    about = await index.row(GONE, {"quote": quote_id})
    if about is None:
        return None
    spans = [(int(start), int(end)) for start, end in json.loads(about["parts"])]
    marks = [Mark("quotation", *span) for span in spans]
    parts = [about["article"][start:end] for start, end in spans]
    return GoneQuote(about, parts, marked_paragraphs(about["article"], marks))


@dataclass(frozen=True, slots=True)
class Revision:
    """An older text beside the article's present one.

    `about` is its row of `revisions`; `older` and `newer` are the numbers of those around it.
    """

    about: Row
    title: Changes
    text: Changes
    gone: list[Row]
    older: int | None
    newer: int | None


async def revision(index: Index, number: int) -> Revision | None:
    """Return an older text of an article, compared with the one that it has now, or None."""
    if not await _has_history(index):
        return None
    about = await index.row(REVISION, {"revision": number})
    if about is None:
        return None
    keys = {"revision": number, "document": about["document_id"]}
    around = await index.row(AROUND, keys | {"replaced_at": about["replaced_at"]}) or {}
    # A long article keeps the processor for a while; whoever else asks is not to wait for it.
    return Revision(
        about,
        changes(about["title"] or "", about["present_title"] or ""),
        await asyncio.to_thread(changes, about["text"], about["present"]),
        await index.rows(QUOTES_GONE, keys),
        around.get("older"),
        around.get("newer"),
    )


async def _has_history(index: Index) -> bool:
    # An index of the first release that nobody has written to since has none of these tables.
    (row,) = await index.remembered(HAS_HISTORY)
    return bool(row["has"])
