"""Where else a quote was printed: in which wordings, when, and given to whom.

What is one utterance the store has told (`quote_clusters`); here it is only shown. An utterance may
have been printed a thousand times, so there is a bound to what is read and shown of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]

from indexer.site.differing import LONGEST_COMPARED, Piece, compared
from indexer.site.spread import A_DAY, Spread, spread
from indexer.wordings import Change, Word, differences, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.site.indexes import Index, Row

MOST_READ = 500
MOST_VARIANTS = 25
MOST_PRINTINGS = 10
MOST_ALONE = 4
MOST_VOICES = 12
MILLISECONDS = 500
"""For each query; without the answer the page still tells how many there are."""

CLUSTER = """
SELECT * FROM quote_clusters
WHERE id = (SELECT cluster_id FROM quotes WHERE id = :quote)
"""

# What has no date comes last: nothing tells that it was first.
PRINTINGS = """
SELECT quotes.id, quotes.text, quotes.speaker_id, quotes.speaker_name, quotes.mention, quotes.role,
  quotes.confidence, quotes.published, quotes.publication_id, publications.name AS publication,
  quotes.document_id, coalesce(document_copies.group_id, quotes.document_id) AS source
FROM (
  SELECT rowid FROM quotes WHERE cluster_id = :cluster
  ORDER BY published IS NULL, published, rowid LIMIT :most
) AS member
CROSS JOIN quotes ON quotes.rowid = member.rowid
LEFT JOIN publications ON publications.id = quotes.publication_id
LEFT JOIN document_copies ON document_copies.document_id = quotes.document_id
ORDER BY quotes.published IS NULL, quotes.published, quotes.rowid
"""

# Who is somebody in one article alone is not known to be anybody else.
VOICES = """
SELECT speakers.id, speakers.name, count(DISTINCT quotes.document_id) AS articles,
  count(DISTINCT quotes.publication_id) AS outlets, max(quotes.confidence) AS confidence
FROM quotes JOIN speakers ON speakers.id = quotes.speaker_id
WHERE quotes.cluster_id = :cluster AND speakers.document_id IS NULL
GROUP BY speakers.id ORDER BY articles DESC, speakers.name LIMIT :most
"""


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording and the articles that have it, first printed first; `articles` counts them all.

    `pieces` compare it with the quote whose page it is on: None where it is too long, and without
    any mark where it is the same. `alone` are words of it that no other wording has.
    """

    text: str
    pieces: tuple[Piece, ...] | None
    printings: list[Row]
    articles: int
    sources: int
    alone: tuple[str, ...]
    is_here: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An utterance, a row of `quote_clusters`, as the page of one of its quotes shows it.

    `first` is the printing that is known to be the first. `voices` are those to whom it is given,
    where they are several. `read` is how many printings were looked at, the first ones; `wordings`
    how many wordings these have.
    """

    about: Row
    first: Row | None
    variants: list[Variant]
    voices: list[Row]
    spread: Spread | None
    read: int
    wordings: int

    @property
    def others(self) -> int:
        """How many other articles have it."""
        return int(self.about["document_count"]) - 1

    @property
    def is_cut(self) -> bool:
        """Whether more was printed than was looked at."""
        return bool(self.read < self.about["quote_count"])


async def elsewhere(index: Index, quote: Row) -> Elsewhere | None:
    """Return what is known of a quote's utterance; None where no other article has it."""
    if not await index.has_clusters():
        return None
    about = await index.row(CLUSTER, {"quote": quote["id"]})
    if about is None or about["document_count"] < 2:
        return None
    printings = await _asked(index, PRINTINGS, about["id"], MOST_READ)
    voices = await _asked(index, VOICES, about["id"], MOST_VOICES) if about["disputed"] else []
    is_whole = len(printings) == about["quote_count"]
    groups = _by_wording(quote, printings)
    variants = _variants(quote, groups, is_whole=is_whole)
    first, chart = _first(printings), spread(printings)
    return Elsewhere(about, first, variants, voices, chart, len(printings), len(groups))


def _first(printings: Sequence[Row]) -> Row | None:
    """Return the printing before all others; None where the dates do not tell which that is."""
    if not printings or not printings[0]["published"]:
        return None
    day = printings[0]["published"][: len(A_DAY)]
    of_day = [row for row in printings if (row["published"] or "").startswith(day)]
    tells = len(of_day) == 1 or all(len(row["published"]) > len(A_DAY) for row in of_day)
    return printings[0] if tells else None


async def _asked(index: Index, sql: str, cluster: str, most: int) -> list[Row]:
    try:
        return await index.rows_within(MILLISECONDS, sql, {"cluster": cluster, "most": most})
    except QueryInterrupted:
        return []


def _by_wording(quote: Row, printings: Iterable[Row]) -> list[tuple[tuple[Word, ...], list[Row]]]:
    """Return the wordings, each with its printings.

    That of the quote comes first, then those in most sources, then those that were printed first.
    """
    groups: dict[tuple[str, ...], tuple[tuple[Word, ...], list[Row]]] = {}
    for row in printings:
        words = read_words(row["text"])
        groups.setdefault(_forms(words), (words, []))[1].append(row)
    here = _forms(read_words(quote["text"]))
    ordered = sorted(groups.items(), key=lambda item: -len(_sources(item[1][1])))
    return [group for _, group in sorted(ordered, key=lambda item: item[0] != here)]


def _variants(
    quote: Row, groups: list[tuple[tuple[Word, ...], list[Row]]], *, is_whole: bool
) -> list[Variant]:
    here = _forms(read_words(quote["text"]))
    # Each is compared with each: of many nobody would read what only one has.
    tells = is_whole and 1 < len(groups) <= MOST_VARIANTS
    tells = tells and all(len(rows[0]["text"]) <= LONGEST_COMPARED for _, rows in groups)
    variants = []
    for at, (words, printings) in enumerate(groups[:MOST_VARIANTS]):
        others = groups[:at] + groups[at + 1 :]
        is_here = _forms(words) == here
        text = quote["text"] if is_here else printings[0]["text"]
        shown = [row for row in printings if row["id"] != quote["id"]]
        variants.append(
            Variant(
                text=text,
                pieces=compared(quote["text"], text),
                printings=shown[:MOST_PRINTINGS],
                articles=len({row["document_id"] for row in printings}),
                sources=len(_sources(printings)),
                alone=_alone((words, printings[0]["text"]), others) if tells else (),
                is_here=is_here,
            )
        )
    return variants


def _forms(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.form for word in words)


def _alone(
    own: tuple[Sequence[Word], str], others: Iterable[tuple[Sequence[Word], list[Row]]]
) -> tuple[str, ...]:
    """Return stretches of words that no other wording has; not what the newsroom put in."""
    words, text = own
    shared = [
        difference.source
        for _, printings in others
        for difference in differences(text, printings[0]["text"])
        if difference.change is Change.SAME
    ]
    alone = [
        not word.added
        and not any(span.start <= word.start and word.end <= span.end for span in shared)
        for word in words
    ]
    stretches = [
        [word for word, _ in stretch]
        for is_alone, stretch in groupby(zip(words, alone, strict=True), key=itemgetter(1))
        if is_alone
    ]
    return tuple(text[stretch[0].start : stretch[-1].end] for stretch in stretches[:MOST_ALONE])


def _sources(printings: Iterable[Row]) -> set[str]:
    return {row["source"] for row in printings}
