"""Quotes across articles: how a quote was printed elsewhere, the most travelled, the disputed."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from test_site import ENDLESS, indexed, page, words_of, write
from travels import (
    ALONE,
    CHANGED,
    DISPUTED,
    EVERYTHING,
    EXCERPT,
    HARBOUR,
    HOSTILE_TRAVELS,
    SCRIPT,
    SPREAD,
    UNSAID,
)
from utterances import BELL, RUIZ, printed

from indexer.site import travelled, variants
from indexer.site.differing import LONGEST_COMPARED, compared
from indexer.site.spread import spread

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.models import IndexedArticle

ODD_DATES = (None, "never", "")
HOLED = re.compile(r'<span class="unseen">.*?</span>')


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of articles in which words travel, hostile ones among them."""
    return write(tmp_path_factory.mktemp("travels") / "news.db", EVERYTHING)


@pytest.fixture
def site(index: Path) -> Any:
    """Datasette with that database and nothing configured."""
    return Datasette([str(index)])


def quote(article: IndexedArticle) -> str:
    """Return the address of an article's quote."""
    return f"/news/-/quote/{article.quotes[0].id}"


async def elsewhere(site: Any, article: IndexedArticle) -> str:
    """Return the section of a quote's page about other articles."""
    html = await page(site, quote(article))
    return html.split('id="elsewhere"')[1].split("</section>")[0]


def seen(html: str) -> str:
    """Return what is to be seen of a page's text."""
    return words_of(HOLED.sub("", html))


# A quote's page


async def test_a_quote_says_in_how_many_articles_it_is(site: Any) -> None:
    """Copies of a wire story are one source; when it was first seen is told, and where."""
    above = words_of((await page(site, quote(SPREAD[3]))).split('class="actions"')[0])
    assert "Also said in 5 articles ; first seen 5 November 2024 in The Ellery Beacon" in above
    assert "first seen here" in words_of(await page(site, quote(SPREAD[0])))
    text = words_of(await elsewhere(site, SPREAD[0]))
    assert "6 articles of 6 outlets, 5 sources: copies of one text count as one." in text
    assert "5 November 2024 to 1 December 2024" in text


async def test_a_quote_of_one_article_is_as_before(site: Any) -> None:
    """Nothing is said of others where there are none."""
    html = await page(site, quote(ALONE))
    assert 'id="elsewhere"' not in html
    assert "Also said" not in html


async def test_wordings_are_compared_word_by_word(site: Any) -> None:
    """What was added, left out and changed is marked, with words for those who see no marks."""
    html = await elsewhere(site, SPREAD[0])
    changed = html.split("Morning Warden")[0].rpartition("<blockquote")[2]
    assert re.findall("<ins>(.*?)</ins>", HOLED.sub("", changed)) == [
        "at Port Ellery",
        "by December",
    ]
    assert re.findall("<del>(.*?)</del>", HOLED.sub("", changed)) == ["close", "winter"]
    assert '<mark class="changed"><del>close</del> shut</mark>' in HOLED.sub("", changed)
    assert "[added: by December ]" in words_of(changed)
    assert "[left out: winter ]" in words_of(changed)
    assert "[instead of: close ] [now: shut ]" in words_of(changed)
    # What is left when nothing but the wording's own words are kept is the wording.
    own = re.sub("<del>.*?</del>", "", HOLED.sub("", changed.partition(">")[2]))
    assert f"“{CHANGED}”" in words_of(re.sub("</?(?:ins|mark)[^>]*>", "", own)).replace("  ", " ")


async def test_every_outlet_is_beside_its_wording(site: Any) -> None:
    """With its day and a link to the quote there; the quote's own wording comes first."""
    html = await elsewhere(site, SPREAD[0])
    wordings = (
        html.split('<ol class="wordings">')[1].split("</ol>")[0].split('<ul class="printings">')
    )
    assert words_of(wordings[1].split("</ul>")[0]) == (
        "The Estuary Post , 6 November 2024 The Lantern , 6 November 2024"
        " Tradewind Weekly , 1 December 2024"
    )
    assert {quote(article) for article in SPREAD[1:]} == set(
        re.findall("/news/-/quote/[0-9a-f]+", html)
    )


