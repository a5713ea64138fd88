"""indexer.sources: the same articles come out of every form in which people have them."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import zstandard
from inputs import articles, as_csv, as_json_lines, as_page, as_record, as_text, as_warc, write

from indexer.demo import sample_folder

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.models import Article


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
