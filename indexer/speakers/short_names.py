"""When one name may be short for another: last names, first names, acronyms, misspellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Tokens
    from indexer.speakers.cast import Figure
    from indexer.speakers.names import Name


def letters(name: Name) -> tuple[str, ...]:
    """Return what a last name keeps when two of its letters change places."""
    last = name.key[-1]
    return last[0], *sorted(last)


def fits(name: Name, figure: Figure) -> bool:
    """Whether a name may belong to a figure that has longer or equal names."""
    tried: set[tuple[object, ...]] = set()
    for other in figure.names:
        form = (other.key, other.suffix, other.organization)
        if form in tried:
            continue
        tried.add(form)
        if (name.suffix or len(name.key) > 1) and name.suffix != other.suffix:
            continue  # Donald Trump Jr. is not Donald Trump
        if name.key == other.key:
            return True
        if name.organization and not other.organization and not other.gender:
            continue
        if len(other.key) > len(name.key) and _abbreviates(name, other):
            return not name.gender or _may_have_gender(figure, name.gender)
    return False


def _may_have_gender(figure: Figure, gender: str) -> bool:
    known = {name.gender for name in figure.names if name.gender}
    return not known or gender in known


def _abbreviates(name: Name, other: Name) -> bool:
    """Whether a shorter name stands for a longer one.

    It is its last words, its first word (“Anne-Marie” is one), or first and last; of three names
    the one in the middle too (“Acosta” for Melba Acosta Febo). Of an organisation's one word is too
    little, but for “the Post” and the like.
    """
    short, full = name.key, other.key
    if other.organization:
        return _abbreviates_organization(name, other)
    if short in (full[-len(short) :], (full[0], full[-1])):
        return True
    if name.words[1:2] == ("-",) and short == full[: len(short)]:
        return other.words[1:2] == ("-",)
    inside = full[:-1] if other.gender or name.title_gender else full[:1]
    return len(short) == 1 and short[0] in inside


def _abbreviates_organization(name: Name, other: Name) -> bool:
    short, full = name.key, other.key
    if short != full[-len(short) :]:
        return False
    before = other.words[-len(short) - 1].lower() if len(other.words) == len(full) else ""
    telling = short[0] in words("organization_nouns") or short[0] in words("outlet_words")
    bare = name.definite and telling
    return before not in ("of", "for") and (len(short) > 1 or bare)


def likeliest(name: Name, fitting: Sequence[Figure]) -> Figure | None:
    """Return the figure with the nearest longer name before this one, else the first after it."""
    if len(fitting) < 2:
        return next(iter(fitting), None)

    def distance(figure: Figure) -> tuple[bool, bool, int]:
        starts = [other.tokens.start for other in figure.names]
        before = [name.tokens.start - start for start in starts if start <= name.tokens.start]
        by_last = any(other.key[-1] == name.key[-1] for other in figure.names)
        return not by_last, not before, min(before, default=min(starts))

    return min(fitting, key=distance)


def is_pair(name: Name, lasts: frozenset[str]) -> bool:
    """Whether a name is two last names with a hyphen, of people who have each their own."""
    return len(name.key) == 2 and name.words[1:2] == ("-",) and lasts.issuperset(name.key)


def bears(figure: Figure, name: Name) -> bool:
    """Whether a figure is a person whose full name ends with a bare last name."""
    last = name.key[-1]
    fulls = (other for other in figure.names if len(other.key) > 1)
    return any(full.key[-1] == last and not full.organization for full in fulls)


def likely(bearers: list[Figure]) -> list[Figure]:
    """Return the bearers without what is hardly a person's name (“Alternative Marsh”), met once."""
    if len(bearers) < 2:
        return bearers
    shown = [b for b in bearers if len(b.names) > 1 or any(n.gender or n.titled for n in b.names)]
    return shown or bearers


def is_acronym(figure: Figure) -> bool:
    """Whether a figure's name is one word of three capitals or more."""
    words = figure.names[0].words
    return len(words) == 1 and words[0].isupper() and len(words[0]) > 2


def initials(tokens: Tokens, figure: Figure) -> str:
    """Return the first letters of a figure's longest name in lower case, empty for one word."""
    span = max(figure.names, key=lambda name: len(name.words)).tokens
    full = [w for w in tokens.word[span.start : span.end] if w[0].isupper()]
    return "".join(word[0] for word in full).lower() if len(full) > 1 else ""
