"""The learned model: four sets of trees and the threshold between quotes and other quotations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import TYPE_CHECKING, Any

from indexer.attribution.features import NAMES
from indexer.attribution.genuineness import GENUINENESS_NAMES
from indexer.attribution.reports import REPORT_NAMES
from indexer.attribution.trees import trees_from_json
from indexer.errors import ModelUnsuitable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.attribution.trees import Trees

JUDGEMENT_NAMES = ("best_score", "margin", "candidates", "genuineness", *NAMES)


@dataclass(frozen=True, slots=True)
class Model:
    """What decides, in the order of use.

    `ranker` scores the candidates of a quotation; `reported` gives the logit of words' standing in
    a report of what somebody says or thinks; `genuineness` gives the logit of a quotation's being
    somebody's words, kept from `threshold` (a probability) on; `judgement` gives the logit of the
    chosen candidate's being right, from which the confidence is taken.
    """

    ranker: Trees
    reported: Trees
    genuineness: Trees
    judgement: Trees
    threshold: float


def model_from_json(data: Mapping[str, Any]) -> Model:
    """Return a model. Raises ModelUnsuitable if it was trained on other features than today's."""
    model = Model(
        ranker=trees_from_json(data["ranker"]),
        reported=trees_from_json(data["reported"]),
        genuineness=trees_from_json(data["genuineness"]),
        judgement=trees_from_json(data["judgement"]),
        threshold=float(data["threshold"]),
    )
    expected = (
        (model.ranker, NAMES),
        (model.reported, REPORT_NAMES),
        (model.genuineness, GENUINENESS_NAMES),
        (model.judgement, JUDGEMENT_NAMES),
    )
    if any(trees.names != names for trees, names in expected):
        raise ModelUnsuitable(
            "the attribution model was trained on other features than this release computes: "
            "install the release again, or run python -m indexer.training CORPUS"
        )
    return model


@cache
def load_model() -> Model:
    """Return the model that is part of this package."""
    text = files("indexer.attribution").joinpath("model.json").read_text("utf-8")
    return model_from_json(json.loads(text))


def probability(logit: float) -> float:
    """Return the probability of a logit."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))
