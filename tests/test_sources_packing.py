"""indexer.sources.packing, zips, kinds: what an input is, whatever it is called and packed in."""

from __future__ import annotations

import bz2
import gzip
import io
import sys
import time
import tracemalloc
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import zstandard
from inputs import FERRY, articles, as_json_lines, as_page, errors, read, write

from indexer.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceMalformed,
    SourceNotText,
    SourceTooLarge,
    SourceUnreadable,
)
from indexer.models import Article
from indexer.sources import count_inputs, read_sources
from indexer.sources.kinds import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKINGS = [gzip.compress, zstandard.compress]


def zipped(**members: bytes) -> bytes:
    """Return an archive; `__` in a name is a dot."""
    return archived({name.replace("__", "."): content for name, content in members.items()})


def archived(members: dict[str, bytes]) -> bytes:
    """Return an archive of members by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        ("Text.", "a.txt", Kind.TEXT),
        ("---\ntitle: A\n---\nText.", "a.md", Kind.TEXT),
        ("", None, Kind.TEXT),
        ("<a b='c'> is what it said.", None, Kind.TEXT),
        ("<p>Yes, he said.", None, Kind.TEXT),
        ("{curly} marks.", None, Kind.TEXT),
        ("[Update: it rains.]", None, Kind.TEXT),
        ("Body of water, text of law.", None, Kind.TEXT),
        ("<p>Yes,</p>", None, Kind.PAGE),
        ("\ufeff \n<!DOCTYPE html><html>", "a.txt", Kind.PAGE),
        ("<?xml version='1.0'?><!-- x --><html xmlns='x'><b></b>", None, Kind.PAGE),
        ("Text.", "a.HTML", Kind.PAGE),
        ('<?xml version="1.0"?>\n<rss version="2.0">', "a.txt", Kind.FEED),
        ("<feed xmlns='x'>", None, Kind.FEED),
        ("<rdf:RDF xmlns:rdf='x'>", None, Kind.FEED),
        ("<!-- x --><urlset xmlns='x'>", None, Kind.SITEMAP),
        ("<sitemapindex>", None, Kind.SITEMAP),
        ('{"text": 1}', "a.txt", Kind.JSON),
        (' [\n {"text"', None, Kind.JSON),
        ("x", "a.jsonl", Kind.JSON),
        ("title,text\n", "a.txt", Kind.TABLE),
        ("title\tText", None, Kind.TABLE),
        ("x", "a.csv", Kind.TABLE),
        ("WARC/1.0\r\n", "a.txt", Kind.WARC),
    ],
)
def test_the_content_tells_what_it_is(head: str, name: str | None, kind: Kind) -> None:
    """The name only helps."""
    assert kind_of(head.encode(), name) is kind


@pytest.mark.parametrize("head", [b" " * 65_536, b"<!doctype [" * 5_000, b"<!--" * 16_000])
def test_telling_is_quick(head: bytes) -> None:
    """Whatever stands there."""
    began = time.monotonic()
    kind_of(head, None)
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("outer", PACKINGS)
@pytest.mark.parametrize("inner", [bytes, *PACKINGS])
def test_packed_once_or_twice(
    tmp_path: Path, outer: Callable[[bytes], bytes], inner: Callable[[bytes], bytes]
) -> None:
    """The name of the article is that of the file without its packing."""
    (found,) = articles(write(tmp_path / "a.txt.gz", outer(inner(b"Text."))))
    assert (found.text, found.name) == ("Text.", "a.txt")


def test_packed_three_times_is_an_error(tmp_path: Path) -> None:
    """Only traps are."""
    (found,) = errors(write(tmp_path / "a", gzip.compress(zipped(a=gzip.compress(b"\x1f\x8b")))))
    assert type(found) is SourceMalformed
    assert found.reason == "it is packed more than twice: unpack it"


def test_standard_input_may_be_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also as an archive, which is read from its end."""
    for data in (gzip.compress(b"Text."), zipped(a=b"Text.")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(_Pipe(data)))
        assert [each.text for each in articles("-")] == ["Text."]


def test_a_large_archive_within_gzip(tmp_path: Path) -> None:
    """More than is kept in memory."""
    words = b"".join(sha256(str(number).encode()).digest() for number in range(300_000))
    packed = archived({"a.txt": b"Text.", "b.bin": words})
    assert len(packed) > 9_000_000
    assert len(articles(write(tmp_path / "a", gzip.compress(packed, 1)))) == 1


class _Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


@pytest.mark.parametrize("pack", PACKINGS)
def test_what_is_cut_short_is_an_error(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """Records before the cut are read; half a text is none."""
    words = (sha256(str(number).encode()).hexdigest() for number in range(20_000))
    lines = "".join(f'{{"text": "{word}."}}\n' for word in words)
    packed = pack(lines.encode())
    found = read(write(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2]))
    assert isinstance(found[0], Article)
    assert [each.reason for each in found if not isinstance(each, Article)][-1] == (
        "it is cut short: get it again"
    )
    packed = pack(as_page(FERRY).encode())
    assert [type(each) for each in read(write(tmp_path / "b", packed[:-9]))] == [SourceDamaged]


