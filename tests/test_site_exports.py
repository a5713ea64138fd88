"""Lists as CSV and JSON, and searches as Atom feeds."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import HOSTILE_SPEAKER, indexed, write
from test_site_search import ALL, BRIDGE, HEBREW, HOSTILE, LONG, TUNNEL, UNDATED, ids, older

from indexer.site import exports
from indexer.site import search as searching
from indexer.site.feeds import ENTRIES

if TYPE_CHECKING:
    from pathlib import Path

CONTROL = indexed("“A bell \x07 and an escape \x1b[31m tunnel,” said Ada.", published="2020-01-01")
COMMAS = indexed(
    '“One, "two"\nthree; =tunnel()” said Ada.',
    parts=('One, "two"\nthree; =tunnel()',),
    title="a,b\r\nc",
)
ARTICLES = (*ALL, CONTROL, COMMAS)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the articles above."""
    return write(tmp_path_factory.mktemp("exports") / "news.db", ARTICLES)


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


async def fetched(site: Any, address: str) -> Any:
    """Return a response that is there and that no browser may take for anything else."""
    response = await site.client.get(f"/news/-/{address}")
    assert response.status_code == 200, response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    return response


async def as_csv(site: Any, address: str) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    response = await fetched(site, address)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.text, newline="")))


async def as_json(site: Any, address: str) -> Any:
    """Return what a JSON holds."""
    response = await fetched(site, address)
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    return json.loads(response.text)


async def as_feed(site: Any, address: str) -> ET.Element:
    """Return a feed's root."""
    response = await fetched(site, address)
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.text)  # noqa: S314, our own


def texts(root: ET.Element, path: str) -> list[str]:
    """Return the texts of the elements at a path of Atom's names."""
    return [
        found.text or "" for found in root.iterfind("/".join(ATOM + p for p in path.split("/")))
    ]


@pytest.mark.parametrize("most_ranked", [0, 5_000])
@pytest.mark.parametrize("most_listed", [0, 5_000])
async def test_csv_and_json_hold_every_hit_exactly(
    site: Any, monkeypatch: pytest.MonkeyPatch, most_ranked: int, most_listed: int
) -> None:
    """Quotes, names and titles come out as they are stored, in batches of any size."""
    monkeypatch.setattr(searching, "MOST_RANKED", most_ranked)
    monkeypatch.setattr(searching, "MOST_LISTED", most_listed)
    monkeypatch.setattr(exports, "FIRST_BATCH", 2)
    monkeypatch.setattr(exports, "BATCH", 3)
    rows = await as_csv(site, "search.csv?q=tunnel")
    assert {row["id"] for row in rows} == ids(*ARTICLES)
    by_id = {row["id"]: row for row in rows}
    hostile = by_id[HOSTILE.quotes[0].id]
    assert hostile["speaker"] == HOSTILE_SPEAKER
    assert hostile["quote"] == "<script>alert('said')</script> tunnels,"
    assert hostile["page"].startswith("http://localhost/news/-/quote/")
    commas = by_id[COMMAS.quotes[0].id]
    assert (commas["quote"], commas["title"]) == ('One, "two"\nthree; =tunnel()', "a,b\r\nc")
    data = await as_json(site, "search.json?q=tunnel")
    assert data["query"] == {"q": "tunnel"}
    assert {row["id"]: row["speaker"] or "" for row in data["rows"]} == {
        row["id"]: row["speaker"] for row in rows
    }
    assert set(data["rows"][0]) == set(rows[0]) == set(exports.QUOTE_COLUMNS)


async def test_the_same_filters_hold(site: Any) -> None:
    """A list's data is what its page shows."""
    assert {r["id"] for r in await as_csv(site, "search.csv?role=mayor")} == ids(TUNNEL, BRIDGE)
    rows = (await as_json(site, "search.json?q=tunnel&from=2023&to=2023&role=mayor"))["rows"]
    assert {row["id"] for row in rows} == ids(BRIDGE)
    feed = await as_feed(site, "search.atom?q=tunnel&confidence=0.95")
    assert len(texts(feed, "entry/title")) == 1


async def test_nothing_found_is_an_empty_list(site: Any) -> None:
    """A header without rows, an empty array, a feed without entries."""
    assert await as_csv(site, "search.csv?q=xyzzy") == []
    assert (await as_json(site, "search.json?q=xyzzy"))["rows"] == []
    assert texts(await as_feed(site, "search.atom?q=xyzzy"), "entry/id") == []