async def test_words_that_nobody_else_has_are_named(site: Any) -> None:
    """But not what a newsroom put in square brackets."""
    text = words_of(await elsewhere(site, SPREAD[0]))
    assert "Nobody else has “ shut ”, “ by December ”." in text
    assert "“ at Port Ellery ”" not in text


async def test_what_an_excerpt_leaves_out_only_the_others_have(tmp_path: Path) -> None:
    """In stretches as they stand there, not word by word; whoever prints them."""
    whole = "We said one hour before it is safe, and not one hour after, said the mayor of the town"
    cut = printed("b.example/1", [(RUIZ, "one hour before it is safe")])
    articles = [printed(f"a{n}.example/1", [(RUIZ, whole)], around=f"Day {n}.") for n in (1, 2)]
    site = Datasette([str(write(tmp_path / "news.db", [*articles, cut]))])
    text = words_of(await elsewhere(site, articles[0]))
    assert (
        "Only these have “ We said ”, “ and not one hour after, said the mayor of the town ”."
        in text
    )


async def test_the_spread_is_drawn_with_its_numbers(site: Any) -> None:
    """One step a day, in words for those who do not see it, the table one click away."""
    html = await elsewhere(site, SPREAD[0])
    chart = html.split('class="chart spread"')[1]
    assert chart.count("<rect") == 5
    assert 'aria-label="From 1 article on 5 November 2024 to 6 by 1 December 2024."' in chart
    rows = [words_of(row) for row in re.findall("<tr>.*?</tr>", chart)[1:]]
    assert rows[1] == "6 November 2024 The Estuary Post , The Lantern 3"
    assert rows[-1] == "1 December 2024 Tradewind Weekly 6"


async def test_a_dispute_names_everybody(site: Any) -> None:
    """Doubt is shown as doubt: both names, how many articles have each, above and beside."""
    for article in DISPUTED:
        html = await page(site, quote(article))
        assert "Who said it is disputed" in words_of(html)
        notice = words_of(html.split("notice disputed")[1].split("</ul>")[0])
        assert "Articles disagree about who said this." in notice
        assert "Owen Bell , in 2 articles of 2 outlets Marta Ruiz , in 1 article" in notice
    text = words_of(await elsewhere(site, DISPUTED[0]))
    assert "The Estuary Post , 7 November 2024 : said by Owen Bell" in text


async def test_a_doubtful_name_stays_doubtful(tmp_path: Path) -> None:
    """Where the program is not sure of a name, it says so here too."""
    words = "The ferry company has broken every promise that it made to the fishermen of the island"
    sure = indexed(f"“{words},” Ada said.", publication="The Post")
    unsure = indexed(f"So “{words},” it said.", speaker="Bo Lind", confidence=0.3)
    site = Datasette([str(write(tmp_path / "news.db", [sure, unsure]))])
    text = words_of(await elsewhere(site, sure))
    assert text.count("perhaps Bo Lind") == 2
    assert "perhaps Ada" not in text


async def test_unnamed_speakers_are_told_apart(site: Any) -> None:
    """Who is named in one article only, and nobody, are no dispute."""
    text = words_of(await elsewhere(site, UNSAID[0]))
    assert "disagree" not in text
    assert "said by nobody who could be named" in text
    assert "said by senior aide" in words_of(await elsewhere(site, UNSAID[1]))


