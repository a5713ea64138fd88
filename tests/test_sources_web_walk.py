"""indexer.sources.web: articles from pages, feeds and sitemaps of a real server on 127.0.0.1."""

from __future__ import annotations

import gzip
import subprocess
import sys
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
from webserver import Site, serving

from indexer.errors import SourceError
from indexer.models import Article, Known, Visit
from indexer.sources import ReadOptions, read_bytes, read_sources
from indexer.sources.following import WebOptions, following
from indexer.sources.web import Fetcher, FetchOptions, read_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from indexer.sources.items import Found

HERE = ip_network("127.0.0.1")

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>{title}</title>{head}</head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>{title}</h1>
<p>The ferry to {title} will run through the winter for the first time, its owners said on
Tuesday, after a summer in which more people had crossed than in any year before.</p>
<p>“We have the boat and we have the crew,” said Marta Ruiz, who runs the line. “What we lacked was
the courage. The café will stay open as well, and there will be soup.”</p>
<p>Tickets will cost as much as in the summer, and dogs will travel free as they always have.</p>
</article></body></html>
"""


@pytest.fixture
def site() -> Iterator[Site]:
    """A server with three articles."""
    with serving() as served:
        for name in ("north", "south", "west"):
            served.page(f"/{name}", PAGE.format(title=name.title(), head=""))
        yield served


def found(url: str, **options: Any) -> list[Found]:
    """Return what a URL yields, without pauses."""
    fetcher = Fetcher(FetchOptions(allowed=(HERE,), pause=0.0, time_limit=5.0, longest_wait=0.5))
    return list(read_url(url, fetcher, read_bytes, **options))


def articles(url: str, **options: Any) -> list[Article]:
    """Return the articles at a URL, of which all can be read."""
    items = found(url, **options)
    assert not [item for item in items if isinstance(item, SourceError)]
    return [item for item in items if isinstance(item, Article)]


def kinds(items: list[Found]) -> list[str]:
    """Return what each of the items is."""
    return [type(item).__name__ for item in items]


def rss(site: Site, *paths: str, beginning: str = "") -> str:
    """Return a feed in RSS of the pages."""
    items = "".join(
        f"<item><title>From the feed</title><link>{site.url(path)}</link>"
        f"<pubDate>Tue, 05 Nov 2024 09:30:15 GMT</pubDate></item>"
        for path in paths
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{beginning}'
        f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
    )


def atom(site: Site, *paths: str) -> str:
    """Return a feed in Atom of the pages."""
    entries = "".join(
        f'<entry><title>From the feed</title><link href="{site.url(path)}"/>'
        f"<published>2024-11-05T09:30:15Z</published></entry>"
        for path in paths
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{entries}</feed>'


def sitemap(*urls: str, index: bool = False) -> str:
    """Return a sitemap of the URLs, or an index of the sitemaps that are there."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    rows = "".join(f"<{inner}><loc>{url}</loc></{inner}>" for url in urls)
    return f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{outer}>'


def test_a_page_is_an_article(site: Site) -> None:
    """Its text without menus, its URL, and when it was fetched."""
    (article,) = articles(site.url("/north"))
    assert article.source == article.url == site.url("/north")
    assert "“We have the boat and we have the crew,” said Marta Ruiz" in article.text
    assert "Home" not in article.text
    assert article.title == "North"
    assert article.retrieved is not None


def test_a_page_behind_a_redirect_has_the_url_where_it_is(site: Site) -> None:
    """It was asked for by the other, which is its source."""
    (article,) = articles(site.redirect("/old", "/north"))
    assert (article.source, article.url) == (site.url("/old"), site.url("/north"))


@pytest.mark.parametrize(
    ("canonical", "believed"),
    [("/elsewhere", True), ("https://famous.example/story", False), ("not a URL", False)],
)
def test_a_page_may_name_another_page_of_its_site(
    site: Site, canonical: str, believed: bool
) -> None:
    """As its canonical URL; but not that of another site, for whose article it would pass."""
    named = site.url(canonical) if believed else canonical
    head = f'<link rel="canonical" href="{named}">'
    (article,) = articles(site.page("/north", PAGE.format(title="North", head=head)))
    assert article.url == (named if believed else site.url("/north"))


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "no-such-charset"])
def test_a_wrong_charset_is_seen_through(site: Site, declared: str) -> None:
    """A server that says Latin-1 of UTF-8, or names what there is not, spoils no mark."""
    site.page(
        "/north", PAGE.format(title="Süd", head='<meta charset="utf-8">'),
        content_type=f"text/html; charset={declared}",
    )  # fmt: skip
    (article,) = articles(site.url("/north"))
    assert "“We have the boat" in article.text
    assert "café" in article.text


