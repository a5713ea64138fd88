"""A record with named values, whatever it was stored in, to an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.errors import SourceEmpty, SourceNotText, SourceTooLarge, SourceUnmapped
from indexer.models import Article, domain_of
from indexer.sources.columns import CONVENTIONS, plain_name
from indexer.sources.dates import normalised_date
from indexer.sources.encodings import broken_utf_8_at, decode
from indexer.sources.fragments import is_markup, plain, text_of_fragment
from indexer.sources.languages import language_code
from indexer.sources.text import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer.sources.items import Origin

NAMED_INSIDE = ("name", "title", "rendered", "value", "#text")
"""Where an object in a record has the words: `{"source": {"name": "The Gazette"}}`."""

MOST_NAMES = 12
"""Columns that an error lists."""


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one record by the names of its columns, as the caller or convention finds them.

    Values are strings, numbers, lists and mappings.
    """

    values: Mapping[str, object]
    mapping: Mapping[str, str]

    def string(self, field: str) -> str | None:
        """Return what the record has for a field of FIELDS; None for nothing, or white space."""
        return next((text for text in map(_string, self._found(field)) if text.strip()), None)

    def _found(self, field: str) -> Iterable[object]:
        if field in self.mapping:
            return [_at(self.values, self.mapping[field])]
        by_name = {plain_name(name): value for name, value in self.values.items()}
        return [by_name[name] for name in CONVENTIONS[field] if name in by_name]


def article_of(values: Mapping[str, object], mapping: Mapping[str, str], origin: Origin) -> Article:
    """Return the article of a record. Raises a branch of SourceError.

    Text in HTML becomes the text that it shows; entities become characters and soft hyphens go.
    """
    record = Record(values, mapping)
    text = _text(record, origin)
    written = _line(record.string("date"))
    published = normalised_date(written or "")
    url = _line(record.string("url")) or origin.url
    return Article(
        source=origin.source,
        text=text,
        url=url,
        title=_line(record.string("title")),
        author=_line(record.string("author")),
        publication=_line(record.string("outlet")) or domain_of(url),
        published=published,
        language=language_code(record.string("language")),
        name=origin.name,
        published_raw=None if published else written,
        retrieved=origin.retrieved,
    )


def check_columns(names: Iterable[str], mapping: Mapping[str, str], source: str) -> None:
    """Raise SourceUnmapped unless the mapped columns, and one with the text, are there."""
    names = list(names)
    for field, column in mapping.items():
        if column not in names:
            raise SourceUnmapped(
                source, f"it has no column {column!r} for --map {field}=…; it has {_listed(names)}"
            )
    if "text" not in mapping and not {plain_name(name) for name in names} & {*CONVENTIONS["text"]}:
        raise SourceUnmapped(
            source,
            f"no column is known to have the text: name it, --map text=COLUMN; it has "
            f"{_listed(names)}",
        )


def text_of_cell(value: bytes, source: str) -> str:
    """Return the text of bytes in an encoding that is to be found out. Raises SourceNotText."""
    text = decode(value)
    if text is None:
        place = broken_utf_8_at(value)
        raise SourceNotText(
            source,
            "its encoding cannot be told: save the whole in UTF-8"
            if place is None
            else "it is not valid UTF-8: save the whole in UTF-8",
        )
    return text


def _text(record: Record, origin: Origin) -> str:
    given = record.string("text")
    if given is None:
        raise _without_text(record, origin)
    if len(given) > LARGEST:
        raise SourceTooLarge(
            origin.source, f"longer than {LARGEST:,} characters, which no article is: split it"
        )
    text = text_of_fragment(given) if is_markup(given) else plain(given)
    if "\0" in text:
        raise SourceNotText(origin.source, "it is not text: there are NUL characters in it")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise SourceNotText(
            origin.source, "half a character is in it (a lone surrogate): repair it"
        )
    if not text.strip():
        raise SourceEmpty(origin.source, "there is no text in it")
    return text


def _without_text(record: Record, origin: Origin) -> SourceEmpty | SourceUnmapped:
    try:
        if "text" not in record.mapping or "." not in record.mapping["text"]:
            check_columns(record.values, record.mapping, origin.source)
    except SourceUnmapped as error:
        return error
    return SourceEmpty(origin.source, "there is no text in it")


def _line(value: str | None) -> str | None:
    """Return a value that is one line, such as a title; None for what can't be stored."""
    if value is None:
        return None
    value = text_of_fragment(value) if is_markup(value) else plain(value)
    line = " ".join(value.encode("utf-8", "ignore").decode().replace("\0", "").split())
    return line or None


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return next((_string(value[key]) for key in NAMED_INSIDE if value.get(key)), "")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_string, value[:100])))
    return ""


def _at(values: Mapping[str, object], column: str) -> object:
    """Return the value of a column, or of one inside others: `article.body`."""
    if column in values:
        return values[column]
    found: object = values
    for key in column.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:MOST_NAMES]) or "none"
    return shown if len(names) <= MOST_NAMES else f"{shown}, …"
