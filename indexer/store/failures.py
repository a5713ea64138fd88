"""What could not be read, until it can be."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.models import as_text
from indexer.store.database import open_for_change, transaction, translated_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from indexer.models import Failure

STANDARD_INPUT = "-"

ESCAPED = re.compile(r"\\u(dc[89a-f][0-9a-f])")

RECORD = """
INSERT OR REPLACE INTO failures (source, record, kind, message, failed_at) VALUES (?, ?, ?, ?, ?)
"""

SOURCES = "SELECT source FROM failures GROUP BY source ORDER BY min(id)"

RECORDS = "SELECT source, record FROM failures"

CLEAR = "DELETE FROM failures WHERE source = ? AND coalesce(record, '') = ?"


class FailureLog:
    """The failures in a database, as one run finds and changes them.

    `path` is named in errors, which are DatabaseFull, DatabaseLocked or DatabaseReadOnly.
    """

    def __init__(self, db: Database, path: Path | str) -> None:
        self._db = db
        self._path = path
        with translated_errors(path):
            self._earlier = set(db.execute(RECORDS).fetchall())
        self._sources = {source for source, _ in self._earlier}
        self._read: set[str] = set()
        self._again: set[tuple[str, str | None]] = set()

    def concerns(self, source: str, record: str | None) -> bool:
        """Whether a run that takes up only what failed is to take up this record.

        It is not if other records of its source failed, and this one did not.
        """
        key = _key(source, record)
        if record is None or key[0] not in self._sources:
            return True
        return not {(key[0], None), key}.isdisjoint(self._earlier)

    def add(self, failures: Iterable[Failure]) -> None:
        """Write failures; one of the same source and record takes the place of an earlier one."""
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        with transaction(self._db, self._path):
            for failure in failures:
                key = _key(failure.source, failure.record)
                self._db.execute(RECORD, [*key, failure.kind, as_text(failure.reason), now])
                if key in self._earlier:
                    self._again.add(key)

    def succeeded(self, source: str, record: str | None) -> None:
        """Delete the failure of what is in the database now."""
        key = _key(source, record)
        if key[0] in self._sources:
            self._read.add(key[0])
            self._clear([key])

    def finished(self, inputs: Iterable[str]) -> None:
        """Delete the failures of earlier runs that did not come again in a run over the inputs.

        To be called only where nothing interrupted the run.
        """
        read = set(map(as_text, inputs)) | self._read
        self._clear([key for key in self._earlier - self._again if key[0] in read])

    def _clear(self, keys: Sequence[tuple[str, str | None]]) -> None:
        if not keys:
            return
        with transaction(self._db, self._path):
            for source, record in keys:
                self._db.execute(CLEAR, [source, record or ""])


def failed_sources(path: Path | str) -> tuple[str, ...]:
    """Return the sources with failures, those that failed first at the beginning.

    Standard input is not among them: what it gave is gone. Raises DatabaseError.
    """
    with closing(open_for_change(path)) as db, translated_errors(path):
        sources = [source for (source,) in db.execute(SOURCES)]
    return tuple(_as_name(source) for source in sources if source != STANDARD_INPUT)


def _as_name(stored: str) -> str:
    # What stands for a byte that is no text becomes that again, unless a file is named just so.
    if Path(stored).exists():
        return stored
    return ESCAPED.sub(lambda byte: chr(int(byte.group(1), 16)), stored)


def _key(source: str, record: str | None) -> tuple[str, str | None]:
    # A file's name need not be text; SQLite stores only what is.
    return as_text(source), as_text(record) if record else None
