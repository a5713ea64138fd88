"""The cast of an article: its figures, each with all its names, gender, kind and roles."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from indexer.languages.en import forms, genders
from indexer.languages.en.proper_names import is_person_noun
from indexer.models import SpeakerKind
from indexer.speakers.names import single_name
from indexer.speakers.namesakes import bearer
from indexer.speakers.relatives import kinship_nouns
from indexer.speakers.roles import (
    brackets_after,
    may_be_described,
    organization_nouns,
    predicates_of,
    roles_of,
)
from indexer.speakers.short_names import (
    bears,
    fits,
    initials,
    is_acronym,
    is_pair,
    letters,
    likeliest,
    likely,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.models import Span, Tokens
    from indexer.speakers.names import Name


PLACES = frozenset(("in", "near", "at", "across", "outside", "around"))
SHORTEST_MISSPELT = 5
"""Letters of a name that may be misspelt."""

FEWEST, SMALL_SHARE = 4, 0.4
"""How many words a headline has at least, and what part of them is in small letters at most."""


@dataclass(eq=False)
class Figure:
    """A person or organisation while its article is read; names are added as they are met.

    - `roles`: as the article words them, the best first
    - `said_of`: the lower-case words of all that it is called, abbreviated titles spelled out
    - `called`: the nouns for a person among them; an adviser to the president is not “president”
    - `role_gender`: m or f where a role says it (“spokeswoman”)
    - `placed`: whether it is named as a place: “near Dover”
    - `pronouns`: the genders of the pronouns that were followed to it so far
    - `phrase`: the head of the phrase that introduces somebody without a name
    - `is_source`: whether that is somebody whom the article cites, or who kept the name back
    - `relative`: whether that is a relative of somebody: “his mother”
    - `bearers`: the persons who share a last name that nothing near tells apart; then it is no
      figure of its own
    """

    names: list[Name]
    roles: tuple[str, ...] = ()
    said_of: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    role_gender: str | None = None
    placed: bool = False
    pronouns: list[str] = field(default_factory=list)
    phrase: int | None = None
    is_source: bool = False
    relative: bool = False
    bearers: tuple[Figure, ...] = ()

    @cached_property
    def fullest(self) -> Name:
        """The longest form of the name that is met most, known once the cast is complete.

        “Hillary Rodham Clinton” is a form of “Hillary Clinton”; “Rafael Edward Cruz”, met once, is
        none of “Ted Cruz”, nor “Young Ann Roe” of “Ann Roe”. Of forms met equally often the one
        with a given name, then the first.
        """
        first = self.names[0]
        if all(name.text == first.text and name.words == first.words for name in self.names):
            return first  # of most figures there is but one form
        given = genders("given_names")
        keys = {name.key for name in self.names}
        tails = {key[start:] for key in keys for start in range(1, len(key))}
        whole = [name for name in self.names if name.given_gender or name.key not in tails]
        longer = [name for name in whole if len(name.key) > 1] or whole
        longer = [name for name in longer if not name.text.isupper()] or longer
        firsts = Counter(name.key[0] for name in longer)
        usual = max(firsts, key=lambda first: (firsts[first], first in given))
        forms = [name for name in longer if name.key[0] == usual]
        written = Counter(name.text for name in forms)
        return max(forms, key=lambda name: (len(name.words), written[name.text]))

    @cached_property
    def title_gender(self) -> str | None:
        """The gender that titles and roles say; None if none does."""
        return _commonest([name.title_gender for name in self.names]) or self.role_gender

    @cached_property
    def given_gender(self) -> str | None:
        """The gender that the given name makes likely; None if it tells none."""
        return _commonest([name.given_gender for name in self.names])

    @property
    def gender(self) -> str | None:
        """What titles and given names say, else what pronouns said so far; None if nothing."""
        return self.title_gender or self.given_gender or _commonest(self.pronouns)

    @cached_property
    def kind(self) -> SpeakerKind:
        """Person or organisation, by the evidence of all its names; without a name a person."""
        named = self.phrase is None and self.fullest.organization
        definite = self.phrase is None and any(name.definite for name in self.names)
        if not (named or definite) or self.title_gender or self.given_gender:
            return SpeakerKind.PERSON
        shown = self.roles or any(name.titled for name in self.names)
        return SpeakerKind.PERSON if shown and not named else SpeakerKind.ORGANIZATION

    @property
    def is_person(self) -> bool:
        """Whether “he” or “she” may mean this figure."""
        return self.kind is SpeakerKind.PERSON


def _commonest(said: Iterable[str | None]) -> str | None:
    """Return what is said most often, of several the first; None where nothing is said."""
    known = [gender for gender in said if gender]
    return max(known, key=known.count) if known else None


class Cast:
    """All figures of an article, by the tokens of their names.

    `quoted` are the tokens inside quotations: names there count, roles there do not.
    """

    def __init__(self, tokens: Tokens, names: Sequence[Name], quoted: frozenset[int]) -> None:
        self.figures: list[Figure] = []
        self._tokens = tokens
        self._by_noun: defaultdict[str, list[Figure]] = defaultdict(list)
        self._shared: dict[tuple[str, ...], Figure] = {}
        self._told_apart: set[int] = set()
        self._company: dict[Figure, frozenset[tuple[int, str]]] = {}
        self._by_token: dict[int, Figure] = {}
        self._by_word: defaultdict[str, dict[Figure, None]] = defaultdict(dict)
        headlines = _headlines(tokens)
        above = [name for name in names if tokens.sentence[name.tokens.start] in headlines]
        body = [name for name in names if tokens.sentence[name.tokens.start] not in headlines]
        lasts = frozenset(
            name.key[-1] for name in body if len(name.key) > 1 and "-" not in name.words
        )
        body = [name for name in body if not is_pair(name, lasts)]
        self._place_all(body, above)
        self._add_mistagged(tokens)
        self._add_headlines([name for name in names if name.tokens.start not in self._by_token])
        self._merge_acronyms(tokens)
        self._merge_misspelt()
        for figure in self.figures:
            figure.names.sort(key=lambda name: name.tokens)
            _describe(tokens, figure, quoted)
            for noun in _nouns_for(tokens, figure):
                self._by_noun[noun].append(figure)

    def at(self, token: int) -> Figure | None:
        """Return the figure that a name's token belongs to."""
        return self._by_token.get(token)

    def told_apart(self, token: int) -> bool:
        """Whether a name's token is of a last name that several bear, given to one of them."""
        return token in self._told_apart

    def last_tokens(self) -> Iterator[tuple[int, Figure]]:
        """Yield the last token of every name with its figure, those of shared last names too."""
        for figure in (*self.figures, *self._shared.values()):
            for name in figure.names:
                yield name.tokens.end - 1, figure

    def called(self, noun: str) -> tuple[Figure, ...]:
        """Return the persons called by a lower-case noun and organisations with it in the name."""
        return tuple(self._by_noun.get(noun, ()))

    def company(self, figure: Figure, sentence: int) -> frozenset[str]:
        """Return the capitalised words, lower-case, of the sentences that name a figure but one."""
        if figure not in self._company:
            tokens = self._tokens
            sentences = {tokens.sentence[name.tokens.start] for name in figure.names}
            own = {word.lower() for name in figure.names for word in name.words}
            met = ((n, w) for n in sentences for w in tokens.word[slice(*tokens.sentences[n])])
            capital = ((n, w.lower()) for n, w in met if w[0].isupper())
            self._company[figure] = frozenset((n, w) for n, w in capital if w not in own)
        return frozenset(word for n, word in self._company[figure] if n != sentence)

    def _place_all(self, names: Sequence[Name], headlines: Sequence[Name]) -> None:
        """Add names, the longest first; last names that several bear when all others are known.

        Headlines only repeat here what is known: who is in one is more likely the main person.
        """
        for name in sorted(names, key=lambda name: (-len(name.key), name.tokens.start)):
            if len(name.key) > 1:
                self._place(name)
        known = {name.key: figure for figure in self.figures for name in figure.names}
        for name in headlines:
            if len(name.key) > 1 and name.key in known:
                self._add(name, known[name.key])
        bare = sorted((n for n in names if len(n.key) == 1), key=lambda name: name.tokens)
        shared = [self._is_shared(name) for name in bare]
        for _, name in sorted(zip(shared, bare, strict=True), key=itemgetter(0)):
            self._place(name)

    def _is_shared(self, name: Name) -> bool:
        """Whether several persons have a bare name for their last."""
        known = self._by_word.get(name.key[0], ())
        return len(known) > 1 and len(_bearers(name, self._fitting(name))) > 1

    def _fitting(self, name: Name) -> list[Figure]:
        """Return the figures that a name may be short for."""
        sharing: dict[Figure, None] = {}
        for word in name.key:
            sharing.update(self._by_word.get(word, {}))
        fitting = [figure for figure in sharing if fits(name, figure)]
        if name.suffix:  # “Trump Jr.” is none of the others
            fitting = [f for f in fitting if any(n.suffix == name.suffix for n in f.names)]
        return fitting

    def _place(self, name: Name) -> None:
        """Add a name to the figure that it may be short for, else to a new one."""
        fitting = self._fitting(name)
        bearers = _bearers(name, fitting)
        if len(bearers) > 1:
            figure = bearer(self._tokens, name, bearers)
            if figure is None:
                shared = self._shared.setdefault(name.key, Figure([], bearers=tuple(bearers)))
                shared.names.append(name)
                self._by_token.update(dict.fromkeys(range(*name.tokens), shared))
                return
            self._told_apart.update(range(*name.tokens))
        else:
            figure = likeliest(name, fitting)
        if figure is None:
            figure = Figure([])
            self.figures.append(figure)
        self._add(name, figure)

    def _add(self, name: Name, figure: Figure) -> None:
        figure.names.append(name)
        for token in range(*name.tokens):
            self._by_token[token] = figure
        for word in name.key:
            self._by_word[word][figure] = None

    def _add_mistagged(self, tokens: Tokens) -> None:
        """Add the last names that the tagger took for other words, where a full name is known."""
        known = {name.key[-1] for f in self.figures for name in f.names if len(name.key) > 1}
        for token, word in enumerate(tokens.word):
            if word[0].isupper() and word.lower() in known and token not in self._by_token:
                self._place(single_name(tokens, token))

    def _add_headlines(self, names: Sequence[Name]) -> None:
        """Add names of headlines, where every word may be capitalised: those unknown come last.

        A full name there is that of a last name which the article has no other for.
        """
        for name in sorted(names, key=lambda name: (-len(name.key), name.tokens.start)):
            if not any(token in self._by_token for token in range(*name.tokens)):
                bare = self._known_by_last_name(name) if name.given_gender else None
                if bare is not None:
                    self._add(name, bare)
                else:
                    self._place(name)

    def _known_by_last_name(self, full: Name) -> Figure | None:
        """Return the figure that has only the last name of a full one; None without one."""
        last = full.key[-1]
        sharing = list(self._by_word.get(last, ()))
        bare = [figure for figure in sharing if all(n.key == (last,) for n in figure.names)]
        return bare[0] if len(sharing) == 1 and bare and not full.organization else None

    def _merge_misspelt(self) -> None:
        """Join “Starnd” to Ann Strand: a last name met once with two letters interchanged."""
        full = ((n, f) for f in self.figures for n in f.names if len(n.key) > 1)
        known = {letters(name): figure for name, figure in full if not name.organization}
        for once in [f for f in self.figures if len(f.names) == 1 and len(f.names[0].key) == 1]:
            name = once.names[0]
            meant = known.get(letters(name)) if len(name.key[0]) >= SHORTEST_MISSPELT else None
            if meant is not None and not name.organization:
                self._add(name, meant)
                self.figures.remove(once)

    def _merge_acronyms(self, tokens: Tokens) -> None:
        """Join “HSB” to the Harbour Safety Board by its initials."""
        whole_names = {initials(tokens, figure): figure for figure in reversed(self.figures)}
        for short in [figure for figure in self.figures if is_acronym(figure)]:
            whole = whole_names.get(short.names[0].words[0].lower())
            if whole is not None and whole is not short:
                for name in short.names:
                    self._add(name, whole)
                self.figures.remove(short)


