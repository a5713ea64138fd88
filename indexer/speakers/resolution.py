"""Who a mention is, asked of the names, the pronouns and the descriptions in turn."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.models import Speaker, SpeakerKind
from indexer.speakers.cast import Cast, Figure
from indexer.speakers.descriptions import described_figure, description_kind, description_name
from indexer.speakers.names import find_names
from indexer.speakers.pronouns import GENDER, follow_pronouns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Attribution, Span, Tokens

RELATIVE = frozenset(("who", "that", "which"))
NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS", "CD", "JJ")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a mention is: the speaker, or None where nobody can be told, and the role if given."""

    speaker: Speaker | None
    role: str | None


NOBODY = Identity(None, None)


def resolve(
    tokens: Tokens, attributions: Sequence[Attribution], quotations: Sequence[Span]
) -> tuple[Identity, ...]:
    """Return who made each attribution's quotation, in order.

    `quotations` are the spans of everything between quotation marks, quotes or not: a name in there
    is known, but a pronoun in there is somebody else's.
    """
    cast = Cast(tokens, list(find_names(tokens)))
    quoted = frozenset(token for span in quotations for token in _tokens_of(tokens, span))
    pronouns = follow_pronouns(tokens, cast, quoted)
    return tuple(
        _identity(tokens, cast, pronouns, attribution.mention) if attribution.mention else NOBODY
        for attribution in attributions
    )


def _tokens_of(tokens: Tokens, span: Span) -> range:
    return range(bisect_left(tokens.start, span.start), bisect_left(tokens.start, span.end))


def _identity(tokens: Tokens, cast: Cast, pronouns: dict[int, Figure], mention: Span) -> Identity:
    inside = _tokens_of(tokens, mention)
    if not inside:
        return NOBODY
    head = _head(tokens, inside)
    figure = _figure(tokens, cast, pronouns, head)
    if figure:
        return _of_figure(figure, mention.of(tokens.text))
    if tokens.tag[head] not in NOUN_TAGS:
        return NOBODY
    kind = description_kind(tokens, head)
    name = description_name(tokens, head, kind)
    return Identity(Speaker(name, kind, (name,)), None)


def _head(tokens: Tokens, inside: range) -> int:
    """Return the token of a phrase whose syntactic head lies outside it; of several the last."""
    return max(
        (token for token in inside if tokens.head[token] not in inside),
        default=inside[-1],
    )


def _figure(tokens: Tokens, cast: Cast, pronouns: dict[int, Figure], head: int) -> Figure | None:
    word = tokens.word[head].lower()
    if word in RELATIVE and tokens.tag[head].startswith("W"):
        described = _described_by(tokens, head)
        return None if described is None else _figure(tokens, cast, pronouns, described)
    if word in GENDER:
        return pronouns.get(head)
    return cast.at(head) or described_figure(tokens, cast, head)


def _described_by(tokens: Tokens, relative: int) -> int | None:
    """Return the noun that a relative pronoun's clause describes."""
    token = relative
    for _ in range(4):
        if tokens.dep[token] == "relcl":
            return tokens.head[token]
        token = tokens.head[token]
    return None


def _of_figure(figure: Figure, mention: str) -> Identity:
    kind = figure.kind
    forms = dict.fromkeys([*(name.text for name in figure.names), mention])
    pronoun = mention.lower() in GENDER or mention.lower() in RELATIVE
    names = tuple(form for form in forms if not (pronoun and form == mention))
    role = figure.roles[0] if figure.roles and kind is SpeakerKind.PERSON else None
    return Identity(Speaker(figure.fullest.text, kind, names), role)
