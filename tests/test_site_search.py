"""The page of results: filters, facets, orders, pages and what it says where nothing is found."""

from __future__ import annotations

import re
import sqlite3
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from sqlite_utils import Database
from test_site import (
    ENDLESS,
    HOSTILE_SPEAKER,
    SCRIPT,
    found,
    id_of,
    indexed,
    page,
    search,
    words_of,
    write,
)

from indexer.models import SpeakerKind
from indexer.site import search as searching
from indexer.site.search import PAGE
from indexer.store.migrations import SEARCH, migrations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.models import IndexedArticle

LONG_NAME = "Nameless " * 1_200
TUNNEL = indexed(
    "“The tunnel will open,” said Ada Okafor, the mayor of Estuary.",
    role="the mayor of Estuary",
    title="Opening",
    publication="The Post",
    published="2024-03-05",
    confidence=0.97,
)
BRIDGE = indexed(
    "“No tunnel, but a bridge,” said Bo Lind, a former mayor.",
    speaker="Bo Lind",
    role="a former mayor",
    publication="The Lantern",
    published="2023-12-24T18:00:00+01:00",
    confidence=0.6,
)
AGAIN = indexed("“The tunnel again,” Ada said.", publication="The Post", published="2024-04-01")
NOBODY = indexed("“A tunnel,” it was said.", speaker=None, publication="The Post", published="2022")
UNDATED = indexed("“Some tunnel,” Ada said.", confidence=0.4)
HOSTILE = indexed(
    f"“{SCRIPT} tunnels,” said {HOSTILE_SPEAKER}, <i>no role</i>.",
    speaker=HOSTILE_SPEAKER,
    role="<i>no role</i>",
    title=SCRIPT,
    publication="<b>Outlet</b>",
    published="<u>never</u>",
    url="javascript:alert(1)",
)
LONG = indexed("“A long tunnel,” somebody said.", speaker=LONG_NAME, published="2021-01-01")
HEBREW = indexed(
    "“מנהרה tunnel,” said דנה כהן, \u202eראש העיר.", speaker="דנה כהן", role="\u202eראש העיר"
)
ALL = (TUNNEL, BRIDGE, AGAIN, NOBODY, UNDATED, HOSTILE, LONG, HEBREW)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the articles above."""
    return write(tmp_path_factory.mktemp("search") / "news.db", ALL)


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


def ids(*articles: IndexedArticle) -> set[str]:
    """Return the ids of the articles' quotes."""
    return {id_of(article) for article in articles}


def keyed(path: Path, sql: str) -> dict[str, int]:
    """Return a query's first column by its second."""
    with sqlite3.connect(path) as connection:
        return {name: number for number, name in connection.execute(sql)}


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ({}, ALL),
        ({"kind": "direct"}, ALL),
        ({"kind": "mixed"}, ()),
        ({"role": "mayor"}, (TUNNEL, BRIDGE)),
        ({"role": '"the mayor"'}, (TUNNEL,)),
        ({"role": "*"}, ALL),
        ({"from": "2024"}, (TUNNEL, AGAIN)),
        ({"from": "2023-12-24"}, (TUNNEL, AGAIN, BRIDGE)),
        ({"to": "2023-12-24"}, (BRIDGE, NOBODY, LONG)),
        ({"to": "2023-12-23"}, (NOBODY, LONG)),
        ({"from": "2022", "to": "2023"}, (BRIDGE, NOBODY)),
        ({"from": "2024-03", "to": "2024-03"}, (TUNNEL,)),
        ({"confidence": "0.95"}, (TUNNEL,)),
        ({"confidence": ".5", "role": "mayor"}, (TUNNEL, BRIDGE)),
        ({"attributed": "no"}, (NOBODY,)),
        ({"attributed": "yes", "to": "2023"}, (BRIDGE, LONG)),
        ({"attributed": "no", "role": "mayor"}, ()),
    ],
)
@pytest.mark.parametrize("typed", ["tunnel", ""])
async def test_every_filter_narrows_words_and_lists(
    site: Any, typed: str, narrowed: dict[str, str], expected: tuple[IndexedArticle, ...]
) -> None:
    """With words or without, the page shows what fits and counts it."""
    html = await search(site, typed, **narrowed)
    assert found(html) == ids(*expected)
    if expected:
        noun = "quote" if len(expected) == 1 else "quotes"
        assert f"{len(expected)} {noun}" in words_of(html)


