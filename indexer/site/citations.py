"""A quote to take away: as plain text, as a citation, as Markdown and as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from indexer.site.wording import day, is_doubtful

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.site.indexes import Row

MARKDOWN = re.compile(r"([\\`*_\[\]<>&|~#])")


@dataclass(frozen=True, slots=True)
class Copy:
    """One form of a quote, ready to be pasted."""

    key: str
    label: str
    text: str


def copies(about: Row, parts: Sequence[str], permalink: str, source: str | None) -> list[Copy]:
    """Return every form of a quote, which `about` describes.

    `permalink` is the page of the quote, `source` the article's address where it is on the web.
    Words are as the article has them; in Markdown and HTML line breaks in them become spaces.
    """
    words = " … ".join(f"“{part}”" for part in parts)
    return [
        Copy("text", "Text", f"{words} — {_speaker(about)}"),
        Copy("citation", "Citation", _citation(about, words, permalink, source)),
        Copy("markdown", "Markdown", _markdown(about, words, source or permalink)),
        Copy("html", "HTML", _html(about, words, source, permalink)),
    ]


def _speaker(about: Row, *, with_role: bool = True) -> str:
    name = about["speaker_name"]
    if name is None:
        return f"“{about['mention']}”" if about["mention"] else "speaker not named"
    doubt = "perhaps " if is_doubtful(about["confidence"]) else ""
    role = f", {about['role']}" if with_role and about["role"] else ""
    return f"{doubt}{name}{role}"


def _citation(about: Row, words: str, permalink: str, source: str | None) -> str:
    title = f"“{about['title']}”" if about["title"] else None
    said_in = [about["author"], title, about["publication"], day(about["published"]), source]
    where = ", ".join(part for part in said_in if part)
    return f"{_speaker(about)}: {words}{' in ' if where else ''}{where} (found at {permalink})"


def _markdown(about: Row, words: str, address: str) -> str:
    where = [f"[{_plain(about['title'] or 'source')}](<{_in_brackets(address)}>)"]
    where += [_plain(text) for text in (about["publication"], day(about["published"])) if text]
    return f"> {_plain(words)}\n>\n> — {_plain(_speaker(about))}, in {', '.join(where)}"


def _plain(text: str) -> str:
    """Return text so that Markdown shows it and takes nothing in it for markup."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _in_brackets(address: str) -> str:
    return address.replace("<", "%3C").replace(">", "%3E").replace("\\", "%5C")


def _html(about: Row, words: str, source: str | None, permalink: str) -> str:
    address = escape(source or permalink)
    where = [f'<cite><a href="{address}">{escape(about["title"] or "source")}</a></cite>']
    where += [escape(about["publication"])] if about["publication"] else []
    if about["published"]:
        moment, said = escape(about["published"]), escape(day(about["published"]))
        where.append(f'<time datetime="{moment}">{said}</time>')
    return (
        f'<blockquote cite="{address}">\n  <p>{escape(words)}</p>\n'
        f"  <footer>— {escape(_speaker(about))}, in {', '.join(where)}</footer>\n</blockquote>"
    )
