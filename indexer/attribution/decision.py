"""Deciding: from the scenes of an article to the candidate of each quotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.attribution.candidates import find_candidates
from indexer.attribution.certainties import surely_genuine
from indexer.attribution.evident import evident_speaker
from indexer.attribution.features import candidate_features
from indexer.attribution.genuineness import genuineness_features
from indexer.attribution.model import probability
from indexer.attribution.reports import quotation_report_features

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.attribution.candidates import Candidate
    from indexer.attribution.evident import Evident
    from indexer.attribution.features import Scene
    from indexer.attribution.model import Model
    from indexer.attribution.trees import Trees


EVIDENT = 20.0
"""Added to the score of a speaker whom the form makes evident and the trees did not choose: more
than any margin of theirs. Whom both choose keeps a margin from which confidence was learned.
"""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of a scene, and place by place their features and scores.

    `evident` is the candidate that the form makes evident, if it does; `chosen` is the best one,
    None where there is none.
    """

    scene: Scene
    candidates: tuple[Candidate, ...]
    rows: tuple[tuple[float, ...], ...]
    scores: tuple[float, ...]
    evident: Evident | None
    chosen: Candidate | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one quotation; `genuine` and `confidence` are probabilities.

    `genuine`: that it is somebody's words; `confidence`: that the chosen candidate said them.
    """

    ranking: Ranking
    genuine: float
    confidence: float


def decide(scenes: Sequence[Scene], model: Model) -> tuple[Decision, ...]:
    """Return a decision for each scene that has tokens, in order."""
    rankings = tuple(rank(scenes, model.ranker))
    if not rankings:
        return ()
    rows = genuineness_rows(rankings, model.reported)
    judged = [probability(logit) for logit in model.genuineness(rows)]
    certain = [
        surely_genuine(r.scene, r.evident is not None and r.evident.laid_out) for r in rankings
    ]
    genuine = [j if c is None else c for j, c in zip(judged, certain, strict=True)]
    confidences = _confidences(rankings, genuine, model)
    return tuple(map(Decision, rankings, genuine, confidences))


def rank(scenes: Sequence[Scene], ranker: Trees) -> Iterator[Ranking]:
    """Yield a ranking for each scene in order, each knowing who was chosen before it."""
    previous: int | None = None
    for bare in scenes:
        if not bare.parts:
            continue
        scene = bare._replace(previous=previous)
        candidates = find_candidates(scene.layout, scene.quotation, previous)
        rows = candidate_features(scene, candidates)
        scores = ranker(rows).tolist() if rows else []
        heads = [candidate.head for candidate in candidates]
        evident = evident_speaker(scene, heads)
        if evident is not None and heads[scores.index(max(scores))] != evident.head:
            scores[heads.index(evident.head)] += EVIDENT
        chosen = candidates[scores.index(max(scores))] if scores else None
        previous = chosen.head if chosen else previous
        yield Ranking(scene, candidates, tuple(rows), tuple(scores), evident, chosen)


def genuineness_rows(rankings: Sequence[Ranking], reported: Trees) -> list[tuple[float, ...]]:
    """Return for each ranking the len(GENUINENESS_NAMES) numbers that tell a quote.

    `reported` are the trees that tell whether words stand in a report.
    """
    reports = [quotation_report_features(ranking.scene) for ranking in rankings]
    return [
        genuineness_features(ranking.scene, ranking.scores, ranking.rows, report, float(logit))
        for ranking, report, logit in zip(rankings, reports, reported(reports), strict=True)
    ]


def _confidences(
    rankings: Sequence[Ranking], genuine: Sequence[float], model: Model
) -> Iterator[float]:
    """Yield the confidence of each ranking's choice; 0 where there is none."""
    chosen = [pair for pair in zip(rankings, genuine, strict=True) if pair[0].scores]
    rows = [judgement_features(ranking, share) for ranking, share in chosen]
    logits = iter(model.judgement(rows)) if rows else iter(())
    for ranking in rankings:
        yield probability(next(logits)) if ranking.scores else 0.0


def judgement_features(ranking: Ranking, genuine: float) -> tuple[float, ...]:
    """Return len(JUDGEMENT_NAMES) numbers for the chosen candidate of a ranking that has one."""
    best, second = (*sorted(ranking.scores, reverse=True), -10.0)[:2]
    place = ranking.scores.index(best)
    return (best, best - second, float(len(ranking.scores)), genuine, *ranking.rows[place])
