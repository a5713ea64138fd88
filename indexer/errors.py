"""Everything that this package raises on purpose.

    IndexerError
    ├── SourceError            an input that could not be read: the run goes on without it
    │   ├── SourceNotFound
    │   ├── SourceUnreadable
    │   ├── SourceEmpty
    │   ├── SourceTooLarge
    │   └── SourceNotText
    ├── ModelError             the language model cannot be used: nothing can be indexed
    │   ├── ModelMissing
    │   └── ModelUnsuitable
    ├── DatabaseError          the database cannot be used: what is in it stays as it is
    │   ├── DatabaseNotFound
    │   ├── DatabaseForeign
    │   ├── DatabaseReadOnly
    │   ├── DatabaseFull
    │   └── DatabaseLocked
    ├── DocumentNotFound       no such document in the database: nothing was changed
    ├── CorpusError            annotations that cannot be read
    └── ServeError             the site cannot be served
        └── PortTaken

Every message is one line that names the value and the way out. The command line prints it after
“Error: ”; a library user catches IndexerError or a branch of it.
"""

from __future__ import annotations


class IndexerError(Exception):
    """The root: whatever this package raises on purpose."""


class SourceError(IndexerError):
    """An input that could not be read. `source` is the input as it was given.

    `record` says which record of it, where it has several and the others could be read.
    """

    def __init__(self, source: str, reason: str, record: str | None = None) -> None:
        super().__init__(f"{source}, {record}: {reason}" if record else f"{source}: {reason}")
        self.source = source
        self.reason = reason
        self.record = record


class SourceNotFound(SourceError):
    """No such file or folder."""


class SourceUnreadable(SourceError):
    """The operating system refused to read it."""


class SourceEmpty(SourceError):
    """No text in it, or no article in the folder."""


class SourceTooLarge(SourceError):
    """Longer than any article: more likely an archive or a data file."""


class SourceNotText(SourceError):
    """Not text: binary data, or text in an encoding that could not be told."""


class ModelError(IndexerError):
    """The language model cannot be used."""


class ModelMissing(ModelError):
    """No such pipeline is installed."""


class ModelUnsuitable(ModelError):
    """The pipeline lacks a component that attribution needs."""


class DatabaseError(IndexerError):
    """The database cannot be used; what is in it stays as it is."""


class DatabaseNotFound(DatabaseError):
    """No such database file."""


class DatabaseForeign(DatabaseError):
    """Not SQLite, or an SQLite database that something else made."""


class DatabaseReadOnly(DatabaseError):
    """The file or its folder may not be written."""


class DatabaseFull(DatabaseError):
    """The disk is full; all batches up to the last are in the database."""


class DatabaseLocked(DatabaseError):
    """Another program is writing to it."""


class DocumentNotFound(IndexerError):
    """No document has this id, URL or source."""


class CorpusError(IndexerError):
    """A folder of annotated articles that cannot be read as one."""


class ServeError(IndexerError):
    """The site cannot be served."""


class PortTaken(ServeError):
    """Another program listens on the port."""
