"""Finding quotations: from the text of an article to the spans between its quotation marks.

Every character that may be a quotation mark becomes a `Mark` that may open, close or do either
(`_marks`); a walk over each paragraph's marks pairs them into parts, the outermost pair taking what
is between (`_parts`); a part that its paragraph leaves open and the next paragraph reopens is one
quotation with it (`_joined`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.languages.en import genders, words
from indexer.models import Quotation, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARK = re.compile(r"``|''|[“”„‟\"«»‘’‚']")
MARKUP = re.compile(r"</?[A-Za-z][^<>\n]*>")
FEET_AND_INCHES = re.compile(r"\d\s?['’′]\s?\d+[½¼¾]?\s?(?:\"|''|[”″])")
# These two look back from their first mark, so that a search can skip to it.
ELISION = re.compile(r"['‘’](?<![^\W_].)[nN]['’](?![^\W_])")
NICKNAME = re.compile(r"[“\"](?<=[^\W\d_] .)[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?[”\"](?= [A-Z][a-z])")
BEFORE_NICKNAME = re.compile(r"(?<![^\W_])[A-Z][^\W_]+ $")
DECADE = re.compile(r"\d\ds?\b")
NEXT_SINGLE_OR_LINE_END = re.compile(
    r"(?P<closing>(?<=\S)['’](?![^\W_]))|(?P<opening>(?<![^\W_])['‘](?=[^\W_]))|\n"
)
LETTERS = re.compile(r"[^\W\d_]+")

CLOSERS = {
    "“": ("”", '"', "''"),
    "‟": ("”", '"'),
    "„": ("“", "”", '"'),
    '"': ('"', "”", "''"),
    "``": ("''", '"', "”"),
    "''": ("''", '"', "”"),
    "”": ("”",),
    "«": ("»",),
    "»": ("«", "»"),
    "‘": ("’", "'"),
    "‚": ("‘", "’"),
    "'": ("'", "’"),
}
"""By the mark that opened: the marks that close, the sloppy pairs of the web included."""

ONLY_OPEN = frozenset(("“", "„", "‟", "``", "‚"))
SINGLE = frozenset("‘’‚'")
BEFORE_OPENING = frozenset("([{—–-/=")
AFTER_CLOSING = frozenset(")]},.;:!?—–-/…")
MARK_CHARACTERS = frozenset("“”„‟\"«»‘’‚'`")

SHORTEST_UNCLOSED = 20
"""Characters that must follow a mark that nothing closes: after fewer it is a stray."""

LONGEST_SIGNATURE = 80

LONGEST_GIVEN_NAME = 30

LONGEST_LOOK_AHEAD = 300
"""Characters in which another single mark must close, or one after an s closes itself."""

FEWEST_SINGLE = 2
"""Pairs of single marks from which on they may be the main marks of an article."""

ENDS_OF_SPEECH = (",", ".", "!", "?")
FEWEST_SPACES = 3
"""What the only pair of single marks of an article must have before they count as marks."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible quotation mark: its characters, where it starts, and what it may do."""

    form: str
    start: int
    opens: bool
    closes: bool

    @property
    def end(self) -> int:
        """Where the text after the mark starts."""
        return self.start + len(self.form)


@dataclass(frozen=True, slots=True)
class Part:
    """What one paragraph holds of a quotation; `opening` is None where no mark opens it here."""

    span: Span
    opening: Mark | None
    closed: bool
    first: bool  # the paragraph begins with it
    broken_in: bool  # its mark stands in mid-sentence and is followed by a small letter

    @property
    def may_go_on(self) -> bool:
        """Whether the next paragraph may go on with it: not with a stray mark in a sentence."""
        return not self.closed and not self.broken_in