async def test_many_printings_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a quote in hundreds of outlets a part is read and shown, and the page says which."""
    monkeypatch.setattr(variants, "MOST_READ", 40)
    monkeypatch.setattr(variants, "MOST_VARIANTS", 8)
    many = [
        printed(f"a{n}.example/1", [(RUIZ, f"{HARBOUR} by week {n // 2}")], around=f"Number {n}.")
        for n in range(70)
    ]
    path = write(tmp_path / "news.db", many)
    site = Datasette([str(path)])
    html = await elsewhere(site, many[0])
    text = words_of(html)
    assert "Also said in 69 articles" in text
    assert "Only the first 40 of 70 printings are compared here, and of their 20 wordings" in text
    assert "wordings the 8 that most sources have are shown" in text
    assert html.count('class="printings"') == 8
    assert "Nobody else has" not in text
    assert re.search(r'href="/news/quotes\?cluster_id=[^"]+">All of them as a table', html)


async def test_a_page_that_cannot_wait_says_how_many(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where reading all printings takes too long there is still their number."""
    monkeypatch.setattr(variants, "PRINTINGS", f"{ENDLESS} WHERE :cluster AND :most")
    monkeypatch.setattr(variants, "MILLISECONDS", 20)
    text = words_of(await elsewhere(site, SPREAD[0]))
    assert "Also said in 5 articles" in text
    assert "To read all 6 printings takes too long now." in text


async def test_hostile_words_stay_words(site: Any) -> None:
    """Markup in quotes, names, outlets and dates is text in every part of these pages."""
    addresses = [quote(article) for article in HOSTILE_TRAVELS]
    for address in [*addresses, "/news/-/travelled", "/news/-/travelled?disputed=yes", "/"]:
        html = await page(site, address)
        assert SCRIPT in words_of(html), address
        assert "<b>wins" not in html
        assert "<i>Outlet" not in html
        assert "<u>never" not in html


async def test_an_index_without_clusters_has_its_pages(index: Path, tmp_path: Path) -> None:
    """An older database, which nobody has upgraded, shows what it knows, as before."""
    old = tmp_path / "news.db"
    old.write_bytes(index.read_bytes())
    with sqlite3.connect(old) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for table in ("quote_clusters", "document_copies", "document_groups", "wording_shingles"):
            connection.execute(f"DROP TABLE {table}")
    site = Datasette([str(old)])
    html = await page(site, quote(DISPUTED[0]))
    assert 'id="elsewhere"' not in html
    assert "The same words elsewhere" in html
    await page(site, "/")
    assert "does not know which quotes are the same" in await page(site, "/news/-/travelled")
    assert (await site.client.get("/news/-/travelled.json")).status_code == 404


async def test_closed_clusters_stay_closed(index: Path) -> None:
    """Who may not see the table of clusters sees nothing of it on our pages."""
    closed = {"databases": {"news": {"tables": {"quote_clusters": {"allow": False}}}}}
    is_before_1_0 = not hasattr(Datasette, "set_column_metadata")
    site = Datasette([str(index)], **{"metadata" if is_before_1_0 else "config": closed})
    assert 'id="elsewhere"' not in await page(site, quote(SPREAD[0]))
    assert 'id="most-travelled"' not in await page(site, "/")
    for address in ("travelled", "travelled.json", "travelled.csv"):
        assert (await site.client.get(f"/news/-/{address}")).status_code == 403


# The lists


def listed(html: str) -> list[str]:
    """Return the quotes that a list shows, in its order."""
    return [words_of(quote) for quote in re.findall("<blockquote[^>]*>(.*?)</blockquote>", html)]


async def test_what_most_sources_have_comes_first(site: Any) -> None:
    """With sources, articles, outlets, wordings, dates and who said it."""
    html = await page(site, "/news/-/travelled")
    quotes = listed(html)
    assert quotes[0] == f"“{CHANGED}”"
    assert len(quotes) == 4
    first = words_of(html.split("<li>")[1])
    assert first.startswith("5 sources “")
    assert "Marta Ruiz 6 articles, 6 outlets, 3 wordings; 5 November 2024 to 1 December" in first
    assert "4 utterances , most sources first" in words_of(html)
    for address in re.findall(r'"(/news/-/quote/[0-9a-f]+)#elsewhere"', html):
        assert 'id="elsewhere"' in await page(site, address)