@pytest.mark.parametrize("most_ranked", [0, 3])
@pytest.mark.parametrize("most_counted", [0, 2, 100])
async def test_however_it_is_found_it_is_the_same(
    site: Any, monkeypatch: pytest.MonkeyPatch, most_ranked: int, most_counted: int
) -> None:
    """Few hits, many and very many are found in three ways, and filters hold in all of them."""
    monkeypatch.setattr(searching, "MOST_RANKED", most_ranked)
    monkeypatch.setattr(searching, "MOST_COUNTED", most_counted)
    assert found(await search(site, "tunnel")) == ids(*ALL)
    assert found(await search(site, "tunnel", role="mayor", to="2023")) == ids(BRIDGE)
    assert found(await search(site, "tunnel", attributed="no")) == ids(NOBODY)
    assert found(await search(site, '"tunnel will"')) == ids(TUNNEL)
    assert not found(await search(site, "tunnel", kind="mixed"))


async def test_by_outlet_and_by_speaker(site: Any, index: Path) -> None:
    """Each alone, both together, and with words; an outlet that is not there is a page."""
    outlet = keyed(index, "SELECT id, name FROM publications")["The Post"]
    speaker = keyed(index, "SELECT id, name FROM speakers")["Ada Okafor"]
    assert found(await search(site, "", outlet=outlet)) == ids(TUNNEL, AGAIN, NOBODY)
    both = {"outlet": outlet, "speaker": speaker}
    assert found(await search(site, "", **both)) == ids(TUNNEL, AGAIN)
    assert found(await search(site, "again", **both)) == ids(AGAIN)
    assert "No such outlet" in await page(site, "/news/-/search?outlet=999", 404)


async def test_facets_count_and_lead_to_the_narrower_search(site: Any) -> None:
    """Every speaker, outlet and year among the hits has its count and is a link that keeps it."""
    html = (await search(site, "tunnel")).partition('id="overview"')[2]
    text = words_of(html)
    assert "Ada Okafor 3" in text
    assert "The Post 3" in text
    for name, count in (("Ada Okafor", 3), ("The Post", 3), ("2024", 2), ("2021", 1)):
        (address,) = re.findall(rf'href="([^"]*)">(?:<bdi>)?{name}<', html)
        narrowed = await page(site, unescape(address))
        assert len(found(narrowed)) == count
        assert "q=tunnel" in address


async def test_hits_over_a_short_time_are_shown_by_month(site: Any) -> None:
    """Months without a hit are shown too."""
    html = (await search(site, "tunnel", **{"from": "2023-12"})).partition('id="overview"')[2]
    bars = re.findall(r'<meter[^>]*value="(\d+)"', html)
    assert bars == ["1", "0", "0", "1", "1"]
    assert "Quotes a month" in words_of(html)


async def test_every_choice_can_be_taken_away(site: Any) -> None:
    """Each filter that is set is named, with a link to the search without it."""
    html = await search(site, "tunnel", role="mayor", **{"from": "2024"})
    choices = html.partition('class="choices"')[2].partition("</ul>")[0]
    assert "described as “mayor”" in words_of(choices)
    assert "from 2024" in words_of(choices)
    found_by_link = [
        len(found(await page(site, unescape(address))))
        for address in re.findall(r'href="([^"]*)"', choices)
    ]
    assert found_by_link == [2, 2]


async def test_order_is_a_choice(site: Any) -> None:
    """Most relevant first or newest first, with undated quotes last."""
    by_date = await search(site, "tunnel", order="date")
    order = list(dict.fromkeys(re.findall(r"/-/quote/([0-9a-f]{16})", by_date)))
    assert order.index(id_of(AGAIN)) < order.index(id_of(TUNNEL)) < order.index(id_of(BRIDGE))
    assert set(order[-2:]) == ids(UNDATED, HEBREW)
    assert "newest first" in words_of(by_date)
    assert "most relevant first" in words_of(await search(site, "tunnel"))
    assert "newest first" in words_of(await search(site, "", order="relevance"))


