"""Article texts in, plain columns of tokens out: the only place that loads or runs spaCy."""

from indexer.documents.parser import DEFAULT_MODEL, Parser, Parsing

__all__ = ["DEFAULT_MODEL", "Parser", "Parsing"]
