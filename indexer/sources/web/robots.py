"""What a site's robots.txt lets this program do (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from protego import Protego

from indexer.sources.web.options import PROJECT

if TYPE_CHECKING:
    from indexer.sources.web.exchange import Reply

LARGEST = 512_000
"""Bytes that are read, the rest is ignored: RFC 9309 asks for 500 KiB at the least."""

OK = 200


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site; `delay` is the seconds that it wants between two requests."""

    parsed: Protego
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Return whether the URL may be fetched by this program."""
        return self.parsed.can_fetch(url, PROJECT)


def rules_in(reply: Reply) -> Rules:
    """Return the rules in an answer; if there is no such file everything is allowed."""
    text = reply.body.decode("utf-8", errors="replace") if reply.status == OK else ""
    parsed = Protego.parse(text.removeprefix("\ufeff"))
    delay = parsed.crawl_delay(PROJECT) or 0.0
    return Rules(parsed, delay if delay > 0 else 0.0)  # “nan” is a number to Python
