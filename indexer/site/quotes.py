"""What the pages read from an index, but for search: sums, speakers, lists of quotes, one quote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.site.marks import Mark, Run, marked_paragraphs, marked_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.site.indexes import Index, Row

# Counts that the store keeps, and ends of indexes: quick in an index of millions. What does not
# begin with a digit is no date.
SUMMARY = """
SELECT
  (SELECT coalesce(sum(document_count), 0) FROM publications)
    + (SELECT count(*) FROM documents WHERE publication_id IS NULL) AS documents,
  (SELECT coalesce(sum(quote_count), 0) FROM publications)
    + (SELECT count(*) FROM quotes WHERE publication_id IS NULL) AS quotes,
  (SELECT count(*) FROM speakers WHERE document_id IS NULL) AS speakers,
  (SELECT count(*) FROM publications) AS publications,
  (SELECT min(published) FROM documents WHERE published >= '0') AS first,
  (SELECT max(published) FROM documents WHERE published < ':') AS last
"""

# Who has no name is somebody only inside one article, and so is nobody to rank.
MOST_QUOTED = """
SELECT id, name, kind, quote_count, document_count FROM speakers
WHERE document_id IS NULL AND quote_count > 0
ORDER BY quote_count DESC, name LIMIT 12
"""

NEWEST = """
SELECT rowid FROM quotes ORDER BY published DESC, rowid DESC LIMIT :limit OFFSET :offset
"""

SPEAKER = "SELECT id, name, kind, quote_count FROM speakers WHERE id = :id"

PUBLICATION = "SELECT id, name, domain, quote_count FROM publications WHERE id = :id"

LISTED = """
SELECT
  quotes.rowid AS rowid, quotes.id, quotes.text, quotes.speaker_id, quotes.speaker_name,
  quotes.mention, quotes.role, quotes.confidence, quotes.published,
  quotes.publication_id, publications.name AS publication,
  quotes.document_id, documents.title, (
    SELECT json_group_array(length(text)) FROM (
      SELECT text FROM quote_parts WHERE quote_id = quotes.id ORDER BY position
    )
  ) AS lengths
FROM json_each(:rowids) AS found
CROSS JOIN quotes ON quotes.rowid = found.value
JOIN documents ON documents.id = quotes.document_id
LEFT JOIN publications ON publications.id = quotes.publication_id
ORDER BY found.key
"""

ONE = """
SELECT
  quotes.*, speakers.kind AS speaker_kind, publications.name AS publication,
  documents.title, documents.author, documents.url, documents.language, documents.source,
  documents.text AS article, documents.quote_count AS quotes_in_article
FROM quotes
JOIN documents ON documents.id = quotes.document_id
LEFT JOIN speakers ON speakers.id = quotes.speaker_id
LEFT JOIN publications ON publications.id = quotes.publication_id
WHERE quotes.id = :id
"""

NEIGHBOURS = """
SELECT
  (SELECT id FROM quotes WHERE document_id = :document AND start_char < :start
   ORDER BY start_char DESC LIMIT 1) AS previous,
  (SELECT id FROM quotes WHERE document_id = :document AND start_char > :start
   ORDER BY start_char LIMIT 1) AS following
"""

PARTS = "SELECT start_char, end_char, text FROM quote_parts WHERE quote_id = :id ORDER BY position"


@dataclass(frozen=True, slots=True)
class QuoteInArticle:
    """A quote with its article: `about` holds its columns and those of speaker and document.

    `stanzas` are its parts, grouped by the lines of the article that they stand in; `spans` are
    where they stand; `previous` and `following` the ids of the quotes around it.
    """

    about: Row
    spans: list[tuple[int, int]]
    previous: str | None
    following: str | None
    stanzas: list[list[str]]
    paragraphs: list[list[Run]]

    @property
    def parts(self) -> list[str]:
        """The words of each part, as the article has them."""
        return [self.about["article"][start:end] for start, end in self.spans]


async def summary(index: Index) -> Row:
    """Return how many documents, quotes, speakers and publications there are, and from when."""
    (sums,) = await index.remembered(SUMMARY)
    return sums


async def most_quoted(index: Index) -> list[Row]:
    """Return the speakers with most quotes, without unnamed sources."""
    return await index.remembered(MOST_QUOTED)


async def newest(index: Index, limit: int, offset: int = 0) -> list[int]:
    """Return the rowids of the newest quotes, newest first; quotes without a date come last."""
    found = await index.rows(NEWEST, {"limit": limit, "offset": offset})
    return [row["rowid"] for row in found]


async def speaker(index: Index, speaker_id: int) -> Row | None:
    """Return a speaker, or None."""
    return await index.row(SPEAKER, {"id": speaker_id})


async def publication(index: Index, publication_id: int) -> Row | None:
    """Return an outlet, or None."""
    return await index.row(PUBLICATION, {"id": publication_id})


async def listed(
    index: Index, rowids: Sequence[int], marks: Mapping[int, Sequence[Mark]] | None = None
) -> list[Row]:
    """Return quotes as lists show them, in the order given.

    Each has its `parts`, cut into runs by the marks on its text that are given for its rowid.
    """
    quotes = await index.rows(LISTED, {"rowids": json.dumps(rowids)})
    for quote in quotes:
        of_quote = (marks or {}).get(quote["rowid"], ())
        quote["parts"] = marked_parts(quote["text"], json.loads(quote["lengths"]), of_quote)
    return quotes


async def quote_in_article(index: Index, quote_id: str) -> QuoteInArticle | None:
    """Return a quote, its parts and its article with everything marked, or None."""
    about = await index.row(ONE, {"id": quote_id})
    if about is None:
        return None
    parts = await index.rows(PARTS, {"id": quote_id})
    paragraphs = marked_paragraphs(about["article"], _marks(about, parts))
    place = {"document": about["document_id"], "start": about["start_char"]}
    around = await index.row(NEIGHBOURS, place) or {}
    return QuoteInArticle(
        about=about,
        spans=[(part["start_char"], part["end_char"]) for part in parts],
        previous=around.get("previous"),
        following=around.get("following"),
        stanzas=_stanzas(about["article"], parts),
        paragraphs=paragraphs,
    )


def _stanzas(article: str, parts: list[Row]) -> list[list[str]]:
    stanzas: list[list[str]] = []
    end = 0
    for part in parts:
        if not stanzas or "\n" in article[end : part["start_char"]]:
            stanzas.append([])
        stanzas[-1].append(part["text"])
        end = part["end_char"]
    return stanzas


def _marks(about: Row, parts: list[Row]) -> list[Mark]:
    marks = [Mark("quotation", part["start_char"], part["end_char"]) for part in parts]
    named = [kind for kind in ("mention", "cue") if about[kind] is not None]
    return marks + [Mark(kind, about[f"{kind}_start"], about[f"{kind}_end"]) for kind in named]
