"""Which column of a record holds what, by the names that exports usually give them."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CONVENTIONS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "article",
        "article_text",
        "article_body",
        "articlebody",
        "full_text",
        "fulltext",
        "maintext",
        "main_text",
        "content_text",
        "content_html",
        "story",
    ),
    "title": ("title", "headline"),
    "author": ("author", "authors", "byline", "creator"),
    "date": (
        "date",
        "published",
        "pub_date",
        "pubdate",
        "published_at",
        "publishedat",
        "published_on",
        "publish_date",
        "publication_date",
        "date_published",
        "datepublished",
        "date_publish",
        "datetime",
    ),
    "outlet": (
        "outlet",
        "publication",
        "publisher",
        "newspaper",
        "site_name",
        "sitename",
        "source",
        "source_name",
        "site",
        "source_domain",
        "domain",
    ),
    "url": ("url", "link", "web_url", "canonical_url", "permalink"),
    "language": ("language", "lang"),
}
"""For each field the names of its column, the surest first; in small letters, joined by `_`."""

DELIMITERS = ",\t;|"

LONGEST_NAME = 64
"""Characters of a column's name: a longer cell in the first line is no name."""


def plain_name(name: str) -> str:
    """Return a column's name as the conventions write it: “Pub-Date ” is `pub_date`."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def is_text_column(name: str) -> bool:
    """Whether a column of this name has an article's text."""
    return plain_name(name) in CONVENTIONS["text"]


def delimiter_of(line: str, text_column: str | None = None) -> str | None:
    """Return what separates the columns that a line names, or None if it names none.

    A line of names has two or more, and one of them is that of the text.
    """
    for delimiter in DELIMITERS:
        cells = cells_of(line, delimiter)
        names = [cell.strip() for cell in cells]
        wanted = any(name == text_column or is_text_column(name) for name in names)
        if wanted and len(names) > 1 and _are_names(names):
            return delimiter
    return None


def cells_of(line: str, delimiter: str) -> Sequence[str]:
    """Return the cells of one line; none where its quotation marks don't match."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _are_names(cells: Iterable[str]) -> bool:
    return all(len(cell) <= LONGEST_NAME for cell in cells)
