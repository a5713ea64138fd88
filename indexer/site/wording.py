"""Numbers, dates and the indexer's own codes, said in words."""

from __future__ import annotations

import re
from datetime import date

WIKIDATA = re.compile(r"Q[1-9][0-9]{0,17}")
DOMAIN = re.compile(r"[a-z0-9.-]{1,253}\.[a-z0-9-]{2,63}", re.IGNORECASE)
WEB_ADDRESS = re.compile(r"https?://[^\s/?#][^\s]*", re.IGNORECASE)

# How the attribution names its rules; one that is not here is shown by its own name.
METHODS = {
    "according-to": "the source named by “according to” or words like it",
    "cue-agent": "the one by whom, in the article’s words, it was said",
    "cue-subject": "the subject of the reporting verb",
    "next-paragraph": "named in the paragraph after the quote",
    "none": "nobody",
    "noun-cue": "named beside a noun for saying, such as “statement”",
    "possessive": "the one whose saying it is called",
    "previous-paragraph": "named in a paragraph before the quote",
    "relative-clause": "the one of whom a clause says that they said it",
    "same-paragraph": "named in the same paragraph",
    "same-sentence": "named in the same sentence",
    "signature": "the name that signs the quote or stands above or before it, as in a transcript",
    "shared-subject": "the subject of a verb that the reporting verb depends on",
}

SPEAKER_KINDS = {
    "document": "a document",
    "group": "a group",
    "organization": "an organisation",
    "person": "a person",
    "unknown": "an unnamed source",
}

ARTICLE = re.compile("^(?:an?|the) +(?=.)")
"""Only in small letters: The Who is a name."""

DOUBTFUL = 0.5
"""Below this probability a speaker is shown with a word of doubt."""

SURENESS = {"likely": "likely", "possible": "perhaps"}

LIKELIHOODS = (
    (0.9, "very likely right"),
    (0.7, "probably right"),
    (DOUBTFUL, "more likely than not"),
)

SIZES = ((90, "short"), (240, "middling"), (700, "long"))
SHORTEST = 3.0


def number(value: int) -> str:
    """Return a whole number with commas between its thousands."""
    return f"{value:,}"


def rounded(value: int) -> int:
    """Return an estimated number with no more than two digits that say something."""
    return round(value, 2 - len(str(value)))


def count(value: int, noun: str) -> str:
    """Return a number with its noun, which takes an s: “1 quote”, “2,000 quotes”."""
    return f"{value:,} {noun}{'' if value == 1 else 's'}"


def day(published: str | None) -> str:
    """Return a date or date and time as “5 March 2024”; what is no date as it stands."""
    if not published:
        return ""
    try:
        read = date.fromisoformat(published[:10])
    except ValueError:
        return published
    return f"{read.day} {read:%B %Y}"


def dates(first: str | None, last: str | None) -> str:
    """Return the time from one date to another, in words; empty without dates."""
    if not first or day(first) == day(last):
        return day(first)
    return f"{day(first)} to {day(last)}"


def period(text: str) -> str:
    """Return a year, month or day as “2024”, “March 2024” or “5 March 2024”."""
    if re.fullmatch("[0-9]{4}-(?:0[1-9]|1[0-2])", text):
        return f"{date(2000, int(text[5:]), 1):%B} {text[:4]}"
    return day(text)


def shortened(text: str, longest: int) -> str:
    """Return the text, cut off at a space and with an ellipsis if it is longer."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0]}…"


def method(code: str) -> str:
    """Return how a speaker was found, in words."""
    return METHODS.get(code, code.replace("-", " "))


def speaker_kind(code: str) -> str:
    """Return what a speaker is, in words."""
    return SPEAKER_KINDS.get(code, code)


def name(speaker: str) -> str:
    """Return a speaker's name; of who has none the description, without an article before it.

    Persons are stored as the text introduces them (a senior aide), things and groups without an
    article (report): beside each other on a page they are to look the same.
    """
    return ARTICLE.sub("", speaker)


def likelihood(confidence: float) -> str:
    """Return a probability in words and per cent: “very likely right (97%)”."""
    words = next((words for least, words in LIKELIHOODS if confidence >= least), "uncertain")
    return f"{words} ({confidence:.0%})"


def is_doubtful(confidence: float) -> bool:
    """Whether the speaker is more likely wrong than right."""
    return confidence < DOUBTFUL


def sureness(code: str) -> str:
    """Return how sure it is that articles quote one person, in a word; empty where it is."""
    return SURENESS.get(code, "")


def web_address(url: str | None) -> str | None:
    """Return the address if it is of the web, and None for anything that a link must not open."""
    return url if url and WEB_ADDRESS.fullmatch(url) else None


def domain_address(domain: str | None) -> str | None:
    """Return the address of a domain's web site, and None for what is no domain."""
    return f"https://{domain}/" if domain and DOMAIN.fullmatch(domain) else None


def is_wikidata(identifier: str | None) -> bool:
    """Whether an identifier may stand in an address of Wikidata."""
    return bool(identifier and WIKIDATA.fullmatch(identifier))


def size(words: str) -> str:
    """Return how large words that stand alone can be set: the longer, the smaller."""
    return next((name for most, name in SIZES if len(words) <= most), "longest")


def place(
    first: str | None, last: str | None, earliest: str | None, latest: str | None
) -> tuple[float, float] | None:
    """Return where a time begins within a longer one, and its length, in per cent; None if unknown.

    However short the time, it has a length that can be seen.
    """
    days = [_ordinal(moment) for moment in (first, last, earliest, latest)]
    begin, end, start, stop = (day or 0 for day in days)
    if None in days or stop <= start:
        return None
    length = max(100 * (end - begin) / (stop - start), SHORTEST)
    return round(min(100 * (begin - start) / (stop - start), 100 - length), 1), round(length, 1)


def _ordinal(moment: str | None) -> int | None:
    try:
        return date.fromisoformat((moment or "")[:10]).toordinal()
    except ValueError:
        return None
