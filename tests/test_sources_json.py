"""indexer.sources.json_records: lines, arrays, envelopes; a bad record costs only itself."""

from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from inputs import FERRY, articles, as_record, errors, read, write

from indexer.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceError,
    SourceMalformed,
    SourceNotText,
    SourceTooLarge,
    SourceUnmapped,
)
from indexer.models import Article
from indexer.sources import ReadOptions, read_sources

if TYPE_CHECKING:
    from pathlib import Path

RECORD = as_record(FERRY)
TWO = [{"text": "One.", "title": "A"}, {"text": "Two.", "title": "B"}]


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        ("\n".join(map(json.dumps, TWO)), ["1", "2"]),
        ("\ufeff" + "\n".join(map(json.dumps, TWO)), ["1", "2"]),
        ("\n\n".join(map(json.dumps, TWO)) + "\n", ["1", "3"]),
        (json.dumps(TWO), ["1", "2"]),
        (json.dumps(TWO, indent=2), ["1", "2"]),
        ("\n".join(json.dumps(each, indent=2) for each in TWO), ["1", "2"]),
        (json.dumps({"status": "ok", "articles": TWO}), ["1#1", "1#2"]),
        (json.dumps({"items": TWO}, indent=2), ["1#1", "1#2"]),
    ],
    ids=["lines", "mark", "blank line", "array", "indented array", "indented", "envelope", "items"],
)
def test_every_shape_is_read(tmp_path: Path, content: str, numbers: list[str]) -> None:
    """The source of a record is its file with the record's number, or line."""
    path = write(tmp_path / "export", content)
    found = articles(path)
    assert [(each.text, each.title) for each in found] == [("One.", "A"), ("Two.", "B")]
    assert [each.source for each in found] == [f"{path}#{number}" for number in numbers]


def test_columns_are_known_by_convention(tmp_path: Path) -> None:
    """What exports usually call them."""
    (found,) = articles(write(tmp_path / "a.json", json.dumps(RECORD)))
    assert (found.text, found.title, found.author) == (FERRY.text, FERRY.title, FERRY.author)
    assert (found.publication, found.published) == (FERRY.publication, FERRY.published)
    assert (found.url, found.name) == (FERRY.url, None)


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ({"source": {"id": None, "name": "The Gazette"}}, "publication", "The Gazette"),
        ({"authors": [{"name": "Jo Bell"}, {"name": "Ana Paz"}]}, "author", "Jo Bell, Ana Paz"),
        ({"title": {"rendered": "Fish &amp; chips"}}, "title", "Fish & chips"),
        ({"url": "https://www.gazette.example/a"}, "publication", "gazette.example"),
        ({"language": "de-AT"}, "language", "de"),
        ({"date": "03/04/2024"}, "published", None),
        ({"date": "03/04/2024"}, "published_raw", "03/04/2024"),
        ({"title": None, "headline": "H"}, "title", "H"),
        ({"Pub Date": "Nov. 5, 2024"}, "published", "2024-11-05"),
        ({"title": "half \ud83d"}, "title", "half"),
    ],
)
def test_values_in_other_forms(
    tmp_path: Path, record: dict[str, object], field: str, value: str | None
) -> None:
    """Objects with a name, lists of them, entities, dates that can't be read."""
    (found,) = articles(write(tmp_path / "a.json", json.dumps({"text": "T.", **record})))
    assert getattr(found, field) == value


def test_the_caller_may_name_the_columns(tmp_path: Path) -> None:
    """Also within others; the mapping wins over convention."""
    path = write(tmp_path / "a.json", '{"text": "x", "a": {"b": "Words.", "t": "T"}}')
    (found,) = articles(path, options=ReadOptions({"text": "a.b", "title": "a.t"}))
    assert (found.text, found.title) == ("Words.", "T")


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("<p>“Yes,” said <b>Ann</b>.</p><p>She\nleft.</p>", "“Yes,” said Ann.\n\nShe left."),
        ("One<br/>two<script>x</script>", "One\n\ntwo"),
        ("&ldquo;Yes&#8221; &amp; no; AT&T; a&b", "“Yes” & no; AT&T; a&b"),
        ("har\u00adbour", "harbour"),
        ("  1 < 2\r\n and 3 > 2 ", "  1 < 2\r\n and 3 > 2 "),
    ],
)
def test_markup_becomes_what_it_shows(tmp_path: Path, given: str, stored: str) -> None:
    """Before the text is stored, so that offsets hold; plain text stays as it is."""
    (found,) = articles(write(tmp_path / "a.json", json.dumps({"text": given})))
    assert found.text == stored


