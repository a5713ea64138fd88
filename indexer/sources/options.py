"""What a caller may say about the inputs: which columns hold what, and which table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.errors import MappingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FIELDS = ("text", "title", "author", "date", "outlet", "url", "language")
"""What can be known of an article, by the names that front matter uses too."""


def nothing_seen(page: str) -> bool:
    """Say of every page that it is new."""
    del page
    return False


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read records.

    `mapping` gives for a field of FIELDS the column that has it; fields that it leaves out are
    found by convention. A column within an object is written with a dot: `article.body`. `table` is
    the table or view to read of an SQLite database. `seen` says of a web page's digest whether its
    article is known: its text is not extracted again then, which takes a hundred times as long.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    table: str | None = None
    seen: Callable[[str], bool] = nothing_seen


def mapping_from(pairs: Iterable[str]) -> dict[str, str]:
    """Return the mapping that pairs such as `text=body` write. Raises MappingError."""
    mapping = {}
    for pair in pairs:
        name, _, column = pair.partition("=")
        if name not in FIELDS or not column:
            fields = ", ".join(FIELDS)
            raise MappingError(f"{pair!r} maps no column: write FIELD=COLUMN, a field of {fields}")
        mapping[name] = column
    return mapping
