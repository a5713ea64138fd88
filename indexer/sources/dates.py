"""Dates as people and machines write them, to ISO 8601; what is ambiguous is no date."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

ISO = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)"
    r"(?:[T ]+(?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)

MAIL = re.compile(r"[A-Za-z]{3}, \d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d(:\d\d)? \S+")

NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")

MONTHS = 12

WRITTEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")


def normalised_date(written: str) -> str | None:
    """Return the date, or date and time, in ISO 8601; None where it cannot be told for sure."""
    written = " ".join(written.split())
    try:
        if iso := ISO.fullmatch(written):
            return _from_iso(iso)
        if MAIL.fullmatch(written):
            return parsedate_to_datetime(written).isoformat()
    except ValueError:
        return None
    if numbers := NUMBERS.fullmatch(written):
        return _from_numbers(numbers)
    return _from_words(written)


def _from_numbers(match: re.Match[str]) -> str | None:
    """Return 31/12/2024, 12/31/2024 or 3.4.2024 (with points the day comes first everywhere).

    Never 03/04/2024: that is March to some readers and April to others.
    """
    first, second, year = (int(match[group]) for group in (1, 3, 4))
    day, month = (second, first) if second > MONTHS else (first, second)
    if match[2] != "." and max(first, second) <= MONTHS and first != second:
        return None
    try:
        return datetime(year, month, day).date().isoformat()
    except ValueError:
        return None


def _from_iso(match: re.Match[str]) -> str:
    date, time, zone = match.group("date", "time", "zone")
    if time is None:
        return datetime.fromisoformat(date).date().isoformat()
    return datetime.fromisoformat(f"{date}T{time}{_offset(zone)}").isoformat()


def _offset(zone: str | None) -> str:
    """Return the offset from UTC in the one form that all Pythons read."""
    if zone is None:
        return ""
    digits = "+0000" if zone.upper() == "Z" else f"{zone.replace(':', '')}00"[:5]
    return f"{digits[:3]}:{digits[3:]}"


def _from_words(written: str) -> str | None:
    plain = written.replace(".", "").replace("Sept ", "Sep ")
    dates = (_date_in(form, plain) for form in WRITTEN)
    return next((date for date in dates if date), None)


def _date_in(form: str, written: str) -> str | None:
    try:
        return datetime.strptime(written, form).date().isoformat()
    except ValueError:
        return None
