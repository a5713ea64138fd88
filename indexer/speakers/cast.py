"""The cast of an article: its figures, each with all its names, gender, kind and roles."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.languages.en import genders
from indexer.models import SpeakerKind
from indexer.speakers.names import single_name
from indexer.speakers.roles import roles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Tokens
    from indexer.speakers.names import Name


@dataclass(eq=False)
class Figure:
    """A person or organisation while its article is read; names are added as they are met."""

    names: list[Name]
    roles: list[str] = field(default_factory=list)
    pronouns: Counter[str] = field(default_factory=Counter)

    @cached_property
    def fullest(self) -> Name:
        """The longest form of the name that is met most, known once the cast is complete.

        “Hillary Rodham Clinton” is a form of “Hillary Clinton”; “Rafael Edward Cruz”, met once, is
        none of “Ted Cruz”. Of forms met equally often the one with a given name, then the first.
        """
        longer = [name for name in self.names if len(name.key) > 1] or self.names
        firsts = Counter(name.key[0] for name in longer)
        given = genders("given_names")
        usual = max(firsts, key=lambda first: (firsts[first], first in given))
        forms = [name for name in longer if name.key[0] == usual]
        return max(forms, key=lambda name: len(name.words))

    @cached_property
    def _shown_gender(self) -> str | None:
        said = Counter(name.gender for name in self.names if name.gender)
        return said.most_common(1)[0][0] if said else None

    @property
    def gender(self) -> str | None:
        """What titles and given names say, else what pronouns said so far; None if nothing."""
        if self._shown_gender or not self.pronouns:
            return self._shown_gender
        return self.pronouns.most_common(1)[0][0]

    @cached_property
    def kind(self) -> SpeakerKind:
        """Person or organisation, by the evidence of all its names."""
        if self.fullest.organization and not self._shown_gender:
            return SpeakerKind.ORGANIZATION
        shown = self._shown_gender or self.roles or any(name.titled for name in self.names)
        doubtful = not shown and any(name.definite for name in self.names)
        return SpeakerKind.ORGANIZATION if doubtful else SpeakerKind.PERSON

    @property
    def is_person(self) -> bool:
        """Whether “he” or “she” may mean this figure."""
        return self.kind is SpeakerKind.PERSON


class Cast:
    """All figures of an article, by the tokens of their names."""

    def __init__(self, tokens: Tokens, names: Sequence[Name]) -> None:
        self.figures: list[Figure] = []
        self._by_token: dict[int, Figure] = {}
        self._by_word: defaultdict[str, dict[Figure, None]] = defaultdict(dict)
        for name in sorted(names, key=lambda name: (-len(name.key), name.tokens.start)):
            self._place(name)
        self._add_mistagged(tokens)
        self._merge_acronyms(tokens)
        for figure in self.figures:
            figure.names.sort(key=lambda name: name.tokens)
            figure.roles = list(dict.fromkeys(roles_of(tokens, figure.names)))

    def at(self, token: int) -> Figure | None:
        """Return the figure that a name's token belongs to."""
        return self._by_token.get(token)

    def _place(self, name: Name) -> None:
        """Add a name to the figure that it may be short for, else to a new one."""
        sharing = dict.fromkeys(figure for word in name.key for figure in self._by_word[word])
        figure = _likeliest(name, [figure for figure in sharing if _fits(name, figure)])
        if figure is None:
            figure = Figure([])
            self.figures.append(figure)
        self._add(name, figure)

    def _add(self, name: Name, figure: Figure) -> None:
        figure.names.append(name)
        self._by_token.update(dict.fromkeys(range(*name.tokens), figure))
        for word in name.key:
            self._by_word[word][figure] = None

    def _add_mistagged(self, tokens: Tokens) -> None:
        """Add the last names that the tagger took for other words, where a full name is known."""
        known = {name.key[-1] for f in self.figures for name in f.names if len(name.key) > 1}
        for token, word in enumerate(tokens.word):
            if token not in self._by_token and word[0].isupper() and word.lower() in known:
                self._place(single_name(tokens, token))

    def _merge_acronyms(self, tokens: Tokens) -> None:
        """Join “HSB” to the Harbour Safety Board by its initials."""
        initials = {_initials(tokens, figure): figure for figure in reversed(self.figures)}
        for short in [figure for figure in self.figures if _is_acronym(figure)]:
            whole = initials.get(short.names[0].words[0].lower())
            if whole is not None and whole is not short:
                for name in short.names:
                    self._add(name, whole)
                self.figures.remove(short)


def _fits(name: Name, figure: Figure) -> bool:
    """Whether a name may belong to a figure that has longer or equal names."""
    tried: set[tuple[object, ...]] = set()
    for other in figure.names:
        form = (other.key, other.suffix, other.organization)
        if form in tried:
            continue
        tried.add(form)
        if len(name.key) > 1 and name.suffix != other.suffix:
            continue  # Donald Trump Jr. is not Donald Trump
        if name.key == other.key:
            return True
        if name.organization and not other.organization:
            continue
        if len(other.key) > len(name.key) and _abbreviates(name, other):
            genders_of_figure = {n.gender for n in figure.names if n.gender}
            return not name.gender or not genders_of_figure or name.gender in genders_of_figure
    return False


def _abbreviates(name: Name, other: Name) -> bool:
    """Whether a shorter name is the last words, the first word or first and last of another."""
    short, full = name.key, other.key
    if short == full[-len(short) :]:
        return not other.organization or len(short) > 1
    first_and_last = len(short) == 2 and short == (full[0], full[-1])
    return first_and_last or (len(short) == 1 and short[0] == full[0] and not other.organization)


def _likeliest(name: Name, fitting: Sequence[Figure]) -> Figure | None:
    """Return the figure with the nearest longer name before this one, else the first after it."""
    if len(fitting) < 2:
        return next(iter(fitting), None)

    def distance(figure: Figure) -> tuple[bool, bool, int]:
        starts = [other.tokens.start for other in figure.names]
        before = [name.tokens.start - start for start in starts if start <= name.tokens.start]
        by_last = any(other.key[-1] == name.key[-1] for other in figure.names)
        return not by_last, not before, min(before, default=min(starts))

    return min(fitting, key=distance)


def _is_acronym(figure: Figure) -> bool:
    words = figure.names[0].words
    return len(words) == 1 and words[0].isupper() and len(words[0]) > 2


def _initials(tokens: Tokens, figure: Figure) -> str:
    span = max(figure.names, key=lambda name: len(name.words)).tokens
    full = [w for w in tokens.word[span.start : span.end] if w[0].isupper()]
    return "".join(word[0] for word in full).lower() if len(full) > 1 else ""
