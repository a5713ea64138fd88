"""Pages of quotes, speakers, outlets and articles, through Datasette's own client."""

from __future__ import annotations

import json
import re
import sqlite3
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import (
    ARABIC,
    ARTICLES,
    ENDLESS,
    HARBOUR,
    HOSTILE,
    HOSTILE_SPEAKER,
    NOBODY,
    SCRIPT,
    UNNAMED,
    WALKERS,
    found,
    id_of,
    indexed,
    page,
    words_of,
    write,
)

from indexer.models import SpeakerKind
from indexer.site import speaker_pages
from indexer.store import Writer, create_or_open

if TYPE_CHECKING:
    from pathlib import Path

LONG = "Ø" + "x y" * 3_333
RIGHT_TO_LEFT = "ليلى حداد"
LINKED_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
COPY = re.compile(r'<textarea [^>]*id="copy-(\w+)"[^>]*>(.*?)</textarea>', re.DOTALL)

ENDLESS_NAME = indexed(
    f"“{LONG} 1,” {LONG} said.",
    parts=(f"{LONG} 1,",),
    speaker=LONG,
    mention=LONG,
    role=LONG,
    title=LONG,
    publication=LONG,
    author=LONG,
    url=f"https://long.example/{'a' * 5_000}",
    published="2024-05-05",
)


def vote(number: int, **about: Any) -> Any:
    """Return an article in which Ada Okafor is quoted, one of a number of them."""
    about = {"published": f"2024-{number % 12 + 1:02}-01", "publication": "The Lantern"} | about
    return indexed(f"“I voted {number} times,” Ada Okafor said.", mention="Ada Okafor", **about)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles of the site's tests, and one in which everything is too long."""
    folder = tmp_path_factory.mktemp("index")
    return write(folder / "news.db", [*ARTICLES, ENDLESS_NAME])


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


def keys(index: Path, table: str) -> list[Any]:
    """Return the ids of all rows of a table."""
    with sqlite3.connect(index) as connection:
        return [key for (key,) in connection.execute(f"SELECT id FROM {table} ORDER BY rowid")]


def key_of(index: Path, table: str, column: str, value: str) -> Any:
    """Return the id of the row that has a value."""
    with sqlite3.connect(index) as connection:
        found = connection.execute(f"SELECT id FROM {table} WHERE {column} = ?", [value])
        return found.fetchone()[0]


async def speaker(site: Any, index: Path, name: str, query: str = "") -> str:
    """Return a speaker's page."""
    return await page(site, f"/news/-/speaker/{key_of(index, 'speakers', 'name', name)}{query}")


async def document(site: Any, article: Any) -> str:
    """Return an article's page."""
    return await page(site, f"/news/-/document/{article.article.id}")


async def test_every_page_of_everything_is_whole_and_escaped(site: Any, index: Path) -> None:
    """Whatever articles hold, each row has a page, and none of its words becomes markup."""
    addresses = ["/", "/news/-/outlets"]
    for table, name in (
        ("quotes", "quote"),
        ("speakers", "speaker"),
        ("publications", "outlet"),
        ("documents", "document"),
    ):
        addresses += [f"/news/-/{name}/{key}" for key in keys(index, table)]
    assert len(addresses) > 25
    for address in addresses:
        html = await page(site, address)
        for markup in ("<script>", "<b>", "<i>", "<u>", "<img", 'href="javascript', "onclick"):
            assert markup not in html, address
        assert html.rstrip().endswith("</html>")
        assert "style=" not in html


async def test_the_hostile_speaker_has_a_page(site: Any, index: Path) -> None:
    """A name that is SQL is a name: shown as it is, and no table is gone."""
    html = await speaker(site, index, HOSTILE_SPEAKER)
    assert HOSTILE_SPEAKER in words_of(html)
    assert found(html) == {id_of(HOSTILE)}
    assert "quotes 8" in words_of(await page(site, "/"))


