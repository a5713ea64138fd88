"""The site: every page, through Datasette's own client, on databases that the store wrote."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

import pytest
import yaml
from datasette.app import Datasette  # type: ignore[import-untyped]

from indexer.models import (
    Article,
    Attribution,
    IndexedArticle,
    Kind,
    Quotation,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
    quote_id,
    quote_text,
)
from indexer.site import marks, settings, wording
from indexer.site.search import MOST_RANKED, PAGE
from indexer.site.words import exact_words, read_words
from indexer.store import Writer, create_or_open

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HOSTILE_SPEAKER = '"; drop table quotes; --'
SCRIPT = "<script>alert('said')</script>"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n"
OWN_SCRIPT = re.compile(
    r'<script src="[^"]*/-/who-said-what/site\.js\?v=[0-9a-f]+" defer>'
    r'|<script type="application/ld\+json">'
)
POLICY = "Content-Security-Policy"


def indexed(
    text: str,
    *,
    parts: tuple[str, ...] = (),
    speaker: str | None = "Ada Okafor",
    kind: SpeakerKind = SpeakerKind.PERSON,
    mention: str | None = None,
    cue: str | None = None,
    role: str | None = None,
    method: str = "cue-subject",
    confidence: float = 0.93,
    **about: Any,
) -> IndexedArticle:
    """Return an article with one quote, whose parts are found in the text in their order."""
    article = Article(**({"source": "made.txt", "text": text} | about))
    spans = _spans(text, parts or tuple(re.findall("“(.*?)”", text)))
    attribution = Attribution(
        quotation=Quotation(spans),
        kind=Kind.DIRECT,
        mention=_span(text, mention),
        cue=_span(text, cue),
        method=method if speaker else "none",
        confidence=confidence if speaker else 0.2,
    )
    named = Speaker(speaker, kind, (speaker,)) if speaker else None
    identifier = quote_id(article.id, quote_text(text, spans), 0)
    context = Span(spans[0].start, spans[-1].end)
    return IndexedArticle(article, (Quote(identifier, attribution, named, role, context),))


def _spans(text: str, parts: tuple[str, ...]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for part in parts:
        start = text.index(part, spans[-1].end if spans else 0)
        spans.append(Span(start, start + len(part)))
    return tuple(spans)


def _span(text: str, words: str | None) -> Span | None:
    return Span(text.index(words), text.index(words) + len(words)) if words else None


HARBOUR = indexed(
    "The tunnel opened.\n\n“We said so,” Ada Okafor, the harbour commissioner, told reporters. "
    "“It is a tunnel.”\n\nNobody objected.",
    mention="Ada Okafor",
    cue="told reporters",
    role="the harbour commissioner",
    title="Tunnel opens",
    publication="The Estuary Post",
    published="2024-03-05",
    url="https://estuary.example/tunnel?a=1&b=2",
)
WALKERS = indexed(
    "Two spoke. “They walked in naïve and don’t regret it,” said Bo Lind.",
    parts=("They walked in naïve and don’t regret it,",),
    speaker="Bo Lind",
    publication="The Lantern",
    published="2023-12-24T18:00:00+01:00",
)
NOBODY = indexed("Somebody wrote: “The lights are out.”", speaker=None, published="2024-01-02")
UNNAMED = indexed(
    "“The pumps need watching,” a senior engineer said.",
    speaker="a senior engineer",
    kind=SpeakerKind.UNKNOWN,
)
PRONOUN = indexed("“It rained,” he said.", speaker=None, mention="he", published="2024-01-03")
HOSTILE = indexed(
    f"😀🏴󠁧󠁢󠁥󠁮󠁧󠁿𝔘 before.\n\n“{SCRIPT} is what I typed,” said {HOSTILE_SPEAKER}.",
    parts=(f"{SCRIPT} is what I typed,",),
    speaker=HOSTILE_SPEAKER,
    mention=HOSTILE_SPEAKER,
    cue="said",
    title="<b>bold</b> & “quoted”",
    publication="<i>Outlet</i>",
    published="<u>never</u>",
    url="javascript:alert(1)",
    author="<img src=x onerror=alert(1)>",
)
ARABIC = indexed(
    "قالت الشاعرة: “الكلمات بيوت صغيرة”.",
    speaker="ليلى حداد",
    published="2024-02-02",
)
ARTICLES = (HARBOUR, WALKERS, NOBODY, UNNAMED, PRONOUN, HOSTILE, ARABIC)


def write(path: Path, articles: Iterable[IndexedArticle]) -> Path:
    """Make a database of these articles."""
    db = create_or_open(path)
    Writer(db, path).write(articles)
    db.close()
    return path


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the articles above."""
    return write(tmp_path_factory.mktemp("index") / "news.db", ARTICLES)


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


