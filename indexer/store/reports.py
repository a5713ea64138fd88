"""How far long work has come, told to whoever wants to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Report = Callable[[str, int, "int | None"], None]
"""Takes what is counted (“articles”), how many are done, and of how many; None if nobody knows."""

T = TypeVar("T")


def unheard(what: str, done: int, of: int | None) -> None:
    """Take a report, and tell nobody."""


def each(items: Sequence[T], what: str, report: Report) -> Iterator[T]:
    """Yield the items in turn, and report each when it is done."""
    for done, item in enumerate(items, start=1):
        yield item
        report(what, done, len(items))
