"""Articles made of quotations with known speakers, for tests of what goes across articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.models import (
    Article,
    Attribution,
    IndexedArticle,
    Kind,
    Quotation,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
    quote_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

RUIZ = Speaker("Marta Ruiz", SpeakerKind.PERSON, ("Marta Ruiz",))
BELL = Speaker("Owen Bell", SpeakerKind.PERSON, ("Owen Bell",))
AIDE = Speaker("a senior aide", SpeakerKind.UNKNOWN, ("a senior aide",))


def printed(
    name: str, said: Iterable[tuple[Speaker | None, str]], *, around: str = "", **known: str
) -> IndexedArticle:
    """Return the article at `https://NAME`, with a paragraph for each quotation, in order.

    `around` is further text; an article's outlet is its host, unless `known` has it.
    """
    text, found = around, []
    counts: dict[str, int] = {}
    address = f"https://{name}"
    known = {"publication": name.partition("/")[0], "published": "2024-11-05"} | known
    for speaker, words in said:
        text += "\n\n“"
        span = Span(len(text), len(text) + len(words))
        occurrence = counts[words] = counts.get(words, -1) + 1
        text += f"{words}” said {speaker.name if speaker else 'they'}."
        found.append((speaker, span, occurrence))
    article = Article(source=address, text=text, url=address, **known)
    return IndexedArticle(article, tuple(_quote(article, *each) for each in found))


def _quote(article: Article, speaker: Speaker | None, span: Span, occurrence: int) -> Quote:
    after = article.text.index("said", span.end)
    mention = Span(after + 5, after + 5 + len(speaker.name)) if speaker else None
    attribution = Attribution(
        Quotation((span,)), Kind.DIRECT, mention, Span(after, after + 4), "cue-subject", 0.9
    )
    identifier = quote_id(article.id, span.of(article.text), occurrence)
    return Quote(identifier, attribution, speaker, None, Span(span.start - 1, after + 4))
