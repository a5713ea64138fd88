"""One request at a time to a host, and a pause after each."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indexer.errors import ServerBusy

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class _Host:
    """`free_at` is when the next request may begin, on the monotonic clock, in seconds."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


class Turns:
    """Who may ask which host when; several threads may share one.

    Rather than wait longer than `longest_wait` seconds for a host, `turn` raises ServerBusy.
    """

    def __init__(self, longest_wait: float) -> None:
        self._longest_wait = longest_wait
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, name: str, pause: float, source: str) -> Iterator[None]:
        """Wait for the host, hold it for the block, and leave it alone for `pause` seconds then.

        `source` is the URL to blame.
        """
        host = self._host(name)
        with host.lock:
            self._wait(name, host, source)
            try:
                yield
            finally:
                host.free_at = max(host.free_at, time.monotonic() + pause)

    def hold(self, name: str, seconds: float) -> None:
        """Let nobody ask the host for that long: it has asked for it."""
        host = self._host(name)
        host.free_at = max(host.free_at, time.monotonic() + seconds)

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    def _wait(self, name: str, host: _Host, source: str) -> None:
        wait = host.free_at - time.monotonic()
        if wait > self._longest_wait:
            raise ServerBusy(
                source,
                f"{name} asks to be left alone for {wait:.0f} seconds more: "
                "run the same command again after that",
            )
        if wait > 0:
            time.sleep(wait)
