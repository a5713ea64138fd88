"""What a run need not read again: pages that articles came from, and what servers said of URLs."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timezone
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.models import Visit
from indexer.store.database import create_or_open, is_new, transaction, translated_errors

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

    from sqlite_utils import Database

FIND_PAGE = "SELECT 1 FROM pages WHERE digest = ?"

# A page whose article was not stored, or was removed since, has to be sent again.
FIND_FETCH = """
SELECT etag, last_modified, page FROM fetches
WHERE url = ? AND (page IS NULL OR EXISTS (SELECT 1 FROM pages WHERE digest = fetches.page))
"""

KEEP_FETCH = """
INSERT OR REPLACE INTO fetches (url, etag, last_modified, page, fetched_at) VALUES (?, ?, ?, ?, ?)
"""

# Feeds and sitemaps as well: they may lead to the document, and nothing says which of them do.
FORGET_FETCHES = """
DELETE FROM fetches
WHERE page IS NULL OR page IN (SELECT digest FROM pages WHERE document_id = ?)
"""


class Memory:
    """What a database knows of pages and fetches, for one run; nothing if there is none yet.

    It has a connection of its own, which `stack` closes: it is asked while others read and write.
    Raises a branch of DatabaseError.
    """

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._path = path
        self._stack = stack
        self._pages: dict[str, Visit] = {}
        self._lists: dict[str, Visit] = {}

    def seen(self, page: str) -> bool:
        """Whether the page with this digest is that of an article in the database."""
        if is_new(self._path):
            return False
        with translated_errors(self._path):
            return self._db.execute(FIND_PAGE, [page]).fetchone() is not None

    def last(self, url: str) -> Visit:
        """Return what was remembered of a URL; nothing if its article is not there."""
        if is_new(self._path):
            return Visit()
        with translated_errors(self._path):
            row = self._db.execute(FIND_FETCH, [url]).fetchone()
        return Visit(*row) if row else Visit()

    def fetched(self, url: str, visit: Visit) -> None:
        """Take note of a fetch, which `keep` writes."""
        (self._pages if visit.page else self._lists)[url] = visit

    def keep(self, *, complete: bool = False) -> None:
        """Write the fetches of pages; those of feeds and sitemaps if the run is `complete`.

        That is if it was not interrupted and nothing failed: only then all that they lead to is in
        the database, and they may say that they have nothing new.
        """
        found = {**self._pages, **(self._lists if complete else {})}
        if not found or is_new(self._path):
            return
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        with transaction(self._db, self._path):
            for url, visit in found.items():
                row = (url, visit.etag, visit.last_modified, visit.page, now)
                self._db.execute(KEEP_FETCH, row)
        self._pages.clear()

    @cached_property
    def _db(self) -> Database:
        return self._stack.enter_context(closing(create_or_open(self._path)))


def forget_fetches(db: Database, document_id: str) -> None:
    """Forget what would keep a document that is to be removed from being fetched again."""
    db.execute(FORGET_FETCHES, [document_id])
