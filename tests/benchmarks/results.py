"""Tables as Markdown, and the file in which they are kept with the machine and the date."""

from __future__ import annotations

import platform
import statistics
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.pipeline import processors
from indexer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FILE = Path(__file__).parents[2] / "docs" / "benchmarks.md"

HEADING = "# Benchmarks\n\n<!-- Written by commands of tests/benchmarks. -->\n"

MARK = "\n<!-- from here on: {} -->\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; all columns but the first hold numbers."""
    ruler = ["---", *["---:"] * (len(columns) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (columns, ruler, *rows)) + "\n"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return the median of some values and, if there are several, the lowest and the highest."""
    if not values:
        return "–"
    middle = f"{statistics.median(values):,.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"


def circumstances(command: str) -> str:
    """Return sentences about the machine, the release, the day and how to do it again."""
    today = datetime.now(timezone.utc).date()
    return (
        f"Measured on {today} with release {__version__} and Python {platform.python_version()}, "
        f"on {processors()} cores of: {_processor()}, {platform.system()}.\n"
        f"To do it again: `{command}` (CONTRIBUTING.md).\n"
    )


def keep(section: str, text: str, file: Path = FILE) -> None:
    """Write a section of the results in place of what it was; the others stay."""
    sections = sections_of(file.read_text("utf-8")) if file.exists() else {}
    sections[section] = text
    written = (f"{MARK.format(name)}\n{sections[name].strip()}\n" for name in sorted(sections))
    file.write_text(HEADING + "".join(written), "utf-8")


def sections_of(text: str) -> dict[str, str]:
    """Return the sections of the results by name."""
    before, after = MARK.split("{}")
    parts = (part.partition(after) for part in text.split(before)[1:])
    return {name: content for name, _, content in parts}


def _processor() -> str:
    """Return the model of the processor."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
