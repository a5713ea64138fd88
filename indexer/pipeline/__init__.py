"""The only composer: stages into an extraction, and sources, extraction and store into a run."""

from indexer.pipeline.run import Progress, Summary, add, processors
from indexer.store import Failure

__all__ = ["Failure", "Progress", "Summary", "add", "processors"]
