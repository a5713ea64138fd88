"""What several test files need."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from records import TEXT, article, indexed

from indexer.store import Writer, create_or_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from indexer.pipeline.extractor import Extractor

NOBODY = 65534


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The extractor with its language model, loaded once for all tests."""
    # Here, not above: most tests need no stage, and none of them should fail for one.
    from indexer.pipeline.extractor import Extractor  # noqa: PLC0415

    return Extractor()


@pytest.fixture
def shared_model(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run in this process use the one extractor that is loaded already."""
    monkeypatch.setattr("indexer.pipeline.extractor.Extractor", lambda _: extractor)


@pytest.fixture
def indexer(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line, run in the test's own folder with the given standard input."""

    def run(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "indexer", *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, input=stdin, capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture
def unprivileged(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """A block in which permissions count, for the superuser too; tmp_path can be reached in it."""
    # pytest gives its folders to one user only.
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o755)

    @contextmanager
    def block() -> Iterator[None]:
        privileged = os.geteuid() == 0
        if privileged:
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            if privileged:
                os.seteuid(0)

    return block


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A database with one article, which also lies beside it as article.txt."""
    path = tmp_path / "quotes.db"
    (tmp_path / "article.txt").write_bytes(TEXT.encode("utf-8"))
    with closing(create_or_open(path)) as db:
        Writer(db, path).write([indexed(article())])
    return path


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
