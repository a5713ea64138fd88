"""Measures how long pages take: python tests/benchmarks/pages.py DB [DB...].

The databases are those of make_index.py. Each is served by `indexer serve` with the Datasette that
this Python has, and asked over HTTP from this process: first one request at a time, then twenty at
once. Where there is more than one page of a kind every request is for another, so that none profits
from its own sums being remembered; all are asked once before with other words, so that the file is
in memory.
The results go to page_times.json beside this file, and from there into docs/page-times.md.
"""

from __future__ import annotations

import json
import os
import platform
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import datasette  # type: ignore[import-untyped]
from synthetic import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RESULTS = Path(__file__).with_name("page_times.json")
TABLE = Path(__file__).parents[2] / "docs" / "page-times.md"
REQUESTS = 40
AT_ONCE = 20
OK = 200
READY_SECONDS = 60

HEADING = """# How long pages take

<!-- Written by tests/benchmarks/pages.py. -->

Milliseconds until the whole page is there (of a CSV: until its first byte), median and 95th
percentile of {requests} requests, each for another address: other words, other speakers, other
quotes. But home, all quotes and the one speaker are the same page every time, so that their sums
are remembered. “At once” is twenty visitors who ask again as soon as they are answered. The last
column is the server's processor time for one page. Server and visitors share
{machine}, which twenty at once keep busy: with more
cores they are answered sooner. The quotes are invented (`tests/benchmarks/make_index.py`); one
speaker has one quote in twenty-five. Most articles are copies, which are in no clusters.
"""


def main() -> None:
    """Measure all databases, keep the results and write the table."""
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    for path in map(Path, sys.argv[1:]):
        key = f"{_count(path):,} quotes, Datasette {datasette.__version__}"
        kept[key] = measure(path)
    RESULTS.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    TABLE.write_text(_table(kept), "utf-8")


def measure(path: Path) -> dict[str, list[float]]:
    """Return the times of every page of a database: median and 95th percentile, twice."""
    times: dict[str, list[float]] = {}
    with serving(path) as (port, pid):
        for page, addresses in pages(path).items():
            asked = iter(addresses)
            _ask_all(port, list(islice(asked, 5)), at_once=1)
            before = _processor_time(pid)
            alone = _ask_all(port, list(islice(asked, REQUESTS)), at_once=1)
            together = _ask_all(port, list(islice(asked, REQUESTS)), at_once=AT_ONCE)
            if alone and together:
                processor = (_processor_time(pid) - before) / (2 * REQUESTS)
                times[page] = [*_summary(alone), *_summary(together), round(processor, 1)]
                print(f"{page:32}", *(f"{ms:8.0f}" for ms in times[page]), flush=True)
    return times


