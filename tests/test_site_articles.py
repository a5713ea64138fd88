"""The list of articles, and an article's older texts beside the one that it has now."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import SCRIPT, id_of, indexed, page, words_of, write
from test_site_exports import as_csv, as_json

from indexer.site import articles as listing
from indexer.site.articles import PAGE
from indexer.site.changes import IN, OUT, Changes, changes

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.models import IndexedArticle

BRIDGE = indexed("“Yes.”", title="A bridge too far", publication="The Post", published="2024-03-05")
BRIDGES = indexed(
    "“No.”", title="Bridges: café’s view", publication="The Lantern", published="2023-12-24"
)
FERRY = indexed("“Late.”", title="The ferry", publication="The Post", published="2022")
UNTITLED = indexed("“Nothing.”", url="https://a.example/1")
HOSTILE = indexed(
    "“Typed.”",
    title=SCRIPT,
    publication="<b>Outlet</b>",
    published="<u>never</u>",
    url="javascript:alert(1)",
)
ALL = (BRIDGE, BRIDGES, FERRY, UNTITLED, HOSTILE)
URL = "https://estuary.example/ferry"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the articles above."""
    return write(tmp_path_factory.mktemp("articles") / "news.db", ALL)


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


def keys(html: str) -> list[str]:
    """Return the ids of the articles that a page lists, in its order."""
    return re.findall(r"/-/document/([0-9a-f]{16})", html)


def ids(*articles: IndexedArticle) -> set[str]:
    """Return the articles' ids."""
    return {article.article.id for article in articles}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("outlet=1", (BRIDGE, FERRY)),
        ("q=bridge", (BRIDGE, BRIDGES)),
        ("q=BRIDGE+far", (BRIDGE,)),
        ('q="bridge too"', (BRIDGE,)),
        ("q=cafe", (BRIDGES,)),
        ("q=*", ALL),
        ("q=unicorn", ()),
        ("from=2023", (BRIDGE, BRIDGES)),
        ("to=2023", (BRIDGES, FERRY)),
        ("from=2023&to=2023-12", (BRIDGES,)),
        ("outlet=1&to=2022&q=ferry", (FERRY,)),
        ("from=bogus", ALL),
    ],
)
async def test_articles_are_listed_by_outlet_date_and_title(
    site: Any, query: str, expected: tuple[IndexedArticle, ...]
) -> None:
    """Each filter narrows the page and the data alike; undated articles come last."""
    html = await page(site, f"/news/-/articles?{query}")
    assert set(keys(html)) == ids(*expected)
    assert {row["id"] for row in await as_csv(site, f"articles.csv?{query}")} == ids(*expected)
    assert "<script>" not in html
    assert "<b>" not in html


async def test_articles_are_newest_first_and_counted(site: Any) -> None:
    """The page says how many there are, and shows what each has."""
    html = await page(site, "/news/-/articles?from=2022")
    assert keys(html) == [a.article.id for a in (BRIDGE, BRIDGES, FERRY)]
    text = words_of(html)
    assert "3 articles , newest first" in text
    assert "A bridge too far The Post , 5 March 2024 ; 1 quote, 1 word" in text
    assert 'value="2022"' in html
    chosen = await page(site, "/news/-/articles?outlet=1")
    assert '<option value="1" selected>The Post</option>' in chosen
    assert "No such outlet" in await page(site, "/news/-/articles?outlet=99", 404)


async def test_dates_the_wrong_way_round_are_said(site: Any) -> None:
    """With the right way as a link, for articles and for quotes."""
    for where in ("articles", "search"):
        html = await page(site, f"/news/-/{where}?from=2024-06&to=2023")
        assert "From June 2024 to 2023 is no time" in words_of(html)
        (address,) = re.findall(r'is no time: [^<]*<a href="([^"]*)"', html)
        assert unescape(address) == f"/news/-/{where}?from=2023&to=2024-06"
        assert "is no time" not in await page(site, f"/news/-/{where}?from=2024-06&to=2024")


