"""Articles in every form in which people have them, made for the tests."""

from __future__ import annotations

import csv
import html
import io
import json
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from indexer.errors import SourceError
from indexer.models import Article, Known, PassedOver
from indexer.sources import ReadOptions, read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FERRY = Article(
    source="",
    text=(
        "The ferry will run through the winter for the first time, its owners said on Tuesday.\n\n"
        "“We have the boat & the crew,” said Marta Ruiz, the harbour master. “So we sail.”\n\n"
        "The café at the pier stays open, too, which nobody had expected before the vote."
    ),
    url="https://gazette.example/2024/ferry",
    title="Ferry to run through the winter",
    author="Jo Bell",
    publication="The Harbour Gazette",
    published="2024-11-05",
)


def read(*inputs: object, options: ReadOptions | None = None) -> list[Article | SourceError]:
    """Return what the inputs give, when nothing is known yet."""
    found = read_sources(map(str, inputs), options=options or ReadOptions())
    return [item for item in found if not isinstance(item, (Known, PassedOver))]


def articles(*inputs: object, options: ReadOptions | None = None) -> list[Article]:
    """Return the articles of the inputs, which give nothing else."""
    found = read(*inputs, options=options)
    assert not [item for item in found if isinstance(item, SourceError)], found
    return [item for item in found if isinstance(item, Article)]


def errors(*inputs: object, options: ReadOptions | None = None) -> list[SourceError]:
    """Return the errors among what the inputs give."""
    return [item for item in read(*inputs, options=options) if isinstance(item, SourceError)]


def write(path: Path, content: bytes | str) -> Path:
    """Write a file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def as_text(article: Article) -> str:
    """Return an article with front matter."""
    known = {
        "title": article.title,
        "author": article.author,
        "date": article.published,
        "outlet": article.publication,
        "url": article.url,
    }
    lines = [f"{key}: {json.dumps(value)}" for key, value in known.items()]
    return "\n".join(["---", *lines, "---", "", article.text])


def as_page(article: Article) -> str:
    """Return an article as a web page with a menu, a footer and the usual metadata."""
    paragraphs = "\n".join(f"<p>{html.escape(each)}</p>" for each in article.text.split("\n\n"))
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{html.escape(article.title or "")}</title>
<meta property="og:site_name" content="{html.escape(article.publication or "")}">
<meta property="og:title" content="{html.escape(article.title or "")}">
<meta name="author" content="{html.escape(article.author or "")}">
<meta property="article:published_time" content="{article.published}">
<link rel="canonical" href="{article.url}"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>{html.escape(article.title or "")}</h1>
{paragraphs}
</article><footer><p>Copyright, all rights reserved. <a href="/terms">Terms</a></p></footer>
</body></html>"""


def as_record(article: Article) -> dict[str, str | None]:
    """Return an article as exports have it."""
    return {
        "headline": article.title,
        "byline": article.author,
        "pub_date": article.published,
        "source": article.publication,
        "link": article.url,
        "body": article.text,
    }


def as_json_lines(known: Iterable[Article]) -> str:
    """Return articles as JSON Lines."""
    return "".join(f"{json.dumps(as_record(article))}\n" for article in known)


def as_csv(known: Iterable[Article], delimiter: str = ",") -> str:
    """Return articles as CSV with a first row of names."""
    rows = [as_record(article) for article in known]
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def as_warc(known: Iterable[Article], *, packed: bool = False) -> bytes:
    """Return articles as a crawl of their pages, each with a picture before it."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    for article in known:
        write_response(writer, f"{article.url}.jpg", b"\xff\xd8\xff" * 9, kind="image/jpeg")
        write_response(writer, article.url or "", as_page(article).encode())
    return file.getvalue()


def write_response(
    writer: WARCWriter,
    url: str,
    body: bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
) -> None:
    """Add the answer to a request to a crawl."""
    headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(body),
        http_headers=headers,
        warc_headers_dict={"WARC-Date": "2024-11-06T08:00:00Z"},
    )
    writer.write_record(record)
