"""The demonstration: the sample articles that come with the package, and where their index goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indexer.pipeline import Summary, add

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.pipeline import Progress

DATABASE = Path("db") / "quotes.db"
"""Below the current folder, which for `make demo` is that of the repository."""


def sample_folder() -> str:
    """Return the folder of the sample articles, as a person in a checkout would name it."""
    folder = Path(__file__).parent / "samples" / "text"
    current = Path.cwd()
    return str(folder.relative_to(current) if folder.is_relative_to(current) else folder)


def add_samples(
    database: Path = DATABASE,
    *,
    workers: int = 0,
    report: Callable[[Progress], object] | None = None,
) -> Summary:
    """Index the sample articles, or those of them that the database does not have yet.

    For `workers` and `report` see indexer.pipeline. Makes the database's folder if there is none.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    return add(database, [sample_folder()], workers=workers, report=report)
