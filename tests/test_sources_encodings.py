"""indexer.sources.encodings: text comes out as it was written, or not at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.encodings import decode

ENGLISH = "At the café, Señor Núñez paid £5. “It’s fair,” he said — and left…\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman"]
)
def test_english_comes_out_right(encoding: str) -> None:
    """Accents, pounds, curly marks and dashes, in whatever English has been written in."""
    assert decode(ENGLISH.encode(encoding)) == ENGLISH


@pytest.mark.parametrize(
    "text",
    [
        "£5 at the café",
        "The Élysée said no.",
        "CITÉ IN FLAMES",
        "It was 20°.",
        "“No,” he said.",
        "naïve",
        "Zoë\xa0Ball",
        "It is ½ a mile.",
    ],
)
def test_a_single_letter_is_enough(text: str) -> None:
    """However little there is beyond ASCII, it decides, and is read as Western."""
    assert decode(text.encode("cp1252")) == text


def test_latin_1_is_read() -> None:
    """Its letters stand at the same places in Windows-1252."""
    text = "The café charges £5. Ça va, señor?"
    assert decode(text.encode("latin-1")) == text


def test_other_scripts_are_detected() -> None:
    """A text that is not in Latin letters is not taken for Western."""
    russian = "Привет, сказал он, и ушёл домой. Это было вчера вечером, в самом конце зимы."
    assert decode(russian.encode("cp1251")) == russian


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE])
def test_both_orders_of_bytes_are_read(mark: bytes) -> None:
    """The byte order mark tells, and is no part of the text."""
    encoding = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-16-le"
    assert decode(mark + ENGLISH.encode(encoding)) == ENGLISH


def test_a_mark_is_believed() -> None:
    """What begins like UTF-16 and is none has no other reading."""
    assert decode(codecs.BOM_UTF16_LE + b"\x00\xd8x") is None


@given(st.text())
def test_utf_8_always_comes_out_as_it_was(text: str) -> None:
    """Whatever the text, but for a byte order mark."""
    assert decode(text.encode("utf-8")) == text.removeprefix("\ufeff")


@given(st.binary())
def test_decoding_never_raises(data: bytes) -> None:
    """Any bytes are text or None."""
    assert isinstance(decode(data), str | None)
