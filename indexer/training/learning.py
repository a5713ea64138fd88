"""Learning a model from parsed articles, every judge on what the one before it had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from indexer.attribution.candidates import find_candidates
from indexer.attribution.decision import genuineness_rows, judgement_features, rank
from indexer.attribution.features import NAMES, candidate_features, set_scenes
from indexer.attribution.genuineness import GENUINENESS_NAMES
from indexer.attribution.layout import OUTSIDE
from indexer.attribution.model import JUDGEMENT_NAMES, Model, model_from_json, probability
from indexer.attribution.reports import REPORT_NAMES, report_features
from indexer.attribution.trees import trees_from_json
from indexer.models import Span
from indexer.training.examples import example, label
from indexer.training.fitting import GENUINENESS, JUDGEMENT, RANKING, REPORTED, fit
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

THRESHOLD = 0.56
"""Of the probability that a quotation is somebody's words: chosen on held-out folds (docs)."""

PARTS = 4
"""In how many parts articles are judged by a model of the other parts, for the judges to learn."""

STRIDE = 5
"""Of so many nouns, verbs and adjectives one is learned from, to tell what is reported."""

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
class _Judged:
    """A quotation as a ranker saw it, its annotation, and what tells whether it is a quote."""

    ranking: Ranking
    gold: AnnotatedQuote | None
    row: tuple[float, ...]


@dataclass(frozen=True)
class _Words:
    """The rows of single words of the reporter's, and whether each was annotated as reported."""

    rows: list[tuple[float, ...]]
    labels: list[bool]


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
    words = [_words(part) for part in parts]
    reported = [trees_from_json(_reported(_but_one(words, number))) for number in range(PARTS)]
    judged = [
        list(_judged(part.examples, part.lexicon, ranker, trees))
        for part, ranker, trees in zip(parts, rankers, reported, strict=True)
    ]
    filters = [trees_from_json(_genuineness(_but(judged, number))) for number in range(PARTS)]
    everything = list(chain.from_iterable(judged))
    data = {
        "threshold": THRESHOLD,
        "ranker": _ranker(_guessed(everything)),
        "reported": _reported(words),
        "genuineness": _genuineness(everything),
        "judgement": _judgement(
            [
                (item.ranking, item.gold, _genuine(item, trees))
                for here, trees in zip(judged, filters, strict=True)
                for item in here
            ]
        ),
    }
    return Learned(learn_lexicon(example(p, None) for p in parsed), data)


def _part(parsed: Sequence[Parsed], number: int) -> _Part:
    """Return every PARTS-th article as an example, seen with the lexicon of the others."""
    others = [p for place, p in enumerate(parsed) if place % PARTS != number]
    lexicon = learn_lexicon(example(p, None) for p in others)
    return _Part(lexicon, [example(p, lexicon) for p in parsed[number::PARTS]])


def _but_one(parts: Sequence[_T], number: int) -> list[_T]:
    """Return all parts but one."""
    return [part for place, part in enumerate(parts) if place != number]


def _but(parts: Sequence[Sequence[_T]], number: int) -> list[_T]:
    """Return everything in all parts but one."""
    return list(chain.from_iterable(_but_one(parts, number)))


def _words(part: _Part) -> _Words:
    """Return every STRIDE-th noun, verb and adjective of the reporter's in a part of the articles.

    One word in a few is enough, since the words of a clause are all reported or all not.
    """
    found = _Words([], [])
    for item in part.examples:
        layout, tag = item.layout, item.layout.tokens.tag
        outside = (t for t in range(len(tag)) if layout.inside[t] == OUTSIDE and tag[t][0] in "NVJ")
        for token in islice(outside, 0, None, STRIDE):
            span = Span(token, token + 1)
            found.rows.append(report_features(layout, part.lexicon, token, span))
            found.labels.append(token in item.reported_tokens)
    return found


def _reported(words: Sequence[_Words]) -> dict[str, Any]:
    rows = _matrix([row for part in words for row in part.rows])
    labels = _labels([value for part in words for value in part.labels])
    return fit(REPORTED, rows, labels, REPORT_NAMES)


def _told(examples: Sequence[Example], lexicon: Lexicon) -> Iterator[_Group]:
    """Yield the labelled candidates of every quotation, told who really spoke before."""
    for item in examples:
        previous: int | None = None
        for scene in set_scenes(item.layout, lexicon):
            gold = item.gold[scene.quotation]
            if gold is None or not scene.parts:
                continue
            group, right = _group(scene._replace(previous=previous), gold)
            if right is not None:
                previous = right
                yield group


def _guessed(judged: Sequence[_Judged]) -> Iterator[_Group]:
    """Yield the labelled candidates of every quotation, each with a guess at who spoke before."""
    for item in judged:
        if item.gold is not None:
            group, right = _group(item.ranking.scene, item.gold)
            if right is not None:
                yield group


def _group(scene: Scene, gold: AnnotatedQuote) -> tuple[_Group, int | None]:
    candidates = find_candidates(scene.layout, scene.quotation, scene.previous)
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
    examples: Sequence[Example], lexicon: Lexicon, ranker: Trees, reported: Trees
) -> Iterator[_Judged]:
    for item in examples:
        rankings = list(rank(set_scenes(item.layout, lexicon), ranker))
        rows = genuineness_rows(rankings, reported)
        for ranking, row in zip(rankings, rows, strict=True):
            yield _Judged(ranking, item.gold[ranking.scene.quotation], row)


def _genuineness(judged: Sequence[_Judged]) -> dict[str, Any]:
    labels = _labels([item.gold is not None for item in judged])
    return fit(GENUINENESS, _matrix([item.row for item in judged]), labels, GENUINENESS_NAMES)


def _genuine(judged: _Judged, trees: Trees) -> float:
    return probability(float(trees([judged.row])[0]))


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
