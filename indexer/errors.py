"""Everything that this package raises on purpose.

    IndexerError
    ├── SourceError            an input that could not be read: the run goes on without it
    │   ├── SourceNotFound
    │   ├── SourceUnreadable
    │   ├── SourceEmpty
    │   ├── SourceTooLarge
    │   ├── SourceNotText
    │   ├── SourceDamaged
    │   ├── SourceMalformed
    │   ├── SourceUnmapped
    │   └── FetchError         a URL that could not be fetched
    │       ├── UrlInvalid
    │       ├── AddressPrivate
    │       ├── RobotsForbid
    │       ├── RedirectsEndless
    │       ├── ServerUnreachable
    │       ├── ServerSlow
    │       ├── ServerBusy
    │       └── ServerRefused
    │           └── PageMissing
    ├── MappingError           a mapping of columns that makes no sense
    ├── ModelError             the language model cannot be used: nothing can be indexed
    │   ├── ModelMissing
    │   └── ModelUnsuitable
    ├── WorkerDied             the process that worked on an article ended: the run goes on
    ├── DatabaseError          the database cannot be used: what is in it stays as it is
    │   ├── DatabaseNotFound
    │   ├── DatabaseForeign
    │   ├── DatabaseReadOnly
    │   ├── DatabaseFull
    │   └── DatabaseLocked
    ├── DocumentNotFound       no such document in the database: nothing was changed
    ├── SpeakerNotFound        no such speaker in the database: nothing was changed
    ├── SpeakerAmbiguous       several speakers have the name: nothing was changed
    ├── DecisionError          a decision about speakers that makes no sense
    ├── RegisterError          a register of people that cannot be read
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
    """An input, or a record of one, that could not be read.

    `source` is the input as it was given or, for a record, with its place (`export.jsonl#12`);
    `record` is that place (`12`).
    """

    def __init__(self, source: str, reason: str, record: str | None = None) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason
        self.record = record

    @property
    def input(self) -> str:
        """The path or URL that has to be read again."""
        return self.source.removesuffix(f"#{self.record}") if self.record else self.source


class SourceNotFound(SourceError):
    """No such file or folder."""


class SourceUnreadable(SourceError):
    """The operating system refused to read it."""


class SourceEmpty(SourceError):
    """No text in it, or no article in the folder."""


class SourceTooLarge(SourceError):
    """Longer than any article, or packed so that it would fill the memory."""


class SourceNotText(SourceError):
    """Not text: binary data, or text in an encoding that could not be told."""


class SourceDamaged(SourceError):
    """Cut short or corrupt; what came before the damage was read."""


class SourceMalformed(SourceError):
    """Not what its kind of file or record has to be."""


class SourceUnmapped(SourceError):
    """It cannot be told which column or table has the articles."""


class FetchError(SourceError):
    """A URL that could not be fetched. `source` is the URL as it was given, before redirects."""


class UrlInvalid(FetchError):
    """No URL of the web: not http or https, or without a host that could be one."""


class AddressPrivate(FetchError):
    """It leads to this machine or its own network, and nobody said that it may."""


class RobotsForbid(FetchError):
    """The site's robots.txt asks programs to keep away from it."""


class RedirectsEndless(FetchError):
    """Redirected in a circle, or more often than a browser would follow."""


class ServerUnreachable(FetchError):
    """No such host, no connection, no trusted certificate, or an answer that breaks off."""


class ServerSlow(FetchError):
    """No whole answer within the time limit."""


class ServerBusy(FetchError):
    """The server, or its robots.txt, asks to come back later than a run waits."""


class ServerRefused(FetchError):
    """The server answered with an error. `status` is the HTTP status."""

    def __init__(self, source: str, reason: str, status: int) -> None:
        super().__init__(source, reason)
        self.status = status


class PageMissing(ServerRefused):
    """The server says that there is no such page, or no longer: status 404 or 410."""


class MappingError(IndexerError):
    """A mapping of columns that names an unknown field, or no column."""


class ModelError(IndexerError):
    """The language model cannot be used."""


class ModelMissing(ModelError):
    """No such pipeline is installed."""


class ModelUnsuitable(ModelError):
    """The pipeline lacks a component that attribution needs."""


class WorkerDied(IndexerError):
    """The process that worked on an article was killed or crashed."""


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


class SpeakerNotFound(IndexerError):
    """No speaker has this id or name."""


class SpeakerAmbiguous(IndexerError):
    """Several speakers have this name, and only an id tells them apart."""


class DecisionError(IndexerError):
    """A decision about speakers that makes no sense, or that is not there."""


class RegisterError(IndexerError):
    """A register of people that cannot be read as one."""


class CorpusError(IndexerError):
    """A folder of annotated articles that cannot be read as one."""


class ServeError(IndexerError):
    """The site cannot be served."""


class PortTaken(ServeError):
    """Another program listens on the port."""
