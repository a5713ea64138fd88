"""What passes between the stages: frozen records without behaviour of their own.

Offsets count Unicode characters of the article's text from 0; a span's end is exclusive, so that
`text[span.start:span.end]` is what it covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import urlsplit


class Span(NamedTuple):
    """A stretch of the article's text, or of its tokens where that is said."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as a source gave it; only `source` and `text` are always known.

    `published` is an ISO 8601 date or date and time; where the source has one that cannot be read,
    `published_raw` is that, as written. `retrieved`, in ISO 8601, is when a crawl fetched it.
    `source` is the path, URL or record it came from, as given; `record` says where in an input of
    several articles it stands, and ends `source` then, after a `#`; `name` is what tells the
    article from others of its source, if it is its own: a file's name without its folder. `page`
    is the digest of the web page that it was extracted from, by which that is known again.
    """

    source: str
    text: str
    url: str | None = None
    title: str | None = None
    author: str | None = None
    publication: str | None = None
    published: str | None = None
    language: str = "en"
    name: str | None = None
    published_raw: str | None = None
    retrieved: str | None = None
    record: str | None = None
    page: str | None = None

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the text in UTF-8."""
        return sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def input(self) -> str:
        """The path or URL that has to be read again to get this article again."""
        return self.source.removesuffix(f"#{self.record}") if self.record else self.source

    @property
    def id(self) -> str:
        """Stable identity: of the URL where there is one, else of outlet, name and text.

        Outlet and name count because a wire story that two outlets print, or that lies in a folder
        twice under two names, is two documents. So an article with a URL keeps its identity when
        its text changes; without one, other text is another document.
        """
        return article_id(self.url, self.publication, self.name, self.sha256)


@dataclass(frozen=True, slots=True)
class Known:
    """An article that was not read again: its page is the one that it was extracted from before.

    `page` is that page's digest; for `source`, `record` and `input` see `Article`.
    """

    source: str
    page: str
    record: str | None = None

    @property
    def input(self) -> str:
        """The path or URL that has to be read again to get this article again."""
        return self.source.removesuffix(f"#{self.record}") if self.record else self.source


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file of a folder or archive that was not read: its name is not that of an article."""

    source: str

    @property
    def ending(self) -> str:
        """The ending of its name, in small letters; empty where it has none."""
        return PurePath(self.source).suffix.lower()


@dataclass(frozen=True, slots=True)
class Visit:
    """What is remembered of the fetch of a URL: what a server wants to hear at the next one.

    With `etag` and `last_modified` it can say that nothing has changed. `page` is the digest of the
    page that was there; None for a feed or sitemap.
    """

    etag: str | None = None
    last_modified: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks: one part, or one for each paragraph that reopens it.

    Every part excludes its marks. `closed` is false where the last part ends without a mark.
    """

    parts: tuple[Span, ...]
    closed: bool = True

    @property
    def span(self) -> Span:
        """From the first part's start to the last part's end."""
        return Span(self.parts[0].start, self.parts[-1].end)


class Kind(str, Enum):
    """How a quotation stands in the article."""

    DIRECT = "direct"
    MIXED = "mixed"


class SpeakerKind(str, Enum):
    """What a speaker is; `UNKNOWN` is an unnamed source."""

    PERSON = "person"
    ORGANIZATION = "organization"
    DOCUMENT = "document"
    GROUP = "group"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tokens:
    """A parsed article as parallel columns, one entry a token, without spaCy's objects.

    `start` and `end` are character offsets in the article; `tag` is the Penn Treebank tag, `dep`
    the dependency label, `head` the index of the syntactic head (its own index at a root),
    `children` those of the syntactic dependents, in order. `sentence` and `paragraph` number what a
    token stands in; `sentences` and `paragraphs` are their token spans. White space has no tokens.
    """

    text: str
    start: tuple[int, ...] = ()
    end: tuple[int, ...] = ()
    word: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    dep: tuple[str, ...] = ()
    head: tuple[int, ...] = ()
    children: tuple[tuple[int, ...], ...] = ()
    sentence: tuple[int, ...] = ()
    paragraph: tuple[int, ...] = ()
    sentences: tuple[Span, ...] = ()
    paragraphs: tuple[Span, ...] = ()

    def __len__(self) -> int:
        return len(self.start)

    def span(self, tokens: Span) -> Span:
        """Return the character span of a token span that is not empty."""
        return Span(self.start[tokens.start], self.end[tokens.end - 1])


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said a quotation, as far as the words around it tell.

    `mention` names the speaker, `cue` is the reporting word or phrase; both are character spans and
    missing where there is none. `method` is how the mention was found, in words; `confidence` is
    the probability, 0 to 1, that it is right; in a `Quote` also that it leads to the speaker.
    """

    quotation: Quotation
    kind: Kind
    mention: Span | None
    cue: Span | None
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, organisation, document, group or unnamed source, as one article shows it.

    `name` is the fullest form, without titles; `names` are all the forms by which it was met.
    """

    name: str
    kind: SpeakerKind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """One utterance by one speaker in one article, ready to be stored.

    `role` is a contiguous stretch of the article's words; `context` spans the sentences that the
    quotation stands in.
    """

    id: str
    attribution: Attribution
    speaker: Speaker | None
    role: str | None
    context: Span

    @property
    def parts(self) -> tuple[Span, ...]:
        """The parts, each without its quotation marks."""
        return self.attribution.quotation.parts


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article with all that was found in it: what the store takes."""

    article: Article
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that is not in the database, and why: `kind` is the exception's type.

    `record` says where in a source of several articles it stands.
    """

    source: str
    kind: str
    reason: str
    record: str | None = None

    def __str__(self) -> str:
        place = f"{self.source}#{self.record}" if self.record else self.source
        return f"{place}: {self.reason}"


def as_text(name: str) -> str:
    """Return a file's name as text that can be stored, with \\udcNN for a byte that is no text."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def domain_of(url: str | None) -> str | None:
    """Return the host of a web address, without `www.`; None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return (host.removeprefix("www.") or None) if host else None


def digest(key: str) -> str:
    """Return a stable id of 16 hexadecimal digits: the chance that 5 million collide is 1e-6."""
    return sha256(key.encode("utf-8")).hexdigest()[:16]


def article_id(url: str | None, publication: str | None, name: str | None, sha256: str) -> str:
    """Return the stable id of a document: see `Article.id`."""
    return digest(url or f"{publication or ''}\n{name or ''}\n{sha256}")


def quote_text(text: str, parts: tuple[Span, ...]) -> str:
    """Return a quote's text: its parts, joined by one space."""
    return " ".join(part.of(text) for part in parts)


def quote_id(document_id: str, quoted: str, occurrence: int) -> str:
    """Return the stable id of a quote that does not move with the text around it.

    `occurrence` counts, from 0, the earlier quotes of the same document with the same words.
    """
    return digest(f"{document_id}\n{occurrence}\n{quoted}")
