"""What single words tell, learned from annotated news: which report speech, which name sources."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
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

VERB_TAGS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "NFP"))
REPORT_TAGS = VERB_TAGS | {"NN", "NNS", "IN", "JJ"}
"""The tags of words that may introduce a report: no names."""

MISTAKEN_TAGS = frozenset(("JJ", "IN", "RB", "UH"))
"""Tags that the tagger gives verbs of speech beside a quotation, as it gives those of nouns."""

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
    indirect speech and thought included (“believe”, “according”, “argument”). `cues` and
    `reports` hold what `cue` and `report` return, by tag.
    """

    verbs: Mapping[str, float]
    nouns: Mapping[str, float]
    sources: Mapping[str, float]
    labels: Mapping[str, float]
    company: Mapping[str, float]
    report_verbs: Mapping[str, float]
    report_words: Mapping[str, float]
    cues: Mapping[str, Mapping[str, float]] = field(init=False, repr=False)
    reports: Mapping[str, Mapping[str, float]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cues", _cues(self.verbs, self.nouns))
        reports = dict.fromkeys(REPORT_TAGS - VERB_TAGS, self.report_words)
        reports |= dict.fromkeys(VERB_TAGS, self.report_verbs)
        object.__setattr__(self, "reports", reports)

    def label(self, word: str) -> float:
        """Return how surely a title or term follows the word, in either letter case."""
        return self.labels.get(word.lower(), DEFAULT_LABEL)

    def cue(self, word: str, tag: str) -> float:
        """Return how surely a word with this Penn Treebank tag reports speech; 0 if unknown.

        Beside a quotation the tagger often takes a reporting verb (“quips”) for a noun or an
        adjective, so a verb's share counts, halved, under these tags too.
        """
        table = self.cues.get(tag)
        return table.get(word.lower(), 0.0) if table else 0.0

    def report(self, word: str, tag: str) -> float:
        """Return how surely a word with this tag introduces a report, also of indirect speech."""
        table = self.reports.get(tag)
        return table.get(word.lower(), 0.0) if table else 0.0


def _cues(verbs: Mapping[str, float], nouns: Mapping[str, float]) -> dict[str, Mapping[str, float]]:
    """Return the shares of what reports speech by tag; tags that are missing have none.

    A verb that was not learned has the share of a verb of speech, if it is one.
    """
    spoken = {**dict.fromkeys(words("reporting_verbs"), UNSEEN_CUE), **verbs}
    mistaken = {verb: share / 2 for verb, share in spoken.items()}
    named = {word: max(nouns.get(word, 0.0), mistaken.get(word, 0.0)) for word in (*nouns, *spoken)}
    return {
        **dict.fromkeys(VERB_TAGS, spoken),
        **dict.fromkeys(NOUN_TAGS, named),
        **dict.fromkeys(MISTAKEN_TAGS, mistaken),
    }


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
