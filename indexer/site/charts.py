"""Bar charts as plain numbers, which a template draws as SVG: no script, no picture, no library.

Horizontal measures are per cent of the chart's width, so that it fits any screen while its words
keep their size; vertical ones are pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHT = 120
MOST_MONTHS = 300
MOST_YEARS = 180
MOST_MONTH_TICKS = 4
MOST_YEAR_TICKS = 6
BAR_SHARE = 0.78
WIDEST_BAR = 5.0
EDGE = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: `period` as in an address (2024-03 or 2024), `label` as a person says it.

    `number` is the value with commas between its thousands.
    """

    period: str
    label: str
    value: int
    number: str
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the bars. `anchor` is where in the words `x` is: start, middle or end."""

    x: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart. `summary` says in words what it shows, for those who do not see it."""

    unit: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    top: int
    summary: str


def by_month(counts: dict[str, int]) -> Chart | None:
    """Return a chart of numbers by month, by year where there are many; None without any.

    Months without quotes between two others are drawn too, as nothing.
    """
    periods = _months(counts)
    if not periods:
        return None
    if len(periods) <= MOST_MONTHS:
        return _chart("month", periods)
    return _chart("year", _years(counts))


def _chart(unit: str, periods: Sequence[tuple[str, int]]) -> Chart:
    top = max(value for _, value in periods)
    slot = 100 / len(periods)
    width = min(slot * BAR_SHARE, WIDEST_BAR)
    bars = tuple(
        _bar(period, value, (i + 0.5) * slot, width, value / top)
        for i, (period, value) in enumerate(periods)
    )
    return Chart(unit, bars, _ticks(bars), top, _summary(unit, bars))


def _bar(period: str, value: int, middle: float, width: float, share: float) -> Bar:
    height = max(round(HEIGHT * share, 1), 1.5) if value else 0.0
    x = round(middle - width / 2, 3)
    number = f"{value:,}"
    return Bar(
        period, said(period), value, number, x, round(width, 3), round(HEIGHT - height, 1), height
    )


def _ticks(bars: Sequence[Bar]) -> tuple[Tick, ...]:
    """Label so many bars as fit on a phone: Januaries where there are several, else evenly."""
    januaries = [bar for bar in bars if bar.period.endswith("-01")]
    is_yearly = len(januaries) >= MOST_MONTH_TICKS
    chosen = januaries if is_yearly else bars
    step = -(-len(chosen) // (MOST_YEAR_TICKS if is_yearly else MOST_MONTH_TICKS))
    return tuple(_tick(bar, is_yearly=is_yearly) for bar in chosen[::step])


def _tick(bar: Bar, *, is_yearly: bool) -> Tick:
    text = bar.period[:4] if is_yearly else _short(bar.period)
    middle = round(bar.x + bar.width / 2, 3)
    # Words at the edges would be cut off if they stood in the middle of their bar.
    if middle < EDGE:
        return Tick(bar.x, text, "start")
    if middle > 100 - EDGE:
        return Tick(round(bar.x + bar.width, 3), text, "end")
    return Tick(middle, text, "middle")


def _summary(unit: str, bars: Sequence[Bar]) -> str:
    most = max(bars, key=lambda bar: bar.value)
    if len(bars) == 1:
        return f"{most.value:,} in {most.label}."
    return (
        f"Quotes a {unit} from {bars[0].label} to {bars[-1].label}; "
        f"most in {most.label}, {most.value:,}."
    )


def said(period: str) -> str:
    """Return a period in words: “March 2024”, or the year alone."""
    read = _first_day(period)
    return f"{read:%B} {period[:4]}" if read and len(period) > len("2024") else period


def _short(period: str) -> str:
    read = _first_day(period)
    return f"{read:%b} {period[:4]}" if read and len(period) > len("2024") else period


def _first_day(period: str) -> date | None:
    try:
        return date.fromisoformat(f"{period}-01"[:10])
    except ValueError:
        return None


def _months(counts: dict[str, int]) -> list[tuple[str, int]]:
    numbers = [_number(month) for month in counts if _first_day(month)]
    if not numbers:
        return []
    months = [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(min(numbers), max(numbers) + 1)]
    return [(month, counts.get(month, 0)) for month in months]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _years(counts: dict[str, int]) -> list[tuple[str, int]]:
    sums: dict[int, int] = {}
    for month, value in counts.items():
        if _first_day(month):
            sums[int(month[:4])] = sums.get(int(month[:4]), 0) + value
    years = range(max(min(sums), max(sums) - MOST_YEARS + 1), max(sums) + 1)
    return [(f"{year:04}", sums.get(year, 0)) for year in years]
