"""An index of who said what: quotations and their speakers from news articles, in SQLite."""

from indexer.version import __version__

__all__ = ["__version__"]
