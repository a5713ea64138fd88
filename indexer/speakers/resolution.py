"""Who a mention is, asked of the names, the pronouns and the descriptions in turn."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.languages.en.phrases import (
    PRONOUN_GENDERS,
    joint_speakers,
    name_beside,
    single_span,
)
from indexer.models import Speaker, SpeakerKind
from indexer.speakers.antecedents import Scene
from indexer.speakers.cast import Cast, Figure
from indexer.speakers.descriptions import (
    described_figure,
    figure_named_next,
    figure_spoken_for,
    guessed_figure,
)
from indexer.speakers.identity import NOBODY, Doubt, Identity, Way
from indexer.speakers.names import find_names
from indexer.speakers.pronouns import follow_pronouns
from indexer.speakers.roles import described_role, fullest_role
from indexer.speakers.unnamed import (
    MEANT_BY,
    described_by,
    described_speaker,
    introduction,
    main_subject,
    meant_noun,
    noun_kind,
    same_noun_before,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Attribution, Span, Tokens
    from indexer.speakers.antecedents import Antecedent

RELATIVE = frozenset(("who", "that", "which"))
LONGEST_LABEL = 5
"""Tokens of a name before the colon of a turn."""

PRONOUNS = RELATIVE | frozenset(PRONOUN_GENDERS) | frozenset(MEANT_BY) | {"i"}
OWNING = (frozenset(("compound", "nmod")), frozenset(("poss",)))
"""How an owner stands before a noun: first the form that is a name, “the Roe campaign”."""

NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS", "CD", "JJ")


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article as it was read for its speakers; `mentions` are those of its quotations."""

    tokens: Tokens
    cast: Cast
    scene: Scene
    pronouns: dict[int, Antecedent]
    quoted: frozenset[int]
    mentions: Sequence[Span]


def resolve(
    tokens: Tokens, attributions: Sequence[Attribution], quotations: Sequence[Span]
) -> tuple[Identity, ...]:
    """Return who made each attribution's quotation, in order.

    `quotations` are the spans of everything between quotation marks, quotes or not: a name in there
    is known, but a pronoun in there is somebody else's.
    """
    mentions = [a.mention for a in attributions if a.mention]
    if not mentions:
        return (NOBODY,) * len(attributions)
    quoted = frozenset(token for span in quotations for token in _tokens_of(tokens, span))
    cast = Cast(tokens, list(find_names(tokens)), quoted)
    places = [_tokens_of(tokens, mention) for mention in mentions]
    voiced = frozenset(_head(tokens, inside) for inside in places if inside)
    scene = Scene(tokens, cast, quoted, voiced)
    pronouns = follow_pronouns(tokens, cast, scene, quoted)
    reading = _Reading(tokens, cast, scene, pronouns, quoted, mentions)
    return tuple(
        _identity(reading, attribution.mention) if attribution.mention else NOBODY
        for attribution in attributions
    )


def _tokens_of(tokens: Tokens, span: Span) -> range:
    return range(bisect_left(tokens.start, span.start), bisect_left(tokens.start, span.end))


def _head(tokens: Tokens, inside: range) -> int:
    """Return the token of a phrase whose syntactic head lies outside it; of several the last."""
    return max(
        (token for token in inside if tokens.head[token] not in inside),
        default=inside[-1],
    )


def _identity(reading: _Reading, span: Span) -> Identity:
    tokens, mention = reading.tokens, span.of(reading.tokens.text)
    inside = _tokens_of(tokens, span)
    if not inside:
        return NOBODY
    head = _head(tokens, inside)
    if tokens.word[head].lower() in RELATIVE and tokens.tag[head].startswith("W"):
        described = described_by(tokens, reading.cast, head)
        head = name_beside(tokens, main_subject(tokens, described))
    several = joint_speakers(tokens, head)
    if several and several[1] in inside:
        return _of_group(reading, several, mention, Way.GROUP)
    if tokens.word[head].lower() in PRONOUN_GENDERS:
        return _of_pronoun(reading, head, mention)
    if tokens.word[head] == "I":
        return _of_turn(reading, head, mention)
    reproduced = _of_verbatim(reading, head, span)
    return reproduced or _of_name(reading, head, mention) or _of_thing(reading, head, mention)


def _of_turn(reading: _Reading, head: int, mention: str) -> Identity:
    """Return whose turn in a transcript “I” stands in: “ROE: I told them, “Hold.””."""
    tokens = reading.tokens
    start = tokens.paragraphs[tokens.paragraph[head]].start
    colon = next((t for t in range(start, head) if tokens.word[t] == ":"), start)
    figure = reading.cast.at(colon - 1) if start < colon <= start + LONGEST_LABEL else None
    opens = figure is not None and any(n.tokens == (start, colon) for n in figure.names)
    return _of_figure(figure, mention, Way.PRONOUN) if figure and opens else NOBODY


def _of_verbatim(reading: _Reading, head: int, span: Span) -> Identity | None:
    """Return who spoke before where a quotation is given to a bare “transcript” or “passage”."""
    tokens = reading.tokens
    of_somebody = any(tokens.dep[c] in ("prep", "poss") for c in tokens.children[head])
    if of_somebody or tokens.word[head].lower() not in words("verbatim_nouns"):
        return None
    before = [mention for mention in reading.mentions if mention.end <= span.start]
    identity = _identity(reading, max(before)) if before else NOBODY
    return replace(identity, way=Way.GUESS) if identity.speaker else None


