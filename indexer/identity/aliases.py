"""The other names that an article gives somebody: “Ann Roe, née Lee”, Hillary Rodham, the HSB."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from indexer.identity.names import person_name
from indexer.identity.organizations import organization_name
from indexer.languages.en import words

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = r"[^\W\d_a-z][\w'’-]*(?: (?:[^\W\d_a-z][\w'’-]*\.?))*"
NICKNAME = re.compile(r"[“\"‘(](\w[\w'’-]*)[”\"’)]")
"""Inside a name: Walter “Skip” Dunning is Skip Dunning elsewhere."""

MOST = 3
"""Other names of one person in one article; more would be a mistake in reading it."""


def other_names(name: str, kind: str, names: Iterable[str], text: str) -> tuple[str, ...]:
    """Return the names by which somebody might be known elsewhere, apart from `name`.

    Of a person (kind `person`) full names with another last name: forms met in the article that
    share the given name, and what follows “née” and the like in `text`; also the last name with a
    nickname. Of an organisation its abbreviation.
    """
    if kind != "person":
        own = organization_name(name)
        short = (form for form in names if organization_name(form).is_acronym)
        return tuple(sorted({form for form in short if _abbreviates(form, own.initials)} - {name}))
    own_name = person_name(name)
    if not own_name.is_full or not own_name.given:
        return ()
    given = name.split(maxsplit=1)[0]
    found = {form for form in names if _renames(form, name)}
    found |= {f"{nickname[1]} {_after(name, nickname)}" for nickname in NICKNAME.finditer(name)}
    found |= {_whole(given, former) for former in _former_names(name, text)}
    return tuple(sorted(found - {name}))[:MOST]


def _abbreviates(form: str, initials: str) -> bool:
    return bool(initials) and organization_name(form).initials == initials


def _renames(form: str, name: str) -> bool:
    """Whether a form is a full name with the same given name and another last name."""
    one, other = person_name(form), person_name(name)
    if not (one.is_full and one.given and one.given[0] == other.given[0]):
        return False
    last = form.rsplit(maxsplit=1)[-1]
    return one.block != other.block and last != form and last[0].isupper()


def _after(name: str, nickname: re.Match[str]) -> str:
    return name[nickname.end() :].strip()


def _whole(given: str, former: str) -> str:
    return former if len(former.split()) > 1 else f"{given} {former}"


def _former_names(name: str, text: str) -> Iterable[str]:
    """Yield the names that follow “née” and the like right after a name."""
    if not _may_tell(text):
        return
    own = person_name(name)
    at = text.find(name)
    while at >= 0:
        at += len(name)
        if match := _former().match(text, at):
            former = person_name(match[1])
            same_given = not former.given or former.given[0] == own.given[0]
            if same_given and former.block != own.block:
                yield match[1]
        at = text.find(name, at)


@lru_cache(maxsize=1)
def _may_tell(text: str) -> bool:
    """Whether a text has such a word: asked for each of its speakers, one after the other."""
    return _leads().search(text) is not None


@cache
def _former() -> re.Pattern[str]:
    """Return what follows a name where a former one is told."""
    return re.compile(rf"[,\s(]+(?:{_leads().pattern})\s+({NAME})")


@cache
def _leads() -> re.Pattern[str]:
    leads = sorted(words("former_name_words"), key=lambda lead: (-len(lead), lead))
    return re.compile("|".join(rf"\b{re.escape(lead)}\b" for lead in leads))
