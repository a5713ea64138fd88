"""results: tables, and the file in which they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from results import keep, sections_of, spread, table

if TYPE_CHECKING:
    from pathlib import Path


def test_a_section_replaces_itself_only(tmp_path: Path) -> None:
    """What one command writes leaves the results of the other."""
    file = tmp_path / "results.md"
    for section, text in (("speed", "1"), ("growth", "2"), ("speed", "3")):
        keep(section, text, file)
    kept = {name: text.strip() for name, text in sections_of(file.read_text("utf-8")).items()}
    assert kept == {"speed": "3", "growth": "2"}


def test_spread_is_median_and_extremes() -> None:
    """One value stands alone; of several the median comes first."""
    assert (spread([2.0]), spread([3, 1, 2], 0)) == ("2.00", "2 (1–3)")


def test_tables_are_markdown() -> None:
    """The first column is text, the others are numbers on the right."""
    assert table(("", "a"), [("x", "1")]) == "|  | a |\n| --- | ---: |\n| x | 1 |\n"