def test_a_declared_charset_is_believed(site: Site) -> None:
    """Where the page says nothing itself and it fits."""
    site.page(
        "/north", PAGE.format(title="North", head="").encode("cp1252"),
        content_type="text/html; charset=windows-1252",
    )  # fmt: skip
    (article,) = articles(site.url("/north"))
    assert "“We have the boat" in article.text


def test_plain_text_is_an_article(site: Site) -> None:
    """Character for character."""
    site.page("/a.txt", "“Yes,” she said.\n", content_type="text/plain; charset=utf-8")
    (article,) = articles(site.url("/a.txt"))
    assert (article.text, article.url) == ("“Yes,” she said.\n", site.url("/a.txt"))


@pytest.mark.parametrize("form", [rss, atom])
def test_a_feed_gives_each_linked_article_once(site: Site, form: Any) -> None:
    """In the feed's order, however often it is linked to."""
    url = site.page("/feed", form(site, "/south", "/north", "/south#comments", "/west"))
    assert [a.url for a in articles(url)] == [site.url(f"/{n}") for n in ("south", "north", "west")]
    assert site.asked() == ["/feed", "/south", "/north", "/west"]


def test_what_the_feed_says_stands_in(site: Site) -> None:
    """Where the page has no date of its own; its own title stays."""
    (article,) = articles(site.page("/feed", rss(site, "/north")))
    assert (article.title, article.published) == ("North", "2024-11-05T09:30:15+00:00")


def test_a_sitemap_gives_each_article(site: Site) -> None:
    """Once as well."""
    urls = [site.url(path) for path in ("/north", "/south", "/north")]
    assert [a.url for a in articles(site.page("/map.xml", sitemap(*urls)))] == urls[:2]


def test_an_index_of_sitemaps_gives_those_of_all(site: Site) -> None:
    """Packed ones as well; an index that names itself is not read for ever."""
    site.page("/1.xml", sitemap(site.url("/north")), content_type="application/xml")
    packed = gzip.compress(sitemap(site.url("/south"), site.url("/north")).encode())
    site.page("/2.xml.gz", packed, content_type="application/gzip")
    names = [site.url(path) for path in ("/1.xml", "/map.xml", "/2.xml.gz", "/1.xml")]
    url = site.page("/map.xml", sitemap(*names, index=True))
    assert [a.url for a in articles(url)] == [site.url("/north"), site.url("/south")]


def test_an_index_without_end_is_left(site: Site) -> None:
    """Indexes of indexes of indexes are a trap."""
    for depth in range(20):
        site.page(f"/{depth}.xml", sitemap(site.url(f"/{depth + 1}.xml"), index=True))
    (error,) = found(site.url("/0.xml"))
    assert isinstance(error, SourceError)
    assert "lists deep" in error.reason
    assert len(site.asked()) == 4


def test_links_have_a_limit_that_can_be_raised(site: Site) -> None:
    """What is left out is said, with the option that takes more."""
    url = site.page("/feed", rss(site, "/north", "/south", "/west"))
    items = found(url, most_links=2)
    assert kinds(items) == ["Article", "Article", "SourceTooLarge"]
    assert "more than 2 pages" in str(items[-1])
    assert "--most-links" in str(items[-1])
    assert kinds(found(url, most_links=3)) == ["Article"] * 3


def test_a_page_that_fails_does_not_keep_the_others_from_being_read(site: Site) -> None:
    """Its error takes its place, with its own URL."""
    items = found(site.page("/feed", rss(site, "/north", "/gone", "/west")))
    assert kinds(items) == ["Article", "PageMissing", "Article"]
    assert str(items[1]).startswith(site.url("/gone"))


def test_articles_come_as_they_are_fetched(site: Site) -> None:
    """The next page is asked for when the next article is."""
    url = site.page("/feed", rss(site, "/north", "/south"))
    fetcher = Fetcher(FetchOptions(allowed=(HERE,), pause=0.0))
    next(read_url(url, fetcher, read_bytes))
    assert site.asked() == ["/feed", "/north"]


def test_a_feed_leads_to_no_private_address(site: Site) -> None:
    """Links are as foreign as redirects."""
    feed = rss(site, "/north").replace(site.url("/north"), "http://169.254.169.254/latest")
    assert kinds(found(site.page("/feed", feed))) == ["AddressPrivate"]


@pytest.mark.parametrize(
    "link",
    ["file:///etc/passwd", "ftp://127.0.0.1/a", "javascript:alert(1)", "http://[::1/a", "//"],
)
def test_a_feed_leads_nowhere_but_to_the_web(site: Site, link: str) -> None:
    """What is no http or https is no article, and the others are read."""
    feed = rss(site, "/north", "/south").replace(site.url("/north"), link)
    items = found(site.page("/feed", feed))
    assert [a.url for a in items if isinstance(a, Article)] == [site.url("/south")]


