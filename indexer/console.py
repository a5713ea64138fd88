"""What a person at a terminal sees while a run goes on, and the words that close it."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict
from threading import Event, Thread
from typing import TYPE_CHECKING, TextIO

from indexer.sources import count_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from indexer.pipeline import Progress, Summary
    from indexer.store import Order, Removed
    from indexer.store.reports import Report

SECONDS_BETWEEN_LINES = 5.0
SECONDS_BEFORE_A_BAR = 1.0
SECONDS_BETWEEN_LOOKS = 0.2

ENDINGS = 5
"""Endings of files that were passed over, the most frequent ones, which the last line names."""


@contextmanager
def progress_shown(
    inputs: Sequence[str], stream: TextIO | None = None, *, doing: str = "Indexing"
) -> Iterator[Callable[[Progress], None]]:
    """Show the progress of a run over the inputs on standard error, or on `stream`.

    On a terminal that is a bar, with an end where the inputs can be counted; elsewhere it is a line
    every few seconds. Yields what takes the run's reports.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield _Lines(stream)
        return
    with _bar(inputs, stream, doing) as report:
        yield report


@contextmanager
def _bar(inputs: Sequence[str], stream: TextIO, doing: str) -> Iterator[Callable[[Progress], None]]:
    # Here, not above: only terminals have use for it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("articles, {task.fields[quotes]:,} quotes, {task.fields[speed]:,.1f}/s"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task(doing, total=count_inputs(inputs), quotes=0, speed=0)

        def report(progress: Progress) -> None:
            speed = bar.tasks[0].speed or 0
            if progress.compared and not progress.inputs:
                bar.update(task, description=_compared(progress))
                return
            bar.update(
                task,
                description=doing,
                completed=progress.inputs,
                quotes=progress.quotes,
                speed=speed,
            )

        yield report


class _Lines:
    """Takes reports and writes a line every few seconds."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._written = time.monotonic()
        self._began: float | None = None

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        # Until the first article there is nothing but loading.
        self._began = self._began or now
        if now - self._written >= SECONDS_BETWEEN_LINES:
            self._written = now
            if progress.compared and not progress.inputs:
                print(f"{_compared(progress)} …", file=self._stream, flush=True)
                return
            speed = progress.inputs / max(now - self._began, 1.0)
            done = f"{counted(progress.inputs, 'article')}, {counted(progress.quotes, 'quote')}"
            print(f"{done}, {speed:,.1f} articles a second …", file=self._stream, flush=True)


@contextmanager
def work_shown(doing: str, stream: TextIO | None = None) -> Iterator[Report]:
    """Show on standard error, or on `stream`, how far work has come that takes over a second.

    On a terminal that is a bar, and how long it has taken so far, also while nothing is reported;
    elsewhere a line every few seconds. Yields what takes the work's reports.
    """
    stream = stream or sys.stderr
    work, ended = _Work(doing), Event()
    show = _show_bar if stream.isatty() else _show_lines
    thread = Thread(target=show, args=(work, stream, ended), daemon=True)
    thread.start()
    try:
        yield work
    finally:
        ended.set()
        thread.join()


class _Work:
    """Takes reports, and keeps the last one."""

    def __init__(self, doing: str) -> None:
        self.doing = doing
        self.began = time.monotonic()
        self.last: tuple[str, int, int | None] = ("", 0, None)

    def __call__(self, what: str, done: int, of: int | None) -> None:
        self.last = (what, done, of)  # in one step, as another thread reads it

    def __str__(self) -> str:
        what, done, of = self.last
        far = f"{done:,}{'' if of is None else f' of {of:,}'} {what}, " if what else ""
        seconds = counted(round(time.monotonic() - self.began), "second")
        return f"{self.doing}: {far}{seconds} so far"


def _show_lines(work: _Work, stream: TextIO, ended: Event) -> None:
    while not ended.wait(SECONDS_BETWEEN_LINES):
        print(f"{work} …", file=stream, flush=True)


def _show_bar(work: _Work, stream: TextIO, ended: Event) -> None:
    if ended.wait(SECONDS_BEFORE_A_BAR):
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(
        BarColumn(), TextColumn("{task.description}"), console=Console(file=stream), transient=True
    ) as bar:
        task = bar.add_task("", total=None)
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            _, done, of = work.last
            bar.update(task, description=escape(str(work)), completed=done, total=of)


def _compared(progress: Progress) -> str:
    return f"{counted(progress.compared, 'earlier quote')} compared with each other"


def summary_line(summary: Summary) -> str:
    """Return a run's outcome in one line; of an interrupted one, how to go on as well."""
    parts = [
        f"{counted(summary.documents, 'article')} added",
        f"{summary.changed:,} changed" if summary.changed else "",
        f"{counted(summary.quotes, 'quote')}{_attributed(summary)}",
        f"{counted(summary.known, 'article')} known before" if summary.known else "",
        f"{summary.kept_out:,} kept out" if summary.kept_out else "",
        f"{len(summary.failures):,} failed",
        _passed_over(summary),
        "interrupted: run the same command again to go on" if summary.interrupted else "",
    ]
    return ", ".join(part for part in parts if part)


def summary_json(summary: Summary) -> str:
    """Return a run's outcome as a JSON object with the fields of `Summary`, for scripts."""
    return json.dumps(asdict(summary) | {"complete": summary.complete}, indent=2)


def removed_line(removed: Removed, order: Order, *, dry_run: bool) -> str:
    """Return in one line what was removed, or would be."""
    done = "Would remove" if dry_run else "Removed"
    if removed.gone:
        done = "Was removed before"
    what = f"{done}: {removed.url or removed.source} ({removed.id}), "
    kept = ", kept out" if order.keep_out else ""
    return f"{what}{counted(removed.quotes, 'quote')}{kept}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: “1 quote”, “2,000 quotes”."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _passed_over(summary: Summary) -> str:
    if not summary.passed_over:
        return ""
    counts = sorted(summary.passed_over.items(), key=lambda item: -item[1])
    named = [f"{count:,} {ending or 'without an ending'}" for ending, count in counts[:ENDINGS]]
    others = sum(count for _, count in counts[ENDINGS:])
    named += [f"{others:,} others"] if others else []
    return f"by their names no articles and not read: {', '.join(named)}"


def _attributed(summary: Summary) -> str:
    if not summary.quotes:
        return ""
    return f" ({summary.attributed / summary.quotes:.0%} with a speaker)"
