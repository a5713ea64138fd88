"""Following “he” and “she” through an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.speakers.descriptions import SUBJECTS, described_figure

if TYPE_CHECKING:
    from indexer.models import Tokens
    from indexer.speakers.cast import Cast, Figure

GENDER = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}

FARTHEST = 6
"""Sentences back that a pronoun's person may have been met."""


def follow_pronouns(tokens: Tokens, cast: Cast, quoted: frozenset[int]) -> dict[int, Figure]:
    """Return the person of each “he” and “she” outside quotations, by token.

    In the order of the text: the nearest sentence first, in it persons of known gender before
    others, subjects before others, and of these the first; a pronoun that was followed counts as a
    mention of its person. A person whose gender nothing else shows takes that of the pronoun.
    `quoted` are the tokens inside quotations.
    """
    found: dict[int, Figure] = {}
    for token in range(len(tokens)):
        gender = GENDER.get(tokens.word[token].lower())
        if gender and token not in quoted and tokens.tag[token] in ("PRP", "PRP$"):
            figure = _antecedent(tokens, cast, found, quoted, token, gender)
            if figure:
                figure.pronouns[gender] += 1
                found[token] = figure
    return found


def _antecedent(
    tokens: Tokens,
    cast: Cast,
    found: dict[int, Figure],
    quoted: frozenset[int],
    pronoun: int,
    gender: str,
) -> Figure | None:
    last = tokens.sentence[pronoun]
    for surely in (True, False):
        for number in range(last, max(-1, last - FARTHEST), -1):
            start, end = tokens.sentences[number]
            mentions = [
                (figure.gender != gender, tokens.dep[token] not in SUBJECTS, token, figure)
                for token in range(start, min(end, pronoun))
                if token not in quoted
                and (figure := _mentioned(tokens, cast, found, token)) is not None
                and _is_last_of_name(cast, token, figure)
                and _may_be(figure, gender, surely=surely)
            ]
            if mentions:
                return min(mentions, key=lambda mention: mention[:3])[3]
    return None


def _may_be(figure: Figure, gender: str, *, surely: bool) -> bool:
    """Whether a figure may be meant: a person of that gender or of none known.

    A single word that nothing shows to be a person's name is none surely.
    """
    if not figure.is_person or figure.gender not in (gender, None):
        return False
    shown = figure.gender is not None or len(figure.fullest.key) > 1 or bool(figure.roles)
    return shown or not surely


def _mentioned(tokens: Tokens, cast: Cast, found: dict[int, Figure], token: int) -> Figure | None:
    """Return the figure that a token mentions by name, pronoun or, as a subject, description."""
    figure = found.get(token) or cast.at(token)
    if figure is None and tokens.dep[token] in SUBJECTS and tokens.tag[token] == "NN":
        return described_figure(tokens, cast, token)
    return figure


def _is_last_of_name(cast: Cast, token: int, figure: Figure) -> bool:
    return cast.at(token) is not figure or cast.at(token + 1) is not figure