@pytest.mark.parametrize(
    "query", ["q=common", "q=", "q=common&order=date", "speaker=1", "outlet=1"]
)
@pytest.mark.parametrize("most_ranked", [0, 2_000])
async def test_pages_show_everything_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, most_ranked: int
) -> None:
    """Also where many quotes are of one day, and where some have no date."""
    monkeypatch.setattr(searching, "MOST_RANKED", most_ranked)
    articles = [
        indexed(
            f"“Common number {i}”",
            publication="The Post",
            published=None if i % 3 == 0 else f"2024-01-0{i % 2 + 1}",
        )
        for i in range(PAGE * 3 + 1)
    ]
    site = Datasette([str(write(tmp_path / "news.db", articles))])
    address, pages = f"/news/-/search?{query}", []
    while address:
        html = await page(site, address)
        pages.append(found(html))
        following = re.search(r'rel="next" href="([^"]*)"', html)
        address = unescape(following[1]) if following else ""
    assert [len(ids) for ids in pages] == [PAGE, PAGE, PAGE, 1]
    assert set.union(*pages) == {id_of(article) for article in articles}


async def test_a_page_that_begins_with_a_quote_that_is_gone(site: Any) -> None:
    """The place is then counted from the beginning."""
    assert len(found(await search(site, "", next="2-99999"))) == len(ALL) - 2


async def test_what_cannot_be_read_is_said_and_not_repeated(site: Any) -> None:
    """A filter that makes no sense is left out; what stood there is nowhere on the page."""
    html = await search(site, "tunnel", **{"from": "bogus<script>", "order": "bogus"})
    assert "for from, order could not be read" in words_of(html)
    assert "bogus" not in html
    assert found(html) == ids(*ALL)


async def test_nothing_found_offers_what_is_near(site: Any) -> None:
    """Other spellings, fewer words and the nearest quotes, each a link or a quote."""
    html = await search(site, "tunel bridge nonsensical")
    assert not found(html)
    text = words_of(html)
    assert "Nothing found. 8 articles of 1 January 2021 to" in text
    assert id_of(BRIDGE) in html.partition('id="nearest"')[2]
    html = await search(site, "tunnol")
    (address,) = re.findall(r'<a href="([^"]*)"><bdi>tunnel</bdi>', html)
    assert found(await page(site, unescape(address))) == ids(*ALL)
    html = await search(site, "tunnel bridge open")
    links = dict(re.findall(r'<a href="([^"]*)"><bdi>([a-z ]+)</bdi>', html))
    assert set(links.values()) == {"tunnel bridge", "tunnel open"}


async def test_nothing_found_for_a_narrowed_search_leads_out_of_it(site: Any) -> None:
    """The words without the filters are one link away."""
    html = await search(site, "tunnel", kind="mixed")
    (address,) = re.findall(r'href="([^"]*)">Search everything', html)
    assert found(await page(site, unescape(address))) == ids(*ALL)


async def test_hostile_names_are_harmless_in_facets_and_choices(site: Any, index: Path) -> None:
    """Script in names, outlets, roles and dates is text; long names are cut."""
    speaker = keyed(index, "SELECT id, name FROM speakers")[HOSTILE_SPEAKER]
    outlet = keyed(index, "SELECT id, name FROM publications")["<b>Outlet</b>"]
    for html in (
        await search(site, "tunnel"),
        await search(site, SCRIPT, speaker=speaker, outlet=outlet, role="<i>no"),
        await search(site, "nothing", speaker=speaker, outlet=outlet, role=SCRIPT),
    ):
        for markup in ("<script>", "<b>", "<i>", "<u>", 'href="javascript'):
            assert markup not in html
    assert found(await search(site, "tunnels", speaker=speaker, role="<i>no")) == ids(HOSTILE)


async def test_a_name_of_ten_thousand_characters(site: Any, index: Path) -> None:
    """It can be searched for by its link, and does not fill the list of speakers."""
    speaker = keyed(index, "SELECT id, name FROM speakers")[LONG_NAME]
    assert found(await search(site, "tunnel", speaker=speaker)) == ids(LONG)
    overview = (await search(site, "tunnel")).partition('id="overview"')[2]
    assert len(overview) < 10_000


@pytest.mark.parametrize("name", ["role", "from", "to", "confidence", "next", "order", "outlet"])
@pytest.mark.parametrize("typed", ['"', "'", "\0", "%", "* OR 1=1 --", "😀", "a" * 3000, "{text}:"])
async def test_no_filter_can_be_broken(site: Any, name: str, typed: str) -> None:
    """Whatever is typed is a value: the page is there, or says that there is no such outlet."""
    response = await site.client.get("/news/-/search", params={"q": "tunnel", name: typed})
    assert response.status_code == (404 if name == "outlet" else 200)


