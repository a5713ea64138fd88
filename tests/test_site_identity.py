"""What a speaker's page says of who that is, through Datasette's own client."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from namesakes import rows, said, write
from test_site import page, words_of

from indexer.identity import Known
from indexer.store import Author, import_people, merge

if TYPE_CHECKING:
    from pathlib import Path

MAYOR, STRIKER = "mayor of Port Ellery", "Wenbury United striker"
HOSTILE = "<b>king</b> of Carrow"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two namesakes of several articles each, one of whom has two roles."""
    path = tmp_path_factory.mktemp("people") / "news.db"
    smith = "John Smith"
    write(
        path,
        [
            said(1, (smith, MAYOR), published="2020-01-05", publication="The Beacon"),
            said(2, (smith, MAYOR), published="2021-01-05", title="A vote"),
            said(3, (smith, "governor of Carrow"), ("Ann Lee", None), published="2024-03-01"),
            said(4, ("Smith", "Port Ellery mayor"), published="2020-02-01"),
            said(5, (smith, STRIKER), published="2024-02-05"),
            said(6, (smith, "striker"), published="2024-02-07"),
            said(7, ("Ann Lee", HOSTILE), published="2024-03-01"),
            said(8, ("Smith", None), published="2024-03-01"),
        ],
    )
    import_people(
        path,
        [
            Known("Q1", (smith,), "mayor of Port Ellery", "1960", None),
            Known("Q2", (smith,), "novelist <i>", "1970", None),
            Known("staff-7", ("Ann Lee",), "journalist", None, None),
        ],
    )
    return path


def id_of(path: Path, role: str) -> int:
    """Return the speaker who has a role."""
    ((speaker,),) = set(rows(path, f"SELECT speaker_id FROM speaker_links WHERE role = '{role}'"))
    return int(speaker)


def copied(path: Path, folder: Path) -> Path:
    """Return a copy of the database, to be changed."""
    copy = folder / "news.db"
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    return copy


async def section(path: Path, speaker: int, name: str) -> str:
    """Return a section of a speaker's page; empty where it has none."""
    html = await page(Datasette([str(path)]), f"/news/-/speaker/{speaker}")
    return html.partition(f'id="{name}"')[2].partition("</section>")[0]


async def test_roles_are_those_of_all_articles_and_lead_to_what_was_said_in_them(
    path: Path,
) -> None:
    """In the order in which they followed each other; each leads to its quotes."""
    html = await section(path, id_of(path, MAYOR), "roles")
    text = words_of(html)
    assert f"{MAYOR} 2 quotes, 5 January 2020 to 5 January 2021" in text
    assert text.index(MAYOR) < text.index("governor of Carrow 1 quote, 1 March 2024")
    (address,) = re.findall(r'href="([^"]*role=governor[^"]*)"', html)
    listed = words_of(await page(Datasette([str(path)]), address.replace("&amp;", "&")))
    assert "governor of Carrow" in listed
    assert "1 quote" in listed


async def test_namesakes_are_named_with_what_tells_them(path: Path) -> None:
    """Each leads to the other; a last name alone is nobody's namesake."""
    mayor, striker = id_of(path, MAYOR), id_of(path, STRIKER)
    assert mayor != striker
    html = await section(path, mayor, "namesakes")
    assert re.findall(r'href="([^"]*)"', html) == [f"/news/-/speaker/{striker}"]
    assert "striker 2 quotes, 5 February 2024 to 7 February 2024" in words_of(html)
    assert f"/news/-/speaker/{mayor}" in await section(path, striker, "namesakes")
    assert await section(path, id_of(path, HOSTILE), "namesakes") == ""


async def test_a_namesake_that_nothing_tells_may_be_the_same(path: Path, tmp_path: Path) -> None:
    """A full name that two bear, without a role, is neither's; both pages say so."""
    copy = copied(path, tmp_path)
    write(copy, [said(9, ("John Smith", None), published="2022-03-01")])
    html = words_of(await section(copy, id_of(copy, MAYOR), "namesakes"))
    assert "1 quote, 1 March 2022; perhaps this speaker: nothing tells" in html
    assert html.count("perhaps") == 1


async def test_the_page_says_why_and_how_sure(path: Path) -> None:
    """Every reason with its number of articles and one of them; what is unsure says so."""
    mayor = id_of(path, MAYOR)
    html = await section(path, mayor, "reasons")
    told = rows(
        path,
        "SELECT evidence, sure, count(*) FROM speaker_links"
        f" WHERE speaker_id = {mayor} GROUP BY evidence, sure",
    )
    assert len(told) > 1
    assert {sure for _, sure, _ in told} - {"certain"}
    for evidence, sure, count in told:
        doubt = {"certain": "", "likely": "likely ", "possible": "perhaps "}[sure]
        assert f"{doubt}{evidence} {count} article" in words_of(html)
    documents = {one for (one,) in rows(path, "SELECT id FROM documents")}
    named = set(re.findall(r"/-/document/([0-9a-f]+)", html))
    assert named
    assert named <= documents
    assert f"/news/speaker_links?speaker_id={mayor}" in html


async def test_who_of_the_register_it_may_be(path: Path) -> None:
    """Who it surely is, with Wikidata; who it may be, in words of doubt; never as markup."""
    html = await section(path, id_of(path, MAYOR), "candidates")
    assert 'href="https://www.wikidata.org/wiki/Q1"' in html
    assert "John Smith , mayor of Port Ellery (1960–)" in words_of(html)
    lee = await section(path, id_of(path, HOSTILE), "candidates")
    assert "wikidata" not in lee
    assert re.search("(likely|perhaps) Ann Lee , journalist", words_of(lee))
    whole = await page(Datasette([str(path)]), f"/news/-/speaker/{id_of(path, HOSTILE)}")
    assert "<b>king" not in whole
    assert "king" in words_of(whole)


async def test_a_decision_is_a_reason(path: Path, tmp_path: Path) -> None:
    """Whom somebody joined is one by that."""
    copy = copied(path, tmp_path)
    pair = [str(id_of(copy, STRIKER)), "Ann Lee"]
    joined = merge(copy, pair, Author("Jo Bell", "secret reasons")).speaker_id
    whole = words_of(await page(Datasette([str(copy)]), f"/news/-/speaker/{joined}"))
    assert "a person joined them" in whole
    assert "secret" not in whole


async def test_who_is_somebody_in_one_article_has_no_reasons(path: Path) -> None:
    """A last name alone, which nobody can place, is not compared with anybody."""
    ((alone,),) = rows(path, "SELECT id FROM speakers WHERE document_id IS NOT NULL")
    for name in ("reasons", "namesakes", "candidates"):
        assert await section(path, alone, name) == ""


@pytest.mark.parametrize("closed", ["speaker_profiles", "people"])
async def test_what_may_not_be_seen_is_not_told(path: Path, closed: str) -> None:
    """Whoever closes one of the tables has the page as it is without them."""
    rights: dict[str, Any] = {
        "databases": {"news": {"tables": {closed: {"allow": {"id": "editor"}}}}}
    }
    site = Datasette([str(path)], metadata=rights)
    html = await page(site, f"/news/-/speaker/{id_of(path, MAYOR)}")
    assert 'id="reasons"' not in html
    assert 'id="candidates"' not in html
    assert MAYOR in words_of(html)
