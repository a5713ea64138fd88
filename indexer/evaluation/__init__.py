"""Accuracy against human annotation: gold segments, the score, and its table."""

from indexer.evaluation.gold import GoldSegment, gold_segments
from indexer.evaluation.score import Score, evaluate
from indexer.evaluation.table import table

__all__ = ["GoldSegment", "Score", "evaluate", "gold_segments", "table"]
