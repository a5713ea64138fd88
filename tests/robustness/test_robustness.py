"""Every complaint and every class of error as a small article; README.md says how to add one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from indexer.documents import Parsing
from indexer.errors import ModelMissing
from indexer.models import Article, Span
from indexer.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from indexer.models import Quote
    from indexer.pipeline.extractor import Extractor

HERE = Path(__file__).parent
FEWEST_CASES = 120
ALWAYS = ("words", "mention", "speaker")
KEYS = frozenset((*ALWAYS, "near", "speaker_kind", "role", "kind", "cue", "method"))

Row = dict[str, Any]
"""One quote as a case describes it: some of KEYS, words as a list."""


@dataclass(frozen=True)
class Case:
    """One article and all the quotes that a careful reader finds in it."""

    file: str
    theme: str
    name: str
    text: str
    encoding: str | None
    quotes: tuple[Row, ...]
    not_quotes: tuple[str, ...]
    unsolved: bool

    @property
    def id(self) -> str:
        """What pytest shows."""
        return f"{self.file}: {self.name}"


def _read_cases() -> Iterator[Case]:
    for path in sorted((HERE / "cases").glob("*.yaml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        for case in content["cases"]:
            yield _case(path.stem, content["theme"], case)


def _case(file: str, theme: str, case: dict[str, Any]) -> Case:
    repeated = case.get("repeated", {"text": "", "times": 0})

    def filled(text: str) -> str:
        return text.replace("{repeated}", repeated["text"] * repeated["times"])

    quotes = []
    for quote in case["quotes"]:
        parts = quote["words"] if isinstance(quote["words"], list) else [quote["words"]]
        quotes.append({**quote, "words": [filled(part) for part in parts]})
    return Case(
        file=file,
        theme=theme,
        name=case["name"],
        text=filled(case["text"]),
        encoding=case.get("encoding"),
        quotes=tuple(quotes),
        not_quotes=tuple(case.get("not_quotes", ())),
        unsolved=case.get("unsolved", False),
    )


CASES = tuple(_read_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case(extractor: Extractor, case: Case, tmp_path: Path) -> None:
    """The quotes are those of the case, no more and no fewer, each with its speaker.

    A case that is marked unsolved must come out wrong: whoever solves it takes the mark away.
    """
    (indexed,) = extractor.extract([_article(case, tmp_path)])
    assert indexed.article.text == case.text
    given = [
        _row(quote, case.text, expected)
        for quote, expected in zip_longest(indexed.quotes, case.quotes)
        if quote
    ]
    same = given == list(case.quotes)  # not in the assert: pytest would print its own comparison
    if case.unsolved:
        assert not same, f"“{case.id}” is solved: take its “unsolved” away"
    else:
        assert same, _side_by_side(case.quotes, given)


def _article(case: Case, folder: Path) -> Article:
    if case.encoding is None:
        return Article("robustness", case.text)
    path = folder / "article.txt"
    path.write_bytes(case.text.encode(case.encoding))
    (article,) = read_sources([str(path)])
    assert isinstance(article, Article)
    return article


def _row(quote: Quote, text: str, expected: Row | None) -> Row:
    """Return a quote as the cases describe one, with the keys that the expected one has."""
    found, speaker = quote.attribution, quote.speaker
    row = {
        "words": [part.of(text) for part in quote.parts],
        "mention": _one_of(
            found.mention and found.mention.of(text), (expected or {}).get("mention")
        ),
        "near": _near(text, found.mention, (expected or {}).get("near")),
        "speaker": speaker and speaker.name,
        "speaker_kind": speaker and speaker.kind.value,
        "role": quote.role,
        "kind": found.kind.value,
        "cue": found.cue and found.cue.of(text),
        "method": found.method,
    }
    return {key: row[key] for key in expected or ALWAYS}


def _one_of(given: str | None, expected: str | list[str] | None) -> str | list[str] | None:
    """Return the whole list of words that are right if those given are among them."""
    return expected if isinstance(expected, list) and given in expected else given


def _near(text: str, mention: Span | None, near: str | None) -> str | None:
    """Return the expected surroundings where the mention stands in them, else what is there."""
    if mention is None or near is None:
        return None
    start = text.index(near)
    if start <= mention.start and mention.end <= start + len(near):
        return near
    return text[max(0, mention.start - 20) : mention.end + 20]


def _side_by_side(expected: Sequence[Row], given: Sequence[Row]) -> str:
    """Return a table of what was expected and what was given; a mark where they differ."""
    lines = [f"{'':14}{'expected':56}given"]
    for number, (want, got) in enumerate(zip_longest(expected, given), 1):
        lines.append(f"quote {number}")
        for key in want or got or ():
            left, right = (repr(row[key]) if row else "(no quote)" for row in (want, got))
            mark = " " if left == right else "*"
            lines.append(f"{mark} {key:12}{left:.120}".ljust(69) + f" {right:.120}")
    return "\n".join(["", *lines])


def test_there_are_enough_cases_with_names_of_their_own() -> None:
    """120 at least, and no name twice."""
    names = Counter(case.name for case in CASES)
    assert len(CASES) >= FEWEST_CASES
    assert [name for name, times in names.items() if times > 1] == []
    assert all(name.isascii() for name in names)


def test_every_theme_has_cases() -> None:
    """The themes of the list are those of the files, each in one file."""
    listed = yaml.safe_load((HERE / "themes.yaml").read_text("utf-8"))
    themes = [theme for group in listed.values() for theme in group]
    assert sorted({case.theme for case in CASES}) == sorted(themes)
    assert len({(case.theme, case.file) for case in CASES}) == len(themes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_speaks_of_its_own_text(case: Case) -> None:
    """What a case expects to be found stands in its article, and its keys are known."""
    for quote in case.quotes:
        assert set(ALWAYS) <= set(quote) <= KEYS
        assert all(part in case.text for part in quote["words"])
        mentions = quote["mention"] if isinstance(quote["mention"], list) else [quote["mention"]]
        around = quote.get("near", case.text)
        assert all(m is None or (m in case.text and m in around) for m in mentions)
        assert quote.get("role") is None or quote["role"] in case.text
        assert quote.get("cue") is None or quote["cue"] in case.text
        assert "near" not in quote or case.text.count(quote["near"]) == 1
    quoted = [part for quote in case.quotes for part in quote["words"]]
    assert all(words in case.text and words not in quoted for words in case.not_quotes)


def test_a_missing_model_is_an_error_with_a_way_out() -> None:
    """It names the model and says what to install, in one line, in place of a stack trace."""
    from indexer.pipeline.extractor import Extractor  # noqa: PLC0415  as in the fixture

    with pytest.raises(
        ModelMissing, match="'no_such_model' is not installed: pip install"
    ) as error:
        Extractor(Parsing("no_such_model"))
    assert "\n" not in str(error.value)
