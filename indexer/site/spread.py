"""How words went from article to article: a chart of steps, and the table behind it.

As in charts.py horizontal measures are per cent of the width and vertical ones pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from indexer.site import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.site.indexes import Row

HEIGHT = 96
LAST_STEP = 4.0
"""Width of the last step, which nothing follows."""
A_DAY = "2024-03-05"
HOURLY = timedelta(hours=48)
"""Within so much time, if all articles tell their hour, steps are hours."""
MOST_NAMES = 6


class Step(NamedTuple):
    """A day or hour in which articles had the words; `articles` are all that had them so far.

    `outlets` are the first names of those that had them for the first time, `more` how many others.
    """

    label: str
    new: int
    articles: int
    outlets: tuple[str, ...]
    more: int
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The chart. `undated` articles are not in it."""

    unit: str
    steps: tuple[Step, ...]
    top: int
    first: str
    last: str
    undated: int

    @property
    def summary(self) -> str:
        """What the chart shows, in words."""
        return (
            f"From {wording.count(self.steps[0].articles, 'article')} on {self.first} "
            f"to {self.top:,} by {self.last}."
        )


def spread(printings: Iterable[Row]) -> Spread | None:
    """Return how articles came to have the words; None where that takes no time, or is not known.

    Each row has `document_id`, `published` and `publication`.
    """
    articles = {row["document_id"]: row for row in printings}.values()
    moments = [(moment, row) for row in articles if (moment := _moment(row["published"]))]
    dated = sorted(moments, key=lambda each: each[0])
    if not dated:
        return None
    is_hourly = dated[-1][0] - dated[0][0] <= HOURLY and all(
        len(row["published"]) > len(A_DAY) for _, row in dated
    )
    groups = [
        (moment, [row for _, row in group])
        for moment, group in groupby(dated, key=lambda each: _floor(each[0], is_hourly=is_hourly))
    ]
    if len(groups) < 2:
        return None
    steps = _steps(groups, is_hourly=is_hourly)
    unit = "hour" if is_hourly else "day"
    undated = len(articles) - len(dated)
    return Spread(unit, steps, steps[-1].articles, steps[0].label, steps[-1].label, undated)


def _steps(groups: list[tuple[datetime, list[Row]]], *, is_hourly: bool) -> tuple[Step, ...]:
    start, end = groups[0][0], groups[-1][0]
    top = sum(len(rows) for _, rows in groups)
    places = [(100 - LAST_STEP) * ((moment - start) / (end - start)) for moment, _ in groups]
    seen: set[str] = set()
    steps = []
    so_far = 0
    for (moment, rows), x, after in zip(groups, places, [*places[1:], 100.0], strict=True):
        names = dict.fromkeys(row["publication"] for row in rows if row["publication"])
        new = tuple(name for name in names if name not in seen)
        seen.update(new)
        so_far += len(rows)
        height = round(HEIGHT * so_far / top, 1)
        steps.append(
            Step(
                label=_label(moment, is_hourly=is_hourly),
                new=len(rows),
                articles=so_far,
                outlets=new[:MOST_NAMES],
                more=len(new[MOST_NAMES:]),
                x=round(x, 3),
                width=round(after - x, 3),
                y=round(HEIGHT - height, 1),
                height=height,
            )
        )
    return tuple(steps)


def _label(moment: datetime, *, is_hourly: bool) -> str:
    day = wording.day(moment.date().isoformat())
    return f"{day}, {moment:%H}:00 UTC" if is_hourly else day


def _floor(moment: datetime, *, is_hourly: bool) -> datetime:
    hour = moment.hour if is_hourly else 0
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)


def _moment(published: str | None) -> datetime | None:
    try:
        # Before Python 3.11 it does not know that Z is UTC.
        read = datetime.fromisoformat((published or "").replace("Z", "+00:00"))
        return read.astimezone(timezone.utc) if read.tzinfo else read.replace(tzinfo=timezone.utc)
    except (ValueError, OverflowError):
        return None
