"""The only composer: stages into an extraction, and sources, extraction and store into a run."""

from indexer.pipeline.run import Failure, Progress, Summary, add

__all__ = ["Failure", "Progress", "Summary", "add"]