@pytest.mark.parametrize("pack", PACKINGS)
def test_what_is_corrupt_is_an_error(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """Also behind the first bytes."""
    packed = bytearray(pack(as_json_lines([FERRY]).encode()))
    packed[40:60] = b"x" * 20
    assert type(errors(write(tmp_path / "a", bytes(packed)))[-1]) is SourceDamaged


def _zeros(pack: Callable[[bytes], bytes]) -> bytes:
    return pack(b'{"text": "' + b"0" * 300_000_000)


@pytest.mark.parametrize(
    "pack", [*PACKINGS, lambda data: archived({"a.jsonl": data})], ids=["gzip", "zstd", "zip"]
)
def test_a_bomb_does_not_go_off(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """300 MB of nothing: an error in bounded memory, and the run goes on."""
    bomb, good = write(tmp_path / "a", _zeros(pack)), write(tmp_path / "b.txt", b"Text.")
    tracemalloc.start()
    error, article = read(bomb, good)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (type(error), type(article)) == (SourceTooLarge, Article)
    assert peak < 200_000_000


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    """Pictures, hidden files and what a Mac adds are left out."""
    names = ["a/1.txt", "b.html", "c.png", ".d.txt", "__MACOSX/a/._1.txt", "e.jsonl"]
    contents = [b"One.", as_page(FERRY).encode(), b"\x89PNG", b"x", b"x", b'{"text": "Two."}']
    path = write(tmp_path / "a.zip", archived(dict(zip(names, contents, strict=True))))
    found = articles(path)
    assert [each.source for each in found] == [
        f"{path}#a/1.txt",
        f"{path}#b.html",
        f"{path}#e.jsonl#1",
    ]
    assert [each.name for each in found] == ["1.txt", "b.html", None]


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path) -> None:
    """They are shown, and nothing is written."""
    names = ["../../evil.txt", "/etc/evil.txt", "..\\evil.txt"]
    path = write(tmp_path / "in" / "a.zip", archived(dict.fromkeys(names, b"Text.")))
    assert [each.text for each in articles(path)] == ["Text."] * 3
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["a.zip"]


def test_a_bad_member_costs_only_itself(tmp_path: Path) -> None:
    """One that is corrupt, one that is empty, one that is encrypted."""
    data = bytearray(archived({"a.txt": b"Text one." * 30, "b.txt": b"", "c.txt": b"Good."}))
    data[45:50] = b"\xff" * 5
    kinds = [type(each) for each in read(write(tmp_path / "a.zip", bytes(data)))]
    assert kinds == [SourceDamaged, SourceEmpty, Article]
    data = bytearray(archived({"a.txt": b"Text."}))
    for header in (data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8):
        data[header] |= 1
    assert type(errors(write(tmp_path / "b.zip", bytes(data)))[0]) is SourceUnreadable


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (archived({"a.txt": b"Text."})[:-30], SourceDamaged),
        (archived({"a.png": b"x", "b.png": b"x"}), SourceEmpty),
        (archived({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), SourceNotText),
        (b"%PDF-1.7\n%\xe2\xe3", SourceNotText),
        (bz2.compress(b"Text."), SourceNotText),
    ],
    ids=["cut", "pictures", "docx", "pdf", "bzip2"],
)
def test_what_cannot_be_read_is_an_error(tmp_path: Path, content: bytes, kind: type) -> None:
    """It says what it is."""
    assert [type(each) for each in read(write(tmp_path / "a", content))] == [kind]


def test_the_number_of_articles_is_unknown_where_it_must_be(tmp_path: Path) -> None:
    """Of exports, archives, addresses and standard input; only names are looked at."""
    write(tmp_path / "a" / "1.txt", b"x")
    write(tmp_path / "a" / "2.html", b"x")
    assert count_inputs([str(tmp_path / "a")]) == 2
    for name in ("-", "b.jsonl", "b.txt.gz", "https://a.example/b", "b.zip"):
        assert count_inputs([str(tmp_path / "a"), name]) is None


def test_what_a_browser_saved_beside_a_page_is_left_out(tmp_path: Path) -> None:
    """Its frames and scripts are no articles."""
    write(tmp_path / "a.html", as_page(FERRY))
    write(tmp_path / "a_files" / "frame.html", "<html>Advertisement</html>")
    assert [each.name for each in articles(tmp_path)] == ["a.html"]


def test_a_reader_that_fails_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it raises is an error of its input."""

    def fail(*_: object) -> None:
        raise RuntimeError("odd\nthing")

    monkeypatch.setattr("indexer.sources.text.decode", fail)
    (found,) = read_sources([str(write(tmp_path / "a.txt", b"Text."))])
    assert isinstance(found, SourceUnreadable)
    assert found.reason == "it cannot be read (RuntimeError: odd thing)"
