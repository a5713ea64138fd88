"""How well quotes of one utterance are found together, on a small corpus with known truth."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from clusters import pairs, write
from travelling import travelling

from indexer.store import verify

if TYPE_CHECKING:
    from pathlib import Path


def test_precision_and_recall_have_floors(tmp_path: Path) -> None:
    """A tenth of the quotes are repeats, changed as newsrooms change them; any order will do."""
    path, truth = tmp_path / "quotes.db", dict[str, int]()
    articles = list(travelling(4_000))
    random.Random(1).shuffle(articles)  # noqa: S311, the same each time
    write(path, articles, truth)
    score = pairs(path, truth)
    assert score.true > 300
    assert score.precision >= 0.98, score
    assert score.recall >= 0.93, score
    assert list(verify(path)) == []
