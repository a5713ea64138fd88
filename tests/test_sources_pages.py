"""indexer.sources.pages: the article of a saved page, and what the page says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from inputs import FERRY, articles, as_page, errors, write

from indexer.errors import SourceEmpty, SourceNotText, SourceTooLarge
from indexer.paragraphs import find_paragraphs
from indexer.sources import Origin
from indexer.sources.pages import article_of_page

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.models import Article

PAGE = as_page(FERRY)


def of(page: str, url: str | None = None, encoding: str = "utf-8") -> Article:
    """Return the article of a page."""
    return article_of_page(page.encode(encoding), Origin("page.html", url=url))


def test_the_page_says_what_is_known(tmp_path: Path) -> None:
    """Text, title, author, date, site, address and language; menu and footer are left out."""
    (found,) = articles(write(tmp_path / "a.html", PAGE))
    assert (found.text, found.title, found.author) == (FERRY.text, FERRY.title, FERRY.author)
    assert (found.publication, found.url) == (FERRY.publication, FERRY.url)
    assert (found.published, found.language, found.name) == ("2024-11-05", "en", "a.html")


def test_every_paragraph_is_found() -> None:
    """However short its lines are, a page is not taken for hard-wrapped text."""
    short = "<p>Rain came and</p><p>wind came and</p><p>night came and</p><p>all slept</p>"
    page = PAGE.replace("</h1>", f"</h1>{short}")
    found = of(page).text
    assert [span.of(found) for span in find_paragraphs(found)] == found.split("\n\n")
    assert found.startswith("Rain came and\n\nwind came and\n\n")


def test_entities_and_soft_hyphens_are_gone() -> None:
    """The stored text is what a reader sees."""
    page = PAGE.replace("harbour master", "har&shy;bour&#8217;s mas\u00adter &lt;acting&gt;")
    assert "Marta Ruiz, the harbour’s master <acting>." in of(page).text


def test_the_time_of_publication_is_kept() -> None:
    """With its offset, where the page says it for machines."""
    page = PAGE.replace("2024-11-05", "2024-11-05T09:30:00+01:00")
    assert of(page).published == "2024-11-05T09:30:00+01:00"


def test_linked_data_say_it_too() -> None:
    """A page whose metadata are in JSON-LD only."""
    data = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": '
        '"NewsArticle", "headline": "Ferry to run", "datePublished": "2024-11-05", "author": '
        '{"@type": "Person", "name": "Jo Bell"}, "publisher": {"@type": "Organization", '
        '"name": "The Harbour Gazette"}}</script>'
    )
    head, body = PAGE.split("</title>")[0], PAGE.split("</head>")[1]
    found = of(f"{head}</title>{data}</head>{body}", url=FERRY.url)
    assert (found.author, found.published, found.url) == ("Jo Bell", "2024-11-05", FERRY.url)
    assert found.publication == "The Harbour Gazette"


def test_a_page_that_says_nothing_has_its_domain_for_outlet() -> None:
    """Nothing is invented: no author, no date."""
    head, body = PAGE.split("<title>")[0], PAGE.split("</head>")[1]
    found = of(f"{head}</head>{body}", url="https://www.gazette.example/a")
    assert (found.publication, found.author, found.published) == ("gazette.example", None, None)
    assert found.url == "https://www.gazette.example/a"


def test_the_front_page_is_no_address_of_an_article() -> None:
    """Else all articles of a site that gets this wrong would be one."""
    page = PAGE.replace(str(FERRY.url), "https://gazette.example/")
    assert of(page, url="https://gazette.example/7").url == "https://gazette.example/7"
    assert of(page).url is None


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    """Windows-1252 that says nothing, byte order marks."""
    page = PAGE.replace('<meta charset="utf-8">', "")
    (found,) = articles(write(tmp_path / "a.html", page.encode(encoding)))
    assert found.text == FERRY.text


@pytest.mark.parametrize("declared", ["windows-1251", "nonsense", "utf-8"])
def test_the_declared_encoding_is_heard(declared: str) -> None:
    """Where it fits; one that nobody knows does no harm."""
    page = PAGE.replace('charset="utf-8"', f'charset="{declared}"').replace("café", "café, кафе")
    encoding = "utf-8" if declared == "nonsense" else declared
    text = article_of_page(page.replace("é", "e").encode(encoding), Origin("a")).text
    assert "cafe, кафе" in text


def test_broken_utf_8_beside_the_article_does_no_harm() -> None:
    """In the article it is an error: half of a word is no word."""
    broken = PAGE.encode().replace(b"Copyright", b"Copyright \xe2\x80")
    assert article_of_page(broken, Origin("a")).text == FERRY.text
    with pytest.raises(SourceNotText):
        article_of_page(PAGE.encode().replace(b"caf\xc3\xa9", b"caf\xc3"), Origin("a"))


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<html></html>", SourceEmpty),
        ("<html><body>" + "<div>" * 200_000 + "Deep.", SourceEmpty),
        ("<html><body>" + "<p>One <b>x</b> more.</p>" * 20_000, SourceTooLarge),
        ("<html><body><p>" + "a " * 6_000_000, SourceTooLarge),
        ("<!doctype html>", SourceEmpty),
    ],
    ids=["empty", "deep", "many elements", "long", "no element"],
)
def test_what_is_no_article_is_an_error(tmp_path: Path, page: str, kind: type) -> None:
    """Soon, and without filling the memory."""
    (found,) = errors(write(tmp_path / "a.html", page))
    assert type(found) is kind


@pytest.mark.parametrize(
    "script",
    ['{"@type":"NewsArticle","author":"' * 3_000, "[" * 500_000, '["' + "a" * 300_000 + '"]'],
    ids=["broken", "deep", "long"],
)
def test_hostile_linked_data_is_passed_over(script: str) -> None:
    """It is no reason to lose the article, nor to search it without end."""
    data = f'<script type="application/ld+json">{script}</script>'
    assert of(PAGE.replace("</head>", f"{data}</head>")).text == FERRY.text


def test_nul_bytes_are_passed_over() -> None:
    """As browsers do."""
    assert of(PAGE.replace("</h1>", "\0</h1>\0")).text == FERRY.text
