"""From what somebody pastes or names to the claims in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.checking.answers import Claim
from indexer.wordings import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

MOSTLY = 0.6
"""The share of a text that stands between quotation marks if that is what is claimed."""

LONGEST_SENTENCE = 60
"""Words beyond which a text is no sentence that claims to be a quotation as a whole."""


def quoted_claims(text: str, speaker: str | None = None) -> tuple[Claim, ...]:
    """Return a claim for each quotation of a text, in order; empty where it has none."""
    # Here, not above: whoever asks for words alone needs no scanner.
    from indexer.models import quote_text  # noqa: PLC0415
    from indexer.paragraphs import find_paragraphs  # noqa: PLC0415
    from indexer.quotations import find_quotations  # noqa: PLC0415

    found = find_quotations(text, find_paragraphs(text))
    return tuple(Claim(quote_text(text, quotation.parts), speaker) for quotation in found)


def claims(pasted: str, speaker: str | None = None) -> tuple[Claim, ...]:
    """Return what is claimed by words of which nothing says whether they are a text or a sentence.

    A text is claimed to hold quotations. A sentence without quotation marks, or with few words
    between them, is itself what somebody is said to have said. Empty without any words
    that somebody may have said.
    """
    if not spoken(pasted):
        return ()
    words = pasted.split()
    found = quoted_claims(pasted, speaker)
    if found and (len(words) > LONGEST_SENTENCE or _share(found, words) >= MOSTLY):
        return found
    return (Claim(pasted.strip(), speaker),)


def _share(found: Sequence[Claim], words: Sequence[str]) -> float:
    return sum(len(claim.words.split()) for claim in found) / len(words)