def _bearers(name: Name, fitting: Sequence[Figure]) -> list[Figure]:
    """Return the persons among several who have a bare name for their last."""
    bare = len(name.key) == 1 and len(fitting) > 1
    return likely([figure for figure in fitting if bears(figure, name)]) if bare else []


def _headlines(tokens: Tokens) -> frozenset[int]:
    """Return the sentences of the first paragraph that are in capitals: verbs, nearly all words."""
    found = []
    for number, sentence in enumerate(tokens.sentences):
        if tokens.paragraph[sentence.start] > 0:
            break
        letters = [token for token in range(*sentence) if tokens.word[token].isalpha()]
        small = [token for token in letters if tokens.word[token].islower()]
        plain = any(tokens.tag[token].startswith("VB") for token in small)
        if len(letters) >= FEWEST and not plain and len(small) <= SMALL_SHARE * len(letters):
            found.append(number)
    return frozenset(found)


def _describe(tokens: Tokens, figure: Figure, quoted: frozenset[int]) -> None:
    """Give a figure its roles and the words that are said of it."""
    every = all if figure.fullest.organization else any
    figure.placed = every([_is_placed(tokens, name.tokens.end - 1) for name in figure.names])
    names = [name for name in figure.names if may_be_described(tokens, name)]
    if not names:
        return
    told = [name for name in names if name.tokens.start not in quoted]
    roles = roles_of(tokens, told)
    phrases = [*roles, *predicates_of(tokens, told), *brackets_after(tokens, names)]
    if not phrases:
        return
    figure.roles = tuple(dict.fromkeys(tokens.span(role).of(tokens.text) for role in roles))
    figure.said_of = _spelled_out(tokens, (t for phrase in phrases for t in range(*phrase)))
    nouns = [noun for phrase in phrases for noun in _nouns_for_person(tokens, phrase)]
    figure.called = _spelled_out(tokens, nouns)
    gendered = genders("gendered_nouns")
    figure.role_gender = _commonest(gendered.get(tokens.word[noun].lower()) for noun in nouns)


