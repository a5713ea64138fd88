"""One request and its answer, bounded in time and size whatever the server does."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError
from urllib3.exceptions import SSLError as WrappedSSLError

from indexer.errors import ServerSlow, ServerUnreachable, SourceTooLarge
from indexer.sources.web.addresses import addresses_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from urllib3.response import BaseHTTPResponse

    from indexer.sources.following import Network
    from indexer.sources.web.locations import Location

OK = 200

DECODED = {"", "identity", "gzip", "x-gzip", "deflate"}
"""What is asked for. Others, and several in a row, could not be limited while they are unpacked."""

PIECE = 65_536
"""Bytes that are read and unpacked at a time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an exchange may cost, and where it may lead.

    `seconds` are for the whole of it, `size` is the bytes of a body: a longer one is an error, or
    is cut. `allowed` are the networks that may be reached beside the public ones.
    """

    seconds: float
    size: int
    allowed: tuple[Network, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `headers` have lower-case names; only one of status 200 has a body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Exchange:
    """One request to one of the addresses that were checked, and no other.

    `source` is the URL to blame in errors; `tls` is needed for https.
    """

    def __init__(
        self, source: str, location: Location, limits: Limits, tls: ssl.SSLContext | None
    ) -> None:
        self._source = source
        self._location = location
        self._limits = limits
        self._tls = tls
        self._ends = time.monotonic() + limits.seconds
        self._late = threading.Event()

    @property
    def remaining(self) -> float:
        """Seconds that are left."""
        return max(self._ends - time.monotonic(), 0.001)

    def get(self, headers: Mapping[str, str]) -> Reply:
        """Return the answer to a request with the given headers.

        Raises AddressPrivate, SourceTooLarge, ServerSlow or ServerUnreachable.
        """
        addresses = addresses_of(
            self._location.host,
            self._location.port,
            allowed=self._limits.allowed,
            time_limit=self.remaining,
            source=self._source,
        )
        try:
            connection = self._connect(addresses)
            try:
                with self._cut_off_in_time(connection.sock):
                    reply = self._ask(connection, headers)
            finally:
                connection.close()
        except (HTTPError, HTTPException, OSError) as error:
            raise self._failure(error) from error
        if self._late.is_set():  # what was cut off can look like a whole body
            raise self._too_slow()
        return reply

    def _connect(self, addresses: list[str]) -> HTTPConnection:
        """Connect to the first address that answers."""
        for address in addresses[:-1]:
            try:
                return self._connected(address)
            except (HTTPError, OSError) as error:
                if _is_about_certificate(error):
                    raise
        return self._connected(addresses[-1])

    def _connected(self, address: str) -> HTTPConnection:
        location = self._location
        connection = (
            HTTPSConnection(
                address,
                location.port,
                timeout=self.remaining,
                ssl_context=self._tls,
                server_hostname=location.host,
            )
            if location.scheme == "https"
            else HTTPConnection(address, location.port, timeout=self.remaining)
        )
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    def _ask(self, connection: HTTPConnection, headers: Mapping[str, str]) -> Reply:
        connection.timeout = self.remaining
        named = {"Host": self._location.authority, "Accept-Encoding": "gzip, deflate", **headers}
        connection.request("GET", self._location.target, headers=named, preload_content=False)
        response = connection.getresponse()
        received = {name.lower(): value for name, value in response.headers.items()}
        body = self._body(response) if response.status == OK else b""
        return Reply(response.status, received, body)

    def _body(self, response: BaseHTTPResponse) -> bytes:
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in DECODED:
            raise ServerUnreachable(
                self._source, f"its answer is packed as {encoding!r:.50}, which nobody asked for"
            )
        most = self._limits.size
        body = bytearray()
        while len(body) <= most and (piece := response.read(PIECE, decode_content=True)):
            body += piece
        if len(body) > most and not self._limits.cut:
            raise SourceTooLarge(
                self._source,
                f"larger than {most / 1_000_000:.3g} MB, which no article is: "
                "if it is a collection, save it as a file and add that",
            )
        return bytes(body[:most])

    @contextmanager
    def _cut_off_in_time(self, sock: socket.socket) -> Iterator[None]:
        """Shut the connection down at the end of the time limit.

        A time limit on the socket alone starts again with every byte that drips in.
        """
        timer = threading.Timer(self.remaining, self._cut_off, [sock])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _cut_off(self, sock: socket.socket) -> None:
        self._late.set()
        with suppress(OSError):  # closed already
            # The plain socket's method: the one of TLS would let the rest be read as it came.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def _failure(self, error: Exception) -> ServerSlow | ServerUnreachable:
        if self._late.is_set() or time.monotonic() >= self._ends:
            return self._too_slow()
        if _is_about_certificate(error):
            reason = "its certificate is not to be trusted"
        elif isinstance(error, DecodeError):
            reason = "its answer cannot be unpacked"
        elif isinstance(error, HTTPException):
            reason = "its answer is no HTTP"
        else:
            reason = "no connection, or one that broke off"
        detail = " ".join(str(error).split()) or type(error).__name__
        return ServerUnreachable(self._source, f"{reason} ({detail:.160}): try again later")

    def _too_slow(self) -> ServerSlow:
        return ServerSlow(
            self._source, f"no whole answer in {self._limits.seconds:g} seconds: try again later"
        )


def trusted_certificates() -> ssl.SSLContext:
    """Return what servers must be certified by; to load it takes a tenth of a second."""
    # The system's certificates, for what an organisation has added, and Mozilla's: some Pythons
    # come without any.
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _is_about_certificate(error: BaseException) -> bool:
    inner = error.args[0] if isinstance(error, WrappedSSLError) and error.args else error
    return isinstance(inner, ssl.SSLCertVerificationError)
