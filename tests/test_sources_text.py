"""indexer.sources: text files, folders and standard input, and all that can be wrong with them."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from indexer.errors import (
    SourceEmpty,
    SourceError,
    SourceNotFound,
    SourceNotText,
    SourceTooLarge,
    SourceUnreadable,
)
from indexer.models import Article
from indexer.sources import count_inputs, read_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from indexer.sources.items import Found

    Block = Callable[[], AbstractContextManager[None]]


def test_a_file_is_one_article_character_for_character(tmp_path: Path) -> None:
    """Line ends, trailing spaces and odd characters stay; nothing is known but the source."""
    text = "  “Yes,”\r\nhe said.\u2028\t\rThe\u00ad end. 🚢 \n\n"
    path = write(tmp_path / "a.txt", text.encode("utf-8"))
    assert read(path) == [Article(source=path, text=text, name="a.txt")]


def test_any_file_named_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    """The suffix counts in folders only."""
    path = write(tmp_path / "article", b"Text.")
    assert [article.text for article in articles(path)] == ["Text."]


def test_a_folder_is_read_to_its_depths_in_order(tmp_path: Path) -> None:
    """In alphabetical order; hidden ones, others and links to folders are left out."""
    for name in ("b.txt", "a/2.md", "a/1.TEXT", ".hidden.txt", ".git/x.txt", "c.pdf", "c.db"):
        write(tmp_path / name, name.encode())
    (tmp_path / "z").symlink_to(tmp_path, target_is_directory=True)
    found = [article.text for article in articles(str(tmp_path))]
    assert found == ["a/1.TEXT", "a/2.md", "b.txt"]


def test_the_source_is_named_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative folder gives relative sources."""
    write(tmp_path / "news" / "a.txt", b"Text.")
    monkeypatch.chdir(tmp_path)
    assert [article.source for article in articles("news")] == ["news/a.txt"]


def test_standard_input_is_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads one article from it, in any encoding."""
    piped = io.TextIOWrapper(io.BytesIO("“Café,” she said.".encode("cp1252")))
    monkeypatch.setattr(sys, "stdin", piped)
    assert read("-") == [Article(source="-", text="“Café,” she said.")]


def test_a_pipe_is_an_article() -> None:
    """What a shell passes as /dev/fd/N is read like a file."""
    reading, writing = os.pipe()
    os.write(writing, b"Text.")
    os.close(writing)
    assert [article.text for article in articles(f"/dev/fd/{reading}")] == ["Text."]
    os.close(reading)


def test_a_bad_input_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    """Errors take their place in the stream, in the order of the inputs."""
    good = write(tmp_path / "a.txt", b"Text.")
    found = read(good, str(tmp_path / "missing"), good)
    assert [type(item).__name__ for item in found] == ["Article", "SourceNotFound", "Article"]


def test_the_number_of_inputs_can_be_foreseen(tmp_path: Path) -> None:
    """It is that of the articles and errors to come."""
    write(tmp_path / "a" / "1.txt", b"Text.")
    write(tmp_path / "a" / "2.txt", b"")
    (tmp_path / "b").mkdir()
    inputs = [str(tmp_path / name) for name in ("a", "b", "missing")]
    assert count_inputs(inputs) == len(read(*inputs)) == 4


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n\xc2\xa0", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_without_text_is_an_error(tmp_path: Path, content: bytes) -> None:
    """White space and a byte order mark are not text."""
    assert error(write(tmp_path / "a.txt", content), SourceEmpty) == "there is no text in it"


def test_front_matter_alone_is_no_article(tmp_path: Path) -> None:
    """What is known about an article is not the article."""
    error(write(tmp_path / "a.txt", b"---\ntitle: A\n---\n\n"), SourceEmpty)


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 20,
        b"Text with a \0 in it.",
        b"\x89PNG\r\n\x1a\n" + b"\xfe\x81\xc3" * 300,
        b"\xff\xfe\x00\xd8x",
    ],
    ids=["every byte", "NUL", "image", "half a UTF-16 character"],
)
def test_a_binary_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    """It is said to be no text; it is never half read."""
    assert error(write(tmp_path / "a.txt", content), SourceNotText).startswith("it is not text")


def test_broken_utf_8_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a file or piped in, with half a surrogate pair: it says where, and what to do."""
    spoilt = write(tmp_path / "a.txt", "“It’s £5”".encode() + b"\xff")
    reason = "it is not valid UTF-8 (at byte 16): save it again in UTF-8"
    assert error(spoilt, SourceNotText) == reason
    piped = io.TextIOWrapper(io.BytesIO("“Half a pair: \ud83d”".encode("utf-8", "surrogatepass")))
    monkeypatch.setattr(sys, "stdin", piped)
    assert error("-", SourceNotText) == reason


