"""The words of a quotation, and how like they are to those of another: no database, no spaCy.

Store, command line and site share it: what a database joins, what `indexer check` answers and what
a page marks as changed are told by the same comparison.
"""

from indexer.wordings.articles import Sketch, copies, sketch
from indexer.wordings.comparison import Likeness, Relation, compare, liken
from indexer.wordings.differences import Change, Difference, differences
from indexer.wordings.grouping import Link, Wording, group
from indexer.wordings.shingles import shingles
from indexer.wordings.words import Measure, Word, digest_of, is_common, measure, read_words, spoken

__all__ = [
    "Change",
    "Difference",
    "Likeness",
    "Link",
    "Measure",
    "Relation",
    "Sketch",
    "Word",
    "Wording",
    "compare",
    "copies",
    "differences",
    "digest_of",
    "group",
    "is_common",
    "liken",
    "measure",
    "read_words",
    "shingles",
    "sketch",
    "spoken",
]
