"""indexer.sources.warc: the pages of a crawl."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from inputs import FERRY, articles, as_page, as_warc, errors, read, write, write_response
from warcio.warcwriter import WARCWriter

from indexer.errors import SourceDamaged, SourceEmpty, SourceError, SourceTooLarge
from indexer.models import Article

if TYPE_CHECKING:
    from pathlib import Path

SECOND = replace(FERRY, url="https://gazette.example/2", title="Another")


def test_only_pages_that_answered_are_read(tmp_path: Path) -> None:
    """Neither pictures nor errors nor redirects; the address and time of the crawl are kept."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=False)
    write_response(writer, "https://a.example/no", b"<html>Gone</html>", status="404 Not Found")
    page = as_page(FERRY).replace(f'<link rel="canonical" href="{FERRY.url}">', "").encode()
    write_response(writer, "https://a.example/yes", page)
    path = write(tmp_path / "crawl.warc", file.getvalue())
    (found,) = articles(path)
    assert (found.url, found.retrieved) == ("https://a.example/yes", "2024-11-06T08:00:00+00:00")
    assert (found.source, found.published) == (f"{path}#2", FERRY.published)


def test_the_server_says_the_encoding(tmp_path: Path) -> None:
    """Where the page doesn't."""
    file = io.BytesIO()
    page = as_page(FERRY).replace('<meta charset="utf-8">', "").replace("café", "кафе")
    body = page.replace("“", '"').replace("”", '"').encode("koi8-r")
    kind = 'text/html; charset="KOI8-R"'
    write_response(WARCWriter(file, gzip=False), "https://a.example/", body, kind=kind)
    assert "The кафе at" in articles(write(tmp_path / "a", file.getvalue()))[0].text


@pytest.mark.parametrize("packed", [False, True])
def test_a_crawl_that_is_cut_in_half(tmp_path: Path, packed: bool) -> None:
    """What came before is read; half an article is none."""
    whole = as_warc([FERRY, SECOND], packed=packed)
    for end in (len(whole) * 3 // 4, len(whole) - 200):
        found = read(write(tmp_path / "a", whole[:end]))
        assert isinstance(found[0], Article)
        assert [type(each) for each in found[1:]] == [SourceDamaged]


def test_a_bad_page_costs_only_itself(tmp_path: Path) -> None:
    """One without article, and one of 12 MB."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    write_response(writer, "https://a.example/1", b"<html></html>")
    write_response(writer, "https://a.example/2", b"<p>" + b"a " * 6_000_000)
    write_response(writer, "https://a.example/3", as_page(FERRY).encode())
    found = read(write(tmp_path / "a", file.getvalue()))
    assert [type(each) for each in found] == [SourceEmpty, SourceTooLarge, Article]


def test_what_only_begins_like_a_crawl_is_an_error(tmp_path: Path) -> None:
    """It is said to be damaged; nothing is raised."""
    assert isinstance(
        errors(write(tmp_path / "a", b"WARC/1.0\r\nnonsense\r\n\r\n"))[0], SourceError
    )


def test_a_whole_crawl_in_one_piece_of_gzip(tmp_path: Path) -> None:
    """Not as the format asks for it, but often met."""
    path = write(tmp_path / "a", gzip.compress(as_warc([FERRY, SECOND])))
    assert len(articles(path)) == 2
