"""Languages as sources write them, to the codes that the index uses."""

from __future__ import annotations

import re

TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\s*")


def language_code(written: str | None, default: str = "en") -> str:
    """Return the language of a tag such as `en-GB`, without region; the default for anything else.

    The index reads English: what doesn't say its language is taken for it.
    """
    tag = TAG.fullmatch(written or "")
    return tag.group(1).lower() if tag else default