async def test_undated_quotes_come_last_and_are_not_lost(site: Any) -> None:
    """Batches go on from the last dated quote to those without a date."""
    rows = (await as_json(site, "search.json"))["rows"]
    assert len(rows) == len(ARTICLES)
    dated = [row["published"] is not None for row in rows]
    assert dated == sorted(dated, reverse=True)
    assert {row["id"] for row in rows if row["published"] is None} == ids(UNDATED, HEBREW, COMMAS)


async def test_data_can_be_read_in_pages(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit ends the list; `total` is of the whole, and `next` leads to the rest, to the end."""
    monkeypatch.setattr(exports, "FIRST_BATCH", 3)
    for address in ("search.json?q=tunnel&", "search.json?", "search.json?q=tunnel&order=date&"):
        whole = await as_json(site, address)
        assert (whole["total"], whole["total_is_exact"]) == (len(ARTICLES), True)
        assert whole["next"] is None
        seen, following = [], f"{address}limit=4"
        while following:
            data = await as_json(site, following)
            assert data["total"] == len(ARTICLES)
            assert data["query"] == whole["query"]
            assert len(data["rows"]) <= 4
            seen += data["rows"]
            following = (data["next"] or "").partition("/-/")[2]
        assert seen == whole["rows"]
    assert len(await as_csv(site, "search.csv?limit=2")) == 2
    assert len(await as_csv(site, "search.csv?limit=x")) == len(ARTICLES)
    assert (await as_json(site, "search.json?limit=0"))["rows"] == []
    speakers = await as_json(site, "speakers.json?limit=1")
    rest = await as_json(site, speakers["next"].partition("/-/")[2])
    assert speakers["rows"] + rest["rows"] == (await as_json(site, "speakers.json"))["rows"][:2]


async def test_long_lists_end_where_the_server_says(index: Path) -> None:
    """Whoever has switched off long downloads in Datasette has switched off these too."""
    site = Datasette([str(index)], settings={"allow_csv_stream": False, "max_returned_rows": 3})
    assert len(await as_csv(site, "search.csv")) == 3
    assert len((await as_json(site, "speakers.json"))["rows"]) == 3


async def test_who_leaves_is_sent_no_more(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A download that nobody waits for any more ends."""
    monkeypatch.setattr(exports, "FIRST_BATCH", 1)
    monkeypatch.setattr(exports, "BATCH", 1)
    sent: list[bytes] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("body", b""))

    await site.invoke_startup()
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/news/-/search.csv",
        "raw_path": b"/news/-/search.csv",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    await site.app()(scope, receive, send)
    assert b"".join(sent).count(b"/-/quote/") < 3


async def test_a_feed_is_valid_and_newest_first(site: Any) -> None:
    """Every entry has what RFC 4287 asks for, and the feed knows itself and its page."""
    feed = await as_feed(site, "search.atom?q=tunnel&order=relevance")
    assert feed.tag == f"{ATOM}feed"
    assert texts(feed, "title") == ["Who said what: “tunnel”"]
    links = {link.get("rel"): link.get("href") for link in feed.iterfind(f"{ATOM}link")}
    assert links["self"] == texts(feed, "id")[0] == "http://localhost/news/-/search.atom?q=tunnel"
    assert links["alternate"] == "http://localhost/news/-/search?q=tunnel"
    assert len(texts(feed, "entry/author/name")) == len(ARTICLES)
    assert len(set(texts(feed, "entry/id"))) == len(ARTICLES)
    assert all(key.startswith("urn:uuid:") for key in texts(feed, "entry/id"))
    # The first has a date that is none.
    dated = texts(feed, "entry/published")
    assert dated[0] == "2024-04-01T00:00:00Z"
    assert dated == sorted(dated, reverse=True)
    assert "2023-12-24T17:00:00Z" in dated
    assert len(texts(feed, "entry/updated")) == len(ARTICLES)


async def test_a_feed_holds_hostile_text_as_text(site: Any) -> None:
    """Script is text, control characters that XML cannot hold are gone, links are of the web."""
    response = await fetched(site, "search.atom")
    assert "<script" not in response.text
    feed = ET.fromstring(response.text)  # noqa: S314, our own
    contents = "\n".join(texts(feed, "entry/content"))
    assert "“<script>alert('said')</script> tunnels,”" in contents
    assert "A bell  and an escape [31m tunnel," in contents
    assert {e.get("type") for e in feed.iterfind(f"{ATOM}entry/{ATOM}content")} == {"text"}
    hrefs = [link.get("href") or "" for link in feed.iterfind(f"{ATOM}entry/{ATOM}link")]
    assert all(href.startswith("http") for href in hrefs)
    assert HEBREW.quotes[0].speaker is not None
    assert HEBREW.quotes[0].speaker.name in texts(feed, "entry/author/name")


