"""Article texts in, plain columns of tokens out: the only place that loads or runs spaCy."""

from indexer.documents.parser import Parser, Parsing

__all__ = ["Parser", "Parsing"]
