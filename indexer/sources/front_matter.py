"""What an article's file says about the article, in a YAML block before the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from indexer.sources.columns import CONVENTIONS, plain_name
from indexer.sources.dates import normalised_date

BLOCK = re.compile(
    r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)*",
    re.DOTALL | re.MULTILINE,
)

LINE = re.compile(r"^([^\W\d_][\w -]{0,63}):[ \t]+(\S.*)$", re.MULTILINE)

LONGEST = 10_000
"""Characters before the closing line: more is an article that has dashes in it."""

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Makes strings, lists and mappings only: it is safe, and a title 1984 stays one.

The one in C, which not every build of PyYAML has, is ten times as fast.
"""

NOTHING = ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the block says; `date` is in ISO 8601, `unread_date` is one that cannot be read."""

    title: str | None = None
    author: str | None = None
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    unread_date: str | None = None


KEYS = ("title", "author", "date", "outlet", "url")


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """Return what the block says and the text after it.

    A block opens the text with a line `---`, ends with another, and is a YAML mapping that gives
    at least one of title, author, date, outlet and url, under these names or others that columns
    of exports usually have. Where YAML refuses it, as it does a headline with a colon, each line is
    a name and a value. Anything else is part of the text, which is returned as it is. The blank
    lines after the block belong to it.
    """
    block = BLOCK.match(text, 0, LONGEST)
    values = _values(block.group(1)) if block else {}
    if block is None or not values:
        return Metadata(), text
    return _metadata(values), text[block.end() :]


def _values(block: str) -> dict[str, str]:
    """Return the known keys that have a plain value, as it is written."""
    pairs = _loaded(block).items()
    given = {plain_name(str(key)): value for key, value in pairs if isinstance(value, str)}
    known = {key: next((n for n in CONVENTIONS[key] if n in given), None) for key in KEYS}
    return {key: given[name] for key, name in known.items() if name}


def _loaded(block: str) -> dict[Any, Any]:
    try:
        # About tabs the two are not of one mind.
        loader = yaml.BaseLoader if "\t" in block else LOADER
        loaded: Any = yaml.load(block, Loader=loader)  # noqa: S506, see LOADER
    except (RecursionError, UnicodeEncodeError):
        return {}
    except yaml.YAMLError:
        return {name: value.strip().strip("\"'") for name, value in LINE.findall(block)}
    return loaded if isinstance(loaded, dict) else {}


def _metadata(values: dict[str, str]) -> Metadata:
    given = {key: value for key, value in values.items() if value.strip().lower() not in NOTHING}
    written = given.pop("date", None)
    date = normalised_date(written or "")
    return Metadata(**given, date=date, unread_date=None if date else written)
