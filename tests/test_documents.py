"""indexer.documents: what is parsed, what a parse gives, and what it leaves behind."""

from __future__ import annotations

from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.corpus import read_corpus
from indexer.documents import Parser, Parsing, columns, parser, word_vectors
from indexer.paragraphs import find_paragraphs
from indexer.quotations import find_quotations

if TYPE_CHECKING:
    from indexer.models import Tokens

TEXT = "“We sail,” said {}.\n\nThe harbour master of {} had nothing to add."

SENTENCES = (
    "Ann Roe, the harbour master, walked out.",
    "“We sail,” said Roe.",
    "“We will sail as soon as the weather lets us, and not a day before,” she  said. “Wait.”",
    "It was the third meeting of the week in Port Levering.",
    "“Nobody told us anything about the money, the boats or the men,\u00a0and we want to know why.",
    "The mayor’s “absolute and perfectly ridiculous plan to have it all done by May” failed.",
    "No one spoke for a while; then Jon Pym rose.",
    "— Carla Dunn, novelist",
)


@pytest.fixture(scope="module")
def usual() -> Parser:
    """Return a parser of skeletons."""
    return Parser()


@pytest.fixture(scope="module")
def whole() -> Parser:
    """Return a parser of every word."""
    return Parser(Parsing(full=True))


@pytest.fixture(scope="module")
def forgetful() -> Parser:
    """Return a parser that keeps no new word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "WORDS_KEPT", 0)
        return Parser()


def parse(by: Parser, text: str) -> Tokens:
    """Return the tokens of a text as the product has it parsed."""
    paragraphs = find_paragraphs(text)
    return by.parse(text, paragraphs, find_quotations(text, paragraphs))


def about(name: str) -> str:
    """Return an article about somebody."""
    return TEXT.format(name, name)


def vocabulary(of: Parser) -> int:
    """Return how many words a parser knows."""
    return len(of._nlp.vocab.strings)


def test_a_full_vocabulary_grows_no_more(forgetful: Parser) -> None:
    """Once a parser has learned its share of words, new ones are forgotten with their article."""
    before = vocabulary(forgetful)
    for number in range(20):
        parse(forgetful, about(f"Zarbelt{number}ina"))
    assert vocabulary(forgetful) == before


def test_forgetting_changes_no_token(forgetful: Parser) -> None:
    """Words that are forgotten are read as those that are kept are, the second time too."""
    text = about("Vorrimund")
    kept = parse(Parser(), text)
    assert "Vorrimund" in kept.word
    assert parse(forgetful, text) == parse(forgetful, text) == kept


def test_words_that_were_met_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a share of new words, forgotten or not, a parser starts afresh, and reads as before."""
    monkeypatch.setattr(parser, "WORDS_KEPT", 0)
    monkeypatch.setattr(parser, "WORDS_MET", 20)
    bounded = Parser()
    first, most = parse(bounded, about("Zarbelt")), 0
    for number in range(40):
        parse(bounded, about(f"Zarbelt{number}ina"))
        most = max(most, len(bounded._nlp.vocab))
    assert most < len(Parser()._nlp.vocab) + 39, "every article had a new word"
    assert parse(bounded, about("Zarbelt")) == first


def test_an_error_ends_no_more_than_its_article(
    forgetful: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser that failed over one article reads the next, and forgets its words as before."""
    before = vocabulary(forgetful)
    monkeypatch.setattr(columns, "_table", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        parse(forgetful, about("Ottershaw"))
    monkeypatch.undo()
    assert "Quillermo" in parse(forgetful, about("Quillermo")).word
    assert vocabulary(forgetful) == before


def test_words_that_are_remembered_are_read_as_spacy_reads_them(
    whole: Parser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every token of the sample articles has the same tag, head and label, in every order."""
    monkeypatch.setattr(parser, "remember_words", lambda _: None)
    plain = Parser(Parsing(full=True))
    texts = [annotated.article.text for annotated in read_corpus(str(files("indexer") / "samples"))]
    for text in (*texts, *reversed(texts)):
        assert parse(whole, text) == parse(plain, text)


def test_words_are_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """When too many words were met all are met anew, and read as before."""
    monkeypatch.setattr(word_vectors, "WORDS_REMEMBERED", 30)
    bounded, text = Parser(), "\n\n".join(SENTENCES)
    first = parse(bounded, text)
    for number in range(10):
        parse(bounded, about(f"Zarbelt{number}ina"))
    assert parse(bounded, text) == first


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join), max_size=9
    ).map("\n\n".join)
)
def test_a_skeleton_has_the_words_of_its_article(usual: Parser, whole: Parser, text: str) -> None:
    """Every token of a skeleton is one of the article's, at its place and in its paragraph."""
    tokens, every = parse(usual, text), parse(whole, text)
    spans = list(zip(tokens.start, tokens.end, strict=True))
    assert [text[start:end] for start, end in spans] == list(tokens.word)
    assert spans == sorted(spans)
    paragraphs = dict(zip(zip(every.start, every.end, strict=True), every.paragraph, strict=True))
    assert [paragraphs[span] for span in spans] == list(tokens.paragraph)
    for part in chain.from_iterable(q.parts for q in find_quotations(text, find_paragraphs(text))):
        ends = [n for n, (start, end) in enumerate(spans) if part.start <= start < end <= part.end]
        assert ends, "a quotation without a token could have no speaker"


def test_the_middle_of_a_long_quotation_is_left_out(usual: Parser) -> None:
    """The first words and the last of what is quoted are read, and all of the reporter's."""
    tokens = parse(usual, "Pym said: “" + " ".join(f"word{n}" for n in range(40)) + "” on Monday.")
    assert [word for word in tokens.word if word.startswith("word")] == [
        *(f"word{n}" for n in range(6)),
        *(f"word{n}" for n in range(37, 40)),
    ]
    assert {"Pym", "said", "on", "Monday"} <= set(tokens.word)


def test_of_paragraphs_far_from_quotations_those_that_introduce_somebody_are_read(
    usual: Parser,
) -> None:
    """A full name and an office are looked for wherever they stand; other paragraphs are not."""
    idle = "It rained on the market for a third day, and the fish were sold from under the awnings."
    text = "\n\n".join(
        [
            "Carla Dunn took office in May.",
            "A spokesman, Jon Pym, joined her.",
            *[idle] * 4,
            "“We sail,” said Dunn. “Wait,” the spokesman said.",
            *[idle] * 3,
        ]
    )
    words = parse(usual, text).word
    assert {"Carla", "Jon"} <= set(words)
    assert words.count("rained") == 2


def test_of_a_paragraph_far_from_quotations_the_sentence_that_introduces_is_read(
    usual: Parser,
) -> None:
    """Not those around it; a full stop that may belong to a name or a title ends no sentence."""
    idle = "It rained on the market."
    text = "\n\n".join(
        [
            f"{idle} The new harbour master is Gov. Carla J. Dunn of the isles. {idle}",
            *["It snowed."] * 3,
            "“We sail,” said Dunn.",
        ]
    )
    words = parse(usual, text).word
    assert {"master", "Gov.", "Carla", "J.", "Dunn", "isles"} <= set(words)
    assert "rained" not in words
