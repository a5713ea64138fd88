"""Who a mention is, asked of the names, the pronouns and the descriptions in turn."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.models import Speaker, SpeakerKind
from indexer.speakers.cast import Cast, Figure
from indexer.speakers.descriptions import (
    MEANT_BY,
    described_by,
    described_figure,
    described_speaker,
    meant_noun,
    only_person_near,
)
from indexer.speakers.names import find_names
from indexer.speakers.pronouns import GENDER, follow_pronouns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Attribution, Span, Tokens

RELATIVE = frozenset(("who", "that", "which"))
PRONOUNS = RELATIVE | frozenset(GENDER) | frozenset(MEANT_BY)
NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS", "CD", "JJ")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a mention is: the speaker, or None where nobody can be told, and the role if given."""

    speaker: Speaker | None
    role: str | None


NOBODY = Identity(None, None)


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article as it was read for its speakers."""

    tokens: Tokens
    cast: Cast
    pronouns: dict[int, Figure]
    quoted: frozenset[int]


def resolve(
    tokens: Tokens, attributions: Sequence[Attribution], quotations: Sequence[Span]
) -> tuple[Identity, ...]:
    """Return who made each attribution's quotation, in order.

    `quotations` are the spans of everything between quotation marks, quotes or not: a name in there
    is known, but a pronoun in there is somebody else's.
    """
    cast = Cast(tokens, list(find_names(tokens)))
    quoted = frozenset(token for span in quotations for token in _tokens_of(tokens, span))
    reading = _Reading(tokens, cast, follow_pronouns(tokens, cast, quoted), quoted)
    return tuple(
        _identity(reading, attribution.mention) if attribution.mention else NOBODY
        for attribution in attributions
    )


def _tokens_of(tokens: Tokens, span: Span) -> range:
    return range(bisect_left(tokens.start, span.start), bisect_left(tokens.start, span.end))


def _identity(reading: _Reading, mention: Span) -> Identity:
    tokens = reading.tokens
    inside = _tokens_of(tokens, mention)
    if not inside:
        return NOBODY
    head = _head(tokens, inside)
    if tokens.word[head].lower() in RELATIVE and tokens.tag[head].startswith("W"):
        head = described_by(tokens, reading.cast, head)
    figure = _figure(reading, head)
    if figure is None:
        meant = meant_noun(tokens, reading.cast, head, reading.quoted)
        if meant is not None:
            head, figure = meant, reading.cast.at(meant)
    if figure:
        return _of_figure(figure, mention.of(tokens.text))
    if tokens.tag[head] not in NOUN_TAGS:
        return NOBODY
    return Identity(described_speaker(tokens, head, reading.quoted), None)


def _head(tokens: Tokens, inside: range) -> int:
    """Return the token of a phrase whose syntactic head lies outside it; of several the last."""
    return max(
        (token for token in inside if tokens.head[token] not in inside),
        default=inside[-1],
    )


def _figure(reading: _Reading, head: int) -> Figure | None:
    tokens = reading.tokens
    word = tokens.word[head].lower()
    if word in GENDER:
        return reading.pronouns.get(head)
    return (
        reading.cast.at(head)
        or described_figure(tokens, reading.cast, head)
        or only_person_near(tokens, reading.cast, reading.pronouns, head)
    )


def _of_figure(figure: Figure, mention: str) -> Identity:
    kind = figure.kind
    forms = dict.fromkeys([*(name.text for name in figure.names), mention])
    pronoun = mention.lower() in PRONOUNS
    names = tuple(form for form in forms if not (pronoun and form == mention))
    role = figure.roles[0] if figure.roles and kind is SpeakerKind.PERSON else None
    return Identity(Speaker(figure.fullest.text, kind, names), role)
