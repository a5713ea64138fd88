"""How politely and how far to fetch; the defaults are for news sites that nobody asked before."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from typing import TYPE_CHECKING

from indexer.version import __version__

if TYPE_CHECKING:
    from indexer.sources.following import Network

PROJECT = "quote-indexer"
"""The name by which a site's robots.txt may address this program."""


@cache
def default_user_agent() -> str:
    """Return the project's name and version, with its home page if the package states one."""
    try:
        stated = metadata(PROJECT).get_all("Project-URL") or []
    except PackageNotFoundError:
        stated = []
    pages = {
        label.strip().lower(): page for label, _, page in (url.partition(",") for url in stated)
    }
    page = pages.get("homepage", "").strip()
    return f"{PROJECT}/{__version__}" + (f" (+{page})" if page else "")


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """What a `Fetcher` may do; all times are seconds.

    `time_limit` holds for each request, from connecting to the last byte. `largest` is the longest
    body, in bytes after decompression. `pause` lies between two requests to one host, and is longer
    where its robots.txt asks for it; rather than wait longer than `longest_wait` the fetch fails.
    `allowed` are the private networks that may be reached: none, unless somebody asks.
    """

    time_limit: float = 30.0
    largest: int = 50_000_000
    redirects: int = 5
    pause: float = 1.0
    longest_wait: float = 60.0
    allowed: tuple[Network, ...] = ()
    user_agent: str = field(default_factory=default_user_agent)