async def test_names_that_are_endless_or_from_right_to_left(site: Any, index: Path) -> None:
    """Ten thousand characters are shown in full, only smaller; each name has its direction."""
    html = await speaker(site, index, LONG)
    assert f"<bdi>{LONG}</bdi>" in html
    assert '<h1 class="long" tabindex="0">' in html
    assert len(re.findall("<title>(.*?)</title>", html)[0]) < 200
    assert f"<bdi>{RIGHT_TO_LEFT}</bdi>" in await speaker(site, index, RIGHT_TO_LEFT)
    assert '<p dir="auto">قالت' in await document(site, ARABIC)


async def test_speaker_page_shows_who_it_is_and_what_they_said(tmp_path: Path) -> None:
    """Name, other forms, roles over time, outlets, months, company, and all quotes by date."""
    together = vote(40, published="2024-09-09")
    path = write(
        tmp_path / "news.db",
        [
            vote(1, role="Mayor"),
            vote(2, role="mayor", publication="The Echo"),
            vote(3, role="former mayor"),
            vote(14, role="MAYOR", published="2025-01-02"),
            together,
        ],
    )
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO speaker_names VALUES (1, 'Okafor', 1)")
        connection.execute("INSERT INTO speakers (id, name, kind) VALUES (2, 'Bo Lind', 'person')")
        connection.execute(
            "INSERT INTO quotes SELECT 'abc', document_id, kind, text, start_char, end_char, 2,"
            " 'Bo Lind', mention, mention_start, mention_end, role, cue, cue_start, cue_end,"
            " method, confidence, publication_id, published, context_start, context_end,"
            " NULL, NULL, appearance_id FROM quotes WHERE id = ?",
            [id_of(together)],
        )
    html = await page(Datasette([str(path)]), "/news/-/speaker/1")
    text = words_of(html)
    assert "A person, quoted 5 times in 5 articles, 1 February 2024 to 2 January 2025." in text
    assert "Also met as Okafor" in text
    roles = words_of(html.split('id="roles"')[1].split("</section>")[0])
    assert re.search(r"(?i)mayor 3 quotes, 1 February 2024 to 2 January 2025", roles)
    assert "former mayor 1 quote, 1 April 2024" in roles
    outlets = words_of(html.split('id="outlets"')[1].split("</section>")[0])
    assert "The Lantern 4 quotes The Echo 1 quote" in outlets
    assert "Bo Lind 1 article" in words_of(html.split('id="company"')[1])
    dates = re.findall(r'<time datetime="([^"]*)"', html.split('id="quotes"')[1])[:5]
    assert dates == sorted(dates, reverse=True)
    assert '<tr><th scope="row"><a data-period="2024-02"' in html
    assert "from=2024-02&amp;to=2024-02" in html
    assert "search.atom?speaker=1" in html


async def test_who_has_no_name_is_somebody_in_one_article(site: Any, index: Path) -> None:
    """The page of “a senior engineer” says that nobody can tell who else that is."""
    html = await speaker(site, index, "a senior engineer")
    assert "no name of its own" in words_of(html)
    assert f"/news/-/document/{UNNAMED.article.id}" in html


async def test_a_speaker_with_many_quotes_is_shown_in_pages(tmp_path: Path) -> None:
    """Pages follow each other to the last quote; grouping says when it is not of all."""
    count = speaker_pages.PAGE * 2 + 1
    path = write(tmp_path / "news.db", [vote(number) for number in range(count)])
    site = Datasette([str(path)])
    seen: set[str] = set()
    address = "/news/-/speaker/1"
    while address:
        html = await page(site, address)
        seen |= found(html)
        following = re.search(r'rel="next" href="([^"]*)"', html)
        address = unescape(following[1]) if following else ""
    assert len(seen) == count
    assert "Among the newest" not in html
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE speakers SET quote_count = 30000")
    assert "Among the newest 1,000 quotes" in words_of(await page(site, "/news/-/speaker/1"))
    assert "Pages end here" in words_of(await page(site, "/news/-/speaker/1?next=9999"))


