"""What readers take and give: where bytes come from, and what was found in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from typing import TypeAlias

    from indexer.errors import SourceError
    from indexer.models import Article, Known, PassedOver


@dataclass(frozen=True, slots=True)
class Link:
    """An article, or a list of articles, that is somewhere else: `url` is absolute, http or https.

    `source` is where the link stands (`feed.xml#3`). `published` and `modified` are in ISO 8601.
    """

    source: str
    url: str
    title: str | None = None
    published: str | None = None
    modified: str | None = None


Item: TypeAlias = "Article | Known | PassedOver | Link | SourceError"
"""What a reader yields."""

Found: TypeAlias = "Article | Known | PassedOver | SourceError"
"""What is left of it when the links have been followed."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stream of bytes comes from, and what is known of it without reading it.

    `source` names it to a person, `name` is its file's name without folders, `url` the address it
    was fetched from, `charset` the encoding that a server declared, `retrieved` when that was.
    """

    source: str
    name: str | None = None
    url: str | None = None
    charset: str | None = None
    retrieved: str | None = None

    def record(self, number: int) -> Origin:
        """Return the origin of a record within it; the first is number 1."""
        return replace(self, source=f"{self.source}#{number}", name=None)

    def member(self, path: str) -> Origin:
        """Return the origin of a file packed in it."""
        name = path.replace("\\", "/").rsplit("/", 1)[-1]
        return replace(self, source=f"{self.source}#{path}", name=name)


def is_web_address(url: str) -> bool:
    """Whether a string is an absolute address in http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
