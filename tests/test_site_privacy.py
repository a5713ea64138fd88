"""The logs of an index: read by whoever serves it to themselves, and by nobody else."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import HARBOUR, SCRIPT, page, words_of, write

from indexer.server import datasette_for, is_local
from indexer.site.failures import PAGE
from indexer.site.privacy import LOGS

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "/home/ada/secret-of-the-harbour.html"
IS_BEFORE_1_0 = not hasattr(Datasette, "set_column_metadata")
SQL = (
    "select * from failures",
    "select source from main.[FAILURES] as f",
    'select count(*) from "failures"',
    "with f as (select * from failures) select * from f",
    "select (select source from failures limit 1)",
    "select title from documents where exists (select 1 from failures)",
    "select * from documents join failures",
    "select title from documents union select source from failures",
    "select json_group_array(source) from failures",
    "select * from removals",
    "select key from removal_keys",
    "select url from fetches",
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A database with something in each of its logs."""
    path = write(tmp_path / "news.db", [HARBOUR])
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO failures (source, record, kind, message, failed_at) VALUES"
            " (?, 'line 3', 'EncodingError', ?, '2024-05-06T07:08:09Z')",
            [SOURCE, f"no text: {SCRIPT}"],
        )
        connection.execute(
            "INSERT INTO removals (document_id, source, sha256, quote_count, kept_out, removed_at)"
            " VALUES ('a', ?, 'b', 1, 1, '2024')",
            [SOURCE],
        )
        connection.execute("INSERT INTO removal_keys VALUES (?, 1)", [SOURCE])
        connection.execute("INSERT INTO fetches (url, fetched_at) VALUES (?, '2024')", [SOURCE])
    return path


@pytest.mark.parametrize("log", sorted(LOGS))
@pytest.mark.parametrize("ending", ["", ".json", ".csv", "/1"])
async def test_nobody_reads_the_tables_of_the_logs(index: Path, log: str, ending: str) -> None:
    """Neither page nor data, row nor count; and the list of tables gives none of it away."""
    for site in (Datasette([str(index)]), datasette_for(index, is_public=True)):
        response = await site.client.get(f"/news/{log}{ending}")
        assert response.status_code in (403, 404)
        assert "secret" not in response.text
        for path in ("/news", "/news.json", "/", "/.json"):
            assert "secret" not in (await site.client.get(path)).text


@pytest.mark.parametrize("sql", SQL)
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_nobody_reads_the_logs_in_sql(index: Path, sql: str, ending: str) -> None:
    """However it is asked; while everything else can be asked for."""
    site = Datasette([str(index)])
    path = f"/news{ending}" if IS_BEFORE_1_0 else f"/news/-/query{ending}"
    response = await site.client.get(f"{path}?{urlencode({'sql': sql})}")
    assert "secret" not in response.text.replace(sql, "")
    # Datasette 1.0 begins to send a CSV before it asks: that ends empty.
    refused = "prohibited" in response.text or "not authorized" in response.text
    assert refused or (ending == ".csv" and not response.text.strip())
    query = urlencode({"sql": "select title from documents"})
    assert "Tunnel opens" in (await site.client.get(f"{path}?{query}")).text


async def test_several_databases_at_once_are_no_way_around(index: Path) -> None:
    """With --crossdb too."""
    site = Datasette([str(index)], crossdb=True)
    path = "/_memory.json" if IS_BEFORE_1_0 else "/_memory/-/query.json"
    query = urlencode({"sql": "select * from news.failures"})
    assert "secret" not in (await site.client.get(f"{path}?{query}")).text


async def test_a_foreign_table_of_that_name_is_left_alone(index: Path, tmp_path: Path) -> None:
    """A database that is no index may have failures of its own."""
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE failures (name TEXT)")
        connection.execute("INSERT INTO failures VALUES ('ours')")
    site = Datasette([str(index), str(foreign)])
    assert "ours" in (await site.client.get("/foreign/failures")).text


async def test_who_serves_it_to_themselves_sees_what_failed(index: Path) -> None:
    """The home page leads to it; what could not be read, why, and when, as text."""
    site = datasette_for(index, is_public=False)
    assert "1 source could not be read" in words_of(await page(site, "/"))
    html = await page(site, "/news/-/failures")
    text = words_of(html)
    assert f"{SOURCE}, line 3" in text
    assert f"no text: {SCRIPT} · 6 May 2024" in text
    assert "<script>" not in html
    assert "secret" in (await site.client.get("/news/failures")).text


async def test_many_failures_are_shown_in_pages(index: Path) -> None:
    """The last first, to the end."""
    with sqlite3.connect(index) as connection:
        connection.executemany(
            "INSERT INTO failures (source, kind, message, failed_at) VALUES (?, 'E', 'no', '2023')",
            [(f"file-{i}.txt",) for i in range(PAGE)],
        )
    site = datasette_for(index, is_public=False)
    first = await page(site, "/news/-/failures")
    assert f"{PAGE + 1} sources" in words_of(first)
    assert first.count('class="failed"') == PAGE
    assert "file-0.txt" not in first
    assert "file-0.txt" in await page(site, f"/news/-/failures?next={PAGE}")


async def test_nobody_else_learns_that_anything_failed(index: Path) -> None:
    """The page is not there, and the home page does not count."""
    site = Datasette([str(index)])
    await page(site, "/news/-/failures", 404)
    assert "could not be read" not in await page(site, "/")


async def test_without_failures_there_is_no_such_page(tmp_path: Path) -> None:
    """And none either in an index of before there was such a table."""
    path = write(tmp_path / "news.db", [HARBOUR])
    for _ in range(2):
        site = datasette_for(path, is_public=False)
        await page(site, "/news/-/failures", 404)
        assert "could not be read" not in await page(site, "/")
        with sqlite3.connect(path) as connection:
            connection.execute("DROP TABLE IF EXISTS failures")


async def test_the_file_is_given_away_only_to_who_serves_it(index: Path) -> None:
    """It holds the logs: a published copy cannot be downloaded."""
    index.chmod(0o444)
    for is_public in (True, False):
        settings = datasette_for(index, is_public=is_public)
        assert settings.setting("allow_download") is not is_public


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        *(("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True)),
        *(("0.0.0.0", False), ("::", False), ("192.168.1.2", False), ("example.org", False)),  # noqa: S104
    ],
)
def test_which_addresses_let_others_in(host: str, expected: bool) -> None:
    """What is unknown lets others in."""
    assert is_local(host) is expected


def test_whoever_lets_others_in_is_told(indexer: Any, index: Path) -> None:
    """One line says what they can read, before the server answers."""
    run = indexer("serve", index, "--host", "256.0.0.1")
    assert "other machines can read" in run.stderr
    assert "all of it but the logs of failures and removals" in run.stderr
