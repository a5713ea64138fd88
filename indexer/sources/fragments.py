"""Text that was written in HTML: a column of an export, an entry of a feed."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

MARKUP = re.compile(
    r"<(?:p|br|div|li|h[1-6]|blockquote|article|section|table|figure)[\s/>]"
    r"|</(?:a|b|i|em|strong|span|u)>",
    re.IGNORECASE,
)
"""What stands in HTML and in no plain text."""

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")

SOFT_HYPHEN = "\u00ad"

BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|dd|details|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|td|th|tr|ul"
)

UNSEEN = re.compile("head|iframe|math|noscript|object|script|style|svg|template|title")

SPACES = re.compile(r"[ \t\n\r\f]+")


def is_markup(text: str) -> bool:
    """Whether a text is HTML, and no text that stands for itself."""
    return MARKUP.search(text) is not None


def plain(text: str) -> str:
    """Return a text with characters in place of their HTML entities and without soft hyphens.

    This is for what was meant for a web page; nothing else of the text is changed.
    """
    return ENTITY.sub(_character, text).replace(SOFT_HYPHEN, "")


def text_of_fragment(markup: str) -> str:
    """Return the text of a piece of HTML, all of it, with a blank line between its blocks."""
    # Here, not above: most runs have no use for it.
    from lxml import html as lxml_html  # noqa: PLC0415

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = f"<html><body>{markup}</body></html>".encode("utf-8", "replace")
    body: HtmlElement = lxml_html.document_fromstring(data, parser=parser)
    joined = "".join(_pieces(body)).replace(SOFT_HYPHEN, "")
    lines = (line.strip(" ") for line in joined.split("\n"))
    return "\n\n".join(line for line in lines if line)


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity.group())


def _pieces(body: HtmlElement) -> Iterator[str]:
    """Yield the text in order, with a line end where a block begins or ends."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        unseen = UNSEEN.fullmatch(element.tag)
        if event == "start" and unseen:
            walk.skip_subtree()
        if BLOCK.fullmatch(element.tag):
            yield "\n"
        if event == "start" and not unseen:
            yield SPACES.sub(" ", element.text or "")
        elif event == "end" and element is not body:
            yield SPACES.sub(" ", element.tail or "")