async def test_changes_are_seen_at_once(tmp_path: Path) -> None:
    """Sums are remembered only until the database is written."""
    path = write(tmp_path / "news.db", [TUNNEL])
    site = Datasette([str(path)])
    assert "1 quote " in words_of(await search(site, "tunnel"))
    write(path, [BRIDGE])
    assert "2 quotes " in words_of(await search(site, "tunnel"))


def older(path: Path, articles: Iterable[IndexedArticle]) -> Path:
    """Make a database of the shape before roles were in the full-text index."""
    new = write(path.with_name("new.db"), articles)
    with sqlite3.connect(path) as connection:
        migrations.apply(Database(connection), stop_before=SEARCH)
        connection.execute("ATTACH ? AS new", [str(new)])
        for table in (
            *("publications", "documents", "speakers", "speaker_names", "quotes", "quote_parts"),
        ):
            found = connection.execute("SELECT name FROM pragma_table_info(?, 'main')", [table])
            columns = ", ".join(name for (name,) in found)
            sql = f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}"
            connection.execute(sql)
    return path


async def test_an_index_of_an_older_shape_can_be_searched(tmp_path: Path) -> None:
    """Serving does not upgrade: roles and names are found there too."""
    site = Datasette([str(older(tmp_path / "news.db", ALL))])
    assert found(await search(site, "tunnel", role="mayor")) == ids(TUNNEL, BRIDGE)
    assert found(await search(site, "", role='"the mayor"')) == ids(TUNNEL)
    assert "Ada Okafor" in await page(site, "/news/-/speakers?q=Ada")
    assert "Nobody is known" in await page(site, "/news/-/speakers?q=Zed")


async def test_words_do_not_find_roles(site: Any) -> None:
    """“Estuary” stands only in a role: nobody said it."""
    assert not found(await search(site, "estuary"))
    assert found(await search(site, "tunnel", role="estuary")) == ids(TUNNEL)


async def test_an_office_leads_to_what_its_holders_said(site: Any) -> None:
    """Who types “mayor” is told how many quotes are by mayors, whatever else has the word."""
    html = await search(site, "mayor")
    (address,) = re.findall(r'See also <a href="([^"]*)">2 quotes by people described as', html)
    assert unescape(address) == "/news/-/search?role=mayor"
    assert found(await page(site, address)) == ids(TUNNEL, BRIDGE)
    assert "1 quote by people described as “ former mayor ”" in words_of(
        await search(site, "former mayor")
    )
    for typed, narrowed in (("tunnel", {}), ("mayor", {"kind": "mixed"}), ("*", {}), ("", {})):
        assert "by people described as" not in await search(site, typed, **narrowed)


async def test_offices_that_take_too_long_to_count_are_left_out(site: Any) -> None:
    """The search itself is answered all the same."""
    await site.invoke_startup()
    database = site.databases["news"]
    execute = database.execute

    async def slow(sql: str, parameters: Any = None, **options: Any) -> Any:
        is_office = "role : " in str(parameters)
        return await execute(ENDLESS if is_office else sql, parameters, **options)

    database.execute = slow
    html = await search(site, "tunnel")
    assert found(html) == ids(*ALL)
    assert "See also" not in html


@pytest.mark.parametrize("typed", ["okafro", "Ada Okafer", "Oakfor Ada", "Ada Okafor Xyzzy"])
async def test_misspelt_names_lead_to_the_speaker(site: Any, typed: str) -> None:
    """In a search that finds nothing, and in the list of speakers."""
    pages = [await search(site, typed), await page(site, f"/news/-/speakers?q={typed}")]
    named = typed != "Ada Okafor Xyzzy"
    for html in pages:
        assert ('<bdi>Ada Okafor</bdi></a> <span class="tally">3 quotes' in html) == named
        assert "Bo Lind" not in html


async def test_what_is_like_no_name_is_not_taken_for_one(site: Any) -> None:
    """A few letters are like anything, and other words like nothing."""
    for typed in ("bx", "unicorns", "it is late", '"', SCRIPT):
        assert "Did you mean" not in await page(site, f"/news/-/speakers?q={typed}")
        assert "a name like this" not in await search(site, typed)


async def test_unnamed_sources_are_searched_for_by_role_or_words(tmp_path: Path) -> None:
    """What has no name is still the speaker of its quote."""
    aide = indexed("“Wait,” an aide said.", speaker="an aide", kind=SpeakerKind.UNKNOWN)
    site = Datasette([str(write(tmp_path / "news.db", [aide]))])
    assert found(await search(site, "aide")) == ids(aide)
    assert found(await search(site, "", attributed="yes")) == ids(aide)
