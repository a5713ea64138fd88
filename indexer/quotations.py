"""Finding quotations: from the text of an article to the spans between its quotation marks."""

from __future__ import annotations

import re

from indexer.models import Quotation, Span


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of a text in their order; never raises, whatever the text."""
    return tuple(
        Quotation((Span(m.start(1), m.end(1)),)) for m in re.finditer('[“"]([^“”"\n]+)[”"]', text)
    )