@pytest.mark.parametrize(
    "beginning",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret}">]>',
        '<!DOCTYPE rss SYSTEM "{secret}">',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "{secret}"> %p;]>',
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x "&b;&b;">]>',
    ],
)
def test_a_feed_with_entities_fetches_nothing(site: Site, beginning: str) -> None:
    """Neither files nor pages: it is refused, or read without them."""
    secret = site.page("/secret", "The secret.")
    feed = rss(site, "/north", beginning=beginning.format(secret=secret))
    items = found(site.page("/feed", feed.replace("From the feed", "&x;")))
    assert site.asked("/secret") == []
    assert "root:" not in "".join(map(str, items))


def test_a_bomb_in_a_packed_sitemap_is_not_unpacked(site: Site) -> None:
    """Packed as a file, not on the way."""
    bomb = gzip.compress(b"<urlset>" + bytes(300_000_000), 9)
    url = site.page("/map.xml.gz", bomb, content_type="application/gzip")
    items = found(url)
    assert items
    assert all(isinstance(item, SourceError) for item in items)


class Memory:
    """Remembers visits for a test."""

    def __init__(self) -> None:
        self.known: dict[str, Visit] = {}

    def last(self, url: str) -> Visit:
        """Return what is known."""
        return self.known.get(url, Visit())

    def fetched(self, url: str, visit: Visit) -> None:
        """Remember it."""
        self.known[url] = visit


def conditional(site: Site, path: str, body: str) -> str:
    """Set a page with a validator, that is not sent again to who has it."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers["If-None-Match"] == '"1"'
        handler.send_response(304 if known else 200)
        handler.send_header("ETag", '"1"')
        handler.end_headers()
        handler.wfile.write(b"" if known else body.encode())

    return site.raw(path, answer)


def test_a_feed_without_news_yields_nothing(site: Site) -> None:
    """With what was remembered of the last visit: one request, and no article."""
    url = conditional(site, "/feed", rss(site, "/north"))
    memory = Memory()
    assert kinds(found(url, visits=memory)) == ["Article"]
    assert found(url, visits=memory) == []
    assert site.asked() == ["/feed", "/north", "/feed"]
    assert memory.known == {url: Visit('"1"')}


def test_a_page_without_news_is_not_sent_again(site: Site) -> None:
    """Where the feed has changed and the page has not: its article is known."""
    page = conditional(site, "/east", PAGE.format(title="East", head=""))
    url = site.page("/feed", rss(site, "/east"))
    memory = Memory()
    (article,) = found(url, visits=memory)
    assert isinstance(article, Article)
    assert memory.known == {page: Visit('"1"', None, article.page)}
    assert found(url, visits=memory) == [Known(page, article.page or "")]


def test_a_feed_is_not_done_with_before_all_its_pages_are(site: Site) -> None:
    """If one of them failed or was left out, the next run asks again."""
    memory = Memory()
    url = conditional(site, "/feed", rss(site, "/north", "/gone"))
    found(url, visits=memory)
    found(url, visits=memory, most_links=1)
    assert memory.known == {}


def test_a_url_twice_is_fetched_once(site: Site, tmp_path: Path) -> None:
    """By itself and in a saved feed, in one run; the feed's other links are followed."""
    saved = tmp_path / "feed.xml"
    saved.write_text(rss(site, "/north", "/south"), encoding="utf-8")
    follow = following(WebOptions(allowed=(HERE,)), ReadOptions())
    items = list(read_sources([site.url("/north"), str(saved)], follow=follow))
    assert [a.url for a in items if isinstance(a, Article)] == [
        site.url("/north"),
        site.url("/south"),
    ]
    assert site.asked() == ["/north", "/south"]


def test_without_links_nothing_of_the_web_is_loaded() -> None:
    """Files are read without any HTTP."""
    check = (
        "import sys, indexer.sources.following; "
        "sys.exit(bool({'urllib3', 'ssl', 'protego'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_the_command_line_adds_a_feed(
    site: Site, indexer: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """The articles that it links to, if this address is allowed; else it says how to allow it."""
    url = site.page("/feed", rss(site, "/north"))
    refused = indexer("add", "q.db", url)
    assert refused.returncode == 1
    assert f"Error: {url}: it leads to 127.0.0.1" in refused.stderr
    assert "--allow-address 127.0.0.1" in refused.stderr
    added = indexer("add", "q.db", url, "--allow-address", "127.0.0.0/8", "--most-links", "5")
    assert added.stdout.startswith("1 article added, 2 quotes")
    assert added.returncode == 0


def test_the_command_line_wants_an_address(
    indexer: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """Not a name, which may lead anywhere."""
    wrong = indexer("add", "q.db", "x", "--allow-address", "intranet.example")
    assert wrong.returncode == 2
    assert "10.0.0.0/8" in wrong.stderr
