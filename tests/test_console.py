"""indexer.console: what is shown while a run goes on, and its closing line."""

from __future__ import annotations

import io
import threading
import time
from typing import TYPE_CHECKING

import pytest

from indexer import console
from indexer.console import progress_shown, summary_line, work_shown
from indexer.pipeline import Failure, Progress, Summary

if TYPE_CHECKING:
    from pathlib import Path


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Whether it is one."""
        return True


def test_without_a_terminal_lines_come_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line every few seconds, without control characters: fit for a log."""
    clock = iter([0.0, 1.0, 6.0, 7.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    with progress_shown([], stream) as report:
        for documents in (1, 1000, 1001):
            report(Progress(documents=documents, quotes=2, known=1, failed=0))
    assert stream.getvalue() == "1,001 articles, 2 quotes, 200.2 articles a second …\n"


def test_quotes_of_an_older_database_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are compared before the first article is read."""
    clock = iter([0.0, 1.0, 6.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    stream = io.StringIO()
    with progress_shown([], stream) as report:
        for compared in (500, 1_000):
            report(Progress(0, 0, 0, 0, compared=compared))
    assert stream.getvalue() == "1,000 earlier quotes compared with each other …\n"


def test_a_terminal_gets_a_bar(tmp_path: Path) -> None:
    """It knows how many articles there are, and is gone when the run ends."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Text.")
    stream = Terminal()
    with progress_shown([str(tmp_path)], stream) as report:
        report(Progress(documents=1, quotes=3, known=0, failed=0))
    assert "1/2" in stream.getvalue()
    assert "3 quotes" in stream.getvalue()


def test_long_work_is_seen_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """How far it has come, as far as anybody knows, and how long it takes; in lines, for a log."""
    monkeypatch.setattr(console, "SECONDS_BETWEEN_LINES", 0.01)
    stream = io.StringIO()
    with work_shown("Merging", stream) as report:
        wait_for("Merging: 0 seconds so far …\n", stream)
        report("people", 7, None)
        wait_for("Merging: 7 people, 0 seconds so far …\n", stream)
        report("articles", 1_000, 50_000)
        wait_for("Merging: 1,000 of 50,000 articles, 0 seconds so far …\n", stream)
    written = stream.getvalue()
    time.sleep(0.05)
    assert stream.getvalue() == written


def test_long_work_gets_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while nothing is reported; and names are shown as they are."""
    monkeypatch.setattr(console, "SECONDS_BEFORE_A_BAR", 0.0)
    stream = Terminal()
    with work_shown("Bringing [b]quotes.db up to date", stream) as report:
        wait_for("Bringing [b]quotes.db up to date: 0 seconds so far", stream)
        report("articles", 1_000, 50_000)
        wait_for("1,000 of 50,000 articles", stream)


def test_short_work_is_not_seen() -> None:
    """A bar that comes and goes tells nobody anything."""
    for stream in (Terminal(), io.StringIO()):
        with work_shown("Renaming", stream) as report:
            report("articles", 1, 2)
        assert stream.getvalue() == ""


def test_work_that_fails_ends_what_is_shown() -> None:
    """The error comes through, and no thread stays behind."""
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError), work_shown("Merging", io.StringIO()):
        raise ZeroDivisionError
    assert threading.active_count() == before


def wait_for(text: str, stream: io.StringIO) -> None:
    """Wait until a stream has a text; fail after ten seconds."""
    end = time.monotonic() + 10
    while text not in stream.getvalue():
        assert time.monotonic() < end, stream.getvalue()
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        (
            Summary(1, 1200, 900, 0, (Failure("a", "SourceEmpty", "no text"),)),
            "1 article added, 1,200 quotes (75% with a speaker), 1 failed",
        ),
        (
            Summary(0, 0, 0, 1, ()),
            "0 articles added, 0 quotes, 1 article known before, 0 failed",
        ),
        (
            Summary(0, 2, 1, 0, (), changed=1, kept_out=2),
            "0 articles added, 1 changed, 2 quotes (50% with a speaker), 2 kept out, 0 failed",
        ),
        (
            Summary(1, 0, 0, 0, (), passed_over={"": 1, ".docx": 2}),
            (
                "1 article added, 0 quotes, 0 failed, "
                "by their names no articles and not read: 2 .docx, 1 without an ending"
            ),
        ),
        (
            Summary(1, 0, 0, 0, (), interrupted=True),
            "1 article added, 0 quotes, 0 failed, interrupted: run the same command again to go on",
        ),
    ],
)
def test_a_run_ends_with_one_line(summary: Summary, line: str) -> None:
    """Articles, quotes, the share that has a speaker, what was known, what failed, how to go on."""
    assert summary_line(summary) == line
