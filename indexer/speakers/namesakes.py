"""Which of several people of one last name a bare last name means, where that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en.phrases import PRONOUN_GENDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.models import Tokens
    from indexer.speakers.cast import Figure
    from indexer.speakers.names import Name

LEAST = 3
"""How many times the article must name its main person at least."""

MORE, FAR_MORE = 2, 5
"""How many times as often as any namesake the article must name its main person, where the bearers
stand in one paragraph, and where only the paragraph before speaks for another."""


def bearer(tokens: Tokens, name: Name, bearers: Sequence[Figure]) -> Figure | None:
    """Return whom a bare last name means among its bearers, None where nothing shows it.

    In this order: who has the gender that a title or a pronoun of the sentence shows; who is named
    in the same paragraph; whom the article names far more often; who is named in the paragraph
    before; whom the bare name meant before.
    """
    gender = name.title_gender or _pronoun_after(tokens, name)
    agreeing = [figure for figure in bearers if gender and figure_gender(figure) == gender]
    if len(agreeing) == 1:
        return agreeing[0]
    here = [figure for figure in bearers if _named_near(tokens, figure, name, 0)]
    if here:
        return here[0] if len(here) == 1 else _main(here, MORE)
    before = [figure for figure in bearers if _named_near(tokens, figure, name, 1)]
    only = before[0] if len(before) == 1 else None
    usual = max(bearers, key=lambda figure: _last_alone(figure, name))
    continued = usual if _last_alone(usual, name) >= 0 else None
    return _main(bearers, FAR_MORE) or only or continued or _main(bearers, MORE)


def _last_alone(figure: Figure, name: Name) -> int:
    """Return where the bare name last meant this figure before, -1 where it never did."""
    alone = (o.tokens.start for o in figure.names if o.key == name.key and o.tokens < name.tokens)
    return max(alone, default=-1)


def figure_gender(figure: Figure) -> str | None:
    """Return the gender that the names met so far show; the cast is not complete yet."""
    return next((name.gender for name in figure.names if name.gender), None)


def _pronoun_after(tokens: Tokens, name: Name) -> str | None:
    """Return the gender of the first pronoun after a name that is the only one of its sentence."""
    sentence = tokens.sentences[tokens.sentence[name.tokens.start]]
    if "NNP" in tokens.tag[sentence.start : name.tokens.start]:
        return None
    for token in range(name.tokens.end, sentence.end):
        gender = PRONOUN_GENDERS.get(tokens.word[token].lower())
        if gender or tokens.word[token][0].isupper():
            return gender
    return None


def _named_near(tokens: Tokens, figure: Figure, name: Name, paragraphs_back: int) -> bool:
    paragraph = tokens.paragraph[name.tokens.start] - paragraphs_back
    return any(
        tokens.paragraph[other.tokens.start] == paragraph and other.tokens < name.tokens
        for other in figure.names
    )


def _main(bearers: Sequence[Figure], times: int) -> Figure | None:
    """Return the one named so many times as often as each of the others, None without one."""
    first, second = sorted(bearers, key=lambda figure: -len(figure.names))[:2]
    often = max(LEAST, times * len(second.names))
    return first if len(first.names) >= often else None
