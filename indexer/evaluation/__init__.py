"""Accuracy against human annotation: gold segments, the score of articles, and how it is shown."""

from indexer.evaluation.calibration import by_method, calibration_error, reliability
from indexer.evaluation.gold import GoldSegment, gold_segments
from indexer.evaluation.mentions import MentionClass
from indexer.evaluation.misses import Miss, MissKind
from indexer.evaluation.names import NamedQuotation, read_names
from indexer.evaluation.report import as_dict
from indexer.evaluation.run import evaluate
from indexer.evaluation.score import Score
from indexer.evaluation.scoring import score_article
from indexer.evaluation.table import table

__all__ = [
    "GoldSegment",
    "MentionClass",
    "Miss",
    "MissKind",
    "NamedQuotation",
    "Score",
    "as_dict",
    "by_method",
    "calibration_error",
    "evaluate",
    "gold_segments",
    "read_names",
    "reliability",
    "score_article",
    "table",
]
