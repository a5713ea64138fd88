"""Annotated articles and quotes set by hand, for tests of the measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.corpus import AnnotatedArticle, AnnotatedQuote
from indexer.models import (
    Article,
    Attribution,
    Kind,
    Quotation,
    Quote,
    Span,
    Speaker,
    SpeakerKind,
)

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ann Marsh said it was “a very bad joke indeed.” They call her “Birdie” there."
JOKE = "a very bad joke indeed."

CORPUS_TEXT = (
    "“The ferry will sail all winter,” Marta Ruiz, head of the line, said on Monday.\n\n"
    "“We have hired a second crew,” she said.\n\n"
    "“The pier is safe,” said Owen Hill, the harbour master.\n"
)
CORPUS_SPANS = (
    ("The ferry will sail all winter,", "Marta Ruiz, head of the line,", "Marta Ruiz"),
    ("We have hired a second crew,", "she", "Marta Ruiz"),
    ("The pier is safe,", "Owen Hill, the harbour master", "Owen Hill"),
)


def span(words: str, text: str = TEXT) -> Span:
    """Return where words first stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def joke(*, source: str | None = "Ann Marsh", **label: str) -> AnnotatedArticle:
    """Return the article with one annotated quote; with a kind its content is exact."""
    content = span(JOKE)
    wide = Span(content.start - 8, content.end + 1)
    sources = (span(source),) if source else ()
    quote = AnnotatedQuote((content if label else wide,), sources, (), **label)
    return AnnotatedArticle("a", Article("a.txt", TEXT), (quote,))


def emitted(
    words: str,
    mention: str | None,
    name: str | None,
    *,
    confidence: float = 0.5,
    kind: Kind = Kind.MIXED,
) -> Quote:
    """Return a quote of the article as the product finds it."""
    attribution = Attribution(
        quotation=Quotation((span(words),)),
        kind=kind,
        mention=span(mention) if mention else None,
        cue=None,
        method="cue-subject",
        confidence=confidence,
    )
    speaker = Speaker(name, SpeakerKind.PERSON, (name,)) if name else None
    return Quote("1", attribution, speaker, None, Span(0, len(TEXT)))


def corpus_folder(folder: Path) -> Path:
    """Write a corpus of one article in standoff format, without full names."""
    for name in ("text", "attributions"):
        (folder / name).mkdir(parents=True)
    (folder / "text" / "ferry.txt").write_text(CORPUS_TEXT, "utf-8")
    lines = []
    for n, (content, source, _) in enumerate(CORPUS_SPANS):
        for key, role, words in ((2 * n, "Content", content), (2 * n + 1, "Source", source)):
            start, end = span(words, CORPUS_TEXT)
            lines.append(f"T{key}\t{role} {start} {end}\t{words}")
        lines.append(f"E{n}\tAttribution:T{2 * n} Content:T{2 * n} Source:T{2 * n + 1}")
    (folder / "attributions" / "ferry_jo.ann").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def names_file(path: Path, *changed: str) -> Path:
    """Write full names for the corpus, or the given lines instead."""
    rows = [
        f"ferry\t{start}\t{end}\t{name}\t{'pronoun' if source == 'she' else 'named'}\tdirect\t1"
        for content, source, name in CORPUS_SPANS
        for start, end in [span(content, CORPUS_TEXT)]
    ]
    path.write_text("# who said it\n" + "\n".join(changed or rows) + "\n", "utf-8")
    return path