async def test_outlets_are_listed_and_have_pages(site: Any, index: Path) -> None:
    """The list leads to each outlet: its speakers, newest articles, quotes, months and feed."""
    listed = await page(site, "/news/-/outlets")
    key = key_of(index, "publications", "name", "The Estuary Post")
    assert f'href="/news/-/outlet/{key}"' in listed
    assert "estuary.example" in listed
    html = await page(site, f"/news/-/outlet/{key}")
    text = words_of(html)
    assert "An outlet with 1 quote in 1 article." in text
    assert "Tunnel opens 5 March 2024 , 1 quote" in text
    assert "Ada Okafor 1 quote" in text
    assert found(html) == {id_of(HARBOUR)}
    assert f"search.atom?outlet={key}" in html
    assert 'href="https://estuary.example/"' in html


async def test_document_page_marks_every_quote_by_speaker(site: Any) -> None:
    """The article's text is whole; every part is marked, numbered by its voice, and counted."""
    html = await document(site, HARBOUR)
    body = html.split("<article")[1].split("</article>")[0].partition(">")[2]
    shown = unescape(re.sub("<[^>]*>", "", body))
    assert shown.split() == HARBOUR.article.text.split()
    marked = re.findall(r'<a class="said c1"[^>]* data-voice="1"[^>]*>(.*?)</a>', body)
    assert [unescape(words) for words in marked] == ["We said so,", "It is a tunnel."]
    voices = words_of(html.split('id="voices"')[1])
    assert "1 quote of 1 voice: 7 of the article’s 19 words." in voices
    assert "1 Ada Okafor the harbour commissioner ; 7 words in 1 quote" in voices


async def test_document_page_with_nobody_and_without_quotes(site: Any, tmp_path: Path) -> None:
    """Who could not be named is one voice without a number; no quote is no error."""
    assert "nobody could be named" in words_of(await document(site, NOBODY))
    path = write(tmp_path / "news.db", [NOBODY])
    with sqlite3.connect(path) as connection:
        connection.executescript("DELETE FROM quote_parts; DELETE FROM quotes;")
    html = await page(Datasette([str(path)]), f"/news/-/document/{NOBODY.article.id}")
    assert "No quote was found in this article." in words_of(html)


async def test_links_to_the_source_jump_to_the_words(site: Any) -> None:
    """Each part is in the address; only web addresses become links."""
    html = await page(site, f"/news/-/quote/{id_of(HARBOUR)}")
    (address,) = set(re.findall(r'href="([^"]*:~:[^"]*)"', html))
    assert unquote(unescape(address)).endswith("#:~:text=We said so,&text=It is a tunnel.")
    assert ":~:" not in (await page(site, f"/news/-/quote/{id_of(HOSTILE)}")).split("<textarea")[0]


async def test_quote_page_offers_copies(site: Any) -> None:
    """As text, citation, Markdown and HTML, each to be selected without a script."""
    html = await page(site, f"/news/-/quote/{id_of(HARBOUR)}")
    copies = dict(COPY.findall(html))
    assert copies.keys() == {"text", "citation", "markdown", "html"}
    words = "“We said so,” … “It is a tunnel.”"
    assert unescape(copies["text"]) == f"{words} — Ada Okafor, the harbour commissioner"
    assert f"/news/-/quote/{id_of(HARBOUR)})" in unescape(copies["citation"])
    assert "“Tunnel opens”, The Estuary Post, 5 March 2024, https://" in unescape(
        copies["citation"]
    )
    assert unescape(copies["html"]).startswith('<blockquote cite="https://estuary.example/')
    assert html.count('data-copy="copy-') == 4


