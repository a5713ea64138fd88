"""Links followed to the web; what that takes is loaded when the first one is met."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, TypeAlias

from indexer.sources.reader import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.sources.items import Found, Link
    from indexer.sources.options import ReadOptions
    from indexer.sources.reader import Follow
    from indexer.sources.web import Follower, Visits

Network: TypeAlias = IPv4Network | IPv6Network

MOST_LINKS = 1_000
"""Links that are followed from one feed or sitemap, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How far links are followed.

    `allowed` are the private networks that they may lead to; `most_links` is how many are followed
    from one feed or sitemap on the web, those of the sitemaps in an index included.
    """

    allowed: tuple[Network, ...] = ()
    most_links: int = MOST_LINKS


def following(web: WebOptions, reading: ReadOptions, visits: Visits | None = None) -> Follow:
    """Return what fetches the articles of links, politely, and each URL once.

    `visits` remember earlier fetches: what has not changed since then is not sent again.
    """

    @cache
    def follower() -> Follower:
        # Here, not above: most runs have no use for it.
        from indexer.sources.web import Fetcher, FetchOptions, Follower, NoVisits  # noqa: PLC0415

        fetcher = Fetcher(FetchOptions(allowed=web.allowed))
        read = partial(read_bytes, options=reading)
        return Follower(fetcher, read, web.most_links, visits or NoVisits())

    def follow(link: Link) -> Iterator[Found]:
        return follower()(link)

    return follow
