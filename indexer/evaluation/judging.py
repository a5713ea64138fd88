"""Who is right: the words and the name of a quote held against the annotated source and name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.evaluation.gold import overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.evaluation.gold import GoldSegment
    from indexer.models import Quote, Span


def names_somebody(quote: Quote) -> bool:
    """Whether a quote has a mention or a speaker."""
    return quote.attribution.mention is not None or quote.speaker is not None


def speaker_name(quote: Quote) -> str | None:
    """Return the full name that a quote gives, None where it gives none."""
    return quote.speaker.name if quote.speaker else None


def speaker_right(text: str, sources: Sequence[Span], quote: Quote) -> bool:
    """Whether the mention is in an annotated source, or the speaker's last name is."""
    return mention_right(sources, quote) or last_name_right(text, sources, quote)


def mention_right(sources: Sequence[Span], quote: Quote) -> bool:
    """Whether the words that name the speaker overlap an annotated source."""
    mention = quote.attribution.mention
    return mention is not None and any(overlap(mention, source) for source in sources)


def last_name_right(text: str, sources: Sequence[Span], quote: Quote) -> bool:
    """Whether the last capitalised word of the speaker's name stands in an annotated source."""
    names = re.findall(r"[A-Z][\w'’-]+", speaker_name(quote) or "")
    words = {
        word.lower()
        for source in sources
        for word in re.findall(r"[A-Za-z][\w'’.-]+", source.of(text))
    }
    return bool(names) and names[-1].lower() in words


def same_full_name(name: str | None, expected: str | None) -> bool:
    """Whether two names are the same, articles, quotation marks and letter case apart."""
    return _plain(name) == _plain(expected)


def quote_right(text: str, segment: GoldSegment, quote: Quote) -> bool | None:
    """Whether a quote has the right speaker: by full name if that is known, else as annotated.

    None where neither a name nor a source is known.
    """
    if segment.label is not None:
        return same_full_name(speaker_name(quote), segment.label.speaker)
    return speaker_right(text, segment.sources, quote) if segment.sources else None


def _plain(name: str | None) -> str:
    words = re.sub(r"[“”\"‘’']", "", name or "").lower().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)
