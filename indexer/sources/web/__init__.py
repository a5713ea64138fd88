"""Articles from the web: pages, feeds and sitemaps, fetched politely.

options     how politely and how far to fetch
locations   URLs, taken apart
addresses   from a host's name to the addresses that may be connected to
exchange    one request and its answer, within limits
robots      what a site lets this program do
turns       one request at a time to a host
fetcher     all of these together
"""

from indexer.sources.web.fetcher import Fetched, Fetcher
from indexer.sources.web.options import FetchOptions
from indexer.sources.web.walk import Follower, NoVisits, Visits, read_url

__all__ = [
    "FetchOptions",
    "Fetched",
    "Fetcher",
    "Follower",
    "NoVisits",
    "Visits",
    "read_url",
]