async def page(site: Any, address: str, status: int = 200) -> str:
    """Return a page's HTML after checking its status, and that no script but our own can run."""
    response = await site.client.get(address)
    assert response.status_code == status, response.text
    assert response.headers[POLICY].startswith("default-src 'none';")
    assert "script-src 'self';" in response.headers[POLICY]
    assert "unsafe" not in response.headers[POLICY]
    scripts = re.findall("<script[^>]*>", response.text)
    assert all(OWN_SCRIPT.fullmatch(script) for script in scripts), scripts
    return str(response.text)


async def search(site: Any, q: str, **query: object) -> str:
    """Return the page of results."""
    return await page(site, f"/news/-/search?{urlencode({'q': q, **query})}")


def id_of(article: IndexedArticle) -> str:
    """Return the id of an article's quote."""
    return article.quotes[0].id


def found(html: str) -> set[str]:
    """Return the ids of the quotes that a page links to, but for those that are only near."""
    return set(re.findall(r"/-/quote/([0-9a-f]{16})", html.partition('id="nearest"')[0]))


def words_of(html: str) -> str:
    """Return a page's text without markup, with single spaces."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


async def test_home_shows_what_is_in_the_index(site: Any) -> None:
    """The only index attached has its home at the root: search box, sums, dates, quotes."""
    html = await page(site, "/")
    text = words_of(html)
    assert 'action="/news/-/search"' in html
    assert "quotes 7" in text
    assert "named speakers 4" in text
    assert "articles 7" in text
    assert "24 December 2023 to" in text
    assert found(html) == {id_of(article) for article in ARTICLES}


async def test_home_ranks_speakers_but_no_unnamed_sources(site: Any) -> None:
    """“A senior engineer” is nobody in particular, and so never among the most quoted."""
    ranking = (await page(site, "/news/-/home")).split('id="most-quoted"')[1]
    assert "Ada Okafor" in ranking
    assert "senior engineer" not in ranking


async def test_only_speakers_with_a_name_are_counted(tmp_path: Path) -> None:
    """“Residents”, “the report” and “the company” are in the table, but no named speakers."""
    given = [
        ("residents", SpeakerKind.GROUP),
        ("report", SpeakerKind.DOCUMENT),
        ("company", SpeakerKind.ORGANIZATION),
        ("an aide", SpeakerKind.UNKNOWN),
        ("Harbour Line", SpeakerKind.ORGANIZATION),
        ("Ada Okafor", SpeakerKind.PERSON),
    ]
    articles = [indexed(f"“No {name}.”", speaker=name, kind=kind) for name, kind in given]
    site = Datasette([str(write(tmp_path / "news.db", articles))])
    html = await page(site, "/")
    assert "named speakers 2 " in words_of(html)
    ranking = html.split('id="most-quoted"')[1]
    assert set(re.findall(r"/-/speaker/\d+\"><bdi>([^<]*)", ranking)) == {
        "Harbour Line",
        "Ada Okafor",
    }


async def test_doubt_is_shown_wherever_a_speaker_is(tmp_path: Path) -> None:
    """Below one half the name has “perhaps” before it, in lists and on the quote's page."""
    unsure = indexed("“It is a tunnel,” it said.", speaker="Bo Lind", confidence=0.49)
    sure = indexed("“It is no tunnel,” Ada said.", speaker="Ada Okafor", confidence=0.5)
    site = Datasette([str(write(tmp_path / "news.db", [unsure, sure]))])
    for html in (await page(site, "/"), await search(site, "tunnel")):
        assert words_of(html).count("perhaps") == 1
        assert "perhaps Bo Lind" in words_of(html)
    assert "perhaps Bo Lind" in words_of(await page(site, f"/news/-/quote/{id_of(unsure)}"))
    assert "perhaps" not in words_of(await page(site, f"/news/-/quote/{id_of(sure)}"))


