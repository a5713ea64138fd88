"""renamed: copies differ in names and in nothing else."""

from __future__ import annotations

import re
from itertools import islice

from renamed import endlessly, names_in, renamed

TEXT = "On Monday the mayor, Ann Tolliver, met Roe. “We met,” said Tolliver. The mayor left Boston."


def test_names_are_capitalised_within_a_sentence() -> None:
    """Words that begin a sentence, stand elsewhere in lower case or mean a day are no names."""
    assert names_in([TEXT]) == {"Ann", "Tolliver", "Roe", "Boston"}


def test_a_name_is_the_same_all_through_a_copy() -> None:
    """Only names change, each to one other name; another copy has others."""
    copy = renamed(TEXT, names_in([TEXT]), 1)
    (tolliver,) = re.findall(r"Ann|(?<= )\w+(?=, met)", copy)
    assert copy.count(tolliver) == 2
    assert "“We met,” said" in copy
    assert copy == renamed(TEXT, names_in([TEXT]), 1) != renamed(TEXT, names_in([TEXT]), 2)


def test_articles_come_first_and_then_copies() -> None:
    """The first pass is as it was written; from a later copy on nothing of it comes."""
    first, second = islice(endlessly([TEXT]), 2)
    assert first == TEXT != second
    assert next(endlessly([TEXT], first_copy=1)) == second
