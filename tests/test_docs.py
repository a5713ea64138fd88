"""What is written about the project is true of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.version import __version__

ROOT = Path(__file__).parent.parent

PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "db/README.md",
    "docs/decisions.md",
    "docs/model-card.md",
]


def test_generated_files_are_current() -> None:
    """What repeats the code was generated from this code: make docs."""
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every relative link is to a file of the repository."""
    path = ROOT / page
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_are_named_exist(page: str) -> None:
    """Every `make` target and every indexer command in the text."""
    text = (ROOT / page).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"`(?:PORT=\d+ )?make ([a-z][a-z0-9-]*)", text)) <= targets
    assert set(re.findall(r"(?:`|^)indexer ([a-z]+)", text, re.MULTILINE)) <= set(main.commands)


def test_the_readme_begins_with_the_two_commands() -> None:
    """Whoever opens it sees first how to start."""
    blocks = (ROOT / "README.md").read_text(encoding="utf-8").split("```")
    assert blocks[1].split("\n") == ["", "make demo", "make test", ""]


def test_the_changelog_knows_this_version() -> None:
    """Either it is released, or what is new stands under Unreleased."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in changelog or "## [Unreleased]" in changelog
