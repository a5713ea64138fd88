"""Hostile and broken inputs, all in one run: each is an error or right, and the run goes on.

What each of them does to its reader is tested beside the other tests of that reader.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
from inputs import FERRY, as_page, as_warc, write
from webserver import serving

from indexer import pipeline
from indexer.sources.following import WebOptions
from indexer.sources.web import FetchOptions
from indexer.store import Order, failed_sources, remove, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

TEXT = "“We have the boat,” said Marta Ruiz, who runs the ferry."

SECONDS = 300
"""Most of what the one run may take: a minute where nothing else runs."""

MEGABYTES = 900
"""Most of memory that it may take: half of it is the language model at work."""


def archive(name: str, data: bytes) -> bytes:
    """Return a zip archive with one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, data)
    return packed.getvalue()


def odd(mark: str) -> str:
    """Return a text with a quote and a hundred thousand marks in a row."""
    return f"{TEXT}\n\nOdd: {mark * 100_000} marks."


CRAWL = as_warc([FERRY], packed=True)

ERRORS: dict[str, Callable[[], tuple[bytes, str]]] = {
    "cut.txt.gz": lambda: (gzip.compress(TEXT.encode() * 50)[:-20], "SourceDamaged"),
    "bomb.zip": lambda: (archive("a.txt", b"a " * 150_000_000), "SourceTooLarge"),
    "cut.warc.gz": lambda: (CRAWL[: len(CRAWL) // 2], "SourceDamaged"),
    "line.jsonl": lambda: (b'{"text": "' + b"a " * 25_000_000 + b'"}', "SourceTooLarge"),
    "bad-utf-8.txt": lambda: (TEXT.encode() + b" caf\xc3", "SourceNotText"),
    "nul.txt": lambda: (TEXT.encode() + b"\0", "SourceNotText"),
    "deep.html": lambda: (b"<html><body>" + b"<div>" * 200_000 + b"Deep.", "SourceEmpty"),
    "five-million-words.txt": lambda: (b"word " * 5_000_000, "SourceTooLarge"),
    "five-million-words.json": lambda: (
        json.dumps({"text": "word " * 5_000_000}).encode(),
        "SourceTooLarge",
    ),
    "entities.xml": lambda: (
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item>&x;</item></rss>',
        "SourceMalformed",
    ),
}
"""What is refused: the bytes, and the error."""

RIGHT: dict[str, tuple[str, str]] = {
    "marks-opening.txt": (odd("“"), "We have the boat,"),
    "marks-closing.txt": (odd("”"), "We have the boat,"),
    "marks-straight.txt": (odd('"'), "We have the boat,"),
    "marks-single.txt": (odd("'"), "We have the boat,"),
    "five-million-letters.txt": ("a " * 4_999_999, ""),
    "right-to-left.txt": (
        "“We have שלום עליכם the boat,” said Marta Ruiz. “\u202eWe sail today\u202c, all of us.”",
        "We have שלום עליכם the boat, \u202eWe sail today\u202c, all of us.",
    ),
    "zero-width.txt": (
        "“We\u200b have\u00a0the\ufeff boat,” said Marta\u200d Ruiz, who runs the ferry.",
        "We\u200b have\u00a0the\ufeff boat,",
    ),
    "good.txt": (f"{TEXT} All is well.", "We have the boat,"),
}
"""What is read: the text, and what is quoted in it."""


def test_every_hostile_input_in_one_run(tmp_path: Path) -> None:
    """Each has its error or its quotes; time and memory are bounded, and every promise holds."""
    kinds = {}
    for name, make in ERRORS.items():
        data, kinds[f"pile/{name}"] = make()
        write(tmp_path / "pile" / name, data)
    for name, (text, _) in RIGHT.items():
        write(tmp_path / "pile" / name, text)
    write(tmp_path / "pile" / "up.zip", archive("../../up.txt", f"{TEXT} Up.".encode()))
    status, megabytes = measured(tmp_path, "add", "q.db", "pile")
    assert status == 1
    assert megabytes < MEGABYTES
    found = dict(rows(tmp_path / "q.db", "SELECT source, kind FROM failures"))
    assert found == kinds
    for name, (text, quotes) in RIGHT.items():
        assert stored(tmp_path / "q.db", f"pile/{name}") == (text, quotes), name
    assert stored(tmp_path / "q.db", "pile/up.zip#../../up.txt")[1] == "We have the boat,"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pile", "q.db"]
    assert list(verify(tmp_path / "q.db")) == []


def measured(folder: Path, *arguments: str) -> tuple[int, float]:
    """Run the command line; return its exit status and how many megabytes it took at most."""
    command = [sys.executable, "-m", "indexer", *arguments, "--quiet"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss / unit


def stored(path: Path, source: str) -> tuple[str, str]:
    """Return the text of a source's article, and its quotes in one line."""
    with closing(sqlite3.connect(path)) as connection:
        one = "SELECT id, text FROM documents WHERE source = ?"
        ((document, text),) = connection.execute(one, [source]).fetchall()
        quotes = "SELECT text FROM quotes WHERE document_id = ? ORDER BY start_char"
        return text, " ".join(quote for (quote,) in connection.execute(quotes, [document]))


def test_servers_that_waste_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_model: None
) -> None:
    """One that never answers and one that redirects in a circle cost themselves only."""
    monkeypatch.setattr("indexer.sources.web.FetchOptions", impatient)
    web = WebOptions(allowed=(ip_network("127.0.0.1"),))
    with serving() as site:

        def never(handler: BaseHTTPRequestHandler) -> None:
            site.closing.wait(20)

        inputs = [
            site.raw("/never", never),
            site.redirect("/a", "/b"),
            site.redirect("/b", "/a"),
            site.page("/good", as_page(FERRY)),
        ]
        summary = pipeline.add(tmp_path / "q.db", inputs, web=web)
    kinds = [failure.kind for failure in summary.failures]
    assert kinds == ["ServerSlow", "RedirectsEndless", "RedirectsEndless"]
    assert summary.documents == 1


def impatient(**options: Any) -> FetchOptions:
    """Return options for a server of our own."""
    return FetchOptions(**options, pause=0.0, time_limit=1.0, longest_wait=1.0)


def test_two_runs_at_once(tmp_path: Path) -> None:
    """Over the same and over other articles: each is there once, and every promise holds."""
    for number in range(60):
        folder = ("ours", "both", "theirs")[number % 3]
        write(tmp_path / folder / f"{number}.txt", f"{TEXT} It is day {number}.")
    command = [sys.executable, "-m", "indexer", "add", "q.db", "--quiet", "both"]
    running = [
        subprocess.Popen([*command, folder], cwd=tmp_path, stderr=subprocess.PIPE)
        for folder in ("ours", "theirs")
    ]
    assert [(run.communicate()[1], run.returncode) for run in running] == [(b"", 0)] * 2
    assert rows(tmp_path / "q.db", "SELECT count(*), sum(quote_count) FROM documents") == [(60, 60)]
    assert list(verify(tmp_path / "q.db")) == []


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always text")
def test_a_file_whose_name_is_no_text(tmp_path: Path, shared_model: None) -> None:
    """It is read, stored under a name that is text, retried and removed."""
    path, named = tmp_path / "q.db", os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt")
    with open(named, "wb") as file:  # noqa: PTH123, as somebody's program wrote it
        file.write(b" ")
    assert pipeline.add(path, [named]).failures[0].kind == "SourceEmpty"
    assert failed_sources(path) == (named,)
    with open(named, "wb") as file:  # noqa: PTH123
        file.write(TEXT.encode())
    assert pipeline.add(path, failed_sources(path), only_failed=True).documents == 1
    assert pipeline.add(path, [str(tmp_path)]).known == 1
    stored_as = f"{tmp_path}/caf\\udce9.txt"
    assert rows(path, "SELECT source, name FROM documents") == [(stored_as, "caf\\udce9.txt")]
    assert rows(path, "SELECT * FROM failures") == []
    assert list(verify(path)) == []
    assert [removed.source for removed in remove(path, [named], Order())] == [stored_as]


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()
