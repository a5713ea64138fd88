"""From the inputs as given to the files that hold the articles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import SourceEmpty, SourceError, SourceUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES = (".txt", ".text", ".md")


def find_files(inputs: Iterable[str]) -> Iterator[str | SourceError]:
    """Yield each input, and for a folder its text files; a folder without any is an error.

    Folders are searched to their depths in alphabetical order. Hidden files and folders are left
    out, and links to folders are not followed: they may lead back up.
    """
    for given in inputs:
        if given != "-" and _is_folder(given):
            yield from _files_of(given)
        else:
            yield given


def _is_folder(given: str) -> bool:
    try:
        return Path(given).is_dir()
    except OSError:  # who reads it will say what is wrong with it
        return False


def _files_of(folder: str) -> Iterator[str | SourceError]:
    empty = True
    for found in _walk(folder):
        empty = False
        yield found
    if empty:
        kinds = ", ".join(SUFFIXES)
        yield SourceEmpty(folder, f"the folder has no article in it ({kinds})")


def _walk(folder: str) -> Iterator[str | SourceError]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield SourceUnreadable(folder, f"the folder cannot be read ({error.strerror})")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif entry.name.lower().endswith(SUFFIXES) and _may_be_text(entry):
            yield entry.path


def _may_be_text(entry: os.DirEntry[str]) -> bool:
    # A pipe or a device in a folder would be waited for without end.
    return entry.is_symlink() or entry.is_file(follow_symlinks=False)