def test_a_file_of_20_mb_is_an_error(tmp_path: Path) -> None:
    """The reason says what to do: one file an article."""
    path = write(tmp_path / "a.txt", b"All the articles of a year. " * 720_000)
    assert error(path, SourceTooLarge) == (
        "larger than 10 MB, which no article is: split it into one file an article"
    )


def test_an_endless_input_is_an_error() -> None:
    """No more is read than an article may have."""
    error("/dev/zero", SourceTooLarge)


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    """The reason says which files would have been articles."""
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff")
    expected = "the folder has no article in it (.txt, .text, .md, "
    assert error(str(tmp_path), SourceEmpty).startswith(expected)


@pytest.mark.parametrize("name", ["missing.txt", "missing/a.txt"])
def test_a_missing_file_is_an_error(tmp_path: Path, name: str) -> None:
    """It is named as it was given."""
    assert error(str(tmp_path / name), SourceNotFound) == "no such file or folder"


def test_a_dangling_link_is_an_error(tmp_path: Path) -> None:
    """Named or met in a folder: it is not passed over in silence."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    error(str(tmp_path / "a.txt"), SourceNotFound)
    error(str(tmp_path), SourceNotFound)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5_000])
def test_an_impossible_name_is_an_error(name: str) -> None:
    """Whatever the system makes of it."""
    error(name, SourceUnreadable)


def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path, unprivileged: Block) -> None:
    """The reason is the system's."""
    path = write(tmp_path / "a.txt", b"Text.")
    (tmp_path / "a.txt").chmod(0)
    with unprivileged():
        assert error(path, SourceUnreadable) == "it cannot be read (Permission denied)"


def test_a_folder_that_may_not_be_read_is_an_error(tmp_path: Path, unprivileged: Block) -> None:
    """The rest of what it lies in is read."""
    write(tmp_path / "a" / "1.txt", b"Text.")
    write(tmp_path / "b.txt", b"Text.")
    (tmp_path / "a").chmod(0)
    with unprivileged():
        found = read(str(tmp_path))
    (tmp_path / "a").chmod(0o755)
    assert [type(item).__name__ for item in found] == ["SourceUnreadable", "Article"]


def read(*inputs: str) -> list[Found]:
    """Return what the inputs give."""
    return list(read_sources(inputs))


def articles(*inputs: str) -> list[Article]:
    """Return the articles of the inputs, which give nothing else."""
    found = read(*inputs)
    assert not [item for item in found if isinstance(item, SourceError)]
    return [item for item in found if isinstance(item, Article)]


def error(given: str, kind: type[SourceError]) -> str:
    """Return the reason of the one error of the given kind that an input gives."""
    (found,) = (item for item in read(given) if isinstance(item, SourceError))
    assert type(found) is kind
    return found.reason


def write(path: Path, content: bytes) -> str:
    """Write a file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


def test_two_files_with_the_same_words_are_two_documents(tmp_path: Path) -> None:
    """A wire story saved under two names is not lost; the same file elsewhere is no new article."""
    (tmp_path / "elsewhere").mkdir()
    one, two, moved = (
        read(write(tmp_path / name, "“Yes,” he said.".encode()))[0]
        for name in ("a.txt", "b.txt", "elsewhere/a.txt")
    )
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert isinstance(moved, Article)
    assert one.id != two.id
    assert one.id == moved.id
