"""The same words in other articles: who else printed a quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]

from indexer.site.words import exact_words, quoted

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

FEWEST_WORDS = 4
MOST_WORDS = 12
MOST_SHOWN = 8
MILLISECONDS = 150
"""Words that stand in a million quotes take longer to find, and tell little."""

# The full-text index, being stemmed, only proposes: exact_words decides. CROSS JOIN has SQLite ask
# that index first.
ECHOES = """
SELECT quotes.id, quotes.speaker_id, quotes.speaker_name, quotes.confidence,
  quotes.mention, quotes.published, publications.name AS publication
FROM (
  SELECT quotes.rowid AS rowid
  FROM quotes_fts CROSS JOIN quotes ON quotes.rowid = quotes_fts.rowid
  WHERE quotes_fts MATCH :match AND quotes.document_id <> :document
    AND instr(exact_words(quotes.text), :words){other}
  LIMIT 100
) AS rowids
CROSS JOIN quotes ON quotes.rowid = rowids.rowid
LEFT JOIN publications ON publications.id = quotes.publication_id
ORDER BY quotes.published, quotes.rowid LIMIT :most
"""


OF_NO_OTHER = " AND quotes.cluster_id IS NOT :cluster"


async def echoes(index: Index, about: Row, words: str, cluster: str | None = None) -> list[Row]:
    """Return quotes of other articles with the same words, or those that begin the same, by date.

    Without those of a cluster, if one is given: they are known to be the same utterance.
    Empty for a few words, which anybody may say, and where finding them would take too long.
    """
    wanted = exact_words(words).split()[:MOST_WORDS]
    if len(wanted) < FEWEST_WORDS:
        return []
    phrase = " ".join(wanted)
    parameters = {
        "match": f"text : {quoted(phrase)}",
        "words": f" {phrase} ",
        "document": about["document_id"],
        "cluster": cluster,
        "most": MOST_SHOWN,
    }
    try:
        result = await index.database.execute(
            ECHOES.format(other=OF_NO_OTHER if cluster else ""),
            parameters,
            custom_time_limit=MILLISECONDS,
        )
    except QueryInterrupted:
        return []
    return [dict(row) for row in result.rows]
