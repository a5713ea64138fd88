"""The database: its schema, how it is opened and upgraded, and the only code that writes to it."""

from indexer.store.catalogue import (
    Decision,
    Shown,
    SpeakerRow,
    decisions,
    list_speakers,
    show_speaker,
)
from indexer.store.database import (
    create_or_open,
    is_frozen,
    is_new,
    is_outdated,
    open_existing,
    translated_errors,
)
from indexer.store.decisions import Author, Decided, merge, rename, split, undo
from indexer.store.failures import FailureLog, failed_sources
from indexer.store.memory import Memory
from indexer.store.people import Register, import_people
from indexer.store.removal import Order, Removed, find_documents, remove
from indexer.store.verify import Violation, verify
from indexer.store.writer import Standing, Totals, Writer

__all__ = [
    "Author",
    "Decided",
    "Decision",
    "FailureLog",
    "Memory",
    "Order",
    "Register",
    "Removed",
    "Shown",
    "SpeakerRow",
    "Standing",
    "Totals",
    "Violation",
    "Writer",
    "create_or_open",
    "decisions",
    "failed_sources",
    "find_documents",
    "import_people",
    "is_frozen",
    "is_new",
    "is_outdated",
    "list_speakers",
    "merge",
    "open_existing",
    "remove",
    "rename",
    "show_speaker",
    "split",
    "translated_errors",
    "undo",
    "verify",
]