async def test_several_indexes_leave_the_root_to_datasette(index: Path, tmp_path: Path) -> None:
    """With two indexes Datasette lists them, and each has a home of its own."""
    other = write(tmp_path / "other.db", [WALKERS])
    site = Datasette([str(index), str(other)])
    root = await site.client.get("/")
    assert root.status_code == 200
    assert POLICY not in root.headers
    assert "quote 1 " in words_of(await page(site, "/other/-/home"))
    assert "quotes 7 " in words_of(await page(site, "/news/-/home"))


async def test_a_foreign_database_has_no_pages_of_ours(index: Path, tmp_path: Path) -> None:
    """A database beside the index changes nothing at the root and is 404 under our addresses."""
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE quotes (text TEXT)")
    site = Datasette([str(foreign), str(index)])
    await page(site, "/")
    for path in ("/foreign/-/home", "/foreign/-/search?q=a", "/absent/-/home"):
        assert (await site.client.get(path)).status_code == 404
    alone = Datasette([str(foreign)])
    assert POLICY not in (await alone.client.get("/")).headers


async def test_an_empty_index_has_a_home_and_a_search(tmp_path: Path) -> None:
    """Nothing indexed yet is no error."""
    site = Datasette([str(write(tmp_path / "news.db", []))])
    assert "no quote in this index yet" in words_of(await page(site, "/"))
    assert "0 articles were searched" in words_of(await search(site, "anything"))


async def test_search_shows_hits_with_who_where_and_when(site: Any) -> None:
    """A result has the words marked, the speaker with role, outlet, date and a link."""
    html = await search(site, "tunnels")
    assert found(html) == {id_of(HARBOUR)}
    assert "a <mark>tunnel</mark>." in html
    text = words_of(html)
    assert "Ada Okafor , the harbour commissioner" in text
    assert "The Estuary Post , 5 March 2024" in text
    assert "“We said so,” … “It is a tunnel .”" in text


async def test_search_finds_speakers_by_name(site: Any) -> None:
    """A speaker's name finds what that speaker said."""
    assert found(await search(site, "okafor")) == {id_of(HARBOUR)}


@pytest.mark.parametrize(
    "typed",
    [
        *('"', '"unbalanced', '""', '"' * 501, "“", "'", "AND OR NOT", "NEAR(a b)", "{a b}"),
        *("*", "a*", "(", ")", "col:x", "text:", "-foo", "+", "^", "\\", "%", "😀", "\0", "a\0b"),
        *("", "a " * 3000),
    ],
)
async def test_any_punctuation_is_harmless(site: Any, typed: str) -> None:
    """Whatever is typed is looked for, never obeyed: the page is 200 and holds the form."""
    assert 'name="q"' in await search(site, typed)


@pytest.mark.parametrize("typed", ["don't", "don’t", "naive", "naïve", "NAIVE", '"naive and'])
async def test_apostrophes_accents_and_lone_marks_find_the_words(site: Any, typed: str) -> None:
    """Apostrophes split a word as in the index, accents and case are ignored."""
    assert id_of(WALKERS) in found(await search(site, typed))


async def test_operators_are_words(site: Any) -> None:
    """NOT does not exclude, OR does not widen and a column's name does not select."""
    for typed in ("tunnel NOT", "tunnel OR lights", "text:tunnel", "-tunnel lights"):
        assert not found(await search(site, typed))


async def test_only_marks_are_ignored_and_it_says_so(site: Any) -> None:
    """A search without any word shows everything and says why; marks beside words don't matter."""
    html = await search(site, "*")
    assert "no word in “ * ”" in words_of(html)
    assert len(found(html)) == len(ARTICLES)
    assert found(await search(site, "tunnel * -")) == {id_of(HARBOUR)}


async def test_nonsense_finds_nothing_and_says_what_was_searched(site: Any) -> None:
    """No hit: how many articles of which dates were searched."""
    html = await search(site, "xyzzyplugh")
    assert not found(html)
    assert "Nothing found. 7 articles of 24 December 2023 to" in words_of(html)


async def test_datasettes_own_search_finds_no_nonsense(site: Any) -> None:
    """Datasette has recognised the full-text index: else it would silently return all rows."""
    for word, hits in (("xyzzyplugh", 0), ("tunnel", 1)):
        response = await site.client.get(f"/news/quotes.json?_search={word}&_shape=array")
        assert len(response.json()) == hits


