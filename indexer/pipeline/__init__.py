"""The only composer: stages into an extraction, and sources, extraction and store into a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.models import Failure
    from indexer.pipeline.run import Progress, Summary, add, processors

__all__ = ["Failure", "Progress", "Summary", "add", "processors"]


def __getattr__(name: str) -> Any:
    """Import a run when it is asked for: a worker process imports this package and needs none."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from indexer.pipeline import run  # noqa: PLC0415

    return getattr(run, name)
