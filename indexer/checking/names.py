"""Whether a speaker is the one who is claimed to have said something: by the names of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.languages.en import words
from indexer.wordings import spoken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

MOST_SPEAKERS = 20
"""Speakers of a name whose words are looked at more closely."""

MOST_NAMES = 200

NAMES = "SELECT name FROM speaker_names WHERE speaker_id = ?"

NAMED = "SELECT speaker_id, name FROM speaker_names_fts WHERE speaker_names_fts MATCH ? LIMIT ?"


def is_called(
    connection: sqlite3.Connection, speaker: int | None, shown: str | None, claimed: str
) -> bool:
    """Whether a speaker has the name, titles aside; a part of it will do if it ends the same.

    `shown` is the name under which the speaker stands with a quote.
    """
    wanted = _name(claimed)
    if speaker is None or not wanted:
        return False
    names = [name for (name,) in connection.execute(NAMES, [speaker])]
    return any(_agree(wanted, _name(name)) for name in (shown or "", *names))


def speakers_called(connection: sqlite3.Connection, claimed: str) -> tuple[int, ...]:
    """Return some speakers of the whole database who have the name, by their ids."""
    wanted = _name(claimed)
    typed = [word for word in claimed.split() if spoken(word)]
    if not wanted or not typed:
        return ()
    *others, last = [word for word in typed if set(spoken(word)) & set(wanted)]
    query = _quoted(last)
    if others:
        query += f" AND ({' OR '.join(map(_quoted, others))})"
    found = connection.execute(NAMED, [f"name : ({query})", MOST_NAMES])
    speakers = [speaker for speaker, name in found if _agree(wanted, _name(name))]
    return tuple(dict.fromkeys(speakers))[:MOST_SPEAKERS]


def _quoted(word: str) -> str:
    # Between quotation marks nothing in a word can be an operator.
    return '"{}"'.format(word.replace('"', " ").replace("\0", " "))


def _name(written: str) -> tuple[str, ...]:
    titles = words("titles") | words("courtesy_titles")
    return tuple(form for form in spoken(written) if form not in titles)


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other or one[-1] != other[-1]:
        return False
    return set(one) <= set(other) or set(other) <= set(one)
