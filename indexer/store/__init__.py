"""The database: its schema, how it is opened and upgraded, and the only code that writes to it."""

from indexer.store.database import (
    create_or_open,
    is_frozen,
    is_new,
    open_existing,
    translated_errors,
)
from indexer.store.failures import Failure, FailureLog, failed_sources
from indexer.store.memory import Memory
from indexer.store.removal import Order, Removed, find_documents, remove
from indexer.store.verify import Violation, verify
from indexer.store.writer import Standing, Totals, Writer

__all__ = [
    "Failure",
    "FailureLog",
    "Memory",
    "Order",
    "Removed",
    "Standing",
    "Totals",
    "Violation",
    "Writer",
    "create_or_open",
    "failed_sources",
    "find_documents",
    "is_frozen",
    "is_new",
    "open_existing",
    "remove",
    "translated_errors",
    "verify",
]
