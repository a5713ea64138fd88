"""What is known already is neither read nor fetched again, and nothing is lost by that."""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
from inputs import FERRY, as_page, as_warc, write
from webserver import Site, serving

from indexer import pipeline
from indexer.models import Article, Failure, IndexedArticle
from indexer.sources.following import WebOptions
from indexer.sources.web import FetchOptions
from indexer.store import FailureLog, Order, create_or_open, remove, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from indexer.pipeline import Summary

HERE = WebOptions(allowed=(ip_network("127.0.0.1"),))

WITHOUT_URL = as_page(FERRY).replace('rel="canonical"', 'rel="other"')

CHANGED = as_page(FERRY).replace("So we sail.", "So we wait.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's database is to be."""
    return tmp_path / "quotes.db"


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find no quotes, without a language model."""
    monkeypatch.setattr("indexer.pipeline.extractor.Extractor", lambda _: FakeExtractor())


class FakeExtractor:
    """Takes every article as it is."""

    def extract(self, articles: Iterable[Article]) -> Iterator[IndexedArticle]:
        """Yield each article without quotes."""
        for of in articles:
            yield IndexedArticle(of, ())


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What makes every page from then on one that cannot be read."""

    def refuse(*_: object) -> Article:
        raise AssertionError("a page is read")

    return lambda: monkeypatch.setattr("indexer.sources.pages.article_of_page", refuse)


def add(path: Path, *inputs: object, **options: Any) -> Summary:
    """Index the inputs."""
    return pipeline.add(path, map(str, inputs), web=HERE, **options)


def counts(summary: Summary) -> tuple[int, int, int, int]:
    """Return how many articles were new, changed, known and failed."""
    return summary.documents, summary.changed, summary.known, len(summary.failures)


def zipped(folder: Path) -> Path:
    """Return an archive with a page."""
    with zipfile.ZipFile(folder / "pages.zip", "w") as archive:
        archive.writestr("a/ferry.html", as_page(FERRY))
    return folder / "pages.zip"


INPUTS: dict[str, Callable[[Path], Path]] = {
    "page": lambda folder: write(folder / "ferry.html", as_page(FERRY)),
    "page without address": lambda folder: write(folder / "ferry.html", WITHOUT_URL),
    "gzip": lambda folder: write(folder / "a.html.gz", gzip.compress(as_page(FERRY).encode())),
    "crawl": lambda folder: write(folder / "crawl.warc.gz", as_warc([FERRY], packed=True)),
    "archive": zipped,
}


@pytest.mark.parametrize("make", INPUTS.values(), ids=INPUTS)
def test_a_known_page_is_not_read(
    path: Path, tmp_path: Path, unread: Callable[[], None], make: Callable[[Path], Path]
) -> None:
    """Nor is a model loaded; an earlier failure of it is cleared."""
    source = make(tmp_path)
    assert counts(add(path, source)) == (1, 0, 0, 0)
    record = str(next(iter(rows(path, "SELECT source FROM documents")))[0]).partition("#")[2]
    with closing(create_or_open(path)) as db:
        FailureLog(db, path).add([Failure(str(source), "X", "It failed.", record or None)])
    unread()
    assert counts(add(path, source, model="no_such_model")) == (0, 0, 1, 0)
    assert rows(path, "SELECT * FROM failures") == []


def test_a_page_that_is_known_by_its_text_is_known_by_itself_from_then_on(
    path: Path, tmp_path: Path, unread: Callable[[], None]
) -> None:
    """Another copy of the page, with another menu."""
    add(path, write(tmp_path / "a.html", as_page(FERRY)))
    other = write(tmp_path / "b.html", as_page(FERRY).replace("Sport", "Weather"))
    assert counts(add(path, other)) == (0, 0, 1, 0)
    unread()
    assert counts(add(path, other)) == (0, 0, 1, 0)


def test_the_same_bytes_under_another_name_are_another_page(path: Path, tmp_path: Path) -> None:
    """Without an address the file's name is part of what the article is known by."""
    pages = [write(tmp_path / name, WITHOUT_URL) for name in ("a.html", "b.html", "x/b.html")]
    assert counts(add(path, *pages)) == (2, 0, 1, 0)
    assert counts(add(path, *pages)) == (0, 0, 3, 0)


def test_a_changed_page_is_a_changed_article(path: Path, tmp_path: Path) -> None:
    """And the older page is known still, as its text is."""
    old = write(tmp_path / "old.html", as_page(FERRY))
    new = write(tmp_path / "new.html", CHANGED)
    assert counts(add(path, old)) == (1, 0, 0, 0)
    assert counts(add(path, new)) == (0, 1, 0, 0)
    assert counts(add(path, old, new)) == (0, 0, 2, 0)
    assert rows(path, "SELECT count(*) FROM revisions") == [(1,)]
    assert rows(path, "SELECT count(*) FROM pages") == [(2,)]
    assert list(verify(path)) == []


@pytest.mark.parametrize("keep_out", [False, True])
def test_a_removed_document_takes_its_pages_along(
    path: Path, tmp_path: Path, keep_out: bool
) -> None:
    """So it can come again, unless it is kept out."""
    source = write(tmp_path / "a.html", as_page(FERRY))
    add(path, source)
    remove(path, [str(source)], Order(keep_out=keep_out))
    assert rows(path, "SELECT * FROM pages") == []
    again = add(path, source)
    assert (again.documents, again.kept_out) == (not keep_out, keep_out)


def test_only_records_that_failed_are_taken_up_again(path: Path, tmp_path: Path) -> None:
    """Known pages beside them are passed over, and counted as nothing."""
    fine, bad = FERRY, replace(FERRY, url="https://a.example/b", text="\ufffd " * 200)
    source = write(tmp_path / "crawl", as_warc([fine, bad]))
    assert counts(add(path, source)) == (1, 0, 0, 1)
    assert counts(add(path, source, only_failed=True)) == (0, 0, 0, 1)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server that may be asked without pauses."""
    monkeypatch.setattr("indexer.sources.web.FetchOptions", without_pause)
    with serving() as served:
        yield served


def without_pause(**options: Any) -> FetchOptions:
    """Return options for a server of our own."""
    return FetchOptions(**options, pause=0.0, time_limit=5.0)


class Paper:
    """A news site whose feed and pages have versions; `sent` are the paths of whole answers."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.sent: list[str] = []
        self.texts: dict[str, str] = {}
        self.feed: list[str] = []
        site.raw("/feed", self._answer)

    def put(self, path: str, text: str) -> None:
        """Publish an article, or another version of it."""
        page = as_page(replace(FERRY, url=self.site.url(path), title=path, text=text))
        self.texts[path] = page
        self.site.raw(path, self._answer)
        self.feed = list(dict.fromkeys([*self.feed, path]))

    def took(self) -> list[str]:
        """Return what was sent whole since it was asked last."""
        sent, self.sent = self.sent, []
        return sent

    def _body(self, path: str) -> str:
        if path != "/feed":
            return self.texts[path]
        links = (f"<item><link>{self.site.url(each)}</link></item>" for each in self.feed)
        return f'<rss version="2.0"><channel>{"".join(links)}</channel></rss>'

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = self._body(handler.path)
        tag = f'"{hash(body)}"'
        known = handler.headers["If-None-Match"] == tag
        handler.send_response(304 if known else 200)
        handler.send_header("ETag", tag)
        handler.end_headers()
        if not known:
            self.sent.append(handler.path)
            handler.wfile.write(body.encode())


@pytest.fixture
def paper(site: Site) -> Paper:
    """A feed with two articles."""
    paper = Paper(site)
    paper.put("/a", FERRY.text)
    paper.put("/b", FERRY.text.replace("ferry", "train"))
    return paper


def test_what_has_not_changed_is_not_sent_again(path: Path, paper: Paper) -> None:
    """Neither the feed, nor the pages of a feed that has; their articles are known."""
    feed = paper.site.url("/feed")
    assert counts(add(path, feed)) == (2, 0, 0, 0)
    assert paper.took() == ["/feed", "/a", "/b"]
    assert counts(add(path, feed)) == (0, 0, 0, 0)
    assert paper.took() == []
    paper.put("/c", FERRY.text.replace("ferry", "tram"))
    paper.put("/b", FERRY.text.replace("ferry", "bus"))
    assert counts(add(path, feed)) == (1, 1, 1, 0)
    assert paper.took() == ["/feed", "/b", "/c"]


def test_an_interrupted_run_forgets_nothing(
    path: Path, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page whose article was not stored is sent again, and so is the feed."""
    feed = paper.site.url("/feed")
    with monkeypatch.context() as pressed:
        pressed.setattr("indexer.pipeline.extractor.Extractor", lambda _: Pressed())
        assert add(path, feed).interrupted
    assert paper.took() == ["/feed", "/a", "/b"]
    assert counts(add(path, feed)) == (1, 0, 1, 0)
    assert paper.took() == ["/feed", "/b"]
    assert counts(add(path, feed)) == (0, 0, 0, 0)


class Pressed(FakeExtractor):
    """Somebody presses Ctrl-C while it reads its second article."""

    def __init__(self) -> None:
        self.taken = 0

    def extract(self, articles: Iterable[Article]) -> Iterator[IndexedArticle]:
        """Yield the first."""
        self.taken += 1
        if self.taken > 1:
            raise KeyboardInterrupt
        yield from super().extract(articles)


def test_a_feed_is_asked_again_until_all_of_it_is_there(path: Path, paper: Paper) -> None:
    """What failed is tried again although the feed has nothing new."""
    paper.feed.append("/gone")
    feed = paper.site.url("/feed")
    assert counts(add(path, feed)) == (2, 0, 0, 1)
    paper.took()
    paper.put("/gone", FERRY.text.replace("ferry", "tram"))
    assert counts(add(path, feed)) == (1, 0, 2, 0)
    assert paper.took() == ["/feed", "/gone"]


def test_a_failed_page_is_fetched_whole(path: Path, paper: Paper) -> None:
    """Whoever takes up only what failed is told nothing of versions."""
    page = paper.site.url("/a")
    add(path, page)
    with closing(create_or_open(path)) as db:
        FailureLog(db, path).add([Failure(page, "X", "It failed.")])
    paper.took()
    assert counts(add(path, page, only_failed=True)) == (0, 0, 1, 0)
    assert paper.took() == ["/a"]


@pytest.mark.parametrize("named", ["/a", "/feed"])
def test_what_was_removed_is_sent_again(path: Path, paper: Paper, named: str) -> None:
    """Whether it is asked for by itself or by its feed."""
    add(path, paper.site.url("/feed"))
    paper.took()
    remove(path, [paper.site.url("/a")], Order())
    assert add(path, paper.site.url(named)).documents == 1
    assert paper.took() == list(dict.fromkeys([named, "/a"]))


def test_a_page_by_itself_is_known(path: Path, paper: Paper) -> None:
    """Unchanged, changed in its bytes only, and changed."""
    page = paper.site.url("/a")
    assert counts(add(path, page)) == (1, 0, 0, 0)
    assert counts(add(path, page)) == (0, 0, 1, 0)
    paper.texts["/a"] += "<!-- another day -->"
    assert counts(add(path, page)) == (0, 0, 1, 0)
    paper.put("/a", FERRY.text.replace("ferry", "boat"))
    assert counts(add(path, page)) == (0, 1, 0, 0)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return a query's rows."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()