def _nouns_for(tokens: Tokens, figure: Figure) -> frozenset[str]:
    """Return the lower-case nouns by which a figure that was described may be called."""
    if figure.is_person:
        return figure.called.union(kinship_nouns(tokens, figure.names))
    introduced = () if figure.placed else figure.names
    return organization_nouns(tokens, figure.fullest, introduced)


def _is_placed(tokens: Tokens, noun: int) -> bool:
    return tokens.dep[noun] == "pobj" and tokens.word[tokens.head[noun]].lower() in PLACES


def _spelled_out(tokens: Tokens, places: Iterable[int]) -> frozenset[str]:
    """Return the words at these tokens, lower-case, abbreviated titles and states in full."""
    said = {part for t in places for part in tokens.word[t].lower().rstrip(".").split("-")}
    tables = (forms("title_forms"), forms("place_forms"))
    return frozenset(said.union(*(table.get(word, ()) for table in tables for word in said)))


def _nouns_for_person(tokens: Tokens, phrase: Span) -> Iterator[int]:
    """Yield the nouns of a phrase said of its person: its head, those before and those joined.

    Not an owner: “the chairman's daughter” is no chairman.
    """
    head = _head(tokens, phrase)
    for token in range(*phrase):
        joined = tokens.dep[token] == "conj" and tokens.head[token] == head
        owner = tokens.tag[token + 1 : token + 2] == ("POS",)
        if (token <= head or joined) and not owner and is_person_noun(tokens, token):
            yield token


def _head(tokens: Tokens, span: Span) -> int:
    """Return the token that a phrase is about: “spokeswoman” of “spokeswoman for Roe”."""
    before = next((t for t in range(*span) if tokens.tag[t] == "IN"), span.end)
    outside = (t for t in range(span.start, before) if not span.start <= tokens.head[t] < span.end)
    return next(outside, max(span.start, before - 1))
