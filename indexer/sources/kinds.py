"""What kind of input some bytes are, told by their beginning; the name only helps."""

from __future__ import annotations

import codecs
import re
from enum import Enum

from indexer.sources.columns import delimiter_of

NAMED_PAGE = (".html", ".htm", ".xhtml", ".shtml")
NAMED_JSON = (".json", ".jsonl", ".ndjson", ".jsonlines", ".geojson")
NAMED_TABLE = (".csv", ".tsv", ".tab")

MAGIC_WORDS = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"SQLite format 3\0", "sqlite"),
    (b"WARC/", "warc"),
)

FOREIGN = (
    (b"%PDF", "a PDF file: save its text"),
    (b"{\\rtf", "a rich text file: save it as plain text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document: save it as plain text"),
    (b"BZh", "packed with bzip2: unpack it, or pack it with gzip"),
    (b"\xfd7zXZ\0", "packed with xz: unpack it, or pack it with gzip"),
    (b"7z\xbc\xaf\x27\x1c", "packed with 7-Zip: unpack it, or pack it with zip"),
    (b"Rar!\x1a\x07", "packed with RAR: unpack it, or pack it with zip"),
)

LEADING = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)+", re.DOTALL)
"""What may stand before the document type and the first element of a page or of XML."""

DOCUMENT_TYPE = re.compile(rb"<!doctype\s+([a-z]+)[^>\[]*(?:\[[^\]]*\][^>]*)?>", re.IGNORECASE)

FIRST_TAG = re.compile(rb"<([a-z][\w.:-]*)[\s>/]", re.IGNORECASE)

PAGE_TAGS = frozenset(
    b"html head body meta title link script style article main section header div p h1 h2 table "
    b"span a b i em strong center font".split()
)

FEED_TAGS = frozenset((b"rss", b"feed", b"rdf"))
SITEMAP_TAGS = frozenset((b"urlset", b"sitemapindex"))

JSON_BEGINNING = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[\{\]])')


class Kind(str, Enum):
    """A kind of input, each with a reader of its own."""

    TEXT = "text"
    PAGE = "page"
    JSON = "json"
    TABLE = "table"
    WARC = "warc"
    FEED = "feed"
    SITEMAP = "sitemap"
    SQLITE = "sqlite"
    GZIP = "gzip"
    ZSTANDARD = "zstandard"
    ZIP = "zip"


PACKED = (Kind.GZIP, Kind.ZSTANDARD, Kind.ZIP)


def kind_of(head: bytes, name: str | None, text_column: str | None = None) -> Kind:
    """Return the kind of the input that begins with `head`.

    `name` is the file's name, if it has one: it decides where the content leaves two readings.
    `text_column` is the column of the text where the caller has named one.
    """
    for magic, kind in MAGIC_WORDS:
        if head.startswith(magic):
            return Kind(kind)
    start = _in_ascii(head)
    suffix = _suffix(name)
    return (
        _kind_of_markup(start, suffix)
        or _kind_of_json(start, suffix)
        or _kind_of_table(start, suffix, text_column)
        or Kind.TEXT
    )


def foreign(head: bytes) -> str | None:
    """Return what the input is and what to do, where that is known and no reader can read it."""
    return next((meaning for magic, meaning in FOREIGN if head.startswith(magic)), None)


def without_packing(name: str | None) -> str | None:
    """Return a file's name without the suffix of its packing: `a.html.gz` is `a.html`."""
    if name is None:
        return None
    plain = re.sub(r"\.(?:gz|gzip|zst|zstd)\Z", "", name, flags=re.IGNORECASE)
    return plain or name


def _suffix(name: str | None) -> str:
    return f".{name.rsplit('.', 1)[-1].lower()}" if name and "." in name else ""


def _in_ascii(head: bytes) -> bytes:
    """Return the beginning as it is in encodings that have ASCII, without byte order mark."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(codecs.BOM_UTF8)


def _kind_of_markup(start: bytes, suffix: str) -> Kind | None:
    document_type, tag = _first_element(start)
    if tag in FEED_TAGS:
        return Kind.FEED
    if tag in SITEMAP_TAGS:
        return Kind.SITEMAP
    if document_type == b"html" or suffix in NAMED_PAGE:
        return Kind.PAGE
    # A text may begin with a tag that it speaks of; a page also has one that closes.
    return Kind.PAGE if tag in PAGE_TAGS and b"</" in start else None


def _first_element(start: bytes) -> tuple[bytes, bytes]:
    """Return the document type and the first element's name, in small letters; empty for none."""
    place = _after_leading(start, 0)
    document_type = DOCUMENT_TYPE.match(start, place)
    if document_type:
        place = _after_leading(start, document_type.end())
    tag = FIRST_TAG.match(start, place)
    return (
        document_type.group(1).lower() if document_type else b"",
        tag.group(1).lower().split(b":")[-1] if tag else b"",
    )


def _after_leading(start: bytes, place: int) -> int:
    leading = LEADING.match(start, place)
    return leading.end() if leading else place


def _kind_of_json(start: bytes, suffix: str) -> Kind | None:
    return Kind.JSON if suffix in NAMED_JSON or JSON_BEGINNING.match(start) else None


def _kind_of_table(start: bytes, suffix: str, text_column: str | None) -> Kind | None:
    if suffix in NAMED_TABLE:
        return Kind.TABLE
    line = re.split(rb"[\r\n]", start.lstrip(), maxsplit=1)[0].decode("utf-8", "replace")
    return Kind.TABLE if delimiter_of(line, text_column) else None
