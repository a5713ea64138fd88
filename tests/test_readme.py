"""The README tells the truth: its queries give, on the samples, what it says they give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils.cli import cli as sqlite_utils

from indexer.demo import add_samples

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
EXAMPLE = re.compile(r"```sql\n(.*?)```\n\n```\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that `make demo` serves."""
    path = tmp_path_factory.mktemp("samples") / "quotes.db"
    add_samples(path)
    return path


def examples() -> list[tuple[str, str]]:
    """Return (query, output) for every query in the README."""
    return EXAMPLE.findall(README.read_text("utf-8"))


def run(query: str, database: Path) -> str:
    """Return a query's output as sqlite-utils prints it, without the spaces that end lines."""
    result = CliRunner().invoke(sqlite_utils, ["query", str(database), query, "--table"])
    return "".join(line.rstrip() + "\n" for line in result.output.splitlines())


def test_there_are_three_queries() -> None:
    """So that the next test cannot pass for want of any."""
    assert len(examples()) == 3


@pytest.mark.parametrize(("query", "output"), examples())
def test_a_query_gives_what_the_readme_shows(query: str, output: str, samples: Path) -> None:
    """Row for row; where the index got better, paste the new output."""
    assert run(query, samples) == output


def test_what_the_readme_links_to_is_there() -> None:
    """Pages and pictures."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README.read_text("utf-8")):
        assert (ROOT / target).exists(), target
