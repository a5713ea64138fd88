"""indexer.errors: one tree, drawn as it is."""

from __future__ import annotations

import inspect
import re

from indexer import errors
from indexer.errors import IndexerError, SourceError

CLASSES = [cls for _, cls in inspect.getmembers(errors, inspect.isclass)]


def test_every_error_hangs_on_the_one_tree() -> None:
    """Whoever catches IndexerError catches all that is raised on purpose."""
    assert all(issubclass(cls, IndexerError) for cls in CLASSES)


def test_the_drawing_shows_every_error_below_its_parent() -> None:
    """The tree in the module's docstring is the tree of the classes."""
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"    ([ │├└─]*)(\w+)", line):
            depth, name = len(found.group(1)), found.group(2)
            above = [(d, n) for d, n in above if d < depth]
            drawn[name] = above[-1][1] if above else "Exception"
            above.append((depth, name))
    assert drawn == {cls.__name__: cls.__mro__[1].__name__ for cls in CLASSES}


def test_a_source_error_names_its_source_and_reason() -> None:
    """The message is one line: the input as it was given, then what is wrong with it."""
    error = SourceError("a.txt", "there is no text in it")
    assert (str(error), error.source) == ("a.txt: there is no text in it", "a.txt")
