"""`indexer add`, killed with signal 9: a short form of tests/faults.py."""

from __future__ import annotations

from faults import faults

from indexer.demo import sample_folder


def test_a_killed_run_loses_nothing_and_is_completed() -> None:
    """Three times, at moments between the start of a run and its usual end."""
    assert len(list(faults([sample_folder()], kills=3))) == 3
