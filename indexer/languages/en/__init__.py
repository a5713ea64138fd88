"""English: the word lists of this folder, each read once, when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of the list `name`.txt: one a line, lower case, `#` begins a comment."""
    lines = files("indexer.languages.en").joinpath(f"{name}.txt").read_text("utf-8").splitlines()
    entries = (line.partition("#")[0].strip() for line in lines)
    return frozenset(entry for entry in entries if entry)


@cache
def genders(name: str) -> dict[str, str]:
    """Return the entries of the table `name`.tsv: the gender, m or f, by lower-case word."""
    lines = files("indexer.languages.en").joinpath(f"{name}.tsv").read_text("utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {word: gender for word, _, gender in rows}


@cache
def title_forms() -> dict[str, frozenset[str]]:
    """Return the nouns that an abbreviated title stands for, by the title without its full stop."""
    lines = (
        files("indexer.languages.en").joinpath("title_forms.tsv").read_text("utf-8").splitlines()
    )
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {short: frozenset(noun for other, noun in pairs if other == short) for short, _ in pairs}
