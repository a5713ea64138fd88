"""Feeds and sitemaps: links to articles, and the articles that a feed has in full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from indexer.errors import SourceDamaged, SourceEmpty, SourceMalformed
from indexer.models import Article, domain_of
from indexer.sources.dates import normalised_date
from indexer.sources.fragments import plain, text_of_fragment
from indexer.sources.items import Link, is_web_address
from indexer.sources.languages import language_code
from indexer.sources.streams import Eager

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from indexer.sources.items import Item, Origin
    from indexer.sources.options import ReadOptions

FULL = 1_000
"""Characters of content from which an entry is the article itself and no teaser."""

ENTRIES = frozenset(("item", "entry", "url", "sitemap"))


def read_feed(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield a link, an article or an error for each entry of an RSS or Atom feed.

    An entry is an article if it has content (not a summary) of 1,000 characters or more; `#N` in
    its source is its number from 1. Raises SourceDamaged where the rest is no XML.
    """
    del options
    channel = _Channel()
    yield from _read(stream, origin, lambda entry, each: _of_entry(entry, each, channel), channel)


def read_sitemap(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield a link for each entry of a sitemap, or of an index of sitemaps.

    Raises SourceDamaged where the rest is no XML.
    """
    del options
    yield from _read(stream, origin, _of_location, _Channel())


class _Channel:
    """What a feed says of itself, as far as it was read: the site's name and language."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.language: str | None = None

    def take(self, name: str, element: Any) -> None:
        """Keep the value of an element that stands outside of all entries."""
        if name == "title" and self.title is None:
            self.title = _line(element.text)
        elif name == "language":
            self.language = element.text


def _read(
    stream: BinaryIO, origin: Origin, reading: Callable[[Any, Origin], Item], channel: _Channel
) -> Iterator[Item]:
    number = 0
    for element in _elements(stream, origin):
        name = _name(element)
        if name in ENTRIES:
            number += 1
            yield reading(element, origin.record(number))
            _forget(element)
        elif not _is_within_entry(element):
            channel.take(name, element)
    if not number:
        raise SourceEmpty(origin.source, "there is no entry in it")


def _elements(stream: BinaryIO, origin: Origin) -> Iterator[Any]:
    """Yield each element where it ends. Entities are not looked up, here or elsewhere."""
    # Here, not above: most runs have no use for it.
    from lxml import etree  # noqa: PLC0415

    events = etree.iterparse(
        Eager(stream),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            if isinstance(element.tag, str):
                yield element
    except etree.XMLSyntaxError as error:
        raise SourceDamaged(
            origin.source, f"it is cut short or no XML ({error.msg}): get it again"
        ) from error


def _forget(element: Any) -> None:
    """Free what was read, so that memory does not grow with the feed."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _is_within_entry(element: Any) -> bool:
    return any(_name(above) in ENTRIES for above in element.iterancestors())


def _name(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _of_location(entry: Any, origin: Origin) -> Item:
    url = (_value(entry, "loc") or "").strip()
    if not is_web_address(url):
        return SourceMalformed(origin.source, f"{url!r:.80} is no address on the web")
    return Link(
        source=origin.source,
        url=url,
        title=_line(_value(entry, "title")),
        published=_date(entry, "publication_date"),
        modified=_date(entry, "lastmod"),
    )


def _of_entry(entry: Any, origin: Origin, channel: _Channel) -> Item:
    url = _link(entry, origin.url)
    text = _content(entry)
    if len(text) >= FULL or (url is None and text):
        return _article(entry, replace(origin, url=url), text, channel)
    if url is None:
        return SourceMalformed(origin.source, "the entry has neither a link nor an article in it")
    return Link(
        source=origin.source,
        url=url,
        title=_line(_value(entry, "title")),
        published=_date(entry, "pubdate", "published", "date"),
        modified=_date(entry, "updated", "modified"),
    )


def _article(entry: Any, origin: Origin, text: str, channel: _Channel) -> Article:
    names = ("pubdate", "published", "date")
    published = _date(entry, *names)
    written = next(filter(None, (_line(_value(entry, name)) for name in names)), None)
    return Article(
        source=origin.source,
        text=text,
        url=origin.url,
        title=_line(_value(entry, "title")),
        author=_author(entry),
        publication=_line(_value(entry, "source")) or channel.title or domain_of(origin.url),
        published=published,
        language=language_code(channel.language),
        published_raw=None if published else written,
        retrieved=origin.retrieved,
    )


def _link(entry: Any, base: str | None) -> str | None:
    """Return the address of the entry's article."""
    for element in entry:
        if _name(element) == "link" and element.get("rel", "alternate") == "alternate":
            written = str(element.get("href") or element.text or "")
            url = _joined(base, written.strip())
            if is_web_address(url):
                return url
    guid = (_value(entry, "guid") or "").strip()
    return guid if is_web_address(guid) else None


def _joined(base: str | None, written: str) -> str:
    try:
        return urljoin(base or "", written)
    except ValueError:  # brackets that hold no address
        return ""


def _content(entry: Any) -> str:
    """Return the text of what an entry has in full, not of its summary."""
    from lxml import etree  # noqa: PLC0415

    for element in entry:
        if _name(element) in ("encoded", "content"):
            inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
            return text_of_fragment((element.text or "") + inner)
    return ""


def _author(entry: Any) -> str | None:
    for element in entry:
        if _name(element) in ("creator", "author"):
            named = next((child for child in element if _name(child) == "name"), element)
            if line := _line(named.text):
                return line
    return None


def _date(entry: Any, *names: str) -> str | None:
    written = (_value(entry, name) for name in names)
    return next(filter(None, (normalised_date(each) for each in written if each)), None)


def _value(entry: Any, name: str) -> str | None:
    """Return the text of the first element of a name, at whatever depth."""
    found = next((each for each in entry.iterdescendants() if _name(each) == name), None)
    return None if found is None else "".join(map(str, found.itertext()))


def _line(value: str | None) -> str | None:
    return " ".join(plain(value or "").split()) or None
