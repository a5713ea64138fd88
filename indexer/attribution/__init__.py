"""Who said it: from quotations and tokens to attributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.models import Attribution, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Quotation, Tokens


def attribute(tokens: Tokens, quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """Return an attribution for each quotation that is somebody's words, in order."""
    del tokens
    return tuple(Attribution(q, Kind.DIRECT, None, None, "none", 0.5) for q in quotations)
