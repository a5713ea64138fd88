"""The architecture, held: who may import whom, where spaCy is, and how long things may be."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "indexer"

MODULES = {path.relative_to(PACKAGE.parent): path for path in sorted(PACKAGE.rglob("*.py"))}

EVERYBODY_MAY = {"models", "errors", "languages", "paragraphs", "version"}

STAGES = {"sources", "documents", "quotations", "attribution", "speakers"}

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "version": set(),
    "models": {"errors"},
    "languages": {"models", "errors"},
    "paragraphs": {"models"},
    **dict.fromkeys(STAGES, EVERYBODY_MAY),
    "identity": {"models", "errors", "languages"},
    "wordings": {"models", "languages"},
    # Of the stages the one that finds quotations, for whole texts that are to be checked.
    "checking": {"models", "languages", "wordings", "paragraphs", "quotations"},
    "store": {"models", "errors", "version", "identity", "wordings"},
    "site": {"wordings", "checking"},
    "pipeline": EVERYBODY_MAY | STAGES | {"store"},
}
"""The parts that are not here stand around the pipeline: command line, server, evaluation."""

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60


def every_module() -> pytest.MarkDecorator:
    """Run a test on each module of the package."""
    return pytest.mark.parametrize("module", MODULES, ids=str)


@every_module()
def test_imports_keep_to_the_architecture(module: Path) -> None:
    """Stages know models, errors and word lists, and never each other; the site knows no stage."""
    part = module.parts[1].removesuffix(".py")
    allowed = MAY_IMPORT.get(part)
    if allowed is None:
        return
    imported = {name.split(".")[1] for name in imports(module) if name.startswith("indexer.")}
    assert imported <= allowed | {part}


@every_module()
def test_only_one_module_knows_spacy(module: Path) -> None:
    """Everything else works on plain columns of tokens."""
    tops = {name.split(".")[0] for name in imports(module)}
    assert module.parent.name == "documents" or not tops & {"spacy", "thinc"}


@every_module()
def test_nothing_imports_the_tests(module: Path) -> None:
    """The package works without them."""
    assert not {name.split(".")[0] for name in imports(module)} & {"tests", "conftest", "records"}


@every_module()
def test_modules_are_short(module: Path) -> None:
    """A module that outgrows its noun becomes a package of smaller nouns."""
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@every_module()
def test_functions_are_short(module: Path) -> None:
    """Sixty lines are the most; ten are usual."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, node.name


@every_module()
def test_there_is_no_module_for_odds_and_ends(module: Path) -> None:
    """Helpers live with what uses them."""
    assert module.stem not in {"utils", "helpers", "common", "misc"}


def imports(module: Path) -> Iterator[str]:
    """Yield the name of everything that a module imports, wherever in it."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tree(module: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))
