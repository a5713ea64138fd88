"""indexer.sources.encodings: text comes out as it was written, or not at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.encodings import broken_utf_8_at, decode

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


BROKEN = {
    "a bad byte": (b"It\xe2\x80\x99s a caf\xc3\xa9, \xff he said.", 16),
    "a bad byte before": (b"\x93It\xe2\x80\x99s\xe2\x80\x9d", 0),
    "a bad byte beside one letter": ("£5 ".encode() + b"\x96 or more", 4),
    "a cut curly mark": (b"\xe2\x80\x9cNo,\xe2\x80", 6),
    "a cut curly mark alone": (b"No,\xe2\x80", 3),
    "a cut letter alone": (b"caf\xc3", 3),
    "a mark that lacks a byte": (b"It\xe2\x80s a boat", 2),
    "half a surrogate pair": (b"a \xed\xa0\xbd boat", 2),
    "a surrogate pair": (b"a \xed\xa0\xbd\xed\xba\xa2 boat", 2),
    "an emoji": ("A 🚢 \n".encode() + b"\x80", 8),
    "Russian": ("Привет, сказал он".encode() + b"\xff", 31),
    "a byte order mark": (codecs.BOM_UTF8 + b"a \xff", 5),
}


@pytest.mark.parametrize(("data", "place"), BROKEN.values(), ids=BROKEN)
def test_broken_utf_8_is_refused(data: bytes, place: int) -> None:
    """A bad byte, a cut last character or half a surrogate pair is never read otherwise."""
    assert decode(data) is None
    assert broken_utf_8_at(data) == place


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "“CAFÉ’s”, he said"),
        ("cp1252", "“CAFÉ’S”, he said"),
        ("cp1252", "“He wrote ‘café’”, she said"),
        ("cp1252", "They ordered « un café\xa0»"),
        ("cp1252", "He drank a café"),
        ("cp1252", "“Voilà”, said Ana"),
        ("latin-1", "Él dijo: «aquí»"),
        ("mac_roman", "“We had l’été”, said Ana"),
        ("mac_roman", "“Études”, d’État"),
    ],
)
def test_what_looks_a_little_like_utf_8_is_read(encoding: str, text: str) -> None:
    """Some neighbours in the old encodings have the bytes of one character of UTF-8."""
    data = text.encode(encoding)
    assert broken_utf_8_at(data) is None
    assert decode(data) == text


@given(st.text(alphabet="àâäãåæçéèêëíìîïñóòôöøßúùûüÿÀÉÈÖØÜŒ“”‘’–—…£ aes", min_size=1))
def test_western_text_is_never_taken_for_utf_8(text: str) -> None:
    """Unless it is UTF-8 by chance to the last byte, or has “â€”, which no language has."""
    data = f"{text} é.".encode("cp1252")
    assert broken_utf_8_at(data) is None


@given(st.text())
def test_utf_8_always_comes_out_as_it_was(text: str) -> None:
    """Whatever the text, but for a byte order mark."""
    assert decode(text.encode("utf-8")) == text.removeprefix("\ufeff")


@given(st.binary())
def test_decoding_never_raises(data: bytes) -> None:
    """Any bytes are text or None."""
    assert isinstance(decode(data), str | None)
