"""What is written about the project is true of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser import sample_pages

from indexer.cli import main
from indexer.demo import add_samples
from indexer.site import settings
from indexer.version import __version__

ROOT = Path(__file__).parent.parent

PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "db/README.md",
    "docs/decisions.md",
    "docs/model-card.md",
    "docs/screenshots.md",
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


def changes() -> dict[str, str]:
    """Return what the changelog says of each version, by the version's heading."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {heading: body for heading, _, body in (part.partition("\n") for part in sections)}


def test_the_changelog_knows_this_version() -> None:
    """The newest release in it is this version; before any release, Unreleased says what is new."""
    first, *released = changes()
    assert first == "[Unreleased]"
    if released:
        assert re.fullmatch(rf"\[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d", released[0])
    else:
        assert "\n- " in changes()[first]


def test_the_changelog_knows_the_public_interface() -> None:
    """Every command and every table has come into the project by some entry."""
    said = set(re.findall(r"`([^`]+)`", "".join(changes().values())))
    tables = settings.database_metadata()["tables"].keys() - {"_sqlite_migrations"}
    assert said >= {f"indexer {name}" for name in main.commands} | tables


def test_every_kind_of_page_has_its_pictures(tmp_path: Path) -> None:
    """The pictures that make screenshots takes are those that are shown, neither more nor fewer."""
    database = tmp_path / "quotes.db"
    add_samples(database)
    taken = {f"{n}-{look}.webp" for n in sample_pages(database) for look in ("desktop", "phone")}
    shown = re.findall(r"screenshots/([\w-]+\.webp)", (ROOT / "docs/screenshots.md").read_text())
    assert set(shown) == taken
    assert {path.name for path in (ROOT / "docs" / "screenshots").iterdir()} == taken
