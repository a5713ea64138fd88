"""What single words tell, learned from annotated news: which report speech, which name sources."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from indexer.languages.en import words

if TYPE_CHECKING:
    from collections.abc import Mapping


SURE_CUE = 0.35
"""The share from which on a verb is taken for a report without looking further."""

UNSEEN_CUE = 0.4
"""The share of a verb of speech that annotated news has too seldom: it is sure."""

REPORT_TAGS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "NN", "NNS", "IN", "JJ"))
"""The tags of words that may introduce a report: no names."""

DEFAULT_LABEL = 0.1
"""The share of quotations that are nobody's words, whatever stands before them."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Shares between 0 and 1 by lower-case word; a word that is not in a table has no share.

    `verbs[w]`: of the reporter's verbs w near a quotation, how many are part of its cue; `nouns[w]`
    the same of nouns (“statement”); `sources[w]`: of the noun phrases headed by w, how many name
    who said a quotation (“spokesman”); `labels[w]`: of the quotations right after the word w, how
    many are nobody's words (“dubbed”, “titled”); `company[w]`: the same of the quotations that the
    noun or verb w is near to (“movie”, “starring”). `report_verbs[w]` and `report_words[w]`: of
    all the reporter's verbs and other words w, how many belong to what introduces a report,
    indirect speech and thought included (“believe”, “according”, “argument”).
    """

    verbs: Mapping[str, float]
    nouns: Mapping[str, float]
    sources: Mapping[str, float]
    labels: Mapping[str, float]
    company: Mapping[str, float]
    report_verbs: Mapping[str, float]
    report_words: Mapping[str, float]

    def label(self, word: str) -> float:
        """Return how surely a title or term follows the word, in either letter case."""
        return self.labels.get(word.lower(), DEFAULT_LABEL)

    def cue(self, word: str, tag: str) -> float:
        """Return how surely a word with this Penn Treebank tag reports speech; 0 if unknown.

        Beside a quotation the tagger often takes a reporting verb (“quips”) for a noun or an
        adjective, so a verb's share counts, halved, under these tags too.
        """
        lower = word.lower()
        if tag.startswith("V"):
            return self._verb(lower)
        if tag.startswith("N"):
            return max(self.nouns.get(lower, 0.0), self._verb(lower) / 2)
        return self._verb(lower) / 2 if tag in ("JJ", "IN", "RB", "UH") else 0.0

    def report(self, word: str, tag: str) -> float:
        """Return how surely a word with this tag introduces a report, also of indirect speech."""
        table = self.report_verbs if tag.startswith("V") else self.report_words
        return table.get(word.lower(), 0.0) if tag in REPORT_TAGS else 0.0

    def _verb(self, lower: str) -> float:
        """Return a verb's share; of one that was not learned that of a verb of speech, or 0."""
        share = self.verbs.get(lower)
        if share is not None:
            return share
        return UNSEEN_CUE if lower in words("reporting_verbs") else 0.0


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon that belongs to the language's folder."""
    tables: dict[str, dict[str, float]] = {
        name: {}
        for name in ("verb", "noun", "source", "label", "company", "report_verb", "report_word")
    }
    with files("indexer.languages.en").joinpath("lexicon.tsv").open(encoding="utf-8") as lines:
        rows = csv.reader(
            (line for line in lines if not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
        for table, word, share in rows:
            tables[table][word] = float(share)
    return Lexicon(
        verbs=tables["verb"],
        nouns=tables["noun"],
        sources=tables["source"],
        labels=tables["label"],
        company=tables["company"],
        report_verbs=tables["report_verb"],
        report_words=tables["report_word"],
    )