def pages(path: Path) -> dict[str, Iterator[str]]:
    """Return an endless list of different addresses for each kind of page."""
    base = f"/{path.stem}"
    words = vocabulary()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:

        def column(sql: str) -> list[str]:
            return [str(value) for (value,) in connection.execute(sql)]

        (star,) = column("SELECT id FROM speakers ORDER BY quote_count DESC LIMIT 1")
        speakers = column("SELECT id FROM speakers ORDER BY quote_count DESC LIMIT 200")
        outlets = column("SELECT id FROM publications ORDER BY quote_count DESC")
        quotes = column("SELECT id FROM quotes WHERE rowid % 997 = 0 LIMIT 200")
        documents = column("SELECT id FROM documents WHERE rowid % 997 = 0 LIMIT 200")
        texts = column("SELECT text FROM quotes WHERE rowid % 1009 = 0 LIMIT 200")
        names = column(
            "SELECT name FROM speakers WHERE document_id IS NULL AND id % 907 = 0 LIMIT 200"
        )
    search = f"{base}/-/search"
    phrases = [" ".join(text.split()[1:4]) for text in texts if text.count(" ") > 4]
    pairs = [" ".join(pair) for pair in zip(words[100:300], words[300:500], strict=True)]
    rare, common, mixed = words[20_000:], words[:100], words[100:2_000]
    return {
        "home": cycle([f"{base}/-/home"]),
        "search: all quotes": cycle([search]),
        "search: rare word": _each(f"{search}?q={{}}", rare),
        "search: word in 1 of 500 quotes": _each(f"{search}?q={{}}", mixed),
        "search: very common word": _each(f"{search}?q={{}}", common),
        "search: two words": _each(f"{search}?q={{}}", pairs),
        "search: phrase": _each(f"{search}?q=%22{{}}%22", phrases),
        "search: speaker of 1 quote in 25": cycle([f"{search}?speaker={star}"]),
        "search: that speaker and word": _each(f"{search}?speaker={star}&q={{}}", mixed),
        "search: speaker and common word": _each(f"{search}?q=the&speaker={{}}", speakers),
        "search: outlet": _each(f"{search}?outlet={{}}", outlets),
        "search: word, year, confidence": _each(
            f"{search}?q={{}}&from=2015&to=2015&confidence=0.9", mixed
        ),
        "search: role": _each(f"{search}?role={{}}", words[500:900]),
        "search: nothing found": _each(f"{search}?q={{}}+nonsensical+{{}}", mixed),
        "quote": _each(f"{base}/-/quote/{{}}", quotes),
        "speaker of 1 quote in 25": cycle([f"{base}/-/speaker/{star}"]),
        "speaker": _each(f"{base}/-/speaker/{{}}", speakers),
        "outlet": _each(f"{base}/-/outlet/{{}}", outlets),
        "document": _each(f"{base}/-/document/{{}}", documents),
        "speakers": cycle([f"{base}/-/speakers"]),
        "speakers by name": _each(f"{base}/-/speakers?q={{}}", names),
        "speakers by beginning of a name": _each(
            f"{base}/-/speakers?q={{}}", [n[:3] for n in names]
        ),
        "articles": cycle([f"{base}/-/articles"]),
        "articles by word of the title": _each(f"{base}/-/articles?q={{}}", mixed),
        "articles of an outlet": _each(f"{base}/-/articles?outlet={{}}", outlets),
        "feed": _each(f"{base}/-/search.atom?q={{}}", mixed),
        "feed of a speaker": _each(f"{base}/-/search.atom?speaker={{}}", speakers),
        "CSV: first byte": _each(f"{base}/-/search.csv?q={{}}", mixed),
    }


@contextmanager
def serving(path: Path) -> Iterator[tuple[int, int]]:
    """Serve a database by the command line for as long as the block runs; port and process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "indexer", "serve", str(path), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(port)
            yield port, process.pid
        finally:
            process.terminate()


def _wait(port: int) -> None:
    for _ in range(READY_SECONDS * 10):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server did not start")


def _ask_all(port: int, addresses: Sequence[str], at_once: int) -> list[float]:
    """Return the milliseconds of each request; nothing where there is no such page."""

    def ask(address: str) -> float | None:
        return _ask(port, address)

    with ThreadPoolExecutor(at_once) as pool:
        times = list(pool.map(ask, addresses))
    return [ms for ms in times if ms is not None]


def _ask(port: int, address: str) -> float | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    start = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    response.read(1 if ".csv" in address else None)
    milliseconds = (time.perf_counter() - start) * 1000
    connection.close()
    return milliseconds if response.status == OK else None


def _processor_time(pid: int) -> float:
    """Return the milliseconds that a process has had of any core (on Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _each(pattern: str, values: Sequence[str]) -> Iterator[str]:
    if not values:
        return iter(())
    other = cycle([*values[len(values) // 2 :], *values[: len(values) // 2]])
    return (pattern.format(quote_plus(value), quote_plus(next(other))) for value in cycle(values))


def _summary(milliseconds: list[float]) -> list[float]:
    percentiles = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return [round(statistics.median(milliseconds), 1), round(percentiles[-1], 1)]


def _count(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT sum(quote_count) FROM publications").fetchone()[0])


def _table(kept: dict[str, dict[str, list[float]]]) -> str:
    machine = f"a machine of {os.cpu_count()} cores ({platform.machine()})"
    sections = [HEADING.format(requests=REQUESTS, machine=machine)]
    for heading, times in sorted(kept.items()):
        rows = [f"| {page} | {_cells(ms)} |" for page, ms in times.items()]
        columns = "| page | one at a time | 95% | twenty at once | 95% | processor |"
        sections.append(
            "\n".join([f"## {heading}\n", columns, "|---|---:|---:|---:|---:|---:|", *rows, ""])
        )
    return "\n".join(sections)


def _cells(milliseconds: list[float]) -> str:
    return " | ".join(f"{ms:.0f}" for ms in milliseconds)


if __name__ == "__main__":
    main()
