"""Paragraphs: lines, or blocks where the text is hard-wrapped."""

from indexer.paragraphs import find_paragraphs


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs' words."""
    return [span.of(text) for span in find_paragraphs(text)]


def test_every_line_with_something_to_read_is_a_paragraph() -> None:
    """Blank lines and the white space at a line's end belong to no paragraph."""
    assert paragraphs("One.  \n\n \t\nTwo.\r\nThree.") == ["One.", "Two.", "Three."]


def test_hard_wrapped_text_has_paragraphs_between_blank_lines() -> None:
    """A sentence that goes on in the next short line is not cut there."""
    text = (
        "The council said on Monday that\nthe bridge would stay closed to\n"
        "all traffic until spring.\n"
        "\n"
        "“We regret the delay and we ask\nfor patience,” the mayor said in\na short statement.\n"
    )
    assert paragraphs(text) == [block.strip() for block in text.split("\n\n")]


def test_short_lines_that_end_their_sentences_are_not_wrapped() -> None:
    """A list of short paragraphs stays a list."""
    text = "He left.\nShe stayed.\n“Why?” he asked.\nNobody knew.\nIt rained.\n"
    assert paragraphs(text) == text.splitlines()


def test_an_empty_text_has_no_paragraphs() -> None:
    """Neither have white space and line ends."""
    assert paragraphs("") == paragraphs(" \n\n\t ") == []