async def test_a_phrase_is_exact(site: Any) -> None:
    """“walk in” is not “walked in”, although both have the same stems; accents are ignored."""
    assert found(await search(site, "walk in")) == {id_of(WALKERS)}
    assert not found(await search(site, '"walk in"'))
    assert not found(await search(site, "“walk in”"))
    assert not found(await search(site, '"in walked"'))
    assert found(await search(site, '"walked in naive"')) == {id_of(WALKERS)}
    assert found(await search(site, '"Bo Lind" walking')) == {id_of(WALKERS)}


async def test_search_by_speaker(site: Any) -> None:
    """A speaker's link shows that speaker's quotes, with words or without."""
    html = await search(site, "tunnel")
    (speaker,) = set(re.findall(r'href="/news/-/speaker/(\d+)"', html))
    assert found(await page(site, f"/news/-/search?speaker={speaker}")) == {id_of(HARBOUR)}
    assert found(await search(site, "tunnel", speaker=speaker)) == {id_of(HARBOUR)}
    assert not found(await search(site, "lights", speaker=speaker))
    assert f'name="speaker" value="{speaker}"' in await search(site, "lights", speaker=speaker)


async def test_hostile_speaker_can_be_searched(site: Any) -> None:
    """A name full of marks narrows a search like any other, and drops no table."""
    html = await search(site, "typed")
    (speaker,) = set(re.findall(r"/-/speaker/(\d+)", html))
    assert found(await search(site, "typed", speaker=speaker)) == {id_of(HOSTILE)}
    assert len(found(await search(site, ""))) == len(ARTICLES)


@pytest.mark.parametrize("speaker", ["999", "x", "-1", "1 or 1", "9" * 40, "١"])
async def test_unknown_speaker_is_404(site: Any, speaker: str) -> None:
    """A speaker who is not there is a page that offers a search."""
    html = await page(site, f"/news/-/search?speaker={quote_plus(speaker)}", 404)
    assert "No such speaker" in html
    assert 'name="q"' in html


async def test_paging_keeps_the_state_in_the_address(tmp_path: Path) -> None:
    """Next links lead through all results once, with words and speaker; odd offsets do no harm."""
    articles = [
        indexed(f"“Number {i} of many hits”", published=f"2024-01-{i % 28 + 1:02}")
        for i in range(PAGE * 2 + 3)
    ]
    site = Datasette([str(write(tmp_path / "news.db", articles))])
    for query in ("q=many+hits", "speaker=1", "q=many+hits&speaker=1", "q="):
        address = f"/news/-/search?{query}"
        pages: list[set[str]] = []
        while address:
            html = await page(site, address)
            pages.append(found(html))
            following = re.search(r'rel="next" href="([^"]*)"', html)
            address = unescape(following[1]) if following else ""
        assert [len(ids) for ids in pages] == [PAGE, PAGE, 3]
        assert set.union(*pages) == {id_of(article) for article in articles}
    for offset in ("x", "-5", "99999999999999999999", "1e3"):
        await search(site, "many", next=offset)


async def test_many_hits_are_newest_first(tmp_path: Path) -> None:
    """Beyond the limit the order is by date, and pages go on to the end; the page says so."""
    path = write(tmp_path / "news.db", [HARBOUR])
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO quotes SELECT ?, document_id, kind, 'common words', start_char, end_char,"
            " speaker_id, speaker_name, mention, mention_start, mention_end, role, cue, cue_start,"
            " cue_end, method, confidence, publication_id, ?, context_start, context_end,"
            " NULL, NULL, appearance_id FROM quotes WHERE id = ?",
            [
                (f"{i:016x}", f"20{10 + i % 10}-01-01", id_of(HARBOUR))
                for i in range(MOST_RANKED + 5)
            ],
        )
    site = Datasette([str(path)])
    html = await search(site, "common")
    assert "2,005 quotes , newest first" in words_of(html)
    assert "add a word" in words_of(html)
    assert set(re.findall(r'<time datetime="(\d+)', html)) == {"2019"}
    assert "newest first" in words_of(await search(site, '"common words"', speaker=1))
    last = await search(site, "common", next=MOST_RANKED)
    assert len(found(last)) == 5
    assert 'rel="next"' not in last
    assert "1 quote " in words_of(await search(site, "tunnel"))