@pytest.mark.parametrize("looked_at", [7, 10_000])
@pytest.mark.parametrize("query", ["", "q=number", "q=odd"])
async def test_pages_of_articles_show_everything_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, looked_at: int
) -> None:
    """Dated or not, many of one day, and however few are looked at for a page; so does the data."""
    monkeypatch.setattr(listing, "MOST_LOOKED_AT", looked_at)
    made = [
        indexed(
            f"“Nothing {i}”",
            title=f"Number {i} is {'odd' if i % 2 else 'even'}",
            published=None if i % 3 == 0 else f"2024-01-0{i % 2 + 1}",
        )
        for i in range(PAGE * 2 + 3)
    ]
    wanted = {a.article.id for i, a in enumerate(made) if query != "q=odd" or i % 2}
    site = Datasette([str(write(tmp_path / "news.db", made))])
    address, seen = f"/news/-/articles?{query}", []
    while address:
        html = await page(site, address)
        seen += keys(html)
        following = re.search(r'rel="next" href="([^"]*)"', html)
        address = unescape(following[1]) if following else ""
    assert len(seen) == len(wanted)
    assert set(seen) == wanted
    rows = (await as_json(site, f"articles.json?{query}"))["rows"]
    assert [row["id"] for row in rows] == seen


async def test_data_of_articles_can_be_read_in_pages(site: Any) -> None:
    """A limit ends the list, and the address of the rest leads to it."""
    first = await as_json(site, "articles.json?limit=3")
    assert len(first["rows"]) == 3
    rest = await as_json(site, first["next"].partition("/-/")[2])
    assert rest["next"] is None
    assert {row["id"] for row in first["rows"] + rest["rows"]} == ids(*ALL)


async def test_our_pages_lead_to_the_list(site: Any) -> None:
    """From every header, from the number on the home page, and from an outlet."""
    assert 'href="/news/-/articles">5</a>' in await page(site, "/")
    assert 'href="/news/-/articles?outlet=1"' in await page(site, "/news/-/outlet/1")


def revised(tmp_path: Path, *texts: str, **about: Any) -> tuple[Path, list[IndexedArticle]]:
    """Make a database in which an article had these texts, one after the other."""
    made = [indexed(text, url=URL, title=f"Ferry {i}", **about) for i, text in enumerate(texts)]
    path = tmp_path / "news.db"
    for article in made:
        write(path, [article])
    return path, made


async def test_an_older_text_is_compared_word_by_word(tmp_path: Path) -> None:
    """What is only in the older and only in the present text is marked, titles too."""
    path, (old, new) = revised(
        tmp_path,
        "The ferry is late.\n\n“It is their fault,” Ada Okafor said on Monday.",
        "The ferry is very late.\n\n“It is our fault,” Ada Okafor said on Monday.",
    )
    site = Datasette([str(path)])
    document = await page(site, f"/news/-/document/{new.article.id}")
    (address,) = re.findall(r'href="(/news/-/revision/\d+)"', document)
    html = await page(site, address)
    assert "The ferry is <ins>very </ins>late." in html
    assert "“It is <del>their</del><ins>our</ins> fault,” Ada Okafor" in html
    assert "Ferry <del>0</del><ins>1</ins>" in html
    gone = html.split('id="gone"')[1]
    assert f"/news/-/quote/{id_of(old)}" in gone
    assert "altered_quotes?document_id=" in html
    assert f'href="/news/-/document/{new.article.id}"' in html


async def test_every_older_text_has_its_page(tmp_path: Path) -> None:
    """They lead to each other, each compared with the text of now."""
    path, made = revised(tmp_path, "“One.” A", "“One.” B", "“One.” C")
    site = Datasette([str(path)])
    document = await page(site, f"/news/-/document/{made[-1].article.id}")
    first, second = sorted(set(re.findall(r"/news/-/revision/\d+", document)))
    html = await page(site, first)
    assert "<del>A</del><ins>C</ins>" in html
    assert f'rel="next" href="{second}"' in html
    assert "Every quote of this text is in the present one too." in words_of(html)
    assert f'rel="prev" href="{first}"' in await page(site, second)