BAD = {
    "not JSON": (b'{"text": "x"', SourceMalformed),
    "no object": (b"[1]", SourceMalformed),
    "a number": (b"1" * 100_000, SourceMalformed),
    "deep": (b'{"text": ' + b"[" * 200_000, SourceMalformed),
    "no text": (b'{"text": " "}', SourceEmpty),
    "no column": (b'{"words": "x"}', SourceUnmapped),
    "NUL": (b'{"text": "a\\u0000b"}', SourceNotText),
    "surrogate": (b'{"text": "a\\ud83d"}', SourceNotText),
    "UTF-8": ('{"text": "“Yes,” he'.encode() + b'\xff"}', SourceNotText),
    "50 MB": (b'{"text": "' + b"a " * 25_000_000 + b'"}', SourceTooLarge),
    "12 MB": (b'{"text": "' + b"a " * 6_000_000 + b'"}', SourceTooLarge),
}


@pytest.mark.parametrize(("line", "kind"), BAD.values(), ids=BAD)
def test_a_bad_line_costs_only_itself(tmp_path: Path, line: bytes, kind: type[SourceError]) -> None:
    """It is named with its number; the lines before and after it are read."""
    path = write(tmp_path / "a.jsonl", b'{"text": "One."}\n' + line + b'\n{"text": "Three."}\n')
    one, bad, three = read(path)
    assert (type(bad), bad.source) == (kind, f"{path}#2")
    assert isinstance(one, Article)
    assert isinstance(three, Article)
    assert (one.text, three.text) == ("One.", "Three.")


def test_a_first_line_that_is_bad_costs_only_itself(tmp_path: Path) -> None:
    """Also one that is longer than what is looked at."""
    long = b'{"text": "' + b"x" * 25_000_000
    for first in (b'{"text": "cut', long):
        bad, good = read(write(tmp_path / "a.jsonl", first + b'\n{"text": "Two."}\n'))
        assert isinstance(bad, SourceError)
        assert isinstance(good, Article)


@pytest.mark.parametrize("content", ['[{"text": "One."}, {"text": "Tw', '[{"text": "One."}'])
def test_an_array_that_is_cut_short_is_an_error(tmp_path: Path, content: str) -> None:
    """After what came before the cut."""
    one, cut = read(write(tmp_path / "a.json", content))
    assert isinstance(one, Article)
    assert isinstance(cut, SourceDamaged)


def test_strings_may_have_brackets_in_them(tmp_path: Path) -> None:
    """And marks, and backslashes at any place, also where two pieces of reading meet."""
    texts = [f'{"a" * size} "[{{ \\ }}" \\\\" ]' for size in range(65_500, 65_540)]
    path = write(tmp_path / "a.json", json.dumps([{"text": text} for text in texts]))
    assert [each.text for each in articles(path)] == texts


def test_what_is_something_else_is_left_soon(tmp_path: Path) -> None:
    """A thousand errors in a row are enough."""
    found = errors(write(tmp_path / "a.jsonl", "no\n" * 5_000))
    assert len(found) == 1_001
    assert found[-1].reason == "1,000 records in a row could not be read: the rest was left"


def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    """28 MB of records, as lines and as an array, are never in memory together."""
    line = json.dumps({"text": "a word " * 4_000})
    for name, content in (("a", f"{line}\n" * 1_000), ("b", f"[{','.join([line] * 1_000)}]")):
        path = str(write(tmp_path / name, content))
        tracemalloc.start()
        assert sum(isinstance(each, Article) for each in read_sources([path])) == 1_000
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 5_000_000
