"""What SQL is told of words, so that checks can compare rows with what the words give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.store.wordings import NOBODY
from indexer.wordings import (
    Relation,
    compare,
    digest_of,
    measure,
    shingles,
    sketch,
    spoken,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def word_functions() -> dict[str, tuple[int, Callable[..., str | int | None]]]:
    """Return functions for SQL: by name, the number of arguments and what to call.

    Of NULL they make NULL: a row that a broken one refers to may be gone.
    """
    functions: dict[str, tuple[int, Callable[..., str | int]]] = {
        "wording_digest_of": (1, lambda text: digest_of(spoken(text))),
        "measure_of": (1, lambda text: "{} {}".format(*measure(spoken(text)))),
        "shingles_of": (2, _shingles_of),
        "likeness_of": (4, _likeness_of),
        "article_digest_of": (1, _article_digest_of),
        "article_runs_of": (1, lambda text: _sum(sketch(text).runs)),
    }
    return {name: (count, _nullable(function)) for name, (count, function) in functions.items()}


def _nullable(function: Callable[..., str | int]) -> Callable[..., str | int | None]:
    return lambda *arguments: None if None in arguments else function(*arguments)


def _shingles_of(text: str, speaker: int) -> str:
    forms = spoken(text)
    return _sum(shingles(forms) if measure(forms).can_join(named=speaker != NOBODY) else ())


def _likeness_of(one: str, of_one: int, other: str, of_other: int) -> str:
    likeness = compare(spoken(one), spoken(other))
    named = NOBODY not in (of_one, of_other)
    if likeness is None or not likeness.is_one_utterance(named=named):
        return "none"
    relation = likeness.relation
    if named and of_one != of_other:
        if relation is not Relation.EQUAL or not likeness.shorter.is_long:
            return "none"
        relation = Relation.DISPUTED
    return f"{relation.value} {likeness.coverage:.4f} {likeness.closeness:.4f}"


def _article_digest_of(text: str) -> str:
    drawn = sketch(text)
    return f"{drawn.digest} {len(drawn.runs)}"


def _sum(numbers: tuple[int, ...]) -> str:
    return f"{len(numbers)} {sum(numbers)}"