async def test_spaces_alone_are_no_difference(tmp_path: Path) -> None:
    """Other line ends or a double space are not shown as changed words."""
    path, _ = revised(tmp_path, "“One  two.”\r\n\r\nEnd.", "“One two.”\n\nEnd.")
    html = await page(Datasette([str(path)]), "/news/-/revision/1")
    assert "No word of the text is different" in words_of(html)
    assert html.count("<del>") == 2  # in the legend and in the title


async def test_hostile_older_texts_are_text(tmp_path: Path) -> None:
    """Script in what was taken out or put in is escaped."""
    path, _ = revised(tmp_path, f"“One.” {SCRIPT} x", "“One.” <img src=x onerror=alert(1)>")
    html = await page(Datasette([str(path)]), "/news/-/revision/1")
    for markup in ("<script>", "<img", "onerror=alert(1)>"):
        assert markup not in html
    assert "alert" in words_of(html)


@pytest.mark.parametrize("key", ["0", "99", "x", "9" * 30, "%00", "-1"])
async def test_no_such_older_text_is_404(site: Any, key: str) -> None:
    """An address that names none is a page that offers a search."""
    assert "No such older text" in await page(site, f"/news/-/revision/{key}", 404)


async def test_an_older_text_that_may_not_be_seen_has_no_page(tmp_path: Path) -> None:
    """Who may not see the table sees nothing of it here."""
    path, _ = revised(tmp_path, "“One.” A", "“One.” B")
    closed = {"databases": {"news": {"tables": {"revisions": {"allow": False}}}}}
    site = Datasette([str(path)], metadata=closed)
    await page(site, "/news/-/revision/1", 404)


OLDER = "One two three.\n\nFour five six seven eight.\n\nEnd. Ünïcode 😀 here."


@pytest.mark.parametrize(
    "newer",
    [
        OLDER,
        "",
        "One two three.\n\nEnd. Ünïcode 😀 here.",
        "Zero.\n\nOne 2 three.\n\nFour five seven six eight.\n\nEnd. Unicode 😀 there.",
        "Quite another text, in one line, with two in it.",
        OLDER.replace("\n\n", " "),
    ],
)
@pytest.mark.parametrize(("older", "most"), [(OLDER, 10**6), ("", 10**6), (OLDER, 1)])
def test_both_texts_are_in_their_differences(
    monkeypatch: pytest.MonkeyPatch, older: str, newer: str, most: int
) -> None:
    """Without what was put in it is the older text, without what was taken out the newer one.

    However little is compared; line ends aside.
    """
    monkeypatch.setattr("indexer.site.changes.MOST_COMPARED", most)
    found = changes(older, newer)
    assert letters(found, without=IN) == "".join(older.split())
    assert letters(found, without=OUT) == "".join(newer.split())
    assert found.are_any == (older.split() != newer.split())


def test_a_paragraph_that_is_put_in_is_nothing_else() -> None:
    """The paragraphs around it are the same, and one word that was changed is one word."""
    found = changes(OLDER, OLDER.replace("\n\nEnd", "\n\nNew one.\n\nEnd").replace("six", "sechs"))
    marked = [(run.kind, run.text) for runs in found.paragraphs for run in runs if run.kind]
    assert marked == [(OUT, "six"), (IN, "sechs"), (IN, "New one.")]


def letters(found: Changes, without: str) -> str:
    """Return the text of all runs but those of a kind, without spaces."""
    runs = (run for runs in found.paragraphs for run in runs if run.kind != without)
    return "".join("".join(run.text.split()) for run in runs)
