"""From the inputs as given to the files that hold the articles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import SourceEmpty, SourceError, SourceUnreadable
from indexer.models import PassedOver, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ONE_ARTICLE = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
"""Endings of files that are one article each, as a rule."""

MANY = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".warc", ".xml", ".rss", ".atom")

PACKED = (".gz", ".zst", ".zip")

SUFFIXES = (*ONE_ARTICLE, *MANY, *PACKED)
"""What is read in a folder. A database is not, unless it is named: it may be the one written."""

DATABASES = (".db", ".sqlite", ".sqlite3", "-wal", "-shm", "-journal")
"""Not worth a word in a folder: one of them is most likely the index itself."""

SAVED_WITH_PAGE = "_files"
"""A folder that browsers put beside a saved page, with its pictures and scripts."""


def find_files(inputs: Iterable[str]) -> Iterator[str | PassedOver | SourceError]:
    """Yield each input, and for a folder its files; that none may have articles is an error.

    Files are passed over where their name is not that of an article. Folders are searched to their
    depths in alphabetical order. Hidden files and folders are left out, databases, and what
    browsers save beside a page; links to folders are not followed: they may lead back up.
    """
    for given in inputs:
        if given != "-" and _is_folder(given):
            yield from _files_of(given)
        else:
            yield given


def is_one_article(given: str) -> bool:
    """Whether an input that is no folder is one article, as far as its name tells."""
    name = given.rsplit("/", 1)[-1].lower()
    return name.endswith(ONE_ARTICLE) or ("." not in name and name != "-")


def _is_folder(given: str) -> bool:
    try:
        return Path(given).is_dir()
    except OSError:  # who reads it will say what is wrong with it
        return False


def _files_of(folder: str) -> Iterator[str | PassedOver | SourceError]:
    empty = True
    for found in _walk(folder):
        empty = empty and isinstance(found, PassedOver)
        yield found
    if empty:
        kinds = ", ".join(SUFFIXES)
        yield SourceEmpty(as_text(folder), f"the folder has no article in it ({kinds})")


def _walk(folder: str) -> Iterator[str | PassedOver | SourceError]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield SourceUnreadable(as_text(folder), f"the folder cannot be read ({error.strerror})")
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.startswith(".") or _is_of_page(entry, names):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif not _may_be_text(entry):
            continue
        elif entry.name.lower().endswith(SUFFIXES):
            yield entry.path
        elif not entry.name.lower().endswith(DATABASES):
            yield PassedOver(as_text(entry.path))


def _is_of_page(entry: os.DirEntry[str], names: set[str]) -> bool:
    page = entry.name.removesuffix(SAVED_WITH_PAGE)
    return page != entry.name and not names.isdisjoint((f"{page}.html", f"{page}.htm"))


def _may_be_text(entry: os.DirEntry[str]) -> bool:
    # A pipe or a device in a folder would be waited for without end.
    return entry.is_symlink() or entry.is_file(follow_symlinks=False)
