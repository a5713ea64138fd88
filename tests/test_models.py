"""indexer.models: spans, ids, and the text of a quote."""

from __future__ import annotations

from hashlib import sha256

from records import TEXT, WORDS, article

from indexer.models import Span, digest, quote_id, quote_text


def test_a_span_is_the_characters_between_its_offsets() -> None:
    """Offsets count characters, not bytes, and the end is exclusive."""
    assert Span(2, 4).of("a🚢bc") == "bc"


def test_the_digest_is_that_of_the_text_in_utf_8() -> None:
    """Anybody can recompute an article's digest from its text."""
    assert article().sha256 == sha256(TEXT.encode("utf-8")).hexdigest()


def test_an_article_is_known_by_its_url() -> None:
    """The same address is the same article, whatever its text and source."""
    first = article("One text.", url="https://a.example/1")
    assert first.id == article("Another.", url="https://a.example/1").id
    assert first.id != article("One text.", url="https://a.example/2").id


def test_without_a_url_an_article_is_known_by_outlet_and_text() -> None:
    """A wire story that two outlets print is two articles; the same file twice is one."""
    assert article().id == article().id
    assert article(publication="The Sextant").id != article(publication="The Beacon").id


def test_ids_are_sixteen_hexadecimal_digits() -> None:
    """Ids stay as they are from release to release: this one is pinned."""
    assert digest("key") == "2c70e12b7a0646f9"


def test_equal_quotes_of_one_article_have_ids_of_their_own() -> None:
    """The same words said twice are two quotes; their ids do not depend on where they stand."""
    assert quote_id("d", "No.", 0) != quote_id("d", "No.", 1)
    assert quote_id("d", "No.", 0) == quote_id("d", "No.", 0)


def test_a_quotes_text_is_its_parts_joined_by_a_space() -> None:
    """The words between the parts are not in it."""
    parts = tuple(Span(TEXT.index(words), TEXT.index(words) + len(words)) for words in WORDS)
    assert quote_text(TEXT, parts) == "We have the boat, We lack the crew."
