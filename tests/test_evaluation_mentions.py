"""Classes of mention, read off the plain text."""

from __future__ import annotations

import pytest
from annotated import span

from indexer.evaluation.gold import quoted_segments
from indexer.evaluation.mentions import MentionClass, mention_class


def class_of(text: str, quotation: str, *sources: str) -> MentionClass:
    """Return the class of sources of a quotation in a text."""
    spans = [span(source, text) for source in sources]
    return mention_class(text, span(quotation, text), spans, list(quoted_segments(text)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Marta Ruiz", "named"),
        ("Sen. Ruiz", "named"),
        ("the Harbour Board", "named"),
        ("Ruiz, who runs the line,", "named"),
        ("an aide, Jo Bell", "named"),
        ("harbour master Owen Hill", "named"),
        ("his wife Ann", "named"),
        ("he", "pronoun"),
        ("She", "pronoun"),
        ("who", "pronoun"),
        ("that", "pronoun"),
        ("a senior aide", "role"),
        ("the mayor of Port Ellery", "role"),
        ("Ruiz's lawyer", "role"),
        ("the Ellery mayor", "role"),
        ("that report", "role"),
        ("her lawyer", "role"),
        ("the President", "role"),
    ],
)
def test_the_source_s_words_give_the_class(source: str, expected: str) -> None:
    """A name, a pronoun or a description; the names of others in a description don't count."""
    assert class_of(f"“It is late,” {source} said.", "It is late,", source).value == expected


def test_a_capital_for_its_place_makes_no_name() -> None:
    """The same word in lower case elsewhere in the article tells."""
    text = "Critics said it was “far too late.” The board had heard from critics before."
    assert class_of(text, "far too late.", "Critics") is MentionClass.ROLE


@pytest.mark.parametrize(
    "text",
    [
        "“It is late,” Ruiz said.",
        "“It is late?” Ruiz said.",
        "Ruiz said: “It is late.”",
        "Ruiz said:\n\n“It is late.”",
        "Ruiz met Sen. J. Bell of the U.S. Senate and said “It is late.”",
        "Ruiz called “The Storm. A Play” a work for which “It is late.”",
        "“It is late,” “Hm. Well,” and more, Ruiz said.",
    ],
)
def test_the_speaker_is_in_the_quotation_s_sentence(text: str) -> None:
    """Colons, titles, initials and what others' quotations hold end no sentence."""
    quotation = next(s.of(text) for s in quoted_segments(text) if "late" in s.of(text))
    assert class_of(text, quotation, "Ruiz") is MentionClass.NAMED


@pytest.mark.parametrize(
    "text",
    [
        "“Come in,” Ruiz said. “It is late.”",
        "``Come in,'' Ruiz said. ''It is late.''",
        "Ruiz looked up.\n\n“It is late.”",
        "Ruiz looked up\n\n“It is late.”",
        "Ruiz said: “Come in.” “It is late.”",
        "“It is late.” Ruiz looked up.",
    ],
)
def test_an_orphan_s_speaker_is_beyond_a_sentence_end(text: str) -> None:
    """In the sentence or paragraph before or after it."""
    assert class_of(text, "It is late.", "Ruiz") is MentionClass.ORPHAN


def test_without_a_source_it_is_an_orphan() -> None:
    """Nobody's words beside it were annotated; of several sources one beside it is enough."""
    text = "Ruiz looked up. “It is late,” she said."
    assert class_of(text, "It is late,") is MentionClass.ORPHAN
    assert class_of(text, "It is late,", "Ruiz", "she") is not MentionClass.ORPHAN


def test_a_source_inside_the_quotation_is_no_orphan() -> None:
    """As in a letter that names its writer."""
    text = "“It is late. Yours, Ruiz”"
    assert class_of(text, "It is late. Yours, Ruiz", "Ruiz") is MentionClass.NAMED
