"""Articles with quotes set by hand, for tests of what comes after the extraction."""

from __future__ import annotations

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

RUIZ = Speaker("Marta Ruiz", SpeakerKind.PERSON, ("Marta Ruiz", "Ruiz"))
AIDE = Speaker("a senior aide", SpeakerKind.UNKNOWN, ("a senior aide",))

TEXT = "“We have the boat,” said Marta Ruiz, head of the line. “We lack the crew.” 🚢 It sails on."
WORDS = "We have the boat,", "We lack the crew."


def article(text: str = TEXT, **known: str) -> Article:
    """Return an article with the given text."""
    return Article(source="article.txt", text=text, name="article.txt", **known)


def indexed(of: Article | None = None, speaker: Speaker | None = RUIZ) -> IndexedArticle:
    """Return an article that begins with TEXT, with one quote of two parts by the speaker."""
    of = of or article()
    parts = tuple(span(of.text, words) for words in WORDS)
    mention = span(of.text, "Marta Ruiz") if speaker else None
    cue = span(of.text, "said")
    attribution = Attribution(Quotation(parts), Kind.DIRECT, mention, cue, "cue-subject", 0.9)
    identifier = quote_id(of.id, " ".join(WORDS), 0)
    role = "head of the line" if speaker else None
    context = Span(0, of.text.index(" 🚢"))
    return IndexedArticle(of, (Quote(identifier, attribution, speaker, role, context),))


def span(text: str, words: str) -> Span:
    """Return where the words first stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))
