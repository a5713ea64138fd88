"""Learning a model from parsed articles, every judge on what the one before it had not seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from indexer.attribution.candidates import find_candidates
from indexer.attribution.decision import judgement_features, rank
from indexer.attribution.features import NAMES, candidate_features, set_scenes
from indexer.attribution.genuineness import GENUINENESS_NAMES, genuineness_features
from indexer.attribution.model import JUDGEMENT_NAMES, Model, model_from_json, probability
from indexer.attribution.trees import trees_from_json
from indexer.training.examples import example, label
from indexer.training.fitting import GENUINENESS, JUDGEMENT, RANKING, fit
from indexer.training.words import learn_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from indexer.attribution.decision import Ranking
    from indexer.attribution.features import Scene
    from indexer.attribution.lexicon import Lexicon
    from indexer.attribution.trees import Trees
    from indexer.corpus import AnnotatedQuote
    from indexer.training.examples import Example, Parsed

THRESHOLD = 0.53
"""Of the probability that a quotation is somebody's words: chosen on held-out folds (docs)."""

PARTS = 4
"""In how many parts articles are judged by a model of the other parts, for the judges to learn."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class Learned:
    """A lexicon and a model that belong together; `data` is the model as JSON."""

    lexicon: Lexicon
    data: dict[str, Any]

    @property
    def model(self) -> Model:
        """The model, ready to decide."""
        return model_from_json(self.data)


@dataclass(frozen=True)
class _Part:
    """A part of the articles with the lexicon of all others."""

    lexicon: Lexicon
    examples: list[Example]


@dataclass(frozen=True)
class _Group:
    """The rows of one quotation's candidates with their labels."""

    rows: list[tuple[float, ...]]
    labels: list[int]


def learn(parsed: Sequence[Parsed]) -> Learned:
    """Learn from articles in parts, so that nothing is learned from its own traces.

    Each part is seen with a lexicon of the others. A first ranker of the others, that knows who
    really spoke before, judges it; from what it makes of it, mistakes about who spoke before
    included, the final ranker and the later judges learn. The final lexicon is that of all.
    """
    parts = [_part(parsed, number) for number in range(PARTS)]
    told = [list(_told(part.examples, part.lexicon)) for part in parts]
    rankers = [trees_from_json(_ranker(_but(told, number))) for number in range(PARTS)]
    judged = [
        list(_judged(part.examples, part.lexicon, ranker))
        for part, ranker in zip(parts, rankers, strict=True)
    ]
    filters = [trees_from_json(_genuineness(_but(judged, number))) for number in range(PARTS)]
    everything = list(chain.from_iterable(judged))
    data = {
        "threshold": THRESHOLD,
        "ranker": _ranker(_guessed(everything)),
        "genuineness": _genuineness(everything),
        "judgement": _judgement(
            [
                (ranking, gold, _genuine(ranking, trees))
                for here, trees in zip(judged, filters, strict=True)
                for ranking, gold in here
            ]
        ),
    }
    return Learned(learn_lexicon(example(p, None) for p in parsed), data)


def _part(parsed: Sequence[Parsed], number: int) -> _Part:
    """Return every PARTS-th article as an example, seen with the lexicon of the others."""
    others = [p for place, p in enumerate(parsed) if place % PARTS != number]
    lexicon = learn_lexicon(example(p, None) for p in others)
    return _Part(lexicon, [example(p, lexicon) for p in parsed[number::PARTS]])


def _but(parts: Sequence[Sequence[_T]], number: int) -> list[_T]:
    """Return everything in all parts but one."""
    return [item for place, part in enumerate(parts) if place != number for item in part]


def _told(examples: Sequence[Example], lexicon: Lexicon) -> Iterator[_Group]:
    """Yield the labelled candidates of every quotation, told who really spoke before."""
    for item in examples:
        previous: int | None = None
        for scene in set_scenes(item.layout, lexicon):
            gold = item.gold[scene.quotation]
            if gold is None or not scene.parts:
                continue
            group, right = _group(replace(scene, previous=previous), gold)
            if right is not None:
                previous = right
                yield group


def _guessed(judged: Sequence[tuple[Ranking, AnnotatedQuote | None]]) -> Iterator[_Group]:
    """Yield the labelled candidates of every quotation, each with a guess at who spoke before."""
    for ranking, gold in judged:
        if gold is not None:
            group, right = _group(ranking.scene, gold)
            if right is not None:
                yield group


def _group(scene: Scene, gold: AnnotatedQuote) -> tuple[_Group, int | None]:
    candidates = find_candidates(scene.layout, scene.quotation)
    labels = [label(scene.layout, candidate.head, gold) for candidate in candidates]
    rows = candidate_features(scene, candidates)
    kept = [(row, value) for row, value in zip(rows, labels, strict=True) if value is not None]
    right = [c.head for c, value in zip(candidates, labels, strict=True) if value == 1]
    start = scene.parts[0].start
    nearest = min(right, key=lambda head: abs(head - start), default=None)
    return _Group([row for row, _ in kept], [value for _, value in kept]), nearest


def _ranker(labelled: Iterable[_Group]) -> dict[str, Any]:
    groups = list(labelled)
    rows = _matrix([row for group in groups for row in group.rows])
    labels = _labels([value for group in groups for value in group.labels])
    return fit(RANKING, rows, labels, NAMES, [len(group.rows) for group in groups])


def _judged(
    examples: Sequence[Example], lexicon: Lexicon, ranker: Trees
) -> Iterator[tuple[Ranking, AnnotatedQuote | None]]:
    for item in examples:
        for ranking in rank(set_scenes(item.layout, lexicon), ranker):
            yield ranking, item.gold[ranking.scene.quotation]


def _genuineness(judged: Sequence[tuple[Ranking, AnnotatedQuote | None]]) -> dict[str, Any]:
    rows = [genuineness_features(r.scene, r.scores, r.rows) for r, _ in judged]
    labels = _labels([gold is not None for _, gold in judged])
    return fit(GENUINENESS, _matrix(rows), labels, GENUINENESS_NAMES)


def _genuine(ranking: Ranking, trees: Trees) -> float:
    row = genuineness_features(ranking.scene, ranking.scores, ranking.rows)
    return probability(float(trees([row])[0]))


def _judgement(
    judged: Sequence[tuple[Ranking, AnnotatedQuote | None, float]],
) -> dict[str, Any]:
    rows, labels = [], []
    for ranking, gold, genuine in judged:
        if ranking.chosen is not None and (gold is None or gold.sources):
            rows.append(judgement_features(ranking, genuine))
            labels.append(gold is not None and is_right(ranking, gold))
    return fit(JUDGEMENT, _matrix(rows), _labels(labels), JUDGEMENT_NAMES)


def is_right(ranking: Ranking, gold: AnnotatedQuote) -> bool:
    """Whether the chosen candidate lies in an annotated source."""
    chosen = ranking.chosen
    return chosen is not None and label(ranking.scene.layout, chosen.head, gold) != 0


def _matrix(rows: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    return np.array(rows, dtype=np.float32)


def _labels(values: Sequence[int]) -> NDArray[np.int8]:
    return np.array(values, dtype=np.int8)