async def test_linked_data_is_of_this_quote(site: Any) -> None:
    """A schema.org Quotation and a Web Annotation whose selectors select the words."""
    html = await page(site, f"/news/-/quote/{id_of(HARBOUR)}")
    quotation, annotation = (json.loads(data) for data in LINKED_DATA.findall(html))
    assert quotation["@type"] == "Quotation"
    assert quotation["text"] == "We said so, It is a tunnel."
    assert quotation["spokenByCharacter"]["name"] == "Ada Okafor"
    assert quotation["isPartOf"]["headline"] == "Tunnel opens"
    assert quotation["@id"].endswith(f"/news/-/quote/{id_of(HARBOUR)}")
    text = HARBOUR.article.text
    for target, part in zip(annotation["target"], HARBOUR.quotes[0].parts, strict=False):
        words, position = target["selector"]
        assert target["source"].endswith(f"/news/-/document/{HARBOUR.article.id}")
        assert text[position["start"] : position["end"]] == words["exact"] == part.of(text)
        assert text[: position["start"]].endswith(words["prefix"])
        assert text[position["end"] :].startswith(words["suffix"])
    assert annotation["target"][2]["source"] == "https://estuary.example/tunnel?a=1&b=2"


async def test_linked_data_cannot_end_its_element(site: Any) -> None:
    """Script in a quote stays a string in the data; a doubtful or missing speaker is left out."""
    html = await page(site, f"/news/-/quote/{id_of(HOSTILE)}")
    data = LINKED_DATA.findall(html)
    assert len(data) == 2
    assert not any(character in text for text in data for character in "<>&")
    assert SCRIPT in json.loads(data[0])["text"]
    assert "url" not in json.loads(data[0])["isPartOf"]
    nobody = LINKED_DATA.findall(await page(site, f"/news/-/quote/{id_of(NOBODY)}"))
    assert "spokenByCharacter" not in json.loads(nobody[0])
    assert "body" not in json.loads(nobody[1])


async def test_a_quote_leads_to_the_same_words_elsewhere(tmp_path: Path) -> None:
    """Other articles with the exact words are named, and who says them if that differs."""
    words = "“They walked into the sea, singing,”"
    here = indexed(f"{words} she said.", publication="The Echo", published="2024-01-01")
    late = indexed(f"It was told: {words} he said.", speaker="Bo Lind", published="2024-03-01")
    soon = indexed(f"So {words[:-2]} again”.", publication="The Lantern", published="2024-02-01")
    other = indexed("“They walk into a sea, singing.”", publication="The Post")
    site = Datasette([str(write(tmp_path / "news.db", [late, here, soon, other]))])
    html = await page(site, f"/news/-/quote/{id_of(here)}")
    listed = html.split('id="echoes"')[1].split("</section>")[0]
    assert re.findall(r"/-/quote/([0-9a-f]+)", listed) == [id_of(late)]
    assert "1 March 2024 , said by Bo Lind" in words_of(listed)
    known = html.split('id="elsewhere"')[1].split("</section>")[0]
    assert re.findall(r"/-/quote/([0-9a-f]+)", known) == [id_of(soon)]
    assert "The Lantern , 1 February 2024" in words_of(known)
    assert 'id="echoes"' not in await page(site, f"/news/-/quote/{id_of(other)}")


async def test_a_few_words_have_no_echo(tmp_path: Path) -> None:
    """Two who say “Not at all” have not said the same."""
    quotes = [indexed(f"“Not at all,” {name} said.", speaker=name) for name in ("Bo", "Ada")]
    site = Datasette([str(write(tmp_path / "news.db", quotes))])
    assert 'id="echoes"' not in await page(site, f"/news/-/quote/{id_of(quotes[0])}")


async def test_neighbours_are_linked(site: Any, tmp_path: Path) -> None:
    """From a quote to the ones before and after it in its article."""
    path = write(tmp_path / "news.db", [HARBOUR])
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO quotes SELECT 'after', document_id, kind, text, start_char + 1, end_char,"
            " speaker_id, speaker_name, mention, mention_start, mention_end, role, cue, cue_start,"
            " cue_end, method, confidence, publication_id, published, context_start, context_end,"
            " NULL, NULL, appearance_id FROM quotes"
        )
    site = Datasette([str(path)])
    first = await page(site, f"/news/-/quote/{id_of(HARBOUR)}")
    assert 'rel="next" href="/news/-/quote/after"' in first
    assert 'rel="prev"' not in first
    last = await page(site, "/news/-/quote/after")
    assert f'rel="prev" href="/news/-/quote/{id_of(HARBOUR)}"' in last