def find_quotations(text: str, paragraphs: Sequence[Span]) -> tuple[Quotation, ...]:
    """Return the quotations of a text, in order; never raises, whatever the text.

    `paragraphs` are spans of `text` in order, without overlap. The parts of a quotation exclude its
    marks and the white space inside them, and hold at least one letter or digit. Single marks count
    only where they are the article's main marks.
    """
    marks = [_marks(text, paragraph) for paragraph in paragraphs]
    opening = any(mark.opens and mark.form in SINGLE for found in marks for mark in found)
    parts = _pair_all(text, paragraphs, marks) if opening else []
    if not _single_marks_lead(text, parts):
        marks = [[mark for mark in found if mark.form not in SINGLE] for found in marks]
        parts = _pair_all(text, paragraphs, marks)
    return tuple(_joined(parts))


def _marks(text: str, paragraph: Span) -> list[Mark]:
    """Return the marks of a paragraph; those of markup, of lengths and in words are none."""
    if not MARK.search(text, *paragraph):
        return []
    masked = {
        offset
        for pattern in (MARKUP, FEET_AND_INCHES, ELISION, NICKNAME)
        for match in pattern.finditer(text, *paragraph)
        for offset in range(*match.span())
        if pattern is not NICKNAME or _follows_given_name(text, match.start())
    }
    marks = (
        _mark(text, paragraph, match.group(), match.start())
        for match in MARK.finditer(text, *paragraph)
        if match.start() not in masked
    )
    return [mark for mark in marks if mark.opens or mark.closes]


def _follows_given_name(text: str, start: int) -> bool:
    """Whether marks may hold a nickname: Wilbur "Dutch" Haan, in a quotation or not."""
    before = BEFORE_NICKNAME.search(text, max(0, start - LONGEST_GIVEN_NAME), start)
    return before is not None and before.group().strip().lower() in genders("given_names")


def _mark(text: str, paragraph: Span, form: str, start: int) -> Mark:
    """Classify a mark by the characters beside it."""
    end = start + len(form)
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    if form in SINGLE:
        opens, closes = _single(text, end, form, before, after)
    else:
        leads = before.isspace() or before in BEFORE_OPENING or before in MARK_CHARACTERS
        ends = after.isspace() or after in AFTER_CLOSING or after in MARK_CHARACTERS
        opens = form in ONLY_OPEN or (leads and start == paragraph.start)
        opens = opens or (form != "”" and (leads or not ends))
        closes = form not in ONLY_OPEN or form == "“"
    return Mark(form, start, opens, closes)


def _single(text: str, end: int, form: str, before: str, after: str) -> tuple[bool, bool]:
    """Return whether a single mark may open and may close; inside and before words it may not."""
    opens = form != "’" and not before.isalnum() and not after.isspace()
    if opens and (DECADE.match(text, end) or _leads_a_word(text, end)):
        opens = False
    closes = form != "‚" and not after.isalnum() and not before.isspace()
    return opens, closes and not _is_plural_possessive(text, end, before, after)


def _leads_a_word(text: str, end: int) -> bool:
    match = LETTERS.match(text, end)
    return match is not None and match.group().lower() in words("apostrophes")


def _is_plural_possessive(text: str, end: int, before: str, after: str) -> bool:
    """Whether “farmers' market” is more likely here than the end of a quotation.

    It is where a word follows and a mark further on can close instead.
    """
    if before not in "sS" or after != " " or not text[end + 1 : end + 2].isalpha():
        return False
    following = NEXT_SINGLE_OR_LINE_END.search(text, end, end + LONGEST_LOOK_AHEAD)
    return following is not None and following.lastgroup == "closing"


def _pair_all(
    text: str, paragraphs: Sequence[Span], marks: Sequence[Sequence[Mark]]
) -> list[list[Part]]:
    parts: list[list[Part]] = []
    left_open: Mark | None = None
    for number, (paragraph, found) in enumerate(zip(paragraphs, marks, strict=True)):
        after = marks[number + 1][:1] if number + 1 < len(marks) else []
        reopened = [mark.form for mark in after if mark.start == paragraphs[number + 1].start]
        here = list(_parts(text, paragraph, found, left_open, reopened)) if found else []
        left_open = here[-1].opening if here and not here[-1].closed else None
        parts.append(here)
    return parts


