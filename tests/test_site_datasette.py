"""Datasette's own pages of an index: in the look of ours, and leading back to them."""

from __future__ import annotations

import re
import sqlite3
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import ARTICLES, HARBOUR, HOSTILE, UNNAMED, id_of, page, words_of, write
from test_site_articles import revised

from indexer.site.settings import named_queries

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles of the site's tests."""
    return write(tmp_path_factory.mktemp("datasette") / "news.db", ARTICLES)


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"quotes/{id_of(HARBOUR)}", f"quote/{id_of(HARBOUR)}"),
        (f"quotes/{id_of(HOSTILE)}", f"quote/{id_of(HOSTILE)}"),
        (f"documents/{HARBOUR.article.id}", f"document/{HARBOUR.article.id}"),
        ("speakers/1", "speaker/1"),
        ("publications/1", "outlet/1"),
        ("attributed_quotes", f"quote/{id_of(HARBOUR)}"),
    ],
)
async def test_a_row_leads_to_its_page(site: Any, row: str, expected: str) -> None:
    """From a quote as data to the quote in its article, and so for all that has a page."""
    response = await site.client.get(f"/news/{row}")
    assert response.status_code == 200
    assert f'href="/news/-/{expected}"' in response.text
    await page(site, f"/news/-/{expected}")
    assert "/-/" not in (await site.client.get(f"/news/{row}.json")).text


async def test_older_texts_and_quotes_that_are_gone_lead_to_theirs(tmp_path: Path) -> None:
    """Also from the tables of what was altered."""
    path, (old, _) = revised(tmp_path, "“One.” A", "“Two.” B")
    site = Datasette([str(path)])
    assert 'href="/news/-/revision/1"' in (await site.client.get("/news/revisions/1")).text
    altered = (await site.client.get("/news/altered_quotes")).text
    assert f'href="/news/-/quote/{id_of(old)}"' in altered


async def test_other_databases_are_left_alone(index: Path, tmp_path: Path) -> None:
    """A table of quotes in a database that is no index has no pages of ours."""
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE quotes (id INTEGER PRIMARY KEY)")
        connection.execute("INSERT INTO quotes VALUES (1)")
    site = Datasette([str(index), str(foreign)])
    assert "/-/quote/" not in (await site.client.get("/foreign/quotes/1")).text


async def test_datasettes_pages_have_our_style_sheet(site: Any) -> None:
    """It changes its address when it changes, and asks for nothing from elsewhere."""
    for path in ("/news", "/news/quotes", "/news/how_speakers_were_found", "/-/versions"):
        html = (await site.client.get(path)).text
        (address,) = re.findall(r'href="([^"]*/datasette\.css[^"]*)"', html)
    sheet = await site.client.get(unescape(address))
    assert sheet.status_code == 200
    assert "prefers-color-scheme: dark" in sheet.text
    assert "http" not in sheet.text


@pytest.mark.parametrize("path", ["absent", "news/absent", "news/quotes/absent", "news/-/absent"])
async def test_what_is_not_there_is_said_in_our_look(site: Any, path: str) -> None:
    """With a search, and with what keeps our pages safe; data stays data."""
    html = await page(site, f"/{path}", 404)
    assert "There is no such page" in words_of(html)
    assert 'action="/news/-/search"' in html
    response = await site.client.get(f"/{path}.json")
    assert response.status_code in (400, 404)
    assert "no such page" not in response.text


async def test_what_may_not_be_seen_is_not_named_where_something_is_missing(index: Path) -> None:
    """Who may not see the index gets Datasette's own page, also where there are several."""
    closed = {"databases": {"news": {"tables": {"documents": {"allow": False}}}}}
    response = await Datasette([str(index)], metadata=closed).client.get("/absent")
    assert response.status_code == 404
    assert "/news" not in response.text


async def test_several_indexes_have_each_their_own(index: Path, tmp_path: Path) -> None:
    """The index in the address is meant; without one it is Datasette who answers."""
    other = write(tmp_path / "other.db", [HARBOUR])
    site = Datasette([str(index), str(other)])
    assert 'action="/other/-/search"' in await page(site, "/other/absent", 404)
    response = await site.client.get("/absent")
    assert (response.status_code, "no such page" in response.text) == (404, False)


async def test_outlets_and_speakers_lead_to_the_queries_about_them(site: Any, index: Path) -> None:
    """Each named query that asks for an outlet or a speaker is linked with the name filled in."""
    with sqlite3.connect(index) as connection:
        ids = dict(connection.execute("SELECT name, id FROM speakers").fetchall())
        outlets = dict(connection.execute("SELECT name, id FROM publications").fetchall())
    pages = {
        "outlet": await page(site, f"/news/-/outlet/{outlets['The Estuary Post']}"),
        "speaker": await page(site, f"/news/-/speaker/{ids['Ada Okafor']}"),
    }
    for parameter, html in pages.items():
        asked = re.findall(r'<a href="([^"]*)"', html.partition('id="asking"')[2])
        wanted = [n for n, query in named_queries().items() if query["params"] == [parameter]]
        links = [unescape(link) for link in asked if f"?{parameter}=" in link]
        assert [re.sub(r".*/(\w+)\?.*", r"\1", link) for link in links] == wanted
        for link in links:
            response = await site.client.get(link)
            assert response.status_code == 200
            assert "rows-and-columns" in response.text
    assert UNNAMED.quotes[0].speaker is not None
    unnamed = await page(site, f"/news/-/speaker/{ids[UNNAMED.quotes[0].speaker.name]}")
    assert 'id="asking"' not in unnamed


async def test_unnamed_speakers_are_named_alike(site: Any, index: Path) -> None:
    """“A senior engineer” and “report” stand beside each other, both without an article."""
    with sqlite3.connect(index) as connection:
        (key,) = connection.execute(
            "SELECT id FROM speakers WHERE name = 'a senior engineer'"
        ).fetchone()
    html = await page(site, f"/news/-/speaker/{key}")
    assert "<bdi>senior engineer</bdi></h1>" in html
    assert "<bdi>senior engineer</bdi></a>" in await page(site, "/news/-/search?q=pumps")
