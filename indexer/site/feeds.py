"""A search as an Atom feed (RFC 4287): its newest quotes, each one an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from indexer.site import wording
from indexer.site.filters import START
from indexer.site.search import page_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.site.indexes import Index, Row
    from indexer.site.search import Search

ENTRIES = 40
LONGEST_TITLE = 120
ATOM = "http://www.w3.org/2005/Atom"
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CONTENT_TYPE = "application/atom+xml; charset=utf-8"

ENTRIES_OF = """
SELECT quotes.id, quotes.text, quotes.speaker_name, quotes.role, quotes.confidence,
  quotes.published, documents.title, documents.url, documents.indexed_at,
  publications.name AS publication
FROM json_each(:rowids) AS found
CROSS JOIN quotes ON quotes.rowid = found.value
JOIN documents ON documents.id = quotes.document_id
LEFT JOIN publications ON publications.id = quotes.publication_id
ORDER BY found.key
"""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Full addresses: of the feed itself, of the page that it follows, and of any quote's page."""

    feed: str
    page: str
    quote: Callable[[str], str]


async def feed(index: Index, search: Search, title: str, addresses: Addresses) -> str:
    """Return the newest quotes that a search finds, as an Atom feed."""
    newest = replace(search, filters=search.filters.changed(order="date"))
    rowids = await page_of(index, newest, START, ENTRIES)
    rows = await index.rows(ENTRIES_OF, {"rowids": str(rowids)})
    root = ET.Element("feed", xmlns=ATOM)
    _add(root, "title", title)
    _add(root, "id", addresses.feed)
    _add(
        root,
        "updated",
        max([_as_moment(row["indexed_at"]) for row in rows], default=_as_moment(None)),
    )
    ET.SubElement(root, "link", rel="self", href=_clean(addresses.feed))
    ET.SubElement(root, "link", rel="alternate", href=_clean(addresses.page), type="text/html")
    for row in rows:
        _add_entry(root, row, addresses.quote(row["id"]))
    return ET.tostring(root, encoding="unicode", xml_declaration=False)


def _add_entry(root: ET.Element, row: Row, page: str) -> None:
    entry = ET.SubElement(root, "entry")
    speaker = row["speaker_name"] or "Nobody could be named"
    _add(entry, "title", f"{speaker}: “{wording.shortened(row['text'], LONGEST_TITLE)}”")
    # Not the page's address, which is another on another machine: readers would see it as new.
    _add(entry, "id", uuid5(NAMESPACE_URL, f"quotation:{row['id']}").urn)
    _add(entry, "updated", _as_moment(row["indexed_at"]))
    if _read(row["published"]):
        _add(entry, "published", _as_moment(row["published"]))
    _add(ET.SubElement(entry, "author"), "name", speaker)
    ET.SubElement(entry, "link", rel="alternate", href=page, type="text/html")
    source = wording.web_address(row["url"])
    if source:
        ET.SubElement(entry, "link", rel="via", href=_clean(source))
    _add(entry, "content", _sentence(row), type="text")


def _sentence(row: Row) -> str:
    doubt = "perhaps " if wording.is_doubtful(row["confidence"]) else ""
    said_by = f"{doubt}{row['speaker_name']}" if row["speaker_name"] else "nobody could be named"
    role = f", {row['role']}" if row["role"] else ""
    where = ", ".join(filter(None, [row["publication"], wording.day(row["published"])]))
    title = f": {row['title']}" if row["title"] else ""
    return f"“{row['text']}”\n\n{said_by}{role}\n{where}{title}"


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = _clean(text)


def _clean(text: str) -> str:
    """Return the text without the control characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def _as_moment(date: str | None) -> str:
    read = _read(date) or datetime(1970, 1, 1, tzinfo=timezone.utc)
    return read.astimezone(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def _read(date: str | None) -> datetime | None:
    try:
        # Before Python 3.11 it does not know that Z is UTC.
        read = datetime.fromisoformat((date or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=timezone.utc)