async def test_quote_page_marks_everything_in_the_article(site: Any) -> None:
    """All parts, the mention and the cue are marked; the paragraphs are kept; the source linked."""
    html = await page(site, f"/news/-/quote/{id_of(HARBOUR)}")
    assert '<mark class="quotation" id="quotation">We said so,</mark>” ' in html
    assert '“<mark class="quotation">It is a tunnel.</mark>”' in html
    assert '<mark class="mention">Ada Okafor</mark>' in html
    assert '<mark class="cue">told reporters</mark>' in html
    assert '<p dir="auto">Nobody objected.</p>' in html
    words = "text=We%20said%20so%2C&amp;text=It%20is%20a%20tunnel."
    assert f'href="https://estuary.example/tunnel?a=1&amp;b=2#:~:{words}"' in html
    text = words_of(html)
    assert "very likely right (93%)" in text
    assert "the subject of the reporting verb" in text
    assert "how probable it is that “ Ada Okafor ” names who said this" in text
    assert "and means Ada Okafor" in text


@pytest.mark.parametrize("article", ARTICLES)
async def test_the_whole_article_is_shown(site: Any, article: IndexedArticle) -> None:
    """Without the markup, the page holds the article's text, and the marks are its spans."""
    html = await page(site, f"/news/-/quote/{id_of(article)}")
    body = html.split("</header>")[-1].split("</article>")[0]
    shown = unescape(re.sub("<[^>]*>", "", body))
    assert shown.split() == article.article.text.split()
    marked = re.findall(r'<mark class="quotation"[^>]*>(.*?)</mark>', body)
    parts = [part.of(article.article.text) for part in article.quotes[0].parts]
    assert [unescape(words) for words in marked] == parts


async def test_unattributed_quotes_are_shown_honestly(site: Any) -> None:
    """Nobody named: the page says so, and what the article says instead."""
    nobody = words_of(await page(site, f"/news/-/quote/{id_of(NOBODY)}"))
    assert "Nobody could be named." in nobody
    assert "Confidence" not in nobody
    assert "who is meant by “ he ”" in words_of(await page(site, f"/news/-/quote/{id_of(PRONOUN)}"))


async def test_hostile_text_is_escaped_everywhere(site: Any) -> None:
    """Script in quote, title, outlet, author, date and search never becomes markup or a link."""
    quote = await page(site, f"/news/-/quote/{id_of(HOSTILE)}")
    pages = [quote, await page(site, "/"), await search(site, SCRIPT), await search(site, "typed")]
    for html in pages:
        for markup in ("<script>", "<b>", "<i>", "<u>", "<img", 'href="javascript', "onclick"):
            assert markup not in html
    assert "&lt;script&gt;" in quote
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; “quoted”" in quote


@pytest.mark.parametrize("key", ["0000000000000000", "x", "%00", "%22%3E%3Cscript%3E", "~", "é"])
async def test_unknown_quote_is_404(site: Any, key: str) -> None:
    """A quote that is not there is a page that offers a search, and reflects no markup."""
    html = await page(site, f"/news/-/quote/{key}", 404)
    assert "No such quote" in html
    assert "<script>" not in html
    assert 'action="/news/-/search"' in html


async def test_a_query_out_of_time_is_a_readable_page(site: Any) -> None:
    """What takes too long ends as a page that says so, not as a stack trace."""
    await site.invoke_startup()
    site.sql_time_limit_ms = 100
    database = site.databases["news"]
    execute = database.execute

    async def slow(sql: str, *arguments: Any, **options: Any) -> Any:
        return await execute(ENDLESS if "MATCH" in sql else sql, *arguments, **options)

    database.execute = slow
    assert "This took too long" in await page(site, "/news/-/search?q=tunnel", 503)


async def test_tables_that_may_not_be_seen_close_the_pages(index: Path) -> None:
    """Our pages show nothing of an index to somebody who may not see one of its tables."""
    closed = {"databases": {"news": {"tables": {"documents": {"allow": False}}}}}
    site = Datasette([str(index)], metadata=closed)
    for path in ("/", "/news/-/search", f"/news/-/quote/{id_of(HARBOUR)}"):
        response = await site.client.get(path)
        assert response.status_code == 403
        assert "tunnel" not in response.text
    assert "Search quotes" not in (await site.client.get("/news")).text


