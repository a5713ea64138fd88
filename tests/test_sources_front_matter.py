"""indexer.sources.front_matter: what is said before the text, and what is text all the same."""

from __future__ import annotations

from unittest.mock import patch

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.front_matter import Metadata, split_front_matter


def test_the_block_says_what_is_known() -> None:
    """All five keys; others, such as tags, are left alone."""
    text = (
        "---\ntitle: Ferry to run\nauthor: Jo Bell\ndate: 2024-11-05\n"
        "outlet: The Gazette\nurl: https://g.example/1\ntags: [sea]\n---\nText.\n"
    )
    known = Metadata("Ferry to run", "Jo Bell", "2024-11-05", "The Gazette", "https://g.example/1")
    assert split_front_matter(text) == (known, "Text.\n")


def test_the_text_begins_after_the_blank_lines() -> None:
    """Line ends stay as they are, and so does the indentation of the first line."""
    text = "---\r\ntitle: A\r\n---\r\n\r\n \t\r\n  “Yes,”\r\nhe said.\r\n"
    assert split_front_matter(text)[1] == "  “Yes,”\r\nhe said.\r\n"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: 1984", "1984"),
        ("title: No", "No"),
        ("title: 2024-11-05", "2024-11-05"),
        ("title: 'War: what for?'", "War: what for?"),
        ("title: >\n  Two\n  lines", "Two lines\n"),
        ("title: ''\nauthor: A", None),
        ("title: null\nauthor: A", None),
        ("title: [a, b]\nauthor: A", None),
    ],
)
def test_values_are_taken_as_they_are_written(line: str, title: str | None) -> None:
    """A title is never a number, a date or a truth value; nothing stays nothing."""
    metadata, text = split_front_matter(f"---\n{line}\n---\nText.")
    assert (metadata.title, text) == (title, "Text.")


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("title: Transcript: Governor Marsh\nauthor: A", "Transcript: Governor Marsh"),
        ("title: 'unclosed\nauthor: A", "unclosed"),
        ("tags: [x\nHeadline: Ferry to run\nByline: A", "Ferry to run"),
        ("Headline: Ferry to run\nby-line: B\nauthor: A", "Ferry to run"),
    ],
)
def test_what_yaml_refuses_and_other_names_are_read_too(block: str, title: str) -> None:
    """A colon in a headline is no reason to lose it, nor is a usual name that is not ours."""
    metadata, text = split_front_matter(f"---\n{block}\n---\nText.")
    assert (metadata.title, metadata.author, text) == (title, "A", "Text.")


def test_a_date_that_cannot_be_read_is_kept_apart() -> None:
    """Nothing is invented, nothing lost, and the rest is taken."""
    metadata, _ = split_front_matter("---\ntitle: A\ndate: 2024-02-31\n---\nText.")
    assert metadata == Metadata(title="A", unread_date="2024-02-31")


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n---\ntitle: A\n---\n",
        " ---\ntitle: A\n---\nText.",
        "---\nIt rained.\n---\nIt stopped.",
        "---\n- title: A\n---\nText.",
        "---\ntags: [sea]\n---\nText.",
        "---\ntitle: [a, b]\n---\nText.",
        "---\ntitle: A\nText without an end.",
        "---\n" + "[" * 5_000 + "\n---\nText.",
        "---\ntitle: A\n" + "x: 1\n" * 5_000 + "---\nText.",
        "---",
        "",
    ],
)
def test_anything_else_is_text(text: str) -> None:
    """Dashes at the beginning make no block, and what is no block is not cut off."""
    assert split_front_matter(text) == (Metadata(), text)


@given(st.text(alphabet="-\n\r: abtile'\"[]{}&*!|>%@`#,?\\\t"))
def test_splitting_never_raises(text: str) -> None:
    """Whatever stands there, the text after it is the end of the whole."""
    _, body = split_front_matter(f"---\ntitle: {text}")
    assert f"---\ntitle: {text}".endswith(body)


LINES = st.text(alphabet="abtile'\"[]{}&*!|>%@`#,?\\\t:-0é“\u00a0\x01\x85🚢 ")


@given(st.lists(LINES, max_size=6))
def test_either_loader_reads_the_same(lines: list[str]) -> None:
    """Not every build of PyYAML has the fast one."""
    text = "\n".join(["---", "title: A", *lines, "---", "Text."])
    fast = split_front_matter(text)
    with patch("indexer.sources.front_matter.LOADER", yaml.BaseLoader):
        assert split_front_matter(text) == fast