def _of_group(reading: _Reading, members: Sequence[int], mention: str, way: Way) -> Identity:
    """Return several speakers as one: “Ann Roe, Tim Burton and Nick Hale”.

    They come in the order in which the article names them first, so that they stay one speaker.
    """
    ordered = sorted(members, key=lambda member: _first_named(reading, member))
    names = [_name_of_member(reading, member) for member in ordered]
    name = f"{', '.join(names[:-1])} and {names[-1]}"
    forms = dict.fromkeys((name,) if mention.lower() in PRONOUNS else (name, mention))
    return Identity(Speaker(name, SpeakerKind.GROUP, tuple(forms)), None, way)


def _first_named(reading: _Reading, member: int) -> int:
    """Return where the article names one of several speakers first."""
    figure = reading.cast.at(name_beside(reading.tokens, member))
    return figure.names[0].tokens.start if figure and figure.names else member


def _name_of_member(reading: _Reading, member: int) -> str:
    """Return the fullest name of one of several speakers, or its words where there is none."""
    tokens = reading.tokens
    named = name_beside(tokens, member)
    identity = _of_name(reading, named, tokens.word[named])
    if identity and identity.speaker:
        return identity.speaker.name
    return tokens.span(single_span(tokens, member)).of(tokens.text)


def _of_pronoun(reading: _Reading, head: int, mention: str) -> Identity:
    """Return whom “he” or “she” means."""
    meant = reading.pronouns.get(head)
    if meant is None:
        return NOBODY
    if meant.figure.phrase is not None:
        speaker = described_speaker(reading.tokens, meant.figure.phrase, reading.quoted)
        return Identity(speaker, None, Way.PRONOUN, _doubt(meant))
    return _of_figure(meant.figure, mention, Way.PRONOUN, _doubt(meant))


def _doubt(meant: Antecedent) -> Doubt:
    known = bool(meant.figure.title_gender or meant.figure.given_gender)
    return Doubt(round(meant.share, 4), meant.rivals, meant.sentences_back, known)


def _of_name(reading: _Reading, head: int, mention: str) -> Identity | None:
    """Return who a name or a description of somebody named means, None where it is neither."""
    tokens, cast = reading.tokens, reading.cast
    figure = cast.at(head)
    if figure:
        way = Way.NAMESAKE if cast.told_apart(head) else Way.NAME
        return _of_figure(figure, mention, way)
    figure = described_figure(tokens, cast, head) or figure_spoken_for(tokens, cast, head)
    if figure:
        return _of_figure(figure, mention, Way.DESCRIPTION)
    guess = guessed_figure(tokens, cast, reading.scene, head)
    if guess is None:
        named = figure_named_next(tokens, cast, head)
        return _of_figure(named, mention, Way.GUESS) if named else None
    if guess.figure.phrase is not None:
        return None  # somebody without a name, whom the description's own words introduce as well
    found = _of_figure(guess.figure, mention, Way.GUESS, _doubt(guess))
    return found if found.role else replace(found, role=described_role(tokens, head))


def _of_thing(reading: _Reading, head: int, mention: str) -> Identity:
    """Return what “it” or “they” mean, or the unnamed source that the words themselves are."""
    tokens = reading.tokens
    meant = meant_noun(tokens, reading.cast, head, reading.quoted)
    if meant is not None:
        several = joint_speakers(tokens, meant)
        if several:
            return _of_group(reading, several, mention, Way.PRONOUN)
        figure = reading.cast.at(name_beside(tokens, meant))
        if figure:
            return _of_figure(figure, mention, Way.PRONOUN)
        return Identity(described_speaker(tokens, meant, reading.quoted), None, Way.PRONOUN)
    called_out = tokens.word[head].lower() in words("utterance_nouns")  # “a shout from the back”
    if tokens.tag[head] not in NOUN_TAGS or called_out:
        return NOBODY
    owned = _owned_before(reading, head)
    return Identity(described_speaker(tokens, owned, reading.quoted), None, Way.UNNAMED)


def _owned_before(reading: _Reading, head: int) -> int:
    """Return the phrase that tells whose organisation a noun means, else its introduction.

    “Her campaign” is “the Roe campaign” or “Ms. Roe's campaign” where that came first.
    """
    known = introduction(reading.tokens, head, reading.quoted)
    owner = next((o for by in OWNING if (o := _owner(reading, known, by))), None)
    if owner is None or noun_kind(reading.tokens, head) is not SpeakerKind.ORGANIZATION:
        return known
    before = [*reversed([*same_noun_before(reading.tokens, known, reading.quoted)]), known]
    named = (n for by in OWNING for n in before if _owner(reading, n, by, named=True) is owner)
    return next(named, known)


def _owner(
    reading: _Reading, noun: int, places: frozenset[str], *, named: bool = False
) -> Figure | None:
    """Return whose organisation a noun means: by a name, or if not `named` by a pronoun."""
    for child in reading.tokens.children[noun]:
        if reading.tokens.dep[child] in places:
            meant = None if named else reading.pronouns.get(child)
            owner = meant.figure if meant else reading.cast.at(child)
            if owner:
                return owner
    return None


def _of_figure(figure: Figure, mention: str, way: Way, doubt: Doubt | None = None) -> Identity:
    if figure.bearers:
        return Identity(None, None, Way.AMBIGUOUS)
    kind = figure.kind
    forms = dict.fromkeys([*(name.text for name in figure.names), mention])
    pronoun = mention.lower() in PRONOUNS
    names = tuple(form for form in forms if not (pronoun and form == mention))
    role = fullest_role(figure.roles) if kind is SpeakerKind.PERSON else None
    return Identity(Speaker(figure.fullest.text, kind, names), role, way, doubt)
