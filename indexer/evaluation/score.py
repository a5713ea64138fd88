"""The score of articles: a value that can be added up, and the figures made of it.

The figures are those of attribution research on PolNeAR: quote recall and precision, the rate of
distractors emitted, end-to-end recall (found and given to the right speaker) and the precision of
the speakers given. A speaker is right where the mention overlaps an annotated source, or where the
speaker's last name stands in the annotated source. Where they are known, full names and kinds are
scored too.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from indexer.evaluation.calibration import calibration_error

if TYPE_CHECKING:
    from indexer.evaluation.calibration import QuoteOutcome
    from indexer.evaluation.mentions import MentionClass
    from indexer.evaluation.misses import Miss

RATIOS = {
    "quote_recall": ("found", "gold"),
    "quote_precision": ("matched", "parts"),
    "distractor_rate": ("distractors_emitted", "distractors"),
    "end_to_end_recall": ("right", "sourced"),
    "speaker_precision": ("right", "given"),
    "full_name_right": ("name_right", "named"),
    "full_name_right_sure": ("sure_name_right", "sure_named"),
    "kind_right": ("kind_right", "kinded"),
}
"""By figure what it is the ratio of, in names of `Score.counts`."""


@dataclass(frozen=True, slots=True)
class SegmentOutcome:
    """What became of one gold segment; `given` and `right` are false where it wasn't found.

    `sourced` says that its annotation has a source, without which no speaker can be judged.
    """

    mention_class: MentionClass
    sourced: bool
    found: bool
    given: bool
    right: bool


@dataclass(frozen=True, slots=True)
class NameOutcome:
    """What became of one gold segment whose full name is known.

    `mention_class` is as the name's label has it, else as the text shows it; `sure` is None where
    nobody said how sure the label is, `kind_right` where the segment wasn't found.
    """

    mention_class: MentionClass
    sure: bool | None
    right: bool
    kind_right: bool | None


@dataclass(frozen=True, slots=True)
class Score:
    """What became of articles; scores add up: `sum(scores, Score())`.

    `parts` counts the quote parts emitted, `matched` those that are gold segments, `distractors`
    the quoted segments that are nobody's words. `quotes` are those emitted whose speaker can be
    judged: one that is nobody's words is wrong, one whose speaker wasn't annotated is left out.
    """

    articles: int = 0
    parts: int = 0
    matched: int = 0
    distractors: int = 0
    distractors_emitted: int = 0
    segments: tuple[SegmentOutcome, ...] = ()
    names: tuple[NameOutcome, ...] = ()
    quotes: tuple[QuoteOutcome, ...] = ()
    misses: tuple[Miss, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def counts(self) -> dict[str, int]:
        """The counts behind the figures."""
        return {
            "articles": self.articles,
            "parts": self.parts,
            "matched": self.matched,
            "distractors": self.distractors,
            "distractors_emitted": self.distractors_emitted,
            "gold": len(self.segments),
            "found": sum(segment.found for segment in self.segments),
            "sourced": sum(segment.sourced for segment in self.segments),
            "given": sum(segment.sourced and segment.given for segment in self.segments),
            "right": sum(segment.sourced and segment.right for segment in self.segments),
            "named": len(self.names),
            "name_right": sum(name.right for name in self.names),
            "sure_named": sum(name.sure is True for name in self.names),
            "sure_name_right": sum(name.sure is True and name.right for name in self.names),
            "kinded": sum(name.kind_right is not None for name in self.names),
            "kind_right": sum(name.kind_right is True for name in self.names),
            "judged": len(self.quotes),
        }

    def ratio(self, name: str) -> float | None:
        """Return one of RATIOS, as a share of 1; None where nothing of the kind was annotated."""
        above, below = RATIOS[name]
        counts = self.counts
        return counts[above] / counts[below] if counts[below] else None

    @property
    def figures(self) -> dict[str, float]:
        """All RATIOS that could be measured, and the expected calibration error of the quotes."""
        found = {name: self.ratio(name) for name in RATIOS}
        found["expected_calibration_error"] = calibration_error(self.quotes)
        return {name: value for name, value in found.items() if value is not None}

    def of_class(self, mention_class: MentionClass) -> Score:
        """Return the score of the segments of one class, as far as segments tell it."""
        segments = tuple(s for s in self.segments if s.mention_class == mention_class)
        names = tuple(n for n in self.names if n.mention_class == mention_class)
        return Score(segments=segments, names=names)