@pytest.fixture
def changed(tmp_path: Path) -> tuple[Path, Any, Any]:
    """A database with an article that was changed: one quote stayed and one went."""
    url = "https://estuary.example/ferry"
    before = indexed("“We are late,” Bo said. “We are sorry.”", parts=("We are late,",), url=url)
    gone = indexed("“It is their fault,” Bo said.", parts=("It is their fault,",), url=url)
    path = write(tmp_path / "news.db", [gone])
    db = create_or_open(path)
    Writer(db, path).write([before])
    db.close()
    return path, before, gone


async def test_altered_articles_say_so(changed: tuple[Path, Any, Any]) -> None:
    """The page of a quote and of its article say that the text was changed, and what went."""
    path, now, gone = changed
    site = Datasette([str(path)])
    quote = words_of(await page(site, f"/news/-/quote/{id_of(now)}"))
    assert "This article was changed." in quote
    assert "This quote was not in it." in quote
    html = await document(site, now)
    assert "1 quote that the article has no more" in words_of(html)
    assert f"/news/-/quote/{id_of(gone)}" in html


async def test_the_address_of_a_quote_outlives_it(changed: tuple[Path, Any, Any]) -> None:
    """A quote that its article has no more is shown in the text that had it, as gone."""
    path, now, gone = changed
    html = await page(Datasette([str(path)]), f"/news/-/quote/{id_of(gone)}")
    assert "The article has these words no more." in words_of(html)
    assert '<mark class="quotation" id="quotation">It is their fault,</mark>' in html
    assert f"/news/-/document/{now.article.id}" in html


async def test_older_texts_that_may_not_be_seen_are_not_shown(
    changed: tuple[Path, Any, Any],
) -> None:
    """Who may not see the table of older texts sees nothing of them on our pages."""
    path, now, gone = changed
    closed = {"databases": {"news": {"tables": {"revisions": {"allow": False}}}}}
    site = Datasette([str(path)], metadata=closed)
    assert "was changed" not in await page(site, f"/news/-/quote/{id_of(now)}")
    await page(site, f"/news/-/quote/{id_of(gone)}", 404)


async def test_an_index_of_the_first_release_has_all_pages(tmp_path: Path) -> None:
    """Without the tables of older texts, which came later, there is just no history."""
    path = write(tmp_path / "news.db", [HARBOUR])
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "DROP VIEW altered_quotes; DROP TABLE revision_quotes; DROP TABLE revisions;"
        )
    site = Datasette([str(path)])
    await page(site, f"/news/-/quote/{id_of(HARBOUR)}")
    await page(site, f"/news/-/document/{HARBOUR.article.id}")
    assert "No such quote" in await page(site, "/news/-/quote/0123456789abcdef", 404)


@pytest.mark.parametrize("what", ["speaker", "outlet", "document", "quote"])
@pytest.mark.parametrize("key", ["0", "999999", "9" * 30, "x", "-1", "%00", "~", "%3Cscript%3E"])
async def test_what_is_not_there_is_404(site: Any, what: str, key: str) -> None:
    """An address that names nothing is a page that offers a search."""
    html = await page(site, f"/news/-/{what}/{key}", 404)
    assert "No such" in html
    assert 'name="q"' in html


@pytest.mark.parametrize("offset", ["-1", "x", "1e3", "9" * 30, "9999"])
async def test_odd_pages_do_no_harm(site: Any, index: Path, offset: str) -> None:
    """A page beyond the last says that it is empty; what is no number is the first."""
    await page(site, f"/news/-/speaker/1?next={offset}")
    await page(site, f"/news/-/outlet/1?next={offset}")
    await page(site, f"/news/-/outlets?next={offset}")


