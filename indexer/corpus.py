"""Annotated articles in standoff format: what people say was said, and by whom.

A corpus is a folder with `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann` (brat's format).
`T` lines are spans, `E` lines tie a Source, a Cue and a Content together; `A` lines may give an
event's Kind, and `#` lines its Speaker and Role. Offsets count characters of the text that the
index would store, front matter excluded. Of several annotators the first by name is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import CorpusError
from indexer.models import Article, Span
from indexer.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class AnnotatedQuote:
    """One attribution as a person annotated it; `kind`, `speaker` and `role` where given."""

    contents: tuple[Span, ...]
    sources: tuple[Span, ...]
    cues: tuple[Span, ...]
    kind: str | None = None
    speaker: str | None = None
    speaker_kind: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article and all attributions that were annotated in it."""

    name: str
    article: Article
    quotes: tuple[AnnotatedQuote, ...]


@dataclass
class _Event:
    roles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, str] = field(default_factory=dict)


def read_corpus(folder: Path | str) -> Iterator[AnnotatedArticle]:
    """Yield the annotated articles of a corpus by name. Raises CorpusError."""
    folder = Path(folder)
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        raise CorpusError(f"{folder} is no corpus: it has no articles in {folder / 'text'}")
    found = False
    for path in texts:
        annotations = sorted((folder / "attributions").glob(f"{_escaped(path.stem)}_*.ann"))
        if annotations:
            found = True
            yield AnnotatedArticle(path.stem, _article(path), read_annotations(annotations[0]))
    if not found:
        raise CorpusError(f"{folder} has no annotations in {folder / 'attributions'}")


def read_annotations(path: Path) -> tuple[AnnotatedQuote, ...]:
    """Return the attributions of one annotation file. Raises CorpusError."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: dict[str, _Event] = defaultdict(_Event)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            _read_line(line.split("\t"), spans, events)
        except (ValueError, IndexError) as error:
            raise CorpusError(f"{path}, line {number}: not an annotation: {line!r}") from error
    return tuple(_quote(event, spans) for event in events.values())


def _read_line(
    fields: Sequence[str], spans: dict[str, tuple[Span, ...]], events: dict[str, _Event]
) -> None:
    key = fields[0]
    if re.fullmatch(r"T\d+", key):
        places = fields[1].partition(" ")[2]
        pairs = (place.split() for place in places.split(";"))
        spans[key] = tuple(Span(int(start), int(end)) for start, end in pairs)
    elif re.fullmatch(r"E\d+", key):
        for part in fields[1].split():
            role, _, reference = part.partition(":")
            events[key].roles[role.rstrip("0123456789")].append(reference)
    elif re.fullmatch(r"A\d+", key):
        name, event, value = fields[1].split(" ", 2)
        events[event].notes[name] = value
    elif re.fullmatch(r"#\d+", key):
        name, event = fields[1].split()
        events[event].notes[name] = fields[2]


def _quote(event: _Event, spans: dict[str, tuple[Span, ...]]) -> AnnotatedQuote:
    def all_of(role: str) -> tuple[Span, ...]:
        found = (span for key in event.roles[role] for span in spans.get(key, ()))
        return tuple(sorted(found))

    return AnnotatedQuote(
        contents=all_of("Content"),
        sources=all_of("Source"),
        cues=all_of("Cue"),
        kind=event.notes.get("Kind"),
        speaker=event.notes.get("Speaker"),
        speaker_kind=event.notes.get("SpeakerKind"),
        role=event.notes.get("Role"),
    )


def _article(path: Path) -> Article:
    (found,) = read_sources([str(path)])
    if not isinstance(found, Article):
        raise CorpusError(str(found))
    return found


def _escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)