async def test_the_disputed_are_a_list_of_their_own(site: Any) -> None:
    """Both names, with the doubt between them."""
    html = await page(site, "/news/-/travelled?disputed=yes")
    assert len(listed(html)) == 2
    assert "Disputed: Marta Ruiz or Owen Bell" in words_of(html)
    assert "Disputed quotes" in html.split("</title>")[0]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("speaker={RUIZ}", 1),
        ("speaker={BELL}", 0),
        ("outlet={Tradewind Weekly}", 1),
        ("outlet={The Estuary Post}", 3),
        ("outlet={The Estuary Post}&disputed=yes", 1),
        ("from=2024-11&to=2024-11", 4),
        ("from=2024-12", 0),
        ("to=2023", 0),
    ],
)
async def test_the_list_can_be_narrowed(site: Any, index: Path, asked: str, count: int) -> None:
    """By who said it, who printed it, and when it was first seen; as a page and as data."""
    with sqlite3.connect(index) as connection:
        names = {"RUIZ": RUIZ.name, "BELL": BELL.name}
        for key in re.findall("{(.*?)}", asked):
            table = "speakers" if key in names else "publications"
            found = connection.execute(
                f"SELECT id FROM {table} WHERE name = ?", [names.get(key, key)]
            ).fetchone()
            asked = asked.replace(f"{{{key}}}", str(found[0]))
    assert len(listed(await page(site, f"/news/-/travelled?{asked}"))) == count
    response = await site.client.get(f"/news/-/travelled.json?{asked}")
    assert len(response.json()["rows"]) == count


async def test_odd_addresses_are_answered(site: Any) -> None:
    """What cannot be read is left out and said so; who is not there is a page that says so."""
    assert "could not be read" in await page(site, "/news/-/travelled?from=%3Cscript%3E")
    assert "There is no other" in await page(site, "/news/-/travelled?next=999")
    assert "would end before it begins" in await page(site, "/news/-/travelled?from=2025&to=2024")
    for asked in ("speaker=999", "outlet=999", "speaker=x"):
        await page(site, f"/news/-/travelled?{asked}", status=404)


