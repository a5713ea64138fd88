"""Full names for a corpus whose annotation has none: one line of a TSV file a quotation.

The columns are article, start and end of the quotation (offsets as everywhere, marks excluded), the
speaker's full name or `-` where nobody can be told, the class of mention (named, pronoun, role,
orphan), the kind (direct, mixed), and sure (1 or 0). Lines that begin with `#` are comments.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from indexer.errors import CorpusError
from indexer.evaluation.gold import Label, matches
from indexer.evaluation.mentions import MentionClass
from indexer.models import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexer.corpus import AnnotatedArticle
    from indexer.evaluation.gold import GoldSegment

T = TypeVar("T")

COLUMNS = ("article", "start", "end", "speaker (or -)", "class", "kind", "sure (1 or 0)")
SURE = {"1": True, "0": False}


@dataclass(frozen=True, slots=True)
class NamedQuotation:
    """A quotation of an article with its label; `place` is the file and the line it came from."""

    place: str
    article: str
    span: Span
    label: Label


def read_names(path: Path | str) -> dict[str, tuple[NamedQuotation, ...]]:
    """Return the names of a file by article. Raises CorpusError, with the line and the way out."""
    by_article: defaultdict[str, list[NamedQuotation]] = defaultdict(list)
    for number, line in enumerate(_text(Path(path)).splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            named = _named(f"{path}, line {number}", line.split("\t"))
            by_article[named.article].append(named)
    if not by_article:
        raise CorpusError(f"{path} has no names: a line is {_form()}")
    return {article: tuple(names) for article, names in by_article.items()}


def read_all_names(paths: Iterable[Path | str]) -> dict[str, tuple[NamedQuotation, ...]]:
    """Return the names of several files by article, which may be in more than one of them."""
    found: dict[str, tuple[NamedQuotation, ...]] = {}
    for path in paths:
        for article, names in read_names(path).items():
            found[article] = (*found.get(article, ()), *names)
    return found


def labelled(
    annotated: AnnotatedArticle,
    segments: Sequence[GoldSegment],
    names: Sequence[NamedQuotation],
) -> tuple[GoldSegment, ...]:
    """Return the gold segments of an article with the labels of its names.

    Raises CorpusError where a name is of no quotation that the annotation gives to somebody.
    """
    found = list(segments)
    for named in names:
        places = [n for n, s in enumerate(found) if s.quote and matches(named.span, s.span)]
        if not places:
            start, end = named.span
            raise CorpusError(
                f"{named.place}: no quotation of somebody is annotated at {start}–{end} of "
                f"{annotated.name}: correct the offsets or take the line out"
            )
        found[places[0]] = replace(found[places[0]], label=named.label)
    return tuple(found)


def check_articles(
    names: Mapping[str, Sequence[NamedQuotation]], articles: Iterable[AnnotatedArticle]
) -> None:
    """Raise CorpusError if a name is of an article that is not among these."""
    known = {annotated.name for annotated in articles}
    for article, (first, *_) in names.items():
        if article not in known:
            raise CorpusError(
                f"{first.place}: the corpus has no annotated article {article!r}: correct the name "
                "or take the line out"
            )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise CorpusError(f"{path}: no such file: make one, a line is {_form()}") from error
    except OSError as error:
        raise CorpusError(f"{path} cannot be read ({error.strerror}): name a file") from error
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not UTF-8: save it in that encoding") from error


def _named(place: str, values: Sequence[str]) -> NamedQuotation:
    if len(values) != len(COLUMNS):
        raise CorpusError(f"{place}: {len(values)} values instead of {len(COLUMNS)}: {_form()}")
    article, start, end, speaker, mention_class, kind, sure = (value.strip() for value in values)
    label = Label(
        speaker=None if speaker == "-" else _name(place, speaker),
        kind=_one_of(place, "kind", kind, {known.value: known.value for known in Kind}),
        mention_class=_one_of(place, "class", mention_class, {c.value: c for c in MentionClass}),
        sure=_one_of(place, "sure", sure, SURE),
    )
    return NamedQuotation(place, article, _span(place, start, end), label)


def _name(place: str, speaker: str) -> str:
    if not speaker:
        raise CorpusError(f"{place}: no speaker: write the full name, or - if nobody can be told")
    return speaker


def _span(place: str, start: str, end: str) -> Span:
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise CorpusError(
            f"{place}: {start!r} and {end!r} are no offsets: write two whole numbers, start before "
            "end, that count characters from 0"
        )
    return Span(int(start), int(end))


def _one_of(place: str, column: str, value: str, known: Mapping[str, T]) -> T:
    if value not in known:
        raise CorpusError(f"{place}: {column} {value!r}: write one of {', '.join(known)}")
    return known[value]


def _form() -> str:
    return f"{', '.join(COLUMNS)}, with tabs between them"
