"""Saved web pages: the main text and what the page says about itself."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from indexer.errors import SourceEmpty, SourceNotText, SourceTooLarge
from indexer.models import Article, Known, domain_of
from indexer.sources.dates import normalised_date
from indexer.sources.encodings import decode
from indexer.sources.fragments import SOFT_HYPHEN
from indexer.sources.items import is_web_address
from indexer.sources.languages import language_code
from indexer.sources.text import read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from lxml.html import HtmlElement

    from indexer.sources.items import Item, Origin
    from indexer.sources.options import ReadOptions

DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)

DECLARED_WITHIN = 4_096
"""Bytes in which a page must say its encoding; browsers look at the first 1,024."""

MOST_ELEMENTS = 20_000
"""A page of this many may take ten seconds; the longest live reports have half of it."""

LONGEST_LINKED_DATA = 262_144
"""Characters of JSON-LD; more than that describes a catalogue and no article."""

EMPTY = ("script", "style", "svg", "noscript", "template")

LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext")

PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@name='article:published_time' or @itemprop='datePublished']/@content",
    "//meta[@name='parsely-pub-date' or @name='sailthru.date' or @name='DC.date.issued']/@content",
)
"""Where pages say the date and time of publication for machines."""

AUTHOR = "//meta[@name='author' or @name='byl' or @name='parsely-author']/@content"

SITE_NAME = "//meta[@property='og:site_name' or @name='og:site_name']/@content"

DATES: dict[str, Any] = {
    "original_date": True,
    # What is searched for in the whole page is often the date of another article.
    "extensive_search": False,
    "outputformat": "%Y-%m-%d",
}


def read_page(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield the one article of a web page. Raises a branch of SourceError."""
    yield item_of_page(read_whole(stream, origin), origin, options)


def item_of_page(data: bytes, origin: Origin, options: ReadOptions) -> Article | Known:
    """Return the article of a page, unless it was seen before. Raises a branch of SourceError."""
    page = page_digest(data, origin)
    if options.seen(page):
        return Known(origin.source, page)
    return replace(article_of_page(data, origin), page=page)


def page_digest(data: bytes, origin: Origin) -> str:
    """Return what a page is known by: its bytes, and what else makes an article's identity.

    That is the address it came from or, without one, its file's name.
    """
    identity = origin.url or origin.name or ""
    return sha256(f"{identity}\n".encode("utf-8", "backslashreplace") + data).hexdigest()


def article_of_page(data: bytes, origin: Origin) -> Article:
    """Return the article of a page, with a blank line between its paragraphs.

    Its text is what was extracted; its URL the canonical one, or that of the origin. Raises a
    branch of SourceError.
    """
    tree = _tree(data, origin)
    document = _extracted(tree, origin)
    title = _one_line(document.title)
    text = _text(document.text, title)
    if not text:
        raise SourceEmpty(origin.source, "no article was found in the page")
    if "\ufffd" in text:
        raise SourceNotText(
            origin.source, "its encoding cannot be told, or is broken: save it again in UTF-8"
        )
    url = _url(document.url, origin.url)
    return Article(
        source=origin.source,
        text=text,
        url=url,
        title=title,
        author=_author(tree, document),
        publication=_outlet(tree, document, url),
        published=_published(tree, document),
        language=language_code(
            tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        ),
        name=origin.name,
        retrieved=origin.retrieved,
    )


def _tree(data: bytes, origin: Origin) -> HtmlElement:
    # Here, not above: most runs have no use for it.
    from lxml import etree  # noqa: PLC0415
    from lxml import html as lxml_html  # noqa: PLC0415

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    text = _decoded(data, origin.charset).replace("\0", "")
    try:
        tree: HtmlElement = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceEmpty(origin.source, "no article was found in the page") from error
    _prune(tree)
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise SourceTooLarge(
            origin.source,
            f"the page has more than {MOST_ELEMENTS:,} elements, which no article has: save the "
            "article alone, or as text",
        )
    return tree


def _decoded(data: bytes, charset: str | None) -> str:
    """Return the page's text, with U+FFFD for what is broken: most of a page is no article."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = DECLARED.search(data, 0, DECLARED_WITHIN)
    for encoding in (charset, declared.group(1).decode("ascii") if declared else None):
        try:
            if encoding and (text := data.decode(_as_browsers_do(encoding))):
                return text
        except (LookupError, UnicodeError, ValueError):
            continue
    return decode(data) or data.decode("utf-8", "replace")


def _as_browsers_do(encoding: str) -> str:
    latin = encoding.lower() in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
    return "cp1252" if latin else encoding


def _prune(tree: HtmlElement) -> None:
    """Take out what no reader sees, and linked data that is none: searching it has no end."""
    for element in list(tree.iter(*EMPTY)):
        if element.get("type") != "application/ld+json" or not _is_json(element.text or ""):
            element.drop_tree()


def _is_json(text: str) -> bool:
    if len(text) > LONGEST_LINKED_DATA:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _extracted(tree: HtmlElement, origin: Origin) -> Any:
    from trafilatura import bare_extraction  # noqa: PLC0415

    for library in LIBRARIES:
        # A page without article is our error to tell, not a line on the terminal.
        logging.getLogger(library).propagate = False
        logging.getLogger(library).disabled = True
    document = bare_extraction(
        tree,
        url=origin.url,
        fast=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=dict(DATES),
    )
    if document is None:
        raise SourceEmpty(origin.source, "no article was found in the page")
    return document


def _text(extracted: str | None, title: str | None) -> str:
    """Return the paragraphs of the article; its title is none of them."""
    lines = (line.strip() for line in (extracted or "").replace(SOFT_HYPHEN, "").split("\n"))
    paragraphs = [line for line in lines if line]
    if paragraphs and paragraphs[0] == title:
        del paragraphs[0]
    return "\n\n".join(paragraphs)


def _one_line(value: str | None) -> str | None:
    return " ".join((value or "").replace(SOFT_HYPHEN, "").split()) or None


def _url(canonical: str | None, known: str | None) -> str | None:
    """Return the canonical address, unless it is the front page, which no article is."""
    if canonical and is_web_address(canonical) and canonical.rstrip("/").count("/") > 2:
        return canonical
    return known


def _outlet(tree: HtmlElement, document: Any, url: str | None) -> str | None:
    """Return the site's name as it writes it, or the domain."""
    named = next((_one_line(name) for name in tree.xpath(SITE_NAME)), None)
    guessed = _one_line(document.sitename)
    if guessed and "." in guessed:
        guessed = None
    return named or guessed or domain_of(url) or domain_of(document.url)


def _author(tree: HtmlElement, document: Any) -> str | None:
    """Return the byline as the page writes it for machines, or the names found elsewhere in it."""
    written = [_one_line(name) for name in tree.xpath(AUTHOR)]
    named = [name for name in written if name and not is_web_address(name)]
    return ", ".join(dict.fromkeys(named)) or _one_line((document.author or "").replace(";", ","))


def _published(tree: HtmlElement, document: Any) -> str | None:
    """Return the date, with the time where the page says it."""
    for path in PUBLISHED:
        for written in tree.xpath(path):
            if date := normalised_date(written):
                return date
    return normalised_date(document.date or "")
