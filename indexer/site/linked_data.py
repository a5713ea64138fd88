"""A quote for machines: a schema.org Quotation and a Web Annotation, as JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from indexer.site.wording import is_doubtful, web_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.site.indexes import Row

AROUND = 32
SPEAKER_TYPES = {"person": "Person", "organization": "Organization"}
# Inside a script element, HTML would read these, and old JavaScript the last two.
UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def quotation(about: Row, permalink: str, speaker_page: str | None) -> dict[str, Any]:
    """Return a schema.org Quotation. A speaker who is in doubt is left out: it has no “perhaps”."""
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "Quotation",
            "@id": permalink,
            "url": permalink,
            "text": about["text"],
            "inLanguage": about["language"],
            "spokenByCharacter": _speaker(about, speaker_page),
            "isPartOf": _article(about),
        }
    )


def annotation(
    about: Row, spans: Sequence[tuple[int, int]], permalink: str, document_page: str
) -> dict[str, Any]:
    """Return a Web Annotation that names the speaker of each part of a quote.

    Positions count characters from 0 in the text that the document's page shows; in the page of
    the outlet, which has other text around it, only the words themselves are looked for.
    """
    url = web_address(about["url"])
    here = [_target(document_page, about, span, with_position=True) for span in spans]
    there = [_target(url, about, span, with_position=False) for span in spans] if url else []
    return _without_empty(
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": permalink,
            "type": "Annotation",
            "motivation": "identifying",
            "body": _body(about),
            "target": here + there,
        }
    )


def in_script(data: dict[str, Any]) -> str:
    """Return JSON that may stand in a script element, whatever words it holds."""
    return json.dumps(data, ensure_ascii=False, indent=1).translate(UNSAFE)


def _speaker(about: Row, speaker_page: str | None) -> dict[str, Any] | None:
    kind = SPEAKER_TYPES.get(about["speaker_kind"])
    if kind is None or is_doubtful(about["confidence"]):
        return None
    role = about["role"] if kind == "Person" else None
    return {"@type": kind, "@id": speaker_page, "name": about["speaker_name"], "jobTitle": role}


def _article(about: Row) -> dict[str, Any]:
    outlet, author = about["publication"], about["author"]
    return {
        "@type": "NewsArticle",
        "url": web_address(about["url"]),
        "headline": about["title"],
        "author": {"@type": "Person", "name": author} if author else None,
        "datePublished": about["published"],
        "publisher": {"@type": "Organization", "name": outlet} if outlet else None,
    }


def _body(about: Row) -> dict[str, Any] | None:
    name = about["speaker_name"]
    if name is None or is_doubtful(about["confidence"]):
        return None
    return {"type": "TextualBody", "purpose": "identifying", "value": name, "format": "text/plain"}


def _target(
    source: str, about: Row, span: tuple[int, int], *, with_position: bool
) -> dict[str, Any]:
    start, end = span
    article = about["article"]
    words = {
        "type": "TextQuoteSelector",
        "exact": article[start:end],
        "prefix": article[max(0, start - AROUND) : start],
        "suffix": article[end : end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"source": source, "selector": [words, position] if with_position else [words]}


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without what is None, at every depth of dictionaries."""
    return {
        key: _without_empty(value) if isinstance(value, dict) else value
        for key, value in data.items()
        if value is not None
    }