async def test_pages_follow_each_other(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every utterance is on one page, narrowed or not, however few each looks at."""
    monkeypatch.setattr(travelled, "PAGE", 1)
    monkeypatch.setattr(travelled, "MOST_LOOKED_AT", 1)
    for asked, count in (("", 4), ("?from=2024", 4), ("?disputed=yes", 2)):
        address: str | None = f"/news/-/travelled{asked}"
        seen: list[str] = []
        visited = 0
        while address and visited < 9:
            html = await page(site, address)
            seen += listed(html)
            following = re.search('rel="next" href="([^"]+)"', html)
            address = following[1].replace("&amp;", "&") if following else None
            visited += 1
        assert len(seen) == len(set(seen)) == count, asked


async def test_the_list_is_there_as_data(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """CSV and JSON have the same rows; a limit leads on to the rest."""
    monkeypatch.setattr(travelled, "BATCH", 1)
    response = await site.client.get("/news/-/travelled.json")
    rows = response.json()["rows"]
    assert [row["sources"] for row in rows] == [5, 3, 3, 2]
    assert rows[0]["quote"] == CHANGED
    assert (rows[0]["speaker"], rows[0]["articles"], rows[0]["outlets"]) == ("Marta Ruiz", 6, 6)
    assert (rows[1]["speaker"], rows[1]["disputed"]) == (None, 1)
    assert any(row["speakers"] == "Marta Ruiz; Owen Bell" for row in rows)
    text = (await site.client.get("/news/-/travelled.csv")).text
    assert [row["quote"] for row in csv.DictReader(StringIO(text, newline=""))] == [
        row["quote"] for row in rows
    ]
    first = (await site.client.get("/news/-/travelled.json?limit=3")).json()
    rest = (await site.client.get(first["next"].removeprefix("http://localhost"))).json()
    assert [row["id"] for row in first["rows"] + rest["rows"]] == [row["id"] for row in rows]
    assert rest["next"] is None


async def test_home_and_speakers_lead_there(site: Any, index: Path, tmp_path: Path) -> None:
    """Home shows what travelled if anything did; a speaker's page leads to what of theirs did."""
    home = (await page(site, "/")).split('id="most-travelled"')[1].split("</section>")[0]
    assert listed(home)[0] == f"“{CHANGED}”"
    for address in ("/news/-/travelled", "/news/-/travelled?disputed=yes", "/news/-/check"):
        assert f'href="{address}"' in home
    with sqlite3.connect(index) as connection:
        (ruiz,) = connection.execute(
            "SELECT id FROM speakers WHERE name = ?", [RUIZ.name]
        ).fetchone()
    assert f"/news/-/travelled?speaker={ruiz}" in await page(site, f"/news/-/speaker/{ruiz}")
    other = Datasette([str(write(tmp_path / "other.db", [ALONE]))])
    assert 'id="most-travelled"' not in await page(other, "/")
    assert "/-/travelled?speaker" not in await page(other, "/other/-/speaker/1")
    assert "No quote here stands in several" in await page(other, "/other/-/travelled")


# The pieces


def test_a_wording_is_whole_in_its_pieces() -> None:
    """The pieces' texts are the wording, character by character."""
    for one, other in ((HARBOUR, CHANGED), (HARBOUR, EXCERPT), (EXCERPT, HARBOUR), ("", EXCERPT)):
        pieces = compared(one, other)
        assert pieces is not None
        assert "".join(piece.text for piece in pieces) == other


def test_long_omissions_are_shortened_and_endless_words_not_compared() -> None:
    """How many words are not shown is told."""
    (omitted,) = [
        piece for piece in compared(f"one {'word ' * 40}two", "one two") or () if piece.kind
    ]
    assert omitted.before == "word word word word word … word word word word word"
    assert omitted.untold == 30
    assert compared("a" * (LONGEST_COMPARED + 1), "a") is None


def test_hours_are_told_where_all_articles_tell_theirs() -> None:
    """Within two days, and only if no article has but a date; the zone makes no difference."""
    times = ("2024-03-05T08:10:00Z", "2024-03-05T10:20:00+01:00", "2024-03-05T23:00:00Z")
    rows = [
        {"document_id": str(n), "published": time, "publication": f"P{n}"}
        for n, time in enumerate(times)
    ]
    hourly = spread(rows)
    assert hourly is not None
    assert [step.label for step in hourly.steps] == [
        "5 March 2024, 08:00 UTC",
        "5 March 2024, 09:00 UTC",
        "5 March 2024, 23:00 UTC",
    ]
    assert spread([*rows, {**rows[0], "document_id": "x", "published": "2024-03-05"}]) is None
    assert (
        spread([{**row, "published": odd} for row, odd in zip(rows, ODD_DATES, strict=True)])
        is None
    )


def test_the_steps_fill_the_chart() -> None:
    """Each begins where the last one ended, and none is lower than the one before."""
    days = ("2024-03-05", "2024-03-05", "2024-03-09", "2025-01-01", None)
    rows = [
        {"document_id": str(n), "published": day, "publication": None} for n, day in enumerate(days)
    ]
    drawn = spread(rows)
    assert drawn is not None
    assert (drawn.top, drawn.undated, drawn.unit) == (4, 1, "day")
    ends = [round(step.x + step.width, 2) for step in drawn.steps]
    assert ends[:-1] == [round(step.x, 2) for step in drawn.steps[1:]]
    assert ends[-1] == 100
    assert json.dumps([step.articles for step in drawn.steps]) == "[2, 3, 4]"