def _parts(
    text: str,
    paragraph: Span,
    marks: Sequence[Mark],
    left_open: Mark | None,
    reopened: Sequence[str],
) -> Iterator[Part]:
    """Pair the marks of a paragraph.

    `left_open` opened in the paragraph before and was not closed; `reopened` holds the form of the
    mark with which the next one begins, if it does.
    """
    last_closing = {mark.form: mark.start for mark in marks if mark.closes}
    inside, start = False, paragraph.start
    opening: Mark | None = None
    if left_open and _closes(marks[0], left_open) and not marks[0].opens:
        inside, opening = True, left_open
    for mark in marks:
        if inside and opening and _closes(mark, opening):
            yield from _part(text, paragraph, Span(start, mark.start), opening, closed=True)
            inside = False
        elif not inside and mark.opens and _may_open(mark, paragraph, last_closing, reopened):
            inside, opening, start = True, mark, mark.end
    if inside:
        yield from _part(text, paragraph, Span(start, paragraph.end), opening, closed=False)


def _closes(mark: Mark, opening: Mark) -> bool:
    return mark.closes and mark.form in CLOSERS.get(opening.form, ())


def _may_open(
    mark: Mark, paragraph: Span, last_closing: dict[str, int], reopened: Sequence[str]
) -> bool:
    """Whether the mark opens.

    A single one, so often an apostrophe, does only if something closes it or the next paragraph
    reopens it.
    """
    if mark.form not in SINGLE or mark.start == paragraph.start or mark.form in reopened:
        return True
    return any(last_closing.get(form, -1) > mark.start for form in CLOSERS[mark.form])


def _part(
    text: str, paragraph: Span, span: Span, opening: Mark | None, *, closed: bool
) -> Iterator[Part]:
    """Yield the part between two marks, trimmed, if there is anything to read in it."""
    inner = span.of(text)
    start = span.start + len(inner) - len(inner.lstrip())
    end = span.end - len(inner) + len(inner.rstrip())
    unmarked = span.start == paragraph.start
    if not any(map(str.isalnum, inner)) or (unmarked and _is_signature(inner)):
        return
    first = unmarked or (opening is not None and opening.start == paragraph.start)
    broken_in = text[start].islower() and not first
    yield Part(Span(start, end), opening, closed, first, broken_in)


def _is_signature(words_without_mark: str) -> bool:
    """Whether a line is the name under a pull quote, set inside its marks: “…⏎Jane Roe, editor”."""
    return len(words_without_mark) < LONGEST_SIGNATURE and words_without_mark[:1].isupper()


def _single_marks_lead(text: str, parts: Sequence[Sequence[Part]]) -> bool:
    """Whether single marks are the main ones: the only pair of an article must end like speech."""
    opened = [part for here in parts for part in here if part.opening]
    single = [part for part in opened if part.opening and part.opening.form in SINGLE]
    if len(single) == len(opened) == 1:
        words_in_it = single[0].span.of(text)
        return words_in_it.endswith(ENDS_OF_SPEECH) and words_in_it.count(" ") >= FEWEST_SPACES
    return len(single) >= FEWEST_SINGLE and len(single) * 2 > len(opened)


def _joined(paragraphs: Sequence[Sequence[Part]]) -> Iterator[Quotation]:
    """Join each part left open at its paragraph's end with the first part of the next one."""
    pending: list[Part] = []
    for parts in paragraphs:
        for position, part in enumerate(parts):
            goes_on = position == 0 and part.first and pending and pending[-1].may_go_on
            if not goes_on:
                yield from _quotation(pending)
                pending = []
            pending.append(part)
        if not parts:
            yield from _quotation(pending)
            pending = []
    yield from _quotation(pending)


def _quotation(parts: Sequence[Part]) -> Iterator[Quotation]:
    """Yield the parts as a quotation, unless they are but a stray mark and the words after it."""
    spans = tuple(part.span for part in parts)
    closed = bool(parts) and parts[-1].closed
    if closed or sum(end - start for start, end in spans) > SHORTEST_UNCLOSED:
        yield Quotation(spans, closed=closed)
