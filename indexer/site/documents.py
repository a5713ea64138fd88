"""What the page of an article shows: its text with every quote marked, and who said how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.site.marks import Mark, Run, marked_paragraphs

if TYPE_CHECKING:
    from indexer.site.indexes import Index, Row

COLOURS = 8
MOST_QUOTES = 5_000

DOCUMENT = """
SELECT documents.*, publications.name AS publication FROM documents
LEFT JOIN publications ON publications.id = documents.publication_id
WHERE documents.id = :id
"""

PARTS = """
SELECT
  quotes.id, quotes.speaker_id, quotes.speaker_name, quotes.role, quotes.confidence,
  quotes.mention, quote_parts.start_char, quote_parts.end_char
FROM (
  SELECT * FROM quotes WHERE document_id = :id ORDER BY start_char LIMIT :most
) AS quotes
CROSS JOIN quote_parts ON quote_parts.quote_id = quotes.id
ORDER BY quotes.start_char, quotes.id, quote_parts.position
"""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker in one article; who said most has the number 1.

    Quotes that nobody could be named for are one voice without a speaker.
    """

    speaker_id: int | None
    name: str | None
    role: str | None
    quotes: int
    words: int
    number: int = 0

    @property
    def colour(self) -> int:
        """The number of a colour from 1, or 0 for those beyond the colours and for nobody."""
        return self.number if self.number <= COLOURS and self.speaker_id is not None else 0


@dataclass(frozen=True, slots=True)
class Marked:
    """A quote as it is marked in the article."""

    id: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """An article. The kind of a marked run is a number: the quote's place in `quotes`."""

    about: Row
    quotes: list[Marked]
    voices: list[Voice]
    paragraphs: list[list[Run]]

    def quote(self, run: Run) -> Marked:
        """Return the quote of which a marked run is a piece."""
        return self.quotes[int(run.kind)]

    @property
    def words_quoted(self) -> int:
        """How many words of the article are quoted."""
        return sum(voice.words for voice in self.voices)


async def document_page(index: Index, document_id: str) -> DocumentPage | None:
    """Return what an article's page shows, or None where there is no such article."""
    about = await index.row(DOCUMENT, {"id": document_id})
    if about is None:
        return None
    parts = await index.rows(PARTS, {"id": document_id, "most": MOST_QUOTES})
    voices = {voice.speaker_id: voice for voice in _voices(parts, about["text"])}
    quotes: dict[str, Marked] = {}
    for part in parts:
        quotes.setdefault(part["id"], Marked(part["id"], voices[part["speaker_id"]]))
    places = {quote: place for place, quote in enumerate(quotes)}
    marks = [Mark(str(places[p["id"]]), p["start_char"], p["end_char"]) for p in parts]
    paragraphs = marked_paragraphs(about["text"], marks)
    return DocumentPage(about, list(quotes.values()), list(voices.values()), paragraphs)


def _voices(parts: list[Row], text: str) -> list[Voice]:
    """Return the voices, numbered: who said most words comes first, nobody last."""
    of_speaker: dict[int | None, list[Row]] = {}
    for part in parts:
        of_speaker.setdefault(part["speaker_id"], []).append(part)
    voices = [_voice(spoken, text) for spoken in of_speaker.values()]
    voices.sort(key=lambda voice: (voice.speaker_id is None, -voice.words))
    return [replace(voice, number=number) for number, voice in enumerate(voices, 1)]


def _voice(parts: list[Row], text: str) -> Voice:
    words = (text[part["start_char"] : part["end_char"]] for part in parts)
    return Voice(
        speaker_id=parts[0]["speaker_id"],
        name=parts[0]["speaker_name"],
        role=next((part["role"] for part in parts if part["role"]), None),
        quotes=len({part["id"] for part in parts}),
        words=sum(len(said.split()) for said in words),
    )