async def test_home_has_months_with_their_numbers(site: Any) -> None:
    """The chart has a text alternative, and a table in which each month leads to its quotes."""
    html = await page(site, "/")
    assert 'role="img" aria-label="Quotes a month from December 2023 to May 2024; most in' in html
    assert 'href="/news/-/search?from=2024-03&amp;to=2024-03">March 2024</a>' in html
    assert '<tr><th scope="row">April 2024</th><td>0</td></tr>' in html
    assert "never" not in re.sub("(?s).*(<figure class=.chart.*</figure>).*", r"\1", html)


async def test_home_counts_months_anew_when_quotes_come(index: Path, tmp_path: Path) -> None:
    """What is kept of a count is not shown once the index has more quotes."""
    path = write(tmp_path / "news.db", [WALKERS])
    site = Datasette([str(path)])
    assert "1 in December 2023." in await page(site, "/")
    db = create_or_open(path)
    Writer(db, path).write([HARBOUR])
    db.close()
    assert "from December 2023 to March 2024" in await page(site, "/")


async def test_home_is_made_once(tmp_path: Path) -> None:
    """Twenty visitors of the same page cost one, until the index changes."""
    path = write(tmp_path / "news.db", [WALKERS])
    site = Datasette([str(path)])
    first = await page(site, "/")
    database = site.databases["news"]
    execute = database.execute
    asked: list[str] = []

    async def counted(sql: str, *arguments: Any, **options: Any) -> Any:
        asked.append(sql)
        return await execute(sql, *arguments, **options)

    database.execute = counted
    assert await page(site, "/") == first
    # Datasette itself looks whether the tables are there, and whether they have changed.
    assert not [sql for sql in asked if "sqlite_master" not in sql and "PRAGMA" not in sql]
    write(path, [HARBOUR])
    assert id_of(HARBOUR) in await page(site, "/")


async def test_home_does_without_months_that_take_too_long(site: Any) -> None:
    """Where counting all quotes is beyond the time limit, everything else is shown."""
    await site.invoke_startup()
    site.sql_time_limit_ms = 100
    database = site.databases["news"]
    execute = database.execute

    async def slow(sql: str, *arguments: Any, **options: Any) -> Any:
        return await execute(ENDLESS if "steps" in sql else sql, *arguments, **options)

    database.execute = slow
    html = await page(site, "/")
    assert "<figure" not in html
    assert "Ada Okafor" in html


async def test_files_of_the_site_are_kept_by_browsers(site: Any) -> None:
    """Style sheet, script and letters have an address that changes with them."""
    html = await page(site, "/")
    files = set(re.findall(r'"(/-/who-said-what/[^"]*)"', html))
    assert len(files) == 3
    for address in files:
        response = await site.client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
    for name in ("absent.css", "..%2Fpages.py"):
        assert (await site.client.get(f"/-/who-said-what/{name}")).status_code in (302, 404)


async def test_doubtful_speakers_are_perhaps_everywhere(tmp_path: Path) -> None:
    """Below one half the doubt is in every copy, and machines are told no speaker."""
    unsure = indexed("“It is a tunnel,” it said.", speaker="Bo Lind", confidence=0.49)
    site = Datasette([str(write(tmp_path / "news.db", [unsure]))])
    html = await page(site, f"/news/-/quote/{id_of(unsure)}")
    assert all("perhaps Bo Lind" in unescape(copy) for _, copy in COPY.findall(html))
    assert "spokenByCharacter" not in html
    assert "perhaps said by this speaker" in words_of(await page(site, "/news/-/speaker/1"))


def test_every_kind_of_speaker_has_words() -> None:
    """No page shows the code of a kind."""
    from indexer.site import wording  # noqa: PLC0415

    assert all(wording.speaker_kind(kind.value) != kind.value for kind in SpeakerKind)
