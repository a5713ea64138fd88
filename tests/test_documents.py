"""indexer.documents: what a parse gives, and what it leaves behind."""

from __future__ import annotations

import pytest

from indexer import documents
from indexer.documents import Parser
from indexer.models import Span, Tokens

TEXT = "“We sail,” said {}.\n\nThe harbour master of {} had nothing to add."


@pytest.fixture(scope="module")
def full() -> Parser:
    """Return a parser that keeps no new word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "WORDS_KEPT", 0)
        return Parser()


def parse(parser: Parser, name: str) -> Tokens:
    """Return the tokens of an article about somebody."""
    text = TEXT.format(name, name)
    return parser.parse(text, [Span(0, text.index("\n")), Span(text.rindex("\n") + 1, len(text))])


def vocabulary(parser: Parser) -> int:
    """Return how many words a parser knows."""
    return len(parser._nlp.vocab.strings)


def test_a_full_vocabulary_grows_no_more(full: Parser) -> None:
    """Once a parser has learned its share of words, new ones are forgotten with their article."""
    before = vocabulary(full)
    for number in range(20):
        parse(full, f"Zarbelt{number}ina")
    assert vocabulary(full) == before


def test_forgetting_changes_no_token(full: Parser) -> None:
    """Words that are forgotten are read as those that are kept are, the second time too."""
    kept = parse(Parser(), "Vorrimund")
    assert "Vorrimund" in kept.word
    assert parse(full, "Vorrimund") == parse(full, "Vorrimund") == kept


def test_an_error_ends_no_more_than_its_article(
    full: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser that failed over one article reads the next, and forgets its words as before."""
    before = vocabulary(full)
    monkeypatch.setattr(documents, "_row", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        parse(full, "Ottershaw")
    monkeypatch.undo()
    assert "Quillermo" in parse(full, "Quillermo").word
    assert vocabulary(full) == before
