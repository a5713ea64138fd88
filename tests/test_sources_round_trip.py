"""The same articles, quotes and speakers come out of every form in which people have them."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from functools import partial
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
import zstandard
from inputs import articles, as_csv, as_json_lines, as_page, as_record, as_text, as_warc, write
from webserver import serving

from indexer import pipeline
from indexer.demo import sample_folder
from indexer.sources.following import WebOptions
from indexer.sources.web import FetchOptions
from indexer.store import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from indexer.models import Article
    from indexer.pipeline.extractor import Extractor


@pytest.fixture(scope="module")
def twenty() -> list[Article]:
    """Twenty of the samples, those that don't repeat their title in the text."""
    found = [each for each in articles(sample_folder()) if not _repeats_title(each)][:20]
    return [replace(each, text=each.text.strip()) for each in found]


def _repeats_title(article: Article) -> bool:
    return article.text.lower().startswith((article.title or "").lower())


def said(found: list[Article]) -> list[tuple[str | None, ...]]:
    """Return what is known of articles, whatever they were read from."""
    known = (
        (each.url, each.title, each.author, each.publication, each.published, each.text, each.id)
        for each in found
    )
    return sorted(known, key=str)


def many(folder: Path, twenty: list[Article], kind: str) -> Path:
    """Write each article to a file of its own."""
    as_file = as_page if kind == "html" else as_text
    for number, article in enumerate(twenty):
        write(folder / f"{number}.{kind}", as_file(article))
    return folder


@pytest.mark.parametrize("kind", ["txt", "md", "html"])
def test_from_files(tmp_path: Path, twenty: list[Article], kind: str) -> None:
    """Text with front matter, Markdown, saved pages."""
    assert said(articles(many(tmp_path, twenty, kind))) == said(twenty)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_from_tables(tmp_path: Path, twenty: list[Article], delimiter: str) -> None:
    """CSV, TSV, and what spreadsheets write where the comma is decimal."""
    path = write(tmp_path / "export", as_csv(twenty, delimiter))
    assert said(articles(path)) == said(twenty)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_from_json_lines(tmp_path: Path, twenty: list[Article], pack: object) -> None:
    """As they are, in gzip and in zstandard."""
    assert callable(pack)
    path = write(tmp_path / "export", pack(as_json_lines(twenty).encode()))
    assert said(articles(path)) == said(twenty)


@pytest.mark.parametrize("packed", [False, True])
def test_from_crawls(tmp_path: Path, twenty: list[Article], packed: bool) -> None:
    """WARC, and WARC with every record in gzip as Common Crawl has it."""
    path = write(tmp_path / "crawl", as_warc(twenty, packed=packed))
    assert said(articles(path)) == said(twenty)


def test_from_zip(tmp_path: Path, twenty: list[Article]) -> None:
    """Pages in an archive are the same as in a folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in many(tmp_path / "pages", twenty, "html").iterdir():
            archive.write(file, f"a/{file.name}")
    assert said(articles(write(tmp_path / "pile", packed.getvalue()))) == said(twenty)


def test_from_another_database(tmp_path: Path, twenty: list[Article]) -> None:
    """A table of an SQLite file."""
    with closing(sqlite3.connect(tmp_path / "other")) as db, db:
        db.execute("CREATE TABLE news (headline, byline, pub_date, source, link, body)")
        db.executemany(
            "INSERT INTO news VALUES (:headline, :byline, :pub_date, :source, :link, :body)",
            map(as_record, twenty),
        )
    assert said(articles(tmp_path / "other")) == said(twenty)


@pytest.fixture(scope="module")
def expected(twenty: list[Article], module_folder: Path) -> list[Row]:
    """What is said in the twenty, as it stands in a database; from text files."""
    folder = many(module_folder / "expected", twenty, "txt")
    found = quotes_of(module_folder / "expected.db", folder)
    assert len({row[0] for row in found}) == 20
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def module_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this module."""
    return tmp_path_factory.mktemp("round_trip")


@pytest.fixture(scope="module", autouse=True)
def one_model(extractor: Extractor) -> Iterator[None]:
    """Let every run in this module use the one extractor that is loaded already."""
    with patch("indexer.pipeline.extractor.Extractor", lambda _: extractor):
        yield


Row = tuple[Any, ...]


def quotes_of(path: Path, *inputs: object) -> list[Row]:
    """Index the inputs; return every quote with its article, speaker, place and outlet."""
    web = WebOptions(allowed=(ip_network("127.0.0.1"),))
    with patch("indexer.sources.web.FetchOptions", partial(FetchOptions, pause=0.0)):
        summary = pipeline.add(path, map(str, inputs), web=web)
    assert (summary.documents, summary.failures) == (20, ())
    assert list(verify(path)) == []
    sql = (
        "SELECT a.title, a.quote, a.speaker, a.role, a.kind, a.mention, a.cue, a.publication, "
        "a.published, a.context, q.start_char, q.confidence "
        "FROM attributed_quotes AS a JOIN quotes AS q ON q.id = a.id ORDER BY 1, q.start_char"
    )
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def as_zip(folder: Path, twenty: list[Article]) -> Path:
    """Write an archive of pages."""
    with zipfile.ZipFile(folder / "pile.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in many(folder / "packed", twenty, "html").iterdir():
            archive.write(file, f"a/{file.name}")
    return folder / "pile.zip"


FORMS: dict[str, Callable[[Path, list[Article]], Path]] = {
    "pages": lambda folder, twenty: many(folder / "pages", twenty, "html"),
    "JSON Lines": lambda folder, twenty: write(folder / "a.jsonl", as_json_lines(twenty)),
    "CSV": lambda folder, twenty: write(folder / "a.csv", as_csv(twenty)),
    "crawl": lambda folder, twenty: write(folder / "a.warc.gz", as_warc(twenty, packed=True)),
    "zip": as_zip,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_quotes(
    tmp_path: Path, twenty: list[Article], expected: list[Row], form: str
) -> None:
    """With the same speakers, through the whole of a run."""
    assert quotes_of(tmp_path / "q.db", FORMS[form](tmp_path, twenty)) == expected


@pytest.mark.parametrize("form", ["feed", "sitemap"])
def test_the_web_gives_the_same_quotes(
    tmp_path: Path, twenty: list[Article], expected: list[Row], form: str
) -> None:
    """By a feed and by a sitemap of a server on this machine."""
    tag = "link" if form == "feed" else "loc"
    with serving() as site:
        urls = [
            site.page(f"/{number}", as_page(replace(each, url=site.url(f"/{number}"))))
            for number, each in enumerate(twenty)
        ]
        links = "".join(f"<item><{tag}>{url}</{tag}></item>" for url in urls)
        feed = f"<rss><channel>{links}</channel></rss>"
        if form == "sitemap":
            feed = f"<urlset>{links.replace('item>', 'url>')}</urlset>"
        found = quotes_of(tmp_path / "q.db", site.page("/list", feed, content_type="text/xml"))
    assert found == expected
