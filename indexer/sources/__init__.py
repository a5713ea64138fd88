"""Reading articles: from whatever a person has to a stream of `Article`.

There is one reader for each kind of input. A reader knows no other stage of the run.
"""

from indexer.sources.reader import count_inputs, read_sources

__all__ = ["count_inputs", "read_sources"]
