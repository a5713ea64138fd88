"""The database: its schema, how it is opened and upgraded, and the only code that writes to it."""

from indexer.store.database import create_or_open, is_frozen, is_new, open_existing
from indexer.store.verify import Violation, verify
from indexer.store.writer import Totals, Writer

__all__ = [
    "Totals",
    "Violation",
    "Writer",
    "create_or_open",
    "is_frozen",
    "is_new",
    "open_existing",
    "verify",
]
