"""What a search asks for: read from the address, and written back into one for every other choice.

    q           words; "between double quotation marks" exact ones
    speaker     a speaker's id
    outlet      a publication's id
    kind        direct or mixed
    role        words of the description that the article gives of the speaker
    from, to    a year, a month or a day: 2024, 2024-03, 2024-03-05; both are included
    confidence  the least probability that the speaker is right, 0 to 1
    attributed  yes: somebody could be named; no: nobody could
    order       relevance or date
    next        where the page of results begins

What cannot be read is left out, and the page says which; what was typed there is not repeated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ID = re.compile(r"[0-9]{1,18}")
DAY = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
CONFIDENCE = re.compile(r"0(?:\.[0-9]{1,4})?|1(?:\.0{1,4})?|\.[0-9]{1,4}")
POSITION = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,18}))?")

LONGEST_SEARCH = 500
LONGEST_ROLE = 100
NOBODY = 0
"""An id that nothing has, for an address that names none."""

KINDS = ("direct", "mixed")
ANSWERS = ("yes", "no")
ORDERS = ("relevance", "date")
CONFIDENCES = (0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins: after so many hits, the last of which has this row number, if known."""

    offset: int = 0
    after: int | None = None

    def __str__(self) -> str:
        return str(self.offset) if self.after is None else f"{self.offset}-{self.after}"


START = Position()


@dataclass(frozen=True, slots=True)
class Filters:
    """The state of a search; empty means any. `unread` names what could not be read."""

    q: str = ""
    speaker: int | None = None
    outlet: int | None = None
    kind: str = ""
    role: str = ""
    since: str = ""
    until: str = ""
    confidence: float | None = None
    attributed: str = ""
    order: str = ""
    next: Position = START
    unread: tuple[str, ...] = ()

    def state(self) -> dict[str, str]:
        """Return what an address has to say for this search, without what is empty."""
        written = {
            ADDRESS_NAMES.get(name, name): _written(getattr(self, name))
            for name in READERS
            if getattr(self, name) not in (None, "", START)
        }
        return dict(written)

    def with_(self, **choices: Any) -> dict[str, str]:
        """Return the state after these choices, from its first page: a choice of None is undone."""
        return self.changed(**choices).state()

    def changed(self, **choices: Any) -> Filters:
        """Return the search with these choices, from its first page."""
        empty: dict[str, Any] = {field.name: field.default for field in fields(self)}
        given = {name: empty[name] if v is None else v for name, v in choices.items()}
        changes: dict[str, Any] = {"next": START, "unread": (), **given}
        return replace(self, **changes)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the filters that narrow the search, words and order aside."""
        others = ("q", "order", "next")
        empty = (None, "")
        return tuple(n for n in READERS if n not in others and getattr(self, n) not in empty)

    @property
    def is_backwards(self) -> bool:
        """Whether the dates end before they begin, so that nothing can be between them."""
        return bool(self.until) and self.since[: len(self.until)] > self.until

    @property
    def confidences(self) -> list[tuple[str, str]]:
        """The confidences that a form offers, as an address has them and in words."""
        offered = {"": "any", **{f"{least:g}": f"{least:.0%} or more" for least in CONFIDENCES}}
        if self.confidence is not None:
            offered.setdefault(f"{self.confidence:g}", f"{self.confidence:.0%} or more")
        return list(offered.items())


def read_filters(arguments: Mapping[str, str]) -> Filters:
    """Read a query string's arguments; never raises."""
    given: dict[str, Any] = {}
    unread = []
    for name, read in READERS.items():
        typed = (arguments.get(ADDRESS_NAMES.get(name, name)) or "").strip()
        value = read(typed) if typed else None
        if value is not None:
            given[name] = value
        elif typed:
            unread.append(ADDRESS_NAMES.get(name, name))
    return Filters(**given, unread=tuple(unread))


def read_id(typed: str) -> int:
    """Return an id, or one that nothing has: what names nobody must not find everybody."""
    return int(typed) if ID.fullmatch(typed) else NOBODY


def read_position(typed: str) -> Position | None:
    """Return where a page begins, or None."""
    found = POSITION.fullmatch(typed)
    return Position(int(found[1]), int(found[2]) if found[2] else None) if found else None


def _words(longest: int) -> Callable[[str], str]:
    # A database's strings know neither NUL nor halves of characters, and no visitor types them.
    return lambda typed: (
        typed[:longest].encode("utf-8", "ignore").decode().replace("\0", " ").strip()
    )


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str | None]:
    return lambda typed: typed if typed in choices else None


def _day(typed: str) -> str | None:
    return typed if DAY.fullmatch(typed) else None


def _confidence(typed: str) -> float | None:
    return float(typed) if CONFIDENCE.fullmatch(typed) else None


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


ADDRESS_NAMES = {"since": "from", "until": "to"}
"""What an address calls otherwise: `from` is a word of Python's own."""

READERS: dict[str, Callable[[str], Any]] = {
    "q": _words(LONGEST_SEARCH),
    "speaker": read_id,
    "outlet": read_id,
    "kind": _one_of(KINDS),
    "role": _words(LONGEST_ROLE),
    "since": _day,
    "until": _day,
    "confidence": _confidence,
    "attributed": _one_of(ANSWERS),
    "order": _one_of(ORDERS),
    "next": read_position,
}
