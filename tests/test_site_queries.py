"""The queries that Datasette offers by name, on every Datasette that we support."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import indexed, write
from test_site_search import ALL
from travels import TRAVELS

from indexer.models import IndexedArticle, SpeakerKind
from indexer.site.settings import named_queries

if TYPE_CHECKING:
    from pathlib import Path

VALUES = {
    "outlet": "The Post",
    "speaker": "Ada Okafor",
    "words": "tunnel",
    "name": "Ada Okafor",
    "since": "2024",
}
EMPTY_HERE = {"altered_by_outlet"}
TEXT = "“Yes,” said Ada Okafor. “No,” said Cy Young. “Perhaps,” an aide said."
POST: dict[str, Any] = {"publication": "The Post", "published": "2024-05-05", "cue": "said"}
TOGETHER = (
    indexed(TEXT, parts=("Yes,",), **POST),
    indexed(TEXT, parts=("No,",), speaker="Cy Young", **POST),
    indexed(TEXT, parts=("Perhaps,",), speaker="an aide", kind=SpeakerKind.UNKNOWN, **POST),
)
THREE = IndexedArticle(TOGETHER[0].article, tuple(made.quotes[0] for made in TOGETHER))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles of the search tests, one that quotes three, and some that repeat others."""
    return write(tmp_path_factory.mktemp("queries") / "news.db", [*ALL, THREE, *TRAVELS])


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


@pytest.mark.parametrize("name", named_queries())
def test_every_query_is_described(name: str) -> None:
    """Title, description and parameters: those that its SQL takes, each explained."""
    query = named_queries()[name]
    assert set(query) == {"title", "description", "params", "sql"}
    assert query["description"].endswith(".")
    parameters = set(re.findall(r":([a-z]+)", query["sql"]))
    assert parameters == set(query["params"]) <= VALUES.keys()
    assert all(re.search(rf"\b{p} (is|are)\b", query["description"]) for p in parameters)


@pytest.mark.parametrize("name", named_queries())
async def test_every_query_answers(site: Any, name: str) -> None:
    """As a page and as JSON, with parameters, without, and with hostile ones."""
    parameters = {key: VALUES[key] for key in named_queries()[name]["params"]}
    response = await site.client.get(f"/news/{name}.json", params={**parameters, "_shape": "array"})
    assert response.status_code == 200, response.text
    assert bool(response.json()) == (name not in EMPTY_HERE)
    for given in ("", '"; drop table quotes; --', "\0"):
        hostile = dict.fromkeys(parameters, given)
        response = await site.client.get(f"/news/{name}", params=hostile)
        assert response.status_code in (200, 400)
        assert "<script>alert" not in response.text


async def test_the_queries_are_listed_with_the_tables(site: Any) -> None:
    """Datasette's page of the database names them."""
    html = (await site.client.get("/news")).text
    listed = html + (await site.client.get("/news/-/queries")).text
    for name in named_queries():
        assert f"/news/{name}" in listed


async def test_a_query_of_ones_own_comes_first(index: Path) -> None:
    """What the person who runs Datasette has under the same name stays theirs."""
    own = {"databases": {"news": {"queries": {"quoted_together": {"sql": "select 'mine' as a"}}}}}
    is_before_1_0 = not hasattr(Datasette, "set_column_metadata")
    site = Datasette([str(index)], **{"metadata" if is_before_1_0 else "config": own})
    response = await site.client.get("/news/quoted_together.json?_shape=array")
    assert response.json() == [{"a": "mine"}]


async def test_closed_tables_close_the_queries(index: Path) -> None:
    """A query by name shows nobody what that person may not see in the tables."""
    # Since 1.0 a query by name needs the right to ask in SQL, which before 1.0 it does not.
    closed = {"databases": {"news": {"allow_sql": False, "tables": {"quotes": {"allow": False}}}}}
    is_before_1_0 = not hasattr(Datasette, "set_column_metadata")
    site = Datasette([str(index)], **{"metadata" if is_before_1_0 else "config": closed})
    response = await site.client.get("/news/how_speakers_were_found")
    assert response.status_code in (403, 404)
    assert "cue-subject" not in response.text


async def test_a_foreign_database_has_none(tmp_path: Path) -> None:
    """The queries are about an index, and of no use to another database."""
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE quotes (text TEXT)")
    response = await Datasette([str(foreign)]).client.get("/foreign/quoted_together")
    assert response.status_code == 404