async def test_base_url_is_kept(index: Path) -> None:
    """Behind a prefix every link of ours has it."""
    site = Datasette([str(index)], settings={"base_url": "/prefix/"})
    html = str((await site.client.get("/")).text)
    links = re.findall(r'(?:href|action)="(/[^"]*)"', html)
    assert links
    assert all(link.startswith("/prefix/") for link in links)


async def test_the_style_sheet_is_served_and_nothing_else_is_asked_for(site: Any) -> None:
    """A page asks for one style sheet of ours, and for nothing from elsewhere."""
    html = await page(site, "/")
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]*)"', html)
    response = await site.client.get(sheet)
    assert response.status_code == 200
    assert "http" not in response.text
    assert "@import" not in response.text
    assert "style=" not in html


async def test_links_from_our_pages_lead_somewhere(site: Any) -> None:
    """Every address of this site that our pages name answers."""
    pages = ["/", "/news/-/search?q=tunnel", "/news/-/search?speaker=1", "/news/-/search?q=no+no"]
    seen: set[str] = set()
    for path in [*pages, f"/news/-/quote/{id_of(HARBOUR)}"]:
        seen |= {unescape(a) for a in re.findall(r'href="(/[^"]*)"', await page(site, path))}
    for address in sorted(seen):
        assert (await site.client.get(address)).status_code == 200, address


async def test_datasettes_pages_are_described(site: Any) -> None:
    """Tables, views and columns carry their descriptions, and lead back to our pages."""
    tables = words_of((await site.client.get("/news")).text)
    assert "Quotations from news articles" in tables
    assert "Search quotes in news" in tables
    for table, words in (
        ("quotes", "the end is exclusive"),
        ("attributed_quotes", "the table to begin with"),
        ("documents", "character for character"),
    ):
        html = unescape((await site.client.get(f"/news/{table}")).text)
        assert words in html


async def test_datasette_labels_keys_and_hides_what_is_internal(site: Any) -> None:
    """Foreign keys show names, and the full-text and migration tables are out of the way."""
    html = (await site.client.get("/news/quotes")).text
    assert re.search(r'href="/news/speakers/\d+">Ada Okafor</a>', html)
    tables = (await site.client.get("/news.json")).json()["tables"]
    shown = {table["name"] for table in tables if not table["hidden"]}
    people = {"speakers", "speaker_names"}
    history = {"revisions", "revision_quotes"}
    outlets = {"publications", "publication_names"}
    across = {"quote_clusters", "document_groups"}
    identity = {"appearances", "speaker_candidates", "people"}
    texts = {"documents", "quotes", "quote_parts"}
    assert shown == people | outlets | history | across | identity | texts


async def test_datasette_sorts_tables_as_configured(site: Any) -> None:
    """The newest quote comes first in Datasette's table, without any setting of the user's."""
    rows = (await site.client.get("/news/speakers.json?_shape=array")).json()
    assert rows[0]["quote_count"] == max(row["quote_count"] for row in rows)
    rows = (await site.client.get("/news/attributed_quotes.json?_shape=array")).json()
    dates = [row["published"] or "" for row in rows]
    assert dates == sorted(dates, reverse=True)


async def test_own_metadata_comes_first(index: Path) -> None:
    """What the person who runs Datasette says about a table replaces what we say."""
    own = {"databases": {"news": {"tables": {"quotes": {"description": "Our own words."}}}}}
    site = Datasette([str(index)], metadata=own)
    html = (await site.client.get("/news/quotes")).text
    assert "Our own words." in html
    assert "one row for each utterance" not in html


async def test_serve_passes_settings_that_datasette_takes(index: Path) -> None:
    """The settings and metadata for `indexer serve` are valid in this release of Datasette."""
    site = Datasette(
        [str(index)],
        metadata=settings.serve_metadata("news"),
        settings=settings.serve_settings(),
    )
    assert site.setting("suggest_facets") is False
    assert "quotes 7" in words_of(await page(site, "/"))
    assert (await site.client.get("/news/quotes")).status_code == 200


