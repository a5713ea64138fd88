"""Kill `indexer add` at random moments, and see that nothing is lost.

    python tests/faults.py FOLDER [--kills 25] [--seed 1]

A run over the folder is left alone first. Then, as often as asked, a run into a new database is
killed with signal 9 at a moment of its own between its start and its usual end; what it left must
hold for `indexer verify`, and the same command again must end with the same rows.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer.errors import DatabaseNotFound
from indexer.store import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = {
    "documents": "id, source, title, publication_id, published, text, quote_count",
    "publications": "*",
    "speakers": "*",
    "speaker_names": "*",
    "quotes": "*",
    "quote_parts": "*",
    "failures": "source, record, kind, message",
}
"""What must be the same, however often a run was cut off: all but the time of day."""


@dataclass(frozen=True)
class Fault:
    """One run that was killed: after how many seconds, and what was in the database then.

    `resumed` are the articles that the next run added.
    """

    after: float
    kept: int
    resumed: int


def faults(sources: list[str], kills: int, seed: int = 1) -> Iterator[Fault]:
    """Kill so many runs over the sources; raises AssertionError for what a kill has cost."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.db"
        began = time.monotonic()
        _run(whole, sources).wait()
        usual = time.monotonic() - began
        expected = contents(whole)
        chance = random.Random(seed)  # noqa: S311, moments to kill are no secret
        for number in range(kills):
            path = Path(folder) / f"{number}.db"
            yield _fault(path, sources, chance.uniform(0, usual), expected)


def _fault(
    path: Path, sources: list[str], after: float, expected: dict[str, list[tuple[object, ...]]]
) -> Fault:
    _kill(_run(path, sources), after)
    kept = _documents(path)
    assert _begun_and_whole(path) or kept == 0
    assert _run(path, sources).wait() == 0
    assert _begun_and_whole(path)
    assert contents(path) == expected
    return Fault(after, kept, _documents(path) - kept)


def _begun_and_whole(path: Path) -> bool:
    """Whether there is an index. Raises AssertionError for one that breaks a promise.

    A run that is killed as it starts leaves no file, or one without a table.
    """
    try:
        assert list(verify(path)) == []
    except DatabaseNotFound:
        return False
    return True


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the tables, in the order in which they were made."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY rowid").fetchall()
            for table, columns in TABLES.items()
        }


def _documents(path: Path) -> int:
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'documents'")
        if tables.fetchone() is None:
            return 0
        return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])


def _run(path: Path, sources: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "indexer", "add", str(path), *sources, "--quiet"]
    return subprocess.Popen(command)


def _kill(run: subprocess.Popen[bytes], after: float) -> None:
    try:
        run.wait(after)
    except subprocess.TimeoutExpired:
        os.kill(run.pid, signal.SIGKILL)
        run.wait()


@click.command()
@click.argument("folder", type=click.Path(exists=True))
@click.option("--kills", default=25, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(folder: str, kills: int, seed: int) -> None:
    """Kill runs over a folder, and print what each left."""
    for fault in faults([folder], kills, seed):
        click.echo(
            f"killed after {fault.after:.1f} s: {fault.kept:,} articles kept, "
            f"{fault.resumed:,} added by the next run; every promise holds, same rows"
        )


if __name__ == "__main__":
    main()