async def test_a_feed_has_the_newest_only(tmp_path: Path) -> None:
    """However many quotes there are."""
    articles = [indexed(f"“Number {i} of many”") for i in range(ENTRIES + 5)]
    site = Datasette([str(write(tmp_path / "news.db", articles))])
    assert len(texts(await as_feed(site, "search.atom"), "entry/id")) == ENTRIES


async def test_pages_name_their_feed_and_data(site: Any) -> None:
    """Feed readers find the feed in the head; people find the formats at the foot."""
    html = (await site.client.get("/news/-/search?q=tunnel&speaker=1")).text
    head = html.partition("</head>")[0]
    assert 'type="application/atom+xml"' in head
    assert 'href="/news/-/search.atom?q=tunnel&amp;speaker=1"' in head
    assert 'href="/news/-/search.csv?q=tunnel&amp;speaker=1"' in html
    assert 'href="/news/-/search.json?q=tunnel&amp;speaker=1"' in html


@pytest.mark.parametrize("format_", ["csv", "json", "atom"])
async def test_what_is_not_there_is_404_in_every_format(site: Any, format_: str) -> None:
    """An unknown speaker is no empty list, and what may not be seen is in no format."""
    for query in ("speaker=999", "outlet=999", "speaker=x"):
        response = await site.client.get(f"/news/-/search.{format_}?{query}")
        assert response.status_code == 404


@pytest.mark.parametrize("address", ["search.csv", "search.json", "search.atom", "speakers.csv"])
async def test_closed_tables_close_the_formats(index: Path, address: str) -> None:
    """Nothing of an index is shown to somebody who may not see one of its tables."""
    closed = {"databases": {"news": {"tables": {"documents": {"allow": False}}}}}
    response = await Datasette([str(index)], metadata=closed).client.get(f"/news/-/{address}")
    assert response.status_code == 403
    assert "tunnel" not in response.text


async def test_speakers_are_found_by_any_form_of_their_name(site: Any) -> None:
    """By beginnings of words and without accents; the data has the same state as the page."""
    rows = await as_csv(site, "speakers.csv")
    assert rows[0]["name"] == "Ada Okafor"
    assert {row["name"] for row in await as_csv(site, "speakers.csv?q=oka")} == {"Ada Okafor"}
    data = await as_json(site, "speakers.json?q=lind+bo&kind=person")
    assert data["query"] == {"q": "lind bo", "kind": "person"}
    assert [row["name"] for row in data["rows"]] == ["Bo Lind"]
    assert await as_csv(site, "speakers.csv?q=bo&kind=organization") == []


@pytest.mark.parametrize("typed", ['"', "*", "a*", "OR", '"; drop', "\0", "%", "דנה", "é" * 500])
async def test_any_name_may_be_looked_for(site: Any, typed: str) -> None:
    """Punctuation is harmless, and names in any script are found."""
    response = await site.client.get("/news/-/speakers", params={"q": typed})
    assert response.status_code == 200
    assert "<script>" not in response.text
    assert ("דנה כהן" in response.text) == (typed in ("דנה", '"', "*", "\0", "%"))


async def test_speakers_page_lists_people_with_their_forms(site: Any) -> None:
    """Most quoted first, long names cut, a link to what they said; unnamed sources are nobody."""
    response = await site.client.get("/news/-/speakers")
    html = response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert html.index("Ada Okafor") < html.index("Bo Lind")
    assert "“" not in html.partition("<ol")[2].partition("</ol>")[0]
    assert LONG.quotes[0].speaker is not None
    assert LONG.quotes[0].speaker.name not in html
    assert HOSTILE_SPEAKER not in html
    assert "&#34;; drop table quotes; --" in html


async def test_an_older_index_has_its_data_too(tmp_path: Path) -> None:
    """CSV, JSON and feed need nothing of the newer shape."""
    site = Datasette([str(older(tmp_path / "news.db", ALL))])
    assert len(await as_csv(site, "search.csv?role=mayor")) == 2
    assert len(texts(await as_feed(site, "search.atom?q=tunnel"), "entry/id")) == len(ALL)
