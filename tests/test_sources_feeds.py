"""indexer.sources.feeds: links, and articles in full, from saved feeds and sitemaps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from inputs import articles, errors, write

from indexer.errors import SourceDamaged, SourceEmpty, SourceError, SourceUnreadable
from indexer.models import Article
from indexer.sources import Item, Link, Origin, read_bytes, read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONG = "<p>“Yes &amp; no,” she said.</p>" * 60

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Gazette</title>
<link>https://g.example/</link><language>en-us</language>
<item><title>Ferry &amp;amp; pier</title><link>https://g.example/1</link>
<pubDate>Tue, 05 Nov 2024 09:30:15 GMT</pubDate><description>A teaser.</description></item>
<item><title>Whole</title><guid>https://g.example/2</guid><dc:creator>Jo Bell</dc:creator>
<pubDate>someday</pubDate><content:encoded><![CDATA[{LONG}]]></content:encoded></item>
<item><title>Nowhere</title><link>javascript:alert(1)</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Gazette</title>
<entry><title>Ferry</title><link rel="self" href="/no"/><link href="/1"/>
<published>2024-11-05T09:30:00Z</published><updated>2024-11-06T00:00:00Z</updated>
<author><name>Jo Bell</name></author><content type="html">&lt;p&gt;Short.&lt;/p&gt;</content>
</entry>
<entry><title>Whole</title><link rel="alternate" href="https://g.example/2"/>
<author><name>Jo Bell</name></author><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">WORDS</div></content></entry></feed>"""

SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://g.example/1 </loc><lastmod>2024-11-06</lastmod><news:news><news:publication>
<news:name>The Gazette</news:name></news:publication>
<news:publication_date>2024-11-05</news:publication_date><news:title>Ferry</news:title></news:news>
</url><url><loc>ftp://g.example/2</loc></url></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://g.example/news.xml</loc></sitemap></sitemapindex>"""

BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
<!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]>
<rss><channel><item><title>&h;</title><link>https://g.example/1</link></item></channel></rss>"""


def of(content: str) -> list[Item]:
    """Return what a feed of this site holds."""
    return list(read_bytes(content.encode(), Origin("feed", url="https://g.example/feed.xml")))


def test_an_rss_feed() -> None:
    """Links, an article in full, and an entry that leads nowhere."""
    link, whole, nowhere = of(RSS)
    published = "2024-11-05T09:30:15+00:00"
    assert link == Link("feed#1", "https://g.example/1", "Ferry & pier", published)
    assert isinstance(whole, Article)
    assert whole.text == "\n\n".join(["“Yes & no,” she said."] * 60)
    assert (whole.url, whole.author, whole.title) == ("https://g.example/2", "Jo Bell", "Whole")
    assert (whole.publication, whole.published, whole.published_raw) == (
        "The Gazette",
        None,
        "someday",
    )
    assert isinstance(nowhere, SourceError)


def test_an_atom_feed() -> None:
    """Relative links are completed; short content is a teaser."""
    link, whole = of(ATOM.replace("WORDS", "<p>“Yes,” she said.</p>" * 60))
    published, modified = "2024-11-05T09:30:00+00:00", "2024-11-06T00:00:00+00:00"
    assert link == Link("feed#1", "https://g.example/1", "Ferry", published, modified)
    assert isinstance(whole, Article)
    assert whole.text == "\n\n".join(["“Yes,” she said."] * 60)


def test_sitemaps() -> None:
    """With what news sites add; an index leads to others."""
    link, bad = of(SITEMAP)
    assert link == Link("feed#1", "https://g.example/1", "Ferry", "2024-11-05", "2024-11-06")
    assert isinstance(bad, SourceError)
    assert of(INDEX) == [Link("feed#1", "https://g.example/news.xml")]


def test_links_are_followed_by_who_can(tmp_path: Path) -> None:
    """An address as input is a link too; without anybody to follow them they are one error."""

    def follow(link: Link) -> Iterator[Article]:
        yield Article(link.source, link.url)

    path = str(write(tmp_path / "feed", SITEMAP.replace("ftp:", "https:")))
    inputs = [path, "https://g.example/3"]
    found = list(read_sources(inputs, follow=follow))
    assert [each.text for each in found if isinstance(each, Article)] == [
        "https://g.example/1",
        "https://g.example/2",
        "https://g.example/3",
    ]
    assert [type(each) for each in read_sources(inputs)] == [SourceUnreadable, SourceUnreadable]


def test_external_entities_are_not_looked_up(tmp_path: Path) -> None:
    """Neither files nor addresses: the entry is read without them."""
    secret = write(tmp_path / "secret", "hunter2")
    content = RSS.replace(
        "<rss", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss', 1
    ).replace("Ferry", "&x;Ferry")
    link = of(content)[0]
    assert isinstance(link, Link)
    assert link.url == "https://g.example/1"
    assert "hunter2" not in str(link)


def test_entities_that_multiply_do_no_harm() -> None:
    """A hundred million letters out of a few lines."""
    began = time.monotonic()
    (found,) = of(BOMB)
    assert time.monotonic() - began < 2
    assert len(str(found)) < 1_000


@pytest.mark.parametrize("end", [len(RSS) // 4, len(RSS) - 20])
def test_a_feed_that_is_cut_short(end: int) -> None:
    """What came before is read."""
    *before, error = of(RSS[:end])
    assert isinstance(error, SourceDamaged)
    assert len(before) == (1 if end < len(RSS) // 2 else 2)


def test_a_feed_without_entries_is_an_error(tmp_path: Path) -> None:
    """It is said to be empty."""
    path = write(tmp_path / "feed.xml", "<rss><channel><title>A</title></channel></rss>")
    assert type(errors(path)[0]) is SourceEmpty


def test_a_long_feed_is_read_one_entry_at_a_time(tmp_path: Path) -> None:
    """Deeply nested and numerous ones, in bounded time."""
    item = f"<item><guid>x</guid><encoded><![CDATA[{LONG}]]></encoded></item>"
    path = write(tmp_path / "feed.xml", f"<rss><channel>{item * 2_000}</channel></rss>")
    assert len(articles(path)) == 2_000
    deep = write(tmp_path / "deep.xml", "<rss>" + "<a>" * 100_000)
    assert type(errors(deep)[0]) is SourceDamaged