def test_every_column_is_described(index: Path) -> None:
    """Descriptions and schema name the same tables and columns, neither more nor fewer."""
    described = {
        (table, column)
        for table, about in settings.database_metadata()["tables"].items()
        for column in about["columns"]
    }
    with sqlite3.connect(index) as connection:
        there = set(
            connection.execute(
                "SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_xinfo(t.name) AS c"
                " WHERE t.type IN ('table', 'view') AND t.name NOT GLOB '*_fts_*'"
                " AND t.name NOT GLOB 'sqlite_*' AND c.hidden = 0"
            )
        )
    assert described == there


def test_descriptions_are_of_the_tables_that_are_shown() -> None:
    """Every table is described, and descriptions are sentences."""
    tables = settings.database_metadata()["tables"].values()
    texts = [about["description"] for about in tables]
    texts += [text for about in tables for text in about["columns"].values()]
    assert all(text.endswith(".") and "\n" not in text for text in texts)
    assert yaml.safe_dump(settings.serve_metadata("news"))


def test_the_confidence_is_said_to_be_of_the_speaker() -> None:
    """In both tables that have it: that the mention is right and that it is known who is meant."""
    tables = settings.database_metadata()["tables"]
    for table in ("quotes", "attributed_quotes"):
        description = tables[table]["columns"]["confidence"]
        assert "that the speaker is right" in description
        assert "that the mention names who said it" in description
        assert "that it is known who is meant" in description


def test_the_site_loads_no_stage_and_no_spacy() -> None:
    """Serving stays light: no spaCy, no httpx of ours, nothing of the pipeline."""
    script = (
        "import sys, indexer.site; from indexer.site import settings; settings.database_metadata();"
        "print([m for m in sys.modules if m.split('.')[0] in ('spacy', 'thinc')"
        " or m.startswith('indexer.') and m.split('.')[1] not in"
        " ('site', 'version', 'wordings', 'checking', 'languages', 'models')])"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_words_and_phrases_are_read() -> None:
    """Balanced marks make phrases; terms are quoted, so nothing in them is an operator."""
    words = read_words('one "two  three" “four” "five')
    assert words.terms == ("one", "two  three", "four", "five")
    assert words.phrases == ("two  three", "four")
    assert words.match == '"one" AND "two  three" AND "four" AND "five"'
    assert read_words('" ’ * 😀 ""').terms == ()


def test_exact_words_ignore_case_accents_and_punctuation() -> None:
    """What the full-text index ignores the comparison ignores too, but not endings."""
    assert exact_words("Naïve, «don’t»_go") == " naive don t go "
    assert exact_words("walk") not in exact_words("walked sidewalk")
    assert exact_words(None) == ""


def test_marks_overlap_and_leave_the_text_whole() -> None:
    """Where spans overlap the first wins, spans beyond the text do no harm, nothing is lost."""
    text = "one two\n\nthree 😀 four"
    spans = [
        marks.Mark("quotation", 4, 14),
        marks.Mark("cue", 0, 6),
        marks.Mark("mention", 15, 99),
    ]
    paragraphs = marks.marked_paragraphs(text, spans)
    assert [(run.text, run.kind) for run in chain(*paragraphs)] == [
        *(("one ", "cue"), ("two", "quotation")),
        *(("three", "quotation"), (" ", ""), ("😀 four", "mention")),
    ]
    assert [run.text for run in chain(*paragraphs) if run.is_first] == ["one ", "two", "😀 four"]


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://a.example/b?c=d", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://a.example", False),
        ("https://", False),
        ("//a.example", False),
        ("data:text/html,x", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, is_link: bool) -> None:
    """Only http and https may be opened from our pages."""
    assert (wording.web_address(url) is not None) == is_link


def test_wording() -> None:
    """Dates, counts, methods and probabilities are said in words, unknown ones as they are."""
    assert wording.day("2024-03-05T10:00:00Z") == "5 March 2024"
    assert wording.day("spring 2024") == "spring 2024"
    assert wording.dates("2024-03-05", "2024-03-05") == "5 March 2024"
    assert wording.count(1, "quote") == "1 quote"
    assert wording.count(2000, "quote") == "2,000 quotes"
    assert wording.method("brand-new-rule") == "brand new rule"
    assert wording.likelihood(0.3) == "uncertain (30%)"
