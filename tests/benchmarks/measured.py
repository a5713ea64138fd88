"""One command, run and measured as a whole: seconds, processor seconds, memory of all processes."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence

BETWEEN_LOOKS = 0.1
"""Seconds between two looks at the memory, each of which costs some milliseconds."""

ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)
"""For everybody: matrices as small as these are slower with several threads."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took, from its start to its end.

    `processor` are the seconds that any core worked for it, `memory` the most bytes that its
    processes had at a time (what they share counts for each), `output` what it printed.
    """

    seconds: float
    processor: float
    memory: int
    output: str


def measured(command: Sequence[str]) -> Cost:
    """Run a command with one thread of linear algebra. Ends the program where the command fails."""
    before = _processor_of_children()
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        begun = time.perf_counter()
        process = psutil.Popen(command, stdout=output, stderr=errors, env=os.environ | ONE_THREAD)
        memory = _most_memory(process)
        seconds = time.perf_counter() - begun
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{_all_of(errors)}")
        return Cost(seconds, _processor_of_children() - before, memory, _all_of(output))


def memory_of(process: psutil.Process) -> int:
    """Return the bytes that a process has in memory; 0 when it is gone."""
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def _most_memory(process: psutil.Popen) -> int:
    """Wait for the end of a process, and return the most that it and its children had at a time."""
    most = 0
    while True:
        with suppress(psutil.Error):
            family = (process, *process.children(recursive=True))
            most = max(most, sum(map(memory_of, family)))
        try:
            process.wait(BETWEEN_LOOKS)
        except psutil.TimeoutExpired:
            continue
        return most


def _all_of(file: TextIO) -> str:
    file.seek(0)
    return file.read()


def _processor_of_children() -> float:
    """Return the processor seconds of all children that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
