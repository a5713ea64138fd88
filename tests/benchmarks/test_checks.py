"""How often `indexer check` is right about the sample articles."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from checks import found_first, index, not_found

from indexer.store import open_existing

SAMPLES = Path(__file__).parents[2] / "indexer" / "samples" / "text"


def test_real_quotes_are_found_however_damaged(tmp_path: Path) -> None:
    """Of the sample articles, damaged in ten ways: the right one comes first in 95 of 100."""
    path = tmp_path / "samples.db"
    texts = [file.read_text("utf-8") for file in sorted(SAMPLES.glob("*.txt"))]
    index(path, texts)
    with closing(open_existing(path)) as db:
        found = found_first(db.conn, 500)
        missing = not_found(db.conn, texts, 500)
    assert min(found.asked, missing.asked) >= 100
    assert found.share >= 0.95, found.wrong
    assert missing.share >= 0.95, missing.wrong
