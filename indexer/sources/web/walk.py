"""From a link to articles: a page is one, a feed or sitemap leads to many."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from indexer.errors import SourceError, SourceTooLarge, UrlInvalid
from indexer.models import Article, Known, PassedOver, Visit, domain_of
from indexer.sources.following import MOST_LINKS
from indexer.sources.items import Item, Link, Origin
from indexer.sources.web.locations import locate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.sources.items import Found
    from indexer.sources.web.fetcher import Fetched, Fetcher

DEEPEST = 3
"""Lists on the way to an article: an index of sitemaps, a sitemap, and one to spare."""

NAMES = {
    "text/html": "page.html",
    "application/xhtml+xml": "page.html",
    "application/json": "data.json",
    "text/csv": "data.csv",
    "text/tab-separated-values": "data.tsv",
}
"""What a file of these types would be called: a name helps to tell what the bytes are."""

Read = Callable[[bytes, Origin], Iterable[Item]]
"""Tells what kind of bytes these are, and yields what is in them."""


class Visits(Protocol):
    """What is remembered of earlier fetches, by whoever keeps the articles.

    `fetched` is called for a page before its article is yielded, and for a feed or sitemap after
    everything that it leads to was yielded without an error. It must not be believed before those
    are kept: else a run that is cut off would never see them again.
    """

    def last(self, url: str) -> Visit:
        """Return what was remembered of a URL; without anything it is fetched as if new."""

    def fetched(self, url: str, visit: Visit) -> None:
        """Take note of what to remember of a URL."""


class NoVisits:
    """Remembers nothing."""

    def last(self, url: str) -> Visit:
        """Return nothing."""
        del url
        return Visit()

    def fetched(self, url: str, visit: Visit) -> None:
        """Forget it."""


def read_url(
    url: str,
    fetcher: Fetcher,
    read: Read,
    *,
    most_links: int = MOST_LINKS,
    visits: Visits | None = None,
) -> Iterator[Found]:
    """Yield the article at a URL, or those that the feed or sitemap there links to.

    See `Follower`.
    """
    yield from Follower(fetcher, read, most_links, visits or NoVisits())(Link(url, url))


@dataclass(frozen=True, slots=True)
class Follower:
    """Follows links to their articles, and every URL only once.

    Each page is fetched when it is asked for. What a feed says of an article stands in where the
    page itself says nothing. Of more than `most_links` links from one URL the rest is left out,
    which is yielded as an error; so is each page that cannot be fetched or read. A page that has
    not changed since it was fetched last is Known; of such a feed or sitemap nothing is yielded.
    """

    fetcher: Fetcher
    read: Read
    most_links: int = MOST_LINKS
    visits: Visits = field(default_factory=NoVisits)
    seen: set[str] = field(default_factory=set, init=False)

    def __call__(self, link: Link) -> Iterator[Found]:
        """Yield the article that a link leads to, or those of the feed or sitemap."""
        walk = _Walk(link.url, self.fetcher, self.read, self.most_links, self.visits, self.seen)
        yield from walk.follow(link, 0)


@dataclass
class _Walk:
    """The state of one walk: which URLs were seen, and how many links were followed."""

    start: str
    fetcher: Fetcher
    read: Read
    most_links: int
    visits: Visits
    seen: set[str]
    followed: int = 0
    full: bool = False
    failed: int = 0

    def follow(self, link: Link, depth: int) -> Iterator[Found]:
        """Yield what a link leads to, once; `depth` counts the lists on the way to it."""
        if _usual_form(link.url) not in self.seen:
            for item in self._items(link.url, depth):
                yield _completed(item, link) if isinstance(item, Article) else item

    def _items(self, url: str, depth: int) -> Iterator[Found]:
        self.seen.add(_usual_form(url))
        last = self.visits.last(url)
        try:
            page = self.fetcher.fetch(url, etag=last.etag, last_modified=last.last_modified)
        except SourceError as error:
            yield self._error(error)
            return
        final = _usual_form(page.final_url)
        if page.unchanged:
            if last.page:
                yield Known(url, last.page)
        elif final == _usual_form(url) or final not in self.seen:
            self.seen.add(final)
            yield from self._items_of(page, depth)

    def _items_of(self, page: Fetched, depth: int) -> Iterator[Found]:
        failed = self.failed
        is_page = False
        for item in self._read(page):
            if isinstance(item, Link):
                yield from self._linked(item, depth)
            elif isinstance(item, SourceError):
                yield self._error(item)
            elif isinstance(item, PassedOver):
                yield item
            else:
                if item.page and item.source == page.url:
                    self._note(page, item.page)
                    is_page = True
                yield item if isinstance(item, Known) else _at_home(item, page)
        if not is_page and not self.full and self.failed == failed:
            self._note(page, None)

    def _read(self, page: Fetched) -> Iterator[Item]:
        origin = Origin(
            source=page.url,
            name=_name(page),
            url=page.final_url,
            charset=page.charset,
            retrieved=page.date,
        )
        try:
            yield from self.read(page.body, origin)
        except SourceError as error:
            yield error

    def _linked(self, link: Link, depth: int) -> Iterator[Found]:
        if self.full or _usual_form(link.url) in self.seen:
            return
        if self.followed >= self.most_links:
            self.full = True
            yield self._error(self._too_many())
        elif depth >= DEEPEST:
            yield self._error(_too_deep(link))
        else:
            self.followed += 1
            yield from self.follow(link, depth + 1)

    def _note(self, page: Fetched, digest: str | None) -> None:
        if page.etag or page.last_modified:
            self.visits.fetched(page.url, Visit(page.etag, page.last_modified, digest))

    def _error(self, error: SourceError) -> SourceError:
        self.failed += 1
        return error

    def _too_many(self) -> SourceTooLarge:
        return SourceTooLarge(
            self.start,
            f"it links to more than {self.most_links:,} pages, and the rest were left out: "
            "--most-links takes more",
        )


def _at_home(article: Article, page: Fetched) -> Article:
    """Return a page's article with the page's own URL where it claims that of another site.

    Articles are known by their URL: a page could pass for any other.
    """
    if article.source != page.url:  # a record or a file within what was fetched
        return article
    stays = article.url is not None and _are_of_one_site(article.url, page.final_url)
    return replace(article, url=article.url if stays else page.final_url, name=None)


def _are_of_one_site(one: str, other: str) -> bool:
    """Return whether two URLs have the same host, or hosts of the same registered domain."""
    if domain_of(one) == domain_of(other):
        return True
    # Here, not above: it loads the list of domains under which others can be registered.
    from courlan import extract_domain  # noqa: PLC0415

    registered = extract_domain(one)
    return registered is not None and registered == extract_domain(other)


def _name(page: Fetched) -> str | None:
    named = NAMES.get(page.content_type or "")
    return named or urlsplit(page.final_url).path.rpartition("/")[-1] or None


def _too_deep(link: Link) -> SourceTooLarge:
    return SourceTooLarge(
        link.url, f"it stands {DEEPEST + 1} lists deep: add it, or the list above it, by itself"
    )


def _completed(article: Article, link: Link) -> Article:
    return replace(
        article,
        title=article.title or link.title,
        published=article.published or (None if article.published_raw else link.published),
    )


def _usual_form(url: str) -> str:
    """Return the form in which equal URLs are equal."""
    try:
        return locate(url, url).url
    except UrlInvalid:
        return url
