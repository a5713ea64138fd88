"""indexer.sources.dates: dates to ISO 8601, and never a guess."""

from __future__ import annotations

import pytest

from indexer.sources.dates import normalised_date


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024-11-05", "2024-11-05"),
        (" 2024-11-05\n", "2024-11-05"),
        ("2024/11/05", "2024-11-05"),
        ("2024-11-05T09:30", "2024-11-05T09:30:00"),
        ("2024-11-05 09:30:15", "2024-11-05T09:30:15"),
        ("2024-11-05T09:30:15.123456Z", "2024-11-05T09:30:15+00:00"),
        ("2024-11-05T09:30:15-05:00", "2024-11-05T09:30:15-05:00"),
        ("2024-11-05 09:30:15 +0100", "2024-11-05T09:30:15+01:00"),
        ("2024-11-05T09:30+01", "2024-11-05T09:30:00+01:00"),
        ("Tue, 05 Nov 2024 09:30:15 GMT", "2024-11-05T09:30:15+00:00"),
        ("Tue, 5 Nov 2024 09:30:15 -0500", "2024-11-05T09:30:15-05:00"),
        ("November 5, 2024", "2024-11-05"),
        ("Nov. 5, 2024", "2024-11-05"),
        ("Sept. 5, 2024", "2024-09-05"),
        ("5 November 2024", "2024-11-05"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("7-7-2024", "2024-07-07"),
        ("14.03.2025", "2025-03-14"),
        ("3.4.2025", "2025-04-03"),
    ],
)
def test_a_date_is_normalised(written: str, date: str) -> None:
    """As people and machines write them; times keep their offset."""
    assert normalised_date(written) == date


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "03/04/2024",
        "2024",
        "2024-11",
        "2024-02-31",
        "2024-11-05T25:00",
        "5.11.24",
        "31/13/2024",
    ],
)
def test_what_is_unsure_is_no_date(written: str) -> None:
    """Day and month that could be exchanged, parts of dates, and days that never were."""
    assert normalised_date(written) is None
