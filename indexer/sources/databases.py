"""A table of another SQLite database: one article a row."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from indexer.errors import SourceDamaged, SourceError, SourceTooLarge, SourceUnmapped
from indexer.sources.columns import is_text_column
from indexer.sources.records import article_of, check_columns, text_of_cell
from indexer.sources.streams import LARGEST_SPOOLED, PIECE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from indexer.models import Article
    from indexer.sources.items import Item, Origin
    from indexer.sources.options import ReadOptions

TABLES = """
SELECT name FROM sqlite_master
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
"""


def read_database(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Item]:
    """Yield the article or the error of each row; `#N` in its source is its place in the table.

    The table is that of the options, or the only one that has a column with a text. The database is
    opened for reading only. Raises a branch of SourceError.
    """
    with _path_of(stream, origin) as path, closing(_connected(path)) as db:
        try:
            table = options.table or _only_table(db, origin)
            yield from _rows(db, table, origin, options)
        except sqlite3.Error as error:
            raise SourceDamaged(
                origin.source, f"the table cannot be read ({error}): check the database"
            ) from error


def _rows(
    db: sqlite3.Connection, table: str, origin: Origin, options: ReadOptions
) -> Iterator[Item]:
    if table not in _tables(db):
        raise SourceUnmapped(
            origin.source, f"it has no table {table!r}; it has {', '.join(_tables(db)) or 'none'}"
        )
    cursor = db.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608, quoted as SQL has it
    names = [column[0] for column in cursor.description]
    check_columns(names, options.mapping, origin.source)
    for number, values in enumerate(cursor, start=1):
        yield _item(dict(zip(names, values, strict=True)), origin.record(number), options)


def _item(values: dict[str, object], origin: Origin, options: ReadOptions) -> Article | SourceError:
    try:
        strings = {
            name: text_of_cell(value, origin.source) if isinstance(value, bytes) else value
            for name, value in values.items()
            if not isinstance(value, bytes) or _is_wanted(name, options)
        }
        return article_of(strings, options.mapping, origin)
    except SourceError as error:
        return error


def _is_wanted(name: str, options: ReadOptions) -> bool:
    """Whether bytes in a column may be text: pictures beside an article don't spoil it."""
    return name in options.mapping.values() or not options.mapping


def _only_table(db: sqlite3.Connection, origin: Origin) -> str:
    tables = _tables(db)
    found = [table for table in tables if any(map(is_text_column, _columns(db, table)))]
    if len(found) == 1:
        return found[0]
    raise SourceUnmapped(
        origin.source,
        f"which table has the articles? Say it with --table; it has {', '.join(tables) or 'none'}",
    )


def _tables(db: sqlite3.Connection) -> list[str]:
    return [row[0].decode("utf-8", "replace") for row in db.execute(TABLES)]


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    cursor = db.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0")  # noqa: S608, quoted
    return [column[0] for column in cursor.description]


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    # As bytes: text in another encoding is told apart row by row, and none ends the reading.
    db.text_factory = bytes
    db.execute("PRAGMA query_only = ON")
    db.execute("PRAGMA trusted_schema = OFF")
    return db


@contextmanager
def _path_of(stream: BinaryIO, origin: Origin) -> Iterator[Path]:
    """Give the file of a database: SQLite opens files only, so a packed one is unpacked first."""
    name = getattr(stream, "name", None)
    if isinstance(name, str) and Path(name).is_file():
        yield Path(name)
        return
    with NamedTemporaryFile(suffix=".db") as file:
        size = 0
        while data := stream.read(PIECE):
            size += file.write(data)
            if size > LARGEST_SPOOLED:
                raise SourceTooLarge(origin.source, "larger than 4 GB within an archive: unpack it")
        file.flush()
        yield Path(file.name)
